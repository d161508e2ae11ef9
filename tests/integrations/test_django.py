"""Django: native middleware over WSGI and ASGI, whole and streamed responses, settings and their checks, the tag."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from django.core.asgi import get_asgi_application
from django.core.checks import run_checks
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.test import RequestFactory, override_settings
from starlette.testclient import TestClient
from werkzeug.test import Client

from browserbanner import BrowserBanner, ConfigurationError, asgi, wsgi
from browserbanner.events import Event
from browserbanner.injection import Editor
from browserbanner.integrations.django import BannerMiddleware
from browserbanner.integrations.django.conf import banner
from tests.integrations import django_project
from tests.integrations.conftest import MIDDLEWARE
from tests.integrations.visitors import BANNER, CURRENT, CURRENT_VISITOR, IE_11, OLD_VISITOR
from tests.reply import Reply

OURS = MIDDLEWARE[0]
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


Ask = Callable[..., Reply]


def over_wsgi(path: str, headers: Mapping[str, str] = OLD_VISITOR, *, method: str = "GET", data: str = "") -> Reply:
    client = Client(get_wsgi_application(), use_cookies=False)
    # A validator on either side of an edited stream would hide its close(): examples run on real servers.
    reply = client.open(path, method=method, headers=dict(headers), data=data, buffered=True)
    return Reply(reply.status_code, list(reply.headers), reply.data)


def over_asgi(path: str, headers: Mapping[str, str] = OLD_VISITOR, *, method: str = "GET", data: str = "") -> Reply:
    application: Any = get_asgi_application()
    client = TestClient(application, headers={"accept-encoding": "", "user-agent": ""})
    reply = client.request(method, path, headers=dict(headers), content=data.encode(), follow_redirects=False)
    return Reply(reply.status_code, reply.headers.multi_items(), reply.content)


@pytest.fixture(params=[over_wsgi, over_asgi])
def ask(request: pytest.FixtureRequest) -> Ask:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(params=["sync view", "async view"])
def page(request: pytest.FixtureRequest) -> str:
    return "/page" if request.param == "sync view" else "/async_page"


@contextmanager
def middleware(*paths: str, **settings: Any) -> Iterator[None]:
    with override_settings(MIDDLEWARE=list(paths), **settings):
        yield


def without_ours(ask: Ask, *given: Any, **more: Any) -> Reply:
    with middleware(*MIDDLEWARE[1:]):
        return ask(*given, **more)


# -- pages -------------------------------------------------------------------------------------------------------------


def test_an_old_browser_gets_the_banner_and_a_private_page(ask: Ask, page: str) -> None:
    reply = ask(page)
    assert b"<body>" + BANNER in reply.body
    assert reply.body.count(BANNER) == 1
    assert reply.header("content-length") == str(len(reply.body))
    assert reply.header("cache-control") == "private, no-cache"
    assert reply.header("vary") == "Cookie, User-Agent"
    assert reply.header("etag") is None
    assert "session=1" in (reply.header("set-cookie") or "")


@pytest.mark.parametrize("path", ["/page", "/async_page", "/json", "/nowhere", "/fragment", "/conditional"])
@pytest.mark.parametrize("user_agent", [CURRENT, GOOGLEBOT, ""], ids=["current", "bot", "nobody"])
def test_everybody_else_gets_the_project_s_response(ask: Ask, path: str, user_agent: str) -> None:
    headers = {**CURRENT_VISITOR, "User-Agent": user_agent, "If-None-Match": '"a"', "Accept-Encoding": "gzip"}
    assert ask(path, headers) == without_ours(ask, path, headers)


@pytest.mark.parametrize(
    "path", ["/json", "/nowhere", "/fragment", "/attachment", "/page?browserbanner=webview"], ids=str
)
@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
def test_what_carries_no_banner_is_the_project_s_response(ask: Ask, path: str) -> None:
    headers = OLD_VISITOR if "?" not in path else CURRENT_VISITOR
    assert ask(path, headers) == without_ours(ask, path, headers)


def test_a_view_that_raises_is_django_s_own_business(ask: Ask) -> None:
    with override_settings(DEBUG_PROPAGATE_EXCEPTIONS=False):
        assert ask("/fails").status == 500
        assert ask("/fails").body == without_ours(ask, "/fails").body


def test_head_says_what_get_would(ask: Ask) -> None:
    reply = ask("/page", method="HEAD")
    assert BANNER not in reply.body
    assert reply.header("cache-control") == "private, no-cache"
    assert reply.header("etag") is None


def test_forms_that_are_posted_get_none(ask: Ask) -> None:
    assert ask("/page", {**OLD_VISITOR, **FORM}, method="POST", data="a=1").body == django_project.PAGE


# -- streams -----------------------------------------------------------------------------------------------------------


def test_a_stream_of_a_sync_view_stays_one() -> None:
    django_project.closed.clear()
    reply = over_wsgi("/streamed")
    assert reply.body.count(b"<body>" + BANNER) == 1
    assert reply.body.endswith(b"</div><h1>Hello</h1>")
    assert reply.header("content-length") is None
    assert reply.header("etag") is None
    assert reply.header("cache-control") == "private, no-cache"
    assert django_project.closed == ["streamed"]
    current = over_wsgi("/streamed", CURRENT_VISITOR)
    assert current == without_ours(over_wsgi, "/streamed", CURRENT_VISITOR)


def test_a_stream_of_an_async_view_stays_one() -> None:
    reply = over_asgi("/async_streamed")
    assert reply.body.count(b"<body>" + BANNER) == 1
    assert reply.body.endswith(b"</div><h1>Hello</h1>")
    assert reply.header("etag") is None
    current = over_asgi("/async_streamed", CURRENT_VISITOR)
    assert current == without_ours(over_asgi, "/async_streamed", CURRENT_VISITOR)


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
def test_streams_of_the_other_kind_work_as_far_as_django_makes_them_work() -> None:
    assert b"<body>" + BANNER in over_asgi("/streamed").body
    assert b"<body>" + BANNER in over_wsgi("/async_streamed").body


def test_pieces_go_out_as_they_come() -> None:
    """Over ASGI, message by message: nothing is taken from the stream ahead of its time."""
    application = get_asgi_application()
    sent: list[Any] = []
    scope = {
        "type": "http", "method": "GET", "path": "/async_streamed", "query_string": b"", "root_path": "",
        "headers": [(b"user-agent", IE_11.encode()), (b"host", b"testserver")],
    }  # fmt: skip

    async def receive() -> Any:
        if sent and not sent[-1].get("more_body", True):
            return {"type": "http.disconnect"}
        if not sent:
            sent.append({"type": "received"})
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.sleep(5)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(application(scope, receive, send))
    bodies = [message.get("body", b"") for message in sent if message["type"] == "http.response.body"]
    assert bodies[0] == b"<!doctype html><title>News</title>"
    assert bodies[1].startswith(b"<body>" + BANNER)
    assert b"".join(bodies).endswith(b"</div><h1>Hello</h1>")


def test_a_file_is_edited_as_it_is_sent() -> None:
    reply = over_wsgi("/file")
    assert b"<body>" + BANNER in reply.body
    assert reply.header("content-length") in (None, str(len(reply.body)))
    current = over_wsgi("/file", CURRENT_VISITOR)
    assert current.body == django_project.PAGE
    assert current.header("content-length") == str(len(django_project.PAGE))


# -- what the project sees ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (OLD_VISITOR, "outdated"),
        (CURRENT_VISITOR, "current"),
        ({"User-Agent": GOOGLEBOT}, "bot"),
        ({"User-Agent": ""}, "unknown"),
        ({**OLD_VISITOR, "Sec-Fetch-Mode": "navigate"}, "unknown"),
        ({**OLD_VISITOR, "Cookie": "browserbanner=1.1.outdated"}, "outdated"),
    ],
    ids=["outdated", "current", "bot", "nobody", "acquitted", "closed"],
)
@pytest.mark.parametrize("enabled", [True, False])
def test_every_request_has_its_verdict(ask: Ask, headers: dict[str, str], status: str, enabled: bool) -> None:
    with override_settings(BROWSERBANNER_ENABLED=enabled):
        assert f"{status} (".encode() in ask("/seen", headers).body


def test_the_verdict_is_worked_out_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: Any) -> Any:
        raise AssertionError("nobody asked")

    monkeypatch.setattr(BrowserBanner, "judge", fails)
    assert over_wsgi("/page", CURRENT_VISITOR).body == django_project.PAGE


def test_the_app_of_a_visitor_with_a_banner_is_not_asked_to_compress(ask: Ask) -> None:
    """Also where somebody has read the headers before."""
    reader = "tests.integrations.test_django.reads_headers"
    with middleware(reader, *MIDDLEWARE):
        reply = ask("/seen", {**OLD_VISITOR, "Accept-Encoding": "gzip"})
        assert b"('identity', 'identity')" in reply.body
        assert reply.header("x-seen-outside") == "gzip gzip"
        current = ask("/seen", {**CURRENT_VISITOR, "Accept-Encoding": "gzip"})
        assert b"('gzip', 'gzip')" in current.body


def reads_headers(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    def middleware(request: HttpRequest) -> Any:
        assert request.headers.get("Accept-Encoding") == "gzip"
        response = get_response(request)
        after = request.headers.get("Accept-Encoding"), request.META.get("HTTP_ACCEPT_ENCODING")
        response["X-Seen-Outside"] = " ".join(str(each) for each in after)
        return response

    return middleware


def test_compression_further_out_still_works(ask: Ask) -> None:
    import gzip

    with middleware("django.middleware.gzip.GZipMiddleware", *MIDDLEWARE):
        reply = ask("/page", {**OLD_VISITOR, "Accept-Encoding": "gzip"})
    body = reply.body if reply.body.startswith(b"<!doctype") else gzip.decompress(reply.body)
    assert reply.header("content-encoding") == "gzip"
    assert b"<body>" + BANNER in body


def test_a_copy_that_the_browser_has_does_not_stand_in_for_the_page_with_the_banner(ask: Ask) -> None:
    headers = {**OLD_VISITOR, "If-None-Match": '"a"'}
    assert ask("/conditional", {**CURRENT_VISITOR, "If-None-Match": '"a"'}).status == 304
    assert BANNER in ask("/conditional", headers).body
    with middleware("django.middleware.http.ConditionalGetMiddleware", *MIDDLEWARE):
        first = ask("/conditional", OLD_VISITOR)
        assert BANNER in ask("/conditional", headers).body
        # Its own ETag names the page with the banner: that one may stand in for itself.
        assert ask("/conditional", {**OLD_VISITOR, "If-None-Match": first.header("etag") or ""}).status == 304


def test_django_s_cache_keeps_no_page_with_a_banner(ask: Ask) -> None:
    caching = ["django.middleware.cache.UpdateCacheMiddleware", *MIDDLEWARE,
               "django.middleware.cache.FetchFromCacheMiddleware"]  # fmt: skip
    from django.core.cache import cache

    cache.clear()
    with middleware(*caching):
        assert BANNER in ask("/conditional").body
        assert BANNER not in ask("/conditional", CURRENT_VISITOR).body
    cache.clear()


def test_registered_twice_or_inside_of_the_wsgi_or_asgi_adapter_there_is_one_banner() -> None:
    with middleware(OURS, *MIDDLEWARE):
        assert over_wsgi("/page").body.count(BANNER) == 1
        assert over_asgi("/page").body.count(BANNER) == 1
    bb = BrowserBanner()
    wrapped = Client(wsgi.BannerMiddleware(get_wsgi_application(), banner=bb))
    assert wrapped.get("/page", headers=OLD_VISITOR).data.count(BANNER) == 1
    assert wrapped.get("/page.html", headers=OLD_VISITOR).data.count(b"<h1>Hello</h1>" + BANNER) == 1
    async_wrapped = TestClient(asgi.BannerMiddleware(get_asgi_application(), banner=bb))
    assert async_wrapped.get("/page", headers=OLD_VISITOR).content.count(BANNER) == 1
    assert async_wrapped.get("/page.html", headers=OLD_VISITOR).content.count(b"<h1>Hello</h1>" + BANNER) == 1


# -- our own addresses -------------------------------------------------------------------------------------------------


def test_closing_works_under_csrf_protection_and_lasts(ask: Ask) -> None:
    with middleware(*MIDDLEWARE, "django.middleware.csrf.CsrfViewMiddleware"):
        data = f"kind=outdated&next={quote('/page?a=1')}"
        closed = ask("/_browserbanner/close", {**OLD_VISITOR, **FORM}, method="POST", data=data)
        assert (closed.status, closed.header("location")) == (303, "/page?a=1")
        cookie = (closed.header("set-cookie") or "").partition(";")[0]
        assert ask("/page", {**OLD_VISITOR, "Cookie": cookie}).body == django_project.PAGE


def test_a_body_that_is_too_long_is_refused(ask: Ask) -> None:
    reply = ask("/_browserbanner/close", {**OLD_VISITOR, **FORM}, method="POST", data="a=" + "b" * 10_000)
    assert reply.status == 413


def test_the_form_posts_below_the_script_s_name() -> None:
    body = Client(get_wsgi_application()).get("/page", base_url="http://localhost/site/", headers=OLD_VISITOR).data
    assert re.search(rb'action="?/site/_browserbanner/close', body)
    assert re.search(rb'value="?/site/page', body)
    application: Any = get_asgi_application()
    body = TestClient(application, root_path="/site").get("/page", headers=OLD_VISITOR).content
    assert re.search(rb'action="?/site/_browserbanner/close', body)


def test_pages_that_a_cdn_serves_ask_for_their_banner(ask: Ask) -> None:
    told: list[Any] = []
    with override_settings(BROWSERBANNER_ON_SHOWN=told.append):
        script = ask("/_browserbanner/banner.js", OLD_VISITOR)
        assert (script.status, script.header("cache-control")) == (200, "private, no-store")
        assert b"bb-t" in script.body
        assert ask("/_browserbanner/banner.js", CURRENT_VISITOR).body == b""
        assert b"bb-page" in ask("/_browserbanner/banner", OLD_VISITOR).body
    assert [event.kind for event in told] == ["outdated"]


@pytest.mark.parametrize("path", ["/page", "/async_page", "/streamed"])
@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
def test_every_page_varies_by_browser_where_the_project_wants_that(ask: Ask, path: str) -> None:
    with override_settings(BROWSERBANNER_VARY="always"):
        for headers in (CURRENT_VISITOR, OLD_VISITOR):
            reply = ask(path, headers)
            assert "User-Agent" in (reply.header("vary") or "").split(", ")
            assert (b"bb-t" in reply.body) is (headers is OLD_VISITOR)
        assert ask("/json", CURRENT_VISITOR) == without_ours(ask, "/json", CURRENT_VISITOR)
        assert ask(path, CURRENT_VISITOR).body == without_ours(ask, path, CURRENT_VISITOR).body


def test_switched_off_our_addresses_are_the_project_s(ask: Ask) -> None:
    with override_settings(BROWSERBANNER_ENABLED=False):
        for path in ("/_browserbanner/close.js", "/page"):
            assert ask(path) == without_ours(ask, path)


def test_the_gate_stands_in_front_of_the_project(ask: Ask) -> None:
    with override_settings(BROWSERBANNER_BLOCK={"ie": False}):
        gate = ask("/page")
        assert gate.status == 406
        assert b"Hello" not in gate.body
        assert gate.header("cache-control") == "no-store"
        assert ask("/page", CURRENT_VISITOR) == without_ours(ask, "/page", CURRENT_VISITOR)


# -- templates ---------------------------------------------------------------------------------------------------------


def test_the_tag_places_the_banner_and_nothing_else_does(ask: Ask) -> None:
    reply = ask("/page.html")
    assert b"<h1>Hello</h1>" + BANNER in reply.body
    assert reply.body.count(BANNER) == 1
    assert reply.header("cache-control") == "private, no-cache"
    assert reply.header("content-length") == str(len(reply.body))
    assert ask("/page.html", CURRENT_VISITOR).body == b"<!doctype html><body><h1>Hello</h1><p>News"
    assert ask("/page.html", CURRENT_VISITOR).header("cache-control") == "public, max-age=60"


def test_the_tag_works_in_an_included_template_and_once(ask: Ask) -> None:
    assert b"<p>" + BANNER in ask("/include.html").body
    assert ask("/twice.html").body.count(BANNER) == 1
    assert ask("/nonce.html").body.count(b'nonce="abc"') == 2


def test_an_error_page_with_the_tag_is_private(ask: Ask) -> None:
    reply = ask("/missing")
    assert reply.status == 404
    assert reply.body.count(BANNER) == 1
    assert reply.header("cache-control") == "private, no-cache"


def test_a_template_that_is_rendered_into_a_stream_has_it_once() -> None:
    assert over_wsgi("/streamed_template").body.count(BANNER) == 1
    with override_settings(BROWSERBANNER_PLACE="template"):
        reply = over_wsgi("/streamed_template")
        assert b"<h1>Hello</h1>" + BANNER in reply.body
        assert reply.header("cache-control") == "private, no-cache"


# -- nonces ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outside", [True, False], ids=["csp further out", "csp further in"])
def test_django_csp_s_nonce_is_used_where_the_page_has_one(ask: Ask, outside: bool) -> None:
    from csp.constants import NONCE

    policy = {"CONTENT_SECURITY_POLICY": {"DIRECTIVES": {"style-src": ["'self'", NONCE], "script-src": [NONCE]}}}
    csp = "csp.middleware.CSPMiddleware"
    order = [csp, *MIDDLEWARE] if outside else [*MIDDLEWARE, csp]
    with middleware(*order, **policy):
        reply = ask("/with_nonce")
        found = re.search(r"'nonce-([^']+)'", reply.header("content-security-policy") or "")
        assert found is not None
        assert reply.body.count(f'nonce="{found[1]}"'.encode()) == 3
        # The site sends none with this page, and that stays so.
        reply = ask("/page")
        assert BANNER in reply.body
        assert b"nonce" not in reply.body
        assert "nonce" not in (reply.header("content-security-policy") or "")
        assert reply.header("content-security-policy") == without_banner(ask, order, policy)


def without_banner(ask: Ask, order: list[str], policy: dict[str, Any]) -> str | None:
    with middleware(*(each for each in order if each != OURS), **policy):
        return ask("/page").header("content-security-policy")


# -- hooks -------------------------------------------------------------------------------------------------------------

told: list[Event] = []


async def tell_later(event: Event) -> None:
    await asyncio.sleep(0)
    told.append(event)


def tell_badly(event: Event) -> None:
    raise RuntimeError("the hook's own mistake")


@pytest.mark.parametrize("hook", [told.append, tell_later, "tests.integrations.test_django.tell_later"], ids=str)
def test_hooks_are_told(ask: Ask, hook: Any) -> None:
    told.clear()
    names = ("VERDICT", "SHOWN", "CLOSED")
    with override_settings(**{f"BROWSERBANNER_ON_{name}": hook for name in names}):
        ask("/page")
        ask("/page", CURRENT_VISITOR)
        ask("/_browserbanner/close", {**OLD_VISITOR, **FORM}, method="POST", data="kind=outdated")
    assert sorted((event.name, event.status) for event in told) == [
        ("closed", "outdated"),
        ("shown", "outdated"),
        ("verdict", "current"),
        ("verdict", "outdated"),
    ]


@pytest.mark.parametrize("hook", [told.append, tell_later], ids=["sync", "async"])
def test_hooks_are_told_of_streams(hook: Any) -> None:
    with override_settings(BROWSERBANNER_ON_SHOWN=hook):
        for ask, path in ((over_wsgi, "/streamed"), (over_asgi, "/async_streamed"), (over_wsgi, "/streamed_template")):
            told.clear()
            ask(path)
            assert [event.name for event in told] == ["shown"]


@pytest.mark.parametrize("name", ["VERDICT", "SHOWN", "CLOSED"])
def test_a_failing_hook_harms_no_response(ask: Ask, name: str, caplog: pytest.LogCaptureFixture) -> None:
    good = ask("/page"), ask("/page", CURRENT_VISITOR)
    with override_settings(**{f"BROWSERBANNER_ON_{name}": tell_badly}):
        assert (ask("/page"), ask("/page", CURRENT_VISITOR)) == good
        posted = ask("/_browserbanner/close", {**OLD_VISITOR, **FORM}, method="POST", data="kind=outdated")
        assert posted.status == 303
    assert "the hook's own mistake" in caplog.text


# -- faults ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owner", "name"),
    [(BrowserBanner, "verdict_of"), (BrowserBanner, "visit_for"), (BrowserBanner, "render"), (Editor, "start"),
     (Editor, "__init__"), (Editor, "_edit")],
    ids=lambda part: part if isinstance(part, str) else "",
)  # fmt: skip
@pytest.mark.parametrize("path", ["/page", "/streamed"])
def test_whatever_fails_the_response_goes_out_whole_and_one_line_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, owner: object, name: str, path: str
) -> None:
    good = over_wsgi(path, CURRENT_VISITOR)

    def fails(*given: Any, **more: Any) -> Any:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(owner, name, fails)
    assert over_wsgi(path) == good
    assert sum("a fault of ours" in record.getMessage() for record in caplog.records) == 1


def test_a_gate_that_fails_is_open(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fails(*given: Any, **more: Any) -> Any:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(BrowserBanner, "gate_for", fails)
    with override_settings(BROWSERBANNER_BLOCK={"ie": False}):
        assert BANNER in over_wsgi("/page").body
    assert "the gate was left open" in caplog.text


def test_a_client_that_is_gone_closes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: Any) -> bytes:
        raise UnreadablePostError("the client is gone")

    monkeypatch.setattr(HttpRequest, "read", fails)
    posted = over_wsgi("/_browserbanner/close", {**OLD_VISITOR, **FORM}, method="POST", data="kind=outdated")
    assert posted.status == 400


def test_an_async_hook_in_an_event_loop_s_own_thread_is_logged_and_dropped(caplog: pytest.LogCaptureFixture) -> None:
    """A sync middleware that somebody calls by hand from async code: there is nobody to await the hook."""

    async def call() -> HttpResponse:
        request = RequestFactory().get("/page", headers=OLD_VISITOR)
        response: HttpResponse = BannerMiddleware(django_project.page)(request)
        return response

    told.clear()
    with override_settings(BROWSERBANNER_ON_SHOWN=tell_later):
        assert BANNER in asyncio.run(call()).content
    assert told == []
    assert "to be awaited" in caplog.text


# -- settings ----------------------------------------------------------------------------------------------------------


def checked(**settings: Any) -> list[tuple[str | None, str, str | None]]:
    with override_settings(**settings):
        return [(message.id, message.msg, message.hint) for message in run_checks()]


def test_good_settings_pass_django_s_checks() -> None:
    assert checked() == []
    assert checked(BROWSERBANNER_POLICY="last 2 years", BROWSERBANNER_EXEMPT=["/api/*"], BROWSERBANNER_DEBUG=True) == []


def test_a_setting_that_there_is_not_is_an_error_with_the_one_that_was_meant() -> None:
    ((id_, text, hint),) = checked(BROWSERBANNER_POLCY="last 2 years")
    assert (id_, text) == ("browserbanner.E001", "BROWSERBANNER_POLCY is no setting.")
    assert hint == "Did you mean BROWSERBANNER_POLICY?"
    ((_, _, hint),) = checked(BROWSERBANNER_XYZZY=1)
    assert hint is not None
    assert "BROWSERBANNER_THEME" in hint


def test_every_value_that_cannot_be_meant_is_an_error_of_its_own() -> None:
    found = checked(BROWSERBANNER_THEME="blue", BROWSERBANNER_POLICY="chrme >= 3", BROWSERBANNER_DATA="/nowhere")
    assert {id_ for id_, _, _ in found} == {"browserbanner.E002"}
    texts = " | ".join(text for _, text, _ in found)
    assert len(found) == 3
    for part in ("BROWSERBANNER_THEME: ", "'auto', 'light', 'dark'", "BROWSERBANNER_POLICY: ", "/nowhere"):
        assert part in texts


def test_a_path_to_a_function_that_is_not_there_is_an_error() -> None:
    ((id_, text, _),) = checked(BROWSERBANNER_ON_SHOWN="nowhere.at_all")
    assert id_ == "browserbanner.E002"
    assert "nowhere" in text
    ((_, text, _),) = checked(BROWSERBANNER_ON_SHOWN="print")
    assert "BROWSERBANNER_ON_SHOWN" in text


def test_an_app_without_its_middleware_is_a_warning() -> None:
    ((id_, _, hint),) = checked(MIDDLEWARE=MIDDLEWARE[1:])
    assert id_ == "browserbanner.W001"
    assert hint is not None
    assert OURS in hint


def test_a_bad_setting_stops_the_process_where_the_middleware_is_loaded() -> None:
    with (
        override_settings(BROWSERBANNER_THEME="blue"),
        pytest.raises(ConfigurationError, match=r"BROWSERBANNER_THEME: theme='blue'"),
    ):
        get_wsgi_application()


def test_settings_reach_the_middleware() -> None:
    with override_settings(BROWSERBANNER_POLICY={"chrome": 50}, BROWSERBANNER_LOCALE="uk", BROWSERBANNER_ONLY=["/x"]):
        engine = BannerMiddleware(lambda request: None).banner
        assert engine is banner()
        assert (engine.options.policy, engine.options.locale, engine.options.only) == ({"chrome": 50}, "uk", ("/x",))
        assert engine.options.nonce is not None


def exempts(path: str, headers: Any) -> bool:
    return path == "/page"


def chosen(headers: Any) -> str:
    return "uk"


def test_functions_may_be_named_by_their_paths() -> None:
    with override_settings(BROWSERBANNER_EXEMPT="tests.integrations.test_django.exempts"):
        assert BANNER not in over_wsgi("/page").body
        assert BANNER in over_wsgi("/streamed").body
    with override_settings(BROWSERBANNER_LOCALE="tests.integrations.test_django.chosen"):
        assert b"lang=uk" in over_wsgi("/page").body


def test_it_runs_sync_in_a_sync_chain_and_async_in_an_async_one() -> None:
    from asgiref.sync import iscoroutinefunction

    async def handler(request: HttpRequest) -> None: ...

    assert BannerMiddleware.sync_capable
    assert BannerMiddleware.async_capable
    assert iscoroutinefunction(BannerMiddleware(handler))
    assert not iscoroutinefunction(BannerMiddleware(lambda request: None))
