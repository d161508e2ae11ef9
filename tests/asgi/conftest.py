"""Each test under asyncio and trio alike."""

from __future__ import annotations

import asyncio

import pytest
import trio

from tests.asgi.server import Runner


@pytest.fixture(params=["asyncio", "trio"])
def run(request: pytest.FixtureRequest) -> Runner:
    if request.param == "trio":
        return trio.run
    return lambda main: asyncio.run(main())
