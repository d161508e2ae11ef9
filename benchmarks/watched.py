"""A FastAPI app behind the middleware, in a server that says how long its event loop stood still."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware

site = FastAPI()
site.add_middleware(BannerMiddleware, banner=BrowserBanner())


@site.get("/", response_class=HTMLResponse)
async def page() -> str:
    return "<!doctype html><title>Hello</title><body>Hello"


@site.get("/data")
async def data() -> dict[str, str]:
    return {"hello": "world"}


class Watched:
    """Answers ``/longest`` itself: the longest time between two turns of the event loop since it was asked last, in
    seconds of the process's own time on a processor. What else the machine does is not in it; what another thread does
    with Python's lock is."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.longest = self.last = 0.0
        self.loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope.get("path") != "/longest":
            await self.app(scope, receive, send)
            return
        said = str(self.longest).encode()
        self.longest, self.last = 0.0, time.process_time()
        if self.loop is None:
            self.loop = asyncio.get_running_loop()
            self._turn()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": said})

    def _turn(self) -> None:
        now = time.process_time()
        self.longest, self.last = max(self.longest, now - self.last), now
        assert self.loop is not None
        self.loop.call_soon(self._turn)


app = Watched(site)
