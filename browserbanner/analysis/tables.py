"""The tables of a report, as the terminal and the page show them: what can be done, which browsers, which systems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from browserbanner.analysis.names import Browser, System
from browserbanner.analysis.report import Count, Part, Report, added_up
from browserbanner.analysis.sentences import ADVICE_WORDS
from browserbanner.versions import dotted


class Row(NamedTuple):
    """A row. ``outdated``: those of ``whole`` that the first policy calls outdated; None where all are; ``is_rest``: it
    stands for all rows that are not shown."""

    name: str
    whole: Count
    outdated: Count | None = None
    is_rest: bool = False


class Table(NamedTuple):
    """A table. ``first``: its first column's head; ``whole``: the page views that the shares are of; ``largest``: those
    of the longest bar; ``number``: how many rows there are, of which ``rows`` are the most frequent."""

    name: Literal["advice", "outdated", "families", "systems"]
    title: str
    caption: str
    first: str
    whole: int
    largest: int
    number: int
    rows: Sequence[Row]


def tables_of(report: Report, top: int, *, rest: bool = False) -> list[Table]:
    """A report's tables, those that have rows. ``top``: rows of each, at most; ``rest``: one more for all others."""
    first, people = report.policies[0], report.people.views

    def table(
        name: Literal["outdated", "families", "systems"], title: str, caption: str, head: str, rows: list[Row]
    ) -> Table:
        shown = [*rows[:top], *([_others(rows[top:])] if rest and rows[top:] else [])]
        largest = max((row.whole.views for row in rows), default=1)
        return Table(name, title, caption, head, people, largest, len(rows), shown)

    advice = [Row(ADVICE_WORDS[advice], count) for advice, count in first.advice.items()]
    outdated = [
        Row(f"{browser.name} {dotted(browser.version)}".rstrip(), part.outdated[0])
        for browser, part in report.browsers
        if part.outdated[0].views
    ]
    outdated.sort(key=lambda row: -row.whole.views)
    whole = first.outdated.views
    by_policy = f"By the policy “{first.policy}”; shares of the page views of outdated browsers"
    made = [
        Table("advice", "What the outdated can do", by_policy, "they", whole, whole, len(advice), advice),
        table("outdated", "Outdated browsers", "Those with the most page views", "browser", outdated),
        table("families", "Browsers", _caption("browser"), "browser", _rows(report.families)),
        table("systems", "Systems", _caption("system"), "system", _rows(report.systems)),
    ]
    return [table for table in made if table.whole and table.rows]


def _caption(what: str) -> str:
    return f"Page views by {what}; outdated by the first policy"


def _rows(parts: Sequence[tuple[Browser | System, Part]]) -> list[Row]:
    return [Row(key.name, part.whole, part.outdated[0]) for key, part in parts]


def _others(rows: Sequence[Row]) -> Row:
    outdated = [row.outdated for row in rows if row.outdated is not None]
    whole = added_up(row.whole for row in rows)
    return Row(f"{len(rows)} others", whole, added_up(outdated) if outdated else None, is_rest=True)
