"""Tally: adds up the page views of a log's user agents, each judged once, and makes the report of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, TypeAlias

from browserbanner.analysis.judging import Group, Judge
from browserbanner.analysis.report import ADVICE, Browser, Count, Log, Outcomes, Part, Report, System
from browserbanner.analysis.stats import browserslist_stats

_FEW = 5  # distinct user agents; fewer of one length are no sign that they were cut


_Row: TypeAlias = tuple[Group, int, int]  # its page views and visitors


class Tally:
    """What a log's page views come to. Its memory grows with the kinds of browsers, not with the log."""

    def __init__(self, judge: Judge, log: Log) -> None:
        self._judge = judge
        self._log = log
        #: Page views, visitors and new visitors, by day (ISO date, or None).
        self._days: defaultdict[tuple[Group, str | None], list[int]] = defaultdict(lambda: [0, 0, 0])
        #: Page views and distinct user agents, by the user agent's length in bytes.
        self._lengths: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])

    def add(self, group: Group, day: str | None, views: int, visitors: int, new: int) -> None:
        """Count page views of a group's user agents on a day, by so many visitors. Who comes on two days is a visitor
        of both, and new on one."""
        sums = self._days[group, day]
        sums[:] = sums[0] + views, sums[1] + visitors, sums[2] + new

    def add_length(self, length: int, views: int, distinct: int) -> None:
        """Count page views of so many distinct user agents that are so long, in bytes."""
        sums = self._lengths[length]
        sums[:] = sums[0] + views, sums[1] + distinct

    def report(self) -> Report:
        """The report."""
        sums: defaultdict[Group, list[int]] = defaultdict(lambda: [0, 0])
        for (group, _), (views, _, new) in self._days.items():
            sums[group][:] = sums[group][0] + views, sums[group][1] + new
        rows: list[_Row] = [(group, views, visitors) for group, (views, visitors) in sums.items()]
        people = [row for row in rows if not row[0].is_bot]
        by_day = [
            (day, (group, views, visitors))
            for (group, day), (views, visitors, _) in self._days.items()
            if day and not group.is_bot
        ]
        log, every_day = self._log, sorted({day for _, day in self._days if day})
        doubts = self._parts((row[0].doubt, row) for row in people if row[0].doubt)
        return Report(
            data=self._judge.data.date,
            log=log._replace(
                lines=sum(views for _, views, _ in rows) + log.other + log.malformed,
                days=(every_day[0], every_day[-1]) if every_day else None,
            ),
            people=self._count(people),
            bots=self._count(row for row in rows if row[0].is_bot),
            policies=tuple(self._outcomes(people, at) for at in range(len(self._judge.specs))),
            families=self._ranked((row[0].browser._replace(version=()), row) for row in people),
            browsers=self._ranked((row[0].browser, row) for row in people),
            systems=self._ranked((row[0].system, row) for row in people),
            days=tuple(sorted(self._parts(by_day))),
            doubts=tuple(sorted(doubts, key=lambda item: (-item[1].whole.views, item[0]))),
            stats=browserslist_stats(((group.row, views) for group, views, _ in people), self._judge.data),
            undecoded=self._count(row for row in people if row[0].undecoded),
            cut=self._cut(),
        )

    def _count(self, rows: Iterable[_Row]) -> Count:
        views, visitors = 0, 0
        for _, some_views, some_visitors in rows:
            views, visitors = views + some_views, visitors + some_visitors
        return Count(views, round(visitors / self._log.share) if self._log.share else None)

    def _outcomes(self, people: Sequence[_Row], at: int) -> Outcomes:
        """What one policy says, and how that differs from the first."""
        outdated = [row for row in people if row[0].is_outdated(at)]
        return Outcomes(
            policy=self._judge.specs[at],
            next_year=at >= self._judge.given,
            current=self._count(row for row in people if row[0].outcomes[at].status == "current"),
            unknown=self._count(row for row in people if row[0].outcomes[at].status == "unknown"),
            outdated=self._count(outdated),
            advice={
                advice: self._count(row for row in outdated if row[0].outcomes[at].advice == advice)
                for advice in ADVICE
            },
            corroborated=self._count(row for row in people if row[0].outcomes[at].corroborated),
            added=self._count(row for row in outdated if not row[0].is_outdated(0)),
            spared=self._count(row for row in people if row[0].is_outdated(0) and not row[0].is_outdated(at)),
        )

    def _ranked(self, rows: Iterable[tuple[Browser | System, _Row]]) -> tuple[tuple[Any, Part], ...]:
        """Page views by browser or system, the most frequent first."""

        def order(item: tuple[Any, Part]) -> tuple[int, str, tuple[int, ...]]:
            named, part = item
            return -part.whole.views, named.name, tuple(-number for number in named.version)

        return tuple(sorted(self._parts(rows), key=order))

    def _parts(self, rows: Iterable[tuple[Hashable, _Row]]) -> list[tuple[Any, Part]]:
        """Rows added up by their keys."""
        by_key: defaultdict[Hashable, list[_Row]] = defaultdict(list)
        for key, row in rows:
            by_key[key].append(row)
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
        longest = max(self._lengths, default=0)
        views, distinct = self._lengths[longest]
        return Count(views if longest and distinct >= _FEW else 0), longest
