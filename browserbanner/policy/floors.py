"""Floors: the least fine version of each family, which is what every policy comes down to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from browserbanner.errors import ConfigurationError
from browserbanner.policy.browserslist.javascript import days_since_1970

if TYPE_CHECKING:
    from browserbanner.browsers import BrowserData
    from browserbanner.useragent import Version

Floor: TypeAlias = "Version | Literal[False]"  # (): every version is fine; False: none

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
#: version only: they have no floor of their own and take that of their engine's desktop browser. The rest is silent.
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


class Floors(NamedTuple):
    """The least fine version of each family, in the units in which it is judged.

    ``by_family``: Blink's families in Chromium's major versions, Firefox in majors, Safari and iOS in their own.
    ``asked``: the same before grace. ``named``: families that the site named. ``others``: whether what no floor covers
    is fine. ``derived``: whether Blink's browsers without a floor of their own take Chrome's.
    """

    by_family: Mapping[str, Floor]
    asked: Mapping[str, Floor]
    named: frozenset[str]
    others: bool
    derived: bool


def floors_of_mapping(mapping: Mapping[str, object], data: BrowserData) -> Floors:
    """``{"chrome": 109, "safari": "15.4", "ie": False, "*": False}``: exactly what it says, with no grace."""
    if not mapping:
        raise ConfigurationError("policy={}: the mapping is empty, so that it would judge nobody", option="policy")
    asked: dict[str, Floor] = {}
    for family, value in mapping.items():
        if family == "*":
            continue
        if family not in FAMILIES:
            raise ConfigurationError.choice("policy", family, (*FAMILIES, "*"))
        version = _mapped_version(family, value)
        if version and family not in _PLAIN and not data.chromium_bases(family):
            what = "True (every version is fine) or False (none is): nothing is known of the Chromium in its versions"
            raise ConfigurationError.expected(f"policy[{family!r}]", value, what)
        asked[family] = version and in_units(family, version, data)
    others = mapping.get("*", True)
    if not isinstance(others, bool):
        raise ConfigurationError.choice("policy['*']", others, (True, False))
    if "safari" in asked:
        asked.setdefault("ios", asked["safari"])
    if "chrome" in asked:
        asked.setdefault("webview", asked["chrome"])  # a webview is judged by its engine
    _refuse_the_impossible(dict(mapping), asked, data)
    return Floors(asked, asked, frozenset(mapping), others, derived=False)


def floors_of_versions(
    spec: str, selected: Iterable[tuple[str, str]], named: frozenset[str], grace: int, data: BrowserData
) -> Floors:
    """The floors under a query's answer: ``selected`` pairs of browserslist's agents and versions."""
    asked: dict[str, Version] = {}
    for agent, text in selected:
        family, version = AGENTS.get(agent), _first_version(text)
        if family is None or version is None:
            continue
        if family in DEAD and family not in named:
            continue
        if family == "android" and version >= (5,):
            continue  # the WebView: caniuse counts on from Android 4.4 in Chromium's versions
        floor = in_units(family, version, data)
        known = asked.get(family)
        if known is None or floor < known:
            asked[family] = floor
    if not asked:
        raise ConfigurationError(
            f"policy={spec!r}: selects no browser that can be judged; select versions of: {', '.join(AGENTS)}",
            option="policy",
            value=spec,
        )
    _refuse_the_impossible(spec, asked, data)
    by_family = {family: _with_grace(family, floor, grace, data) for family, floor in asked.items()}
    # Who asks for the WebView by Android's name ("android >= 120") has not asked for Android's own browser.
    return Floors(by_family, asked, named & asked.keys(), others=True, derived=True)


def _mapped_version(family: str, value: object) -> Floor:
    """A mapping's value: a whole number, a version's text, True or False. As a float 15.10 would be 15.1."""
    if value is True:
        return ()
    if value is False:
        return False
    text = str(value)
    if not isinstance(value, int | str) or not re.fullmatch(r"\d{1,4}(\.\d{1,5}){0,3}", text, re.ASCII):
        what = 'a version such as 109 or "15.4", or True (every version is fine) or False (none is)'
        raise ConfigurationError.expected(f"policy[{family!r}]", value, what)
    return tuple(map(int, text.split(".")))


def _first_version(text: str) -> Version | None:
    """browserslist's version: "15.2-15.3" begins with 15.2; "TP" and "all" are none."""
    parts = text.partition("-")[0].split(".")
    return tuple(map(int, parts)) if all(part.isascii() and part.isdigit() for part in parts) else None


def in_units(family: str, floor: Version, data: BrowserData) -> Version:
    """A family's own version in the units in which it is judged."""
    if family in _CHROMIUM_S:
        return floor[:1]  # the minor versions in user agents are frozen at 0
    if family == "firefox" and floor >= (5,):
        return floor[:1]  # an ESR's minor version is not in its user agent
    if family not in _PLAIN:
        bases = data.chromium_bases(family)
        if bases and floor[:1] > max(bases)[:1]:
            return (bases[max(bases)],)  # newer than the data knows: that it is at least
        base = data.chromium_base(family, floor)
        # Without a base it is an old version on another engine, or one that no data covers: then its own number stands,
        # which is below Chromium's in each of these families, so that a doubt is lenient.
        return floor[:1] if base is None else (base,)
    while len(floor) > 1 and floor[-1] == 0:
        floor = floor[:-1]
    return floor


def _refuse_the_impossible(spec: object, asked: Mapping[str, Floor], data: BrowserData) -> None:
    """Nobody can have a browser newer than the newest: such a policy would accuse everybody."""
    for family, floor in asked.items():
        newest = data.newest("safari-ios" if family == "ios" else family)
        if newest is None or family in DEAD:
            continue  # of these the newest is outdated, too
        units = in_units(family, newest.version, data)
        if floor is False or (units and floor > units):
            wanted = "none at all" if floor is False else ".".join(map(str, floor))
            raise ConfigurationError(
                f"policy={spec!r}: {family} {wanted} or later would make even the newest release outdated; "
                f"the newest is {'.'.join(map(str, newest.version))} of {newest.date}",
                option="policy",
                value=spec,
            )


def _with_grace(family: str, floor: Version, grace: int, data: BrowserData) -> Version:
    """The floor, lowered to the first version that is younger than ``grace`` days as of the data's date."""
    today = _day_number(data.date)
    for release in data.releases("safari-ios" if family == "ios" else family):
        if release.date is not None and 0 <= today - _day_number(release.date) <= grace:
            units = in_units(family, release.version, data)
            return min(floor, units)
    return floor


def _day_number(day: str) -> int:
    """An ISO date as a count of days."""
    year, month, of_month = map(int, day.split("-"))
    return days_since_1970(year, month, of_month)
