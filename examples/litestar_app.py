"""Litestar with the banner: ``python examples/litestar_app.py``, then http://127.0.0.1:8000/?browserbanner=outdated

The plugin registers ``DefineMiddleware(BannerMiddleware, banner=bb)`` and a route for the middleware's own addresses:
for a path that has no route Litestar calls no middleware.
"""

import os

from litestar import Litestar, MediaType, get

from browserbanner import BrowserBanner
from browserbanner.integrations.litestar import BannerPlugin

bb = BrowserBanner(policy="baseline widely available", debug=True)


@get("/", media_type=MediaType.HTML, sync_to_thread=False)
def home() -> str:
    return "<!DOCTYPE html><title>Litestar</title><body><h1>Hello from Litestar</h1>"


app = Litestar([home], plugins=[BannerPlugin(bb)])

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=int(os.environ.get("PORT", "8000")))
