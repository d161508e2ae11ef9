"""What the browser tests share: the demo site, browsers that end with the test, a place for screenshots.

A test names its engine with ``@pytest.mark.browser("chromium64")``. Where an engine is not installed its tests are left
out, and the run's last lines say so; with CI=true they run all the same, and fail.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import left_out
from tests.browsers import install
from tests.browsers.browser import Browse, Browser
from tests.browsers.engines import ENGINES, start
from tests.debian import CannotInstall
from tests.demo_process import DemoProcess

# Small enough (32 MB) to be fetched for a plain `make test`; the others come with `make test-browsers`.
FETCHED_ON_DEMAND = "chromium64"

#: The engines of `make test`: one of today, and an old one. `make test-browsers` has them all.
QUICK = {"chromium", "chromium64"}

HERE = Path(__file__).parent


def pytest_itemcollected(item: pytest.Item) -> None:
    if not QUICK.issuperset(_engines_of(item)):
        item.add_marker(pytest.mark.long)


@pytest.hookimpl(trylast=True)  # when -k and -m have chosen
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE:
            # A browser that crashes or is too slow gets one more chance, on a busy machine; a page that is wrong does not.
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["BrowserFailed"]))
    wanted = {name for item in items for name in _engines_of(item)}
    if not wanted or config.option.collectonly:
        return
    if FETCHED_ON_DEMAND in wanted and ENGINES[FETCHED_ON_DEMAND].path() is None and shutil.which("npm"):
        try:
            install.fetch(FETCHED_ON_DEMAND)
        except CannotInstall as error:
            config.get_terminal_writer().line(f"{FETCHED_ON_DEMAND} could not be fetched: {error}")
    if os.environ.get("CI") == "true":
        return
    missing = {name for name in wanted if ENGINES[name].path() is None}
    tests_by_engine: Counter[str] = Counter()
    kept: list[pytest.Item] = []
    gone: list[pytest.Item] = []
    for item in items:
        names = missing.intersection(_engines_of(item))
        tests_by_engine.update(names)
        (gone if names else kept).append(item)
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = kept
        left_out.note(
            "tests by engine: " + ", ".join(f"{name} {count}" for name, count in sorted(tests_by_engine.items())),
            "a browser",
            "`make test-browsers` as root on Debian, or"
            f" `python -m tests.browsers.install {' '.join(sorted(tests_by_engine))}`, brings them",
        )


def _engines_of(item: pytest.Item) -> list[str]:
    return [name for mark in item.iter_markers("browser") for name in mark.args]


@pytest.fixture(scope="session")
def site() -> Iterator[DemoProcess]:
    with DemoProcess() as running:
        yield running


@pytest.fixture
def browse() -> Iterator[Browse]:
    with ExitStack() as running:

        def start_one(name: str, language: str = "", user_agent: str = "", *, javascript: bool = True) -> Browser:
            return running.enter_context(start(name, language, user_agent, javascript=javascript))

        yield start_one


@pytest.fixture(scope="session")
def screenshots(pytestconfig: pytest.Config) -> Path:
    """A folder that git ignores, for a person to look at."""
    folder = pytestconfig.rootpath / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder
