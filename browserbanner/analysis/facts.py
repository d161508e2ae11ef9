"""The table ``seen``, which DuckDB and Spark make of a log's lines alike; and what it says of the log as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from browserbanner.analysis.fields import Field
from browserbanner.analysis.formats import LogFormat
from browserbanner.analysis.sql import (
    FIELD_LIST,
    MALFORMED,
    OTHER,
    PAGE,
    Dialect,
    always_blank,
    has_visitors,
    requests,
)

#: Lines that could not be read, as examples.
SAMPLES = 3


class Log(NamedTuple):
    """What was read. ``empty``: files with nothing in them; ``size``: in bytes, where known; ``other``: requests that
    are no page views; ``malformed``: lines that do not fit the format, ``at_least`` so many, with ``samples``.
    ``blank``: the fields that no line has; ``mixed``: a W3C extended log changes its fields on the way. ``lines`` and
    ``days``, the first and the last (ISO dates), are known when the report is made.
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
    lines: int = 0
    days: tuple[str, str] | None = None


def counted(
    form: LogFormat,
    dialect: Dialect,
    source: str,
    *,
    visitor: str,
    joined: str = "",
    number: int = 0,
    every_request: bool = False,
) -> str:
    """A SELECT of the table ``seen``: ``format, kind, agent, day, visitor, views, blank``.

    ``visitor``: an expression, over ``address`` and ``agent``, of what tells visitors apart, NULL for one who is not
    counted; ``joined``: a table of one row that it needs besides; ``number``: the format's; the rest is as for
    :func:`browserbanner.analysis.sql.requests`.
    """
    question = requests(form, dialect, source, every_request=every_request)
    return (
        f"SELECT {number} AS format, kind, agent, day, CASE WHEN address <> '' THEN {visitor} END AS visitor,"
        f" count(*) AS views, bit_and(blank) AS blank FROM ({question})"
        f"{f' CROSS JOIN {joined}' if joined else ''} GROUP BY ALL"
    )


def facts_of(
    log: Log, formats: Sequence[LogFormat], ask: Callable[[str], Sequence[Sequence[Any]]], seen: str = "seen"
) -> tuple[Log, bool]:
    """What the table ``seen`` says of the log as a whole, and whether visitors can be told apart in it. ``log``: what
    is known of it without; ``ask``: answers a question about the table."""
    views: Counter[int] = Counter()
    bits: dict[int, int] = {}
    mixed = False
    for number, kind, lines, blank, lists in ask(
        "SELECT format, kind, sum(views), bit_and(blank), count(DISTINCT CASE WHEN kind = "
        f"{FIELD_LIST} THEN agent END) FROM {seen} GROUP BY format, kind"
    ):
        views[kind] += int(lines)
        mixed = mixed or lists > 1
        if kind in (OTHER, PAGE):
            bits[number] = bits.get(number, -1) & blank
    shown = ask(
        f"SELECT agent, sum(views) FROM {seen} WHERE kind = {MALFORMED} GROUP BY agent ORDER BY agent LIMIT {SAMPLES}"
    )
    blanks = [always_blank(form, bits.get(number, 0)) for number, form in enumerate(formats)]
    facts = log._replace(
        other=views[OTHER],
        malformed=views[MALFORMED],
        samples=tuple(line for line, times in shown for _ in range(min(int(times), SAMPLES)))[:SAMPLES],
        blank=tuple(dict.fromkeys(field for fields in blanks for field in fields)),
        mixed=mixed,
    )
    return facts, all(map(has_visitors, formats, blanks))
