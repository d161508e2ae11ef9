"""What the app saw of a request, over ASGI and WSGI alike."""

from __future__ import annotations

from typing import Any

import pytest

from tests.site_options.visits import ask_asgi, ask_wsgi


@pytest.fixture(params=[ask_asgi, ask_wsgi])
def ask(request: pytest.FixtureRequest) -> Any:
    return request.param
