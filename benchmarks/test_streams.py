"""Pages of a megabyte for an outdated visitor: over uvicorn, beside the same without the middleware, and in memory.

Run with `make bench`.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import socket
import time
import tracemalloc
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any, Literal

import pytest
import uvicorn

from benchmarks.figures import at_most
from benchmarks.requests import scopes
from browserbanner import BrowserBanner, asgi
from tests.visitors import IE

WHO = ("bare", "ours")

CHUNKS = [b"<!doctype html><title>Big</title><body>" + b"x" * (65536 - 39), *[b"x" * 65536] * 15]
BIG_START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/html"), (b"content-length", b"1048576")],
}


async def big_app(scope: Any, receive: Any, send: Any) -> None:
    await send(BIG_START)
    for chunk in CHUNKS:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def _keep_to_one_processor() -> None:
    """Server and client by turns: side by side they hide behind each other, differently each time."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _serve(who: str, http: Literal["h11", "httptools"], say_port: Connection) -> None:
    """A process with uvicorn in it."""
    _keep_to_one_processor()
    listening = socket.create_server(("127.0.0.1", 0))
    say_port.send(listening.getsockname()[1])
    app = asgi.BannerMiddleware(big_app, banner=BrowserBanner()) if who == "ours" else big_app
    config = uvicorn.Config(app, log_level="error", lifespan="off", access_log=False, http=http)
    uvicorn.Server(config).run(sockets=[listening])


@pytest.fixture
def clients(request: pytest.FixtureRequest) -> Iterator[list[socket.socket]]:
    """Connections to servers of the same app: without the middleware and with it."""
    context = multiprocessing.get_context("spawn")
    processes = []
    connections = []
    processors = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    try:
        for who in WHO:
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(who, request.param, theirs), daemon=True)
            process.start()
            processes.append(process)
            connections.append(socket.create_connection(("127.0.0.1", ours.recv()), timeout=30))
        _keep_to_one_processor()
        yield connections
    finally:
        if processors is not None:
            os.sched_setaffinity(0, processors)
        for connection in connections:
            connection.close()
        for process in processes:
            process.terminate()
            process.join()


def _get(client: socket.socket, user_agent: str) -> int:
    """One request on a kept connection; the length of the answer's body."""
    client.sendall(f"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: {user_agent}\r\nAccept: text/html\r\n\r\n".encode())
    got = bytearray()
    while b"\r\n\r\n" not in got:
        got += client.recv(65536)
    head, _, rest = bytes(got).partition(b"\r\n\r\n")
    length = int(next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))[15:])
    missing = length - len(rest)
    while missing:
        missing -= len(client.recv(min(missing, 1 << 20)))
    return length


#: Beside no middleware. h11 is what uvicorn brings, httptools what its extra "standard" does: that sends the same in three
#: quarters of the time. In an app that only sends, and a client that only reads, there is nothing beside which the work for
#: a banner would be little.
LIMIT = {"h11": 1.4, "httptools": 1.5}


@pytest.mark.parametrize(("clients", "http"), [(http, http) for http in LIMIT], indirect=["clients"], ids=LIMIT)
def test_a_megabyte_for_an_outdated_visitor_over_uvicorn(clients: list[socket.socket], http: str) -> None:
    bare, ours = clients
    assert _get(bare, IE) == 1 << 20 < _get(ours, IE)
    seconds: dict[socket.socket, list[float]] = {client: [] for client in clients}
    for turn in range(600):
        for client in clients if turn % 2 else reversed(clients):
            begun = time.perf_counter()
            _get(client, IE)
            seconds[client].append(time.perf_counter() - begun)
    # The fastest quarter, since other work on the machine only ever adds.
    without, with_it = (sum(sorted(seconds[client])[:150]) / 150 for client in clients)
    what = f"An outdated visitor's page of 1 MB in 64 KiB chunks, uvicorn with {http}"
    at_most(LIMIT[http], with_it / without, what, "the same without the middleware")


@pytest.mark.parametrize("chunks", [16, 256])
def test_memory_does_not_grow_with_the_page(chunks: int) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(BIG_START)
        for _ in range(chunks):
            await send({"type": "http.response.body", "body": bytes(65536), "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        return None

    async def visit() -> None:
        await ours(scopes([IE])[0], None, send)

    ours = asgi.BannerMiddleware(app, banner=BrowserBanner())
    asyncio.run(visit())
    tracemalloc.start()
    asyncio.run(visit())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    at_most(1, peak / 1024**2, "An outdated visitor's page of 1 or 16 MB, in memory", unit="MiB")
