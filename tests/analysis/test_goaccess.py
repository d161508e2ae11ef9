"""Beside GoAccess, on the same log: the figures where both mean the same.

GoAccess counts every request, and a visitor once a day, but not whom it answers 404; it knows Firefox and Edge by the same tokens as we do. Its
other families mean something else: it calls Chrome what we call a webview, and Safari what is any browser on iOS.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from browserbanner.analysis import Report, analyze
from tests.analysis.goaccess import goaccess
from tests.analysis.logs import hits, write
from tests.analysis.reading import visits_of

pytestmark = pytest.mark.long

REQUESTS = 100_000


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(
        tmp_path_factory.mktemp("logs") / "access.log",
        [hit for hit in hits(120_000, seed=11, crawlers=0, visitors=30_000) if hit.status != 404][:REQUESTS],
        extra=[b"junk"] * 7,
    )


@pytest.fixture(scope="module")
def theirs(log: Path) -> Any:
    return goaccess(log)


@pytest.fixture(scope="module")
def ours(log: Path) -> Report:
    return analyze([str(log)], every_request=True)


def versions(theirs: Any, family: str, token: str) -> Counter[int]:
    """Their requests by major version: {"Firefox/156.0": 12} counts for 156."""
    counts: Counter[int] = Counter()
    for panel in theirs["browsers"]["data"]:
        if panel["data"] == family:
            for item in panel["items"]:
                name, _, version = item["data"].partition("/")
                if name == token:
                    counts[int(version.partition(".")[0])] += item["hits"]["count"]
    return counts


def test_requests_and_lines_that_are_none_are_the_same(theirs: Any, ours: Report) -> None:
    assert theirs["general"]["valid_requests"] == ours.people.views + ours.bots.views == REQUESTS
    assert theirs["general"]["failed_requests"] == ours.log.malformed == 7


@pytest.mark.parametrize(("family", "name", "token"), [("Firefox", "Firefox", "Firefox"), ("Edge", "Edge", "Edg")])
def test_the_versions_of_firefox_and_edge_are_the_same(
    family: str, name: str, token: str, theirs: Any, ours: Report
) -> None:
    counted = Counter({browser.version[0]: part.whole.views for browser, part in ours.browsers if browser.name == name})
    assert len(counted) > 3
    assert versions(theirs, family, token) == counted


def test_visitors_by_day_are_the_same(theirs: Any, log: Path) -> None:
    visits = visits_of([str(log)], every_request=True)
    assert theirs["general"]["unique_visitors"] == sum(count.visitors or 0 for count in visits.days.values())
