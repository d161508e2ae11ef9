"""ASGI: who is not concerned passes with the very same objects."""

from __future__ import annotations

from typing import Any

import pytest

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
        inner["added"] = True

    serve(run, BannerMiddleware(app, banner=banner), scope)
    assert scope == before
    assert seen[0]["path"] == scope["path"]


def test_only_current_browsers_are_remembered_and_only_so_many(run: Runner, html: bytes) -> None:
    app = BannerMiddleware(sends(START, body(PAGE)), cache_size=2)
    current = [CURRENT.replace("999", str(version)) for version in (990, 991, 992, 993)]
    for _ in range(2):
        for user_agent in (*current, IE, "a stranger/1.0"):
            served = serve(run, app, asgi_scope(Request(user_agent=user_agent))).body
            assert (html in served) is (user_agent == IE)
            assert len(app._passing) <= 2
            assert app._passing <= {each.encode() for each in current}
