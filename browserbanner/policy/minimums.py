"""Minimum versions: the oldest supported version of each family, which is what every policy comes down to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeAlias

from browserbanner.browsers import BrowserData
from browserbanner.errors import ConfigurationError, did_you_mean
from browserbanner.policy.browserslist import AHEAD, Origin, Query, agent_name
from browserbanner.versions import Version, dotted, first_version, parse_version, significant

Minimum: TypeAlias = "Version | Literal[False]"  # (): every version is supported; False: none

#: Families that a mapping may name. "safari" stands for iOS too, unless "ios" is named: its WebKit is Safari's; and
#: "chrome" for Chromium without another name, "firefox" for Gecko whose own name a mapping does not have.
FAMILIES = (
    "chrome", "edge", "firefox", "safari", "ios", "opera", "samsung", "ie", "android", "webview", "yandex", "vivaldi",
    "uc", "qq", "whale", "silk", "duckduckgo", "brave", "chromium", "aloha", "avast", "coccoc", "ecosia", "heytap",
    "honor", "huawei", "meizu", "miui", "phoenix", "quark", "seznam", "vivo", "avg", "avira", "dragon", "iron",
    "maxthon", "basilisk", "camino", "iceweasel", "palemoon", "seamonkey", "waterfox",
)  # fmt: skip

#: Days: releases so young are supported, unless the site says otherwise (the option ``grace``).
GRACE = 180

#: Families that are never built on Chromium, and judged by another engine's version or the system's.
NEVER_CHROMIUM = frozenset({"firefox", "safari", "ios", "ie", "android"})
#: Families on Gecko beside Firefox. Their own versions are none of Gecko's: a mapping says True or False of them.
ON_GECKO = frozenset({"basilisk", "camino", "iceweasel", "palemoon", "seamonkey", "waterfox"})
# Families whose own major version is Chromium's. The versions of all others are converted into it, by the data's bases.
_NUMBERED_AS_CHROMIUM = frozenset({"chrome", "edge", "webview", "brave", "chromium", "silk"})
_UNCONVERTED = _NUMBERED_AS_CHROMIUM | NEVER_CHROMIUM

#: browserslist's agents (caniuse's names) and our families. It knows and_chr, and_ff, op_mob, and_uc and and_qq by one
#: version only: they have no minimum of their own and take that of their engine's desktop browser. The rest is ignored.
AGENTS = {
    "chrome": "chrome",
    "edge": "edge",
    "firefox": "firefox",
    "safari": "safari",
    "ios_saf": "ios",
    "opera": "opera",
    "samsung": "samsung",
    "ie": "ie",
    "android": "android",
}
# What a mapping may call a family, beside our own name for it.
_NAMES = AGENTS | {"and_chr": "chrome", "and_ff": "firefox", "op_mob": "opera", "and_uc": "uc", "and_qq": "qq"}

#: Families that nobody makes any more. EdgeHTML and Presto are engines of living families; see Policy.
DEAD = frozenset({"ie", "android"})

# The other lines of releases that are judged by a family's minimum.
_OTHER_LINES = {
    "chrome": ("chrome-android", "webview"),
    "firefox": ("firefox-android",),
    "opera": ("opera-android",),
}
# Blink's families that take Chrome's minimum where they have none, and of which the newest release is known.
_ON_CHROMIUM = ("edge", "opera", "samsung", "yandex", "uc", "qq")


class Minimums(NamedTuple):
    """The oldest supported version of each family, in the units in which it is judged.

    ``by_family``: Blink's families in Chromium's major versions, Firefox in majors, Safari and iOS in their own.
    ``requested``: the same before grace. ``named``: families that the site named. ``others``: whether families
    without a minimum are supported. ``derived``: whether Blink's browsers without one of their own take Chrome's.
    ``clauses``: the clause of a query that each minimum comes from; ``ignored``: those that select nobody's browser.
    """

    by_family: Mapping[str, Minimum]
    requested: Mapping[str, Minimum]
    named: frozenset[str]
    others: bool
    derived: bool
    clauses: Mapping[str, str] = {}
    ignored: tuple[str, ...] = ()


def minimums_of_mapping(mapping: Mapping[str, object], data: BrowserData) -> Minimums:
    """``{"chrome": 109, "safari": "15.4", "ie": False, "*": False}``: exactly what it says, with no grace."""
    if not mapping:
        raise ConfigurationError("policy={}: the mapping is empty, so that it would judge nobody", option="policy")
    requested: dict[str, Minimum] = {}
    for name, value in mapping.items():
        if name == "*":
            continue
        family = _family(name)
        version = _mapped_version(name, value)
        if version and family not in _UNCONVERTED and not data.chromium_bases(family):
            what = "True (every version is supported) or False (none): nothing is known of the Chromium or Gecko in it"
            raise ConfigurationError.expected(f"policy[{name!r}]", value, what)
        minimum = _at_most_the_newest(dict(mapping), family, version, data)
        if requested.setdefault(family, minimum) != minimum:
            raise ConfigurationError.expected(f"policy[{name!r}]", value, f"as for {family!r}, which it stands for")
    others = mapping.get("*", True)
    if not isinstance(others, bool):
        raise ConfigurationError.choice("policy['*']", others, (True, False))
    named = frozenset(requested)
    if "safari" in requested:
        requested.setdefault("ios", requested["safari"])
    if "chrome" in requested:
        requested.setdefault("webview", requested["chrome"])  # a webview is judged by its engine
    return Minimums(requested, requested, named, others, derived=False)


def minimums_of_query(query: Query, grace: int, data: BrowserData) -> Minimums:
    """The minimum versions under a query: of each family the oldest version that it selects.

    Never above a family's newest release over all sources, which may lag behind each other; and none where nothing has
    the shares or the days that are asked for: so no query is refused for data that became newer. Under a clause that
    names no numbers, the same holds of Blink's other families.
    """
    named = frozenset(AGENTS[agent] for agent in query.named if agent in AGENTS)
    lowest: dict[str, tuple[Version, Origin]] = {}
    for family, minimum, origin in _candidates(query, named, data):
        if family not in lowest or minimum < lowest[family][0]:
            lowest[family] = minimum, origin
    if not lowest and query.relative.isdisjoint(("", "electron", *AGENTS)):  # nor will it by later data
        why = f"selects no browser that can be judged; select versions of: {', '.join(AGENTS)}"
        if query.ignored:
            why += f"; {', '.join(query.ignored)} selects no visitor's browser"
        given = query.file or query.text
        raise ConfigurationError(f"policy={given!r}: {why}", option="policy", value=given)
    requested = {family: _clamped(family, *row, data) for family, row in lowest.items()}
    clauses = {family: origin.text for family, (_, origin) in lowest.items()}
    if "chrome" in lowest and not lowest["chrome"][1].absolute:
        for family in (each for each in _ON_CHROMIUM if each not in lowest):
            minimum = _clamped(family, *lowest["chrome"], data)
            if minimum < requested["chrome"]:
                requested[family], clauses[family] = minimum, clauses["chrome"]
    by_family = {family: _with_grace(family, minimum, grace, data) for family, minimum in requested.items()}
    # Who asks for the WebView by Android's name ("android >= 120") has not asked for Android's own browser.
    return Minimums(by_family, requested, named & requested.keys(), True, True, clauses, tuple(query.ignored))


def _candidates(query: Query, named: frozenset[str], data: BrowserData) -> Iterator[tuple[str, Version, Origin]]:
    """Each selected version that can be a family's minimum, in its units, and the clause that selects it."""
    for (agent, text), origin in query.selected.items():
        family, version = AGENTS.get(agent), first_version(text)
        if family is None or version is None or (family in DEAD and family not in named):
            continue
        if family == "android" and version >= (5,):
            continue  # the WebView: caniuse counts on from Android 4.4 in Chromium's versions
        yield family, in_units(family, version, data), origin
        if family == "safari" and "ios" not in named and origin.absolute:
            # iOS has Safari's WebKit. Where only "last 2 safari versions" are asked for, it isn't meant.
            yield "ios", version, origin


def _clamped(family: str, minimum: Version, origin: Origin, data: BrowserData) -> Version:
    """The minimum, not above the newest release of its family if that is still made.

    Under a clause that names no numbers, not above that of its other lines either, as on Android.
    """
    for line in (line_of(family), *(() if origin.absolute else _OTHER_LINES.get(family, ()))):
        newest = data.newest(line)
        if newest is not None and data.still_made(line):
            minimum = min(minimum, in_units(family if family in _UNCONVERTED else line, newest.version, data))
    return minimum


def line_of(family: str) -> str:
    """The line of releases that a family's minimum is from."""
    return "safari-ios" if family == "ios" else family


def _family(name: object) -> str:
    """The family that a mapping's key stands for: our name for it, or browserslist's."""
    known = (*FAMILIES, *_NAMES)
    text = agent_name(name) if isinstance(name, str) else ""
    if text not in known:
        said = f"policy={name!r}: no browser of that name{did_you_mean(text, known)}"
        families = ", ".join((*FAMILIES, "*"))
        raise ConfigurationError(f"{said}; must be one of: {families}", option="policy", value=name)
    return _NAMES.get(text, text)


def _mapped_version(family: str, value: object) -> Minimum:
    """A mapping's value: a whole number, a version's text, True or False. As a float 15.10 would be 15.1."""
    if isinstance(value, bool):
        return () if value else False
    text = str(value)
    if not isinstance(value, int | str) or not re.fullmatch(r"\d{1,4}(\.\d{1,5}){0,3}", text, re.ASCII):
        what = 'a version such as 109 or "15.4", or True (every version is supported) or False (none is)'
        raise ConfigurationError.expected(f"policy[{family!r}]", value, what)
    return parse_version(text)


def in_units(family: str, minimum: Version, data: BrowserData) -> Version:
    """A family's own version in the units in which it is judged."""
    if family in _NUMBERED_AS_CHROMIUM:
        return minimum[:1]  # the minor versions in user agents are frozen at 0
    if family == "firefox" and minimum >= (5,):
        return minimum[:1]  # an ESR's minor version is not in its user agent
    if family not in _UNCONVERTED:
        bases = data.chromium_bases(family)
        if bases and minimum[:1] > max(bases)[:1]:
            return (bases[max(bases)],)  # newer than the data knows: that it is at least
        base = data.chromium_base(family, minimum)
        # Without a base it is an old version on another engine, or one that no data covers: then its own number stands,
        # which is below Chromium's in each of these families, so that a doubt is lenient.
        return minimum[:1] if base is None else (base,)
    return significant(minimum)


def _at_most_the_newest(spec: object, family: str, version: Minimum, data: BrowserData) -> Minimum:
    """A mapping's minimum in units, and never above the newest release, which data that lags behind may not have yet.

    ConfigurationError for what nobody can have: no version at all, or one that is far from any release.
    """
    newest = data.newest(line_of(family))
    minimum = version and in_units(family, version, data)
    if newest is None or family in DEAD or minimum == ():
        return minimum
    if minimum is False or (version and version[0] > newest.version[0] + AHEAD):
        wanted = "none at all" if minimum is False else dotted(version or ())
        raise ConfigurationError(
            f"policy={spec!r}: {family} {wanted} or later would make even the newest release outdated; "
            f"the newest is {dotted(newest.version)} of {newest.date}",
            option="policy",
            value=spec,
        )
    return min(minimum, in_units(family, newest.version, data))


def _with_grace(family: str, minimum: Version, grace: int, data: BrowserData) -> Version:
    """The minimum, lowered to the first version that is younger than ``grace`` days as of the data's date."""
    oldest = (date.fromisoformat(data.date) - timedelta(days=grace)).isoformat()
    for release in data.releases(line_of(family)):
        if release.date is not None and oldest <= release.date <= data.date:
            units = in_units(family, release.version, data)
            return min(minimum, units)
    return minimum
