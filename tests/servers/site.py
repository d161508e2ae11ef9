"""A site that answers in every way that a server has to send on: described once, for ASGI and WSGI, bare and behind the
middleware. The servers of ``servers.py`` are started with ``tests.servers.site:bare_asgi`` and the like.
"""

from __future__ import annotations

import gzip
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

import anyio

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware as AsgiMiddleware
from browserbanner.wsgi import BannerMiddleware as WsgiMiddleware

Fields: TypeAlias = tuple[tuple[str, str], ...]

HTML: Fields = (("content-type", "text/html; charset=utf-8"),)
TEXT: Fields = (("content-type", "text/plain; charset=utf-8"),)
DATED = "Tue, 04 Nov 2025 10:00:00 GMT"
TAG = '"5f0c2a91"'

_HEAD = b"<!DOCTYPE html>\n<html lang=en><head><title>The Lakeside Gazette</title></head>\n<body class=front>"
PAGE = (
    _HEAD + b"<h1>News</h1>" + "<p>The old observatory opens its doors — again.</p>".encode() * 40 + b"</body></html>"
)
#: Cut in the midst of tags, of the head above all.
PIECES = (b"", PAGE[:3], PAGE[3:16], PAGE[16:70], PAGE[70:94], PAGE[94:95], PAGE[95:300], b"", PAGE[300:])
MEGABYTE = (_HEAD + b"x" * (65536 - len(_HEAD)), *[b"x" * 65536] * 15)
IMPLIED = b"<!DOCTYPE html><title>No body tag</title>\n<table><tr><td>News</table>"
FRAGMENT = b"<li>One</li><li>Two</li>" * 50
_UTF_16 = PAGE.decode().encode("utf-16")


class Answer(NamedTuple):
    """What the site answers. ``how`` it is sent:

    "whole": at once; "streamed": piece by piece, ``pause`` seconds apart; "written": the same, in WSGI by ``write``;
    "file": ``chunks`` is what it holds, and the server sends it if it can (``http.response.pathsend``,
    ``wsgi.file_wrapper``). ``breaks``: the app raises then, with ``chunks`` None before anything was sent.
    ``trailers``: there are early hints and trailers, where the server can.
    """

    chunks: tuple[bytes, ...] | None = ()
    headers: Fields = HTML
    status: int = 200
    how: Literal["whole", "streamed", "written", "file"] = "whole"
    pause: float = 0.0
    breaks: bool = False
    trailers: bool = False


def _measured(chunks: tuple[bytes, ...], *headers: tuple[str, str], **more: Any) -> Answer:
    return Answer(chunks, (*HTML, ("content-length", str(sum(map(len, chunks)))), *headers), **more)


_KEPT = (("etag", TAG), ("last-modified", DATED), ("cache-control", "public, max-age=60"), ("accept-ranges", "bytes"))
_FILM = bytes(range(256)) * 12288  # 3 MiB
_CODED = gzip.compress(PAGE, mtime=0)

ANSWERS: dict[str, Answer] = {
    "/page": _measured((PAGE,), *_KEPT),
    "/unmeasured": Answer((PAGE,)),
    "/streamed": Answer(PIECES, how="streamed"),
    "/streamed-measured": _measured(PIECES, how="streamed"),
    "/written": Answer(PIECES, how="written"),
    "/megabyte": _measured(MEGABYTE, how="streamed"),
    "/implied": _measured((IMPLIED,)),
    "/fragment": _measured((FRAGMENT,)),
    "/fragment-streamed": Answer((FRAGMENT[:5], FRAGMENT[5:]), how="streamed"),
    "/given-up": Answer((b"<!DOCTYPE html>\n<title>A frameset may follow</title>\n", b"<p>Text"), how="streamed"),
    "/empty-page": _measured((b"",)),
    "/nothing": Answer((), how="streamed"),
    "/policy": _measured((PAGE,), ("content-security-policy", "style-src 'nonce-abc123'; script-src 'self'")),
    "/cookies": _measured((PAGE,), ("set-cookie", "a=1"), ("set-cookie", "b=2"), ("vary", "Accept-Encoding")),
    "/text": Answer((b"plain <body> text",), (*TEXT, ("content-length", "17"))),
    "/data": Answer((b'{"body": "<body>"}',), (("content-type", "application/json"), ("content-length", "18"))),
    "/xhtml": Answer((PAGE,), (("content-type", "application/xhtml+xml"),)),
    "/utf-16": Answer((_UTF_16,), (("content-type", "text/html; charset=utf-16"),)),
    "/coded": _measured((_CODED,), ("content-encoding", "gzip"), ("vary", "Accept-Encoding")),
    "/download": _measured((PAGE,), ("content-disposition", 'attachment; filename="a.html"')),
    "/untransformed": _measured((PAGE,), ("cache-control", "no-transform")),
    "/part": _measured((PAGE[:100],), ("content-range", f"bytes 0-99/{len(PAGE)}"), status=206),
    "/missing": _measured((PAGE,), status=404),
    "/refused": _measured((PAGE,), status=503),
    "/moved": _measured((PAGE,), ("location", "/page"), status=302),
    "/no-content": Answer((), (), 204),
    "/unchanged": Answer((), (("etag", TAG),), 304),
    "/film.bin": Answer(
        (_FILM,), (("content-type", "application/octet-stream"), ("content-length", str(len(_FILM)))), how="file"
    ),
    "/handbook.html": _measured((PAGE + b"<!-- the end -->" * 8192,), ("etag", TAG), how="file"),
    "/broken": Answer(None, breaks=True),
    "/breaks-at-once": Answer((), breaks=True, how="streamed"),
    "/breaks": Answer((PAGE[:300], PAGE[300:400]), breaks=True, how="streamed"),
    "/endless": Answer((PAGE, *[b"<p>And another thing.</p>" * 400] * 100), how="streamed", pause=0.01),
    "/trailed": Answer(PIECES, how="streamed", trailers=True),
    # For the cache in front: what it is told to keep, in all the ways there are.
    "/kept": _measured((PAGE,), *_KEPT),
    "/kept-by-nginx": _measured((PAGE,), ("x-accel-expires", "60")),
    "/kept-until": _measured((PAGE,), ("expires", "Thu, 31 Dec 2037 23:55:55 GMT")),
    # In this order: nginx 1.22 goes by the first of the two.
    "/kept-all-the-same": _measured((PAGE,), ("x-accel-expires", "60"), ("cache-control", "private")),
    "/kept-streamed": Answer(PIECES, (*HTML, ("cache-control", "s-maxage=60")), how="streamed"),
    "/kept-for-a-second": _measured((PAGE,), ("cache-control", "max-age=1"), ("etag", TAG)),
    "/unmarked": _measured((PAGE,)),
    # For a cache that puts pages together (ESI), and is told how long to keep them in the field that says so.
    "/assembled": _measured(
        (PAGE.replace(b"<h1>", b'<esi:include src="/weather"/><h1>'),),
        ("surrogate-control", 'max-age=60, content="ESI/1.0"'),
    ),
    "/weather": _measured((b"<p>Mist on the lake until noon.</p>",), ("cache-control", "max-age=60")),
    "/inside": _measured((PAGE,), ("x-accel-redirect", "/internal/page")),
}


_open = 0  # streamed responses that are under way in this process


@contextmanager
def under_way() -> Iterator[None]:
    global _open
    _open += 1
    try:
        yield
    finally:
        _open -= 1


def answer(method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
    """What the site says to a request; ``headers`` by their names in lower case."""
    if path == "/form" and method == "POST":
        return _measured((PAGE.replace(b"News", body[:100]),))
    if path == "/open":
        return Answer((str(_open).encode(),), TEXT)
    found = ANSWERS.get(path, ANSWERS["/missing"])
    if ("etag", TAG) in found.headers and headers.get("if-none-match") == TAG:
        return ANSWERS["/unchanged"]
    if method == "HEAD":
        return found._replace(chunks=found.chunks and ())
    return found


class Broken(Exception):
    """The app's own failure."""


def _file(path: str, content: tuple[bytes, ...]) -> Path:
    """That file of the site; it lies in the folder that the server was started with."""
    file = Path(os.environ["BROWSERBANNER_SITE"]) / path.lstrip("/")
    if not file.exists():
        part = file.with_name(f"{file.name}.{os.getpid()}.{time.monotonic_ns()}")
        part.write_bytes(b"".join(content))
        part.replace(file)
    return file


# -- ASGI --------------------------------------------------------------------------------------------------------------


async def bare_asgi(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await _live(scope, receive, send)
    elif scope["type"] == "websocket":
        await _echo(receive, send)
    else:
        await _respond(scope, receive, send)


async def _live(scope: Any, receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            scope.get("state", {})["begun"] = True
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def _echo(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "websocket.connect":
            await send({"type": "websocket.accept"})
        elif message["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})
        else:
            return


async def _respond(scope: Any, receive: Any, send: Any) -> None:
    body = b""
    more = scope["method"] == "POST"
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    found = answer(scope["method"], path, headers, body)
    if found.chunks is None:
        raise Broken(path)
    extensions = scope.get("extensions") or {}
    sent_by_server = found.how == "file" and "http.response.pathsend" in extensions and bool(found.chunks)
    fields = [(name.encode(), value.encode()) for name, value in found.headers]
    fields += [(b"x-sent-by", b"pathsend" if sent_by_server else b"app")] if found.how == "file" else []
    fields += [(b"x-begun", b"1")] if scope.get("state", {}).get("begun") else []
    trailers = found.trailers and "http.response.trailers" in extensions
    if found.trailers and "http.response.early_hint" in extensions:
        await send({"type": "http.response.early_hint", "links": [b"</style.css>; rel=preload; as=style"]})
    await send({"type": "http.response.start", "status": found.status, "headers": fields, "trailers": trailers})
    if sent_by_server:
        await send({"type": "http.response.pathsend", "path": str(_file(path, found.chunks))})
        return
    if found.how == "whole" and not found.breaks:
        await send({"type": "http.response.body", "body": b"".join(found.chunks)})
        return
    with under_way():
        for chunk in found.chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await anyio.sleep(found.pause)
        if found.breaks:
            raise Broken(path)
    await send({"type": "http.response.body"})
    if trailers:
        await send({"type": "http.response.trailers", "headers": [(b"x-checksum", b"1")]})


# -- WSGI --------------------------------------------------------------------------------------------------------------

_PHRASES = {200: "OK", 204: "No Content", 206: "Partial Content", 302: "Found", 304: "Not Modified", 404: "Not Found",
            503: "Service Unavailable"}  # fmt: skip


def bare_wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) if method == "POST" else b""
    headers = {name[5:].lower().replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
    found = answer(method, path, headers, body)
    if found.chunks is None:
        raise Broken(path)
    wrapper = environ.get("wsgi.file_wrapper")
    fields = list(found.headers)
    fields += [("x-sent-by", "file_wrapper" if wrapper else "app")] if found.how == "file" else []
    write = start_response(f"{found.status} {_PHRASES[found.status]}", fields)
    if found.how == "file" and found.chunks and wrapper:
        return wrapper(_file(path, found.chunks).open("rb"), 65536)  # type: ignore[no-any-return]
    if found.how == "written":
        for chunk in found.chunks:
            write(chunk)
        return []
    return [b"".join(found.chunks)] if found.how == "whole" and not found.breaks else _blocks(found, path)


def _blocks(found: Answer, path: str) -> Iterator[bytes]:
    with under_way():
        for chunk in found.chunks or ():
            yield chunk
            time.sleep(found.pause)
        if found.breaks:
            raise Broken(path)


# -- with the middleware -----------------------------------------------------------------------------------------------

_banner = BrowserBanner()
asgi = AsgiMiddleware(bare_asgi, banner=_banner)
wsgi = WsgiMiddleware(bare_wsgi, banner=_banner)
