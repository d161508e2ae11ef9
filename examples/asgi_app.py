"""Any ASGI app with the banner: ``python examples/asgi_app.py``, then http://127.0.0.1:8000/?browserbanner=outdated"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

bb = BrowserBanner(policy="baseline widely available", debug=True)

PAGE = b"<!DOCTYPE html><title>ASGI</title><body><h1>Hello from ASGI</h1>"


async def site(scope: Scope, receive: Receive, send: Send) -> None:
    assert scope["type"] == "http"
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"%d" % len(PAGE))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": PAGE})


app = BannerMiddleware(site, banner=bb)

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, lifespan="off", port=int(os.environ.get("PORT", "8000")))
