"""Every address that we write: a path of the same site, whatever the request says."""

from __future__ import annotations

import html
import re
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from browserbanner import BrowserBanner
from browserbanner.addresses import MAX_FIELD, MAX_LENGTH, address, referer_path, return_address, same_site_path
from browserbanner.banner import SCRIPT_KEY
from tests.injection.drivers import DRIVERS, Driver, Page, Request

PAGE = Page([b"<!doctype html><title>News</title><body>Hello"])
HOSTILE = st.text(max_size=40) | st.text(alphabet="/\\.%25fFcC:@?#\t\n aeї", max_size=20).map(lambda text: "/" + text)


def assert_stays_here(written: str) -> None:
    """It can stand in a header and in an attribute, and every client stays on the site with it."""
    assert written.startswith("/")
    assert written.isascii()
    assert written.isprintable()
    assert not {" ", "\\", '"', "<", ">"} & set(written)
    for page in ("https://site.example/page", "https://site.example/"):
        assert urlsplit(urljoin(page, written)).netloc == "site.example"


# A path that was read from a server: percent-decoded


@pytest.mark.parametrize(
    ("path", "query", "written"),
    [
        ("/", "", "/"),
        ("/app/_browserbanner", "", "/app/_browserbanner"),
        ("/news/2026/11/an-article", "page=2&from=%D0%B0", "/news/2026/11/an-article?page=2&from=%D0%B0"),
        ("/what?", "", "/what%3F"),
        ("/what?_me", "a=b", "/what%3F_me?a=b"),
        ("/a#b", "", "/a%23b"),
        ("/100%", "a=%20", "/100%25?a=%20"),
        ("/100%25", "", "/100%2525"),
        ("/%61", "", "/%2561"),
        ("/a b<c>\"d'", "", "/a%20b%3Cc%3E%22d'"),
        ("/новини", "", "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8"),
        ("/\u202e", "", "/%E2%80%AE"),
        ("/\ud800", "", "/%3F"),
        ("/a", 'q=ї "<&x=?/', "/a?q=%D1%97%20%22%3C&x=?/"),
        ("/a", "next=//evil.example\\", "/a?next=//evil.example%5C"),
        ("/a", "x#y", "/a?x"),
        ("/a/...b/.c//d.", "", "/a/...b/.c//d."),
    ],
)
def test_an_address_is_the_path_percent_encoded_and_the_query_as_it_came(path: str, query: str, written: str) -> None:
    assert address(path, query) == written
    assert_stays_here(written)


@pytest.mark.parametrize(
    "path",
    [
        "app",
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\evil.example",
        "/app\\",
        "/%5Cevil",
        "/%255Cevil",
        "/%2Fevil.example",
        "/.//evil",
        "/..//evil",
        "/a/..//evil",
        "/a/../..//evil",
        "/a/../b/./c//d",
        "/a/%2e",
        "/%2e%2e//evil",
        "/\t/evil.example",
        "\t//evil.example",
        "/a\r\nSet-Cookie: x=1",
        "/a\x00",
        "/a\x1f",
        "/a\x7f",
        "/a\x85",
        "/%00",
        "/%0d%0a",
        "/" + "a" * MAX_LENGTH,
        "/" + "ї" * (MAX_LENGTH // 6 + 1),
    ],
)
@pytest.mark.parametrize("query", ["", "a=b"])
def test_there_is_no_address_for_a_path_that_some_client_could_take_elsewhere(path: str, query: str) -> None:
    assert address(path, query) is None
    assert address(path + "/_browserbanner", query) is None
    assert return_address(path, query) == ""


@pytest.mark.parametrize("query", ["", "a=b"])
def test_there_is_no_address_for_no_path_at_all(query: str) -> None:
    assert address("", query) is None


@pytest.mark.parametrize("query", ["\n", "a\tb", "a\x00", "a\x85", "a\r\nSet-Cookie: x=1"])
def test_there_is_no_address_for_a_query_with_a_control_character(query: str) -> None:
    assert address("/a", query) is None


@given(HOSTILE, HOSTILE | st.just(""))
@example("/\\evil.example", "")
@example("/%5cevil.example", "")
@example("/..//evil.example", "")
@example("/／evil.example", "")
@example("/a", "\\evil.example")
def test_whatever_the_path_an_address_stays_on_the_site(path: str, query: str) -> None:
    written = address(path, query)
    if written is not None:
        assert_stays_here(written)
        # Whoever goes there asks for that page again, as the app saw it.
        assert unquote(written.partition("?")[0], errors="strict") == path.encode(errors="replace").decode()
    assert return_address(path, query) in (written, "")


@given(HOSTILE, st.sampled_from(["/_browserbanner", "/_browserbanner/", "/article"]))
def test_whatever_the_mount_path_what_lies_below_it_stays_on_the_site(root_path: str, below: str) -> None:
    written = address(root_path + below)
    if written is not None:
        assert_stays_here(written)
        assert written.endswith(below)


def test_a_form_takes_no_address_that_is_too_long_for_it() -> None:
    assert return_address("/" + "a" * (MAX_FIELD - 1), "") != ""
    assert return_address("/" + "a" * MAX_FIELD, "") == ""


# A path that the request says, which may be percent-encoded


@pytest.mark.parametrize(
    ("given_path", "path"),
    [
        ("/", "/"),
        ("/article", "/article"),
        ("/article?lang=uk&page=2", "/article?lang=uk&page=2"),
        ("/article?", "/article?"),
        ("/article?next=http://example.com//x", "/article?next=http://example.com//x"),
        ("/article#comments", "/article"),
        ("/новини/міст", "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/%D0%BC%D1%96%D1%81%D1%82"),
        ("/a%20b%2Fc", "/a%20b%2Fc"),
        ("/a b<c>\"d'", "/a%20b%3Cc%3E%22d'"),
        ("/search?q=a\\b", "/search?q=a%5Cb"),
        ("/search?q=a%0Ab", "/search?q=a%0Ab"),
        ("/archive//2020/", "/archive//2020/"),
        ("/web/2020/http://example.com/", "/web/2020/http://example.com/"),
        ("/javascript:alert(1)", "/javascript:alert(1)"),
        ("/a/..b/c..", "/a/..b/c.."),
        ("/100%", "/100%"),
        ("/\ud800", "/%3F"),
    ],
)
def test_a_path_of_the_site_comes_back_as_ascii(given_path: str, path: str) -> None:
    assert same_site_path(given_path) == path


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "article",
        "?x=1",
        "#x",
        "http://evil.example/",
        "HTTPS://evil.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/a\\b",
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\n/evil.example",
        "/a\r\nSet-Cookie: x=1",
        "/a\x00b",
        "/a\x7fb",
        "/a\x85b",
        "/%2Fevil.example",
        "/%2f%2fevil.example",
        "/%5Cevil.example",
        "/%252Fevil.example",
        "/%25252Fevil.example",
        "/%2525252525252Fevil.example",
        "/%09/evil.example",
        "/a%0d%0aSet-Cookie:%20x=1",
        "/a%00",
        "/.//evil.example",
        "/..//evil.example",
        "/a/..//evil.example",
        "/a/../b",
        "/a/..",
        "/%2E/a",
        "/%2e%2e//evil.example",
        "/./%2Fevil.example",
    ],
)
def test_an_address_that_could_lead_elsewhere_is_refused(asked: str) -> None:
    assert same_site_path(asked) is None


def test_an_address_too_long_for_a_header_is_refused() -> None:
    assert same_site_path("/" + "a" * (MAX_LENGTH - 1)) is not None
    assert same_site_path("/" + "a" * MAX_LENGTH) is None
    assert same_site_path("/" + "є" * (MAX_LENGTH // 6 + 1)) is None


@given(HOSTILE)
@example("/%e2%80%a8//evil.example")
@example("//.")
@example("//..")
@example("/.//.")
@example("/%2f.")
@example("/／evil.example")
def test_whatever_passes_stays_on_the_host_and_is_a_header_value(text: str) -> None:
    path = same_site_path(text)
    if path is not None:
        assert_stays_here(path)
        assert same_site_path(path) == path


@pytest.mark.parametrize(
    ("referer", "host", "path"),
    [
        ("http://site.example/article?x=1#y", "site.example", "/article?x=1"),
        ("https://site.example/article", "site.example", "/article"),
        ("HTTP://SITE.example/article", "site.EXAMPLE", "/article"),
        ("http://site.example", "site.example", "/"),
        ("http://site.example?x=1", "site.example", "/?x=1"),
        ("https://site.example:443/a", "site.example", "/a"),
        ("https://site.example/a", "site.example:443", "/a"),
        ("http://127.0.0.1:8000/a", "127.0.0.1:8000", "/a"),
        ("http://[::1]:8000/a", "[::1]:8000", "/a"),
        (None, "site.example", None),
        ("", "site.example", None),
        ("/article", "site.example", None),
        ("about:blank", "site.example", None),
        ("ftp://site.example/a", "site.example", None),
        ("http://other.example/a", "site.example", None),
        ("http://site.example.evil.example/a", "site.example", None),
        ("http://site.example@evil.example/a", "site.example", None),
        ("http://evil.example\\@site.example/a", "site.example", None),
        ("http://site.example:8080/a", "site.example", None),
        ("http://site.example//evil.example", "site.example", None),
        ("http://site.example\\evil.example", "site.example", None),
        ("http://site.example/a", None, None),
        ("http:///a", "", None),
    ],
)
def test_a_referer_counts_only_for_its_own_host(referer: str | None, host: str | None, path: str | None) -> None:
    assert referer_path(referer, host) == path


# Over ASGI and WSGI


@pytest.mark.parametrize("root_path", ["/\\evil.example", "//evil.example", "/%5Cevil", "/..//evil", "/a\x01b"])
def test_below_a_mount_path_that_leads_elsewhere_the_page_is_left_alone(drive: Driver, root_path: str) -> None:
    request = Request(root_path=root_path)
    assert drive(BrowserBanner(), PAGE, request) == drive(None, PAGE, request)


@pytest.mark.parametrize(
    ("root_path", "below"), [("", ""), ("/app", "/app"), ("/a b?c#d%", "/a%20b%3Fc%23d%25"), ("/ї", "/%D1%97")]
)
def test_every_address_in_a_page_lies_below_the_mount_path(drive: Driver, root_path: str, below: str) -> None:
    is_wsgi = drive in (DRIVERS["wsgi"], DRIVERS["wsgi-validated"])
    mounted = root_path.encode().decode("latin-1") if is_wsgi else root_path  # PEP 3333
    body = drive(BrowserBanner(), PAGE, Request(root_path=mounted)).body.decode()
    written = [html.unescape(each) for each in re.findall(r'(?:href|src)="?(/[^" >]*)', body)]
    back = quote(f"{below}/article", "/")
    assert len(written) == 2
    assert f"{below}/_browserbanner/close?kind=outdated&next={back}" in written
    assert f"{below}/_browserbanner/close.js?{SCRIPT_KEY}" in written
    for each in written:
        assert_stays_here(each)
