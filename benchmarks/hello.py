"""The least of an app, for a server to be started with: bare, behind the middleware, and behind the least of one."""

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


class Reference:
    """Finds the header, and looks it up."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.known: dict[bytes, bool] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            for name, value in scope["headers"]:
                if name == b"user-agent":
                    self.known.get(value)
                    break
        await self.app(scope, receive, send)


reference = Reference(bare)
ours = BannerMiddleware(bare, banner=BrowserBanner())
