"""ASGI: a whole app on Starlette, under its test client and under uvicorn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request as StarletteRequest
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

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
