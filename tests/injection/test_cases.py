"""The table of cases.py, over ASGI and WSGI alike. Cases that are one protocol's own: tests/asgi/ and tests/wsgi/, under the
same numbers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from browserbanner import BrowserBanner
from tests.injection.cases import CASES, HTML, LENGTH, PAGE, PLACE, UNTOUCHED, Case, with_header
from tests.injection.drivers import Driver, Page, Request
from tests.visitors import CURRENT, GOOGLEBOT, IE


def _pieces(document: bytes, size: int | None) -> list[bytes]:
    if size is None:
        return [document]
    return [document[at : at + size] for at in range(0, len(document), size)]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.number} {case.title}") for case in CASES])
def test_a_case_comes_out_right(case: Case, banner: BrowserBanner, drive: Driver) -> None:
    options: Any = case.options
    engine = BrowserBanner(**options) if options else banner
    document = case.page.replace(PLACE, b"")
    page = Page(_pieces(document, case.cut), case.status, case.headers, streamed=case.cut is not None)
    request = Request(method=case.method, headers=case.asks)
    reply = drive(engine, page, request)
    given = engine.banner_for(request.fields(), path=request.path)
    assert given is not None
    assert given.html != given.bare_html
    assert reply.status == case.status
    if PLACE in case.page:
        put = given.bare_html if case.bare else given.html
        assert reply.body == case.page.replace(PLACE, put)
        assert reply.header("cache-control") == "private, no-cache"
        assert reply.header("vary") == "User-Agent"
        assert reply.header("content-length") in (None, str(len(reply.body)))
        stated = [name.lower() for name, _ in case.headers]
        if "content-length" in stated and "content-length" not in case.gone:
            assert reply.header("content-length") == str(len(reply.body))
    else:
        assert reply.body == document
        whole = case.cut is None or ("Content-Length", str(len(document))) in case.headers
        if whole and (drive.shows_the_end or case.number != 37):
            assert reply.headers == list(case.headers)
    for name in case.gone:
        assert reply.header(name) is None
    for name, value in case.has.items():
        assert reply.header(name) == value


@pytest.mark.parametrize("user_agent", [CURRENT, GOOGLEBOT, "", None, "\xff\x00 garbage", "Mozilla/5.0"])
@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_visitors_without_a_banner_get_what_the_app_sends_without_the_middleware(
    banner: BrowserBanner, drive: Driver, user_agent: str | None, streamed: bool, method: str
) -> None:
    page = Page([UNTOUCHED, b" and more"], headers=(HTML, ("ETag", '"a"'), ("Vary", "Cookie")), streamed=streamed)
    request = Request(
        method=method, user_agent=user_agent, headers=[("Accept-Encoding", "gzip"), ("Accept", "text/html")]
    )
    assert drive(banner, page, request) == drive(None, page, request)


@pytest.mark.parametrize("fetch_dest", ["iframe", "image", "script", "empty", "frame"])
def test_case_25_frames_and_subresources_get_no_banner(banner: BrowserBanner, drive: Driver, fetch_dest: str) -> None:
    # Fetch metadata overrides an Internet Explorer anyway; the rule itself: tests/injection/test_request.py.
    page = Page([UNTOUCHED])
    assert drive(banner, page, Request(headers=[("Sec-Fetch-Dest", fetch_dest)])).body == UNTOUCHED


def test_case_13_head_has_the_headers_of_get_and_no_length(banner: BrowserBanner, drive: Driver) -> None:
    headers = (HTML, ("Content-Length", LENGTH), ("ETag", '"a"'), ("Expires", "0"), ("X-Own", "1"))
    got = drive(banner, Page([UNTOUCHED], headers=headers), Request())
    head = drive(banner, Page([], headers=headers), Request(method="HEAD"))
    assert head.body == b""
    assert head.header("content-length") is None
    assert head.headers == [pair for pair in got.headers if pair[0] != "Content-Length"]


def test_case_16_the_app_sees_no_coding_but_identity(banner: BrowserBanner, drive: Driver) -> None:
    asks = [("Accept-Encoding", "gzip, br"), ("Accept-Language", "uk")]
    seen = drive(banner, Page([UNTOUCHED]), Request(headers=asks)).seen
    assert seen["accept-encoding"] == "identity"
    assert seen["accept-language"] == "uk"


def test_case_14_the_app_sees_no_conditions_where_html_is_asked_for_by_name(
    banner: BrowserBanner, drive: Driver
) -> None:
    conditions = [("If-None-Match", '"a"'), ("If-Modified-Since", "Sat, 29 Oct 1994 19:43:31 GMT"), ("If-Match", "*")]
    page = drive(banner, Page([UNTOUCHED]), Request(headers=[*conditions, ("Accept", "text/html, */*")])).seen
    assert "if-none-match" not in page
    assert "if-modified-since" not in page
    assert page["if-match"] == "*"
    picture = drive(banner, Page([b""]), Request(headers=[*conditions, ("Accept", "image/png, */*")])).seen
    assert picture["if-none-match"] == '"a"'


def test_case_15_range_requests_reach_the_app(banner: BrowserBanner, drive: Driver) -> None:
    asks = [("Range", "bytes=0-9"), ("If-Range", '"a"')]
    seen = drive(banner, Page([UNTOUCHED]), Request(headers=asks)).seen
    assert (seen["range"], seen["if-range"]) == ("bytes=0-9", '"a"')


@pytest.mark.parametrize("page", [b"<body>Hello", b"<p>Hello<!-- browserbanner -->"], ids=["top", "marker"])
def test_a_page_that_another_middleware_of_ours_has_had_gets_no_second_banner(drive: Driver, page: bytes) -> None:
    """In another process behind us, or in a WSGI app inside of an ASGI one: there it cannot see our mark."""
    bb = BrowserBanner(place="marker" if b"<!--" in page else "top")
    first = drive(bb, Page([b"<!doctype html>" + page]), Request())
    assert first.body.count(b"<div id=bb ") == 1
    headers = [(name, value) for name, value in first.headers if name.lower() != "content-length"]
    second = drive(bb, Page([first.body], headers=headers), Request())
    assert (second.body, second.header("cache-control")) == (first.body, "private, no-cache")


def test_caches_are_told_that_the_page_is_one_visitors(banner: BrowserBanner, drive: Driver) -> None:
    headers = (
        HTML,
        ("Cache-Control", "public, max-age=600, No-Store"),
        ("Expires", "Sat, 29 Oct 2044 19:43:31 GMT"),
        ("Surrogate-Control", "max-age=600"),
        ("Surrogate-Key", "a b"),
        ("Edge-Control", "max-age=600"),
        ("X-Accel-Expires", "600"),
        ("CDN-Cache-Control", "max-age=600"),
        ("Cloudflare-CDN-Cache-Control", "max-age=600"),
        ("Vary", "Accept-Language"),
        ("Set-Cookie", "a=b"),
        ("Set-Cookie", "c=d"),
    )
    reply = drive(banner, Page([UNTOUCHED], headers=headers), Request())
    assert reply.headers == [
        HTML,
        ("Surrogate-Key", "a b"),
        ("Vary", "Accept-Language, User-Agent"),
        ("Set-Cookie", "a=b"),
        ("Set-Cookie", "c=d"),
        ("cache-control", "private, no-cache, no-store"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("Surrogate-Control", 'content="ESI/1.0"', 'content="ESI/1.0", no-store'),
        ("surrogate-control", 'max-age=3600+600, Content="ESI/1.0 ESI-Inline/1.0, x";lb , no-store-remote',
         'Content="ESI/1.0 ESI-Inline/1.0, x";lb, no-store'),
        ("Surrogate-Control", "max-age=60, stale-while-revalidate=30", None),
        ("Surrogate-Control", "No-Store, max-age=60", "no-store"),
        ("Surrogate-Control", 'No-Store, content="ESI/1.0"', 'content="ESI/1.0", no-store'),
        ("Surrogate-Control", "", None),
        ("Surrogate-Control", 'max-age=60;content="ESI/1.0"', 'content="ESI/1.0", no-store'),
        ("Surrogate-Control", 'max-age="3600;600";content="ESI/1.0 a;b,c";lb;stale-if-error=9',
         'content="ESI/1.0 a;b,c";lb, no-store'),
        ("Surrogate-Control", r'content="a\", b;c", max-age=60', r'content="a\", b;c", no-store'),
        ("Surrogate-Control", 'content="ESI/1.0", dca="esi, max-age=60', 'content="ESI/1.0", dca=, no-store'),
        pytest.param(
            "Surrogate-Control", 'content="' + 100_000 * r'\"', "content=, no-store", id="a text that never ends, for minutes"
        ),
        ("Edge-Control", 'cache-maxage=1h;dca=esi', "dca=esi, no-store"),
        ("Edge-Control", "!no-store, cache-maxage=1h, dca=esi", "dca=esi, no-store"),
        ("Edge-Control", "!no-store, !bypass-cache, max-age=600", None),
        ("X-LiteSpeed-Cache-Control", "public,max-age=120,esi=on", "esi=on, no-store"),
        ("X-LiteSpeed-Cache-Control", "public,max-age=120", None),
        ("CDN-Cache-Control", "public, s-maxage=600, stale-if-error=60", None),
        ("Netlify-CDN-Cache-Control", "no-store", "no-store"),
    ],
)  # fmt: skip
def test_a_cache_in_front_still_hears_how_to_put_the_page_together_and_that_it_is_not_to_keep_it(
    banner: BrowserBanner, drive: Driver, name: str, value: str, left: str | None
) -> None:
    """Varnish's own rules look at no Cache-Control beside Surrogate-Control, so an old visitor's page went to everybody.
    And behind a lifetime and a semicolon, what others need was dropped with it."""
    reply = drive(banner, Page([UNTOUCHED], headers=with_header(name, value)), Request())
    assert reply.header(name.lower()) == left
    assert reply.header("cache-control") == "private, no-cache"
    untouched = drive(banner, Page([UNTOUCHED], headers=with_header(name, value)), Request(user_agent=CURRENT))
    assert untouched.header(name.lower()) == value


@pytest.mark.parametrize("vary", ["*", "Cookie, user-agent", "User-Agent"])
def test_vary_is_kept_where_it_says_enough(banner: BrowserBanner, drive: Driver, vary: str) -> None:
    reply = drive(banner, Page([UNTOUCHED], headers=with_header("Vary", vary)), Request())
    assert reply.header("vary") == vary


def test_a_response_that_stays_as_it_is_stays_cacheable(banner: BrowserBanner, drive: Driver) -> None:
    headers = (("Content-Type", "image/png"), ("Cache-Control", "public, max-age=600"), ("ETag", '"a"'))
    assert drive(banner, Page([b"\x89PNG"], headers=headers), Request()).headers == list(headers)


def test_a_whole_page_without_a_place_keeps_its_headers_though_it_comes_as_a_stream_of_one(
    banner: BrowserBanner, drive: Driver
) -> None:
    document = b"<!doctype html><title>Hello"
    headers = (HTML, ("Content-Length", str(len(document))), ("ETag", '"a"'))
    reply = drive(banner, Page([document], headers=headers, streamed=True), Request())
    assert (reply.headers, reply.body) == (list(headers), document)


def test_case_39_nothing_that_the_request_says_comes_out_as_markup_and_no_address_is_made_of_its_host(
    banner: BrowserBanner, drive: Driver
) -> None:
    hostile = "<script>alert(1)</script>"
    request = Request(
        path="/" + hostile + "'\"",
        query="q=" + hostile,
        headers=[
            ("Referer", f"https://a.b/{hostile}"),
            ("Accept-Language", hostile),
            ("X-Forwarded-Host", "evil.example"),
        ],
    )
    request = request._replace(user_agent=IE + hostile)
    for asks in (request, request._replace(user_agent=IE)):
        body = drive(banner, Page([UNTOUCHED]), asks).body
        assert b"alert(1)</script" not in body
        assert b"evil.example" not in body
        assert b"://example.org" not in body
    assert body != UNTOUCHED


def test_a_marker_gets_the_banner_in_place_of_the_top(drive: Driver) -> None:
    marked = UNTOUCHED + b"<!-- browserbanner --> reader"
    engine = BrowserBanner(place="marker")
    given = engine.banner_for(Request().fields(), path=Request().path)
    assert given is not None
    at = len(marked) - len(b" reader")
    for streamed in (False, True):
        assert drive(engine, Page([marked[:50], marked[50:]], streamed=streamed), Request()).body == (
            marked[:at] + given.html + marked[at:]
        )
        assert drive(engine, Page([UNTOUCHED], streamed=streamed), Request()).body == UNTOUCHED


def test_case_11_installed_twice_it_is_one_banner(banner: BrowserBanner) -> None:
    from browserbanner import asgi, wsgi
    from tests.injection.drivers import asgi_scope, wsgi_environ

    given = banner.banner_for(Request().fields(), path="/article")
    assert given is not None
    expected = PAGE.replace(PLACE, given.html)

    def wsgi_app(environ: object, start_response: object) -> list[bytes]:
        assert callable(start_response)
        start_response("200 OK", [HTML])
        return [UNTOUCHED]

    twice = wsgi.BannerMiddleware(wsgi.BannerMiddleware(wsgi_app, banner=banner), banner=banner)
    assert b"".join(twice(wsgi_environ(Request()), lambda *head: lambda data: None)) == expected

    import asyncio

    sent: list[bytes] = []

    async def asgi_app(scope: object, receive: object, send: asgi.Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.body", "body": UNTOUCHED})

    async def send(message: asgi.Message) -> None:
        sent.append(message.get("body", b""))

    async def receive() -> asgi.Message:
        raise AssertionError("nobody asks for the body")

    outer = asgi.BannerMiddleware(asgi.BannerMiddleware(asgi_app, banner=banner), banner=banner)
    asyncio.run(_run(outer(asgi_scope(Request()), receive, send)))
    assert b"".join(sent) == expected


async def _run(awaitable: object) -> None:
    await awaitable  # type: ignore[misc]


def test_every_case_of_the_specification_has_a_test() -> None:
    here = Path(__file__).parent
    named = {case.number for case in CASES}
    for file in [*here.glob("test_*.py"), *here.parent.glob("[aw]sgi/test_*.py")]:
        named |= {int(number) for number in re.findall(r"def test_case_(\d+)", file.read_text(encoding="utf-8"))}
    assert named >= set(range(1, 41))
