"""A banner's size: at most 12 KB with its stylesheet, in every state and language, in a page in UTF-8.

In other charsets a letter beyond ASCII is a reference of seven bytes: there it depends on the language's script.
"""

from __future__ import annotations

from typing import Any

import pytest

from browserbanner.banner.tools import BannerRenderer, available_locales
from browserbanner.browsers import BrowserData
from browserbanner.options import Options
from browserbanner.useragent import UserAgent
from tests.banner.visits import (
    CHROME_60,
    CHROME_109_ON_WINDOWS_7,
    CHROME_ON_ANDROID,
    FIVE,
    FOUR,
    ON_ANDROID,
    SAFARI_ON_IPHONE,
    SAFARI_ON_MAC,
    Render,
)

LIMIT = 12 * 1024
NONCE = "8IBTHwOdqNKAWeKl7plt8g=="
FACEBOOK = CHROME_ON_ANDROID._replace(family="webview", kind="webview", app="Facebook")
STATES: dict[str, dict[str, Any]] = {
    "update": {"advice": "update"},
    "update a browser that nobody else is told of": {
        "advice": "update",
        "user_agent": CHROME_60._replace(family="yandex", version=(21,)),
        "recommended": (*FOUR, "yandex"),
    },
    "Internet Explorer": {"user_agent": CHROME_60._replace(family="ie", engine="trident"), "hint": "ie-mode"},
    "the newest": {"advice": "update", "user_agent": CHROME_60._replace(family="opera", version=(999,))},
    "a Mac": {"advice": "update", "user_agent": SAFARI_ON_MAC, "recommended": FIVE, "hint": "ipad-or-mac"},
    "five on a Mac": {"user_agent": SAFARI_ON_MAC._replace(family=None), "recommended": FIVE},
    "a phone": {"advice": "update", "user_agent": CHROME_ON_ANDROID, "recommended": ON_ANDROID},
    "five on a phone": {"user_agent": CHROME_ON_ANDROID._replace(family=None), "recommended": ON_ANDROID},
    "five on a tablet": {
        "user_agent": CHROME_ON_ANDROID._replace(family=None, form="tablet"),
        "recommended": ON_ANDROID,
    },
    "one browser": {"user_agent": CHROME_109_ON_WINDOWS_7, "recommended": ("firefox",)},
    "a system": {
        "advice": "update-os",
        "user_agent": SAFARI_ON_IPHONE,
        "recommended": (),
        "hint": "perhaps-end-of-line",
    },
    "an app": {
        "kind": "webview",
        "advice": "open-in-browser",
        "user_agent": FACEBOOK,
        "recommended": (),
        "hint": "system-webview",
    },
    "nothing": {"kind": "cannot-update", "advice": "none", "user_agent": UserAgent(), "recommended": ()},
    "computers": {"kind": "desktop-site", "advice": "none", "user_agent": CHROME_ON_ANDROID},
}


@pytest.fixture(scope="module", params=["bar", "cards"])
def docked(request: pytest.FixtureRequest, data: BrowserData) -> BannerRenderer:
    """At the bottom: that takes more rules than at the top."""
    return BannerRenderer(data, Options(layout=request.param, position="bottom"))


@pytest.fixture(scope="module")
def documents(data: BrowserData) -> BannerRenderer:
    return BannerRenderer(data, Options(block_continue=True, site_name="Вісник Подністров’я"))


@pytest.mark.parametrize("locale", available_locales())
def test_a_banner_has_12_kb_at_most(render: Render, docked: BannerRenderer, locale: str) -> None:
    visit = {"nonce": NONCE, "script_src": "/_browserbanner/close.js?12345678", "token": "Chrome/60.", "country": "UA"}
    for state, values in STATES.items():
        assert len(render(docked, locale=locale, utf_8=True, **visit | values).html) <= LIMIT, state


@pytest.mark.parametrize("locale", available_locales())
def test_a_page_of_ours_has_12_kb_at_most(render: Render, documents: BannerRenderer, locale: str) -> None:
    for state, values in STATES.items():
        for page in ("block", "about", "close"):
            html = render(documents, locale=locale, country="UA", page=page, utf_8=True, **values).html
            assert len(html) <= LIMIT, (state, page)
