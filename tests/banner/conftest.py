"""A renderer on the packaged data, with shares that stand still; a test says of its visitor what matters in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browserbanner import Banner
from browserbanner.banner import Visit
from browserbanner.banner.tools import BannerRenderer
from browserbanner.browsers import BrowserData
from tests.banner.visits import CHROME_60, FOUR, Render


@pytest.fixture(scope="session")
def data(steady: Path) -> BrowserData:
    return BrowserData.load(steady)


@pytest.fixture(scope="session")
def render(data: BrowserData) -> Render:
    """The banner for Chrome 60 on Windows 10 in Ukraine, but for what is given."""
    usual = BannerRenderer(data)

    def make(renderer: BannerRenderer | None = None, /, **values: Any) -> Banner:
        visit: dict[str, Any] = {
            "kind": "outdated",
            "advice": "switch",  # all families are cards then
            "user_agent": CHROME_60,
            "recommended": FOUR,
            "locale": "uk",
            "country": "UA",
            "action": "/_browserbanner/close",
            "return_to": "/hromada/mist",
        }
        visit |= values
        who = Visit(**{name: visit.pop(name) for name in Visit._fields if name in visit})
        return (renderer or usual).render(who, **visit)

    return make
