"""A report as one page of HTML: charts that need no script and no network, that print, and that a screen reader reads.

Every chart stands beside its figures in a table, so that it is decoration to who cannot see it. Charts are SVG, since
printers leave out backgrounds.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from browserbanner.analysis.report import Report
from browserbanner.analysis.sentences import ADVICE_WORDS, notes, number, percent, plural, summary, warnings
from browserbanner.analysis.tables import Row, Table, tables_of

_FOLDER = os.path.join(os.path.dirname(__file__), "templates")
#: Rows of a table; the rest is in one more.
_ROWS = 15
#: Columns of the chart by day, at most; days are put together where there are more.
_COLUMNS = 62


class Bar(NamedTuple):
    """A part of a bar: where it begins and how long it is, in percent; ``look``: the name of its colour."""

    x: float
    width: float
    look: str


class Column(NamedTuple):
    """A column of the chart by day, in its units: page views, and at its foot those of outdated browsers."""

    x: float
    width: float
    height: float
    outdated: float
    title: str


def as_html(report: Report) -> str:
    """The report as a page that works offline, in light and dark, on paper."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(percent=lambda part, whole=report.people.views: percent(part, whole))
    environment.filters.update(number=number, visitors=lambda count: number(count.visitors, report.estimated))
    with open(os.path.join(_FOLDER, "report.css"), encoding="utf-8") as file:
        style = file.read()
    return environment.get_template("report.html").render(
        report=report,
        style=style,
        sentences=summary(report),
        notes=notes(report),
        warnings=warnings(report),
        plural=plural,
        has_visitors=report.people.visitors is not None,
        verdict_bars=[_stack(report, at) for at in range(len(report.policies))],
        tables=tables_of(report, _ROWS, rest=True),
        bars_of=_bars,
        columns=_columns(report),
    )


def _stack(report: Report, at: int) -> list[Bar]:
    """The verdicts of a policy as parts of one bar."""
    outcomes, whole = report.policies[at], max(1, report.people.views)
    cannot = outcomes.cannot_update.views
    parts = (
        (cannot, "cannot"),
        (outcomes.outdated.views - cannot, "outdated"),
        (outcomes.statuses["unknown"].views, "unknown"),
        (outcomes.statuses["current"].views, "current"),
    )
    return _side_by_side(parts, whole)


def _bars(row: Row, table: Table) -> list[Bar]:
    """A row's bar: of its page views, those of outdated browsers first."""
    if row.is_rest:
        return []
    if row.name == ADVICE_WORDS["none"]:
        parts = [(row.whole.views, "cannot")]
    elif row.outdated is None:
        parts = [(row.whole.views, "outdated")]
    else:
        parts = [(row.outdated.views, "outdated"), (row.whole.views - row.outdated.views, "current")]
    return _side_by_side(parts, table.largest)


def _side_by_side(parts: Iterable[tuple[int, str]], whole: int) -> list[Bar]:
    bars, x = [], 0.0
    for views, look in parts:
        width = views * 100 / whole
        bars.append(Bar(round(x, 3), round(width, 3), look))
        x += width
    return bars


def _columns(report: Report) -> list[Column]:
    """The page views by day, in a chart of 1000 by 200; nothing where there are less than two days."""
    if len(report.days) < 2:
        return []
    together = -(-len(report.days) // _COLUMNS)
    groups = [report.days[at : at + together] for at in range(0, len(report.days), together)]
    sums = [
        (
            group[0][0] if len(group) == 1 else f"{group[0][0]} to {group[-1][0]}",
            sum(part.whole.views for _, part in group),
            sum(part.outdated[0].views for _, part in group),
        )
        for group in groups
    ]
    largest = max(views for _, views, _ in sums) or 1
    step = 1000 / len(sums)
    return [
        Column(
            round(at * step, 2),
            round(step * 0.8, 2),
            round(views * 200 / largest, 2),
            round(outdated * 200 / largest, 2),
            f"{day}: {plural(views, 'page view')}, {percent(outdated, views)} outdated",
        )
        for at, (day, views, outdated) in enumerate(sums)
    ]
