"""Minimum versions: the oldest supported version of each family, which is what every policy comes down to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from browserbanner.errors import ConfigurationError
from browserbanner.versions import Version, dotted, first_version, parse_version, significant

if TYPE_CHECKING:
    from browserbanner.browsers import BrowserData

Minimum: TypeAlias = "Version | Literal[False]"  # (): every version is supported; False: none

#: Families that a mapping may name. "safari" stands for iOS too, unless "ios" is named: its WebKit is Safari's; and
#: "chrome" for Chromium without another name.
FAMILIES = (
    "chrome", "edge", "firefox", "safari", "ios", "opera", "samsung", "ie", "android", "webview", "yandex", "vivaldi",
    "uc", "qq", "whale", "silk", "duckduckgo", "brave", "chromium", "aloha", "avast", "coccoc", "ecosia", "heytap",
    "honor", "huawei", "meizu", "miui", "phoenix", "quark", "seznam", "vivo",
)  # fmt: skip

# Of these the versions are Chromium's own majors,
_CHROMIUM_S = frozenset({"chrome", "edge", "webview", "brave", "chromium", "silk"})
# or another engine's, or the system's. The rest count for themselves.
_PLAIN = _CHROMIUM_S | {"firefox", "safari", "ios", "ie", "android"}

#: browserslist's agents (caniuse's names) and our families. It knows and_chr, and_ff, op_mob, and_uc and and_qq by one
#: version only: they have no minimum of their own and take that of their engine's desktop browser. The rest is silent.
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

#: Families that nobody makes any more. EdgeHTML and Presto are engines of living families; see Policy.
DEAD = frozenset({"ie", "android"})


class Minimums(NamedTuple):
    """The oldest supported version of each family, in the units in which it is judged.

    ``by_family``: Blink's families in Chromium's major versions, Firefox in majors, Safari and iOS in their own.
    ``requested``: the same before grace. ``named``: families that the site named. ``others``: whether families
    without a minimum are supported. ``derived``: whether Blink's browsers without one of their own take Chrome's.
    """

    by_family: Mapping[str, Minimum]
    requested: Mapping[str, Minimum]
    named: frozenset[str]
    others: bool
    derived: bool


def minimums_of_mapping(mapping: Mapping[str, object], data: BrowserData) -> Minimums:
    """``{"chrome": 109, "safari": "15.4", "ie": False, "*": False}``: exactly what it says, with no grace."""
    if not mapping:
        raise ConfigurationError("policy={}: the mapping is empty, so that it would judge nobody", option="policy")
    requested: dict[str, Minimum] = {}
    for family, value in mapping.items():
        if family == "*":
            continue
        if family not in FAMILIES:
            raise ConfigurationError.choice("policy", family, (*FAMILIES, "*"))
        version = _mapped_version(family, value)
        if version and family not in _PLAIN and not data.chromium_bases(family):
            what = "True (every version is supported) or False (none is): nothing is known of the Chromium in them"
            raise ConfigurationError.expected(f"policy[{family!r}]", value, what)
        requested[family] = version and in_units(family, version, data)
    others = mapping.get("*", True)
    if not isinstance(others, bool):
        raise ConfigurationError.choice("policy['*']", others, (True, False))
    if "safari" in requested:
        requested.setdefault("ios", requested["safari"])
    if "chrome" in requested:
        requested.setdefault("webview", requested["chrome"])  # a webview is judged by its engine
    _refuse_the_impossible(dict(mapping), requested, data)
    return Minimums(requested, requested, frozenset(mapping), others, derived=False)


def minimums_of_versions(
    spec: str, selected: Iterable[tuple[str, str]], named: frozenset[str], grace: int, data: BrowserData
) -> Minimums:
    """The minimum versions of a query's answer: ``selected`` pairs of browserslist's agents and versions."""
    requested: dict[str, Version] = {}
    for agent, text in selected:
        family, version = AGENTS.get(agent), first_version(text)
        if family is None or version is None:
            continue
        if family in DEAD and family not in named:
            continue
        if family == "android" and version >= (5,):
            continue  # the WebView: caniuse counts on from Android 4.4 in Chromium's versions
        minimum = in_units(family, version, data)
        known = requested.get(family)
        if known is None or minimum < known:
            requested[family] = minimum
    if not requested:
        raise ConfigurationError(
            f"policy={spec!r}: selects no browser that can be judged; select versions of: {', '.join(AGENTS)}",
            option="policy",
            value=spec,
        )
    _refuse_the_impossible(spec, requested, data)
    by_family = {family: _with_grace(family, minimum, grace, data) for family, minimum in requested.items()}
    # Who asks for the WebView by Android's name ("android >= 120") has not asked for Android's own browser.
    return Minimums(by_family, requested, named & requested.keys(), others=True, derived=True)


def _mapped_version(family: str, value: object) -> Minimum:
    """A mapping's value: a whole number, a version's text, True or False. As a float 15.10 would be 15.1."""
    if value is True:
        return ()
    if value is False:
        return False
    text = str(value)
    if not isinstance(value, int | str) or not re.fullmatch(r"\d{1,4}(\.\d{1,5}){0,3}", text, re.ASCII):
        what = 'a version such as 109 or "15.4", or True (every version is supported) or False (none is)'
        raise ConfigurationError.expected(f"policy[{family!r}]", value, what)
    return parse_version(text)


def in_units(family: str, minimum: Version, data: BrowserData) -> Version:
    """A family's own version in the units in which it is judged."""
    if family in _CHROMIUM_S:
        return minimum[:1]  # the minor versions in user agents are frozen at 0
    if family == "firefox" and minimum >= (5,):
        return minimum[:1]  # an ESR's minor version is not in its user agent
    if family not in _PLAIN:
        bases = data.chromium_bases(family)
        if bases and minimum[:1] > max(bases)[:1]:
            return (bases[max(bases)],)  # newer than the data knows: that it is at least
        base = data.chromium_base(family, minimum)
        # Without a base it is an old version on another engine, or one that no data covers: then its own number stands,
        # which is below Chromium's in each of these families, so that a doubt is lenient.
        return minimum[:1] if base is None else (base,)
    return significant(minimum)


def _refuse_the_impossible(spec: object, requested: Mapping[str, Minimum], data: BrowserData) -> None:
    """Nobody can have a browser newer than the newest: such a policy would accuse everybody."""
    for family, minimum in requested.items():
        newest = data.newest("safari-ios" if family == "ios" else family)
        if newest is None or family in DEAD:
            continue  # of these the newest is outdated, too
        units = in_units(family, newest.version, data)
        if minimum is False or (units and minimum > units):
            wanted = "none at all" if minimum is False else dotted(minimum)
            raise ConfigurationError(
                f"policy={spec!r}: {family} {wanted} or later would make even the newest release outdated; "
                f"the newest is {dotted(newest.version)} of {newest.date}",
                option="policy",
                value=spec,
            )


def _with_grace(family: str, minimum: Version, grace: int, data: BrowserData) -> Version:
    """The minimum, lowered to the first version that is younger than ``grace`` days as of the data's date."""
    oldest = (date.fromisoformat(data.date) - timedelta(days=grace)).isoformat()
    for release in data.releases("safari-ios" if family == "ios" else family):
        if release.date is not None and oldest <= release.date <= data.date:
            units = in_units(family, release.version, data)
            return min(minimum, units)
    return minimum
