"""What an outdated visitor is to get: the page of the server without the middleware, with the banner at its place."""

from __future__ import annotations

from browserbanner import BrowserBanner
from tests.servers.cases import Case
from tests.visitors import IE

_engine = BrowserBanner()


def banner_for(case: Case) -> bytes:
    """The banner's HTML, as the engine makes it for this request."""
    path, _, query = case.path.partition("?")
    nonce = "abc123" if path == "/policy" else None
    banner = _engine.banner_for([("user-agent", IE), *case.headers], path=path, query=query, nonce=nonce)
    assert banner is not None
    return banner.html


def with_banner(page: bytes, case: Case) -> bytes:
    if case.after is None:
        return page
    before, after, rest = page.partition(case.after)
    assert after
    return before + after + banner_for(case) + rest


def unconditional(case: Case) -> Case:
    """The request that the app is to see: a page with a banner is never the browser's old copy."""
    if case.after is None:
        return case
    return case._replace(headers=tuple(field for field in case.headers if field[0] != "If-None-Match"))
