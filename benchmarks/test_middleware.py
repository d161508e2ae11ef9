"""The middleware around an app: current visitors beside a bare reference, outdated ones beside no middleware, over uvicorn too.

Run with `make bench`. What it asserts is compared within one run, by turns, and by the fastest round, since machines are noisy.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from typing import Any, Literal

import pytest
import uvicorn
from pytest_benchmark.fixture import BenchmarkFixture
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response

from benchmarks.figures import at_least, at_most
from browserbanner import BrowserBanner, asgi, wsgi
from tests.visitors import CURRENT, IE

# As a browser behind a proxy sends them: the user agent is the fifth of fourteen.
FIELDS = (
    ("host", "example.org"),
    ("x-forwarded-for", "192.0.2.7"),
    ("x-forwarded-proto", "https"),
    ("connection", "keep-alive"),
    ("user-agent", CURRENT),
    ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("accept-language", "uk,en;q=0.8"),
    ("accept-encoding", "gzip, deflate, br"),
    ("cookie", "session=0123456789abcdef"),
    ("upgrade-insecure-requests", "1"),
    ("sec-fetch-dest", "document"),
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-site", "none"),
    ("priority", "u=0, i"),
)
BATCH = 200


@pytest.fixture(scope="module")
def bb() -> BrowserBanner:
    return BrowserBanner()


class AsgiReference:
    """The least that such a middleware can do: find the header, look it up."""

    def __init__(self, app: asgi.App) -> None:
        self.app = app
        self.known = {CURRENT.encode(): False}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            for name, value in scope["headers"]:
                if name == b"user-agent":
                    self.known.get(value)
                    break
        await self.app(scope, receive, send)


class StarletteReference(BaseHTTPMiddleware):
    """The same, as Starlette's own base class has people write it."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        request.headers.get("user-agent")
        return await call_next(request)


class WsgiReference:
    def __init__(self, app: wsgi.App) -> None:
        self.app = app
        self.known = {CURRENT: False}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.known.get(environ.get("HTTP_USER_AGENT", ""))
        return self.app(environ, start_response)


START = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]}
BODY = {"type": "http.response.body", "body": b"<!doctype html><body>Hello"}


async def asgi_app(scope: Any, receive: Any, send: Any) -> None:
    await send(START)
    await send(BODY)


def wsgi_app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b"<!doctype html><body>Hello"]


async def _send(message: Any) -> None:
    return None


async def _receive() -> Any:
    return {"type": "http.request", "body": b"", "more_body": False}


def _scopes() -> list[dict[str, Any]]:
    """Requests with strings of their own, as a server makes them: the hash of a string seen before is known."""
    return [
        {
            "type": "http",
            "method": "GET",
            "path": "/news/2026/11/an-article",
            "root_path": "",
            "query_string": b"",
            "scheme": "https",
            "headers": [(name.encode(), bytes(bytearray(value, "latin-1"))) for name, value in FIELDS],
        }
        for _ in range(BATCH)
    ]


def _environs() -> list[dict[str, Any]]:
    return [
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/news/2026/11/an-article",
            "SCRIPT_NAME": "",
            **{
                "HTTP_" + name.upper().replace("-", "_"): bytearray(value, "latin-1").decode() for name, value in FIELDS
            },
        }
        for _ in range(BATCH)
    ]


def _call_asgi(app: Any, scopes: list[dict[str, Any]]) -> None:
    """Without an event loop: none of these ever waits."""
    for scope in scopes:
        try:
            app(scope, _receive, _send).send(None)
        except StopIteration:
            continue
        raise AssertionError("it waits")


def _call_wsgi(app: Any, environs: list[dict[str, Any]]) -> None:
    for environ in environs:
        app(environ, _start_response)


def _start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
    return None


def _fastest(make: Callable[[], Any], *calls: Callable[[Any], object], rounds: int = 300) -> list[float]:
    """The least seconds for one request of each, taken by turns on fresh requests."""
    best = [float("inf")] * len(calls)
    for _ in range(rounds):
        for index, call in enumerate(calls):
            requests = make()
            begun = time.perf_counter()
            call(requests)
            best[index] = min(best[index], time.perf_counter() - begun)
    return [seconds / BATCH for seconds in best]


# -- current visitors --------------------------------------------------------------------------------------------------


@pytest.mark.benchmark(group=f"ASGI, a current visitor, {BATCH} requests")
@pytest.mark.parametrize("who", ["no middleware", "reference", "browserbanner"])
def test_asgi(benchmark: BenchmarkFixture, bb: BrowserBanner, who: str) -> None:
    apps: dict[str, Any] = {
        "no middleware": asgi_app,
        "reference": AsgiReference(asgi_app),
        "browserbanner": asgi.BannerMiddleware(asgi_app, banner=bb),
    }
    benchmark.pedantic(lambda scopes: _call_asgi(apps[who], scopes), setup=lambda: ((_scopes(),), {}), rounds=60)  # type: ignore[no-untyped-call]


@pytest.mark.benchmark(group=f"WSGI, a current visitor, {BATCH} requests")
@pytest.mark.parametrize("who", ["no middleware", "reference", "browserbanner"])
def test_wsgi(benchmark: BenchmarkFixture, bb: BrowserBanner, who: str) -> None:
    apps: dict[str, Any] = {
        "no middleware": wsgi_app,
        "reference": WsgiReference(wsgi_app),
        "browserbanner": wsgi.BannerMiddleware(wsgi_app, banner=bb),
    }
    benchmark.pedantic(lambda environs: _call_wsgi(apps[who], environs), setup=lambda: ((_environs(),), {}), rounds=60)  # type: ignore[no-untyped-call]


def _costs_within_1_5_times(protocol: str, inputs: Any, call: Any, ours: Any, reference: Any, app: Any) -> None:
    own, least, bare = _fastest(inputs, *(functools.partial(call, each) for each in (ours, reference, app)))
    what = f"A current visitor, {protocol}, over the app alone"
    at_most(1.5, (own - bare) / (least - bare), what, "a middleware that finds the header and looks it up in a dict")


def test_asgi_costs_a_current_visitor_within_1_5_times_the_reference(bb: BrowserBanner) -> None:
    ours, reference = asgi.BannerMiddleware(asgi_app, banner=bb), AsgiReference(asgi_app)
    _costs_within_1_5_times("ASGI", _scopes, _call_asgi, ours, reference, asgi_app)


def test_wsgi_costs_a_current_visitor_within_1_5_times_the_reference(bb: BrowserBanner) -> None:
    ours, reference = wsgi.BannerMiddleware(wsgi_app, banner=bb), WsgiReference(wsgi_app)
    _costs_within_1_5_times("WSGI", _environs, _call_wsgi, ours, reference, wsgi_app)


def test_asgi_costs_a_current_visitor_a_hundredth_of_starlettes_base_class(bb: BrowserBanner) -> None:
    import asyncio

    ours, theirs = asgi.BannerMiddleware(asgi_app, banner=bb), StarletteReference(asgi_app)

    async def timed(app: Any) -> float:
        best = float("inf")
        for _ in range(15):
            scopes = _scopes()
            begun = time.perf_counter()
            for scope in scopes:
                await app(scope, _receive, _send)
            best = min(best, time.perf_counter() - begun)
        return best / BATCH

    bare, own, base = (asyncio.run(timed(app)) for app in (asgi_app, ours, theirs))
    what, beside = "A current visitor, ASGI, over the app alone", "the same in Starlette's `BaseHTTPMiddleware`"
    at_least(100, (base - bare) / (own - bare), what, beside, "times less")


# -- outdated visitors, over uvicorn -----------------------------------------------------------------------------------

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


class BigReference:
    """The least that there is to do for an outdated visitor: a known banner in a known place, and three headers."""

    def __init__(self, app: asgi.App, banner: bytes) -> None:
        self.app = app
        self.banner = banner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        banner = self.banner

        async def edited(message: Any) -> None:
            nonlocal banner
            if message["type"] == "http.response.start":
                headers = [pair for pair in message["headers"] if pair[0] != b"content-length"]
                headers.append((b"content-length", b"%d" % (1048576 + len(banner))))
                headers.append((b"cache-control", b"private, no-cache"))
                headers.append((b"vary", b"User-Agent, Accept-Language, Cookie"))
                message = {**message, "headers": headers}
            elif banner:
                body, put_in, banner = message["body"], banner, b""
                message = {**message, "body": b"".join((body[:39], put_in, body[39:]))}
            await send(message)

        await self.app(scope, receive, edited)


def _big_app(who: Literal["bare", "reference", "ours"]) -> Any:
    banner = BrowserBanner()
    if who == "bare":
        return big_app
    if who == "ours":
        return asgi.BannerMiddleware(big_app, banner=banner)
    shown = banner.banner_for({"user-agent": IE})
    assert shown is not None
    return BigReference(big_app, shown.html)


def _keep_to_one_processor() -> None:
    """Server and client by turns: side by side they hide behind each other, differently each time."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _serve(who: Literal["bare", "reference", "ours"], http: Literal["h11", "httptools"], say_port: Connection) -> None:
    """A process with uvicorn in it."""
    _keep_to_one_processor()
    listening = socket.create_server(("127.0.0.1", 0))
    say_port.send(listening.getsockname()[1])
    config = uvicorn.Config(_big_app(who), log_level="error", lifespan="off", access_log=False, http=http)
    uvicorn.Server(config).run(sockets=[listening])


@pytest.fixture
def clients(request: pytest.FixtureRequest) -> Iterator[list[socket.socket]]:
    """Connections to servers of the same app: without a middleware, with the least of one, and with ours."""
    context = multiprocessing.get_context("spawn")
    processes = []
    connections = []
    processors = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    try:
        for who in ("bare", "reference", "ours"):
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
#: quarters of the time. The goal is 1.1, which over h11 is what the least of a middleware takes: in an app that only sends, and
#: a client that only reads, there is nothing beside which the work for a banner would be little.
LIMIT = {"h11": 1.25, "httptools": 1.35}


@pytest.mark.parametrize(("clients", "http"), [(http, http) for http in LIMIT], indirect=["clients"], ids=LIMIT)
def test_a_megabyte_for_an_outdated_visitor_over_uvicorn(clients: list[socket.socket], http: str) -> None:
    bare, reference, ours = clients
    assert _get(bare, IE) == 1 << 20 < _get(reference, IE) <= _get(ours, IE)
    seconds: dict[socket.socket, list[float]] = {client: [] for client in clients}
    for turn in range(600):
        for client in clients if turn % 2 else reversed(clients):
            begun = time.perf_counter()
            _get(client, IE)
            seconds[client].append(time.perf_counter() - begun)
    # The fastest quarter, since other work on the machine only ever adds.
    without, least, with_it = (sum(sorted(seconds[client])[:150]) / 150 for client in clients)
    what = f"An outdated visitor's page of 1 MB in 64 KiB chunks, uvicorn with {http}"
    at_most(LIMIT[http], with_it / without, what, "the same without the middleware")
    at_most(1.3, with_it / least, what, "a known banner put into a known place")


@pytest.mark.parametrize("chunks", [16, 256])
def test_memory_does_not_grow_with_the_page(bb: BrowserBanner, chunks: int) -> None:
    import asyncio
    import tracemalloc

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(BIG_START)
        for _ in range(chunks):
            await send({"type": "http.response.body", "body": bytes(65536), "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    ours = asgi.BannerMiddleware(app, banner=bb)
    scope = {**_scopes()[0], "headers": [(b"user-agent", IE.encode())]}
    asyncio.run(_await(ours, dict(scope)))
    tracemalloc.start()
    asyncio.run(_await(ours, dict(scope)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    at_most(1, peak / 1024**2, "An outdated visitor's page of 1 or 16 MB, in memory", unit="MiB")


async def _await(app: Any, scope: Any) -> None:
    await app(scope, _receive, _send)
