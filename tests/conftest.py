"""For all tests: properties are checked without a clock, since machines are noisy; and an app over each protocol."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.injection.drivers import DRIVERS, Driver

settings.register_profile("browserbanner", deadline=None)
settings.load_profile("browserbanner")


@pytest.fixture(params=DRIVERS)
def drive(request: pytest.FixtureRequest) -> Driver:
    """ASGI (asyncio, trio) and WSGI, plain and between checkers."""
    return DRIVERS[request.param]
