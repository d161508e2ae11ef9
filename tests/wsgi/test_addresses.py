"""WSGI: the middleware's own addresses."""

from __future__ import annotations

import pytest

from browserbanner import BrowserBanner
from browserbanner import Request as Asked
from browserbanner.endpoints import Endpoints
from browserbanner.wsgi import BannerMiddleware
from tests.faults import fails
from tests.injection.drivers import Request, wsgi_environ
from tests.visitors import CURRENT, IE
from tests.wsgi.server import HEADERS, PAGE, Server, lazily

FORM = [("content-type", "application/x-www-form-urlencoded"), ("origin", "http://example.org")]


@pytest.mark.parametrize("user_agent", [IE, CURRENT])
@pytest.mark.parametrize("root_path", ["", "/site"])
def test_closing_is_answered_below_the_root_path(banner: BrowserBanner, user_agent: str, root_path: str) -> None:
    form = b"kind=outdated&return=%2Fsite%2Farticle"
    request = Request("POST", "/_browserbanner/close", "", FORM, user_agent, form, root_path)
    server = Server().serve(BannerMiddleware(lazily(PAGE), banner=banner), request)
    assert server.head is not None
    assert server.head[0] == "303 See Other"
    assert "browserbanner=" in (server.header("set-cookie") or "")
    assert server.body == b""


def test_no_more_of_a_body_is_read_than_can_be_meant(banner: BrowserBanner) -> None:
    request = Request("POST", "/_browserbanner/close", headers=FORM, body=b"x" * 10_000)
    environ = wsgi_environ(request)
    server = Server()
    list(BannerMiddleware(lazily(PAGE), banner=banner)(environ, server.start_response))
    assert server.head is not None
    assert server.head[0].startswith("413")
    assert environ["wsgi.input"].tell() < 10_000


@pytest.mark.parametrize("length", ["\xb2", "9" * 5000, "-1", "1_0", " "])
def test_a_length_that_is_no_number_of_bytes_raises_nothing(banner: BrowserBanner, length: str) -> None:
    """A superscript two is a digit to Python and no int, and an int of 5,000 digits is none either."""
    environ = wsgi_environ(Request("POST", "/_browserbanner/close", headers=FORM, body=b"kind=outdated"))
    environ["CONTENT_LENGTH"] = length
    server = Server()
    list(BannerMiddleware(lazily(PAGE), banner=banner)(environ, server.start_response))
    assert server.head is not None
    assert server.head[0][:3] in ("400", "413")


def test_a_body_of_unknown_length_is_read_only_where_the_server_ends_it(banner: BrowserBanner) -> None:
    for terminated in (True, False):
        environ = wsgi_environ(Request("POST", "/_browserbanner/close", headers=FORM, body=b"kind=outdated"))
        del environ["CONTENT_LENGTH"]
        environ["wsgi.input_terminated"] = terminated
        list(BannerMiddleware(lazily(PAGE), banner=banner)(environ, Server().start_response))
        assert environ["wsgi.input"].tell() == (len(b"kind=outdated") if terminated else 0)


def test_switched_off_the_addresses_are_the_apps_and_nobody_gets_a_banner() -> None:
    app = BannerMiddleware(lazily(PAGE), enabled=False)
    for path in ("/_browserbanner/close", "/article"):
        server = Server().serve(app, Request(path=path))
        assert (server.head, server.body) == (("200 OK", HEADERS), PAGE)


def test_an_address_that_fails_answers_500_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine = BrowserBanner()
    monkeypatch.setattr(Endpoints, "respond", fails)
    server = Server().serve(BannerMiddleware(lazily(PAGE), banner=engine), Request(path="/_browserbanner/close"))
    assert server.head is not None
    assert server.head[0] == "500 Internal Server Error"
    assert len(caplog.records) == 1


def test_a_path_reaches_the_engine_as_text() -> None:
    asked: list[Asked] = []

    def note(request: Asked) -> bool:
        asked.append(request)
        return False

    request = Request(path="/новини".encode().decode("latin-1"), query="a=b", root_path="/site")
    Server().serve(BannerMiddleware(lazily(PAGE), exempt=note), request)
    assert [(each.path, each.query, each.root_path) for each in asked] == [("/новини", "a=b", "/site")]
