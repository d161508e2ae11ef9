"""The WSGI adapter: PEP 3333's own cases. What ASGI and WSGI share: tests/injection/."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.util import FileWrapper, setup_testing_defaults
from wsgiref.validate import validator

import pytest
from werkzeug.middleware.lint import LintMiddleware
from werkzeug.test import Client

from browserbanner import ConfigurationError, wsgi
from browserbanner._adapter import Page
from browserbanner.engine import BrowserBanner
from browserbanner.headers import Headers
from browserbanner.injection import Editor
from browserbanner.wsgi import BannerMiddleware
from tests.injection.drivers import CURRENT, IE, Request, wsgi_environ

PAGE = b"<!doctype html><title>News</title><body>Hello"
HTML = ("Content-Type", "text/html")
HEADERS = [HTML, ("ETag", '"a"')]

App = Callable[[dict[str, Any], Any], Iterable[bytes]]


@pytest.fixture(scope="module")
def banner() -> BrowserBanner:
    return BrowserBanner()


@pytest.fixture(scope="module")
def html(banner: BrowserBanner) -> bytes:
    given = banner.banner_for(Request().fields(), path="/article")
    assert given is not None
    return given.html


@pytest.fixture(scope="module")
def edited(html: bytes) -> bytes:
    return PAGE.replace(b"<body>", b"<body>" + html)


class Server:
    """A server as PEP 3333 has it: heads are sent with the first bytes; later heads are refused, or raise what they bring."""

    def __init__(self) -> None:
        self.head: tuple[str, list[tuple[str, str]]] | None = None
        self.sent: list[bytes] = []
        self.log: list[str] = []

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        self.log.append(f"start {status}")
        try:
            if exc_info is not None and self.sent:
                raise exc_info[1].with_traceback(exc_info[2])
            assert exc_info is not None or self.head is None, "start_response was called twice"
        finally:
            exc_info = None
        self.head = (status, headers)
        return self.write

    def write(self, data: bytes) -> None:
        assert self.head is not None, "write before start_response"
        self.log.append(f"write {len(data)}")
        if data:
            self.sent.append(data)

    def serve(self, app: App, request: Request | None = None) -> Server:
        blocks = app(wsgi_environ(request or Request()), self.start_response)
        try:
            for block in blocks:
                assert self.head is not None, "a block before start_response"
                self.write(block)
        finally:
            close = getattr(blocks, "close", None)
            if close is not None:
                close()
        return self

    @property
    def body(self) -> bytes:
        return b"".join(self.sent)

    def header(self, name: str) -> str | None:
        assert self.head is not None
        return Headers(self.head[1]).get(name)


def answers(blocks: Callable[[], Iterable[bytes]], headers: list[tuple[str, str]] = HEADERS) -> App:
    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", list(headers))
        return blocks()

    return app


def lazily(*blocks: bytes) -> App:
    """An app that is a generator: it calls start_response when its first block is asked for."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", list(HEADERS))
        yield from blocks

    return app


class Blocks:
    """An iterable of every inconvenience: counts, and notes its close."""

    def __init__(self, *blocks: bytes) -> None:
        self.blocks = iter(blocks)
        self.asked = self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        self.asked += 1
        return next(self.blocks)

    def close(self) -> None:
        self.closed += 1


# -- who is not concerned ----------------------------------------------------------------------------------------------


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


def test_an_environ_without_a_path_is_the_apps_business(banner: BrowserBanner) -> None:
    environ = wsgi_environ(Request(user_agent=CURRENT))
    del environ["PATH_INFO"]
    assert list(BannerMiddleware(answers(lambda: [PAGE]), banner=banner)(environ, Server().start_response)) == [PAGE]


# -- cases -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [answers, None], ids=["at once", "lazily"])
def test_case_01_each_block_of_the_apps_gives_one_and_none_is_held_up(
    banner: BrowserBanner, html: bytes, start: Any
) -> None:
    pieces = [b"<!doctype html><title>", b"", b"News</title><bo", b"dy>", b"Hello", b"", b" and more"]
    blocks = Blocks(*pieces)
    app = lazily(*pieces) if start is None else answers(lambda: blocks)
    server = Server()
    result = iter(BannerMiddleware(app, banner=banner)(wsgi_environ(Request()), server.start_response))
    got: list[bytes] = []
    for asked in range(1, len(pieces) + 1):
        got.append(next(result))
        assert server.head is not None
        if start is not None:
            assert blocks.asked == asked
    assert list(result) == []
    assert got == [pieces[0], b"", b"News</title>", b"<body>" + html, b"Hello", b"", b" and more"]


def test_case_01_what_is_held_at_the_end_comes_out(banner: BrowserBanner) -> None:
    pieces = (b"<!doctype html><img", b" src='a")
    server = Server().serve(BannerMiddleware(answers(lambda: Blocks(*pieces)), banner=banner))
    assert server.body == b"".join(pieces)


def test_case_02_start_response_may_come_with_the_first_block(banner: BrowserBanner, edited: bytes) -> None:
    server = Server().serve(BannerMiddleware(lazily(PAGE), banner=banner))
    assert server.body == edited
    assert server.header("etag") is None
    assert server.log[0] == "start 200 OK"


def test_case_02_the_servers_start_response_comes_before_an_empty_block(banner: BrowserBanner, edited: bytes) -> None:
    server = Server().serve(BannerMiddleware(lazily(b"", PAGE), banner=banner))
    assert server.log[:2] == ["start 200 OK", "write 0"]
    assert server.body == edited


def test_case_02_an_app_that_never_starts_is_the_servers_business(banner: BrowserBanner) -> None:
    server = Server()

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return [PAGE]

    assert list(BannerMiddleware(app, banner=banner)(wsgi_environ(Request()), server.start_response)) == [PAGE]
    assert server.log == []


def test_case_02_an_empty_body_still_starts(banner: BrowserBanner) -> None:
    for app in (answers(list), answers(Blocks), lazily()):
        server = Server()
        list(BannerMiddleware(app, banner=banner)(wsgi_environ(Request()), server.start_response))
        assert server.head == ("200 OK", HEADERS)


def _fault() -> Any:
    try:
        raise LookupError("in the app")
    except LookupError:
        return sys.exc_info()


def test_case_03_an_error_before_anything_was_sent_replaces_the_head_and_is_decided_again(
    banner: BrowserBanner, edited: bytes
) -> None:
    def fails(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", HEADERS)
        start_response("500 Oh", [("Content-Type", "text/plain")], _fault())
        return [b"sorry"]

    server = Server().serve(BannerMiddleware(fails, banner=banner))
    assert (server.head, server.body) == (("500 Oh", [("Content-Type", "text/plain")]), b"sorry")

    def recovers(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/html"), ("X-First", "1")])
        start_response("200 OK", HEADERS, _fault())
        return [PAGE]

    server = Server().serve(BannerMiddleware(recovers, banner=banner))
    assert server.body == edited
    assert server.header("x-first") is None


def test_case_03_an_error_after_something_was_sent_is_raised_by_the_server(banner: BrowserBanner) -> None:
    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", HEADERS)
        yield PAGE
        start_response("500 Oh", [("Content-Type", "text/plain")], _fault())
        yield b"sorry"

    server = Server()
    with pytest.raises(LookupError, match="in the app"):
        server.serve(BannerMiddleware(app, banner=banner))
    assert server.log[-1] == "start 500 Oh"


def test_case_03_an_error_after_an_empty_block_gets_its_page(banner: BrowserBanner) -> None:
    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", HEADERS)
        yield b""
        start_response("500 Oh", [HTML], _fault())
        yield PAGE

    server = Server().serve(BannerMiddleware(app, banner=banner))
    assert (server.head, server.body) == (("500 Oh", [HTML]), PAGE)


def test_case_03_a_second_start_without_an_error_is_refused_by_the_server(banner: BrowserBanner) -> None:
    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", HEADERS)
        start_response("200 OK", HEADERS)
        return [PAGE]

    with pytest.raises(AssertionError, match="twice"):
        Server().serve(BannerMiddleware(app, banner=banner))


def test_case_03_no_reference_to_the_error_is_kept(banner: BrowserBanner) -> None:
    import gc
    import weakref

    class Fault(Exception):
        pass

    alive: list[weakref.ref[Fault]] = []

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", HEADERS)
        try:
            error = Fault()
            alive.append(weakref.ref(error))
            raise error
        except Fault:
            del error
            start_response("200 OK", HEADERS, sys.exc_info())
        return Blocks(PAGE)

    gc.collect()
    gc.disable()
    try:
        result = BannerMiddleware(app, banner=banner)(wsgi_environ(Request()), Server().start_response)
        assert alive[0]() is None
        assert result is not None
    finally:
        gc.enable()


def test_case_04_what_is_written_is_edited_ahead_of_the_blocks(banner: BrowserBanner, edited: bytes) -> None:
    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        write = start_response("200 OK", HEADERS)
        write(PAGE[:20])
        write(b"")
        write(PAGE[20:37])
        return [PAGE[37:39], PAGE[39:]]

    server = Server().serve(BannerMiddleware(app, banner=banner))
    assert server.body == edited
    assert server.header("etag") is None


def test_case_04_what_is_written_into_another_response_goes_to_the_server(banner: BrowserBanner) -> None:
    server = Server()
    got: list[Any] = []

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        got.append(start_response("200 OK", [("Content-Type", "text/plain")]))
        got[0](PAGE)
        return []

    server.serve(BannerMiddleware(app, banner=banner))
    assert got == [server.write]
    assert server.body == PAGE


@pytest.mark.parametrize("rounds", [0, 1, 10])
def test_case_05_close_is_called_once_however_far_it_came(banner: BrowserBanner, rounds: int) -> None:
    blocks = Blocks(PAGE[:20], PAGE[20:])
    result: Any = BannerMiddleware(answers(lambda: blocks), banner=banner)(
        wsgi_environ(Request()), Server().start_response
    )
    for _ in range(rounds):
        next(result, None)
    result.close()
    result.close()
    assert blocks.closed == 1


def test_case_05_an_app_that_fails_in_its_midst_is_closed_and_its_error_passes(banner: BrowserBanner) -> None:
    class Failing(Blocks):
        def __next__(self) -> bytes:
            if self.asked:
                raise LookupError("in the app")
            return super().__next__()

    blocks = Failing(PAGE[:20], PAGE[20:])
    with pytest.raises(LookupError):
        Server().serve(BannerMiddleware(answers(lambda: blocks), banner=banner))
    assert blocks.closed == 1


def test_case_05_a_list_with_a_close_of_its_own_is_closed(banner: BrowserBanner, edited: bytes) -> None:
    class Closing(list[bytes]):
        closed = 0

        def close(self) -> None:
            self.closed += 1

    blocks = Closing([PAGE])
    assert Server().serve(BannerMiddleware(answers(lambda: blocks), banner=banner)).body == edited
    assert blocks.closed == 1


@pytest.mark.parametrize(
    ("status", "headers"),
    [("200 OK", [("Content-Type", "image/png")]), ("404 Not Found", [HTML]), ("304 Not Modified", [])],
)
def test_case_06_not_injecting_the_apps_own_iterable_is_returned(
    banner: BrowserBanner, status: str, headers: list[tuple[str, str]]
) -> None:
    wrapped = FileWrapper(io.BytesIO(b"x" * 10))

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(status, headers)
        return wrapped

    server = Server()
    assert BannerMiddleware(app, banner=banner)(wsgi_environ(Request()), server.start_response) is wrapped
    assert server.head is not None
    assert server.head[1] is headers


def test_case_06_a_page_from_a_file_is_edited_and_its_file_closed(banner: BrowserBanner, edited: bytes) -> None:
    file = io.BytesIO(PAGE)

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", HEADERS)
        wrapped: Iterable[bytes] = environ["wsgi.file_wrapper"](file, 16)
        return wrapped

    environ = {**wsgi_environ(Request()), "wsgi.file_wrapper": FileWrapper}
    server = Server()
    result: Any = BannerMiddleware(app, banner=banner)(environ, server.start_response)
    assert b"".join(result) == edited
    result.close()
    assert file.closed


def test_case_06_there_is_no_false_length(banner: BrowserBanner, edited: bytes) -> None:
    app = BannerMiddleware(answers(lambda: Blocks(PAGE)), banner=banner)
    assert not hasattr(app(wsgi_environ(Request()), Server().start_response), "__len__")
    app = BannerMiddleware(answers(lambda: [PAGE]), banner=banner)
    assert app(wsgi_environ(Request()), Server().start_response) == [edited]


def test_case_07_the_apps_own_headers_stay_as_they_are(banner: BrowserBanner) -> None:
    headers = list(HEADERS)

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", headers)
        return [PAGE]

    Server().serve(BannerMiddleware(app, banner=banner))
    assert headers == HEADERS


@pytest.mark.parametrize("status", ["2x0 OK", "", "OK"])
def test_a_status_that_is_none_is_the_servers_business(banner: BrowserBanner, status: str) -> None:
    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(status, HEADERS)
        return [PAGE]

    server = Server().serve(BannerMiddleware(app, banner=banner))
    assert (server.head, server.body) == ((status, HEADERS), PAGE)


@pytest.mark.parametrize("blocks", [["text"], [None], [7]], ids=str)
def test_blocks_that_are_no_bytes_are_the_servers_business(banner: BrowserBanner, blocks: Any) -> None:
    app = BannerMiddleware(answers(lambda: blocks), banner=banner)
    assert list(app(wsgi_environ(Request()), Server().start_response)) == blocks


# -- the checkers --------------------------------------------------------------------------------------------------------

KINDS: dict[str, Callable[..., Any]] = {
    "a list": lambda *blocks: list(blocks),
    "a tuple": lambda *blocks: blocks,
    "an iterator": lambda *blocks: iter(blocks),
    "a generator": lambda *blocks: (block for block in blocks),
    "an object with close": Blocks,
}
CHECKERS: dict[str, Callable[[Any], Any]] = {"wsgiref": validator, "werkzeug": LintMiddleware}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("checker", CHECKERS)
@pytest.mark.parametrize("user_agent", [IE, CURRENT])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("length", [True, False], ids=["with length", "without"])
def test_checkers_inside_and_outside_have_nothing_to_say(
    banner: BrowserBanner, edited: bytes, kind: str, checker: str, user_agent: str, method: str, length: bool
) -> None:
    check = CHECKERS[checker]
    headers = [HTML, *([("Content-Length", str(len(PAGE)))] if length else [])]
    # An answer to HEAD has its body too here: for the server to drop, and so that the length is what werkzeug expects.
    blocks = (PAGE[:25], PAGE[25:38], PAGE[38:])
    app = check(BannerMiddleware(check(answers(lambda: KINDS[kind](*blocks), headers)), banner=banner))
    answer = Client(app).open("/article", method=method, headers={"User-Agent": user_agent, "Host": "example.org"})
    assert answer.data == (edited if user_agent == IE and method == "GET" else PAGE)
    answer.close()


@pytest.mark.parametrize("checker", CHECKERS)
@pytest.mark.parametrize("path", ["/_browserbanner/close", "/_browserbanner/none"])
def test_checkers_have_nothing_to_say_of_our_own_addresses(banner: BrowserBanner, checker: str, path: str) -> None:
    answer = Client(CHECKERS[checker](BannerMiddleware(lazily(PAGE), banner=banner))).get(path)
    assert answer.status_code in (404, 405)
    answer.close()


# -- the middleware's own addresses --------------------------------------------------------------------------------------

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
    monkeypatch.setattr(engine, "respond", _fails)
    server = Server().serve(BannerMiddleware(lazily(PAGE), banner=engine), Request(path="/_browserbanner/close"))
    assert server.head is not None
    assert server.head[0] == "500 Internal Server Error"
    assert len(caplog.records) == 1


def test_a_path_reaches_the_engine_as_text(banner: BrowserBanner, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(banner, "visit_for", lambda headers, **where: asked.append(where))
    request = Request(path="/новини".encode().decode("latin-1"), query="a=b", root_path="/site")
    Server().serve(BannerMiddleware(lazily(PAGE), banner=banner), request)
    assert asked == [{"path": "/новини", "query": "a=b", "root_path": "/site"}]


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
        (wsgi, "Headers"),
        (wsgi, "page_for"),
        (wsgi, "_inner_environ"),
        (wsgi, "fields_of"),
        (Editor, "__init__"),
        (Editor, "start"),
        (Editor, "_edit"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
@pytest.mark.parametrize("app", [lazily(PAGE[:20], PAGE[20:]), answers(lambda: [PAGE])], ids=["stream", "list"])
def test_whatever_fails_the_response_goes_out_whole_and_one_line_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, owner: object, name: str, app: App
) -> None:
    monkeypatch.setattr(owner, name, _fails)
    server = Server().serve(BannerMiddleware(app, banner=BrowserBanner()))
    assert (server.head, server.body) == (("200 OK", HEADERS), PAGE)
    assert len(caplog.records) == 1


def test_headers_beyond_latin_1_are_the_servers_business(banner: BrowserBanner) -> None:
    headers = [HTML, ("X-Name", "\u4f60")]
    server = Server().serve(BannerMiddleware(answers(lambda: [PAGE], headers), banner=banner))
    assert (server.head, server.body) == (("200 OK", headers), PAGE)


# -- configuration -------------------------------------------------------------------------------------------------------


def test_options_may_be_given_in_place_of_a_banner() -> None:
    assert Server().serve(BannerMiddleware(lazily(PAGE), policy={"ie": 11})).body == PAGE


@pytest.mark.parametrize("options", [{"polcy": "x"}, {"layout": "tall"}, {"banner": "none"}])
def test_a_bad_option_is_refused_when_the_middleware_is_made(options: Any) -> None:
    with pytest.raises(ConfigurationError):
        BannerMiddleware(lazily(), **options)


def test_a_banner_and_options_together_are_refused(banner: BrowserBanner) -> None:
    with pytest.raises(ConfigurationError, match="layout"):
        BannerMiddleware(lazily(), banner=banner, layout="cards")  # type: ignore[call-overload]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_our_own_addresses_pass_wsgiref_s_validator(method: str) -> None:
    body = b"kind=outdated&next=%2Fpage"
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ |= {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/_browserbanner/close",
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    started: list[str] = []

    def start_response(status: str, headers: object, exc_info: object = None) -> Callable[[bytes], object]:
        started.append(status)
        return lambda data: None

    blocks: Any = iter(validator(BannerMiddleware(never))(environ, start_response))
    sent = b"".join(blocks)
    blocks.close()
    assert (sent == b"") is (method == "POST")
    assert started == ["303 See Other" if method == "POST" else "405 Method Not Allowed"]


def never(environ: object, start_response: object) -> list[bytes]:
    raise AssertionError("a request of ours reached the app")
