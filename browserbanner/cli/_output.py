"""What commands say in the terminal: errors, tables and bars, and their progress. With rich where it is installed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from io import TextIOWrapper
from typing import Literal, TypeAlias

from browserbanner.errors import BrowserBannerError

_FIRST = 24  # characters that a table's first column has at least, where it needs them
#: Is told what is read, how many bytes of it, and of how many, where that is known.
Tell: TypeAlias = "Callable[[str, int, int | None], None]"
#: Is told what to call it from now on.
Rename: TypeAlias = Callable[[str, str], None]


class CommandError(BrowserBannerError):
    """A command cannot do its work. ``status``: the exit status, 1 for what failed, 2 for what was given."""

    def __init__(self, sentence: str, status: int = 1) -> None:
        super().__init__(sentence)
        self.status: int = status


def printable(text: str) -> str:
    """A text in one line, with what a terminal would obey as Python writes it: ``\\x1b``, ``\\n``. User agents, logs,
    catalogs and data are strangers'."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def open_streams() -> None:
    """Have both outputs take every letter: those that they lack are written as ``\\u0411``. A closed one is nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115  (for as long as the process runs)
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def has_rich() -> bool:
    """Whether rich is installed, which the extra "cli" brings."""
    return find_spec("rich") is not None


def print_table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, figures: bool = False) -> None:
    """Print a table. ``figures``: the named columns behind the first are figures."""
    listed = [tuple(map(printable, row)) for row in rows]
    if not sys.stdout.isatty() or not has_rich():  # in a pipe rich would cut what is wider than 80 characters
        print(f"\n{title}")
        print_columns([head, *listed], figures=figures)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

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


@contextmanager
def progress_bars(*, transient: bool = False) -> Iterator[tuple[Tell, Rename]]:
    """Bars with rate and time left, one for each name. ``transient``: they vanish at the end."""
    if not sys.stderr.isatty():  # but a log, or cron's mail
        yield _names(), lambda name, shown: None
        return
    if not has_rich():
        yield _plain_progress(), lambda name, shown: None
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=transient) as bars:
        tasks: dict[str, progress.TaskID] = {}

        def tell(name: str, done: int, whole: int | None) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=None)
            bars.update(tasks[name], completed=done, total=whole)

        def rename(name: str, shown: str) -> None:
            if name in tasks:
                bars.update(tasks[name], description=shown)

        yield tell, rename


def _plain_progress() -> Tell:
    begun = time.monotonic()

    def tell(name: str, done: int, whole: int | None) -> None:
        rate = done / max(0.001, time.monotonic() - begun)
        line = f"{name} {done / 1e6:,.0f} MB, {rate / 1e6:,.0f} MB/s"
        if whole and done:
            line = f"{done / whole:4.0%}  {line}, {max(0, whole - done) / rate:,.0f} s left"
        sys.stderr.write(f"\r{line:<70}" + ("\r" + " " * 70 + "\r" if done == whole else ""))
        sys.stderr.flush()

    return tell


def _names() -> Tell:
    begun: set[str] = set()

    def tell(name: str, done: int, whole: int | None) -> None:
        if name not in begun:
            begun.add(name)
            print(f"{name} ...", file=sys.stderr)

    return tell
