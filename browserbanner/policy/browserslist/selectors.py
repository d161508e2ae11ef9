"""What each kind of clause selects: pairs of caniuse's agent and version, such as ``("ios_saf", "15.2-15.3")``."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeAlias

from browserbanner.browsers import Agent, BrowserData, Stats
from browserbanner.errors import did_you_mean
from browserbanner.policy.browserslist.config import Refused
from browserbanner.versions import leading_version, shift_months

Pair: TypeAlias = tuple[str, str]
Pairs: TypeAlias = list[Pair]
Select: TypeAlias = Callable[..., Pairs]

ALIASES = {
    "fx": "firefox",
    "ff": "firefox",
    "ios": "ios_saf",
    "explorer": "ie",
    "blackberry": "bb",
    "explorermobile": "ie_mob",
    "operamini": "op_mini",
    "operamobile": "op_mob",
    "chromeandroid": "and_chr",
    "firefoxandroid": "and_ff",
    "ucandroid": "and_uc",
    "qqandroid": "and_qq",
}


#: caniuse's browsers that no policy judges. If its data drops one, a statement that names it selects nothing of it.
UNJUDGED = frozenset({"op_mini", "bb", "ie_mob", "and_uc", "and_qq", "baidu", "kaios"})

#: How many majors above the data's newest a version may be: a site's statement may be newer than the data.
AHEAD = 30

# The browsers that are still made, and of which caniuse counts more than the newest version.
_STILL_MADE = ("chrome", "edge", "firefox", "safari", "ios_saf", "opera", "samsung", "android", "op_mob", "kaios")
# Of these it has the old versions, and of all from this one on the newest alone, in one row that is renamed with it.
_ONE_ROW_SINCE = {"android": 37, "op_mob": 14}
_YEAR = 365.259641 * 24 * 60 * 60  # seconds, as browserslist counts it
_SIGNS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_DIGITS = re.compile(r"[0-9]+")


def agent_name(name: str) -> str:
    """caniuse's short name for what a query calls a browser."""
    name = name.lower()
    return ALIASES.get(name, name)


def last(data: BrowserData, *, count: str, browser: str | None, major: str | None) -> Pairs:
    """``last 2 versions``, ``last 2 Chrome major versions``."""
    selected: Pairs = []
    for agent in _agents(data, browser):
        number = parse_int(count)
        versions = _last_majors(agent.released, number) if major else agent.released[-number:]
        selected += _pairs(data, agent, _without_jumps(versions, agent.name, number, data))
    return selected


def last_years(data: BrowserData, *, years: str) -> Pairs:
    """``last 2 years``, ``last 1.5 years``."""
    return _dated_since(data, utc_seconds(*map(int, data.date.split("-"))) - _YEAR * float(years))


def since(data: BrowserData, *, year: str, month: str | None, day: str | None) -> Pairs:
    """``since 2020``, ``since 2020-05``, ``since 2020-05-17``."""
    return _dated_since(data, utc_seconds(parse_int(year), parse_int(month or "1"), parse_int(day or "1")))


def unreleased(data: BrowserData, *, browser: str | None) -> Pairs:
    """``unreleased versions``, ``unreleased Chrome versions``."""
    return [pair for agent in _agents(data, browser) for pair in _pairs(data, agent, agent.unreleased)]


def popularity(data: BrowserData, *, sign: str, share: str, place: str | None, stats: Stats | None) -> Pairs:
    """``> 0.5%``, ``>= 1% in UA``, ``> 0.5% in my stats``."""
    bound = float(share)
    return [pair for pair, percent in _shares(data, place, stats) if _SIGNS[sign](percent, bound)]


def cover(data: BrowserData, *, share: str, place: str | None, stats: Stats | None) -> Pairs:
    """``cover 99.5%``, ``cover 90% in alt-eu``: the most used versions that together have that share."""
    bound, covered = float(share), 0.0
    selected: Pairs = []
    used = [row for row in _shares(data, place, stats) if row[1]]
    for pair, percent in sorted(used, key=lambda row: -row[1]):
        covered += percent
        selected.append(pair)
        if covered >= bound:
            break
    return selected


def version_range(data: BrowserData, *, browser: str, first: str, final: str) -> Pairs:
    """``ie 6-8``, ``ios_saf 15.2-15.3``: the released ones from here to there."""
    agent = find_agent(data, browser)
    low = parse_float(_known_version(agent, first) or first)
    high = parse_float(_known_version(agent, final) or final)
    return _pairs(data, agent, (v for v in agent.released if _upper(v) >= low and parse_float(v) <= high))


def version_ray(data: BrowserData, *, browser: str, sign: str, version: str) -> Pairs:
    """``firefox >= 115``, ``firefox >= esr``. A version that the data does not have yet (``chrome >= 175``) is selected
    all the same."""
    agent = find_agent(data, browser)
    if version.lower() == "esr":
        if agent.name != "firefox":
            raise Refused(f"only Firefox has an ESR, not {browser!r}")
        version = data.firefox_esr
    if sign[0] == ">" and _is_ahead(agent, version):
        return [(agent.name, version)]
    return released(data, agent, sign, version)


def released(data: BrowserData, agent: Agent, sign: str, version: str) -> Pairs:
    """The released versions of a browser on one side of a version."""
    # A joined version ("15.2-15.3") counts with its upper end from below and with its lower end from above.
    end, bound = (_upper if sign[0] == ">" else parse_float), parse_float(version)
    return _pairs(data, agent, (v for v in agent.released if _SIGNS[sign](end(v), bound)))


def one_version(data: BrowserData, *, browser: str, version: str) -> Pairs:
    """``chrome 109``, ``safari TP``, ``ios_saf 15.2``: the one, or the joined one that it is in."""
    agent = find_agent(data, browser)
    if not agent.released:
        return []
    if version.lower() == "tp":
        version = "TP"
    otherwise = version.removesuffix(".0") if "." in version else version + ".0"
    known = _known_version(agent, version) or _known_version(agent, otherwise) or _later_joined(agent, version)
    if known is None and not _is_ahead(agent, version):
        first, *_, newest = _versions(agent)
        raise Refused(f"no version {version!r} of {agent.name!r}; it has {first} to {newest}")
    return [(agent.name, known or version)]


def without_version(data: BrowserData, *, browser: str) -> Pairs:
    """``ie`` alone says too little; a word that is no browser (``default``), nothing."""
    name = agent_name(browser)
    if name not in data.agents():
        raise Refused
    raise Refused(f"say which versions of {name!r} are meant, such as `{name} >= 12` or `last 2 {name} versions`")


def firefox_esr(data: BrowserData, *, browser: str) -> Pairs:
    """``Firefox ESR``: the extended support release of the day."""
    return [(agent_name(browser), data.firefox_esr)]


def opera_mini(data: BrowserData, *, browser: str) -> Pairs:
    """``op_mini all``: it has no other version."""
    return [(agent_name(browser), "all")]


def node(data: BrowserData) -> Pairs:
    """``node 18``, ``maintained node versions``: no visitor's browser."""
    return []


def supports(data: BrowserData, *, degree: str | None, feature: str) -> Pairs:
    """``supports es6-module``, ``fully supports webp``; without "fully", a part of the feature will do."""
    support = data.feature(feature)
    if support is None:
        if not data.features:
            raise Refused("the browser data has no features; `browserbanner data refresh` makes data that has them")
        raise Refused(f"caniuse has no feature {feature!r}{did_you_mean(feature, data.features)}")
    letters = "y" if (degree or "").lower() == "fully" else "ya"
    return [(name, v) for name, versions in support.items() for v, letter in versions.items() if letter in letters]


def electron_range(data: BrowserData, *, first: str, final: str | None) -> Pairs:
    """``electron 30``, ``electron 20-25.1``: the Chromium in these versions. A patch version is its minor one."""
    low, high = _minor(first), _minor(final or first)
    for version, minor in ((first, low), (final, high)):
        if minor not in data.electron:
            raise Refused(f"no version {version!r} of Electron" + ("" if data.electron else " in the browser data"))
    if final is None:
        return [("chrome", data.electron[low])]
    least, most = _numbers(low), _numbers(high)
    within = (v for v in data.electron if least <= _numbers(v)[: len(least)] and _numbers(v)[: len(most)] <= most)
    return [("chrome", data.electron[version]) for version in within]


def _minor(version: str) -> str:
    parts = version.split(".")
    return ".".join(parts[:2]) if len(parts) == 3 else version


def _numbers(version: str) -> list[int]:
    return [parse_int(part) for part in version.split(".")]


def _agents(data: BrowserData, browser: str | None) -> Iterable[Agent]:
    return data.agents().values() if browser is None else (find_agent(data, browser),)


def find_agent(data: BrowserData, browser: str) -> Agent:
    """The browser that a query names, Electron too."""
    name = agent_name(browser)
    if name == "electron":
        return Agent(name, tuple(data.electron), (), {})
    agent = data.agents().get(name)
    if agent is None and name in UNJUDGED:
        return Agent(name, (), (), {})
    if agent is None:
        hint = did_you_mean(browser, (*data.agents(), *ALIASES))
        raise Refused(
            f"no browser {browser!r}{hint}; there are {', '.join(data.agents())} and the aliases {', '.join(ALIASES)}"
        )
    return agent


def _is_ahead(agent: Agent, version: str) -> bool:
    """Whether a version is newer than all released ones, by at most so many majors that it may exist soon."""
    if agent.name not in _STILL_MADE:
        return False
    newest = max((parse_float(known) for known in agent.released), default=math.inf)
    return newest < parse_float(version) < newest + AHEAD + 1


def is_newer_than_known(data: BrowserData, pair: Pair) -> bool:
    """Whether a selected version is one that the data does not have yet."""
    agent = data.agents().get(pair[0])
    return agent is not None and pair[1] not in _versions(agent)


def _versions(agent: Agent) -> tuple[str, ...]:
    return agent.released + agent.unreleased


def _pairs(data: BrowserData, agent: Agent, versions: Iterable[str]) -> Pairs:
    if agent.name == "electron":
        return [("chrome", data.electron[version]) for version in versions]  # the Chromium in it
    return [(agent.name, version) for version in versions]


def _upper(version: str) -> float:
    """The upper end of a joined version."""
    return parse_float(version.partition("-")[2] or version)


def _known_version(agent: Agent, version: str) -> str | None:
    """The version as caniuse writes it: itself, the joined one that it is an end of, or the only one there is."""
    versions = _versions(agent)
    if version in versions:
        return version
    joined = [v for v in versions if "-" in v and version in v.split("-")]
    if joined:
        return joined[-1]
    return versions[0] if len(versions) == 1 else None


def _later_joined(agent: Agent, version: str) -> str | None:
    """The version that stands for one that other data has by itself, and a statement names: the joined one that it is
    within ("18.5-18.7" for 18.6), or the newest. browserslist refuses both."""
    newest = agent.released[-1]
    if _ONE_ROW_SINCE.get(agent.name, math.inf) <= parse_float(version) < parse_float(newest):
        return newest
    for joined in _versions(agent):
        low, _, high = joined.partition("-")
        if high and leading_version(low) <= leading_version(version) <= leading_version(high):
            return joined
    return None


def _last_majors(released: Sequence[str], number: int) -> Sequence[str]:
    """Released versions of the last majors. All of them where there are not so many (and for 0)."""
    majors = [parse_int(version) for version in released]
    distinct = list(dict.fromkeys(majors))
    least = distinct[-number] if 0 < number <= len(distinct) else 0
    return released[max((index for index, major in enumerate(majors, 1) if major < least), default=0) :]


def _without_jumps(versions: Sequence[str], name: str, number: int, data: BrowserData) -> Sequence[str]:
    """The last versions of two browsers whose rows jump from an old one straight to today's.

    Android's WebView is at Chrome's version since 37, Opera Mobile on Chromium since 14, and caniuse has only the
    newest: the versions between count as if they were there.
    """
    since = _ONE_ROW_SINCE.get(name)
    if since is None:
        return versions
    if name == "android":
        chrome = data.agents()["chrome"].released
        jump = len(chrome) - (chrome.index(str(since)) if str(since) in chrome else -1)
    else:
        jump = parse_int(data.agents()[name].released[-1]) - since + 1
    return versions[-1:] if number <= jump else versions[jump - 1 - number :]


def _dated_since(data: BrowserData, seconds: float) -> Pairs:
    return [
        (name, version)
        for name, agent in data.agents().items()
        for version, released in agent.release_date.items()
        if released >= seconds
    ]


def _shares(data: BrowserData, place: str | None, stats: Stats | None) -> Iterator[tuple[Pair, float]]:
    """Every version's share of the world's page views, of a region's, or of the site's own."""
    for name, versions in (stats or {}).items():
        agent = data.agents().get(name)
        # Where the data and the site know one version only, it is the same one: an evergreen browser's on phones.
        only = _versions(agent) if agent is not None and len(versions) == 1 else ()
        for version, share in versions.items():
            if share is not None:
                yield (name, only[0] if len(only) == 1 else version), share
    if stats is None:
        usage = data.usage(place)
        if usage is None:
            raise Refused(f"no figures for {place!r}; a region is a country such as UA or a continent such as alt-eu")
        for key, share in usage.items():
            name, _, version = key.partition(" ")
            yield (name, version), share


# How JavaScript reads numbers and counts days, which browserslist's answers depend on.


def parse_float(text: str) -> float:
    """The number that a text begins with: 15.2 for "15.2.1"; NaN, which no comparison is true of, for "TP"."""
    number = _NUMBER.match(text)
    return float(number[0]) if number else math.nan


def parse_int(text: str) -> int:
    """The digits that a text begins with; 0 for none. Beyond ten digits only the size is right."""
    digits = _DIGITS.match(text)
    return int(digits[0].lstrip("0")[:10] or "0") if digits else 0


def utc_seconds(year: int, month: int, day: int) -> float:
    """Seconds from 1970 to a UTC midnight. Months and days run over into the next; years 0 to 99 are of the 1900s."""
    if 0 <= year <= 99:
        year += 1900
    try:
        first = shift_months(date(year, 1, 1), month - 1)
        return (first + timedelta(days=day - 1) - date(1970, 1, 1)).total_seconds()
    except (ValueError, OverflowError):
        return math.inf  # beyond every release


#: What names versions by their numbers.
ABSOLUTE = frozenset({version_range, version_ray, one_version, electron_range})
