"""What the injection room's tests share: an engine, and the app over each protocol."""

from __future__ import annotations

import pytest

from browserbanner.engine import BrowserBanner
from tests.injection.drivers import DRIVERS, Driver


@pytest.fixture(scope="session")
def banner() -> BrowserBanner:
    return BrowserBanner()


@pytest.fixture(params=DRIVERS)
def drive(request: pytest.FixtureRequest) -> Driver:
    return DRIVERS[request.param]
