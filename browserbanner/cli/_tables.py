"""Tables and bars in the terminal: with rich where it is installed, and plain."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Literal

from browserbanner.cli._printable import printable

_FIRST = 24  # characters that a table's first column has at least, where it needs them


def print_table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, figures: bool = False) -> None:
    """Print a table. ``figures``: the named columns behind the first are figures."""
    listed = [tuple(map(printable, row)) for row in rows]
    plain = not sys.stdout.isatty()  # in a pipe rich would cut what is wider than 80 characters
    if not plain:
        try:
            from rich.console import Console
            from rich.table import Table
            from rich.text import Text
        except ImportError:
            plain = True
    if plain:
        print(f"\n{title}")
        print_columns([head, *listed], figures=figures)
        return
    console = Console()
    # Where it is narrow, the first column's text goes on below, and bars are left out: no figure is cut.
    widths = [max(map(len, column)) + 3 for column in zip(head, *listed, strict=True)]
    shown = [at for at, name in enumerate(head) if name or sum(widths[1:]) + min(widths[0], _FIRST) < console.width]
    table = Table(title=Text(title), title_justify="left")  # as it stands: a text may have brackets in it
    for at in shown:
        justify: Literal["left", "right"] = "right" if figures and at and head[at] else "left"
        table.add_column(head[at], justify=justify, no_wrap=at > 0, overflow="fold")
    for row in listed:
        table.add_row(*(Text(row[at]) for at in shown))
    console.print(table)


def bar(length: float) -> str:
    """A bar so many characters long, to an eighth; of plain ones where the terminal has no others."""
    eighths = max(1, round(length * 8))
    drawn = "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()
    try:
        drawn.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return "#" * round(length)
    return drawn


def print_columns(rows: Sequence[Sequence[str]], *, figures: bool = False) -> None:
    """Print a plain table, whose first row is its head. ``figures``: the named columns behind the first are figures."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.rjust(width) if figures and at and rows[0][at] else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print(printable("  ".join(cells).rstrip()))
