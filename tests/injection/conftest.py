"""What the injection room's tests share: an engine."""

from __future__ import annotations

import pytest

from browserbanner.engine import BrowserBanner


@pytest.fixture(scope="session")
def banner() -> BrowserBanner:
    return BrowserBanner()
