"""What ``browserbanner analyze`` says in the terminal: sentences first, then tables with bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from browserbanner.analysis import (
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
from browserbanner.cli._output import bar, print_table, printable

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
    whole, several = report.people.views, len(report.policies) > 1
    largest = max(outcomes.outdated.views for outcomes in report.policies) or 1
    rows = []
    for outcomes in report.policies:
        row = {
            "policy": outcomes.policy,
            "outdated": percent(outcomes.outdated.views, whole),
            "cannot update": percent(outcomes.cannot_update.views, whole),
            "unknown": percent(outcomes.unknown.views, whole),
        }
        if report.people.visitors is not None:
            row["visitors outdated"] = number(outcomes.outdated.visitors, report.estimated)
        if several:
            row["against the first"] = _difference(report, outcomes)
        rows.append({**row, "": _drawn(outcomes.outdated.views, largest)})
    _print("Policies" if several else "Policy", rows)


def _difference(report: Report, outcomes: Outcomes) -> str:
    """Whom a policy adds to those that the first one calls outdated, and whom it spares: "+1.2% (17 visitors)"."""
    said = []
    for sign, count in (("+", outcomes.added), ("-", outcomes.spared)):
        if count.views:
            visitors = "" if count.visitors is None else f" ({plural(count.visitors, 'visitor', report.estimated)})"
            said.append(f"{sign}{percent(count.views, report.people.views)}{visitors}")
    return ", ".join(said) or "-"


def _table(report: Report, table: Table) -> None:
    rows = []
    for each in table.rows:
        row = {
            table.first: each.name,
            "page views": number(each.whole.views),
            "share": percent(each.whole.views, table.whole),
        }
        if report.people.visitors is not None:
            row["visitors"] = number(each.whole.visitors, report.estimated)
        if each.outdated is not None:
            row["outdated"] = percent(each.outdated.views, each.whole.views)
        rows.append({**row, "": _drawn(each.whole.views, table.largest)})
    cut = f", {len(rows)} of {table.number}" if len(rows) < table.number else ""
    _print(f"{table.title}{cut}", rows)


def _drawn(part: int, largest: int) -> str:
    return bar(part / largest * _BAR) if part else ""


def _print(title: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Print rows, whose columns are the same, as a table."""
    print_table(title, list(rows[0]), [[*row.values()] for row in rows], figures=True)


def _say(sentence: str) -> None:
    print(printable(sentence))
