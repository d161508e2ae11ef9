"""Starlette with the banner: ``python examples/starlette_app.py``, then open http://127.0.0.1:8000/?browserbanner=outdated

`browserbanner demo` serves a whole site that is built like this.
"""

import os

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware

# At module level: a bad option stops the process here. Starlette makes middleware lazily, and would answer 500 instead.
bb = BrowserBanner(policy="baseline widely available", debug=True)


async def home(request: Request) -> HTMLResponse:
    return HTMLResponse("<!DOCTYPE html><title>Starlette</title><body><h1>Hello from Starlette</h1>")


app = Starlette(routes=[Route("/", home)], middleware=[Middleware(BannerMiddleware, banner=bb)])

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=int(os.environ.get("PORT", "8000")))
