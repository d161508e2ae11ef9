"""Tally: adds up the page views of a log's user agents, each judged once, and makes the report of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

from browserbanner.analysis.judging import Group, Judge
from browserbanner.analysis.names import Browser, System, browserslist_stats
from browserbanner.analysis.report import ADVICE, STATUSES, Count, Log, Outcomes, Part, Report

_FEW = 5  # distinct user agents; fewer of one length are no sign that they were cut


class Agent(NamedTuple):
    """A user agent in a log, as it was sent. ``days``: its page views by day (ISO date, or None), with the visitors
    that were counted on it; ``visitors``: those of all days together."""

    sent: bytes
    days: dict[str | None, tuple[int, int]]
    visitors: int


class _Sum:
    """Page views and visitors, added up."""

    __slots__ = ("views", "visitors")

    def __init__(self) -> None:
        self.views = self.visitors = 0

    def add(self, views: int, visitors: int) -> None:
        self.views += views
        self.visitors += visitors


_Rows: TypeAlias = Iterable[tuple[Group, _Sum]]


class Tally:
    """What a log's page views come to. Its memory grows with the kinds of browsers, not with the log.

    ``log``: what was read; ``has_visitors``: whether visitors can be told apart in it; ``share``: which part of them
    was counted.
    """

    def __init__(self, judge: Judge, log: Log, *, has_visitors: bool, share: float = 1.0) -> None:
        self._judge = judge
        self._log = log
        self._has_visitors = has_visitors
        self._share = share
        self._groups: defaultdict[Group, _Sum] = defaultdict(_Sum)
        #: Those of each day (ISO date, or None): who comes on two days is a visitor of both.
        self._days: defaultdict[tuple[Group, str | None], _Sum] = defaultdict(_Sum)
        #: Page views and distinct user agents, by the user agent's length in bytes.
        self._views_by_length: Counter[int] = Counter()
        self._agents_by_length: Counter[int] = Counter()

    def add_agent(self, agent: Agent) -> None:
        """Judge a user agent and count its page views."""
        group, views = self._judge.group(agent.sent), 0
        for day, (on_day, visitors) in agent.days.items():
            self.add_day(group, day, on_day, visitors)
            views += on_day
        self.add_group(group, views, agent.visitors)
        self.add_length(len(agent.sent), views, 1)

    def add_group(self, group: Group, views: int, visitors: int) -> None:
        """Count the page views of a group's user agents on all days, and their visitors."""
        self._groups[group].add(views, visitors)

    def add_day(self, group: Group, day: str | None, views: int, visitors: int) -> None:
        """Count the same on one day."""
        self._days[group, day].add(views, visitors)

    def add_length(self, length: int, views: int, distinct: int) -> None:
        """Count page views of so many distinct user agents that are so long, in bytes."""
        self._views_by_length[length] += views
        self._agents_by_length[length] += distinct

    def report(self) -> Report:
        """The report."""
        log, every_day = self._log, sorted({day for _, day in self._days if day})
        whole = sum(each.views for each in self._groups.values())
        people = [row for row in self._groups.items() if not row[0].is_bot]
        by_day = [(day, group, sum_) for (group, day), sum_ in self._days.items() if day and not group.is_bot]
        doubts = self._parts((group.doubt, group, sum_) for group, sum_ in people if group.doubt)
        return Report(
            data=self._judge.data.date,
            log=log._replace(
                lines=whole + log.other + log.malformed, days=(every_day[0], every_day[-1]) if every_day else None
            ),
            share=self._share,
            people=self._count(people),
            bots=self._count(row for row in self._groups.items() if row[0].is_bot),
            policies=tuple(self._outcomes(people, at) for at in range(len(self._judge.specs))),
            families=self._ranked(people, lambda group: group.browser._replace(version=())),
            browsers=self._ranked(people, lambda group: group.browser),
            systems=self._ranked(people, lambda group: group.system),
            days=tuple(sorted(self._parts(by_day))),
            doubts=tuple(sorted(doubts, key=lambda item: (-item[1].whole.views, item[0]))),
            stats=browserslist_stats(((group.row, sum_.views) for group, sum_ in people), self._judge.data),
            undecoded=self._count(row for row in people if row[0].undecoded),
            cut=self._cut(),
        )

    def _count(self, rows: _Rows) -> Count:
        views, visitors = 0, 0
        for _, sum_ in rows:
            views, visitors = views + sum_.views, visitors + sum_.visitors
        return Count(views, round(visitors / self._share) if self._has_visitors else None)

    def _outcomes(self, people: Sequence[tuple[Group, _Sum]], at: int) -> Outcomes:
        """What one policy says, and how that differs from the first."""
        outdated = [row for row in people if row[0].is_outdated(at)]
        return Outcomes(
            policy=self._judge.specs[at],
            next_year=at >= self._judge.given,
            statuses={
                status: self._count(row for row in people if row[0].outcomes[at].status == status)
                for status in STATUSES
            },
            advice={
                advice: self._count(row for row in outdated if row[0].outcomes[at].advice == advice)
                for advice in ADVICE
            },
            corroborated=self._count(row for row in people if row[0].outcomes[at].corroborated),
            added=self._count(row for row in outdated if not row[0].is_outdated(0)),
            spared=self._count(row for row in people if row[0].is_outdated(0) and not row[0].is_outdated(at)),
        )

    def _ranked(self, people: _Rows, key: Callable[[Group], Browser | System]) -> tuple[tuple[Any, Part], ...]:
        """The people's page views by browser or system, the most frequent first."""

        def order(item: tuple[Any, Part]) -> tuple[int, str, tuple[int, ...]]:
            named, part = item
            return -part.whole.views, named.name, tuple(-number for number in named.version)

        return tuple(sorted(self._parts((key(group), group, sum_) for group, sum_ in people), key=order))

    def _parts(self, rows: Iterable[tuple[Hashable, Group, _Sum]]) -> list[tuple[Any, Part]]:
        """Rows added up by their keys."""
        by_key: defaultdict[Hashable, list[tuple[Group, _Sum]]] = defaultdict(list)
        for key, group, sum_ in rows:
            by_key[key].append((group, sum_))
        policies = range(len(self._judge.specs))
        return [
            (
                key,
                Part(
                    self._count(some),
                    tuple(self._count(row for row in some if row[0].is_outdated(at)) for at in policies),
                ),
            )
            for key, some in by_key.items()
        ]

    def _cut(self) -> tuple[Count, int]:
        """The page views of the longest user agents, where those are too many to be so long by chance."""
        longest = max(self._views_by_length, default=0)
        is_cut = self._agents_by_length[longest] >= _FEW
        return Count(self._views_by_length[longest] if longest and is_cut else 0), longest
