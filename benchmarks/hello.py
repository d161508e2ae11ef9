"""The least of an app, for a server to be started with: bare, and behind the middleware."""

from __future__ import annotations

from typing import Any

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware

_PAGE = b"<!doctype html><title>Hello</title><body>Hello"
_START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/html"), (b"content-length", b"%d" % len(_PAGE))],
}
_BODY = {"type": "http.response.body", "body": _PAGE}


async def bare(scope: Any, receive: Any, send: Any) -> None:
    await send(_START)
    await send(_BODY)


ours = BannerMiddleware(bare, banner=BrowserBanner())
