"""Each test over WSGI and ASGI alike, and with sync and async views."""

from __future__ import annotations

import pytest

from tests.integrations.on_django.asking import (
    Ask,
    over_asgi,
    over_wsgi,
)


@pytest.fixture(params=[over_wsgi, over_asgi])
def ask(request: pytest.FixtureRequest) -> Ask:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(params=["sync view", "async view"])
def page(request: pytest.FixtureRequest) -> str:
    return "/page" if request.param == "sync view" else "/async_page"
