"""ASGI: what fails inside harms no response; what is configured badly fails at once."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from browserbanner import BrowserBanner, ConfigurationError, asgi
from browserbanner.asgi import BannerMiddleware
from browserbanner.events import LOGGER
from browserbanner.injection import Editor
from browserbanner.presenter import PageBanner
from tests.asgi.server import PAGE, START, Runner, body, sends, serve
from tests.faults import fails
from tests.injection.drivers import Request, asgi_scope


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (BrowserBanner, "_verdict"),
        (BrowserBanner, "_missing"),
        (BrowserBanner, "_decide"),
        (PageBanner, "__init__"),
        (PageBanner, "prepare"),
        (asgi, "Headers"),
        (asgi, "_inner_scope"),
        (Editor, "__init__"),
        (Editor, "start"),
        (Editor, "_edit"),
        (asgi._EditedSend, "_start"),
        (asgi._EditedSend, "_body"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
@pytest.mark.parametrize("size", [7, 1000])
def test_whatever_fails_the_response_goes_out_whole_and_one_line_is_logged(
    run: Runner,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    owner: object,
    name: str,
    size: int,
) -> None:
    monkeypatch.setattr(owner, name, fails)
    pieces = [body(PAGE[at : at + size], True) for at in range(0, len(PAGE), size)]
    app = BannerMiddleware(sends(START, *pieces, body(b"")), banner=BrowserBanner())
    server = serve(run, app)
    assert server.body == PAGE
    assert server.messages[0]["headers"] == START["headers"]
    assert len(caplog.records) == 1


def test_a_log_that_fails_harms_no_response(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BrowserBanner, "_verdict", fails)
    monkeypatch.setattr(LOGGER, "error", fails)
    server = serve(run, BannerMiddleware(sends(START, body(PAGE)), banner=BrowserBanner()))
    assert server.messages == [START, body(PAGE)]


def test_a_scope_that_cannot_be_written_to_is_handed_nothing(
    run: Runner, caplog: pytest.LogCaptureFixture, html: bytes, banner: BrowserBanner
) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        scope["route"] = "/article"
        await sends(START, body(PAGE))(scope, receive, send)

    server = serve(run, BannerMiddleware(app, banner=banner), MappingProxyType(asgi_scope(Request())))
    assert html in server.body
    assert "could not be handed on" in caplog.text


@pytest.mark.parametrize("extensions", [["http.response.pathsend"], "http.response.pathsend", 1])
def test_a_request_that_cannot_be_prepared_reaches_the_app_as_it_came(
    run: Runner, caplog: pytest.LogCaptureFixture, banner: BrowserBanner, extensions: Any
) -> None:
    """Nothing is taken from it by then: it kept "identity", and lacked its conditional headers."""
    scope = asgi_scope(Request()) | {"extensions": extensions}
    scope["headers"] = [*scope["headers"], (b"accept-encoding", b"gzip"), (b"if-none-match", b'"a"')]
    before, seen = dict(scope), []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(dict(scope))
        await sends(START, body(PAGE))(scope, receive, send)

    server = serve(run, BannerMiddleware(app, banner=banner), scope)
    assert server.messages == [START, body(PAGE)]
    assert seen == [before] == [scope]
    assert len(caplog.records) == 1


def test_a_warm_up_that_fails_does_not_keep_the_app_from_starting(
    run: Runner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(BrowserBanner, "warm_up", fails)
    started = {"type": "lifespan.startup.complete"}
    server = serve(run, BannerMiddleware(sends(started), banner=BrowserBanner()), {"type": "lifespan"})
    assert server.messages == [started]
    assert "the warm-up failed" in caplog.text


# -- configuration -------------------------------------------------------------------------------------------------------


def test_options_may_be_given_in_place_of_a_banner(run: Runner) -> None:
    app = BannerMiddleware(app=sends(START, body(PAGE)), policy={"ie": 11})
    assert serve(run, app).body == PAGE


@pytest.mark.parametrize("options", [{"polcy": "x"}, {"layout": "tall"}, {"banner": "none"}, {"banner": PAGE}])
def test_a_bad_option_is_refused_when_the_middleware_is_made(options: Any) -> None:
    with pytest.raises(ConfigurationError):
        BannerMiddleware(sends(), **options)


def test_a_banner_and_options_together_are_refused(banner: BrowserBanner) -> None:
    with pytest.raises(ConfigurationError, match="layout"):
        BannerMiddleware(sends(), banner=banner, layout="cards")  # type: ignore[call-overload]
