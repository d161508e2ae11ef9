"""FastAPI with the banner: ``python examples/fastapi_app.py``, then http://127.0.0.1:8000/?browserbanner=outdated"""

import os

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware

# At module level: a bad option stops the process here. FastAPI makes middleware lazily, and would answer 500 instead.
bb = BrowserBanner(policy="baseline widely available", debug=True)

app = FastAPI()
app.add_middleware(BannerMiddleware, banner=bb)


@app.get("/", response_class=HTMLResponse)
async def home() -> str:
    return "<!DOCTYPE html><title>FastAPI</title><body><h1>Hello from FastAPI</h1>"


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=int(os.environ.get("PORT", "8000")))
