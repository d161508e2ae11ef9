"""What a run left out since a program is missing: one line each at its end, also where workers ran the tests.

A worker (pytest-xdist) has no terminal: it hands its lines to the process that started it.
"""

from __future__ import annotations

import pytest

_lines: set[str] = set()


def note(what: str, missing: str, how: str) -> None:
    """``what`` was left out, for want of ``missing``; ``how`` says what brings it."""
    _lines.add(f"LEFT OUT, for want of {missing}: {what}; {how}")


def hand_over(config: pytest.Config) -> None:
    """From a worker to the process that started it."""
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = sorted(_lines)


def take_over(worker: object) -> None:
    """A worker that crashed has nothing to hand over."""
    _lines.update(getattr(worker, "workeroutput", {}).get("left_out", ()))


def say(terminal: pytest.TerminalReporter) -> None:
    for line in sorted(_lines):
        terminal.write_line(line, yellow=True)
