"""Which requests may get a page with a banner, and what of such a request the app is to see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from browserbanner.headers import Headers

# Android's browser and its webviews name their app here, in every request: X-Requested-With: com.android.browser
_ANDROID_APP = re.compile(r"[A-Za-z]\w*(?:\.\w+)+")

# Fields of requests that may be for less than a page; old browsers send none of them.
_SIGNS = frozenset({"sec-fetch-dest", "x-requested-with", "hx-request", "turbo-frame"})

_CODING = frozenset({"accept-encoding"})
_CODING_AND_CONDITIONS = frozenset({"accept-encoding", "if-none-match", "if-modified-since"})


def asks_for_a_page(method: str, headers: Headers) -> bool:
    """Whether a request is for a whole page that its visitor will look at, as far as its headers say.

    Not for parts of a page that scripts ask for (X-Requested-With, htmx, Turbo), nor for frames and subresources (fetch
    metadata, where the browser sends it). Accept is not asked: old Internet Explorers accept ``*/*``. Nor is any method
    but GET and HEAD: closing the banner on a page that answered a form would lose what was sent.
    """
    if method != "GET" and method != "HEAD":
        return False
    if _SIGNS.isdisjoint(headers.names):
        return "text/vnd.turbo-stream.html" not in (headers.get("accept") or "").lower()
    if headers.get("sec-fetch-dest") not in (None, "document"):
        return False
    by = headers.get("x-requested-with")
    if by is not None and _ANDROID_APP.fullmatch(by.strip()) is None:
        return False
    if "hx-request" in headers and (headers.get("hx-boosted") or "").strip().lower() != "true":
        return False
    return "turbo-frame" not in headers and "text/vnd.turbo-stream.html" not in (headers.get("accept") or "").lower()


def without_coding_or_conditions(headers: Headers) -> frozenset[str]:
    """The names (lower case) of the request's headers that the app is not to see, of a visitor who gets a banner.

    Accept-Encoding always: an adapter puts ``identity`` in its place, since without one any coding would do (RFC 9110
    §12.5.3). If-None-Match and If-Modified-Since where the visitor asks for HTML by name: the page with the banner has
    no validators, so they name the browser's copy of the page without it, and a 304 would show that. Pictures and
    style sheets, which old browsers ask for with other Accept headers, keep their 304.
    """
    if "text/html" in (headers.get("accept") or "").lower():
        return _CODING_AND_CONDITIONS
    return _CODING
