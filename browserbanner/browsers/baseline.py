"""Baseline as baseline-browser-mapping answers it: which versions carry what was available on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from browserbanner.browsers.families import LINES

if TYPE_CHECKING:
    from browserbanner.useragent import Version

FIRST_DAY = "2015-07-29"
_MONTHS = 30  # newly available for 30 months is widely available (web-features)


class Baseline:
    """``timeline``: by ISO day, in order, the versions that were needed from that day on, by the mapping's names."""

    __slots__ = ("_floors", "_timeline", "_today")

    def __init__(self, timeline: dict[str, dict[str, str]], today: str) -> None:
        self._timeline = timeline
        self._today = today
        self._floors: dict[str, dict[str, Version]] = {}

    @property
    def days(self) -> tuple[str, ...]:
        """The days on which versions changed."""
        return tuple(day for day in self._timeline if day)

    def versions(self, cutoff: str) -> dict[str, str]:
        """The versions that carry every feature that was newly available on ``cutoff`` (an ISO date)."""
        needed = dict.fromkeys(self._timeline[""], "0")
        if cutoff < FIRST_DAY:
            return needed
        for day, versions in self._timeline.items():
            if day <= cutoff:
                needed |= versions
        return {name: version for name, version in needed.items() if version != "0"}

    def floors(self, on: str | None) -> dict[str, Version]:
        """What was widely available on ``on`` (today for None), by our families."""
        day = on or self._today
        floors = self._floors.get(day)
        if floors is None:
            needed = self.versions(months_before(day, _MONTHS))
            floors = self._floors[day] = {
                line.name: tuple(map(int, needed[line.mapping].split(".")))
                for line in LINES
                if line.mapping is not None and line.mapping in needed
            }
        return dict(floors)


def months_before(day: str, months: int) -> str:
    """The day so many months earlier; a day that its month does not have runs on into the next, as in JavaScript."""
    year, month, of_month = map(int, day.split("-"))
    years, index = divmod(month - 1 - months, 12)
    if of_month <= 28:  # every month has it; and importing datetime takes 3 ms of a server's start
        return f"{year + years:04}-{index + 1:02}-{of_month:02}"
    from datetime import date, timedelta

    return (date(year + years, index + 1, 1) + timedelta(days=of_month - 1)).isoformat()
