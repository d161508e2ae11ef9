"""Injection: what scanning costs, whole and byte by byte, on ordinary and on hostile HTML, and what an edited page costs.

Run with `make bench`. The limits that the last tests assert are the project's own; each compares within one run, by turns, since machines
are noisy.
"""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.figures import at_most
from benchmarks.limits import SLACK, fastest
from browserbanner.injection import Editor, HeaderList
from browserbanner.injection.scanner import LIMITS, Scanner
from tests.injection.insertion import Inserted

DOCTYPE = b"<!doctype html>"


def filled(pattern: bytes, start: bytes = DOCTYPE) -> bytes:
    """64 KiB of it, behind a doctype: as much as is ever scanned."""
    room = LIMITS["top"] - len(start)
    return start + (pattern * (room // len(pattern) + 1))[:room]


ORDINARY = filled(b'<meta name="a" content="b c">\n<link rel="stylesheet" href="/a/b.css">\n')
HOSTILE = {
    "meta a=": filled(b"<meta a="),
    "<!--": filled(b"<!--"),
    "<": filled(b"<"),
    "< in a template": filled(b"<", DOCTYPE + b"<template>"),
    "one attribute": filled(b"x", DOCTYPE + b"<meta a="),
    "one quoted attribute": filled(b"x", DOCTYPE + b"<meta a='"),
    "attributes": filled(b"a ", DOCTYPE + b"<meta "),
    "metas with a charset": filled(b"<meta charset=a>"),
    "html tags": filled(b"<html a=b lang=uk>"),
    "> in quotes": filled(b"()=>a ", DOCTYPE + b"<meta a='"),
    "a noscript with pictures": filled(b"<img src=a>b", DOCTYPE + b"<noscript>"),
    "a noscript with one tag": filled(b">", DOCTYPE + b"<noscript><img a='"),
    "noscripts in a noscript": filled(b"<noscript>"),
    "</titl": filled(b"</titl", DOCTYPE + b"<title>"),
    "<!--<script></scrip": filled(b"<!--<script></scrip", DOCTYPE + b"<script>"),
}
PAGE = DOCTYPE + b"<html><head><title>News</title></head><body class=a>" + b"<p>Hello</p>" * 500
HEAD: HeaderList = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-length", b"%d" % len(PAGE)),
    (b"etag", b'"a"'),
    (b"cache-control", b"max-age=60"),
]
BANNER = b"<div>" + b"x" * 8000 + b"</div>"


def scan(document: bytes, size: int) -> Scanner:
    scanner = Scanner()
    for at in range(0, len(document), size):
        scanner.feed(document[at : at + size])
    return scanner


@pytest.mark.benchmark(group="scan 64 KiB whole")
@pytest.mark.parametrize("name", ["ordinary", *HOSTILE])
def test_scan_whole(benchmark: BenchmarkFixture, name: str) -> None:
    document = HOSTILE.get(name, ORDINARY)
    scanner = benchmark.pedantic(scan, (document, len(document)), rounds=20, warmup_rounds=1)  # type: ignore[no-untyped-call]
    assert scanner.point == (len(DOCTYPE) if name == "<" else None)


@pytest.mark.benchmark(group="scan 64 KiB byte by byte")
@pytest.mark.parametrize("name", ["ordinary", *(name for name in HOSTILE if name != "<")])
def test_scan_byte_by_byte(benchmark: BenchmarkFixture, name: str) -> None:
    document = HOSTILE.get(name, ORDINARY)
    assert benchmark.pedantic(scan, (document, 1), rounds=3).point is None  # type: ignore[no-untyped-call]


@pytest.mark.benchmark(group="edit a page")
def test_edit_a_page_of_6_kb(benchmark: BenchmarkFixture) -> None:
    def edit() -> bytes:
        editor = Editor(Inserted(BANNER))
        editor.start(200, HEAD)
        return editor.feed(PAGE, False).body

    assert len(benchmark(edit)) == len(PAGE) + len(BANNER)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_html_is_scanned_within_20_ms(name: str) -> None:
    document = HOSTILE[name]
    (seconds,) = fastest(lambda: scan(document, len(document)), rounds=5)
    at_most(20, seconds * 1e3, "The worst 64 KiB of hostile HTML, whole", unit="ms")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_html_byte_by_byte_takes_within_twice_what_ordinary_tags_take(name: str) -> None:
    document = HOSTILE[name]
    hostile, ordinary = fastest(lambda: scan(document, 1), lambda: scan(ORDINARY, 1), rounds=4)
    at_most(2, hostile / ordinary, "The worst 64 KiB of hostile HTML, byte by byte", "ordinary tags, byte by byte")


@pytest.mark.parametrize("name", HOSTILE)
def test_four_times_the_hostile_html_takes_four_times_as_long(name: str) -> None:
    whole = HOSTILE[name]
    quarter = whole[: len(whole) // 4]
    for size in (len(whole), 16, 1):
        one, four = fastest(lambda: scan(quarter, size), lambda: scan(whole, size), rounds=4)  # noqa: B023 (called at once)
        # Twice that leaves room; a quadratic scanner needs 16. Below 2 ms there is nothing to compare.
        assert four <= 8 * one * SLACK + 0.002, f"{four / one:.1f} times, in pieces of {size}"
