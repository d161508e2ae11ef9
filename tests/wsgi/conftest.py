"""The page with the banner in it."""

from __future__ import annotations

import pytest

from tests.wsgi.server import PAGE


@pytest.fixture(scope="session")
def edited(html: bytes) -> bytes:
    return PAGE.replace(b"<body>", b"<body>" + html)
