"""Pages and streams with Django's own middleware, and what the project sees of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
from django.test import override_settings
from starlette.testclient import TestClient
from werkzeug.test import Client

from browserbanner import BrowserBanner, asgi, wsgi
from tests.integrations import django_project
from tests.integrations.conftest import MIDDLEWARE
from tests.integrations.on_django.asking import (
    FORM,
    OURS,
    Ask,
    middleware,
    over_asgi,
    over_wsgi,
    without_ours,
)
from tests.visitors import BANNER, CURRENT, CURRENT_VISITOR, GOOGLEBOT, IE_ON_WINDOWS_10, OLD_VISITOR

# -- pages --------------------------------------------------------------------------------------------------------------


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


# -- streams ------------------------------------------------------------------------------------------------------------


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
        "headers": [(b"user-agent", IE_ON_WINDOWS_10.encode()), (b"host", b"testserver")],
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


# -- what the project sees ----------------------------------------------------------------------------------------------


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
    reader = "tests.integrations.on_django.test_pages.reads_headers"
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
    async_wrapped = TestClient(asgi.BannerMiddleware(get_asgi_application(), banner=bb))
    assert async_wrapped.get("/page", headers=OLD_VISITOR).content.count(BANNER) == 1


# -- what the project owns ----------------------------------------------------------------------------------------------


def test_a_response_that_the_project_reuses_is_never_edited_in_place(ask: Ask) -> None:
    """One old visitor gave the banner to everybody, and each one added one more."""
    for _ in range(2):
        assert ask("/shared").body.count(BANNER) == 1
        assert ask("/shared", CURRENT_VISITOR).body == django_project.PAGE
    assert ask("/shared", CURRENT_VISITOR).header("etag") == '"shared"'


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
@pytest.mark.parametrize("first", ["", "?first=%EF%BB%BF", "?first=%EF%BB%BF&first=%0A"])
def test_a_stream_that_is_no_page_keeps_its_head(first: str, ask: Ask) -> None:
    """A CSV file that a view streams is text/html by default. For Excel it begins with a byte order mark."""
    assert ask("/csv" + first) == without_ours(ask, "/csv" + first)


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
@pytest.mark.parametrize("path", ["/long_file", "/async_measured"])
def test_a_page_in_pieces_with_a_length_has_the_length_of_what_is_sent(path: str, ask: Ask) -> None:
    """The head went out as the project had made it if the body did not begin in the first piece."""
    reply = ask(path)
    assert b"<body>" + BANNER in reply.body
    assert reply.header("content-length") in (None, str(len(reply.body)))
    assert reply.header("cache-control") == "private, no-cache"
    assert ask(path, CURRENT_VISITOR).body == django_project.LONG_HEAD


def test_a_template_that_a_middleware_further_out_is_to_render_is_left_to_it(ask: Ask) -> None:
    inside, outside = (f"{django_project.__name__}.{name}" for name in ("AnswersWithATemplate", "RendersTemplates"))
    with middleware(outside, OURS, inside):
        assert b"</h1>" in ask("/page").body


def test_with_debug_the_log_says_that_such_a_template_gets_no_banner(
    ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    """It was silent."""
    inside, outside = (f"{django_project.__name__}.{name}" for name in ("AnswersWithATemplate", "RendersTemplates"))
    with middleware(outside, OURS, inside), override_settings(BROWSERBANNER_DEBUG=True):
        ask("/page")
    assert caplog.messages == ["no banner for GET /page: its template is rendered further out than this middleware"]
