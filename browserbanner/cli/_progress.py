"""Progress on standard error: rich's bars; without rich a line that is written over; without a terminal only names."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

#: Is told what is read, how many bytes of it, and of how many, where that is known.
Tell: TypeAlias = "Callable[[str, int, int | None], None]"
#: Is told what to call it from now on.
Rename: TypeAlias = Callable[[str, str], None]


@contextmanager
def progress_bars(*, transient: bool = False) -> Iterator[tuple[Tell, Rename]]:
    """Bars with rate and time left, one for each name. ``transient``: they vanish at the end."""
    if not sys.stderr.isatty():  # but a log, or cron's mail
        yield _names(), lambda name, shown: None
        return
    try:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TaskID,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )
    except ImportError:
        yield _plain_progress(), lambda name, shown: None
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=transient) as bars:
        tasks: dict[str, TaskID] = {}

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
