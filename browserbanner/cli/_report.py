"""What ``browserbanner analyze`` says in the terminal: sentences first, then tables with bars."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from browserbanner.analysis import (
    ADVICE_WORDS,
    Count,
    Outcomes,
    Part,
    Report,
    notes,
    number,
    percent,
    plural,
    summary,
    warnings,
)
from browserbanner.cli._printable import printable
from browserbanner.cli._tables import bar, print_table
from browserbanner.versions import dotted

_BAR = 20  # characters of the longest bar


def print_report(report: Report, top: int) -> None:
    """Print a report; ``top``: the rows of each table."""
    for warning in warnings(report):
        _say(f"WARNING: {warning}")
    for sentence in summary(report):
        _say(sentence)
    if report.people.views:
        _policies(report)
        _advice(report)
        _outdated(report, top)
        _parts(report, "Browsers", "browser", report.families, top)
        _parts(report, "Systems", "system", report.systems, top)
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
    _print(title, head, rows)


def _difference(report: Report, outcomes: Outcomes) -> str:
    """Whom a policy adds to those that the first one calls outdated, and whom it spares: "+1.2% (17 visitors)"."""
    said = []
    for sign, count in (("+", outcomes.added), ("-", outcomes.spared)):
        if count.views:
            visitors = "" if count.visitors is None else f" ({plural(count.visitors, 'visitor', report.estimated)})"
            said.append(f"{sign}{percent(count.views, report.people.views)}{visitors}")
    return ", ".join(said) or "-"


def _advice(report: Report) -> None:
    first = report.policies[0]
    if first.outdated.views:
        rows = [
            (
                ADVICE_WORDS[advice],
                number(count.views),
                percent(count.views, first.outdated.views),
                *_visitors(report, count),
                _drawn(count.views, first.outdated.views),
            )
            for advice, count in first.advice.items()
        ]
        _print("What the outdated can do", ("they", "page views", "share", *_visitors_head(report), ""), rows)


def _outdated(report: Report, top: int) -> None:
    found = [(browser, part.outdated[0]) for browser, part in report.browsers if part.outdated[0].views]
    found.sort(key=lambda row: -row[1].views)
    rows = [
        (
            f"{browser.name} {dotted(browser.version)}".rstrip(),
            number(count.views),
            percent(count.views, report.people.views),
            *_visitors(report, count),
            _drawn(count.views, found[0][1].views),
        )
        for browser, count in found[:top]
    ]
    if rows:
        _print(
            f"Outdated browsers{_of(top, len(found))}",
            ("browser", "page views", "share", *_visitors_head(report), ""),
            rows,
        )


def _parts(report: Report, title: str, what: str, parts: Sequence[tuple[Any, Part]], top: int) -> None:
    rows = [
        (
            key.name,
            number(part.whole.views),
            percent(part.whole.views, report.people.views),
            *_visitors(report, part.whole),
            percent(part.outdated[0].views, part.whole.views),
            _drawn(part.whole.views, parts[0][1].whole.views),
        )
        for key, part in parts[:top]
    ]
    _print(
        f"{title}{_of(top, len(parts))}", (what, "page views", "share", *_visitors_head(report), "outdated", ""), rows
    )


def _of(top: int, number: int) -> str:
    return f", {top} of {number}" if top < number else ""


def _visitors_head(report: Report) -> tuple[str, ...]:
    return () if report.people.visitors is None else ("visitors",)


def _visitors(report: Report, count: Count) -> tuple[str, ...]:
    return () if report.people.visitors is None else (number(count.visitors, report.estimated),)


def _drawn(part: int, largest: int) -> str:
    return bar(part / largest * _BAR) if part else ""


def _print(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    # In a pipe rich would cut what is wider than 80 characters.
    plain = not sys.stdout.isatty()
    print_table(title, head, rows, right=[name for name in head[1:] if name], plain=plain)


def _say(sentence: str) -> None:
    print(printable(sentence))
