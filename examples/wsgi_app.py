"""Any WSGI app with the banner: ``python examples/wsgi_app.py``, then http://127.0.0.1:8000/?browserbanner=outdated"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from browserbanner import BrowserBanner
from browserbanner.wsgi import BannerMiddleware

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

bb = BrowserBanner(policy="baseline widely available", debug=True)

PAGE = b"<!DOCTYPE html><title>WSGI</title><body><h1>Hello from WSGI</h1>"


def site(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(PAGE)))])
    return [PAGE]


app = BannerMiddleware(site, banner=bb)

if __name__ == "__main__":
    from wsgiref.simple_server import make_server

    with make_server("127.0.0.1", int(os.environ.get("PORT", "8000")), app) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()
