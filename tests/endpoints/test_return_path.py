"""Where closing leads: a path of the same site, whatever the request says."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from browserbanner.endpoints import same_site_path
from browserbanner.endpoints.return_path import _PLAIN, MAX_LENGTH, is_plain, referer_path


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
        ("/a/../b", "/a/../b"),
        ("/a/..", "/a/.."),
        ("/100%", "/100%"),
        ("/\ud800", "/%3F"),
    ],
)
def test_a_path_of_the_site_comes_back_as_ascii(given_path: str, path: str) -> None:
    assert same_site_path(given_path) == path


@given(st.from_regex(_PLAIN, fullmatch=True))
def test_a_plain_address_is_one_that_stays_as_it_is(address: str) -> None:
    assert same_site_path(address) == address


@pytest.mark.parametrize("address", ["/", "/news/2026/11/an-article", "/a.b/c_d~e/?page=2&from=%D0%B0"])
def test_most_addresses_are_plain(address: str) -> None:
    assert is_plain(address)


@pytest.mark.parametrize(
    "address",
    [
        "//a",
        "/a//b",
        "/..",
        "/a/../b",
        "/.well-known/x",
        "/a b",
        "/a%2Fb",
        "/a;b",
        "/a#b",
        "/a\n",
        "/\u0456",
        "a",
        "",
        "/a?\u0456",
        "/a" * MAX_LENGTH,
    ],
)
def test_what_might_have_to_be_looked_at_is_not_plain(address: str) -> None:
    assert not is_plain(address)


@pytest.mark.parametrize(
    "address",
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
        "/%2e%2e//evil.example",
        "/./%2Fevil.example",
    ],
)
def test_an_address_that_could_lead_elsewhere_is_refused(address: str) -> None:
    assert same_site_path(address) is None


def test_an_address_too_long_for_a_header_is_refused() -> None:
    assert same_site_path("/" + "a" * (MAX_LENGTH - 1)) is not None
    assert same_site_path("/" + "a" * MAX_LENGTH) is None
    assert same_site_path("/" + "є" * (MAX_LENGTH // 6 + 1)) is None


@given(st.text(max_size=40) | st.text(alphabet="/\\.%25fFcC:@?#\t\n ae", max_size=20).map(lambda text: "/" + text))
@example("/%e2%80%a8//evil.example")
@example("//.")
@example("//..")
@example("/.//.")
@example("/%2f.")
@example("/／evil.example")
def test_whatever_passes_stays_on_the_host_and_is_a_header_value(text: str) -> None:
    path = same_site_path(text)
    if path is not None:
        assert path.isascii()
        assert path.isprintable()
        assert " " not in path
        assert "\\" not in path
        assert urlsplit(urljoin("https://site.example/page", path)).netloc == "site.example"
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
