"""Bottle with the banner: ``python examples/bottle_app.py``, then http://127.0.0.1:8000/?browserbanner=outdated"""

import os

from bottle import Bottle, run

from browserbanner import BrowserBanner
from browserbanner.wsgi import BannerMiddleware

bb = BrowserBanner(policy="baseline widely available", debug=True)

site = Bottle()


@site.route("/")  # type: ignore[untyped-decorator]  # Bottle has no types
def home() -> str:
    return "<!DOCTYPE html><title>Bottle</title><body><h1>Hello from Bottle</h1>"


app = BannerMiddleware(site, banner=bb)

if __name__ == "__main__":
    run(app, port=int(os.environ.get("PORT", "8000")))
