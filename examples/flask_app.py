"""Flask with the banner: ``python examples/flask_app.py``, then http://127.0.0.1:8000/?browserbanner=outdated"""

import os

from flask import Flask

from browserbanner import BrowserBanner
from browserbanner.wsgi import BannerMiddleware

bb = BrowserBanner(policy="baseline widely available", debug=True)

app = Flask(__name__)
app.wsgi_app = BannerMiddleware(app.wsgi_app, banner=bb)  # type: ignore[method-assign]


@app.route("/")
def home() -> str:
    return "<!DOCTYPE html><title>Flask</title><body><h1>Hello from Flask</h1>"


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", "8000")))
