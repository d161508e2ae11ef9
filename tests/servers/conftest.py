"""What the server tests share: each server of ``servers.py``, twice, for as long as its tests run.

Where nginx or Varnish is not installed its tests are left out, and the run's last lines say so; with CI=true they run
all the same, and fail.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from tests import left_out
from tests.servers.install import find
from tests.servers.servers import SERVERS, Pair, Row

# What a fixture of that name needs, and a test marked with needs("...").
_PROGRAMS = ("nginx", "varnish", "apache2", "php-fpm", "caddy", "systemd")


@pytest.fixture(scope="session", params=SERVERS, ids=lambda row: row.name)
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Its logs are compared in the end: nothing may be in one that is not in the other."""
    row: Row = request.param
    with Pair(row, tmp_path_factory.mktemp(row.name)) as running:
        yield running


@pytest.hookimpl(trylast=True)  # when -k and -m have chosen
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    missing = [] if os.environ.get("CI") == "true" else [name for name in _PROGRAMS if find(name) is None]
    tests_by_program: Counter[str] = Counter()
    kept: list[pytest.Item] = []
    gone: list[pytest.Item] = []
    for item in items:
        needed = {
            *getattr(item, "fixturenames", ()),
            *(name for mark in item.iter_markers("needs") for name in mark.args),
        }
        wanted = next((name for name in missing if name in needed), None)
        if wanted is not None:
            tests_by_program[wanted] += 1
            gone.append(item)
        else:
            (kept if _is_able(item) else gone).append(item)
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = kept
    for name, count in tests_by_program.items():
        how = f"`make test-servers` as root on Debian, or `python -m tests.servers.install {name}`, brings it"
        left_out.note(f"{count} tests", name, how)


def _is_able(item: pytest.Item) -> bool:
    """Whether the test's server can do what the test is marked with: ``can("keep-alive")``."""
    needed = {ability for mark in item.iter_markers("can") for ability in mark.args}
    row = item.callspec.params.get("pair") if needed and isinstance(item, pytest.Function) else None
    return not isinstance(row, Row) or needed <= set(row.can)
