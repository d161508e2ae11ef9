"""``{{ browser_banner() }}`` in the frameworks that use Jinja: a marker, the same for everybody, which the middleware
fills for each visitor who gets a banner, whatever was cached in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import flask
import jinja2
import pytest
import quart
from flask_caching import Cache
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
from werkzeug.test import TestResponse

from browserbanner import BrowserBanner, asgi, wsgi
from browserbanner.integrations.jinja import BannerExtension, browser_banner
from browserbanner.integrations.litestar import BannerPlugin
from browserbanner.options import Place
from tests.visitors import BANNER, CURRENT_VISITOR, OLD_VISITOR

PAGES = {
    "page.html": "<!doctype html><title>News</title><body><h1>Hello</h1>{{ browser_banner() }}<p>News",
    "twice.html": "<!doctype html><body>{{ browser_banner() }}<p>and{{ browser_banner() }}",
    "none.html": "<!doctype html><body><h1>Hello</h1>",
    "maybe.html": "<!doctype html><body>{% if false %}{{ browser_banner() }}{% endif %}<p>Hello",
    "macro.html": "{% import 'macros.html' as m with context %}<!doctype html><body><p>{{ m.banner() }}",
    "macros.html": "{% macro banner() %}{{ browser_banner() }}{% endmacro %}",
    "fragment.html": "<!doctype html><title>News</title><body>{% cache 60, 'a' %}<h1>Hello</h1>{{ browser_banner() }}"
    "{% endcache %}<p>News",
}
MARKER = b"<!-- browserbanner -->"


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
    return BrowserBanner(place="marker")


def is_private(reply: Reply) -> bool:
    return reply.headers["cache-control"] == "private, no-cache" and "User-Agent" in reply.headers["vary"]


def as_rendered(page: str) -> bytes:
    return PAGES[page].encode().replace(b"{{ browser_banner() }}", MARKER)


def test_the_banner_stands_where_the_template_says_and_nowhere_else(site: Site, bb: BrowserBanner) -> None:
    reply = site("/page.html", OLD_VISITOR, bb)
    assert reply.body.count(BANNER) == 1
    assert b"<h1>Hello</h1>" + MARKER + BANNER in reply.body
    assert b"&lt;" not in reply.body.partition(BANNER)[2][:200]
    assert is_private(reply)
    assert reply.headers["content-length"] == str(len(reply.body))


def test_a_current_visitor_gets_the_page_as_it_is(site: Site, bb: BrowserBanner) -> None:
    reply = site("/page.html", CURRENT_VISITOR, bb)
    assert reply.body == as_rendered("page.html")
    assert reply.headers["cache-control"] == "public, max-age=60"


def test_so_does_who_has_closed_it(site: Site, bb: BrowserBanner) -> None:
    reply = site("/page.html", {**OLD_VISITOR, "Cookie": "browserbanner=1.1.outdated"}, bb)
    assert reply.body == as_rendered("page.html")
    assert reply.headers["cache-control"] == "public, max-age=60"


def test_asked_for_twice_it_is_there_once(site: Site, bb: BrowserBanner) -> None:
    assert site("/twice.html", OLD_VISITOR, bb).body.count(BANNER) == 1


def test_a_macro_may_place_it(site: Site, bb: BrowserBanner) -> None:
    assert b"<p>" + MARKER + BANNER in site("/macro.html", OLD_VISITOR, bb).body


@pytest.mark.parametrize("page", ["none.html", "maybe.html"])
def test_a_page_without_it_is_left_alone(site: Site, bb: BrowserBanner, page: str) -> None:
    reply, current = (site(f"/{page}", visitor, bb) for visitor in (OLD_VISITOR, CURRENT_VISITOR))
    assert reply == current
    assert reply.headers["cache-control"] == "public, max-age=60"


def test_at_the_top_the_banner_comes_first_whatever_the_template_says(site: Site) -> None:
    bb = BrowserBanner()
    for page in ("page.html", "none.html", "maybe.html"):
        reply = site(f"/{page}", OLD_VISITOR, bb)
        assert b"<body>" + BANNER in reply.body
        assert reply.body.count(BANNER) == 1
        assert is_private(reply)


@pytest.mark.parametrize("site", [flask_site, quart_site, starlette_site])  # Litestar's have no middleware
def test_an_error_page_has_it_where_the_site_wants_it_there(site: Site, bb: BrowserBanner) -> None:
    reply = site("/not/there", OLD_VISITOR, BrowserBanner(place="marker", statuses=[200, 404]))
    assert reply.status == 404
    assert reply.body.count(MARKER + BANNER) == 1
    assert is_private(reply)
    assert site("/not/there", OLD_VISITOR, bb) == site("/not/there", CURRENT_VISITOR, bb)


def test_hooks_hear_of_it(site: Site) -> None:
    told: list[Any] = []
    bb = BrowserBanner(place="marker", on_shown=told.append)
    for page, visitor in (("/page.html", OLD_VISITOR), ("/page.html", CURRENT_VISITOR), ("/none.html", OLD_VISITOR)):
        site(page, visitor, bb)
    assert [event.name for event in told] == ["shown"]


@pytest.mark.parametrize("streaming", [flask_site, quart_site])
@pytest.mark.parametrize(("place", "before"), [("top", b"<body>"), ("marker", b"<h1>Hello</h1>" + MARKER)])
def test_a_streamed_template_has_it_once(streaming: Site, place: Place, before: bytes) -> None:
    reply = streaming("/streamed/page.html", OLD_VISITOR, BrowserBanner(place=place))
    assert reply.body.count(BANNER) == 1
    assert is_private(reply)
    assert before + BANNER in reply.body


@pytest.mark.parametrize(
    "context",
    [{}, {"request": None}, {"request": object()}, {"request": flask.request}],
    ids=["no request", "None", "an object", "outside of one"],
)
@pytest.mark.parametrize("autoescape", [True, False])
def test_it_is_the_same_with_and_without_a_request(context: dict[str, Any], autoescape: bool) -> None:
    environment = jinja2.Environment(extensions=[BannerExtension], autoescape=autoescape)
    assert environment.from_string("[{{ browser_banner() }}]").render(context) == f"[{MARKER.decode()}]"


# -- what caches keep --------------------------------------------------------------------------------------------------


class CachedSite(NamedTuple):
    """A site of Flask's, and how often its views have run."""

    app: flask.Flask
    rendered: list[str]

    def ask(self, path: str, visitor: Mapping[str, str]) -> TestResponse:
        return self.app.test_client(use_cookies=False).get(path, headers=visitor)


@pytest.fixture
def cached_site(bb: BrowserBanner) -> CachedSite:
    """Its views keep what they answer in every way that Flask-Caching has, and in one of their own."""
    app = flask.Flask(__name__)
    app.jinja_loader = jinja2.DictLoader(PAGES)
    app.jinja_env.add_extension(BannerExtension)
    app.jinja_env.add_extension("flask_caching.jinja2ext.CacheExtension")
    cache = Cache(app, config={"CACHE_TYPE": "SimpleCache"})
    rendered: list[str] = []
    kept: list[flask.Response] = []

    def render(name: str = "page.html") -> str:
        rendered.append(name)
        return flask.render_template(name)

    def keeping() -> flask.Response:
        if not kept:
            kept.append(flask.make_response(render()))
        return kept[0]

    @cache.memoize(60)  # type: ignore[untyped-decorator, unused-ignore]
    def memoized(name: str) -> str:
        return render(name)

    app.add_url_rule("/plain", "plain", render)
    app.add_url_rule("/cached", "cached", cache.cached(timeout=60)(render))
    app.add_url_rule("/answers", "answers", cache.cached(timeout=60)(lambda: flask.make_response(render())))
    app.add_url_rule("/memoized", "memoized", lambda: memoized("page.html"))
    app.add_url_rule("/fragment", "fragment", lambda: render("fragment.html"))
    app.add_url_rule("/keeping", "keeping", keeping)
    app.wsgi_app = wsgi.BannerMiddleware(app.wsgi_app, banner=bb)  # type: ignore[method-assign]
    return CachedSite(app, rendered)


@pytest.mark.parametrize(
    ("path", "times"),
    [("/plain", 3), ("/cached", 1), ("/answers", 1), ("/memoized", 1), ("/fragment", 3), ("/keeping", 1)],
)
def test_whatever_a_cache_keeps_each_visitor_gets_the_right_page(
    cached_site: CachedSite, path: str, times: int
) -> None:
    replies = [cached_site.ask(path, visitor) for visitor in (OLD_VISITOR, CURRENT_VISITOR, OLD_VISITOR)]
    assert [reply.data.count(BANNER) for reply in replies] == [1, 0, 1]
    assert replies[1].data == as_rendered("page.html")
    assert [reply.headers.get("Cache-Control") for reply in replies] == ["private, no-cache", None, "private, no-cache"]
    assert len(cached_site.rendered) == times


def test_a_page_that_a_current_visitor_had_cached_has_it_for_an_outdated_one(cached_site: CachedSite) -> None:
    replies = [cached_site.ask("/cached", visitor) for visitor in (CURRENT_VISITOR, OLD_VISITOR, CURRENT_VISITOR)]
    assert [reply.data.count(BANNER) for reply in replies] == [0, 1, 0]
    assert replies[0].data == replies[2].data
