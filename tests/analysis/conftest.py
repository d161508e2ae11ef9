"""A log of a week with people and crawlers, its report, and the plain counts that the report must come to."""

from __future__ import annotations

from pathlib import Path

import pytest

from browserbanner.analysis import Report, analyze
from tests.analysis.logs import Hit, hits, write

POLICIES = ("baseline widely available", "last 5 years", "chrome >= 140, firefox >= 140, safari >= 18, ios >= 18")


@pytest.fixture(scope="session")
def week() -> list[Hit]:
    """20,000 requests."""
    return list(hits(20_000, seed=3))


@pytest.fixture(scope="session")
def week_log(week: list[Hit], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The week as a log, with five lines that are none."""
    return write(tmp_path_factory.mktemp("logs") / "week.log", week, extra=[b"<script>alert(1)</script>"] * 5)


@pytest.fixture(scope="session")
def report(week_log: Path) -> Report:
    """The week's report by three policies."""
    return analyze([str(week_log)], policies=POLICIES)
