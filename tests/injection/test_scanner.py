"""The scanner against a spec-complete parser: on made-up documents, on pages as sites send them, in pieces of any size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner.injection.scanner import LIMITS, TOKEN_LIMITS, Scanner
from tests.injection.oracle import BANNER, complaint, is_first_in_body, tree_of, without_banner
from tests.laws import tried

# What documents are made of: everything that the scanner knows, its look-alikes, and what it does not know.
TOKENS = b"""<!doctype html>|<html>|<html lang=en>|<head>|</head>|<body>|<body class='a>b'>|<body a b='>' c>|</body>|</html>|<frameset>|<title>
</title>|<script>|</script>|<!--|-->|--!>|<!-->|<!--->|<style>|</style>|<noscript>|</noscript>|<noframes>|</noframes>
<template>|</template>|<meta charset=utf-8>|<link rel=x>|<base href=/>|<p>|</p>|<br>|</br>|<img src=x>|<input type=hidden>
<input>|<table>|<li>|<div>|<pre>|<a |<b>|<meta a=|<body |<svg>|</svg>|<math>|<select>|<textarea>|</textarea>|<xmp>|<iframe>
<col>|<colgroup>|<tr>|<td>|<caption>|<?xml version='1.0'?>|<![CDATA[|]]>|<!x>|</ x>|</>|<!--[if IE]>|<![endif]-->|<h1>
<!--[if !IE]><!-->|<!--<![endif]-->|<![if !IE]>|<![endif]>|<header>|<bodyfoo>|<button>|<object>|<plaintext>|<hr>|<noembed>
<!doctype[if IE]>|<html amp>|<form>|<option>|<wbr>|<dd>|<marquee>|</select>|<HEAD>|<Body ID=1>|</ScRiPt >|</title/>|</title x='>'>|&|&#32;
&Tab;|&amp;|&nbsp;|<|</|>|"|'|=|/|/>|-|!|a|b""".replace(b"\n", b"|").split(b"|")
TOKENS += [b"\n", b" ", b"\t", b"\x0c", b"\r", b"\x00", b"\xe9", b"\x1b", b"|"]

NOSCRIPT = b"""<p>|</p>|<div>|</div>|<b>|</b>|<img src=x>|<br>|<iframe>|</iframe>|<button>|</button>|<select>|</select>|<table>
</table>|<tr>|<td>|<a>|</a>|<style>|</style>|<link rel=x>|<svg>|</svg>|<template>|</template>|<input type=hidden>|text| """.replace(
    b"\n", b"|"
).split(b"|")

STARTS = [b"", b"<!doctype html>", b"<!doctype html><html><head>", b"<!doctype html><head></head>",
          b"<!doctype html><title>x</title>", b"<!doctype html><template>", b"<!doctype html><script>",
          b"\xef\xbb\xbf<!doctype html>", b"<!doctype html><noscript>"]  # fmt: skip

documents = st.builds(
    lambda start, tokens: start + b"".join(tokens),
    st.sampled_from(STARTS),
    st.lists(st.sampled_from(TOKENS), max_size=14),
)

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def point_in(document: bytes, cuts: Sequence[int] = (), place: str = "top") -> int | None:
    return scanned(document, cuts, place).point


def scanned(document: bytes, cuts: Sequence[int] = (), place: str = "top") -> Scanner:
    """A scanner that read the document, cut into pieces at these places."""
    scanner = Scanner(place)
    sent = start = 0
    for end in [*cuts, len(document)]:
        scanner.feed(document[start:end])
        start = end
        if not scanner.done:
            assert sent <= scanner.keep <= end  # what may be sent never comes back
            sent = scanner.keep
    scanner.end()
    assert scanner.done
    assert scanner.point is None or scanner.point >= sent
    return scanner


def _agrees_with_the_oracle(document: bytes) -> bool:
    # justhtml 3.16 reads on after "---!>", where HTML §13.2.5.51 ends the comment.
    return b"---!>" not in document


@given(documents)
@tried(2)
def test_the_banner_is_the_bodys_first_child_and_the_rest_is_the_same_document(document: bytes) -> None:
    point = point_in(document)
    if point is not None and _agrees_with_the_oracle(document):
        assert complaint(document, point) is None


@given(documents, st.data())
def test_any_split_gives_the_same_point(document: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(document)), max_size=5)))
    for place in LIMITS:
        whole = point_in(document, place=place)
        assert point_in(document, cuts, place) == whole
        assert point_in(document, range(1, len(document)), place) == whole


@given(st.binary(max_size=200), st.sampled_from(STARTS))
def test_no_bytes_upset_it(garbage: bytes, start: bytes) -> None:
    document = start + garbage
    point = point_in(document)
    assert point_in(document, range(1, len(document))) == point
    if point is not None and _agrees_with_the_oracle(document):
        assert complaint(document, point) is None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_pages_as_sites_send_them_get_the_banner_first_in_their_body(page: Path) -> None:
    document = page.read_bytes()
    point = point_in(document)
    assert point is not None
    assert point_in(document, range(1, len(document))) == point
    assert complaint(document, point) is None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_with_scripting_off_their_document_stays_the_same_too(page: Path) -> None:
    document = page.read_bytes()
    point = point_in(document)
    assert point is not None
    # A picture in a noscript in the head is the body's first child then, before the body's own tag.
    edited = tree_of(document[:point] + BANNER + document[point:], scripting=False)
    assert edited != tree_of(document, scripting=False)
    assert without_banner(edited) == tree_of(document, scripting=False)


@given(st.lists(st.sampled_from(NOSCRIPT), max_size=8), st.lists(st.sampled_from(TOKENS), max_size=6))
def test_with_scripting_off_a_noscript_in_the_head_changes_nothing(inside: list[bytes], after: list[bytes]) -> None:
    document = b"".join((b"<!doctype html><noscript>", *inside, b"</noscript>", *after))
    point = point_in(document)
    if point is not None and _agrees_with_the_oracle(document):
        edited = tree_of(document[:point] + BANNER + document[point:], scripting=False)
        assert without_banner(edited) == tree_of(document, scripting=False)


def test_there_are_pages_to_test() -> None:
    assert len(PAGES) >= 5


@pytest.mark.parametrize(
    ("document", "at"),
    [(b"<!doctype html><title>x</title><body>y", 22), (b"<!doctype html><p>x</p>", 20), (b"<body><!-- x --><p>y", 9)],
)
def test_the_oracle_sees_a_banner_in_a_wrong_place(document: bytes, at: int) -> None:
    assert complaint(document, at) is not None


def test_the_oracle_sees_a_document_that_became_another() -> None:
    document = b"<!doctype html><head></head><p></p><frameset><frame></frameset>"
    at = document.index(b"<p>")
    edited = tree_of(document[:at] + BANNER + document[at:])
    assert is_first_in_body(edited)
    assert without_banner(edited) != tree_of(document)


MARKED = [
    (b"<!doctype html><body><p>a</p><!-- browserbanner -->@@<p>b", "plain"),
    (b"<!doctype html><body><!--browserbanner-->@@<!-- browserbanner -->", "the first one, without blanks"),
    (b"<!doctype html><svg><title>a</title></svg><!--\nbrowserbanner\n-->@@", "after a picture"),
    (b"<!doctype html><a title='<!-- browserbanner -->'><!-- browserbanner -->@@", "not in an attribute"),
    (b"<!doctype html><script>'<!-- browserbanner -->'</script><!-- browserbanner -->@@", "not in a script"),
    (b"<!doctype html><textarea><!-- browserbanner --></textarea><!-- browserbanner -->@@", "not in a textarea"),
    (b"<!doctype html><template><!-- browserbanner --></template><!-- browserbanner -->@@", "not in a template"),
    (b"<!doctype html><noscript><!-- browserbanner --></noscript><!-- browserbanner -->@@", "not in a noscript"),
    (b"<!doctype html><!-- browserbanner goes here --><!-- browserbanner -->@@", "not in other comments"),
    (b"<!doctype html><body><p>a < b </ > </p><! browserbanner><!-- browserbanner -->@@", "stray brackets"),
    (b"<!doctype html><body><p>a", "none, nothing"),
    (b"<p>a</p><!-- browserbanner -->", "a fragment"),
    (b"<!doctype html><plaintext><!-- browserbanner -->", "plaintext"),
    (b"<!doctype html><html amp><body><!-- browserbanner -->", "AMP"),
    (b"<!doctype html><body><!-- browserbanner --", "cut off"),
]


@pytest.mark.parametrize(("marked", "title"), MARKED, ids=[title for _, title in MARKED])
def test_a_marker_is_found_where_it_is_a_comment_of_the_page(marked: bytes, title: str) -> None:
    _is_found(marked, "marker")


FIRST = [
    (b"<!doctype html><!--><body>@@", "after a comment as short as can be"),
    (b"<!doctype html><!---><body>@@", "after one that is a dash longer"),
    (b"<!doctype html></><?xml?></ x><body>@@", "after an end tag without a name, which is nothing"),
    (b"<!doctype html>@@&amp; more", "with text that begins with a reference"),
    (b"<!doctype html>&", "nowhere yet, with a reference that is cut off"),
    (b"<!doctype html>&#32;<body>", "nowhere for sure, behind a reference that may be white space"),
]


@pytest.mark.parametrize(("marked", "title"), FIRST, ids=[title for _, title in FIRST])
def test_the_body_begins(marked: bytes, title: str) -> None:
    _is_found(marked, "top")


def _is_found(marked: bytes, place: str) -> None:
    """The place is where @@ stands, or nowhere, whether the page comes whole or byte by byte."""
    document = marked.replace(b"@@", b"")
    expected = marked.index(b"@@") if b"@@" in marked else None
    assert point_in(document, place=place) == expected
    assert point_in(document, range(1, len(document)), place) == expected


@pytest.mark.parametrize(("place", "limit"), LIMITS.items())
def test_beyond_its_limit_it_looks_at_nothing(place: str, limit: int) -> None:
    goal = b"<body>" if place == "top" else b"<!--browserbanner-->"
    start = b"<!doctype html>"
    reached = start + b" " * (limit - len(start) - len(goal)) + goal
    assert point_in(reached, place=place) == limit
    assert point_in(b" " + reached, place=place) is None
    assert point_in(b" " + reached, [1, limit, limit + 1], place) is None


@pytest.mark.parametrize(("place", "limit"), TOKEN_LIMITS.items())
def test_beyond_so_many_tags_and_comments_it_looks_at_nothing(place: str, limit: int) -> None:
    goal = b"<body>" if place == "top" else b"<!--browserbanner-->"
    for filler in (b"<b>" if place == "marker" else b"<link>", b"<!>", b"<!---->"):
        reached = b"<!doctype html>" + filler * (limit - 3) + goal
        assert point_in(reached, place=place) == len(reached)
        assert point_in(filler + reached, place=place) is None


@pytest.mark.parametrize("more", range(-3, 3))
@pytest.mark.parametrize("step", [1, 6, 100, 1 << 20])
def test_the_limit_of_tags_is_the_same_in_pieces_of_any_size(more: int, step: int) -> None:
    document = b"<!doctype html>" + b"<link>" * (TOKEN_LIMITS["top"] - 4 + more) + b"<title>x</title><body>"
    assert (point_in(document, range(step, len(document), step)) is not None) == (more < 0)


LANGUAGES = [
    (b"<!doctype html><html lang=uk><body>", b"uk"),
    (b"<!doctype html><HTML class='a>b' LANG = \"pt-BR\" dir=ltr><body>", b"pt-BR"),
    (b"<!doctype html><html lang='en'lang=uk><body>", b"en"),
    (b"<!doctype html><html lang><body>", b""),
    (b"<!doctype html><html lang=''><body>", b""),
    (b"<!doctype html><html lang='&#117;k'><body>", b"&#117;k"),
    (b"<!doctype html><html><html lang=uk><html lang=en><body>", b"uk"),
    (b"<!doctype html><!-- <html lang=en> --><html lang=uk><body>", b"uk"),
    (b"<!doctype html><!--[if IE 8]><html lang=en><![endif]--><!--[if gt IE 8]><!--><html lang=uk><!--<![endif]--><body>",
     b"uk"),
    (b"<!doctype html><script>'<html lang=en>'</script><template><html lang=en></template><body>", None),
    (b"<!doctype html><html xml:lang=uk data-lang=uk><body lang=uk>", None),
    (b"<!doctype html></html lang=uk><body>", None),
    (b"<!doctype html><title>a</title>text <html lang=uk>", None),
]  # fmt: skip


@pytest.mark.parametrize(("document", "language"), LANGUAGES)
@pytest.mark.parametrize("step", [1, 16, 1 << 20])
def test_the_language_is_what_the_first_html_tag_that_has_one_says(
    document: bytes, language: bytes | None, step: int
) -> None:
    assert scanned(document, range(step, len(document), step)).language == language


@given(documents, st.data())
def test_the_language_is_that_of_the_tree_before_the_banner(document: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(document)), max_size=5)))
    scanner = scanned(document, cuts)
    if scanner.point is not None and _agrees_with_the_oracle(document):
        (html,) = [node for node in tree_of(document[: scanner.point])[3] if node[0] == "html"]
        language = dict(html[2]).get("lang")
        assert scanner.language == (None if language is None else language.encode())


def _filled(pattern: bytes, start: bytes = b"<!doctype html>") -> bytes:
    room = LIMITS["top"] - len(start)
    return start + (pattern * (room // len(pattern) + 1))[:room]


HOSTILE = {
    "meta a=": _filled(b"<meta a="),
    "comments that never end": _filled(b"<!--"),
    "less-than signs": _filled(b"<"),
    "less-than signs in a template": _filled(b"<", b"<!doctype html><template>"),
    "one quoted attribute": _filled(b"x", b"<!doctype html><meta a='"),
    "one bare attribute": _filled(b"x", b"<!doctype html><meta a="),
    "one attribute name": _filled(b"x", b"<!doctype html><meta "),
    "equals signs": _filled(b"= ", b"<!doctype html><meta "),
    "attributes": _filled(b"a ", b"<!doctype html><meta "),
    "a hidden input's attributes": _filled(b"a=b ", b"<!doctype html><input "),
    "quotes": _filled(b"\"'", b"<!doctype html><meta a="),
    "a long name": _filled(b"a", b"<!doctype html></"),
    "dashes": _filled(b"-", b"<!doctype html><!--"),
    "almost the end of a title": _filled(b"</titl", b"<!doctype html><title>"),
    "almost the end of a script": _filled(b"<!--<script></scrip", b"<!doctype html><script>"),
    "quotes in a noscript": _filled(b"<a b='", b"<!doctype html><noscript>"),
    "white space": _filled(b" "),
    "the smallest comments": _filled(b"<!>"),
    "html tags": _filled(b"<html>"),
    "links": _filled(b"<link>"),
    "metas with a charset": _filled(b"<meta charset=a>"),
    "metas that are almost plain": _filled(b"<link a><meta b='>'>"),
    "titles": _filled(b"<title>x</title>"),
    "a link's attributes": _filled(b"a=b ", b"<!doctype html><link "),
    "the ends of tags in quotes": _filled(b"()=>a ", b"<!doctype html><meta a='"),
    "white space before a value": _filled(b" ", b"<!doctype html><meta a="),
    "slashes": _filled(b"/", b"<!doctype html><meta "),
    "html tags with attributes": _filled(b"<html a=b lang=uk>"),
    "a noscript with pictures": _filled(b"<img src=a>b", b"<!doctype html><noscript>"),
    "a noscript with one tag": _filled(b">", b"<!doctype html><noscript><img a='"),
    "noscripts in a noscript, which each needed a scanner of its own": _filled(b"<noscript>"),
    "templates in templates": _filled(b"<template>"),
    "the end of a conditional comment that never comes": _filled(b" ", b"<!doctype html><!--[if !IE]><!--><body>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_case_38_hostile_html_is_read_alike_whole_and_byte_by_byte(name: str) -> None:
    # What it costs, and that it is linear: benchmarks/test_injection.py.
    document = HOSTILE[name]
    whole = scanned(document)
    for step in (1, 16):
        pieces = scanned(document, range(step, len(document), step))
        assert (pieces.point, pieces.language) == (whole.point, whole.language)


@pytest.mark.parametrize("name", HOSTILE)
def test_case_38_hostile_html_is_not_hoarded(name: str) -> None:
    import tracemalloc

    document = HOSTILE[name]
    scanner = Scanner()
    tracemalloc.start()
    for at in range(0, len(document), 1024):
        scanner.feed(document[at : at + 1024])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # One token, and only where its attributes matter.
    assert peak < 2.5 * len(document) if b"<meta" in document or b"<input" in document else peak < 16 * 1024
