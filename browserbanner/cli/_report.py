"""What ``browserbanner analyze`` says in the terminal: sentences first, then tables with bars."""

from __future__ import annotations

from browserbanner.analysis import (
    Count,
    Outcomes,
    Report,
    Table,
    notes,
    number,
    percent,
    plural,
    summary,
    tables_of,
    warnings,
)
from browserbanner.cli._printable import printable
from browserbanner.cli._tables import bar, print_table

_BAR = 20  # characters of the longest bar


def print_report(report: Report, top: int) -> None:
    """Print a report; ``top``: the rows of each table."""
    for warning in warnings(report):
        _say(f"WARNING: {warning}")
    for sentence in summary(report):
        _say(sentence)
    if report.people.views:
        _policies(report)
        for table in tables_of(report, top):
            _table(report, table)
    print()
    for note in notes(report):
        _say(note)
    for sample in report.log.samples:
        print(f"  {printable(sample)}")


def _policies(report: Report) -> None:
    whole = report.people.views
    largest = max(outcomes.outdated.views for outcomes in report.policies) or 1
    rows = []
    for outcomes in report.policies:
        counts = (outcomes.outdated, outcomes.cannot_update, outcomes.statuses["unknown"])
        rows.append(
            (
                outcomes.policy,
                *(percent(count.views, whole) for count in counts),
                *_visitors(report, outcomes.outdated),
                *([_difference(report, outcomes)] if len(report.policies) > 1 else []),
                _drawn(outcomes.outdated.views, largest),
            )
        )
    head = (
        "policy",
        "outdated",
        "cannot update",
        "unknown",
        *(f"{name} outdated" for name in _visitors_head(report)),
        *(["against the first"] if len(rows) > 1 else []),
        "",
    )
    title = "Policies" if len(rows) > 1 else "Policy"
    print_table(title, head, rows, figures=True)


def _difference(report: Report, outcomes: Outcomes) -> str:
    """Whom a policy adds to those that the first one calls outdated, and whom it spares: "+1.2% (17 visitors)"."""
    said = []
    for sign, count in (("+", outcomes.added), ("-", outcomes.spared)):
        if count.views:
            visitors = "" if count.visitors is None else f" ({plural(count.visitors, 'visitor', report.estimated)})"
            said.append(f"{sign}{percent(count.views, report.people.views)}{visitors}")
    return ", ".join(said) or "-"


def _table(report: Report, table: Table) -> None:
    has_outdated = table.rows[0].outdated is not None
    head = (
        table.first, "page views", "share", *_visitors_head(report), *(["outdated"] if has_outdated else []), "",
    )  # fmt: skip
    rows = [
        (
            row.name,
            number(row.whole.views),
            percent(row.whole.views, table.whole),
            *_visitors(report, row.whole),
            *([] if row.outdated is None else [percent(row.outdated.views, row.whole.views)]),
            _drawn(row.whole.views, table.largest),
        )
        for row in table.rows
    ]
    cut = f", {len(rows)} of {table.number}" if len(rows) < table.number else ""
    print_table(f"{table.title}{cut}", head, rows, figures=True)


def _visitors_head(report: Report) -> tuple[str, ...]:
    return () if report.people.visitors is None else ("visitors",)


def _visitors(report: Report, count: Count) -> tuple[str, ...]:
    return () if report.people.visitors is None else (number(count.visitors, report.estimated),)


def _drawn(part: int, largest: int) -> str:
    return bar(part / largest * _BAR) if part else ""


def _say(sentence: str) -> None:
    print(printable(sentence))
