"""For all tests: properties are checked without a clock, since machines are noisy; an engine, and an app over each protocol."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from browserbanner import BrowserBanner
from tests import left_out
from tests.figures import steady_pack
from tests.injection.drivers import DRIVERS, Driver, Request
from tests.laws import DAILY

settings.load_profile(DAILY)  # or what --hypothesis-profile says


def pytest_sessionfinish(session: pytest.Session) -> None:
    left_out.hand_over(session.config)


@pytest.hookimpl(optionalhook=True)  # pytest-xdist's
def pytest_testnodedown(node: object) -> None:
    left_out.take_over(node)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left_out.say(terminalreporter)


@pytest.fixture(params=DRIVERS)
def drive(request: pytest.FixtureRequest) -> Driver:
    """ASGI (asyncio, trio) and WSGI, plain and between checkers."""
    return DRIVERS[request.param]


@pytest.fixture(scope="session")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack whose shares stand still."""
    path = tmp_path_factory.mktemp("figures") / "pack.jsonl"
    path.write_bytes(steady_pack())
    return path


@pytest.fixture(scope="session")
def banner() -> BrowserBanner:
    """An engine with all its defaults."""
    return BrowserBanner()


@pytest.fixture(scope="session")
def html(banner: BrowserBanner) -> bytes:
    """The banner that the drivers' usual request gets."""
    given = banner.banner_for(Request().fields(), path="/article")
    assert given is not None
    return given.html
