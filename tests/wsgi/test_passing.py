"""WSGI: who is not concerned passes with the very same objects."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

import pytest

from browserbanner import BrowserBanner
from browserbanner.wsgi import BannerMiddleware
from tests.injection.drivers import Request, wsgi_environ
from tests.visitors import CHROME_60, CURRENT, IE
from tests.wsgi.server import HEADERS, PAGE, Blocks, Server, answers


@pytest.mark.parametrize("user_agent", [CURRENT, None, "", "\u4f60 not latin-1"])
def test_who_is_not_concerned_reaches_the_app_with_the_very_same_objects(
    banner: BrowserBanner, user_agent: str | None
) -> None:
    environ = wsgi_environ(Request(user_agent=user_agent))
    server = Server()
    start_response = server.start_response
    got: list[Any] = []
    blocks = Blocks(PAGE)

    def app(*arguments: Any) -> Iterable[bytes]:
        got.extend(arguments)
        return blocks

    before = dict(environ)
    assert BannerMiddleware(app, banner=banner)(environ, start_response) is blocks
    assert [id(thing) for thing in got] == [id(environ), id(start_response)]
    assert environ == before


def test_the_app_of_a_visitor_with_a_banner_sees_no_compression_and_the_environ_is_as_it_was_afterwards(
    banner: BrowserBanner,
) -> None:
    environ = wsgi_environ(Request(headers=[("Accept-Encoding", "gzip")]))
    before = dict(environ)

    def app(inner: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        assert type(inner) is dict
        assert inner["HTTP_ACCEPT_ENCODING"] == "identity"
        start_response("200 OK", HEADERS)
        return [PAGE]

    BannerMiddleware(app, banner=banner)(environ, Server().start_response)
    assert environ == before


@pytest.mark.parametrize("user_agent", [IE, CURRENT])
def test_what_the_app_writes_into_its_environ_reaches_whoever_is_further_out(
    banner: BrowserBanner, user_agent: str
) -> None:
    """gunicorn logs %({app.user}e)s; what an iterable writes while it is sent reaches it too."""
    environ = wsgi_environ(Request(user_agent=user_agent, headers=[("Accept-Encoding", "gzip")]))
    at_head: list[Any] = []

    def app(inner: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        inner["app.user"] = "olena"
        start_response("200 OK", HEADERS)
        yield PAGE
        inner["app.late"] = True

    def start_response(status: str, headers: Any, exc_info: Any = None) -> Any:
        at_head.append(environ.get("app.user"))
        return lambda data: None

    list(BannerMiddleware(app, banner=banner)(environ, start_response))
    assert at_head == ["olena"]
    assert environ["app.late"]
    assert environ["HTTP_ACCEPT_ENCODING"] == "gzip"
    assert "browserbanner.edited" not in environ


@pytest.mark.parametrize("user_agent", [IE, CURRENT])
def test_what_others_write_into_the_environ_meanwhile_stays_and_what_the_app_deletes_is_gone(
    banner: BrowserBanner, user_agent: str
) -> None:
    environ = wsgi_environ(Request(user_agent=user_agent)) | {"phase": "before", "spent": 1, "unused": 2}

    def app(inner: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", HEADERS)
        del inner["unused"]
        yield PAGE

    def start_response(status: str, headers: Any, exc_info: Any = None) -> Any:
        environ["phase"] = "begun"
        environ.pop("spent", None)
        return lambda data: None

    list(BannerMiddleware(app, banner=banner)(environ, start_response))
    assert environ["phase"] == "begun"
    assert not {"spent", "unused"} & environ.keys()


@pytest.mark.parametrize("user_agent", [IE, CURRENT])
def test_request_headers_that_the_app_changes_stay_as_it_wants_them(banner: BrowserBanner, user_agent: str) -> None:
    """What it must not see is put back when the response begins, or when the app fails before; never over its own."""
    headers = [("Accept-Encoding", "gzip"), ("If-None-Match", '"a"'), ("Accept", "text/html")]
    environ = wsgi_environ(Request(user_agent=user_agent, headers=headers))

    def app(inner: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        inner["HTTP_ACCEPT_ENCODING"] = "br"
        inner["HTTP_IF_NONE_MATCH"] = '"b"'
        start_response("200 OK", iter(HEADERS))  # not as PEP 3333 has it, either
        return [PAGE]

    list(BannerMiddleware(app, banner=banner)(environ, Server().start_response))
    assert (environ["HTTP_ACCEPT_ENCODING"], environ["HTTP_IF_NONE_MATCH"]) == ("br", '"b"')
    assert "browserbanner.edited" not in environ


def test_an_app_that_fails_before_its_response_leaves_the_environ_as_it_was(banner: BrowserBanner) -> None:
    environ = wsgi_environ(Request(headers=[("Accept-Encoding", "gzip"), ("Accept", "text/html")]))
    before = dict(environ)

    def app(inner: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raise LookupError(inner["HTTP_ACCEPT_ENCODING"])

    def later(inner: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        yield from app(inner, start_response)

    for each in (app, later):
        with pytest.raises(LookupError, match="identity"):
            BannerMiddleware(each, banner=banner)(environ, Server().start_response)
        assert environ == before


def test_an_app_whose_close_fails_leaves_the_environ_as_it_was(banner: BrowserBanner) -> None:
    """It kept "identity" and our mark for good."""
    environ = wsgi_environ(Request(headers=[("Accept-Encoding", "gzip"), ("Accept", "text/html")]))
    before = dict(environ)

    class Failing(Blocks):
        def __next__(self) -> bytes:
            raise LookupError("a block")

        def close(self) -> None:
            raise LookupError("close")

    with pytest.raises(LookupError, match="close"):
        BannerMiddleware(lambda *_: Failing(), banner=banner)(environ, Server().start_response)
    assert environ == before


@pytest.mark.parametrize("user_agent", [IE, CURRENT])
def test_a_thread_of_the_apps_may_write_into_its_environ_at_any_time(banner: BrowserBanner, user_agent: str) -> None:
    """Looking through it meanwhile raised RuntimeError."""

    def app(inner: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        stop = threading.Event()

        def write() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                inner[f"k{number % 5000}"] = number
                inner.pop(f"k{number * 7 % 5000}", None)

        thread = threading.Thread(target=write)
        thread.start()
        try:
            start_response("200 OK", HEADERS)
            yield from [PAGE, b" and more"]
        finally:
            stop.set()
            thread.join()

    for _ in range(20):
        environ = wsgi_environ(Request(user_agent=user_agent))
        page = b"".join(BannerMiddleware(app, banner=banner)(environ, lambda *head: lambda data: None))
        assert page.endswith(b"Hello and more")


def test_an_environ_without_a_path_is_the_apps_business(banner: BrowserBanner) -> None:
    environ = wsgi_environ(Request(user_agent=CURRENT))
    del environ["PATH_INFO"]
    assert list(BannerMiddleware(answers(lambda: [PAGE]), banner=banner)(environ, Server().start_response)) == [PAGE]


@pytest.mark.parametrize(
    ("content_type", "says"),
    [
        ("text/html; charset=utf-8", "Ваш браузер застарів".encode()),
        ("text/html; charset=windows-1251", "Ваш браузер застарів".encode("ascii", "xmlcharrefreplace")),
        ("text/html", "Ваш браузер застарів".encode("ascii", "xmlcharrefreplace")),
    ],
)
def test_a_banner_is_in_utf_8_where_the_page_is_for_sure(banner: BrowserBanner, content_type: str, says: bytes) -> None:
    def app(_: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", content_type)])
        return [PAGE]

    request = Request(user_agent=CHROME_60, headers=[("Accept-Language", "uk")])
    body = Server().serve(BannerMiddleware(app, banner=banner), request).body
    assert says in body
    assert (content_type == "text/html; charset=utf-8") != body.isascii()
