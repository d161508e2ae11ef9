"""The ASGI adapter: the protocol's own cases. What ASGI and WSGI share: tests/injection/."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import anyio
import pytest

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware
from tests.asgi.server import PAGE, START, Runner, Server, body, sends, serve
from tests.injection.drivers import Request, asgi_scope


def test_case_07_headers_may_be_a_generator_lists_tuples_or_missing(
    banner: BrowserBanner, run: Runner, html: bytes
) -> None:
    def generator() -> Iterator[list[bytes]]:
        yield [b"Content-Type", b"text/html"]
        yield [b"ETag", b'"a"']

    for headers in (generator(), ([b"Content-Type", b"text/html"],), [(b"Content-Type", b"text/html")]):
        app = sends({**START, "headers": headers}, body(PAGE))
        server = serve(run, BannerMiddleware(app, banner=banner))
        assert html in server.body
        assert b"etag" not in dict(server.messages[0]["headers"])
    bare = {"type": "http.response.start", "status": 200}
    assert serve(run, BannerMiddleware(sends(bare, body(PAGE)), banner=banner)).body == PAGE
    plain = {**START, "headers": (pair for pair in [(b"Content-Type", b"text/plain")])}
    server = serve(run, BannerMiddleware(sends(plain, body(PAGE)), banner=banner))
    assert server.messages[0]["headers"] == [(b"Content-Type", b"text/plain")]


def test_case_07_the_apps_own_message_and_headers_stay_as_they_are(banner: BrowserBanner, run: Runner) -> None:
    start = {**START, "headers": list(START["headers"])}
    page = body(PAGE)
    serve(run, BannerMiddleware(sends(start, page), banner=banner))
    assert (start, page) == (START, body(PAGE))


@pytest.mark.parametrize("name", ["http.response.pathsend", "http.response.zerocopysend"])
def test_case_08_shortcuts_are_hidden_from_the_app_and_passed_on_if_it_uses_them_anyway(
    banner: BrowserBanner, run: Runner, name: str
) -> None:
    scope = asgi_scope(Request())
    scope["extensions"] = {name: {}, "http.response.trailers": {}}
    seen: list[Any] = []
    shortcut = {"type": name, "path": "/page.html"}

    async def app(inner: Any, receive: Any, send: Any) -> None:
        seen.append(inner["extensions"])
        await send(START)
        await send(shortcut)

    server = serve(run, BannerMiddleware(app, banner=banner), scope)
    assert seen == [{"http.response.trailers": {}}]
    assert server.messages == [START, shortcut]


def test_case_09_trailers_follow_the_edited_body(banner: BrowserBanner, run: Runner, html: bytes) -> None:
    trailers = {"type": "http.response.trailers", "headers": [(b"server-timing", b"a")], "more_trailers": False}
    app = sends({**START, "trailers": True}, body(PAGE), trailers)
    server = serve(run, BannerMiddleware(app, banner=banner))
    assert server.kinds == ["start", "body", "trailers"]
    assert server.messages[0]["trailers"] is True
    assert server.messages[2] is trailers
    assert html in server.body


def test_case_09_early_hints_go_ahead_of_the_start(banner: BrowserBanner, run: Runner, html: bytes) -> None:
    hint = {"type": "http.response.early_hint", "links": [b"</a.css>; rel=preload"]}
    server = serve(run, BannerMiddleware(sends(hint, START, body(PAGE)), banner=banner))
    assert server.kinds == ["early_hint", "start", "body"]
    assert html in server.body


def test_case_09_an_unknown_message_comes_after_what_was_held_and_ends_the_editing(
    banner: BrowserBanner, run: Runner
) -> None:
    unknown = {"type": "http.response.something"}
    server = serve(run, BannerMiddleware(sends(START, unknown, body(PAGE)), banner=banner))
    assert server.messages == [START, unknown, body(PAGE)]
    begun = b"<!doctype html><img"
    app = sends(START, body(begun, True), unknown, body(b" src=a>Hello"))
    server = serve(run, BannerMiddleware(app, banner=banner))
    assert server.kinds == ["start", "body", "body", "something", "body"]
    assert server.body == begun + b" src=a>Hello"


@pytest.mark.parametrize("at", [0, 1, 2])
def test_case_10_what_the_servers_send_raises_reaches_the_app(banner: BrowserBanner, run: Runner, at: int) -> None:
    raised: list[type] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        try:
            await send(START)
            await send(body(PAGE[:20], True))
            await send(body(PAGE[20:], True))
            await send(body(b""))
        except OSError as error:
            raised.append(type(error))
            raise

    server = Server(fails_at=at)
    with pytest.raises(OSError, match="gone"):
        serve(run, BannerMiddleware(app, banner=banner), server=server)
    assert raised == [OSError]
    assert len(server.messages) == at


def test_case_10_what_the_app_raises_reaches_the_server_and_no_last_body_is_made_up(
    banner: BrowserBanner, run: Runner
) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(START)
        await send(body(PAGE[:20], True))
        raise LookupError("in the app")

    server = Server()
    with pytest.raises(LookupError, match="in the app"):
        serve(run, BannerMiddleware(app, banner=banner), server=server)
    assert all(message.get("more_body", True) for message in server.messages)

    async def early(scope: Any, receive: Any, send: Any) -> None:
        await send(START)
        raise LookupError("before the body")

    server = Server()
    with pytest.raises(LookupError, match="before"):
        serve(run, BannerMiddleware(early, banner=banner), server=server)
    assert server.messages == []  # so that the server can still answer 500


def test_case_10_the_servers_receive_is_the_apps(banner: BrowserBanner, run: Runner) -> None:
    server = Server()
    got: list[Any] = []
    receive = server.receive

    async def app(scope: Any, inner: Any, send: Any) -> None:
        got.append(inner)

    async def main() -> None:
        await BannerMiddleware(app, banner=banner)(asgi_scope(Request()), receive, server.send)

    run(main)
    assert got[0] is receive


def test_an_app_that_forgets_to_end_its_response_has_said_what_it_said(banner: BrowserBanner, run: Runner) -> None:
    begun = b"<!doctype html><img src"
    for messages, sent in (([START], [START]), ([START, body(begun, True)], None)):
        server = serve(run, BannerMiddleware(sends(*messages), banner=banner))
        if sent is not None:
            assert server.messages == sent
        else:
            assert server.body == begun
            assert all(message.get("more_body", True) for message in server.messages)


def test_a_stream_flows_while_the_place_is_sought(banner: BrowserBanner, run: Runner, html: bytes) -> None:
    pieces = [b"<!doctype html><title>", b"", b"News</title><bo", b"dy>", b"Hello", b" and", b" more"]
    server = Server()
    seen: list[int] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(START)
        for piece in pieces:
            await send(body(piece, True))
            seen.append(len(server.body))
        await send(body(b""))

    serve(run, BannerMiddleware(app, banner=banner), server=server)
    assert server.body == b"".join(pieces).replace(b"<body>", b"<body>" + html)
    assert seen[0] == len(pieces[0])
    assert seen[2] == len(b"".join(pieces[:3])) - len(b"<bo")
    assert seen[3] == len(b"".join(pieces[:4])) + len(html)


def test_an_empty_first_piece_is_sent_on_with_the_head_since_granian_waits_for_it(
    banner: BrowserBanner, run: Runner, html: bytes
) -> None:
    """granian 2.8 sends the head with the first message of the body: the visitor saw nothing while the app was at work."""
    server = Server()
    seen: list[list[str]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(START)
        await send(body(b"", True))
        seen.append(server.kinds)
        await send(body(PAGE))

    serve(run, BannerMiddleware(app, banner=banner), server=server)
    assert seen == [["start", "body"]]
    assert html in server.body


def test_messages_that_an_app_sends_side_by_side_keep_their_order(
    banner: BrowserBanner, run: Runner, html: bytes
) -> None:
    class Slow(Server):
        async def send(self, message: Any) -> None:
            await anyio.sleep(0)  # a server that waits for its client
            await super().send(message)

    begun = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        async def one(piece: bytes) -> None:
            begun.append(piece)  # trio begins them in any order
            await send(body(piece, True))

        await send(START)
        async with anyio.create_task_group() as tasks:
            for piece in (PAGE, b" one", b" two", b" three"):
                tasks.start_soon(one, piece)
        await send(body(b" four"))

    server = serve(run, BannerMiddleware(app, banner=banner), server=Slow())
    assert server.body.replace(html, b"") == b"".join(begun) + b" four"
    assert server.kinds == ["start", *["body"] * 5]


def test_a_send_that_the_app_gives_up_loses_nothing(banner: BrowserBanner, run: Runner, html: bytes) -> None:
    """The server had taken the head, and the page behind it was dropped: what followed ended the response as if whole."""

    class Slow(Server):
        async def send(self, message: Any) -> None:
            await super().send(message)
            await anyio.sleep(0 if message["type"] == "http.response.body" else 60)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(START)
        with anyio.move_on_after(0.05):
            await send(body(PAGE, True))
        await send(body(b" and more"))

    server = serve(run, BannerMiddleware(app, banner=banner), server=Slow())
    assert server.body.replace(html, b"") == PAGE + b" and more"


def test_a_server_that_fails_fails_each_of_the_apps_sends(banner: BrowserBanner, run: Runner) -> None:
    failed = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(START)
        for _ in range(3):
            try:
                await send(body(PAGE, True))
            except OSError as error:
                failed.append(str(error))

    serve(run, BannerMiddleware(app, banner=banner), server=Server(fails_at=0))
    assert failed == ["the client is gone"] * 3


def test_after_the_point_the_apps_messages_are_handed_on_themselves(banner: BrowserBanner, run: Runner) -> None:
    later = [body(b"x" * 65536, True) for _ in range(4)]
    server = serve(run, BannerMiddleware(sends(START, body(PAGE, True), *later, body(b"")), banner=banner))
    assert [id(message) for message in server.messages[2:6]] == [id(message) for message in later]


class Unread(dict[str, Any]):
    """A message that nobody may look into."""

    def __getitem__(self, key: str) -> Any:
        raise AssertionError(f"{key} was looked at")

    get = keys = items = __iter__ = __getitem__  # type: ignore[assignment]


def test_after_the_point_nobody_looks_into_a_message(banner: BrowserBanner, run: Runner) -> None:
    later = [Unread(body(b"x", True)) for _ in range(3)]
    server = Server()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(START)
        await send(body(PAGE, True))
        for message in later:
            await send(message)

    async def main() -> None:
        await BannerMiddleware(app, banner=banner)(asgi_scope(Request()), server.receive, server.send)

    run(main)
    assert [id(message) for message in server.messages[2:]] == [id(message) for message in later]


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_a_body_of_another_kind_of_bytes_is_edited(
    banner: BrowserBanner, run: Runner, html: bytes, kind: Callable[[bytes], Any]
) -> None:
    server = serve(run, BannerMiddleware(sends(START, {**body(PAGE), "body": kind(PAGE)}), banner=banner))
    assert html in server.body


def test_what_is_no_body_at_all_is_the_servers_business(banner: BrowserBanner, run: Runner) -> None:
    wrong: dict[str, Any] = {**body(b""), "body": 7}
    server = serve(run, BannerMiddleware(sends(START, wrong), banner=banner))
    assert server.messages == [START, wrong]


def test_a_second_start_is_the_servers_business(banner: BrowserBanner, run: Runner) -> None:
    server = serve(run, BannerMiddleware(sends(START, START, body(PAGE)), banner=banner))
    assert server.messages == [START, START, body(PAGE)]
