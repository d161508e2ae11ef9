"""Pyramid with the banner: ``python examples/pyramid_app.py``, then http://127.0.0.1:8000/?browserbanner=outdated"""

import os

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response

from browserbanner import BrowserBanner
from browserbanner.wsgi import BannerMiddleware

bb = BrowserBanner(policy="baseline widely available", debug=True)


def home(request: Request) -> Response:
    return Response("<!DOCTYPE html><title>Pyramid</title><body><h1>Hello from Pyramid</h1>")


def main() -> BannerMiddleware:
    with Configurator() as config:
        config.add_route("home", "/")
        config.add_view(home, route_name="home")
        return BannerMiddleware(config.make_wsgi_app(), banner=bb)


app = main()

if __name__ == "__main__":
    from waitress import serve

    serve(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
