"""The ASGI adapter: the protocol's own cases. What ASGI and WSGI share: tests/injection/."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request as StarletteRequest
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from browserbanner import ConfigurationError, asgi
from browserbanner._adapter import Page
from browserbanner.asgi import BannerMiddleware
from browserbanner.engine import BrowserBanner
from browserbanner.headers import Headers
from browserbanner.injection import Editor
from tests.injection.drivers import CURRENT, IE, Request, asgi_scope

PAGE = b"<!doctype html><title>News</title><body>Hello"
START: dict[str, Any] = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/html"), (b"etag", b'"a"')],
}

Runner = Callable[[Any], Any]


@pytest.fixture(params=["asyncio", "trio"])
def run(request: pytest.FixtureRequest) -> Runner:
    if request.param == "trio":
        return trio.run
    return lambda main: asyncio.run(main())


@pytest.fixture(scope="module")
def banner() -> BrowserBanner:
    return BrowserBanner()


@pytest.fixture(scope="module")
def html(banner: BrowserBanner) -> bytes:
    given = banner.banner_for(Request().fields(), path="/article")
    assert given is not None
    return given.html


class Server:
    """Takes what is sent; fails at the n-th message, if told so."""

    def __init__(self, fails_at: int | None = None) -> None:
        self.messages: list[Any] = []
        self.fails_at = fails_at

    async def send(self, message: Any) -> None:
        if len(self.messages) == self.fails_at:
            raise OSError("the client is gone")
        self.messages.append(message)

    async def receive(self) -> Any:
        return {"type": "http.disconnect"}

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages)

    @property
    def kinds(self) -> list[str]:
        return [message["type"].removeprefix("http.response.") for message in self.messages]


def sends(*messages: Any) -> asgi.App:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        for message in messages:
            await send(message)

    return app


def serve(run: Runner, app: asgi.App, scope: Any = None, server: Server | None = None) -> Server:
    server = server or Server()

    async def main() -> None:
        await app(asgi_scope(Request()) if scope is None else scope, server.receive, server.send)

    run(main)
    return server


def body(data: bytes, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": data, "more_body": more}


# -- who is not concerned ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scope",
    [
        asgi_scope(Request(user_agent=CURRENT)),
        asgi_scope(Request(user_agent=None)),
        {"type": "lifespan", "asgi": {"version": "3.0"}},
        {**asgi_scope(Request()), "type": "websocket"},
        {**asgi_scope(Request()), "headers": None},
        {"type": "http", "path": "/"},
    ],
    ids=["current", "no user agent", "lifespan", "websocket", "no list of headers", "no headers"],
)
def test_who_is_not_concerned_reaches_the_app_with_the_very_same_objects(
    banner: BrowserBanner, run: Runner, scope: Any
) -> None:
    server = Server()
    got: list[Any] = []

    async def app(*arguments: Any) -> None:
        got.extend(arguments)

    copy = dict(scope)
    receive, send = server.receive, server.send

    async def main() -> None:
        await BannerMiddleware(app, banner=banner)(scope, receive, send)

    run(main)
    assert [id(thing) for thing in got] == [id(scope), id(receive), id(send)]
    assert scope == copy


def test_the_app_of_a_visitor_with_a_banner_sees_a_copy_of_the_scope(banner: BrowserBanner, run: Runner) -> None:
    scope = asgi_scope(Request(headers=[("Accept-Encoding", "gzip")]))
    scope["extensions"] = {"http.response.pathsend": {}, "http.response.trailers": {}}
    before = {**scope, "headers": list(scope["headers"]), "extensions": dict(scope["extensions"])}
    seen: list[Any] = []

    async def app(inner: Any, receive: Any, send: Any) -> None:
        seen.append(inner)
        inner["added"] = True

    serve(run, BannerMiddleware(app, banner=banner), scope)
    assert scope == before
    assert seen[0]["path"] == scope["path"]


# -- cases -------------------------------------------------------------------------------------------------------------


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


def test_an_empty_first_piece_sends_the_head(banner: BrowserBanner, run: Runner, html: bytes) -> None:
    server = Server()
    seen: list[list[str]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(START)
        await send(body(b"", True))
        seen.append(server.kinds)
        await send(body(PAGE))

    serve(run, BannerMiddleware(app, banner=banner), server=server)
    assert seen == [["start"]]
    assert html in server.body


def test_after_the_point_the_apps_messages_are_handed_on_themselves(banner: BrowserBanner, run: Runner) -> None:
    later = [body(b"x" * 65536, True) for _ in range(4)]
    server = serve(run, BannerMiddleware(sends(START, body(PAGE, True), *later, body(b"")), banner=banner))
    assert [id(message) for message in server.messages[2:6]] == [id(message) for message in later]


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


# -- the middleware's own addresses --------------------------------------------------------------------------------------


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
    monkeypatch.setattr(engine, "respond", _fails)
    server = _ask(run, engine, Request(path="/_browserbanner/close"))
    assert server.messages[0]["status"] == 500
    assert len(caplog.records) == 1


# -- faults ------------------------------------------------------------------------------------------------------------


def _fails(*arguments: object, **more: object) -> Any:
    raise RuntimeError("a fault of ours")


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (BrowserBanner, "verdict_of"),
        (BrowserBanner, "visit_for"),
        (BrowserBanner, "render"),
        (Page, "__init__"),
        (asgi, "Headers"),
        (asgi, "page_for"),
        (asgi, "_inner_scope"),
        (Editor, "__init__"),
        (Editor, "start"),
        (Editor, "_edit"),
        (asgi._EditedSend, "_start"),
        (asgi._EditedSend, "_body"),
        (asgi._EditedSend, "_edit"),
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
    monkeypatch.setattr(owner, name, _fails)
    pieces = [body(PAGE[at : at + size], True) for at in range(0, len(PAGE), size)]
    app = BannerMiddleware(sends(START, *pieces, body(b"")), banner=BrowserBanner())
    server = serve(run, app)
    assert server.body == PAGE
    assert server.messages[0]["headers"] == START["headers"]
    assert len(caplog.records) == 1


def test_a_log_that_fails_harms_no_response(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BrowserBanner, "verdict_of", _fails)
    monkeypatch.setattr(BrowserBanner, "log_failure", _fails)
    server = serve(run, BannerMiddleware(sends(START, body(PAGE)), banner=BrowserBanner()))
    assert server.messages == [START, body(PAGE)]


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


# -- Starlette -----------------------------------------------------------------------------------------------------------


def _starlette(tmp_path: Path) -> Starlette:
    big = b"<!doctype html><title>Big</title><body>" + b"x" * 200_000
    (tmp_path / "page.html").write_bytes(big)

    async def page(request: StarletteRequest) -> Response:
        return HTMLResponse(PAGE + b"x" * 1000, headers={"ETag": '"a"'})

    async def stream(request: StarletteRequest) -> Response:
        return StreamingResponse(iter([PAGE[:17], PAGE[17:], b" and more" * 100]), media_type="text/html")

    async def file(request: StarletteRequest) -> Response:
        return FileResponse(tmp_path / "page.html")

    routes = [Route("/page", page), Route("/stream", stream), Route("/file", file)]
    return Starlette(routes=[*routes, Mount("/sub", routes=routes)])


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("path", ["/page", "/stream", "/file", "/sub/page"])
def test_starlette_pages_get_the_banner_inside_of_its_compression(
    banner: BrowserBanner, tmp_path: Path, path: str, backend: Any
) -> None:
    app = _starlette(tmp_path)
    app.user_middleware = [Middleware(GZipMiddleware), Middleware(BannerMiddleware, banner=banner)]
    with TestClient(app, backend=backend) as client:
        old = client.get(path, headers={"User-Agent": IE})
        new = client.get(path, headers={"User-Agent": CURRENT})
    given = banner.banner_for(Request(headers=[("accept", "*/*")]).fields(), path=path)
    assert given is not None
    assert old.content == new.content.replace(b"<body>", b"<body>" + given.html)
    assert old.headers["content-encoding"] == new.headers["content-encoding"] == "gzip"
    assert old.headers["cache-control"] == "private, no-cache"
    assert "etag" not in old.headers
    assert "last-modified" not in old.headers


def test_uvicorn_on_h11_has_no_complaint(
    banner: BrowserBanner, html: bytes, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """h11 refuses a body that is longer or shorter than its Content-Length."""
    import http.client
    import threading
    import time

    import uvicorn

    app = BannerMiddleware(_starlette(tmp_path), banner=banner)
    server = uvicorn.Server(uvicorn.Config(app, port=0, http="h11", log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        client = http.client.HTTPConnection("127.0.0.1", server.servers[0].sockets[0].getsockname()[1], timeout=30)
        for user_agent in (IE, CURRENT) * 2:
            for path in ("/page", "/stream", "/file", "/none", "/_browserbanner/none"):
                for method in ("GET", "HEAD"):
                    client.request(method, path, headers={"User-Agent": user_agent, "Accept": "text/html"})
                    answer = client.getresponse()
                    body = answer.read()
                    assert (b"id=bb" in body) == (
                        method == "GET" and user_agent == IE and path in ("/page", "/stream", "/file")
                    )
                    if method == "GET" and path != "/stream":
                        assert answer.headers["content-length"] == str(len(body))
        client.close()
    finally:
        server.should_exit = True
        thread.join()
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []


def test_starlette_sees_the_same_for_current_visitors(banner: BrowserBanner, tmp_path: Path) -> None:
    bare = TestClient(_starlette(tmp_path), headers={"User-Agent": CURRENT})
    ours = TestClient(BannerMiddleware(_starlette(tmp_path), banner=banner), headers={"User-Agent": CURRENT})
    for path in ("/page", "/stream", "/file", "/none"):
        without, with_it = bare.get(path), ours.get(path)
        assert with_it.content == without.content
        assert with_it.headers.raw == without.headers.raw
