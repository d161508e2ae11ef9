"""What the server tests share: each server of ``servers.py``, twice, for as long as its tests run.

Where nginx or Varnish is not installed its tests are left out, and the run's last lines say so; with CI=true they run
all the same, and fail.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.servers.install import find
from tests.servers.servers import SERVERS, Pair, Row

_CACHES = ("nginx", "varnish")  # the fixtures' names too
_left_out: dict[str, int] = {}


@pytest.fixture(scope="session", params=SERVERS, ids=lambda row: row.name)
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Its logs are compared in the end: nothing may be in one that is not in the other."""
    row: Row = request.param
    with Pair(row, tmp_path_factory.mktemp(row.name)) as running:
        yield running


@pytest.hookimpl(trylast=True)  # when -k and -m have chosen
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    missing = [] if os.environ.get("CI") == "true" else [name for name in _CACHES if find(name) is None]
    kept: list[pytest.Item] = []
    gone: list[pytest.Item] = []
    for item in items:
        wanted = next((name for name in missing if name in getattr(item, "fixturenames", ())), None)
        if wanted is not None:
            _left_out[wanted] = _left_out.get(wanted, 0) + 1
            gone.append(item)
        else:
            (kept if _is_able(item) else gone).append(item)
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, count in _left_out.items():
        terminalreporter.write_line(
            f"LEFT OUT, for want of {name}: {count} tests; `make test-servers` as root on Debian, or"
            f" `python -m tests.servers.install {name}`, brings it",
            yellow=True,
        )


def _is_able(item: pytest.Item) -> bool:
    """Whether the test's server can do what the test is marked with: ``can("keep-alive")``."""
    needed = {ability for mark in item.iter_markers("can") for ability in mark.args}
    row = item.callspec.params.get("pair") if needed and isinstance(item, pytest.Function) else None
    return not isinstance(row, Row) or needed <= set(row.can)
