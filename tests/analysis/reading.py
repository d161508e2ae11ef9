"""What is read of a log, as plain dictionaries: for tests that count by user agent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from browserbanner.analysis import Count
from browserbanner.analysis.run import read_log


class Visits(NamedTuple):
    """Page views and visitors by user agent, and by (user agent, day); and what the log was."""

    formats: tuple[str, ...]
    agents: dict[bytes, Count]
    days: dict[tuple[bytes, str | None], Count]
    other: int
    malformed: int
    samples: tuple[str, ...]
    share: float | None
    size: int | None


def visits_of(names: Sequence[str], **options: Any) -> Visits:
    """Read some files, and count what is in them by user agent."""
    agents: defaultdict[bytes, list[int]] = defaultdict(lambda: [0, 0])
    days: defaultdict[tuple[bytes, str | None], list[int]] = defaultdict(lambda: [0, 0])
    with read_log(names, **options) as log:
        facts = log.facts
        for agent, seen in log.agents:
            for day, views, visitors, new in seen:
                agents[agent][0] += views
                agents[agent][1] += new
                days[agent, day][0] += views
                days[agent, day][1] += visitors

        def count(views: int, visitors: int) -> Count:
            return Count(views, round(visitors / facts.share) if facts.share else None)

        return Visits(
            facts.formats,
            {agent: count(*counts) for agent, counts in agents.items()},
            {key: count(*counts) for key, counts in days.items()},
            facts.other,
            facts.malformed,
            facts.samples,
            facts.share,
            facts.size,
        )
