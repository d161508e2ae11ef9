"""For a site's own tests: request headers of real visitors, and a way to find the banner in a page.

::

    from browserbanner.testing import VISITORS, banner_in

    reply = client.get("/", headers=VISITORS["ie-11"])
    assert banner_in(reply.text)
    assert not banner_in(client.get("/", headers=VISITORS["chrome-current"]).text)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["VISITORS", "banner_in"]

_HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
_WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_WEBKIT}"
_APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"

_USER_AGENTS = {
    # Outdated under any sane policy, each with another advice.
    "ie-11": "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
    "ie-11-on-windows-10": "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
    "chrome-60": f"{_WINDOWS} Chrome/60.0.3112.113 Safari/537.36",
    "chrome-49-on-windows-xp": f"Mozilla/5.0 (Windows NT 5.1) {_WEBKIT} Chrome/49.0.2623.112 Safari/537.36",
    "edge-18": f"{_WINDOWS} Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763",
    "firefox-52": "Mozilla/5.0 (X11; Linux x86_64; rv:52.0) Gecko/20100101 Firefox/52.0",
    "safari-12": f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_6) {_APPLE} Version/12.1.2 Safari/605.1.15",
    "iphone-ios-12": f"Mozilla/5.0 (iPhone; CPU iPhone OS 12_5_7 like Mac OS X) {_APPLE}"
    " Version/12.1.2 Mobile/15E148 Safari/604.1",
    "facebook-on-android": f"Mozilla/5.0 (Linux; Android 10; SM-A505F; wv) {_WEBKIT} Version/4.0"
    " Chrome/80.0.3987.99 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/260.0.0.42.118;]",
    # Nobody of these gets a banner. The current ones have versions that no data knows yet, so that they stay current.
    "chrome-current": f"{_WINDOWS} Chrome/999.0.0.0 Safari/537.36",
    "firefox-current": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:999.0) Gecko/20100101 Firefox/999.0",
    "safari-current": f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_APPLE} Version/99.0 Safari/605.1.15",
    "iphone-current": f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) {_APPLE}"
    " Version/99.0 Mobile/15E148 Safari/604.1",
    "googlebot": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "curl": "curl/8.14.1",
}

VISITORS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        name: MappingProxyType({"User-Agent": user_agent, "Accept": _HTML, "Accept-Language": "en"})
        for name, user_agent in _USER_AGENTS.items()
    }
)
"""Request headers by a visitor's name: "ie-11", "chrome-60", "chrome-current", "googlebot" ... They ask for a page, in
English."""

_START = re.compile(r"""<div id=["']?bb["']?[ >]""")
_DIV = re.compile(r"<(/?)div\b")


def banner_in(page: str | bytes) -> str | None:
    """The banner's HTML in a page, or None. ``page``: the response's body."""
    text = page.decode("utf-8", "replace") if isinstance(page, bytes) else page
    start = _START.search(text)
    if start is None:
        return None
    depth = 0
    for tag in _DIV.finditer(text, start.start()):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return text[start.start() : text.index(">", tag.end()) + 1]
    return text[start.start() :]
