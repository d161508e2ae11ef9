"""Explanation: a policy's minimum versions, and how many page views come from below them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from browserbanner.browsers import BrowserData
from browserbanner.policy.minimums import NEVER_CHROMIUM, Minimums
from browserbanner.policy.verdict import Verdict
from browserbanner.useragent import Kind, UserAgent
from browserbanner.versions import Version, first_version


class Explained(Protocol):
    """A policy, as far as its explanation needs it."""

    spec: str
    data: BrowserData
    minimums: Minimums

    def judge(self, user_agent: UserAgent) -> Verdict: ...
    def without_grace(self) -> Explained: ...


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


def explain(policy: Explained, regions: tuple[str | None, ...]) -> Explanation:
    """The explanation of a policy, for some regions (None: the world). One that the data does not know is left out."""
    data, minimums = policy.data, policy.minimums
    rows = tuple(
        MinimumRow(
            family,
            minimum,
            minimums.requested[family],
            _released(family, minimum, data),
            minimums.clauses.get(family, ""),
        )
        for family, minimum in sorted(minimums.by_family.items())
    )
    strict = policy.without_grace()
    known = [region for region in regions if data.usage(region) is not None]
    below, below_requested = ({region: _below(each, region) for region in known} for each in (policy, strict))
    return Explanation(policy.spec, data.date, rows, below, below_requested, minimums.ignored)


def _released(family: str, minimum: Version | bool, data: BrowserData) -> str | None:
    if isinstance(minimum, bool) or not minimum:
        return None
    if family in NEVER_CHROMIUM or family == "edge":  # Edge has Chromium's numbers, and days of its own
        return data.released("safari-ios" if family == "ios" else family, minimum)
    if minimum[0] < min(data.chromium_bases(family).values(), default=0):
        return None  # the family's own number, of before it was built on Chromium
    return data.released("chrome", minimum)


def visitors_by_usage(data: BrowserData, region: str | None) -> Iterator[tuple[str, UserAgent, float]]:
    """The browsers that caniuse counts in a region by version ("chrome 109"), each with its percent of page views."""
    for name, share in (data.usage(region) or {}).items():
        if (ua := _as_user_agent(name, data)) is not None:
            yield name, ua, share


def _below(policy: Explained, region: str | None) -> float:
    return sum(share for _, ua, share in visitors_by_usage(policy.data, region) if policy.judge(ua).outdated)


def _as_user_agent(name: str, data: BrowserData) -> UserAgent | None:
    """The browser that a row of caniuse's ("chrome 109") stands for, where it says which version that is."""
    agent, _, text = name.partition(" ")
    version = first_version(text)
    family, engine, os = _AGENTS.get(agent, (None, "", ""))
    if family is None or version is None or version == (0,):
        return None
    engine_version: Version | None = version
    os_version: Version = ()
    if agent == "edge" and version < (79,):
        engine = "edgehtml"
    elif agent == "opera" and version < (15,):
        engine = "presto"
    elif agent == "android" and version < (5,):
        family, engine, os_version = "android", "webkit", version
    elif agent in ("opera", "samsung"):
        base = data.chromium_base(agent, version)
        engine_version = None if base is None else (base,)
    if engine_version is None:
        return None
    kind: Kind = "webview" if family == "webview" else "browser"
    return UserAgent(family, version, engine, engine_version, os, os_version, "desktop", kind, None, "grammar")


_AGENTS = {
    "ie": ("ie", "trident", "windows"),
    "edge": ("edge", "blink", "windows"),
    "chrome": ("chrome", "blink", "windows"),
    "firefox": ("firefox", "gecko", "linux"),
    "safari": ("safari", "webkit", "macos"),
    "ios_saf": ("safari", "webkit", "ios"),
    "opera": ("opera", "blink", "windows"),
    "samsung": ("samsung", "blink", "android"),
    "android": ("webview", "blink", "android"),
    "and_chr": ("chrome", "blink", "android"),
    "and_ff": ("firefox", "gecko", "android"),
}
