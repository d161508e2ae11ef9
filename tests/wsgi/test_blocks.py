"""The WSGI adapter: PEP 3333's own cases. What ASGI and WSGI share: tests/injection/."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.util import FileWrapper

import pytest

from browserbanner import BrowserBanner
from browserbanner.wsgi import BannerMiddleware
from tests.injection.drivers import Request, wsgi_environ
from tests.wsgi.server import HEADERS, HTML, PAGE, App, Blocks, Server, answers, lazily


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


def test_case_02_an_app_that_gives_nothing_fails_as_it_does_for_everybody(banner: BrowserBanner) -> None:
    def app(environ: dict[str, Any], start_response: Any) -> Any:
        start_response("200 OK", list(HEADERS))

    with pytest.raises(TypeError, match="'NoneType' object is not iterable"):
        Server().serve(BannerMiddleware(app, banner=banner))


def test_case_05_an_iterable_that_says_it_is_empty_is_read_all_the_same(banner: BrowserBanner, edited: bytes) -> None:
    class Page:
        def __len__(self) -> int:
            return 0

        def __iter__(self) -> Iterator[bytes]:
            return iter((PAGE,))

    assert Server().serve(BannerMiddleware(answers(Page), banner=banner)).body == edited


def test_case_02_an_empty_body_still_starts(banner: BrowserBanner) -> None:
    for app in (answers(list), answers(Blocks), lazily()):
        server = Server()
        list(BannerMiddleware(app, banner=banner)(wsgi_environ(Request()), server.start_response))
        assert server.head == ("200 OK", HEADERS)


@pytest.mark.parametrize("app", [answers(lambda: iter((PAGE[:20], PAGE[20:]))), lazily(PAGE[:20], PAGE[20:])])
def test_case_02_granian_reads_the_head_as_soon_as_the_app_has_returned(
    banner: BrowserBanner, edited: bytes, app: App
) -> None:
    """granian 2.8 over WSGI: it sent streamed pages with the status 200 and no header at all."""
    server = Server()
    blocks = BannerMiddleware(app, banner=banner)(wsgi_environ(Request()), server.start_response)
    assert server.head is not None
    status, headers = server.head
    assert status == "200 OK"
    assert HTML in headers
    assert b"".join(blocks) == edited


def test_case_02_only_the_first_block_is_asked_for_ahead(banner: BrowserBanner) -> None:
    asked: list[int] = []

    def blocks() -> Iterator[bytes]:
        for number in range(3):
            asked.append(number)
            yield b""

    BannerMiddleware(answers(blocks), banner=banner)(wsgi_environ(Request()), Server().start_response)
    assert asked == [0]


def test_case_05_an_app_whose_first_block_fails_is_closed_since_the_server_never_sees_it(
    banner: BrowserBanner,
) -> None:
    class Failing(Blocks):
        def __next__(self) -> bytes:
            raise KeyError("the app's own")

    blocks = Failing(PAGE)
    with pytest.raises(KeyError, match="the app's own"):
        Server().serve(BannerMiddleware(answers(lambda: blocks), banner=banner))
    assert blocks.closed == 1


def test_case_04_once_something_was_written_no_block_is_asked_for_ahead(banner: BrowserBanner, edited: bytes) -> None:
    blocks = Blocks(PAGE[10:])

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", list(HEADERS))(PAGE[:10])
        return blocks

    server = Server()
    result = BannerMiddleware(app, banner=banner)(wsgi_environ(Request()), server.start_response)
    assert blocks.asked == 0
    assert server.body + b"".join(result) == edited


def test_case_04_where_the_server_gives_no_write_granian_the_app_hears_of_it(banner: BrowserBanner) -> None:
    """What it wrote was lost without a word, and an empty page went out as a good one."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", list(HEADERS))(PAGE)
        return []

    def start_response(status: str, headers: object, exc_info: object = None) -> Any:
        return None

    with pytest.raises(TypeError, match="not callable"):
        BannerMiddleware(app, banner=banner)(wsgi_environ(Request()), start_response)


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


def test_after_the_point_a_block_is_handed_on_as_it_is_and_nobody_looks_at_it(banner: BrowserBanner) -> None:
    later = [object() for _ in range(3)]  # no bytes at all
    blocks: Any = iter([PAGE, *later])
    app = BannerMiddleware(answers(lambda: blocks), banner=banner)
    _, *rest = app(wsgi_environ(Request()), Server().start_response)
    assert [id(block) for block in rest] == [id(block) for block in later]


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
