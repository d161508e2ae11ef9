"""ASGI: a whole app on Starlette, under its test client and under uvicorn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asgiref.wsgi import WsgiToAsgi
from fastapi import FastAPI
from flask import Flask
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request as StarletteRequest
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware
from tests.asgi.server import PAGE
from tests.injection.drivers import Request
from tests.visitors import CURRENT, IE


def _starlette(tmp_path: Path) -> Starlette:
    big = b"<!doctype html><title>Big</title><body>" + b"x" * 200_000
    (tmp_path / "page.html").write_bytes(big)

    async def page(request: StarletteRequest) -> Response:
        return HTMLResponse(PAGE + b"x" * 1000, headers={"ETag": '"a"'})

    async def stream(request: StarletteRequest) -> Response:
        return StreamingResponse(iter([PAGE[:17], PAGE[17:], b" and more" * 100]), media_type="text/html")

    async def file(request: StarletteRequest) -> Response:
        return FileResponse(tmp_path / "page.html")

    routes = [Route("/page", page), Route("/stream", stream), Route("/file", file)]
    return Starlette(routes=[*routes, Mount("/sub", routes=routes)])


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("path", ["/page", "/stream", "/file", "/sub/page"])
def test_starlette_pages_get_the_banner_inside_of_its_compression(
    banner: BrowserBanner, tmp_path: Path, path: str, backend: Any
) -> None:
    app = _starlette(tmp_path)
    app.user_middleware = [Middleware(GZipMiddleware), Middleware(BannerMiddleware, banner=banner)]
    with TestClient(app, backend=backend) as client:
        old = client.get(path, headers={"User-Agent": IE})
        new = client.get(path, headers={"User-Agent": CURRENT})
    given = banner.banner_for(Request(headers=[("accept", "*/*")]).fields(), path=path)
    assert given is not None
    assert old.content == new.content.replace(b"<body>", b"<body>" + given.html)
    assert old.headers["content-encoding"] == new.headers["content-encoding"] == "gzip"
    assert old.headers["cache-control"] == "private, no-cache"
    assert "etag" not in old.headers
    assert "last-modified" not in old.headers


def test_uvicorn_on_h11_has_no_complaint(
    banner: BrowserBanner, html: bytes, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """h11 refuses a body that is longer or shorter than its Content-Length."""
    import http.client
    import threading
    import time

    import uvicorn

    app = BannerMiddleware(_starlette(tmp_path), banner=banner)
    server = uvicorn.Server(uvicorn.Config(app, port=0, http="h11", log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        client = http.client.HTTPConnection("127.0.0.1", server.servers[0].sockets[0].getsockname()[1], timeout=30)
        for user_agent in (IE, CURRENT) * 2:
            for path in ("/page", "/stream", "/file", "/none", "/_browserbanner/none"):
                for method in ("GET", "HEAD"):
                    client.request(method, path, headers={"User-Agent": user_agent, "Accept": "text/html"})
                    answer = client.getresponse()
                    body = answer.read()
                    assert (b"id=bb" in body) == (
                        method == "GET" and user_agent == IE and path in ("/page", "/stream", "/file")
                    )
                    if method == "GET" and path != "/stream":
                        assert answer.headers["content-length"] == str(len(body))
        client.close()
    finally:
        server.should_exit = True
        thread.join()
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []


def test_starlette_sees_the_same_for_current_visitors(banner: BrowserBanner, tmp_path: Path) -> None:
    bare = TestClient(_starlette(tmp_path), headers={"User-Agent": CURRENT})
    ours = TestClient(BannerMiddleware(_starlette(tmp_path), banner=banner), headers={"User-Agent": CURRENT})
    for path in ("/page", "/stream", "/file", "/none"):
        without, with_it = bare.get(path), ours.get(path)
        assert with_it.content == without.content
        assert with_it.headers.raw == without.headers.raw


def test_asgiref_s_wrapper_of_a_wsgi_app_inside_of_it_has_nothing_to_say() -> None:
    """It warned that our send was no async function, and where warnings are errors there was no response."""
    flask_app = Flask(__name__)

    @flask_app.route("/article")
    def article() -> str:
        return "<!doctype html><body>Hello"

    wrapped: Any = WsgiToAsgi(flask_app)  # type: ignore[no-untyped-call]
    client = TestClient(BannerMiddleware(wrapped, banner=BrowserBanner()))
    reply = client.get("/article", headers={"User-Agent": IE, "Accept": "text/html"})
    assert reply.status_code == 200
    assert reply.content.startswith(b"<!doctype html><body><div id=bb ")


class RouteLabel:
    """What starlette_exporter and OpenTelemetry do: they read scope["route"] after the app has answered."""

    def __init__(self, app: ASGIApp, seen: list[Any]) -> None:
        self.app, self.seen = app, seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)
        if scope["type"] == "http":
            self.seen.append((scope["route"].path, scope["state"]["user"]))


@pytest.mark.parametrize("user_agent", [IE, CURRENT])
@pytest.mark.parametrize("expose", [True, False])
def test_a_middleware_further_out_reads_the_route_that_fastapi_has_found(user_agent: str, expose: bool) -> None:
    """It raised KeyError for Internet Explorer, and with ``expose`` for everybody: a 500 instead of a page."""
    seen: list[Any] = []
    app = FastAPI()

    @app.get("/article/{name}", response_class=HTMLResponse)
    def article(request: StarletteRequest, name: str) -> str:
        request.state.user = "olena"
        return "<!doctype html><body>Hello"

    app.add_middleware(BannerMiddleware, banner=BrowserBanner(expose=expose))
    app.add_middleware(RouteLabel, seen=seen)
    reply = TestClient(app).get("/article/a", headers={"User-Agent": user_agent, "Accept": "text/html"})
    assert reply.status_code == 200
    assert seen == [("/article/{name}", "olena")]
