"""Report: who a site's visitors are, whom its policies would call outdated, and what those can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from browserbanner.analysis.judging import Judge, Judgement
from browserbanner.analysis.names import Browser, System, browser_of, system_of
from browserbanner.analysis.stats import browserslist_stats
from browserbanner.analysis.visits import Count, Visits
from browserbanner.policy import Advice, Status
from browserbanner.versions import dotted

SCHEMA = 1
STATUSES: tuple[Status, ...] = ("current", "unknown", "outdated")
ADVICE: tuple[Advice, ...] = ("update", "switch", "update-os", "open-in-browser", "none")


class Log(NamedTuple):
    """What was read. ``empty``: files with nothing in them; ``size``: in bytes, where known; ``other``: requests that
    are no page views; ``malformed``: lines that do not fit the format, ``at_least`` so many, with ``samples``.
    ``days``: the first and the last (ISO dates).
    """

    names: tuple[str, ...]
    empty: tuple[str, ...]
    formats: tuple[str, ...]
    size: int | None
    lines: int
    other: int
    malformed: int
    at_least: bool
    samples: tuple[str, ...]
    every_request: bool
    days: tuple[str, str] | None


class Outcomes(NamedTuple):
    """What one policy says of the people: by verdict, and by what outdated ones can do. ``in_company``: those of the
    unknown that a request's other headers, which no log has, would turn into outdated."""

    policy: str
    next_year: bool
    statuses: dict[Status, Count]
    advice: dict[Advice, Count]
    in_company: Count

    @property
    def outdated(self) -> Count:
        """Those whose browser is outdated."""
        return self.statuses["outdated"]

    @property
    def cannot_update(self) -> Count:
        """Those of them whose system gets no browser any more that would pass."""
        return self.advice["none"]


class Part(NamedTuple):
    """A part of the people's page views, and how many of it each policy calls outdated, in the policies' order."""

    whole: Count
    outdated: tuple[Count, ...]


class Report(NamedTuple):
    """The dry run's answer. ``bots``: page views by them; ``people``: all others, of whom the rest speaks.

    ``families``, ``browsers`` (by version), ``systems``: the most frequent first; ``days`` in order. ``share``: which
    part of the visitors was counted and stands for the rest, 1 for all. ``stats``: percent of page views by caniuse's
    browsers and versions. ``data``: the browser data's date.
    """

    data: str
    log: Log
    share: float
    people: Count
    bots: Count
    policies: tuple[Outcomes, ...]
    families: tuple[tuple[Browser, Part], ...]
    browsers: tuple[tuple[Browser, Part], ...]
    systems: tuple[tuple[System, Part], ...]
    days: tuple[tuple[str, Part], ...]
    stats: dict[str, dict[str, float]]

    @property
    def estimated(self) -> bool:
        """Whether the visitors are an estimate."""
        return self.share < 1 and self.people.visitors is not None

    def as_json(self) -> dict[str, Any]:
        """What ``--json`` writes; docs/analyze.md describes it."""
        log = self.log._asdict()
        log["first_day"], log["last_day"] = log.pop("days") or (None, None)
        return {
            "schema": SCHEMA,
            "data": self.data,
            "log": log,
            "visitors_counted": None if self.people.visitors is None else self.share,
            "people": self.people._asdict(),
            "bots": self.bots._asdict(),
            "policies": [
                {
                    "policy": outcomes.policy,
                    "next_year": outcomes.next_year,
                    **{status: count._asdict() for status, count in outcomes.statuses.items()},
                    "advice": {advice: count._asdict() for advice, count in outcomes.advice.items()},
                    "outdated_in_company": outcomes.in_company._asdict(),
                }
                for outcomes in self.policies
            ],
            "families": [_browser(browser, part) for browser, part in self.families],
            "browsers": [
                {**_browser(browser, part), "version": dotted(browser.version)} for browser, part in self.browsers
            ],
            "systems": [
                {"os": system.os, "version": dotted(system.version), "name": system.name, **_part(part)}
                for system, part in self.systems
            ],
            "days": [{"day": day, **_part(part)} for day, part in self.days],
        }


def _browser(browser: Browser, part: Part) -> dict[str, Any]:
    return {"family": browser.family, "app": browser.app, "ios": browser.on_ios, "name": browser.name, **_part(part)}


def _part(part: Part) -> dict[str, Any]:
    return {**part.whole._asdict(), "outdated": [count._asdict() for count in part.outdated]}


class _Sum:
    """Adds up counts."""

    __slots__ = ("views", "visitors")

    def __init__(self) -> None:
        self.views = self.visitors = 0

    def add(self, count: Count) -> None:
        self.views += count.views
        self.visitors += count.visitors or 0


class _Parts:
    """Adds up page views by some key, with those that each policy calls outdated."""

    def __init__(self, policies: int) -> None:
        self._policies = policies
        self._sums: dict[Any, tuple[_Sum, list[_Sum]]] = {}

    def add(self, key: object, count: Count, judgement: Judgement) -> None:
        sums = self._sums.get(key)
        if sums is None:
            sums = self._sums[key] = _Sum(), [_Sum() for _ in range(self._policies)]
        sums[0].add(count)
        for outcome, outdated in zip(judgement.outcomes, sums[1], strict=True):
            if outcome.status == "outdated":
                outdated.add(count)

    def ordered(
        self, count: Callable[[_Sum], Count], order: Callable[[Any, Count], Any]
    ) -> tuple[tuple[Any, Part], ...]:
        parts = [
            (key, Part(count(whole), tuple(map(count, outdated)))) for key, (whole, outdated) in self._sums.items()
        ]
        return tuple(sorted(parts, key=lambda item: order(item[0], item[1].whole)))


def make_report(
    visits: Visits,
    judgements: Mapping[bytes, Judgement],
    judge: Judge,
    *,
    names: Sequence[str],
    formats: Sequence[str],
    size: int | None,
    every_request: bool,
    empty: Sequence[str] = (),
) -> Report:
    """The report on a log's visits. ``judgements``: on each of their user agents, by ``judge``; ``empty``: files with
    nothing in them."""
    has_visitors = any(count.visitors is not None for count in visits.agents.values())

    def counted(total: _Sum) -> Count:
        return Count(total.views, total.visitors if has_visitors else None)

    number = len(judge.specs)
    people, bots = _Sum(), _Sum()
    families, browsers, systems, days = (_Parts(number) for _ in range(4))
    statuses: list[dict[Status, _Sum]] = [{status: _Sum() for status in STATUSES} for _ in range(number)]
    advice: list[dict[Advice, _Sum]] = [{each: _Sum() for each in ADVICE} for _ in range(number)]
    in_company = [_Sum() for _ in range(number)]
    for agent, count in visits.agents.items():
        judgement = judgements[agent]
        user_agent, outcomes = judgement
        if user_agent.kind == "bot":
            bots.add(count)
            continue
        people.add(count)
        for at, outcome in enumerate(outcomes):
            statuses[at][outcome.status].add(count)
            if outcome.status == "outdated":
                advice[at][outcome.advice].add(count)
            if outcome.in_company:
                in_company[at].add(count)
        browser = browser_of(user_agent, judge.data)
        browsers.add(browser, count, judgement)
        families.add(browser._replace(version=()), count, judgement)
        systems.add(system_of(user_agent), count, judgement)
    for (agent, day), count in visits.days.items():
        judgement = judgements[agent]
        if day is not None and judgement.user_agent.kind != "bot":
            days.add(day, count, judgement)
    seen = sorted({day for _, day in visits.days if day is not None})
    views = people.views + bots.views

    def most_first(key: Browser | System, count: Count) -> tuple[int, str, tuple[int, ...]]:
        return -count.views, key.name, tuple(-part for part in key.version)

    return Report(
        data=judge.data.date,
        log=Log(
            names=tuple(names),
            empty=tuple(empty),
            formats=tuple(formats),
            size=size,
            lines=views + visits.other + visits.malformed,
            other=visits.other,
            malformed=visits.malformed,
            at_least=visits.at_least,
            samples=visits.samples,
            every_request=every_request,
            days=(seen[0], seen[-1]) if seen else None,
        ),
        share=visits.share,
        people=counted(people),
        bots=counted(bots),
        policies=tuple(
            Outcomes(
                spec,
                at >= judge.given,
                {status: counted(total) for status, total in statuses[at].items()},
                {each: counted(total) for each, total in advice[at].items()},
                counted(in_company[at]),
            )
            for at, spec in enumerate(judge.specs)
        ),
        families=families.ordered(counted, most_first),
        browsers=browsers.ordered(counted, most_first),
        systems=systems.ordered(counted, most_first),
        days=days.ordered(counted, lambda day, _: day),
        stats=browserslist_stats(_people(visits, judgements), judge.data),
    )


def _people(visits: Visits, judgements: Mapping[bytes, Judgement]) -> Iterable[tuple[Any, int]]:
    for agent, count in visits.agents.items():
        user_agent = judgements[agent].user_agent
        if user_agent.kind != "bot":
            yield user_agent, count.views
