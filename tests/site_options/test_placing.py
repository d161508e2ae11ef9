"""Where in the page: the option place, and what is left of a request afterwards."""

from __future__ import annotations

import gc
from typing import Any

import pytest

from browserbanner import BrowserBanner
from browserbanner import Request as AskedFor
from browserbanner.injection import Editor
from browserbanner.options import Place
from browserbanner.presenter import PageBanner
from tests.faults import fails
from tests.injection.drivers import Driver, Page, Request
from tests.injection.insertion import Inserted
from tests.site_options.visits import PAGE
from tests.visitors import BANNER, CURRENT, IE

HTML = (b"content-type", b"text/html")
PRIVATE = [HTML, (b"cache-control", b"private, no-cache"), (b"vary", b"User-Agent")]
MARKER = b"<!-- browserbanner -->"
MARKED = b"<!doctype html><title>News</title><body><h1>Hello</h1>" + MARKER + b"<p>News"
AT_MARKER = BrowserBanner(place="marker")


@pytest.mark.parametrize("pieces", [[MARKED], [MARKED[at : at + 7] for at in range(0, len(MARKED), 7)]], ids=len)
def test_the_banner_stands_behind_the_marker_and_nowhere_else(drive: Driver, pieces: list[bytes]) -> None:
    reply = drive(AT_MARKER, Page(pieces), Request())
    assert b"<h1>Hello</h1>" + MARKER + BANNER in reply.body
    assert reply.body.count(BANNER) == 1
    before, _, rest = reply.body.partition(BANNER)
    assert MARKED.startswith(before)
    assert rest.endswith(b"<p>News")
    assert reply.header("cache-control") == "private, no-cache"


def test_a_marker_deep_in_a_page_is_found(drive: Driver) -> None:
    deep = MARKED.replace(b"<h1>", b"<p>%s</p>" % (b"News " * 20) * 2000 + b"<h1>")
    assert MARKER + BANNER in drive(AT_MARKER, Page([deep]), Request()).body


@pytest.mark.parametrize(
    "page",
    [
        b"<!doctype html><title>News</title><body>Hello",
        b"<!doctype html><body><!-- browserbanners -->Hello",
        b'<!doctype html><body><script>"<!-- browserbanner -->"</script>Hello',
        b'<!doctype html><body title="<!-- browserbanner -->">Hello',
        b"<p>Hello" + MARKER,
        MARKER,
    ],
)
def test_a_page_without_a_marker_is_left_alone(drive: Driver, page: bytes) -> None:
    reply, bare = (drive(bb, Page([page]), Request()) for bb in (AT_MARKER, None))
    assert reply.body == bare.body
    if drive.shows_the_end:
        assert reply.headers == bare.headers


def test_a_stream_is_private_all_the_same_since_its_marker_may_be_yet_to_come() -> None:
    editor = Editor(Inserted(b"BANNER"), place="marker")
    assert editor.start(200, [HTML, (b"etag", b'"a"')]) is None
    assert editor.feed(b"<!doctype html><body>", True) == (PRIVATE, b"<!doctype html><body>")
    assert editor.feed(b"", False) == (None, b"")
    assert not editor.shown


@pytest.mark.parametrize("user_agent", [CURRENT, None])
def test_for_everybody_else_the_marker_is_a_comment(drive: Driver, user_agent: str | None) -> None:
    request = Request(user_agent=user_agent)
    assert drive(AT_MARKER, Page([MARKED]), request) == drive(None, Page([MARKED]), request)


@pytest.mark.parametrize(
    ("place", "debug", "page", "lines"),
    [
        ("top", True, MARKED, 1),
        ("top", False, MARKED, 0),
        ("top", True, PAGE.chunks[0], 0),
        ("marker", True, MARKED, 0),
    ],
    ids=["a marker for nothing", "without debug", "no marker", "used"],
)
def test_with_debug_the_log_says_where_a_marker_is_for_nothing(
    drive: Driver, caplog: pytest.LogCaptureFixture, place: Place, debug: bool, page: bytes, lines: int
) -> None:
    body = drive(BrowserBanner(place=place, debug=debug), Page([page]), Request()).body
    assert body.count(BANNER) == 1
    assert (b"<body>" + BANNER in body) is (place == "top")
    assert [record.levelname for record in caplog.records] == ["WARNING"] * lines
    assert ("place='marker'" in caplog.text) is bool(lines)


@pytest.mark.parametrize("user_agent", [IE, CURRENT])
@pytest.mark.parametrize("nonce", [lambda request: None, fails], ids=["all is well", "the site fails"])
def test_nothing_of_a_request_waits_for_the_garbage_collector(drive: Driver, user_agent: str, nonce: Any) -> None:
    """Servers switch it off, and some hold a socket in the environ."""
    bb = BrowserBanner(expose=True, nonce=nonce)
    drive(bb, PAGE, Request(user_agent=user_agent))
    gc.disable()
    gc.freeze()  # what is there already is not looked at: other tests' fixtures hold such objects
    try:
        drive(bb, PAGE, Request(user_agent=user_agent))
        assert not [each for each in gc.get_objects() if type(each) in (AskedFor, Editor, PageBanner)]
    finally:
        gc.unfreeze()
        gc.enable()
