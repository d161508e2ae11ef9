"""The nonce of a page's Content-Security-Policy: its own headers', and the option nonce."""

from __future__ import annotations

import asyncio
from typing import Any

import flask
import pytest

from browserbanner import BrowserBanner
from browserbanner import Request as AskedFor
from browserbanner.asgi import BannerMiddleware
from browserbanner.injection.response import nonce_in
from browserbanner.wsgi import BannerMiddleware as WsgiMiddleware
from tests.injection.drivers import Driver, Page, Request, asgi_scope, wsgi_environ
from tests.site_options.visits import PAGE, shown
from tests.visitors import CURRENT, OLD_VISITOR


@pytest.mark.parametrize(
    ("headers", "nonce"),
    [
        ([], None),
        ([(b"content-security-policy", b"default-src 'self'")], None),
        ([(b"Content-Security-Policy", b"style-src 'self' 'nonce-abc123=='")], "abc123=="),
        ([(b"content-security-policy", b"script-src 'nonce-s'; style-src 'nonce-t'")], "t"),
        ([(b"content-security-policy", b"style-src 'nonce-t'; STYLE-SRC-ELEM 'nonce-e'")], "e"),
        ([(b"content-security-policy", b"default-src 'nonce-d'; img-src 'nonce-i'")], "d"),
        ([(b"content-security-policy", b"img-src 'nonce-i'")], None),
        ([(b"content-security-policy", b"default-src *"), (b"content-security-policy", b"script-src 'nonce-2'")], "2"),
        ([(b"content-security-policy-report-only", b"script-src 'nonce-r'")], "r"),
        (
            [(b"content-security-policy-report-only", b"style-src 'nonce-r'"),
             (b"content-security-policy", b"script-src 'nonce-s'")],
            "s",
        ),
        ([(b"content-security-policy", b"style-src 'nonce-\"><script>'")], None),
        ([(b"content-security-policy", b";;, 'nonce-a'")], None),
        ([(b"content-security-policy", b"style-src 'nonce-" + b"a" * 100_000)], None),
    ],
    ids=lambda value: repr(value)[:70],
)  # fmt: skip
def test_the_nonce_in_a_response_s_policy(headers: Any, nonce: str | None) -> None:
    assert nonce_in(headers) == nonce


def with_policy(*policies: str) -> Page:
    return PAGE._replace(headers=[*PAGE.headers, *(("Content-Security-Policy", policy) for policy in policies)])


def test_the_banner_has_the_nonce_of_the_page_s_policy_which_stays_as_it_was(drive: Driver) -> None:
    policy = "script-src 'nonce-abc123'; style-src 'nonce-abc123'"
    reply = drive(BrowserBanner(), with_policy(policy), Request())
    assert reply.body.count(b'nonce="abc123"') == 2
    assert reply.header("content-security-policy") == policy


def test_without_a_policy_there_is_no_nonce(drive: Driver) -> None:
    reply = drive(BrowserBanner(), PAGE, Request())
    assert b"nonce" not in reply.body
    assert reply.header("content-security-policy") is None


def test_the_site_s_function_finds_it_in_the_request_as_the_app_left_it() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        scope["state"] = {"nonce": "of-the-app"}
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.body", "body": b"<!doctype html><body>Hello"})

    def wsgi_app(environ: Any, start_response: Any) -> list[bytes]:
        environ["state"] = {"nonce": "of-the-app"}
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"<!doctype html><body>Hello"]

    sent: list[bytes] = []

    async def send(message: Any) -> None:
        sent.append(message.get("body", b""))

    bb = BrowserBanner(nonce=lambda request: request.raw["state"]["nonce"])
    asyncio.run(BannerMiddleware(app, banner=bb)(asgi_scope(Request()), None, send))
    start = lambda *given: lambda data: None  # noqa: E731
    sent += WsgiMiddleware(wsgi_app, banner=bb)(wsgi_environ(Request()), start)
    assert b"".join(sent).count(b'nonce="of-the-app"') == 4


@pytest.mark.parametrize("given", [None, ""])
def test_where_it_finds_none_the_policy_is_read(drive: Driver, given: Any) -> None:
    reply = drive(BrowserBanner(nonce=lambda request: given), with_policy("style-src 'nonce-abc'"), Request())
    assert b'nonce="abc"' in reply.body


def test_a_nonce_is_escaped(drive: Driver) -> None:
    body = drive(BrowserBanner(nonce=lambda request: '"><script>'), PAGE, Request()).body
    assert b'nonce="&#34;&gt;&lt;script&gt;"' in body


def test_a_function_for_nonces_that_fails_costs_the_banner_and_one_line_in_the_log(
    drive: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(request: Any) -> str:
        raise LookupError("the site's own mistake")

    assert not shown(drive, BrowserBanner(nonce=fails))
    assert len(caplog.records) == 1
    assert "the site's own mistake" in caplog.text


def test_the_function_is_asked_for_pages_with_a_banner_only(drive: Driver) -> None:
    asked: list[object] = []
    bb = BrowserBanner(nonce=lambda request: asked.append(request))
    drive(bb, PAGE, Request(user_agent=CURRENT))
    drive(bb, PAGE._replace(headers=[("content-type", "image/png")]), Request())
    assert asked == []


@pytest.mark.parametrize("streamed", [True, False])
def test_the_function_is_asked_once_while_the_app_s_context_is_alive(streamed: bool) -> None:
    """Flask's ``g`` is gone when the body is asked for."""
    app = flask.Flask(__name__)
    asked: list[str] = []

    @app.route("/article")
    def article() -> Any:
        flask.g.nonce = "of-the-view"
        return (
            iter(["<!doctype html>", "<title>News</title>", "<body>", "Hello"]) if streamed else "<!doctype html><body>"
        )

    def nonce(request: AskedFor) -> str:
        asked.append(request.path)
        return str(flask.g.nonce)

    app.wsgi_app = WsgiMiddleware(app.wsgi_app, nonce=nonce)  # type: ignore[method-assign]
    reply = app.test_client().get("/article", headers=OLD_VISITOR)
    assert reply.data.count(b'nonce="of-the-view"') == 2
    assert asked == ["/article"]
