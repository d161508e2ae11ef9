"""The figures of a run: shown at its end, and written to benchmarks/README.md by a whole one (`make bench`)."""

from __future__ import annotations

import os

import pytest

from benchmarks.figures import FIGURES, PAGE, page
from benchmarks.limits import SLACK

LOAD = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-figures", action="store_true", help="write the figures of this run to benchmarks/README.md"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LOAD] = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    if not FIGURES:
        return
    text = page(config.stash[LOAD])
    terminalreporter.section("figures")
    terminalreporter.write(text[text.index("| what") :])
    # A run with room for noise shows that nothing is broken, not what it costs.
    if config.getoption("write_figures") and exitstatus == pytest.ExitCode.OK and SLACK == 1:
        PAGE.write_text(text, encoding="utf-8")
        terminalreporter.write_line(f"written to {PAGE}")
