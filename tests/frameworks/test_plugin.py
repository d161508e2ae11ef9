"""What stands between a framework's client and its app: an answer comes out as it went in, or a test fails."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from browserbanner import asgi, wsgi
from tests.frameworks import plugin
from tests.frameworks.run import VISITORS, rows
from tests.frameworks.suites import SUITES
from tests.injection.drivers import Request, asgi_scope, wsgi_environ
from tests.visitors import IE

PARTS = (b"{", b"", b'"a": 1', b"}")
HEADERS = [("Content-Type", "application/json"), ("X-Other", "1"), ("Content-Length", "8")]


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Internet Explorer asks, and every answer is made a page."""
    monkeypatch.setattr(plugin, "USER_AGENT", IE)
    monkeypatch.setattr(plugin, "PAGES", True)
    monkeypatch.setattr(plugin, "counts", {"pages": 0, "banners": 0})


def ask_asgi() -> tuple[dict[str, str], bytes]:
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert dict(scope["headers"])[b"user-agent"] == b"the client's own"
        headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for part in PARTS:
            await send({"type": "http.response.body", "body": part, "more_body": part != PARTS[-1]})

    async def send(message: Any) -> None:
        sent.append(message)

    scope = asgi_scope(Request(user_agent="the client's own"))
    asyncio.run(plugin.asgi_between(app)(scope, None, send))
    head = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return head, b"".join(message["body"] for message in sent[1:])


def ask_wsgi() -> tuple[dict[str, str], bytes]:
    heads: list[dict[str, str]] = []

    def app(environ: Any, start_response: Any) -> Iterator[bytes]:
        assert environ["HTTP_USER_AGENT"] == "the client's own"
        start_response("200 OK", HEADERS)
        yield from PARTS

    def start_response(status: str, headers: Any) -> None:
        heads.append({name.lower(): value for name, value in headers})

    environ = wsgi_environ(Request(user_agent="the client's own"))
    body: Iterable[bytes] = plugin.wsgi_between(app)(environ, start_response)
    whole = b"".join(body)
    return heads[0], whole


@pytest.mark.parametrize("ask", [ask_asgi, ask_wsgi])
def test_an_answer_comes_out_as_it_went_in_and_had_a_banner_on_its_way(ask: Any) -> None:
    head, body = ask()
    assert body == b"".join(PARTS)
    assert (head["content-type"], head["content-length"], head["x-other"]) == ("application/json", "8", "1")
    assert not [name for name in head if name.startswith("x-between")]
    assert plugin.counts == {"pages": 1, "banners": 1}


def test_what_a_middleware_does_before_the_body_fails_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    def harmful(app: Any, banner: object) -> Any:
        def middleware(environ: Any, start_response: Any) -> list[bytes]:
            return [b"".join(app(environ, start_response)).replace(b"<!doctype html>", b"")]

        return middleware

    monkeypatch.setattr(wsgi, "BannerMiddleware", harmful)
    with pytest.raises(AssertionError, match="before the banner"):
        ask_wsgi()


def test_a_wrong_length_fails_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    class Harmful(asgi.BannerMiddleware):
        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            async def shortened(message: Any) -> None:
                if message["type"] == "http.response.start":
                    length = (b"content-length", b"9")
                    message = {**message, "headers": [*message["headers"], length]}
                await send(message)

            await super().__call__(scope, receive, shortened)

    monkeypatch.setattr(asgi, "BannerMiddleware", Harmful)
    with pytest.raises(AssertionError, match="not as long as its Content-Length"):
        ask_asgi()


def test_every_known_difference_has_a_suite_a_visitor_and_a_reason() -> None:
    for row in rows():
        assert row.suite in SUITES
        assert set(row.visitors) <= set(VISITORS) - {"alone"}
        assert set(row.places) <= {"outermost", "innermost"}
        assert row.reason.endswith(".")
