"""A pytest plugin for other projects' test suites: puts ``BannerMiddleware`` between their test clients and their apps.

:mod:`tests.frameworks.run` starts a suite with it, in the suite's own folder. It is one file that imports nothing of
ours but the package, since those suites have a ``tests`` of their own. Settings come from the environment:

- ``BETWEEN_SUITE``: the suite's name, which says what to patch.
- ``BETWEEN_USER_AGENT``: who asks, as far as the middleware sees; the app gets its client's own header back. Empty: the
  suite runs alone.
- ``BETWEEN_PAGES``: "1" to make a page of each answer that is a 200, inside of the middleware, and the answer again
  outside, so that the suite's own assertions judge what the banner did to it.
- ``BETWEEN_PLACE``: "innermost" or "outermost" (Starlette).
- ``BETWEEN_REPORT``: the file that gets the outcomes, as JSON.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

import pytest
from _pytest import monkeypatch as pytest_monkeypatch

from browserbanner import BrowserBanner, asgi, wsgi

USER_AGENT = os.environ.get("BETWEEN_USER_AGENT", "")
PAGES = os.environ.get("BETWEEN_PAGES") == "1"
ENGINE = BrowserBanner()

# A page around any answer: the banner goes in behind <body>, and the comment says where the answer begins.
HEAD = b"<!doctype html><title>Page</title><body>"
MARK = b"<!-- the answer begins here -->"
BANNER = b"<div id=bb "
counts = {"pages": 0, "banners": 0}

Header = tuple[str, str]


def as_page(status: int, method: str, headers: list[Header]) -> list[Header] | None:
    """The headers of the page that is made of an answer; None: it stays as it is."""
    names = {name.lower() for name, _ in headers}
    if not PAGES or status != 200 or method != "GET" or "content-encoding" in names:
        return None
    page = []
    for name, value in headers:
        if name.lower() == "content-length":
            page.append(("x-between-length", value))
            value = str(int(value) + len(HEAD + MARK))
        if name.lower() == "content-type":
            page.append(("x-between-type", value))
        else:
            page.append((name, value))
    counts["pages"] += 1
    return [*page, ("content-type", "text/html; charset=utf-8"), ("x-between", "page")]


class Answer:
    """The answer that a page was made of: its headers again, and its body without what stands before."""

    def __init__(self, headers: list[Header]) -> None:
        given = {name.lower(): value for name, value in headers}
        self.is_page = given.pop("x-between", "") == "page"
        self._length = given.get("content-length")
        self._original_length = given.get("x-between-length")
        self.headers = headers if not self.is_page else list(self._original(headers))
        self._head = b""
        self._dropped = 0
        self._sent = 0
        self._waiting = self.is_page

    def _original(self, headers: list[Header]) -> Iterator[Header]:
        for name, value in headers:
            match name.lower():
                case "x-between-length":
                    yield "Content-Length", value
                case "x-between-type":
                    yield "Content-Type", value
                case "content-length" | "content-type" | "x-between":
                    pass
                case _:
                    yield name, value

    def part(self, data: bytes) -> bytes:
        if self._waiting:
            self._head += data
            before, mark, data = self._head.partition(MARK)
            if not mark:
                return b""
            self._waiting = False
            self._dropped = len(before) + len(mark)
            assert before == HEAD or before.startswith(HEAD + BANNER), "what stands before the banner was changed"
            assert before.count(BANNER) <= 1, "more than one banner"
            counts["banners"] += before != HEAD
        self._sent += len(data)
        return data

    def end(self) -> None:
        if self.is_page and not self._waiting and self._length is not None:
            assert int(self._length) == self._dropped + self._sent, "the page is not as long as its Content-Length"


# -- ASGI --------------------------------------------------------------------------------------------------------------

Send = Callable[[Any], Awaitable[None]]


def _decoded(headers: Iterable[tuple[bytes, bytes]]) -> list[Header]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]


def _encoded(headers: list[Header]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def with_user_agent(headers: Iterable[Any], user_agent: bytes | None) -> list[Any]:
    """The same headers with another user agent; pairs that can be iterated once stay so (Falcon's client sends such)."""
    changed: list[Any] = []
    for header in headers:
        pair = tuple(header)
        if pair[0].lower() != b"user-agent":
            changed.append(iter(pair) if hasattr(header, "__next__") else header)
    return changed if user_agent is None else [*changed, (b"user-agent", user_agent)]


def own_user_agent(headers: Iterable[Any]) -> tuple[bytes | None, list[Any]]:
    """The client's own user agent, and the headers again."""
    pairs = [(tuple(header), hasattr(header, "__next__")) for header in headers]
    own = next((value for (name, value), _ in pairs if name.lower() == b"user-agent"), None)
    return own, [iter(pair) if once else pair for pair, once in pairs]


def asgi_between(app: Any) -> Any:
    """The app behind the middleware, as this run's visitor meets it."""

    async def between(scope: Any, receive: Any, send: Send) -> None:
        if scope["type"] != "http" or "headers" not in scope:
            return await asgi.BannerMiddleware(app, banner=ENGINE)(scope, receive, send)
        own, headers = own_user_agent(scope["headers"])
        scope["headers"] = with_user_agent(headers, USER_AGENT.encode())

        async def inside(scope: Any, receive: Any, send: Send) -> None:
            scope["headers"] = with_user_agent(scope["headers"], own)
            await app(scope, receive, _making_pages(send, scope["method"]))

        return await asgi.BannerMiddleware(inside, banner=ENGINE)(scope, receive, _making_answers(send))

    return between


def _making_pages(send: Send, method: str) -> Send:
    before = b""

    async def sending(message: Any) -> None:
        nonlocal before
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ()))
            page = as_page(message["status"], method, _decoded(headers))
            before = HEAD + MARK if page else b""
            message = {**message, "headers": headers if page is None else _encoded(page)}
        elif message["type"] == "http.response.body" and before:
            message = {**message, "body": before + message.get("body", b"")}
            before = b""
        await send(message)

    return sending if PAGES else send


def _making_answers(send: Send) -> Send:
    answer = Answer([])

    async def sending(message: Any) -> None:
        nonlocal answer
        if message["type"] == "http.response.start":
            answer = Answer(_decoded(message.get("headers", ())))
            if answer.is_page:
                message = {**message, "headers": _encoded(answer.headers)}
        elif message["type"] == "http.response.body" and answer.is_page:
            body, more = answer.part(message.get("body", b"")), message.get("more_body", False)
            if not more:
                answer.end()
            elif not body:
                return
            message = {**message, "body": body}
        await send(message)

    return sending if PAGES else send


# -- WSGI --------------------------------------------------------------------------------------------------------------


class Body:
    """A body whose parts are changed on their way; it is closed as the app's own."""

    def __init__(self, body: Iterable[bytes], parts: Iterator[bytes]) -> None:
        self._body, self._parts = body, parts

    def __iter__(self) -> Iterator[bytes]:
        return self._parts

    def close(self) -> None:
        if hasattr(self._body, "close"):
            self._body.close()


def wsgi_between(app: Any) -> Any:
    """The app behind the middleware, as this run's visitor meets it."""

    def between(environ: Any, start_response: Any) -> Iterable[bytes]:
        own = environ.get("HTTP_USER_AGENT")
        environ["HTTP_USER_AGENT"] = USER_AGENT

        def inside(environ: Any, start_response: Any) -> Iterable[bytes]:
            environ.pop("HTTP_USER_AGENT")
            if own is not None:
                environ["HTTP_USER_AGENT"] = own
            return _page_of(app, environ, start_response) if PAGES else app(environ, start_response)

        middleware = wsgi.BannerMiddleware(inside, banner=ENGINE)
        return _answer_of(middleware, environ, start_response) if PAGES else middleware(environ, start_response)

    return between


def _page_of(app: Any, environ: Any, start_response: Any) -> Iterable[bytes]:
    before = b""

    def starting(status: str, headers: Any, exc_info: Any = None) -> Any:
        nonlocal before
        headers = list(headers)
        page = as_page(int(status[:3]), environ.get("REQUEST_METHOD", ""), headers)
        before = HEAD + MARK if page else b""
        write = start_response(status, page or headers, *([exc_info] if exc_info else []))
        return lambda data: write(taken() + data)

    def taken() -> bytes:
        nonlocal before
        part, before = before, b""
        return part

    body = app(environ, starting)

    def parts() -> Iterator[bytes]:
        for part in body:
            yield taken() + part if before else part  # Werkzeug tests apps that yield text, too
        if before:
            yield taken()

    return list(parts()) if isinstance(body, list) else Body(body, parts())


def _answer_of(app: Any, environ: Any, start_response: Any) -> Iterable[bytes]:
    answer = Answer([])

    def starting(status: str, headers: list[Header], exc_info: Any = None) -> Any:
        nonlocal answer
        answer = Answer(headers)
        write = start_response(status, answer.headers, *([exc_info] if exc_info else []))
        return lambda data: write(answer.part(data))

    body = app(environ, starting)

    def parts() -> Iterator[bytes]:
        for part in body:
            if (left := answer.part(part)) or not answer.is_page:
                yield left
        answer.end()

    return list(parts()) if isinstance(body, list) else Body(body, parts())


# -- what is patched in each framework ---------------------------------------------------------------------------------


def patch_starlette() -> None:
    from starlette import testclient
    from starlette.applications import Starlette
    from starlette.middleware import Middleware

    def outermost(init: Any) -> Any:
        @functools.wraps(init)
        def patched(self: Any, app: Any, *given: Any, **more: Any) -> None:
            init(self, asgi_between(app), *given, **more)

        return patched

    def innermost(build: Any) -> Any:
        @functools.wraps(build)
        def patched(self: Starlette) -> Any:
            own = self.user_middleware
            self.user_middleware = [*own, Middleware(asgi_between)]
            try:
                return build(self)
            finally:
                self.user_middleware = own

        return patched

    if os.environ.get("BETWEEN_PLACE") == "innermost":
        Starlette.build_middleware_stack = innermost(Starlette.build_middleware_stack)  # type: ignore[method-assign]
    else:
        transport: Any = testclient._TestClientTransport
        transport.__init__ = outermost(transport.__init__)


def patch_werkzeug() -> None:
    """Flask's client is Werkzeug's."""
    from werkzeug import test

    run = test.run_wsgi_app

    @functools.wraps(run)
    def patched(app: Any, environ: Any, buffered: bool = False) -> Any:
        return run(wsgi_between(app), environ, buffered)

    test.run_wsgi_app = patched


def patch_falcon() -> None:
    import falcon.asgi

    over_wsgi: Any = falcon.App.__call__
    over_asgi: Any = falcon.asgi.App.__call__

    # Falcon's client counts the parameters to know one protocol from the other.
    def call_wsgi(self: Any, environ: Any, start_response: Any) -> Any:
        return wsgi_between(functools.partial(over_wsgi, self))(environ, start_response)

    async def call_asgi(self: Any, scope: Any, receive: Any, send: Any) -> None:
        await asgi_between(functools.partial(over_asgi, self))(scope, receive, send)

    falcon.App.__call__ = call_wsgi  # type: ignore[method-assign, assignment]
    falcon.asgi.App.__call__ = call_asgi  # type: ignore[method-assign]


PATCHES = {
    "starlette": patch_starlette,
    "flask": patch_werkzeug,
    "werkzeug": patch_werkzeug,
    "falcon": patch_falcon,
}

# -- pytest ------------------------------------------------------------------------------------------------------------

outcomes: dict[str, str] = {}


def pytest_configure(config: pytest.Config) -> None:
    # Flask's suite is for a pytest whose name for "no value" is this one.
    if not hasattr(pytest_monkeypatch, "notset"):
        pytest_monkeypatch.notset = pytest_monkeypatch.NOTSET  # type: ignore[attr-defined]
    if USER_AGENT:
        ENGINE.warm_up()  # else the first app to start waits for it, and Falcon's tests count the event loop's turns
        PATCHES[os.environ["BETWEEN_SUITE"]]()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test has failed if any of its phases has."""
    if report.outcome != "passed" or report.when == "call":
        outcomes.setdefault(report.nodeid, report.outcome)
    if report.failed:
        outcomes[report.nodeid] = "failed"


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        outcomes[report.nodeid] = "failed"


def pytest_sessionfinish() -> None:
    with open(os.environ["BETWEEN_REPORT"], "w", encoding="utf-8") as file:
        json.dump({"outcomes": outcomes, **counts}, file)
