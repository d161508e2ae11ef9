"""With ``debug=True`` the log says why a page got no banner: one line for a request, over ASGI and WSGI."""

from __future__ import annotations

from typing import Any

import pytest
import trio

from browserbanner import BrowserBanner, asgi, wsgi
from tests.asgi.server import START, body, sends, serve
from tests.injection.drivers import Driver, Page, Request
from tests.site_options.visits import PAGE
from tests.visitors import CURRENT, IE, IRON_37
from tests.wsgi.server import Server

HTML = ("content-type", "text/html")
HINT = ("sec-ch-ua", '"Chromium";v="156"')
CASES: list[tuple[str, dict[str, Any], Any, Request]] = [
    ("asks for no page (Accept: application/json", {}, PAGE, Request(headers=[("accept", "application/json")])),
    ("asks for no page (its method is POST)", {}, PAGE, Request(method="POST")),
    ("X-Requested-With: fetch", {}, PAGE, Request(headers=[("x-requested-with", "fetch"), ("accept", "text/html")])),
    ("exempt names it", {"exempt": ["/article"]}, PAGE, Request()),
    ("only does not name it", {"only": ["/news"]}, PAGE, Request()),
    ("enabled is False", {"enabled": False}, PAGE, Request()),
    ("enabled is False", {"enabled": False}, PAGE, Request(user_agent=CURRENT, query="browserbanner=outdated")),
    ("counts as unknown: Sec-Fetch-Dest comes only", {}, PAGE, Request(headers=[("sec-fetch-dest", "document")])),
    ("counts as unknown: Sec-CH-UA says Chromium 156", {}, PAGE, Request(headers=[HINT])),
    ("counts as unknown", {}, PAGE, Request(user_agent=IRON_37)),
    ("counts as current", {}, PAGE, Request(user_agent=CURRENT, query="browserbanner-as=" + CURRENT.replace(" ", "%20"))),
    ("below this mount path", {}, PAGE, Request(root_path="/a\\b")),
    ("status is 404", {}, Page([b"<body>"], 404), Request()),
    ("is compressed", {}, Page([b"x"], headers=[HTML, ("content-encoding", "gzip")]), Request()),
    ("not HTML in a charset", {}, Page([b"{}"], headers=[("content-type", "application/json")]), Request()),
    ("Content-Type: none", {}, Page([b"{}"], headers=[]), Request()),
    ("an attachment", {}, Page([b"x"], headers=[HTML, ("content-disposition", "attachment")]), Request()),
    ("no page that may be changed", {}, Page([b"x"], headers=[HTML, ("cache-control", "no-transform")]), Request()),
    ("a HEAD request has no body", {}, Page([]), Request(method="HEAD")),
    ("has no <body> tag", {}, Page([b"<!doctype html><div>a</div>"]), Request()),
    ("has no <body> tag", {}, Page([b"Hello"]), Request()),
    ("has no <body> tag", {}, Page([b"<!doctype html>" + b" " * 70_000 + b"<body>"]), Request()),
    ("something before it makes that unsure", {}, Page([b"<!doctype html><html amp><body>"]), Request()),
    ("something before it makes that unsure", {}, Page([b"<!doctype html><title>a<body>"]), Request()),
    ("no <!-- browserbanner -->", {"place": "marker"}, Page([b"<!doctype html><body>a"]), Request()),
    ("no <!-- browserbanner -->", {"place": "marker"}, Page([b"<p><!-- browserbanner -->"]), Request()),
    ("has a banner already", {}, Page([b"<!doctype html><body><div id=bb class=bb-x>"]), Request()),
    ("GET /a\\nb: ", {"exempt": ["/a*"]}, PAGE, Request(path="/a\nb")),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "options", "page", "request_"), CASES, ids=[reason for reason, *_ in CASES])
def test_the_log_says_why_there_is_no_banner(
    drive: Driver, caplog: pytest.LogCaptureFixture, reason: str, options: dict[str, Any], page: Page, request_: Request
) -> None:
    silent = drive(BrowserBanner(**options), page, request_)
    assert caplog.messages == []
    assert drive(BrowserBanner(**options, debug=True), page, request_).chunks == silent.chunks
    (line,) = caplog.messages
    assert line.startswith(f"no banner for {request_.method} /a")
    assert reason in line
    assert "\n" not in line
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_banner_that_was_closed_is_said_to_be(drive: Driver, caplog: pytest.LogCaptureFixture) -> None:
    bb = BrowserBanner(debug=True)
    form = Request("POST", "/_browserbanner/close", body=b"kind=outdated&next=/",
                   headers=[("content-type", "application/x-www-form-urlencoded")])  # fmt: skip
    cookie = (drive(bb, PAGE, form).header("set-cookie") or "").partition(";")[0]
    drive(bb, PAGE, Request(headers=[("cookie", cookie)]))
    assert caplog.messages == ["no banner for GET /article: the visitor has closed it, and has a cookie that says so"]


@pytest.mark.parametrize("request_", [Request(user_agent=CURRENT), Request(user_agent=None), Request(user_agent=IE)])
def test_who_is_due_none_and_who_gets_one_are_not_logged(
    drive: Driver, caplog: pytest.LogCaptureFixture, request_: Request
) -> None:
    drive(BrowserBanner(debug=True), PAGE, request_)
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("messages", "why"),
    [
        ([START], "the app has not ended its response"),
        ([START, body(b"<!doctype html><title>a", True)], "the app has not ended its response"),
        ([START, {"type": "http.response.pathsend", "path": "/a"}], "the app has sent http.response.pathsend"),
        ([START, body(PAGE.chunks[0], True)], None),
        ([START, body(b"Hello", True)], "the page has no <body> tag, or something before it makes that unsure"),
    ],
)
def test_over_asgi_a_response_that_does_not_end_as_pages_do_is_logged(
    caplog: pytest.LogCaptureFixture, messages: list[Any], why: str | None
) -> None:
    """It was not."""
    serve(trio.run, asgi.BannerMiddleware(sends(*messages), debug=True))
    assert caplog.messages == ([] if why is None else [f"no banner for GET /article: {why}"])


@pytest.mark.parametrize(
    ("written", "is_logged"), [(b"", True), (b"<!doctype html><title>a", True), (PAGE.chunks[0], False)]
)
def test_over_wsgi_a_second_start_of_the_response_is_logged_unless_the_banner_is_out(
    caplog: pytest.LogCaptureFixture, written: bytes, is_logged: bool
) -> None:
    """It was not."""

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [HTML])(written)
        start_response("200 OK", [HTML])
        return []

    with pytest.raises(AssertionError, match="called twice"):
        Server().serve(wsgi.BannerMiddleware(app, debug=True))
    why = "no banner for GET /article: the app has called start_response a second time"
    assert caplog.messages == ([why] if is_logged else [])
