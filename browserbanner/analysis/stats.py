"""Statistics for browserslist's ``in my stats``: page views by the browsers and versions that caniuse counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from browserbanner.browsers import Agent, BrowserData
from browserbanner.useragent import UserAgent
from browserbanner.versions import Version, first_version

_NEWEST = (9999,)
_DEAD_ENGINES = {"trident": "ie", "edgehtml": "edge", "presto": "opera"}
_DESKTOP = {"chrome": "chrome", "edge": "edge", "firefox": "firefox", "opera": "opera"}
_ANDROID = {
    "chrome": "and_chr",
    "firefox": "and_ff",
    "opera": "op_mob",
    "samsung": "samsung",
    "uc": "and_uc",
    "qq": "and_qq",
}


class Row(NamedTuple):
    """Where browserslist's statistics count a user agent: caniuse's name of a browser, and its version there."""

    agent: str
    version: str


def browserslist_stats(views: Iterable[tuple[Row | None, int]], data: BrowserData) -> dict[str, dict[str, float]]:
    """Percent of all page views, by caniuse's browsers and versions: ``{"chrome": {"109": 1.25}}``.

    What cannot be named (None) is in the whole, so that the percentages need not add up to 100.
    """
    counts: Counter[Row | None] = Counter()
    for row, number in views:
        counts[row] += number
    whole = counts.total()
    stats: dict[str, dict[str, float]] = {}
    for name, agent in data.agents().items():
        for version in (*agent.released, *agent.unreleased):
            if number := counts[Row(name, version)]:
                stats.setdefault(name, {})[version] = round(number * 100 / whole, 6)
    return stats


def row_of(user_agent: UserAgent, data: BrowserData) -> Row | None:
    """The row that counts a user agent, if one does.

    A browser that caniuse does not count (Vivaldi, Yandex Browser) is what its engine is: a Chrome of that Chromium; on
    iOS, all are Safari.
    """
    name, version = _counted_as(user_agent)
    agent = data.agents().get(name or "")
    known = None if agent is None else _listed(agent, version)
    return None if agent is None or known is None else Row(agent.name, known)


def _counted_as(ua: UserAgent) -> tuple[str | None, Version]:
    """caniuse's name for a browser, and the version that it counts by."""
    family, engine, os = ua.family, ua.engine, ua.os
    if family == "opera-mini":
        return "op_mini", ()
    if ua.kind not in ("browser", "webview"):
        return None, ()
    if os == "ios":
        return "ios_saf", ua.engine_version
    if engine in _DEAD_ENGINES:
        return _DEAD_ENGINES[engine], ua.version
    if engine == "webkit":
        if family == "android":
            return "android", ua.os_version
        return ("safari" if family == "safari" else None), ua.engine_version
    mobile = os == "android"
    if family == "webview":
        return "android", _NEWEST  # its own old versions are those of the Android Browser
    name = (_ANDROID if mobile else _DESKTOP).get(family or "")
    if name is not None:
        return name, ua.version
    if engine == "gecko":
        return ("and_ff" if mobile else "firefox"), ua.engine_version
    return ("and_chr" if mobile else "chrome"), ua.engine_version


def _listed(agent: Agent, version: Version) -> str | None:
    """The version of a browser that caniuse lists: this one, or the newest that is not newer; else the oldest.

    Of most browsers on Android it lists the newest only, which stands for all of them there, as in its own figures.
    """
    known = _starts((*agent.released, *agent.unreleased))
    if not known:
        return agent.released[-1]  # "all"
    if not version:
        return known[0][1] if len(known) == 1 else None
    not_newer = [row for row in known if row[0] <= version]
    return max(not_newer)[1] if not_newer else min(known)[1]


@lru_cache(maxsize=64)
def _starts(versions: tuple[str, ...]) -> list[tuple[Version, str]]:
    """Where each of a browser's versions begins, and its name; without those that are no numbers."""
    return [(first, text) for text in versions if (first := first_version(text)) is not None]
