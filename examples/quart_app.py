"""Quart with the banner: ``python examples/quart_app.py``, then http://127.0.0.1:8000/?browserbanner=outdated"""

import os

from quart import Quart

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware

bb = BrowserBanner(policy="baseline widely available", debug=True)

app = Quart(__name__)
app.asgi_app = BannerMiddleware(app.asgi_app, banner=bb)  # type: ignore[method-assign]


@app.route("/")
async def home() -> str:
    return "<!DOCTYPE html><title>Quart</title><body><h1>Hello from Quart</h1>"


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=int(os.environ.get("PORT", "8000")))
