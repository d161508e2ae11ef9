"""``{{ browser_banner() }}`` in the frameworks that use Jinja: where the template says, and nowhere else besides."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import flask
import jinja2
import pytest
import quart
from litestar import Litestar, get
from litestar.params import FromPath
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template.config import TemplateConfig
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates
from starlette.testclient import TestClient

from browserbanner import BrowserBanner, asgi, wsgi
from browserbanner.integrations.jinja import BannerExtension, browser_banner
from browserbanner.integrations.litestar import BannerPlugin
from tests.visitors import BANNER, CURRENT_VISITOR, OLD_VISITOR

PAGES = {
    "page.html": "<!doctype html><title>News</title><body><h1>Hello</h1>{{ browser_banner() }}<p>News",
    "twice.html": "<!doctype html><body>{{ browser_banner() }}<p>and{{ browser_banner() }}",
    "none.html": "<!doctype html><body><h1>Hello</h1>",
    "nonce.html": '<!doctype html><body>{{ browser_banner(nonce="abc") }}',
    "maybe.html": "<!doctype html><body>{% if false %}{{ browser_banner() }}{% endif %}<p>Hello",
    "macro.html": "{% import 'macros.html' as m with context %}<!doctype html><body><p>{{ m.banner() }}",
    "macros.html": "{% macro banner() %}{{ browser_banner() }}{% endmacro %}",
}


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


Site = Callable[[str, Mapping[str, str], BrowserBanner], Reply]


def flask_site(path: str, headers: Mapping[str, str], bb: BrowserBanner) -> Reply:
    app = flask.Flask(__name__)
    app.jinja_loader = jinja2.DictLoader(PAGES)
    app.jinja_env.add_extension("browserbanner.integrations.jinja.BannerExtension")
    app.wsgi_app = wsgi.BannerMiddleware(app.wsgi_app, banner=bb)  # type: ignore[method-assign]

    @app.route("/<name>")
    def page(name: str) -> str:
        return flask.render_template(name)

    @app.route("/streamed/<name>")
    def streamed(name: str) -> Any:
        return flask.stream_template(name)

    @app.errorhandler(404)
    def missing(error: Exception) -> tuple[str, int]:
        return flask.render_template("page.html"), 404

    @app.after_request
    def cache(response: flask.Response) -> flask.Response:
        response.headers["Cache-Control"] = "public, max-age=60"
        return response

    reply = app.test_client(use_cookies=False).get(path, headers=headers)
    return Reply(reply.status_code, {name.lower(): value for name, value in reply.headers}, reply.data)


def quart_site(path: str, headers: Mapping[str, str], bb: BrowserBanner) -> Reply:
    app = quart.Quart(__name__)
    app.jinja_loader = jinja2.DictLoader(PAGES)
    app.jinja_env.add_extension(BannerExtension)
    app.asgi_app = asgi.BannerMiddleware(app.asgi_app, banner=bb)  # type: ignore[method-assign]

    @app.route("/<name>")
    async def page(name: str) -> str:
        return await quart.render_template(name)

    @app.route("/streamed/<name>")
    async def streamed(name: str) -> Any:
        return await quart.stream_template(name)

    @app.errorhandler(404)
    async def missing(error: Exception) -> tuple[str, int]:
        return await quart.render_template("page.html"), 404

    @app.after_request
    async def cache(response: quart.Response) -> quart.Response:
        response.headers["Cache-Control"] = "public, max-age=60"
        return response

    async def ask() -> Reply:
        reply = await app.test_client().get(path, headers=dict(headers))
        body = await reply.get_data(as_text=False)
        return Reply(reply.status_code, {name.lower(): value for name, value in reply.headers}, body)

    return asyncio.run(ask())


def starlette_site(path: str, headers: Mapping[str, str], bb: BrowserBanner) -> Reply:
    templates = Jinja2Templates(env=jinja2.Environment(loader=jinja2.DictLoader(PAGES), autoescape=True))
    templates.env.globals["browser_banner"] = browser_banner
    public = {"Cache-Control": "public, max-age=60"}

    async def page(request: Request) -> Response:
        return templates.TemplateResponse(request, request.path_params["name"], headers=public)

    async def missing(request: Request, error: Exception) -> Response:
        return templates.TemplateResponse(request, "page.html", status_code=404, headers=public)

    app = Starlette(
        routes=[Route("/{name}", page)],
        middleware=[Middleware(asgi.BannerMiddleware, banner=bb)],
        exception_handlers={404: missing},
    )
    reply = TestClient(app).get(path, headers=dict(headers))
    return Reply(reply.status_code, dict(reply.headers), reply.content)


def litestar_site(path: str, headers: Mapping[str, str], bb: BrowserBanner) -> Reply:
    engine = JinjaTemplateEngine.from_environment(
        jinja2.Environment(loader=jinja2.DictLoader(PAGES), autoescape=True, extensions=[BannerExtension])
    )

    @get("/{name:str}", sync_to_thread=False)
    def page(name: FromPath[str]) -> Template:
        return Template(name, headers={"Cache-Control": "public, max-age=60"})

    app = Litestar(
        [page], plugins=[BannerPlugin(bb)], template_config=TemplateConfig(instance=engine), logging_config=None
    )
    reply = TestClient(app).get(path, headers=dict(headers))  # type: ignore[arg-type]
    return Reply(reply.status_code, dict(reply.headers), reply.content)


SITES: dict[str, Site] = {
    "flask": flask_site,
    "quart": quart_site,
    "starlette": starlette_site,
    "litestar": litestar_site,
}


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> Site:
    return SITES[request.param]


@pytest.fixture(scope="module")
def bb() -> BrowserBanner:
    return BrowserBanner()


def is_private(reply: Reply) -> bool:
    return reply.headers["cache-control"] == "private, no-cache" and "User-Agent" in reply.headers["vary"]


def test_the_banner_stands_where_the_template_says_and_nowhere_else(site: Site, bb: BrowserBanner) -> None:
    reply = site("/page.html", OLD_VISITOR, bb)
    assert reply.body.count(BANNER) == 1
    assert b"<h1>Hello</h1>" + BANNER in reply.body
    assert b"&lt;" not in reply.body.partition(BANNER)[2][:200]
    assert is_private(reply)
    assert reply.headers["content-length"] == str(len(reply.body))


def test_a_current_visitor_sees_nothing_of_it(site: Site, bb: BrowserBanner) -> None:
    reply = site("/page.html", CURRENT_VISITOR, bb)
    assert reply.body == PAGES["page.html"].replace("{{ browser_banner() }}", "").encode()
    assert reply.headers["cache-control"] == "public, max-age=60"


def test_who_has_closed_it_sees_nothing_of_it(site: Site, bb: BrowserBanner) -> None:
    reply = site("/page.html", {**OLD_VISITOR, "Cookie": "browserbanner=1.1.outdated"}, bb)
    assert BANNER not in reply.body
    assert reply.headers["cache-control"] == "public, max-age=60"


def test_asked_for_twice_it_is_there_once(site: Site, bb: BrowserBanner) -> None:
    assert site("/twice.html", OLD_VISITOR, bb).body.count(BANNER) == 1


def test_a_macro_may_place_it(site: Site, bb: BrowserBanner) -> None:
    assert b"<p>" + BANNER in site("/macro.html", OLD_VISITOR, bb).body


def test_a_page_without_it_gets_it_as_ever(site: Site, bb: BrowserBanner) -> None:
    for page in ("/none.html", "/maybe.html"):
        reply = site(page, OLD_VISITOR, bb)
        assert b"<body>" + BANNER in reply.body
        assert is_private(reply)


def test_place_template_leaves_pages_without_it_alone(site: Site) -> None:
    bb = BrowserBanner(place="template")
    reply = site("/none.html", OLD_VISITOR, bb)
    assert reply.body == PAGES["none.html"].encode()
    assert reply.headers["cache-control"] == "public, max-age=60"
    assert b"<h1>Hello</h1>" + BANNER in site("/page.html", OLD_VISITOR, bb).body


def test_the_template_may_give_the_nonce(site: Site, bb: BrowserBanner) -> None:
    assert site("/nonce.html", OLD_VISITOR, bb).body.count(b'nonce="abc"') == 2


@pytest.mark.parametrize("site", [flask_site, quart_site, starlette_site])  # Litestar's have no middleware
def test_an_error_page_that_has_placed_it_is_private_too(site: Site, bb: BrowserBanner) -> None:
    reply = site("/not/there", OLD_VISITOR, bb)
    assert reply.status == 404
    assert reply.body.count(BANNER) == 1
    assert is_private(reply)


def test_hooks_hear_of_it(site: Site) -> None:
    told: list[Any] = []
    bb = BrowserBanner(on_shown=told.append)
    site("/page.html", OLD_VISITOR, bb)
    site("/page.html", CURRENT_VISITOR, bb)
    assert [event.name for event in told] == ["shown"]


@pytest.mark.parametrize("streaming", [flask_site, quart_site])
@pytest.mark.parametrize("place", ["top", "template"])
def test_a_streamed_template_has_it_once(streaming: Site, place: str) -> None:
    reply = streaming("/streamed/page.html", OLD_VISITOR, BrowserBanner(place=place))
    assert reply.body.count(BANNER) == 1
    assert is_private(reply)
    before = b"<h1>Hello</h1>" if place == "template" else b"<body>"
    assert before + BANNER in reply.body


@pytest.mark.parametrize("context", [{}, {"request": None}, {"request": object()}, {"request": flask.request}])
def test_outside_of_a_request_it_is_empty(context: dict[str, Any]) -> None:
    environment = jinja2.Environment(extensions=[BannerExtension])
    assert environment.from_string("[{{ browser_banner() }}]").render(context) == "[]"
