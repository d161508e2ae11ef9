"""What an outdated visitor is to get: the page of the server without the middleware, with the banner at its place."""

from __future__ import annotations

import re

from browserbanner import BrowserBanner
from tests.servers.cases import Case
from tests.visitors import IE

_engine = BrowserBanner()
#: A reference to a character beyond ASCII.
_REFERENCE = re.compile(rb"&#(\d{3,});")


def banner_for(case: Case) -> bytes:
    """The banner's HTML, as the engine makes it for this request."""
    path, _, query = case.path.partition("?")
    nonce = "abc123" if path == "/policy" else None
    banner = _engine.banner_for([("user-agent", IE), *case.headers], path=path, query=query, nonce=nonce)
    assert banner is not None
    return banner.html


def carries_banner(got: bytes, page: bytes, case: Case) -> bool:
    """Whether ``got`` is ``page``, byte for byte, with the banner at its place, and nothing but ``page`` if none belongs
    there. The banner's letters may be UTF-8 or references, by what the page is in."""
    if case.after is None:
        return got == page
    before, after, rest = page.partition(case.after)
    assert after
    start = before + after
    inserted = got[len(start) : len(got) - len(rest)]
    return got == start + inserted + rest and _letters(inserted) == _letters(banner_for(case))


def _letters(html: bytes) -> bytes:
    return _REFERENCE.sub(lambda found: chr(int(found[1])).encode(), html)


def unconditional(case: Case) -> Case:
    """The request that the app is to see: a page with a banner is never the browser's old copy."""
    if case.after is None:
        return case
    return case._replace(headers=tuple(field for field in case.headers if field[0] != "If-None-Match"))
