"""Explanation: a policy's minimum versions, and how many page views come from below them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from browserbanner.browsers import BrowserData
from browserbanner.policy.minimums import NEVER_CHROMIUM, Minimums, in_units, line_of
from browserbanner.useragent import Kind, UserAgent
from browserbanner.versions import Version, first_version


class MinimumRow(NamedTuple):
    """One minimum: ``minimum`` in the units in which the family is judged, () for every version, False for none.

    ``requested``: what the policy asks for before grace. ``released``: its day (ISO date), None where unknown.
    ``clause``: the part of a query that it comes from, "" in a mapping.
    """

    family: str
    minimum: Version | bool
    requested: Version | bool
    released: str | None
    clause: str


class Explanation(NamedTuple):
    """What a policy comes down to. ``below``: percent of page views from outdated browsers; region None: the world.

    ``below_requested``: the same if there were no grace. ``ignored``: clauses that select no visitor's browser.
    Page views as caniuse counts them, by version; browsers of which it knows one version only count as current.
    """

    spec: str
    date: str
    minimums: tuple[MinimumRow, ...]
    below: dict[str | None, float]
    below_requested: dict[str | None, float]
    ignored: tuple[str, ...]


def minimum_rows(minimums: Minimums, data: BrowserData) -> tuple[MinimumRow, ...]:
    """A row for each family that has a minimum, from a to z."""
    return tuple(
        MinimumRow(
            family,
            minimum,
            minimums.requested[family],
            _released(family, minimum, data),
            minimums.clauses.get(family, ""),
        )
        for family, minimum in sorted(minimums.by_family.items())
    )


def _released(family: str, minimum: Version | bool, data: BrowserData) -> str | None:
    if isinstance(minimum, bool) or not minimum:
        return None
    if family in NEVER_CHROMIUM or family == "edge":  # Edge has Chromium's numbers, and days of its own
        return data.released(line_of(family), minimum)
    if minimum[0] < min(data.chromium_bases(family).values(), default=0):
        return None  # the family's own number, of before it was built on Chromium
    return data.released("chrome", minimum)


def visitors_by_usage(data: BrowserData, region: str | None) -> Iterator[tuple[str, UserAgent, float]]:
    """The browsers that caniuse counts in a region by version ("chrome 109"), each with its percent of page views."""
    for name, share in (data.usage(region) or {}).items():
        if (ua := _as_user_agent(name, data)) is not None:
            yield name, ua, share


def _as_user_agent(name: str, data: BrowserData) -> UserAgent | None:
    """The browser that a row of caniuse's ("chrome 109") stands for, where it says which version that is."""
    agent, _, text = name.partition(" ")
    line, version = _LINES.get(agent, agent), first_version(text)
    if line not in VISITORS or version is None or version == (0,):
        return None
    ua = visitor(line, version, data)
    if agent == "edge" and version < (79,):
        return ua._replace(engine="edgehtml")
    if agent == "opera" and version < (15,):
        return ua._replace(engine="presto")
    if agent == "android" and version < (5,):
        return ua._replace(family="android", engine="webkit", os_version=version, kind="browser")
    return ua


def visitor(line: str, version: Version, data: BrowserData) -> UserAgent:
    """A visitor with a version of a line of releases. Its engine is the one that this version is built on."""
    family, engine, os = VISITORS[line]
    engine_version = in_units(line, version, data) if engine == "blink" else version
    kind: Kind = "webview" if family == "webview" else "browser"
    os_version = version if os == "ios" else ()
    return UserAgent(family, version, engine, engine_version, os, os_version, "other", kind, None, "grammar")


#: What a visitor with a release of a line says: the family, its engine, its system.
VISITORS = {
    "chrome": ("chrome", "blink", "windows"),
    "chrome-android": ("chrome", "blink", "android"),
    "webview": ("webview", "blink", "android"),
    "edge": ("edge", "blink", "windows"),
    "firefox": ("firefox", "gecko", "linux"),  # where no old system gets an ESR longer than others do
    "firefox-android": ("firefox", "gecko", "android"),
    "safari": ("safari", "webkit", "macos"),
    "safari-ios": ("safari", "webkit", "ios"),
    "opera": ("opera", "blink", "windows"),
    "opera-android": ("opera", "blink", "android"),
    "samsung": ("samsung", "blink", "android"),
    "yandex": ("yandex", "blink", "android"),
    "uc": ("uc", "blink", "android"),
    "qq": ("qq", "blink", "android"),
    "ie": ("ie", "trident", "windows"),
}
# caniuse's agents whose line has another name.
_LINES = {"ios_saf": "safari-ios", "and_chr": "chrome-android", "and_ff": "firefox-android", "android": "webview"}
