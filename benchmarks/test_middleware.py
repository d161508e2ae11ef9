"""The middleware around an app, without a server: what a whole request takes, beside the same without it.

Run with `make bench`. What it asserts is compared within one run, by turns, and by the fastest round, since machines are
noisy.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

import flask
import pytest
import ua_parser
from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from benchmarks.figures import at_least, at_most
from benchmarks.limits import fastest_call
from benchmarks.requests import Asgi, Wsgi, environs, scopes
from benchmarks.traffic import mixes
from browserbanner import BrowserBanner, asgi, wsgi
from tests.visitors import BANNER, CURRENT, IE

BATCH = 200
ROUNDS = 61


@pytest.fixture(scope="module")
def bb() -> BrowserBanner:
    made = BrowserBanner()
    made.warm_up()
    return made


# -- what passes ---------------------------------------------------------------------------------------------------------


class AsgiReference:
    """The least that such a middleware can do: find the header, look it up."""

    def __init__(self, app: Any, look_up: Callable[[bytes], object]) -> None:
        self.app = app
        self.look_up = look_up

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            for name, value in scope["headers"]:
                if name == b"user-agent":
                    self.look_up(value)
                    break
        await self.app(scope, receive, send)


class WsgiReference:
    def __init__(self, app: Any, look_up: Callable[[str], object]) -> None:
        self.app = app
        self.look_up = look_up

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.look_up(environ.get("HTTP_USER_AGENT", ""))
        return self.app(environ, start_response)


class StarletteReference(BaseHTTPMiddleware):
    """The same, as Starlette's own base class has people write it."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        request.headers.get("user-agent")
        return await call_next(request)


START = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]}
BODY = {"type": "http.response.body", "body": b"<!doctype html><body>Hello"}
LEAST = "a middleware that finds the header and looks it up in a dict"


async def asgi_app(scope: Any, receive: Any, send: Any) -> None:
    await send(START)
    await send(BODY)


def wsgi_app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b"<!doctype html><body>Hello"]


def test_a_current_visitor_passes_over_asgi(bb: BrowserBanner) -> None:
    apps = asgi.BannerMiddleware(asgi_app, banner=bb), AsgiReference(asgi_app, {CURRENT.encode(): 1}.get), asgi_app
    ours, least, bare = _fastest(apps, Asgi, scopes, [CURRENT] * BATCH, rounds=300)
    at_most(1.5, (ours - bare) / (least - bare), "A current visitor, ASGI: over the app alone", LEAST)


def test_a_current_visitor_passes_over_wsgi(bb: BrowserBanner) -> None:
    apps = wsgi.BannerMiddleware(wsgi_app, banner=bb), WsgiReference(wsgi_app, {CURRENT: 1}.get), wsgi_app
    ours, least, bare = _fastest(apps, Wsgi, environs, [CURRENT] * BATCH, rounds=300)
    at_most(2.2, (ours - bare) / (least - bare), "A current visitor, WSGI: over the app alone", LEAST)


def _fastest(apps: Iterable[Any], caller: Any, requests: Any, user_agents: list[str], rounds: int) -> list[float]:
    callers = [caller(app) for app in apps]
    return fastest_call(*(lambda caller=caller: (caller, requests(user_agents)) for caller in callers), rounds=rounds)


def test_a_hundredth_of_starlettes_base_class(bb: BrowserBanner) -> None:
    import asyncio

    async def seconds(app: Any) -> float:
        call, requests = Asgi(app), scopes([CURRENT] * BATCH)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        for scope in requests:
            await app(scope, None, call._send)
        return (loop.time() - begun) / BATCH

    apps = asgi_app, asgi.BannerMiddleware(asgi_app, banner=bb), StarletteReference(asgi_app)
    rounds = [[asyncio.run(seconds(app)) for app in apps] for _ in range(15)]
    bare, ours, theirs = (min(column) for column in zip(*rounds, strict=True))
    beside = "the same in Starlette's `BaseHTTPMiddleware`"
    at_least(100, (theirs - bare) / (ours - bare), "A current visitor, ASGI: over the app alone", beside, "times less")


@pytest.mark.parametrize(("named", "least"), [(True, 0.85), (False, 0.5)])
def test_95_known_and_5_never_seen_pass(named: bool, least: float) -> None:
    """As requests are judged. New models and builds of known browsers are what a site meets every day. Where half of the
    strangers are programs, the fallback reads 2.5 % of all requests whole, the device and the system too, while the peer
    looks for the browser's name alone. Under a policy that nobody is outdated by, since a banner is measured below."""
    bb = BrowserBanner(policy={"ie": 2})
    bb.warm_up()
    parse = functools.lru_cache(2048)(ua_parser.parse_user_agent)
    reference = AsgiReference(asgi_app, lambda raw: parse(raw.decode("latin-1")))
    apps = asgi.BannerMiddleware(asgi_app, banner=bb), reference, asgi_app
    callers = [(Asgi(app), mixes(500, named=named)) for app in apps]
    ours, theirs, bare = fastest_call(
        *(lambda caller=caller, mix=mix: (caller, scopes(next(mix))) for caller, mix in callers),
        rounds=160,
    )
    what = "95 % known user agents, 5 % never seen"
    what += ": new models and builds" if named else ", half of these for the fallback"
    beside = "`lru_cache(2048)(ua_parser.parse_user_agent)` in the least middleware, its resolver in Rust"
    at_least(least, (theirs - bare) / (ours - bare), f"{what} (ASGI, over the app alone)", beside, "times as fast")


# -- whole requests ------------------------------------------------------------------------------------------------------

#: 50 KB, with the head of an ordinary site.
PAGE = (
    '<!doctype html>\n<html lang="uk">\n<head>\n<meta charset="utf-8">\n<title>The Lakeside Gazette</title>\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    + '<meta property="og:title" content="The old observatory opens its doors">\n' * 6
    + '<link rel="stylesheet" href="/static/site.css">\n' * 4
    + '<script>document.documentElement.className += " js"</script>\n<script src="/static/site.js" defer></script>\n'
    '<style>body { margin: 0 }</style>\n</head>\n<body class="front">\n'
)
PAGE += "<p>The old observatory opens its doors again.</p>\n" * ((50_000 - len(PAGE)) // 50)


async def starlette_page(request: Request) -> HTMLResponse:
    return HTMLResponse(PAGE)


def flask_page(article: str) -> str:
    return PAGE


def frameworks(bb: BrowserBanner) -> dict[str, tuple[Any, Any, tuple[Any, Any]]]:
    """Starlette and Flask: who calls them, with what, and the app with the middleware and without."""
    bare = Starlette(routes=[Route("/about", starlette_page), Route("/news/{article:path}", starlette_page)])
    plain = flask.Flask(__name__)
    plain.add_url_rule("/about", "about", lambda: PAGE)
    plain.add_url_rule("/news/<path:article>", "article", flask_page)
    return {
        "Starlette": (Asgi, scopes, (asgi.BannerMiddleware(bare, banner=bb), bare)),
        "Flask": (Wsgi, environs, (wsgi.BannerMiddleware(plain, banner=bb), plain)),
    }


@pytest.mark.parametrize("name", ["Starlette", "Flask"])
def test_a_current_visitors_request(bb: BrowserBanner, name: str) -> None:
    caller, requests, apps = frameworks(bb)[name]
    ours, bare = _fastest(apps, caller, requests, [CURRENT] * BATCH, ROUNDS)
    what = f"A current visitor's page of 50 KB, {name}'s router, without a server"
    at_most(1.1, ours / bare, what, "the same without the middleware")


#: In requests of the app alone, since machines differ: what version 0.1 (3e511aa) took over that, as this file measured
#: it (105 and 130 µs), and what 60 µs more are on the same machine.
FIRST_VERSION = {"Starlette": (6.9, 3.9), "Flask": (1.72, 0.79)}


@pytest.mark.parametrize("name", FIRST_VERSION)
def test_an_outdated_visitors_page(bb: BrowserBanner, name: str) -> None:
    caller, requests, apps = frameworks(bb)[name]
    calls = [caller(app) for app in apps]
    for call in calls:
        call(requests([IE])[0])
    assert [BANNER in b"".join([call.body] if isinstance(call.body, bytes) else call.body) for call in calls] == [
        True,
        False,
    ]
    ours, bare = _fastest(apps, caller, requests, [IE] * 4, 500)
    before, more = FIRST_VERSION[name]
    what = f"An outdated visitor's page of 50 KB, {name}: over the app alone"
    at_most(before + more, (ours - bare) / bare, what, "a request of the app alone")
