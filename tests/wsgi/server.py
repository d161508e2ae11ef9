"""A server as PEP 3333 has it, and apps for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from browserbanner.request import Headers
from tests.injection.drivers import Request, wsgi_environ

PAGE = b"<!doctype html><title>News</title><body>Hello"
HTML = ("Content-Type", "text/html")
HEADERS = [HTML, ("ETag", '"a"')]

App = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Server:
    """A server as PEP 3333 has it: heads are sent with the first bytes; later heads are refused, or raise what they bring."""

    def __init__(self) -> None:
        self.head: tuple[str, list[tuple[str, str]]] | None = None
        self.sent: list[bytes] = []
        self.log: list[str] = []

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        self.log.append(f"start {status}")
        try:
            if exc_info is not None and self.sent:
                raise exc_info[1].with_traceback(exc_info[2])
            assert exc_info is not None or self.head is None, "start_response was called twice"
        finally:
            exc_info = None
        self.head = (status, headers)
        return self.write

    def write(self, data: bytes) -> None:
        assert self.head is not None, "write before start_response"
        self.log.append(f"write {len(data)}")
        if data:
            self.sent.append(data)

    def serve(self, app: App, request: Request | None = None) -> Server:
        blocks = app(wsgi_environ(request or Request()), self.start_response)
        try:
            for block in blocks:
                assert self.head is not None, "a block before start_response"
                self.write(block)
        finally:
            close = getattr(blocks, "close", None)
            if close is not None:
                close()
        return self

    @property
    def body(self) -> bytes:
        return b"".join(self.sent)

    def header(self, name: str) -> str | None:
        assert self.head is not None
        return Headers(self.head[1]).get(name)


def answers(blocks: Callable[[], Iterable[bytes]], headers: list[tuple[str, str]] = HEADERS) -> App:
    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", list(headers))
        return blocks()

    return app


def lazily(*blocks: bytes) -> App:
    """An app that is a generator: it calls start_response when its first block is asked for."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", list(HEADERS))
        yield from blocks

    return app


class Blocks:
    """An iterable of every inconvenience: counts, and notes its close."""

    def __init__(self, *blocks: bytes) -> None:
        self.blocks = iter(blocks)
        self.asked = self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        self.asked += 1
        return next(self.blocks)

    def close(self) -> None:
        self.closed += 1
