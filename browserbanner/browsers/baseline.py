"""Baseline as baseline-browser-mapping answers it: which versions carry what was available on a day."""

from __future__ import annotations

from datetime import date

from browserbanner.browsers.families import LINES
from browserbanner.versions import Version, parse_version, shift_months

FIRST_DAY = "2015-07-29"
_MONTHS = 30  # newly available for 30 months is widely available (web-features)


class Baseline:
    """``timeline``: by ISO day, in order, the versions that were needed from that day on, by the mapping's names."""

    __slots__ = ("_minimums", "_timeline", "_today")

    def __init__(self, timeline: dict[str, dict[str, str]], today: str) -> None:
        self._timeline = timeline
        self._today = today
        self._minimums: dict[str, dict[str, Version]] = {}

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

    def minimums(self, on: str | None) -> dict[str, Version]:
        """The versions that carry what was widely available on ``on`` (the data's date for None), by our families."""
        day = on or self._today
        minimums = self._minimums.get(day)
        if minimums is None:
            needed = self.versions(shift_months(date.fromisoformat(day), -_MONTHS).isoformat())
            minimums = self._minimums[day] = {
                line.name: parse_version(needed[line.mapping])
                for line in LINES
                if line.mapping is not None and line.mapping in needed
            }
        return dict(minimums)
