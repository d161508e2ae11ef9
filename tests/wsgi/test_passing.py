"""WSGI: who is not concerned passes with the very same objects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from browserbanner import BrowserBanner
from browserbanner._passing import Passing
from browserbanner.wsgi import BannerMiddleware
from tests.injection.drivers import Request, wsgi_environ
from tests.visitors import CURRENT, IE
from tests.wsgi.server import HEADERS, PAGE, Blocks, Server, answers, lazily


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


def test_the_app_of_a_visitor_with_a_banner_sees_a_copy_of_the_environ(banner: BrowserBanner) -> None:
    environ = wsgi_environ(Request(headers=[("Accept-Encoding", "gzip")]))
    before = dict(environ)

    def app(inner: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        assert type(inner) is dict
        inner["added"] = True
        start_response("200 OK", HEADERS)
        return [PAGE]

    BannerMiddleware(app, banner=banner)(environ, Server().start_response)
    assert environ == before


def test_only_current_browsers_are_remembered_and_only_so_many(edited: bytes) -> None:
    app = BannerMiddleware(lazily(PAGE), cache_size=2)
    for _ in range(3):
        assert Server().serve(app).body == edited
        for agent in (CURRENT, CURRENT.replace("999", "998"), CURRENT.replace("999", "997"), "a stranger/1.0"):
            assert Server().serve(app, Request(user_agent=agent)).body == PAGE
            assert len(app._passing) <= 2
            assert IE not in app._passing
            assert "a stranger/1.0" not in app._passing


def test_a_verdict_by_data_that_was_replaced_meanwhile_lets_nobody_pass() -> None:
    """A thread that had judged just before the data was replaced put the browser in just after."""
    passing = Passing(8)
    age = passing.age
    passing.renew()
    passing.let(CURRENT, age)
    assert CURRENT not in passing
    passing.let(CURRENT, passing.age)
    assert CURRENT in passing


def test_an_environ_without_a_path_is_the_apps_business(banner: BrowserBanner) -> None:
    environ = wsgi_environ(Request(user_agent=CURRENT))
    del environ["PATH_INFO"]
    assert list(BannerMiddleware(answers(lambda: [PAGE]), banner=banner)(environ, Server().start_response)) == [PAGE]
