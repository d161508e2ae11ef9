"""`make fuzz`: the scanner, the editor and the adapters under atheris (coverage-guided), for a bounded time.

    python -m scripts.fuzz_injection [--seconds 60] [FILE...]

A FILE is an input to run once, such as one that was found before. Each input is a recipe: bytes that choose pieces of
HTML (or are HTML themselves), where to cut them, and the response's headers. What is asserted: any split gives the same
output; without the banner the output is the input; where a banner went in, a spec-complete parser (justhtml) sees it
first in the body, and the same document around it; the adapters never raise, and nothing of ours fails. A finding stops
the run, and its input is kept in the working directory: it becomes a test.
"""

from __future__ import annotations

import argparse
import logging
import sys
from typing import Any

import atheris

from browserbanner.events import LOGGER
from tests.injection.insertion import Inserted

with atheris.instrument_imports(include=["browserbanner.injection"]):
    import browserbanner.injection.editor
    import browserbanner.injection.request
    import browserbanner.injection.response
    import browserbanner.injection.scanner  # noqa: F401

from browserbanner import BrowserBanner, asgi, wsgi
from browserbanner.injection import Editor, HeaderList
from tests.injection.drivers import Request, asgi_scope, wsgi_environ
from tests.injection.oracle import BANNER, complaint
from tests.injection.test_scanner import STARTS, TOKENS, point_in
from tests.visitors import IE

HEADERS = [
    (b"content-type", b"text/html"), (b"content-type", b"text/html; charset=utf-16"), (b"Content-Length", b"5"),
    (b"content-length", b"-1"), (b"cache-control", b"no-transform"), (b"Vary", b"*"), (b"vary", b""), (b"ETag", b""),
    (b"content-encoding", b"gzip"), (b"content-disposition", b"attachment"), (b"CDN-Cache-Control", b"a"),
]  # fmt: skip


class _Loud(BrowserBanner):
    """An engine that hides no failure."""

    def log_failure(self, where: str) -> None:
        raise SystemExit(f"{where}: {sys.exc_info()[1]!r}")


def document_of(recipe: atheris.FuzzedDataProvider) -> bytes:
    parts = [STARTS[recipe.ConsumeIntInRange(0, len(STARTS) - 1)]]
    for _ in range(recipe.ConsumeIntInRange(0, 24)):
        choice = recipe.ConsumeIntInRange(0, len(TOKENS))
        parts.append(TOKENS[choice] if choice < len(TOKENS) else recipe.ConsumeBytes(recipe.ConsumeIntInRange(0, 12)))
    return b"".join(parts)


def check(data: bytes, banner: BrowserBanner) -> None:
    recipe = atheris.FuzzedDataProvider(data)
    document = document_of(recipe)
    cuts = sorted(recipe.ConsumeIntInRange(0, len(document)) for _ in range(recipe.ConsumeIntInRange(0, 6)))
    for place in ("top", "marker"):
        point = point_in(document, place=place)
        assert point_in(document, cuts, place) == point, "a split changed the point"
        assert point_in(document, range(1, len(document)), place) == point, "byte by byte the point is another"
        if place == "top" and point is not None and b"---!>" not in document:  # which justhtml 3.16 misreads
            found = complaint(document, point)
            assert found is None, found
    pieces = [document[start:end] for start, end in zip([0, *cuts], [*cuts, len(document)], strict=True)]
    head: HeaderList = [HEADERS[0]]
    head += [HEADERS[recipe.ConsumeIntInRange(0, len(HEADERS) - 1)] for _ in range(recipe.ConsumeIntInRange(0, 3))]
    _check_editor(document, pieces, head)
    _check_adapters(document, pieces, head, banner)


def _check_editor(document: bytes, pieces: list[bytes], head: HeaderList) -> None:
    class Fails(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise SystemExit(record.getMessage())

    LOGGER.handlers = [Fails(logging.ERROR)]
    editor = Editor(Inserted(BANNER, b""))
    heads = [editor.start(200, head)]
    outputs = [editor.feed(piece, True) for piece in pieces]
    outputs.append(editor.feed(b"", False))
    heads += [output.headers for output in outputs]
    assert sum(sent is not None for sent in heads) == 1, "the head went out once"
    body = b"".join(output.body for output in outputs)
    point = point_in(document)
    expected = {document, *([document[:point] + BANNER + document[point:]] if point is not None else [])}
    assert body in expected, "the output is another document"


def _check_adapters(document: bytes, pieces: list[bytes], head: HeaderList, banner: BrowserBanner) -> None:
    given = banner.banner_for(Request().fields(), path="/article")
    assert given is not None
    sent = bytearray()

    async def asgi_app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": head})
        for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body"})

    async def send(message: Any) -> None:
        sent.extend(message.get("body", b""))

    async def receive() -> Any:
        raise AssertionError("nobody asks for the body")

    def wsgi_app(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [(name.decode(), value.decode()) for name, value in head])
        yield from pieces

    request = Request(user_agent=IE)
    try:
        asgi.BannerMiddleware(asgi_app, banner=banner)(asgi_scope(request), receive, send).send(None)
        raise AssertionError("it waits")
    except StopIteration:
        pass
    blocks = wsgi.BannerMiddleware(wsgi_app, banner=banner)(wsgi_environ(request), lambda *head: lambda data: None)
    for body in (bytes(sent), b"".join(blocks)):
        without = body.replace(given.html, b"", 1) if given.html in body else body.replace(given.bare_html, b"", 1)
        assert without == document, "the app's own bytes are not all there"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("files", nargs="*")
    given = arguments.parse_args()
    banner = _Loud()
    options = given.files or [f"-max_total_time={given.seconds}", "-max_len=256", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options], lambda data: check(data, banner))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
