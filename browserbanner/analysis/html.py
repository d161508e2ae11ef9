"""A report as one page of HTML: charts that need no script and no network, that print, and that a screen reader reads.

Every chart stands beside its figures in a table, so that it is decoration to who cannot see it. Charts are SVG, since
printers leave out backgrounds.
"""

from __future__ import annotations

import os

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from browserbanner.analysis.report import Report
from browserbanner.analysis.sentences import ADVICE_WORDS, notes, number, percent, plural, summary, warnings
from browserbanner.analysis.tables import tables_of

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
    environment.filters.update(percent=lambda part, whole=report.people.views: percent(part, whole))
    environment.filters.update(number=number, visitors=lambda count: number(count.visitors, report.estimated))
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
