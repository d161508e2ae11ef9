"""What the tests of a site's options share: a page, whether it got a banner, and what the app saw."""

from __future__ import annotations

import asyncio
from typing import Any

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware
from browserbanner.wsgi import BannerMiddleware as WsgiMiddleware
from tests.injection.drivers import Driver, Page, Request, asgi_scope, wsgi_environ

PAGE = Page([b"<!doctype html><title>News</title><body>", b"Hello"])


def shown(drive: Driver, bb: BrowserBanner, **request: Any) -> bool:
    reply = drive(bb, PAGE, Request(**request))
    banners = reply.body.count(b"id=bb ")
    assert banners <= 1
    if not banners:
        assert reply._replace(seen={}) == drive(None, PAGE, Request(**request))._replace(seen={})
    return banners == 1


def ask_asgi(bb: BrowserBanner, request: Request) -> tuple[Any, Any]:
    """The scope that the app saw, and the server's."""
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope)

    scope = asgi_scope(request)
    asyncio.run(BannerMiddleware(app, banner=bb)(scope, None, None))
    return seen[0], scope


def ask_wsgi(bb: BrowserBanner, request: Request) -> tuple[Any, Any]:
    seen: list[Any] = []

    def app(environ: Any, start_response: Any) -> list[bytes]:
        seen.append(environ)
        return []

    environ = wsgi_environ(request)
    WsgiMiddleware(app, banner=bb)(environ, lambda *given: lambda data: None)
    return seen[0], environ
