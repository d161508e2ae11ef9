"""The cookies of a closed banner and of the block page: written for old clients, read leniently."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner import ConfigurationError
from browserbanner.banner import KINDS
from browserbanner.cookies import Cookies
from browserbanner.options import check_options

NOW = 1_791_806_400.0  # 12 October 2026, 12:00 UTC


def cookies(**options: Any) -> Cookies:
    return Cookies(check_options(options))


COOKIES = cookies()


def test_the_cookie_says_its_lifetime_twice_since_old_internet_explorer_knows_expires_only() -> None:
    assert COOKIES.close("outdated", secure=False, now=NOW) == (
        "browserbanner=1.1.outdated; Path=/; Max-Age=2419200; Expires=Mon, 09 Nov 2026 12:00:00 GMT; "
        "HttpOnly; SameSite=Lax"
    )


def test_the_cookie_is_secure_on_https_and_has_the_name_path_campaign_and_days_of_the_options() -> None:
    site = cookies(cookie_name="seen", cookie_path="/app", campaign="autumn", close_days=1)
    assert site.close("webview", secure=True, now=NOW) == (
        "seen=1.autumn.webview; Path=/app; Max-Age=86400; Expires=Tue, 13 Oct 2026 12:00:00 GMT; "
        "HttpOnly; SameSite=Lax; Secure"
    )


def test_the_cookie_says_its_domain_only_where_the_site_names_one() -> None:
    for domain in ("example.org", ".example.org"):  # RFC 6265 §4.1.2.3 ignores a leading dot; some old clients do not
        site = cookies(cookie_domain=domain)
        for cookie in (site.close("outdated", False, NOW), site.continue_(False, NOW)):
            assert "; Path=/; Domain=example.org; Max-Age=2419200; " in cookie
    assert "Domain" not in COOKIES.close("outdated", False, NOW) + COOKIES.continue_(False, NOW)


@pytest.mark.parametrize(
    "domain",
    ["", "org", "example.org; Secure", "example.org\r\n", "https://example.org", "example.org:8000", "*.example.org",
     "приклад.укр", "-example.org", "example..org", "/", 3, True],
)  # fmt: skip
def test_a_domain_that_no_cookie_may_have_is_refused(domain: object) -> None:
    with pytest.raises(ConfigurationError, match=r'cookie_domain=.*must be a domain such as "example.org", or None'):
        cookies(cookie_domain=domain)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_written_is_read_back(kind: str) -> None:
    cookie = SimpleCookie(COOKIES.close(kind, secure=True, now=NOW))
    header = f"a=b; browserbanner={cookie['browserbanner'].value}; c=d"
    assert COOKIES.closed(header) == {kind}


@pytest.mark.parametrize(
    ("header", "kinds"),
    [
        ("browserbanner=1.1.outdated", {"outdated"}),
        ("a=1;browserbanner=1.1.outdated", {"outdated"}),
        ("browserbanner = 1.1.outdated ", {"outdated"}),
        ('browserbanner="1.1.outdated"', {"outdated"}),
        # lynx 2.9 sends the attributes back, and older ones say $Version first
        ("browserbanner=1.1.outdated; SameSite=Lax", {"outdated"}),
        ('$Version="1"; browserbanner=1.1.outdated; $Path="/"', {"outdated"}),
        ("browserbanner=1.1.outdated; browserbanner=1.1.webview", {"outdated", "webview"}),
        (None, set()),
        ("", set()),
        ("browserbanner", set()),
        ("browserbanner=", set()),
        ("browserbanner=1", set()),
        ("browserbanner=yes", set()),
        ("browserbanner=1.1.", set()),
        ("browserbanner=1.1.everything", set()),
        ("browserbanner=1.1.OUTDATED", set()),
        ("browserbanner=1.2.outdated", set()),
        ("browserbanner=2.1.outdated", set()),
        ("browserbanner=1.1.outdated.more", set()),
        ("xbrowserbanner=1.1.outdated", set()),
        ("browserbannerx=1.1.outdated", set()),
        ("x=browserbanner=1.1.outdated", set()),
        ("browserbanner-continue=1.1.outdated", set()),
        (";;;=;browserbanner;=;", set()),
    ],
)
def test_a_cookie_header_is_read_leniently_and_garbage_says_nothing(header: str | None, kinds: set[str]) -> None:
    assert COOKIES.closed(header) == kinds


@pytest.mark.parametrize(
    ("header", "continues"),
    [
        ("browserbanner-continue=1.1", True),
        ('a=b; browserbanner-continue="1.1"', True),
        ("browserbanner-continue=1.1; browserbanner-continue=1.2", True),
        (None, False),
        ("browserbanner-continue=1.2", False),
        ("browserbanner-continue=1.1.outdated", False),
        ("browserbanner=1.1", False),
        ("browserbanner=1.1.outdated", False),
    ],
)
def test_the_cookie_of_the_block_page_is_another_one(header: str | None, continues: bool) -> None:
    assert COOKIES.continues(header) is continues


@given(st.text() | st.text(alphabet='browserbanner-continue=1.;"outd ,', max_size=60))
def test_no_cookie_header_raises(header: str) -> None:
    assert COOKIES.closed(header) <= KINDS
    assert COOKIES.continues(header) in (True, False)
