"""The editor: what goes in comes out, plus the banner; and whatever fails inside, what went in comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner.events import LOGGER
from browserbanner.injection import Editor, HeaderList
from browserbanner.injection import editor as editor_module
from browserbanner.injection.scanner import Scanner
from tests.faults import fails
from tests.injection.insertion import Inserted
from tests.injection.test_scanner import documents, point_in

BANNER = b"<div>Update</div>"
HEAD: HeaderList = [(b"content-type", b"text/html"), (b"etag", b'"a"')]
PAGE = b"<!doctype html><title>News</title>\n<body>Hello"


def edit(editor: Editor, pieces: Sequence[bytes], head: HeaderList = HEAD) -> tuple[HeaderList, list[bytes]]:
    """A response through the editor, as an adapter takes it there."""
    sent = editor.start(200, head)
    heads = [] if sent is None else [sent]
    outputs = [editor.feed(piece, True) for piece in pieces]
    outputs.append(editor.feed(b"", False))
    heads += [output.headers for output in outputs if output.headers is not None]
    (only,) = heads
    return only, [output.body for output in outputs]


@given(documents, st.data())
def test_fed_whole_or_in_any_pieces_the_output_is_the_same(document: bytes, data: st.DataObject) -> None:
    point = point_in(document)
    expected = document if point is None else document[:point] + BANNER + document[point:]
    cuts = sorted(data.draw(st.lists(st.integers(0, len(document)), max_size=6)))
    pieces = [document[start:end] for start, end in zip([0, *cuts], [*cuts, len(document)], strict=True)]
    for fed in ([document], pieces, [bytes([byte]) for byte in document]):
        _, bodies = edit(Editor(Inserted(BANNER)), fed)
        assert b"".join(bodies) == expected


@given(documents)
def test_what_is_held_is_an_incomplete_tag_at_most(document: bytes) -> None:
    editor = Editor(Inserted(BANNER))
    editor.start(200, HEAD)
    sent = 0
    for count, byte in enumerate(document, start=1):
        sent += len(editor.feed(bytes([byte]), True).body)
        if editor.done:
            break
        held = document[sent:count]
        assert held.count(b"<") <= 1 + held.count(b"'") + held.count(b'"') or len(held) <= 64


def test_the_head_that_was_given_comes_back_where_nothing_changes() -> None:
    for status, head in ((404, HEAD), (200, [(b"content-type", b"image/png")])):
        assert Editor(Inserted(BANNER)).start(status, head) is head
    editor = Editor(Inserted(BANNER))
    assert editor.start(200, HEAD) is None
    output = editor.feed(b"<p>Hello", False)
    assert output.headers is HEAD
    assert output.body == b"<p>Hello"


@pytest.mark.parametrize("blank", [[b"\n"], [b"\xef\xbb\xbf"], [b"\xef", b"\xbb\xbf", b" \r\n"]])
def test_pieces_that_say_nothing_do_not_decide_about_the_head(blank: list[bytes]) -> None:
    """A CSV file that began with a byte order mark became private."""
    head, bodies = edit(Editor(Inserted(BANNER)), [*blank, b"name,year\n", b"Olena,1990"])
    assert (head, b"".join(bodies)) == (HEAD, b"".join(blank) + b"name,year\nOlena,1990")
    assert BANNER in b"".join(edit(Editor(Inserted(BANNER)), [*blank, PAGE])[1])


def test_the_head_that_was_given_is_not_altered() -> None:
    head = list(HEAD)
    edit(Editor(Inserted(BANNER)), [PAGE], head)
    assert head == HEAD


def test_what_comes_after_the_point_is_not_looked_at() -> None:
    editor = Editor(Inserted(BANNER))
    editor.start(200, HEAD)
    editor.feed(PAGE, True)
    assert editor.done
    block = b"x" * 100
    assert editor.feed(block, True).body is block


def test_a_replaced_head_is_decided_again() -> None:
    editor = Editor(Inserted(BANNER))
    assert editor.start(200, HEAD) is None
    assert editor.start(500, HEAD) is HEAD
    assert editor.start(200, HEAD) is None
    assert BANNER in editor.feed(PAGE, False).body


def test_a_length_tells_that_the_first_piece_is_the_whole_body() -> None:
    undecided = b"<!doctype html><title>a"
    head = [*HEAD, (b"content-length", b"%d" % len(undecided))]
    editor = Editor(Inserted(BANNER))
    editor.start(200, head)
    assert editor.feed(undecided, True) == (head, undecided)


@pytest.mark.parametrize(
    ("headers", "html", "language"),
    [
        ([], b"<html>", None),
        ([], b"<html lang=uk>", "uk"),
        ([], b"<HTML class=x LANG=' pt-BR '>", "pt-BR"),
        ([], b"<html lang=''>", None),
        ([(b"Content-Language", b"uk")], b"<html lang=en>", "uk"),
        ([(b"content-language", b"uk, en")], b"<html lang=de>", "de"),
        ([(b"content-language", b"uk"), (b"content-language", b"en")], b"<html>", None),
        ([(b"content-language", b"")], b"<html lang=de>", "de"),
    ],
)
def test_the_page_says_its_language_in_its_head_or_in_its_html_tag(
    headers: HeaderList, html: bytes, language: str | None
) -> None:
    for size in (1, 1000):
        inserted = Inserted(BANNER)
        page = b"<!doctype html>" + html + b"<body>Hello"
        edit(Editor(inserted), [page[at : at + size] for at in range(0, len(page), size)], [*HEAD, *headers])
        assert inserted.asked == [language]


@pytest.mark.parametrize(
    ("content_type", "utf_8"),
    [
        (b"text/html; charset=utf-8", True),
        (b"text/html;charset=UTF-8", True),
        (b"text/html; charset=utf8", False),  # no name that Internet Explorer knows
        (b'text/html; charset="utf-8"; x=y', True),
        (b"text/html", False),  # the page may say what it is in, and a browser may guess
        (b"text/html; charset=", False),
        (b"text/html; charset=windows-1251", False),
        (b"text/html; charset=utf-8859", False),
        (b" text/html ; charset=utf-8 ", True),
        (b"text/html; charset=utf-8;", True),
        (b"text/html; charset='utf-8'", False),  # these two say nothing by WHATWG MIME Sniffing 4.4
        (b"text/html; charset =utf-8", False),
        (b'text/html; x="; charset=utf-8"; charset=windows-1251', False),
        (b"text/html; charset=utf-8, text/html; charset=koi8-r", False),
        (b"text/html; charset=iso-8859-1; charset=utf-8", False),
        (b" TEXT/HTML ; profile=a.b; charset=utf-8 ;", True),
        (b'text/html;Charset="UTF-8"', True),
        # Browsers differ about these; Chromium 64 showed the banner's letters as windows-1251 in the first four.
        (b"text/html; charset=utf-8; charset=windows-1251", False),
        (b'text/html; charset="utf-8"x; charset=windows-1251', False),
        (b'text/html; x="; charset=utf-8;"; charset=windows-1251', False),
        (b'text/html; charset=" utf-8 "', False),
        (b"text/html; charset = utf-8", False),
        (b"text/html; charset=utf-8 x", False),
        (b'text/html; charset="utf-8', False),
    ],
)
def test_letters_go_in_as_utf_8_only_where_every_browser_reads_the_header_as_utf_8(
    content_type: bytes, utf_8: bool
) -> None:
    inserted = Inserted(BANNER)
    edit(Editor(inserted), [b"<!doctype html><meta charset=utf-8><body>Hello"], [(b"Content-Type", content_type)])
    assert inserted.utf_8 == utf_8


def test_a_marker_gets_the_banner_and_a_page_without_one_stays_as_it_is() -> None:
    marked = PAGE + b"<!-- browserbanner -->, reader"
    _, bodies = edit(Editor(Inserted(BANNER), place="marker"), [marked])
    assert b"".join(bodies) == PAGE + b"<!-- browserbanner -->" + BANNER + b", reader"
    editor = Editor(Inserted(BANNER), place="marker")
    editor.start(200, HEAD)
    assert editor.feed(PAGE, False) == (HEAD, PAGE)


# -- faults ------------------------------------------------------------------------------------------------------------


class Fault(Exception):
    pass


def _fail_at(count: int, function: Callable[..., object]) -> Callable[..., object]:
    calls = 0

    def failing(*arguments: object, **more: object) -> object:
        nonlocal calls
        calls += 1
        if calls == count:
            raise Fault
        return function(*arguments, **more)

    return failing


STAGES = [
    (editor_module, "objection_to"),
    (editor_module, "nonce_in"),
    (editor_module, "altered"),
    (editor_module, "Scanner"),
    (Scanner, "feed"),
    (Scanner, "end"),
    (Editor, "_edit"),
    (Editor, "_insert"),
    (Editor, "_is_own"),
]
DOCUMENTS = [
    PAGE,
    b"<!doctype html><base href=/><img src='a'>Hello",
    b"<p>Hello",
    b"<!doctype html><input type=hidden><p>a",
]


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize(("owner", "name"), STAGES, ids=[name for _, name in STAGES])
@pytest.mark.parametrize("count", [1, 2, 20])
@pytest.mark.parametrize("size", [1, 5, 1000])
def test_a_fault_in_any_stage_leaves_the_response_whole(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    owner: object,
    name: str,
    count: int,
    size: int,
    document: bytes,
) -> None:
    monkeypatch.setattr(owner, name, _fail_at(count, getattr(owner, name)))
    pieces = [document[at : at + size] for at in range(0, len(document), size)]
    head, bodies = edit(Editor(Inserted(BANNER)), pieces)
    body = b"".join(bodies)
    assert len(caplog.records) <= 1
    if caplog.records:
        assert body == document
        if size == 1000:
            assert head is HEAD
    else:
        assert body.replace(BANNER, b"") == document


def test_a_log_that_fails_harms_no_response(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LOGGER, "error", fails)
    monkeypatch.setattr(Scanner, "feed", _fail_at(1, Scanner.feed))
    head, bodies = edit(Editor(Inserted(BANNER)), [PAGE])
    assert (head, b"".join(bodies)) == (HEAD, PAGE)


@pytest.mark.parametrize("name", ["prepare", "fill"])
def test_an_insertion_that_fails_leaves_the_page_without(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    monkeypatch.setattr(Inserted, name, fails)
    head, bodies = edit(Editor(Inserted(BANNER)), [PAGE])
    assert (head, b"".join(bodies)) == (HEAD, PAGE)
    assert len(caplog.records) == 1
