"""Report: who a site's visitors are, whom its policies would call outdated, and what those can do."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeAlias

from browserbanner.analysis.fields import Field
from browserbanner.policy import Advice
from browserbanner.versions import Version, dotted

SCHEMA = 2
ADVICE: tuple[Advice, ...] = ("update", "switch", "update-os", "open-in-browser", "none")


#: User agents whose verdict is a judgement, since their strings leave something open, or an exception is made for them.
Doubt: TypeAlias = Literal["ipad-or-mac", "device", "long-term"]


class Count(NamedTuple):
    """Page views, and distinct visitors by address and user agent; None where a log has no addresses."""

    views: int = 0
    visitors: int | None = None


class Log(NamedTuple):
    """What was read. ``empty``: files with nothing in them; ``size``: in bytes, where known; ``other``: requests that
    are no page views; ``malformed``: lines that do not fit the format, ``at_least`` so many, with ``samples``.
    ``blank``: the fields that no line has; ``mixed``: a W3C extended log changes its fields on the way.
    ``share``: which part of the visitors was counted and stands for the rest, 1 for all; None without addresses.
    ``lines`` and ``days``, the first and the last (ISO dates), are known when the report is made.
    """

    names: tuple[str, ...]
    formats: tuple[str, ...]
    every_request: bool
    empty: tuple[str, ...] = ()
    size: int | None = None
    other: int = 0
    malformed: int = 0
    at_least: bool = False
    samples: tuple[str, ...] = ()
    blank: tuple[Field, ...] = ()
    mixed: bool = False
    share: float | None = 1.0
    lines: int = 0
    days: tuple[str, str] | None = None


class Browser(NamedTuple):
    """A browser as a report counts it. ``version``: the major, of Safari the minor too; () where unknown.

    ``on_ios``: every browser there is the system's WebKit. ``app``: whose webview it is.
    """

    family: str | None
    version: Version
    on_ios: bool
    app: str | None
    name: str


class System(NamedTuple):
    """A system. Windows counts as NT does; () where the browser does not tell the version."""

    os: str | None
    version: Version
    name: str


class Outcomes(NamedTuple):
    """What one policy says of the people: by verdict, and by what outdated ones can do. ``corroborated``: those of the
    unknown that a request's other headers, which no log has, would turn into outdated. ``added``: those whom this
    policy calls outdated and the first one does not; ``spared``: the other way round."""

    policy: str
    next_year: bool
    current: Count
    unknown: Count
    outdated: Count
    advice: dict[Advice, Count]
    corroborated: Count
    added: Count
    spared: Count

    @property
    def cannot_update(self) -> Count:
        """Those of the outdated whose system gets no browser any more that would pass."""
        return self.advice["none"]


class Part(NamedTuple):
    """A part of the people's page views, and how many of it each policy calls outdated, in the policies' order."""

    whole: Count
    outdated: tuple[Count, ...]


class Report(NamedTuple):
    """The dry run's answer. ``bots``: page views by them; ``people``: all others, of whom the rest speaks.

    ``families``, ``browsers`` (by version), ``systems`` and ``doubts``, whose verdict is a judgement: the most frequent
    first; ``days`` in order. ``stats``: percent of page views by caniuse's browsers and versions. ``data``: the browser
    data's date. ``undecoded``: those whose user agent has "+" or "%20" for a space; ``cut``: those whose user agent is
    as long as the longest, and that length, where many are.
    """

    data: str
    log: Log
    people: Count
    bots: Count
    policies: tuple[Outcomes, ...]
    families: tuple[tuple[Browser, Part], ...]
    browsers: tuple[tuple[Browser, Part], ...]
    systems: tuple[tuple[System, Part], ...]
    days: tuple[tuple[str, Part], ...]
    doubts: tuple[tuple[Doubt, Part], ...]
    stats: dict[str, dict[str, float]]
    undecoded: Count
    cut: tuple[Count, int]

    @property
    def unknown(self) -> Count:
        """Those whose browser is not known for sure."""
        return self.policies[0].unknown

    @property
    def estimated(self) -> bool:
        """Whether the visitors are an estimate."""
        return self.log.share is not None and self.log.share < 1

    def as_json(self) -> dict[str, Any]:
        """What ``--json`` writes; docs/analyze.md describes it."""
        log = self.log._asdict()
        share = log.pop("share")
        log["first_day"], log["last_day"] = log.pop("days") or (None, None)
        said: dict[str, Any] = {
            "schema": SCHEMA,
            "data": self.data,
            "log": log,
            "visitors_counted": share,
            "people": self.people,
            "bots": self.bots,
            "policies": self.policies,
            "families": [_browser(browser) | _part(part) for browser, part in self.families],
            "browsers": [
                _browser(browser) | _part(part) | {"version": dotted(browser.version)}
                for browser, part in self.browsers
            ],
            "systems": [
                system._asdict() | {"version": dotted(system.version)} | _part(part) for system, part in self.systems
            ],
            "doubts": [{"doubt": doubt} | _part(part) for doubt, part in self.doubts],
            "days": [{"day": day} | _part(part) for day, part in self.days],
        }
        return {name: _plain(value) for name, value in said.items()}


def _browser(browser: Browser) -> dict[str, Any]:
    return {"family": browser.family, "app": browser.app, "ios": browser.on_ios, "name": browser.name}


def _part(part: Part) -> dict[str, Any]:
    return part.whole._asdict() | {"outdated": part.outdated}


def _plain(value: Any) -> Any:
    """A value of dictionaries and lists, with all that have names in it."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
