"""A server that takes what an ASGI app sends, and apps that send what they are told to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from browserbanner import asgi
from tests.injection.drivers import Request, asgi_scope

PAGE = b"<!doctype html><title>News</title><body>Hello"
START: dict[str, Any] = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/html"), (b"etag", b'"a"')],
}

Runner = Callable[[Any], Any]


class Server:
    """Takes what is sent; fails at the n-th message, if told so."""

    def __init__(self, fails_at: int | None = None) -> None:
        self.messages: list[Any] = []
        self.fails_at = fails_at

    async def send(self, message: Any) -> None:
        if len(self.messages) == self.fails_at:
            raise OSError("the client is gone")
        self.messages.append(message)

    async def receive(self) -> Any:
        return {"type": "http.disconnect"}

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages)

    @property
    def kinds(self) -> list[str]:
        return [message["type"].removeprefix("http.response.") for message in self.messages]


def sends(*messages: Any) -> asgi.App:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        for message in messages:
            await send(message)

    return app


def serve(run: Runner, app: asgi.App, scope: Any = None, server: Server | None = None) -> Server:
    server = server or Server()

    async def main() -> None:
        await app(asgi_scope(Request()) if scope is None else scope, server.receive, server.send)

    run(main)
    return server


def body(data: bytes, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": data, "more_body": more}
