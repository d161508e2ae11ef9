"""The option ``vary``: for shared caches that are to tell browsers apart, every page says ``Vary: User-Agent``."""

from __future__ import annotations

from typing import Any

import pytest

from browserbanner import BrowserBanner
from tests.faults import fails
from tests.injection.drivers import Driver, Page, Reply, Request
from tests.visitors import CURRENT, GOOGLEBOT, IE

BODY = b"<!doctype html><title>News</title><body>Hello"
HTML = ("content-type", "text/html; charset=utf-8")
ALWAYS = BrowserBanner(vary="always", exempt=["/api/*"], statuses=[200, 404])


def ask(
    drive: Driver, *fields: tuple[str, str], banner: BrowserBanner = ALWAYS, status: int = 200, **more: Any
) -> Reply:
    body = [] if status == 304 else [BODY]
    return drive(banner, Page(body, status, fields), Request(**{"user_agent": CURRENT, **more}))


@pytest.mark.parametrize("user_agent", [CURRENT, GOOGLEBOT, "Lynx/2.9", None])
@pytest.mark.parametrize("streamed", [False, True])
def test_a_page_says_it_whoever_gets_it_and_nothing_else_changes(
    drive: Driver, user_agent: str | None, streamed: bool
) -> None:
    fields = (HTML, ("ETag", '"a"'), ("Cache-Control", "public, max-age=60"))
    page = Page([BODY, b" and more"], 200, fields, streamed)
    reply = drive(ALWAYS, page, Request(user_agent=user_agent))
    assert [*reply.headers] == [*fields, ("vary", "User-Agent")]
    assert reply.body == BODY + b" and more"


@pytest.mark.parametrize("content_type", ["text/html", "application/json"])
def test_headers_that_are_an_iterator_are_not_used_up_by_the_look(drive: Driver, content_type: str) -> None:
    """gunicorn and uvicorn take them: the response of a current visitor went out without any header."""
    fields = [("content-type", content_type), ("set-cookie", "s=1")]
    for banner, user_agent in ((ALWAYS, CURRENT), (ALWAYS, IE), (BrowserBanner(), IE)):
        reply = drive(banner, Page([b"nothing of a page"], 200, fields, iterator=True), Request(user_agent=user_agent))
        said = [("vary", "User-Agent")] if banner is ALWAYS and content_type == "text/html" else []
        assert [*reply.headers] == [*fields, *said]


def test_by_itself_only_what_carries_a_banner_says_it(drive: Driver) -> None:
    assert ask(drive, HTML, banner=BrowserBanner()).header("vary") is None


def test_what_the_app_says_of_it_is_added_to_and_not_repeated(drive: Driver) -> None:
    assert ask(drive, HTML, ("Vary", "Accept-Language")).header("vary") == "Accept-Language, User-Agent"
    for enough in ("*", "Cookie, user-agent"):
        assert ask(drive, HTML, ("Vary", enough)).header("vary") == enough


def test_an_old_browser_s_page_says_it_once_with_its_banner_and_without(drive: Driver) -> None:
    with_banner = ask(drive, HTML, user_agent=IE)
    assert b"bb-t" in with_banner.body
    assert with_banner.header("vary") == "User-Agent"
    closed = ask(drive, HTML, user_agent=IE, headers=[("cookie", "browserbanner=1.1.outdated")])
    assert closed.body == BODY
    assert closed.header("vary") == "User-Agent"


@pytest.mark.parametrize(
    ("fields", "request_"),
    [
        ([("content-type", "image/png")], {}),
        ([HTML], {"path": "/api/page"}),
        ([HTML], {"method": "POST"}),
        ([HTML, ("cache-control", "no-transform")], {}),
        ([HTML], {"headers": [("sec-fetch-dest", "iframe")]}),
    ],
    ids=["a picture", "an exempt path", "a form", "no transformation", "a frame"],
)
def test_what_no_banner_can_go_into_does_not_say_it(drive: Driver, fields: Any, request_: Any) -> None:
    assert ask(drive, *fields, **request_).header("vary") is None


def test_a_page_that_is_compressed_for_this_visitor_says_it_too(drive: Driver) -> None:
    assert ask(drive, HTML, ("content-encoding", "gzip")).header("vary") == "User-Agent"


def test_an_error_page_says_it_where_the_site_opted_in(drive: Driver) -> None:
    assert ask(drive, HTML, status=404).header("vary") == "User-Agent"
    assert ask(drive, HTML, status=500).header("vary") is None


def test_a_304_says_what_the_page_said(drive: Driver) -> None:
    page, picture = [("accept", "text/html,*/*;q=0.8")], [("accept", "image/webp,*/*;q=0.8")]
    assert ask(drive, ("etag", '"a"'), status=304, headers=page).header("vary") == "User-Agent"
    assert ask(drive, ("etag", '"a"'), status=304, headers=picture).header("vary") is None


def test_the_gate_s_page_is_kept_by_nobody_anyway(drive: Driver) -> None:
    gated = BrowserBanner(vary="always", block={"ie": False})
    reply = ask(drive, HTML, banner=gated, user_agent=IE, headers=[("accept", "text/html")])
    assert (reply.status, reply.header("cache-control")) == (406, "no-store")


def test_whatever_fails_the_response_goes_out_whole_and_one_line_is_logged(
    drive: Driver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for target in ("browserbanner.injection.asks_for_a_page", "browserbanner.injection.says_it_varies"):
        caplog.clear()
        with monkeypatch.context() as patched:
            patched.setattr(target, fails)
            reply = ask(drive, HTML)
        assert [*reply.headers] == [HTML]
        assert reply.body == BODY
        assert 1 <= len(caplog.records) <= 2


def test_switched_off_it_says_nothing(drive: Driver) -> None:
    assert ask(drive, HTML, banner=BrowserBanner(vary="always", enabled=False)).header("vary") is None
