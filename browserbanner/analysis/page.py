"""A report as one page of HTML: charts that need no script and no network, that print, and that a screen reader reads.
Its tables are the terminal's, too: what can be done, which browsers, which systems.

Every chart stands beside its figures in a table, so that it is decoration to who cannot see it. Charts are SVG, since
printers leave out backgrounds.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from browserbanner.analysis.report import Browser, Count, Part, Report, System
from browserbanner.analysis.sentences import ADVICE_WORDS, notes, number, percent, plural, summary, warnings
from browserbanner.versions import dotted

_FOLDER = os.path.join(os.path.dirname(__file__), "templates")
#: Rows of a table; the rest is in one more.
_ROWS = 15
#: Columns of the chart by day, at most; days are put together where there are more.
_COLUMNS = 62


def as_html(report: Report) -> str:
    """The report as a page that works offline, in light and dark, on paper."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        percent=lambda part, whole=report.people.views: percent(part, whole),
        number=number,
        visitors=lambda count: number(count.visitors, report.estimated),
    )
    return environment.get_template("report.html").render(
        report=report,
        sentences=summary(report),
        notes=notes(report),
        warnings=warnings(report),
        plural=plural,
        has_visitors=report.people.visitors is not None,
        tables=tables_of(report, _ROWS, rest=True),
        cannot_update=ADVICE_WORDS["none"],
        columns=_columns(report),
    )


def _columns(report: Report) -> list[tuple[str, int, int]]:
    """The chart by day: what a column is called, its page views, and those of outdated browsers. Nothing where there
    are less than two days."""
    if len(report.days) < 2:
        return []
    together = -(-len(report.days) // _COLUMNS)
    columns = []
    for at in range(0, len(report.days), together):
        days, parts = zip(*report.days[at : at + together], strict=True)
        views, outdated = sum(part.whole.views for part in parts), sum(part.outdated[0].views for part in parts)
        name = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
        columns.append((f"{name}: {plural(views, 'page view')}, {percent(outdated, views)} outdated", views, outdated))
    return columns


class Row(NamedTuple):
    """A row. ``outdated``: those of ``whole`` that the first policy calls outdated; None where all are; ``is_rest``: it
    stands for all rows that are not shown."""

    name: str
    whole: Count
    outdated: Count | None = None
    is_rest: bool = False


class Table(NamedTuple):
    """A table. ``name``: what the page calls it; ``first``: its first column's head; ``whole``: the page views that the
    shares are of; ``largest``: those of the longest bar; ``number``: how many rows there are, of which ``rows`` are the
    most frequent."""

    name: str
    title: str
    caption: str
    first: str
    whole: int
    largest: int
    number: int
    rows: Sequence[Row]


def tables_of(report: Report, top: int, *, rest: bool = False) -> list[Table]:
    """A report's tables, those that have rows. ``top``: rows of each, at most; ``rest``: one more for all others."""
    first = report.policies[0]
    whole = first.outdated.views
    by_policy = f"By the policy “{first.policy}”; shares of the page views of outdated browsers"
    advice = [Row(ADVICE_WORDS[advice], count) for advice, count in first.advice.items()]
    made = [Table("advice", "What the outdated can do", by_policy, "they", whole, whole, len(advice), advice)]
    outdated = [
        Row(f"{browser.name} {dotted(browser.version)}".rstrip(), part.outdated[0])
        for browser, part in report.browsers
        if part.outdated[0].views
    ]
    outdated.sort(key=lambda row: -row.whole.views)
    by_first = "Page views by {}; outdated by the first policy"
    for name, title, caption, head, rows in (
        ("outdated", "Outdated browsers", "Those with the most page views", "browser", outdated),
        ("families", "Browsers", by_first.format("browser"), "browser", _rows(report.families)),
        ("systems", "Systems", by_first.format("system"), "system", _rows(report.systems)),
    ):
        shown = [*rows[:top], *([_others(rows[top:])] if rest and rows[top:] else [])]
        largest = max((row.whole.views for row in rows), default=1)
        made.append(Table(name, title, caption, head, report.people.views, largest, len(rows), shown))
    return [table for table in made if table.whole and table.rows]


def _rows(parts: Sequence[tuple[Browser | System, Part]]) -> list[Row]:
    return [Row(key.name, part.whole, part.outdated[0]) for key, part in parts]


def _others(rows: Sequence[Row]) -> Row:
    """All of some rows together; without visitors, or outdated ones, where they have none."""
    outdated = [row.outdated for row in rows if row.outdated is not None]
    whole = _added_up(row.whole for row in rows)
    return Row(f"{len(rows)} others", whole, _added_up(outdated) if outdated else None, is_rest=True)


def _added_up(counts: Iterable[Count]) -> Count:
    views, visitors = zip(*counts, strict=True)
    return Count(sum(views), None if None in visitors else sum(visitors))
