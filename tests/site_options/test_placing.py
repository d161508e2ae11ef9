"""Templates that place the banner themselves: the option place, and the page in the app's hand."""

from __future__ import annotations

from typing import Any

import pytest

from browserbanner import BrowserBanner
from browserbanner._adapter import MARK, LazyVerdict
from browserbanner.injection import Editor
from tests.faults import fails
from tests.injection.drivers import Driver, Request
from tests.site_options.visits import PAGE
from tests.visitors import CURRENT, IE

HTML = (b"content-type", b"text/html")
ETAG = (b"etag", b'"a"')
PRIVATE = [HTML, (b"cache-control", b"private, no-cache"), (b"vary", b"User-Agent")]


def test_a_page_that_has_the_banner_already_changes_its_head_only() -> None:
    for status, headers in ((200, [HTML, ETAG]), (404, [HTML, ETAG]), (200, [(b"content-type", b"text/x"), ETAG])):
        editor = Editor(b"BANNER")
        assert editor.give_way()
        assert not editor.give_way()
        assert editor.start(status, headers) == [headers[0], *PRIVATE[1:]]
        assert editor.done
        assert editor.shown
        assert editor.feed(b"<!doctype html><body>", False).body == b"<!doctype html><body>"


def test_its_length_is_the_app_s() -> None:
    editor = Editor(b"BANNER")
    editor.give_way()
    assert (b"content-length", b"21") in (editor.start(200, [HTML, (b"content-length", b"21")]) or [])
    head = Editor(b"BANNER", method="HEAD")
    head.give_way()
    assert head.start(200, [HTML, (b"content-length", b"21")]) == PRIVATE
    assert not head.shown


@pytest.mark.parametrize("place", ["top", "template"])
def test_a_streamed_template_may_place_it_as_long_as_it_is_not_in(place: str) -> None:
    editor = Editor(b"BANNER", place=place)
    assert editor.start(200, [HTML, ETAG]) is None
    assert editor.feed(b"<!doctype html><title>", True) == (PRIVATE, b"<!doctype html><title>")
    assert editor.give_way()
    assert editor.feed(b"</title><body>BANNER", True) == (None, b"</title><body>BANNER")
    assert editor.done
    assert editor.shown


def test_a_streamed_template_may_place_it_in_the_first_piece() -> None:
    editor = Editor(b"BANNER", place="template")
    assert editor.start(200, [HTML, ETAG, (b"content-length", b"9")]) is None
    assert editor.give_way()
    assert editor.feed(b"<p>BANNER", False) == ([HTML, (b"content-length", b"9"), *PRIVATE[1:]], b"<p>BANNER")


def test_a_streamed_template_that_comes_later_places_none() -> None:
    editor = Editor(b"BANNER")
    editor.start(200, [HTML, ETAG])
    assert editor.feed(b"<!doctype html><body>", True).body == b"<!doctype html><body>BANNER"
    assert not editor.give_way()
    fragment = Editor(b"BANNER")
    fragment.start(200, [HTML, ETAG])
    assert fragment.feed(b"<p>", True) == ([HTML, ETAG], b"<p>")
    assert not fragment.give_way()  # its head, gone already, lets shared caches keep it


def test_place_template_puts_nothing_in_by_itself(drive: Driver) -> None:
    whole = PAGE._replace(chunks=[b"".join(PAGE.chunks)])
    reply, bare = (drive(bb, whole, Request()) for bb in (BrowserBanner(place="template"), None))
    assert reply.body == bare.body
    if drive.shows_the_end:
        assert reply.headers == bare.headers


def test_an_unplaced_stream_is_private_all_the_same_since_its_template_might_have_come_to_it() -> None:
    editor = Editor(b"BANNER", place="template")
    editor.start(200, [HTML, ETAG])
    assert editor.feed(b"<!doctype html><body>", True) == (PRIVATE, b"<!doctype html><body>")
    assert editor.finish() == (None, b"")
    assert not editor.shown


def test_the_page_in_hand_is_in_the_request_that_the_app_sees(ask: Any) -> None:
    seen, given = ask(BrowserBanner(), Request())
    placed = seen[MARK].place(seen)
    assert placed.startswith(b"<div id=bb ")
    assert seen[MARK].place(seen) == b""
    assert MARK not in given
    seen, _ = ask(BrowserBanner(), Request(user_agent=CURRENT))
    assert MARK not in seen


def test_a_banner_that_cannot_be_made_for_a_template_leaves_the_page_without(
    ask: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bb = BrowserBanner()
    seen, _ = ask(bb, Request(user_agent=IE))

    monkeypatch.setattr(bb, "render", fails)
    assert seen[MARK].place(seen) == b""
    assert len(caplog.records) == 1


@pytest.mark.parametrize("user_agent", [IE, CURRENT])
def test_nothing_of_a_request_waits_for_the_garbage_collector(ask: Any, user_agent: str) -> None:
    """Servers switch it off, and some hold a socket in the environ."""
    import gc

    from browserbanner._adapter import Page as AdapterPage

    def alive() -> set[int]:
        return {id(each) for each in gc.get_objects() if type(each) in (AdapterPage, LazyVerdict, Editor)}

    bb = BrowserBanner(expose=True, nonce=lambda request: None)
    ask(bb, Request(user_agent=user_agent))
    gc.collect()
    gc.disable()
    try:
        before = alive()  # other tests' fixtures hold some
        ask(bb, Request(user_agent=user_agent))
        assert alive() <= before
    finally:
        gc.enable()
