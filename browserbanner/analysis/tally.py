"""Tally: adds up the page views of a log's user agents, each judged once, and makes the report of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from browserbanner.analysis.facts import Log
from browserbanner.analysis.judging import Group, Judge
from browserbanner.analysis.names import Browser, System
from browserbanner.analysis.report import ADVICE, STATUSES, Outcomes, Part, Report
from browserbanner.analysis.stats import browserslist_stats
from browserbanner.analysis.visits import Agent, Count
from browserbanner.policy import Advice, Status

_FEW = 5  # distinct user agents; fewer of one length are no sign that they were cut


class _Sum:
    """Page views and visitors, added up."""

    __slots__ = ("views", "visitors")

    def __init__(self) -> None:
        self.views = self.visitors = 0

    def add(self, views: int, visitors: int) -> None:
        self.views += views
        self.visitors += visitors


class Tally:
    """What a log's page views come to. Its memory grows with the kinds of browsers, not with the log."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._groups: defaultdict[Group, _Sum] = defaultdict(_Sum)
        #: Those of each day (ISO date, or None): who comes on two days is a visitor of both.
        self._days: defaultdict[tuple[Group, str | None], _Sum] = defaultdict(_Sum)
        #: By a user agent's length in bytes. What is counted as visitors is distinct user agents.
        self._lengths: defaultdict[int, _Sum] = defaultdict(_Sum)

    def add_agent(self, agent: Agent) -> None:
        """Judge a user agent and count its page views."""
        group = self._judge.group(agent.sent)
        for day, (views, visitors) in agent.days.items():
            self.add_day(group, day, views, visitors)
        self.add_group(group, agent.visitors)
        self.add_length(len(agent.sent), sum(views for views, _ in agent.days.values()), 1)

    def add_group(self, group: Group, visitors: int) -> None:
        """Count visitors of all days together."""
        self._groups[group].add(0, visitors)

    def add_day(self, group: Group, day: str | None, views: int, visitors: int) -> None:
        """Count the page views of a group's user agents on a day, and their visitors on that day."""
        self._days[group, day].add(views, visitors)
        self._groups[group].add(views, 0)

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

        days = sorted({day for _, day in self._days if day is not None})
        whole = sum(each.views for each in self._groups.values())
        log = log._replace(lines=whole + log.other + log.malformed, days=(days[0], days[-1]) if days else None)
        return _Maker(self._judge, self._groups, self._days, count).make(log, share, self._cut())

    def _cut(self) -> tuple[Count, int]:
        """The page views of the longest user agents, where those are too many to be so long by chance."""
        longest = max(self._lengths, default=0)
        is_cut = bool(longest) and self._lengths[longest].visitors >= _FEW
        return Count(self._lengths[longest].views if is_cut else 0, None), longest


class _Maker:
    """Makes a report of groups. ``count``: adds sums up."""

    def __init__(
        self,
        judge: Judge,
        groups: Mapping[Group, _Sum],
        days: Mapping[tuple[Group, str | None], _Sum],
        count: Callable[[Iterable[_Sum]], Count],
    ) -> None:
        self._judge = judge
        self._count = count
        self._people = {group: sum_ for group, sum_ in groups.items() if not group.is_bot}
        self._bots = [sum_ for group, sum_ in groups.items() if group.is_bot]
        self._days = [(day, group, sum_) for (group, day), sum_ in days.items() if day and not group.is_bot]

    def make(self, log: Log, share: float, cut: tuple[Count, int]) -> Report:
        return Report(
            data=self._judge.data.date,
            log=log,
            share=share,
            people=self._count(self._people.values()),
            bots=self._count(self._bots),
            policies=tuple(self._outcomes(at) for at in range(len(self._judge.specs))),
            families=self._parts(lambda group: group.browser._replace(version=())),
            browsers=self._parts(lambda group: group.browser),
            systems=self._parts(lambda group: group.system),
            days=tuple(sorted(self._split(self._days))),
            doubts=self._by_doubt(),
            stats=browserslist_stats(
                ((group.row, sum_.views) for group, sum_ in self._people.items()), self._judge.data
            ),
            undecoded=self._those(lambda group: group.undecoded),
            cut=cut,
        )

    def _those(self, are_meant: Callable[[Group], bool]) -> Count:
        """Some of the people, by their groups."""
        return self._count(sum_ for group, sum_ in self._people.items() if are_meant(group))

    def _outcomes(self, at: int) -> Outcomes:
        """What one policy says, and how that differs from the first."""

        def advised(advice: Advice) -> Count:
            return self._those(lambda group: _is_outdated(group, at) and group.outcomes[at].advice == advice)

        def said(status: Status) -> Count:
            return self._those(lambda group: group.outcomes[at].status == status)

        return Outcomes(
            policy=self._judge.specs[at],
            next_year=at >= self._judge.given,
            statuses={each: said(each) for each in STATUSES},
            advice={each: advised(each) for each in ADVICE},
            corroborated=self._those(lambda group: group.outcomes[at].corroborated),
            added=self._those(lambda group: _is_outdated(group, at) and not _is_outdated(group, 0)),
            spared=self._those(lambda group: _is_outdated(group, 0) and not _is_outdated(group, at)),
        )

    def _parts(self, key: Callable[[Group], Any]) -> tuple[tuple[Any, Part], ...]:
        """The people's page views by some key of their groups, the most frequent first."""

        def order(item: tuple[Browser | System, Part]) -> tuple[int, str, tuple[int, ...]]:
            name, part = item
            return -part.whole.views, name.name, tuple(-number for number in name.version)

        rows = ((key(group), group, sum_) for group, sum_ in self._people.items())
        return tuple(sorted(self._split(rows), key=order))

    def _by_doubt(self) -> tuple[tuple[Any, Part], ...]:
        rows = ((group.doubt, group, sum_) for group, sum_ in self._people.items() if group.doubt)
        return tuple(sorted(self._split(rows), key=lambda item: (-item[1].whole.views, item[0])))

    def _split(self, rows: Iterable[tuple[Hashable, Group, _Sum]]) -> list[tuple[Any, Part]]:
        parts: defaultdict[Hashable, list[tuple[Group, _Sum]]] = defaultdict(list)
        for key, group, sum_ in rows:
            parts[key].append((group, sum_))
        return [(key, self._part(some)) for key, some in parts.items()]

    def _part(self, some: Sequence[tuple[Group, _Sum]]) -> Part:
        outdated = (
            self._count(sum_ for group, sum_ in some if _is_outdated(group, at)) for at in range(len(self._judge.specs))
        )
        return Part(self._count(sum_ for _, sum_ in some), tuple(outdated))


def _is_outdated(group: Group, policy: int) -> bool:
    return group.outcomes[policy].status == "outdated"
