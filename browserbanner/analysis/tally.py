"""Tally: adds up the page views of a log's user agents, each judged once, and makes the report of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from browserbanner.analysis.facts import Log
from browserbanner.analysis.judging import Group, Judge
from browserbanner.analysis.names import Browser, System
from browserbanner.analysis.report import ADVICE, STATUSES, Outcomes, Part, Report
from browserbanner.analysis.stats import browserslist_stats
from browserbanner.analysis.visits import Agent, Count

_FEW = 5  # distinct user agents; fewer of one length are no sign that they were cut


class _Sum:
    """Page views and visitors, added up."""

    __slots__ = ("views", "visitors")

    def __init__(self) -> None:
        self.views = self.visitors = 0

    def add(self, views: int, visitors: int) -> None:
        self.views += views
        self.visitors += visitors


class _Group:
    """What is counted of one group of user agents: the whole, and by day (ISO date, or None)."""

    __slots__ = ("days", "whole")

    def __init__(self) -> None:
        self.whole = _Sum()
        self.days: defaultdict[str | None, _Sum] = defaultdict(_Sum)


class Tally:
    """What a log's page views come to. Its memory grows with the kinds of browsers, not with the log."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._groups: defaultdict[Group, _Group] = defaultdict(_Group)
        #: By a user agent's length in bytes. What is counted as visitors is distinct user agents.
        self._lengths: defaultdict[int, _Sum] = defaultdict(_Sum)

    def add_agent(self, agent: Agent) -> None:
        """Judge a user agent and count its page views."""
        group = self._groups[self._judge.group(agent.sent)]
        whole = 0
        for day, (views, visitors) in agent.days.items():
            group.days[day].add(views, visitors)
            whole += views
        group.whole.add(whole, agent.visitors)
        self.add_length(len(agent.sent), whole, 1)

    def add_group(self, group: Group, visitors: int) -> None:
        """Count visitors of all days together."""
        self._groups[group].whole.add(0, visitors)

    def add_day(self, group: Group, day: str | None, views: int, visitors: int) -> None:
        """Count the page views of a group's user agents on a day, and their visitors on that day."""
        self._groups[group].days[day].add(views, visitors)
        self._groups[group].whole.add(views, 0)

    def add_length(self, length: int, views: int, distinct: int) -> None:
        """Count page views of so many distinct user agents that are so long, in bytes."""
        self._lengths[length].add(views, distinct)

    def report(self, log: Log, *, share: float, has_visitors: bool) -> Report:
        """The report. ``share``: which part of the visitors was counted; ``has_visitors``: whether any could be."""

        def count(sums: Iterable[_Sum]) -> Count:
            views, visitors = 0, 0
            for each in sums:
                views, visitors = views + each.views, visitors + each.visitors
            return Count(views, round(visitors / share) if has_visitors else None)

        return _Maker(self._judge, self._groups, count).make(log, share, self._cut())

    def _cut(self) -> tuple[Count, int]:
        """The page views of the longest user agents, where those are too many to be so long by chance."""
        longest = max(self._lengths, default=0)
        if not longest or self._lengths[longest].visitors < _FEW:
            return Count(0, None), longest
        return Count(self._lengths[longest].views, None), longest


class _Maker:
    """Makes a report of groups. ``count``: adds sums up."""

    def __init__(self, judge: Judge, groups: dict[Group, _Group], count: Callable[[Iterable[_Sum]], Count]) -> None:
        self._judge = judge
        self._count = count
        self._people = {group: sums for group, sums in groups.items() if not group.is_bot}
        self._bots = [sums.whole for group, sums in groups.items() if group.is_bot]
        self._days = {day for sums in groups.values() for day in sums.days if day is not None}

    def make(self, log: Log, share: float, cut: tuple[Count, int]) -> Report:
        people = self._count(sums.whole for sums in self._people.values())
        bots = self._count(self._bots)
        days = sorted(self._days)
        return Report(
            data=self._judge.data.date,
            log=log._replace(
                lines=people.views + bots.views + log.other + log.malformed, days=(days[0], days[-1]) if days else None
            ),
            share=share,
            people=people,
            bots=bots,
            policies=tuple(self._outcomes(at) for at in range(len(self._judge.specs))),
            families=self._parts(lambda group: group.browser._replace(version=())),
            browsers=self._parts(lambda group: group.browser),
            systems=self._parts(lambda group: group.system),
            days=self._by_day(),
            doubts=self._by_doubt(),
            stats=browserslist_stats(
                ((group.row, sums.whole.views) for group, sums in self._people.items()), self._judge.data
            ),
            undecoded=self._by(lambda group: group.undecoded)[True],
            cut=cut,
        )

    def _by(self, key: Callable[[Group], Hashable]) -> defaultdict[Hashable, Count]:
        """The people by some key of their groups."""
        parts: defaultdict[Hashable, list[_Sum]] = defaultdict(list)
        for group, sums in self._people.items():
            parts[key(group)].append(sums.whole)
        return defaultdict(lambda: self._count(()), {name: self._count(some) for name, some in parts.items()})

    def _outcomes(self, at: int) -> Outcomes:
        """What one policy says, and how that differs from the first."""

        def is_outdated(group: Group, policy: int) -> bool:
            return group.outcomes[policy].status == "outdated"

        statuses = self._by(lambda group: group.outcomes[at].status)
        advice = self._by(lambda group: group.outcomes[at].advice if is_outdated(group, at) else None)
        by_both = self._by(lambda group: (is_outdated(group, at), is_outdated(group, 0)))
        return Outcomes(
            policy=self._judge.specs[at],
            next_year=at >= self._judge.given,
            statuses={each: statuses[each] for each in STATUSES},
            advice={each: advice[each] for each in ADVICE},
            corroborated=self._by(lambda group: group.outcomes[at].corroborated)[True],
            added=by_both[True, False],
            spared=by_both[False, True],
        )

    def _parts(self, key: Callable[[Group], Any]) -> tuple[tuple[Any, Part], ...]:
        """The people's page views by some key of their groups, the most frequent first."""

        def order(item: tuple[Browser | System, Part]) -> tuple[int, str, tuple[int, ...]]:
            name, part = item
            return -part.whole.views, name.name, tuple(-number for number in name.version)

        rows = ((key(group), group, sums.whole) for group, sums in self._people.items())
        return tuple(sorted(self._split(rows), key=order))

    def _by_day(self) -> tuple[tuple[str, Part], ...]:
        days = ((day, group, sum_) for group, sums in self._people.items() for day, sum_ in sums.days.items() if day)
        return tuple(sorted(self._split(days)))

    def _by_doubt(self) -> tuple[tuple[Any, Part], ...]:
        rows = ((group.doubt, group, sums.whole) for group, sums in self._people.items() if group.doubt)
        return tuple(sorted(self._split(rows), key=lambda item: (-item[1].whole.views, item[0])))

    def _split(self, rows: Iterable[tuple[Hashable, Group, _Sum]]) -> list[tuple[Any, Part]]:
        policies = range(len(self._judge.specs))
        parts: defaultdict[Hashable, list[tuple[Group, _Sum]]] = defaultdict(list)
        for key, group, sum_ in rows:
            parts[key].append((group, sum_))
        return [
            (
                key,
                Part(
                    self._count(sum_ for _, sum_ in some),
                    tuple(
                        self._count(sum_ for group, sum_ in some if group.outcomes[at].status == "outdated")
                        for at in policies
                    ),
                ),
            )
            for key, some in parts.items()
        ]
