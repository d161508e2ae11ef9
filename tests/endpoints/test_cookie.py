"""The cookie of a closed banner: written for old clients, read leniently."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner.endpoints import closed
from browserbanner.endpoints.cookie import KINDS, close_cookie, set_cookie

NOW = 1_791_806_400.0  # 12 October 2026, 12:00 UTC


def test_the_cookie_says_its_lifetime_twice_since_old_internet_explorer_knows_expires_only() -> None:
    cookie = set_cookie("browserbanner=1.1.outdated", path="/", days=28, secure=False, now=NOW)
    assert cookie == (
        "browserbanner=1.1.outdated; Path=/; Max-Age=2419200; Expires=Mon, 09 Nov 2026 12:00:00 GMT; "
        "HttpOnly; SameSite=Lax"
    )


def test_the_cookie_is_secure_on_https_and_has_the_path_and_days_of_the_options() -> None:
    cookie = set_cookie("seen=1.autumn.webview", path="/app", days=1, secure=True, now=NOW)
    assert cookie == (
        "seen=1.autumn.webview; Path=/app; Max-Age=86400; Expires=Tue, 13 Oct 2026 12:00:00 GMT; "
        "HttpOnly; SameSite=Lax; Secure"
    )


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_written_is_read_back(kind: str) -> None:
    cookie = SimpleCookie(set_cookie(close_cookie("1", "browserbanner", kind), path="/", days=28, secure=True, now=NOW))
    header = f"a=b; browserbanner={cookie['browserbanner'].value}; c=d"
    assert closed(header, "browserbanner", "1") == {kind}


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
        (";;;=;browserbanner;=;", set()),
    ],
)
def test_a_cookie_header_is_read_leniently_and_garbage_says_nothing(header: str | None, kinds: set[str]) -> None:
    assert closed(header, "browserbanner", "1") == kinds


@given(st.text() | st.text(alphabet='browserbanner=1.;"outd ,', max_size=60))
def test_no_cookie_header_raises(header: str) -> None:
    assert closed(header, "browserbanner", "1") <= KINDS
