"""Visits: what a log's page views come down to, before anybody is judged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from browserbanner.analysis.sql import BACKSLASH, QUOTE

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ESCAPE = re.compile(rf'\\x([0-9A-Fa-f]{{2}})|\\([bfnrtv"\\])|{QUOTE}|{BACKSLASH}')
_LETTERS = {"b": b"\b", "f": b"\f", "n": b"\n", "r": b"\r", "t": b"\t", "v": b"\v", '"': b'"', "\\": b"\\"}


class Count(NamedTuple):
    """Page views, and distinct visitors by address and user agent; None where a log has no addresses."""

    views: int = 0
    visitors: int | None = None

    def plus(self, other: Count) -> Count:
        """Both together; without visitors where one of them has none."""
        known = self.visitors is not None and other.visitors is not None
        return Count(self.views + other.views, (self.visitors or 0) + (other.visitors or 0) if known else None)


class Visits(NamedTuple):
    """What the log of one site comes down to.

    ``agents``: page views and visitors by user agent, as it was sent. ``days``: the same by (user agent, ISO date or
    None). ``other``: requests that are no page views. ``malformed``: lines that the format does not fit, of which
    ``samples`` are some; ``at_least``: there may be more of them. ``share``: which part of the visitors was counted,
    and stands for the rest; 1 for all.
    """

    agents: dict[bytes, Count]
    days: dict[tuple[bytes, str | None], Count]
    other: int
    malformed: int
    samples: tuple[str, ...]
    share: float = 1.0
    at_least: bool = False


class Row(NamedTuple):
    """Page views of a user agent on a day, as a log writes both, and how many counted visitors they are of."""

    agent: str
    day: str
    views: int
    visitors: int


def gather(
    rows: Iterable[Row],
    visitors: Iterable[tuple[str, int]],
    *,
    escapes: bool,
    addresses: bool,
    other: int,
    malformed: int,
    samples: Iterable[str],
    share: float,
    at_least: bool = False,
) -> Visits:
    """Put together what DuckDB or Spark counted. ``visitors``: those of a user agent on all days together."""
    sent: dict[str, bytes] = {}
    known: dict[str, str | None] = {}
    views: dict[bytes, int] = {}
    days: dict[tuple[bytes, str | None], Count] = {}
    for row in rows:
        agent = sent.get(row.agent)
        if agent is None:
            agent = sent[row.agent] = as_sent(row.agent, escapes)
        if row.day not in known:
            known[row.day] = iso_date(row.day)
        key = agent, known[row.day]
        views[agent] = views.get(agent, 0) + row.views
        before = days.get(key, Count(0, 0))
        days[key] = Count(before.views + row.views, (before.visitors or 0) + row.visitors)
    distinct: dict[bytes, int] = {}
    for text, number in visitors:
        agent = sent[text]
        distinct[agent] = distinct.get(agent, 0) + number

    def estimated(number: int | None) -> int | None:
        return round((number or 0) / share) if addresses else None

    return Visits(
        {agent: Count(number, estimated(distinct.get(agent, 0))) for agent, number in views.items()},
        {key: Count(count.views, estimated(count.visitors)) for key, count in days.items()},
        other,
        malformed,
        tuple(samples),
        share,
        at_least,
    )


def merged(several: Sequence[Visits]) -> Visits:
    """The visits of a log whose files were of several formats. A visitor who is in two of them counts twice."""
    if len(several) == 1:
        return several[0]
    agents: dict[bytes, Count] = {}
    days: dict[tuple[bytes, str | None], Count] = {}
    for visits in several:
        for agent, count in visits.agents.items():
            agents[agent] = agents[agent].plus(count) if agent in agents else count
        for key, count in visits.days.items():
            days[key] = days[key].plus(count) if key in days else count
    return Visits(
        agents,
        days,
        sum(visits.other for visits in several),
        sum(visits.malformed for visits in several),
        tuple(sample for visits in several for sample in visits.samples),
        several[0].share,
        any(visits.at_least for visits in several),
    )


def as_sent(agent: str, escapes: bool = True) -> bytes:
    """A user agent's own bytes: what its server wrote with backslashes is undone. "-" is how none is written."""
    if agent == "-":
        return b""
    if not escapes or ("\\" not in agent and QUOTE not in agent and BACKSLASH not in agent):
        return agent.encode("utf-8", "surrogatepass")
    parts, last = [], 0
    for found in _ESCAPE.finditer(agent):
        parts.append(agent[last : found.start()].encode("utf-8", "surrogatepass"))
        last = found.end()
        if found[1] is not None:
            parts.append(bytes.fromhex(found[1]))
        elif found[2] is not None:
            parts.append(_LETTERS[found[2]])
        else:
            parts.append(b'"' if found[0] == QUOTE else b"\\")
    parts.append(agent[last:].encode("utf-8", "surrogatepass"))
    return b"".join(parts)


def iso_date(day: str) -> str | None:
    """ "10/Oct/2000", "2000-10-10" or days since 1970, as an ISO date; None for what is none."""
    try:
        if day[2:3] == "/":
            return date(int(day[7:11]), _MONTHS.index(day[3:6]) + 1, int(day[:2])).isoformat()
        if day[4:5] == "-":
            return date.fromisoformat(day).isoformat()
        return (date(1970, 1, 1) + timedelta(days=int(day))).isoformat()
    except (ValueError, OverflowError):
        return None
