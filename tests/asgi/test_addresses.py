"""ASGI: the middleware's own addresses."""

from __future__ import annotations

from typing import Any

import pytest

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware
from browserbanner.endpoints import Endpoints
from browserbanner.request import Headers
from tests.asgi.server import PAGE, START, Runner, Server, body, sends, serve
from tests.faults import fails
from tests.injection.drivers import Request, asgi_scope
from tests.visitors import CURRENT, IE


def _ask(run: Runner, banner: BrowserBanner, request: Request, pieces: list[Any] | None = None) -> Server:
    server = Server()
    incoming = iter(pieces or [{"type": "http.request", "body": request.body, "more_body": False}])

    async def receive() -> Any:
        return next(incoming)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("these never reach the app")

    async def main() -> None:
        await BannerMiddleware(app, banner=banner)(asgi_scope(request), receive, server.send)

    run(main)
    return server


FORM = [("content-type", "application/x-www-form-urlencoded"), ("origin", "http://example.org")]


@pytest.mark.parametrize("user_agent", [IE, CURRENT])
@pytest.mark.parametrize("root_path", ["", "/site"])
def test_closing_is_answered_below_the_root_path(
    banner: BrowserBanner, run: Runner, user_agent: str, root_path: str
) -> None:
    pieces = [
        {"type": "http.request", "body": b"kind=outdated&", "more_body": True},
        {"type": "http.request", "body": b"return=%2Fsite%2Farticle"},
    ]
    request = Request("POST", "/_browserbanner/close", headers=FORM, user_agent=user_agent, root_path=root_path)
    server = _ask(run, banner, request, pieces)
    headers = Headers(server.messages[0]["headers"])
    assert server.messages[0]["status"] == 303
    assert "browserbanner=" in (headers.get("set-cookie") or "")
    assert server.kinds == ["start", "body"]


def test_no_more_of_a_body_is_read_than_can_be_meant(banner: BrowserBanner, run: Runner) -> None:
    pieces = [{"type": "http.request", "body": b"x" * 5000, "more_body": True}] * 2
    server = _ask(run, banner, Request("POST", "/_browserbanner/close", headers=FORM), pieces)
    assert server.messages[0]["status"] == 413


def test_a_client_that_leaves_while_closing_gets_no_answer(banner: BrowserBanner, run: Runner) -> None:
    request = Request("POST", "/_browserbanner/close", headers=FORM)
    assert _ask(run, banner, request, [{"type": "http.disconnect"}]).messages == []


def test_an_unknown_address_below_the_prefix_is_ours_too(banner: BrowserBanner, run: Runner) -> None:
    assert _ask(run, banner, Request(path="/_browserbanner/none")).messages[0]["status"] == 404
    assert _ask(run, banner, Request("HEAD", "/_browserbanner/none")).body == b""


@pytest.mark.parametrize("path", ["/_browserbanner", "/_browserbannerx/", "/news/_browserbanner/close", "/"])
def test_other_paths_are_the_apps(banner: BrowserBanner, run: Runner, path: str) -> None:
    scope = asgi_scope(Request(path=path, user_agent=CURRENT))
    server = serve(run, BannerMiddleware(sends(START, body(b"the app's")), banner=banner), scope)
    assert server.body == b"the app's"


def test_switched_off_the_addresses_are_the_apps_and_nobody_gets_a_banner(run: Runner) -> None:
    app = BannerMiddleware(sends(START, body(PAGE)), enabled=False)
    for path in ("/_browserbanner/close", "/article"):
        assert serve(run, app, asgi_scope(Request(path=path))).messages == [START, body(PAGE)]


def test_an_address_that_fails_answers_500_and_is_logged(
    run: Runner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine = BrowserBanner()
    monkeypatch.setattr(Endpoints, "respond", fails)
    server = _ask(run, engine, Request(path="/_browserbanner/close"))
    assert server.messages[0]["status"] == 500
    assert len(caplog.records) == 1
