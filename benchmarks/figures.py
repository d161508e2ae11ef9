"""Figures: what the benchmarks measured and held against a limit, and the page that shows one run of them."""

from __future__ import annotations

import os
import platform
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from benchmarks.limits import SLACK

PAGE = Path(__file__).with_name("README.md")
PEERS = ("ua-parser", "ua-parser-rs", "user-agents", "starlette", "uvicorn", "h11", "httptools", "django", "duckdb")

_TOP = """# What it costs

The figures of one run of `make bench`, which repeats it, and wrote this page. Each is held against a limit inside the
benchmark, beside its peers in the same run, and after the results were found right: a fast wrong answer is worth nothing.
Compare within a line only: another machine has other seconds, and much the same ratios.

{machine}

| what | beside | limit | this run |
| --- | --- | --- | --- |
"""


class Figure(NamedTuple):
    """One measured figure. ``beside``: the peer, or what it is that is limited."""

    what: str
    beside: str
    limit: float
    value: float
    unit: str
    is_most: bool  # the limit is the most that may be; otherwise the least

    @property
    def holds(self) -> bool:
        """Strictly, or with the room for noise that BENCH_SLACK gives."""
        if self.is_most:
            return self.value <= self.limit * SLACK
        return self.value * SLACK >= self.limit

    def row(self) -> str:
        """As a line of the page's table."""
        bound = f"{'≤' if self.is_most else '≥'} {_number(self.limit)} {self.unit}"
        return f"| {self.what} | {self.beside} | {bound} | {_number(self.value)} {self.unit} |\n"


#: Of this run, in the order of the benchmarks; of figures with the same words the worst.
FIGURES: dict[tuple[str, str], Figure] = {}


def at_most(limit: float, value: float, what: str, beside: str = "", unit: str = "times") -> None:
    """Record a figure, and assert that it is not above its limit."""
    _record(Figure(what, beside, limit, value, unit, True))


def at_least(limit: float, value: float, what: str, beside: str = "", unit: str = "times") -> None:
    """Record a figure, and assert that it is not below its limit."""
    _record(Figure(what, beside, limit, value, unit, False))


def page(load: float) -> str:
    """The page of this run. ``load``: the machine's average load when it began."""
    return _TOP.format(machine=_machine(load)) + "".join(figure.row() for figure in FIGURES.values())


def _record(figure: Figure) -> None:
    words = figure.what, figure.beside
    known = FIGURES.get(words)
    if known is None or (figure.value > known.value) is figure.is_most:
        FIGURES[words] = figure
    assert figure.holds, figure.row()


def _number(value: float) -> str:
    """With as many digits as a run repeats: three for what is small, none behind the point for what is large."""
    if value >= 1000:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _machine(load: float) -> str:
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        cpu = names[0] if names else cpu
    installed = {each.name.lower(): each.version for each in metadata.distributions()}
    peers = ", ".join(f"{name} {installed[name]}" for name in PEERS if name in installed)
    return (
        f"{date.today()}, {cpu}, {os.cpu_count()} processors, load {load:.1f} at the start;"
        f" {platform.system()}, Python {platform.python_version()}; {peers}."
    )
