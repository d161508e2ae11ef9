"""One app, described once, served over ASGI (asyncio, trio) and WSGI with the middleware in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple
from wsgiref.validate import validator

import trio

from browserbanner import BrowserBanner, asgi, wsgi
from tests.visitors import IE

Fields = Sequence[tuple[str, str]]


class Request(NamedTuple):
    method: str = "GET"
    path: str = "/article"
    query: str = ""
    headers: Fields = ()
    user_agent: str | None = IE
    body: bytes = b""
    root_path: str = ""

    def fields(self) -> list[tuple[str, str]]:
        return [("host", "example.org"), *([("user-agent", self.user_agent)] if self.user_agent else []), *self.headers]


class Page(NamedTuple):
    """What the app answers. ``chunks`` are sent one by one. ``iterator``: its headers can be read once only."""

    chunks: Sequence[bytes]
    status: int = 200
    headers: Fields = (("content-type", "text/html; charset=utf-8"),)
    streamed: bool = False
    iterator: bool = False


class Reply(NamedTuple):
    """What the server got."""

    status: int
    headers: list[tuple[str, str]]
    chunks: list[bytes]
    seen: dict[str, str]
    """The request's headers as the app saw them."""

    @property
    def body(self) -> bytes:
        return b"".join(self.chunks)

    def header(self, name: str) -> str | None:
        values = [value for key, value in self.headers if key.lower() == name]
        return ", ".join(values) if values else None


class Driver(NamedTuple):
    serve: Callable[[BrowserBanner | None, Page, Request], Reply]
    shows_the_end: bool = True
    """Whether the middleware can see that a piece of the body is the last: a validator's iterator hides it."""

    def __call__(self, banner: BrowserBanner | None, page: Page, request: Request) -> Reply:
        return self.serve(banner, page, request)


def _asgi_app(page: Page, seen: dict[str, str]) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.update((name.decode(), value.decode("latin-1")) for name, value in scope["headers"])
        headers: Iterable[Any] = [(name.encode(), value.encode()) for name, value in page.headers]
        headers = iter(headers) if page.iterator else headers
        await send({"type": "http.response.start", "status": page.status, "headers": headers})
        last = len(page.chunks) - 1
        for index, chunk in enumerate(page.chunks):
            await send({"type": "http.response.body", "body": chunk, "more_body": page.streamed or index < last})
        if page.streamed or not page.chunks:
            await send({"type": "http.response.body"})

    return app


def _drive_asgi(run: Callable[[Any], object]) -> Driver:
    def drive(banner: BrowserBanner | None, page: Page, request: Request) -> Reply:
        messages: list[Any] = []
        seen: dict[str, str] = {}
        app = _asgi_app(page, seen)
        if banner is not None:
            app = asgi.BannerMiddleware(app, banner=banner)

        async def send(message: Any) -> None:
            messages.append(message)

        async def receive() -> Any:
            return {"type": "http.request", "body": request.body, "more_body": False}

        async def main() -> None:
            await app(asgi_scope(request), receive, send)

        run(main)
        assert messages[0]["type"] == "http.response.start"
        bodies = messages[1:]
        assert all(message["type"] == "http.response.body" for message in bodies)
        assert [message.get("more_body", False) for message in bodies] == [True] * (len(bodies) - 1) + [False]
        headers = [(name.decode(), value.decode()) for name, value in messages[0]["headers"]]
        return Reply(messages[0]["status"], headers, [message.get("body", b"") for message in bodies], seen)

    return Driver(drive)


def asgi_scope(request: Request) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.5"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": request.root_path + request.path,
        "raw_path": (request.root_path + request.path).encode(),
        "root_path": request.root_path,
        "query_string": request.query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in request.fields()],
        "client": ("127.0.0.1", 4242),
        "server": ("127.0.0.1", 80),
    }


def wsgi_environ(request: Request) -> dict[str, Any]:
    import io
    import sys

    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": request.root_path,
        "PATH_INFO": request.path,
        "QUERY_STRING": request.query,
        "SERVER_NAME": "example.org",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if request.body:
        environ["CONTENT_LENGTH"] = str(len(request.body))
    for name, value in request.fields():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else "HTTP_" + key] = value
    return environ


_PHRASES = {200: "OK", 204: "No Content", 206: "Partial Content", 304: "Not Modified", 404: "Not Found"}


def _wsgi_app(page: Page, seen: dict[str, str]) -> Any:
    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        for key, value in environ.items():
            if key.startswith("HTTP_"):
                seen[key[5:].replace("_", "-").lower()] = value
        headers = iter(page.headers) if page.iterator else list(page.headers)
        start_response(f"{page.status} {_PHRASES.get(page.status, 'Some')}", headers)
        return iter(page.chunks) if page.streamed else list(page.chunks)

    return app


def _drive_wsgi(validated: bool) -> Driver:
    def drive(banner: BrowserBanner | None, page: Page, request: Request) -> Reply:
        seen: dict[str, str] = {}
        app = _wsgi_app(page, seen)
        # The validator demands a Content-Type, except where it forbids one, and a list.
        typed = any(name.lower() == "content-type" for name, _ in page.headers)
        judged = validated and not page.iterator and typed != (page.status in (204, 304))
        if judged:
            app = validator(app)
        if banner is not None:
            app = wsgi.BannerMiddleware(app, banner=banner)
        if judged:
            app = validator(app)
        heads: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Any:
            heads.append((status, headers))
            return lambda data: None

        result = app(wsgi_environ(request), start_response)
        try:
            chunks = list(result)
        finally:
            if hasattr(result, "close"):
                result.close()
        ((status, headers),) = heads
        return Reply(int(status[:3]), list(headers), chunks, seen)

    return Driver(drive, shows_the_end=not validated)


DRIVERS: dict[str, Driver] = {
    "asgi-asyncio": _drive_asgi(lambda main: asyncio.run(main())),
    "asgi-trio": _drive_asgi(trio.run),
    "wsgi": _drive_wsgi(validated=False),
    "wsgi-validated": _drive_wsgi(validated=True),
}
