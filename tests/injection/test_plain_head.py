"""What is plain in a head is passed at once: the scanner says the same with it and without."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from browserbanner.injection import scanner as scanner_module
from browserbanner.injection.plain_head import plain_head
from browserbanner.injection.scanner import TOKEN_LIMITS, Scanner

# What plain tags are made of, and what makes them others.
PIECES = b"""<!doctype html>|<html|<HEAD|<link|<Meta|<title>|</title>|<base href=a>|<body>|<p>|<img>|>|>|>| |/|=|"|'|<|a|b=c|d="e"
f='g'|charset|CharSet|charset=utf-16|amp|AMP|\\xe2\\x9a\\xa1|http-equiv|content|content=|<!--|-->|<!--[if IE]>|<![endif]>|<![endif]-->
<meta charset=utf-8>|<meta charset=utf-16>|<html lang=uk>|<link rel=x>|<title>x</title>|<header>|<script>|</script>|</head>""".decode("unicode_escape").encode("latin-1").replace(b"\n", b"|").split(b"|")  # fmt: skip
PIECES += [b"\n", b"\x00", b"`"]

documents = st.lists(st.sampled_from(PIECES), max_size=25).map(b"".join)


def read(document: bytes) -> tuple[object, ...]:
    scanner = Scanner()
    scanner.feed(document)
    known = (scanner.done, scanner.keep, scanner._seen, scanner._tokens_left)
    scanner.end()
    return scanner.point, scanner.bases, known if not known[0] else None


def read_without(document: bytes) -> tuple[object, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanner_module, "plain_head", lambda buffer, at: (at, 0, False))
        return read(document)


@given(documents)
@settings(max_examples=2000, deadline=None)
def test_the_scanner_says_the_same_with_it_and_without(document: bytes) -> None:
    for start in (b"", b"<!doctype html>"):
        assert read(start + document) == read_without(start + document)


@pytest.mark.parametrize(
    "head",
    [
        b"<!DOCTYPE html>\n<html lang=uk class='a b'>\n<head>",
        b'<head prefix="og: https://ogp.me/ns#"><title>News &amp; views</title>',
        b'<meta name="viewport" content="width=device-width, initial-scale=1"/>\n<meta property=og:title content=News />',
        b"<link rel=stylesheet href=/a/b.css><LINK REL = 'icon' HREF = \"/favicon.ico\" / >",
    ],
)
def test_an_ordinary_head_is_plain(head: bytes) -> None:
    end, tokens, opening = plain_head(head + b"<body>", 0)
    assert end == len(head)
    assert tokens == head.count(b"<") - head.count(b"</")
    assert opening == (b"<h" in head)


@pytest.mark.parametrize(
    "tag",
    [
        b"<meta charset=utf-8>",
        b"<meta http-equiv=content-type content='text/html; CHARSET=utf-16'>",
        b"<meta content='>' charset=utf-16>",
        b'<link title="<">',
        b"<html amp>",
        b"<html class=example>",
        b"<html \xe2\x9a\xa1>",
        b"<title>a<b</title>",
        b"<title lang=uk>a</title>",
        b"<base href=/>",
        b"<link a=>",
        b"<link =>",
        b"<link a='b'c>",
        b"<linker>",
        b"<header>",
        b"</head>",
        b"<style></style>",
        b"<script></script>",
        b"<noscript></noscript>",
        b"<!-- -->",
        b"<body>",
        b"text",
        b"<link",
        b"<title>x</title",
        b"<!doctype html",
    ],
)
def test_what_decides_something_or_looks_odd_is_not(tag: bytes) -> None:
    assert plain_head(tag, 0) == (0, 0, False)
    assert plain_head(b"<link>" + tag, 0) == (6, 1, False)


@pytest.mark.parametrize("more", range(-3, 3))
@pytest.mark.parametrize("step", [1, 6, 100, 1 << 20])
def test_the_limit_of_tags_lies_where_it_lies_tag_by_tag(more: int, step: int) -> None:
    document = b"<!doctype html>" + b"<link>" * (TOKEN_LIMITS["top"] - 3 + more) + b"<title>x</title><body>"
    scanner = Scanner()
    for at in range(0, len(document), step):
        scanner.feed(document[at : at + step])
    assert (scanner.point is not None) == (more < 0)
