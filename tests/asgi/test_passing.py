"""ASGI: who is not concerned passes with the very same objects."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest
from litestar.datastructures import Headers as LitestarHeaders
from starlette.datastructures import Headers as StarletteHeaders

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware
from tests.asgi.server import PAGE, START, Runner, Server, body, sends, serve
from tests.injection.drivers import Request, asgi_scope
from tests.visitors import CURRENT, IE


@pytest.mark.parametrize(
    "scope",
    [
        asgi_scope(Request(user_agent=CURRENT)),
        asgi_scope(Request(user_agent=None)),
        {"type": "lifespan", "asgi": {"version": "3.0"}},
        {**asgi_scope(Request()), "type": "websocket"},
        {**asgi_scope(Request()), "headers": None},
        {"type": "http", "path": "/"},
    ],
    ids=["current", "no user agent", "lifespan", "websocket", "no list of headers", "no headers"],
)
def test_who_is_not_concerned_reaches_the_app_with_the_very_same_objects(
    banner: BrowserBanner, run: Runner, scope: Any
) -> None:
    server = Server()
    got: list[Any] = []

    async def app(*arguments: Any) -> None:
        got.extend(arguments)

    copy = dict(scope)
    receive, send = server.receive, server.send

    async def main() -> None:
        await BannerMiddleware(app, banner=banner)(scope, receive, send)

    run(main)
    assert [id(thing) for thing in got] == [id(scope), id(receive), id(send)]
    assert scope == copy


def test_the_app_of_a_visitor_with_a_banner_sees_a_copy_of_the_scope(banner: BrowserBanner, run: Runner) -> None:
    scope = asgi_scope(Request(headers=[("Accept-Encoding", "gzip")]))
    scope["extensions"] = {"http.response.pathsend": {}, "http.response.trailers": {}}
    before = {**scope, "headers": list(scope["headers"]), "extensions": dict(scope["extensions"])}
    seen: list[Any] = []

    async def app(inner: Any, receive: Any, send: Any) -> None:
        seen.append(inner)
        assert (b"accept-encoding", b"gzip") not in inner["headers"]

    serve(run, BannerMiddleware(app, banner=banner), scope)
    assert scope == before
    assert seen[0]["path"] == scope["path"]


@pytest.mark.parametrize("user_agent", [IE, CURRENT])
def test_what_the_app_writes_into_its_scope_reaches_whoever_is_further_out(
    banner: BrowserBanner, run: Runner, user_agent: str
) -> None:
    """Before the head goes on: an outer middleware labels its metrics by scope["route"] (FastAPI sets it)."""
    scope = asgi_scope(Request(user_agent=user_agent))
    headers = scope["headers"]
    at_head: list[Any] = []

    async def app(inner: Any, receive: Any, send: Any) -> None:
        inner["route"] = "/article/{name}"
        inner.setdefault("state", {})["user"] = "olena"
        await send(START)
        await send(body(PAGE))
        inner["late"] = True

    async def outer(receive: Any, send: Any) -> None:
        async def noted(message: Any) -> None:
            at_head.append((scope.get("route"), scope.get("state")))
            await send(message)

        await BannerMiddleware(app, banner=banner)(scope, receive, noted)

    async def main() -> None:
        server = Server()
        await outer(server.receive, server.send)

    run(main)
    assert at_head[0] == ("/article/{name}", {"user": "olena"})
    assert scope["late"]
    assert scope["headers"] is headers
    assert "browserbanner.edited" not in scope


@pytest.mark.parametrize("user_agent", [IE, CURRENT])
def test_what_others_write_into_the_scope_meanwhile_stays_and_what_the_app_deletes_is_gone(
    banner: BrowserBanner, run: Runner, user_agent: str
) -> None:
    """Everything that the app saw was written back, old values too: Starlette's BaseHTTPMiddleware lost its own."""
    scope = asgi_scope(Request(user_agent=user_agent)) | {"phase": "before", "spent": 1, "unused": 2}
    server = Server()

    async def send(message: Any) -> None:
        scope["phase"] = "begun"
        scope.pop("spent", None)
        await server.send(message)

    async def app(inner: Any, receive: Any, send: Any) -> None:
        await send(START)
        del inner["unused"]
        await send(body(PAGE))

    async def main() -> None:
        await BannerMiddleware(app, banner=banner)(scope, server.receive, send)

    run(main)
    assert scope["phase"] == "begun"
    assert not {"spent", "unused"} & scope.keys()


def _replaces(inner: Any) -> None:
    inner["headers"] = [(b"host", b"example.org")]


def _appends(inner: Any) -> None:
    inner["headers"].append((b"x-request-id", b"7"))


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize(
    "reads",
    [
        pytest.param(lambda inner: StarletteHeaders(scope=inner), id="Starlette, which puts a copy into the scope"),
        pytest.param(LitestarHeaders.from_scope, id="Litestar, which does so too"),
        pytest.param(_replaces, id="replaces them"),
        pytest.param(_appends, id="adds one"),
        pytest.param(lambda inner: inner["extensions"].clear(), id="clears the extensions"),
    ],
)
def test_whoever_is_around_sees_the_visitors_own_headers_and_the_servers_extensions_all_the_time(
    banner: BrowserBanner, run: Runner, reads: Any, fails: bool
) -> None:
    """A receive, a send or a task of a middleware further out looks at the scope while the app is at work."""
    scope = asgi_scope(Request(headers=[("If-None-Match", '"a"'), ("Accept", "text/html")]))
    scope["extensions"] = {"http.response.pathsend": {}, "tls": {}}
    theirs = [*scope["headers"]], {**scope["extensions"]}
    seen: list[Any] = []

    async def app(inner: Any, receive: Any, send: Any) -> None:
        assert b"if-none-match" not in dict(inner["headers"])
        assert inner["extensions"] == {"tls": {}}
        seen.append((scope["headers"], scope["extensions"]))
        reads(inner)
        if fails:
            raise LookupError
        await send(START)
        seen.append((scope["headers"], scope["extensions"]))
        await send(body(PAGE))

    with pytest.raises(LookupError) if fails else nullcontext():
        serve(run, BannerMiddleware(app, banner=banner), scope)
    seen.append((scope["headers"], scope["extensions"]))
    assert seen == [theirs] * len(seen)
    assert "browserbanner.edited" not in scope


def test_an_app_that_looks_for_shortcuts_after_its_response_has_begun_sends_its_file_through_the_editor(
    banner: BrowserBanner, run: Runner
) -> None:
    """As baize's FileResponse does."""
    scope = asgi_scope(Request()) | {"extensions": {"http.response.zerocopysend": {}}}

    async def app(inner: Any, receive: Any, send: Any) -> None:
        await send(START)
        assert "http.response.zerocopysend" not in inner["extensions"]
        await send(body(PAGE))

    serve(run, BannerMiddleware(app, banner=banner), scope)
    assert "http.response.zerocopysend" in scope["extensions"]


@pytest.mark.parametrize("root_path", ["/", "/app/", "/app", ""])
def test_a_mount_path_may_end_in_a_slash(banner: BrowserBanner, run: Runner, root_path: str) -> None:
    mount = root_path.rstrip("/")
    scope = asgi_scope(Request()) | {"root_path": root_path, "path": mount + "/article"}
    page = serve(run, BannerMiddleware(sends(START, body(PAGE)), banner=banner), scope).body
    assert f'href="{mount}/_browserbanner/close?kind=outdated&amp;next={mount}/article"'.encode() in page


def test_of_two_user_agents_neither_is_believed(banner: BrowserBanner, run: Runner) -> None:
    """The first alone was judged; WSGI, where they come as one, was silent."""
    for first, second in ((IE, CURRENT), (CURRENT, IE)):
        scope = asgi_scope(Request(user_agent=first))
        scope["headers"] = [*scope["headers"], (b"user-agent", second.encode())]
        assert serve(run, BannerMiddleware(sends(START, body(PAGE)), banner=banner), scope).body == PAGE


@pytest.mark.parametrize("pairs", [list, lambda given: [iter(pair) for pair in given]], ids=["pairs", "iterators"])
@pytest.mark.parametrize("outside", [iter, list])
@pytest.mark.parametrize("user_agent", [IE, CURRENT])
def test_headers_that_can_be_iterated_once_reach_the_app(
    banner: BrowserBanner, run: Runner, html: bytes, user_agent: str, outside: Any, pairs: Any
) -> None:
    """Falcon's test client sends such a scope. The look at the user agent used them up."""
    scope = asgi_scope(Request(user_agent=user_agent))
    given = list(scope["headers"])
    scope["headers"] = outside(pairs(given))
    seen: list[Any] = []

    async def app(inner: Any, receive: Any, send: Any) -> None:
        seen.extend(tuple(pair) for pair in inner["headers"])
        await sends(START, body(PAGE))(inner, receive, send)

    served = serve(run, BannerMiddleware(app, banner=banner), scope)
    assert [pair for pair in seen if pair[0] != b"accept-encoding"] == given
    assert (html in served.body) is (user_agent == IE)
