"""Closing a banner, and continuing past the block page: what is taken for it, and what comes back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner import Event, Headers, Request, Respond, Response
from browserbanner.addresses import return_address
from browserbanner.endpoints import MAX_BODY, declared_length
from tests.endpoints.asking import (
    CONTINUING,
    COOKIE,
    ENDPOINTS,
    FORM,
    VERDICT,
    ask,
    close,
    close_answer,
    field,
    get,
    make,
)


def test_closing_goes_back_to_the_page_with_the_cookie_and_is_not_cached() -> None:
    answer = close_answer({"next": "/article?lang=uk", "kind": "outdated"})
    response = Response(
        303,
        (
            ("Location", "/article?lang=uk"),
            ("Set-Cookie", COOKIE),
            ("Cache-Control", "no-cache, no-store"),
            ("Pragma", "no-cache"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", "0"),
        ),
    )
    assert answer == Respond(response, (Event.of("closed", VERDICT, "outdated"),))


def test_the_options_name_the_cookie_its_path_its_domain_its_days_its_campaign_and_the_prefix() -> None:
    endpoints = make(
        prefix="/-/bb",
        cookie_name="seen",
        cookie_path="/app",
        cookie_domain="site.example",
        campaign="autumn",
        close_days=1,
    )
    body = b"kind=webview&next=%2F"
    request = Request("POST", "/-/bb/close", scheme="https", headers=Headers(FORM), body=body)
    cookie = field(ask(endpoints, request).response, "set-cookie")
    assert cookie is not None
    assert cookie.startswith("seen=1.autumn.webview; Path=/app; Domain=site.example; Max-Age=86400; ")
    assert cookie.endswith("; Secure")
    assert endpoints._cookies.closed(cookie) == {"webview"}


@pytest.mark.parametrize(
    ("asked", "referer", "root_path", "location"),
    [
        ("/a", "http://site.example/b", "", "/a"),
        ("//evil.example", "http://site.example/b", "", "/b"),
        ("", "http://site.example/b?c=1", "", "/b?c=1"),
        ("", "http://evil.example/b", "", "/"),
        ("", None, "", "/"),
        ("", None, "/app", "/app/"),
        ("", None, "/app/", "/app/"),
        ("", None, "/мій сайт", "/%D0%BC%D1%96%D0%B9%20%D1%81%D0%B0%D0%B9%D1%82/"),
        ("", None, "/a?b#c", "/a%3Fb%23c/"),
        ("", None, "//evil.example", "/"),
        ("", None, "/\\evil.example", "/"),
        ("", None, "/.//evil.example", "/"),
        ("", None, "/a\r\nSet-Cookie: x=1", "/"),
        ("/app/a", None, "/app", "/app/a"),
        ("/_browserbanner/close", None, "", "/"),
        ("/app/_browserbanner/close", None, "/app", "/app/"),
        ("/%D1%97/_browserbanner/close", None, "/ї", "/%D1%97/"),
        ("", "http://site.example/_browserbanner/close", "", "/"),
        ("/_browserbanner/close", "http://site.example/_browserbanner/banner", "/app", "/app/"),
        ("/apps/_browserbanner/close", None, "/app", "/apps/_browserbanner/close"),
    ],
)
def test_the_way_back_is_the_hidden_field_else_the_referer_else_the_home_page(
    asked: str, referer: str | None, root_path: str, location: str
) -> None:
    headers = {} if referer is None else {"referer": referer}
    response = close({"next": asked, "kind": "outdated"}, headers, root_path=root_path)
    assert (response.status, field(response, "location")) == (303, location)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "application/x-www-form-urlencoded; charset=windows-1251"},
        {"content-type": "Application/X-WWW-Form-URLencoded"},
        {"referer": "http://site.example/a"},  # NetSurf and Dillo: a Referer, no Origin
        {"origin": "http://site.example"},
        {"origin": "null"},  # a page with Referrer-Policy: no-referrer
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"x-requested-with": "com.facebook.katana"},  # Android's WebView, with a plain form
    ],
)
def test_every_browser_can_close_it(headers: dict[str, str]) -> None:
    assert close(b"next=%2Fa&kind=outdated", headers).status == 303


def test_a_form_without_a_content_type_is_taken_for_one() -> None:
    request = Request("POST", "/_browserbanner/close", body=b"next=%2Fa&kind=outdated")
    assert ask(ENDPOINTS, request).response.status == 303


@pytest.mark.parametrize("ending", [b"\r\n", b"\n"])
def test_a_line_break_that_an_old_browser_appends_is_no_part_of_the_kind(ending: bytes) -> None:
    assert close(b"next=%2Fa&kind=outdated" + ending).status == 303


def test_the_script_gets_the_cookie_and_nothing_to_load() -> None:
    answer = close_answer({"kind": "outdated"}, {"x-requested-with": "XMLHttpRequest"})
    response = answer.response
    assert (response.status, response.body) == (204, b"")
    assert answer.events == (Event.of("closed", VERDICT, "outdated"),)
    assert field(response, "set-cookie") == COOKIE
    assert field(response, "content-length") is None
    assert field(response, "location") is None


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("/", "", "/"),
        ("/article", "lang=uk", "/article?lang=uk"),
        ("/новини", "", "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8"),
        ("/what?#100%", "a=%20", "/what%3F%23100%25?a=%20"),
        ("/what?", "", "/what%3F"),
        ("/what?_me", "a=b", "/what%3F_me?a=b"),
        ("//evil.example", "", ""),
        ("/\\evil.example", "", ""),
        ("", "", ""),
        ("/a", "q=" + "x" * 3000, ""),
    ],
)
def test_the_form_of_a_page_leads_back_to_the_page(path: str, query: str, field: str) -> None:
    assert return_address(path, query) == field


@given(st.text(max_size=3000).map(lambda text: "/" + text), st.text(max_size=3000))
def test_no_page_makes_a_form_that_is_refused(path: str, query: str) -> None:
    response = close({"next": return_address(path, query), "kind": "cannot-update"})
    assert response.status == 303


def assert_refused(response: Response, status: int) -> None:
    assert response.status == status
    assert field(response, "set-cookie") is None
    assert field(response, "location") is None
    assert field(response, "cache-control") == "no-cache, no-store"
    assert field(response, "content-type") == "text/plain; charset=utf-8"
    assert field(response, "content-length") == str(len(response.body))


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"])
@pytest.mark.parametrize("query", ["", "kind=", "kind=everything", "kind=outdated&kind=webview", "%"])
def test_nothing_but_a_post_closes_the_banner(method: str, query: str) -> None:
    response = get("close", method, query)
    assert response.status == 405
    assert field(response, "allow") == "POST"
    assert field(response, "set-cookie") is None


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "BREW"])
def test_no_other_method_closes_by_its_query(method: str) -> None:
    response = get("close", method, "kind=outdated&next=/")
    assert (response.status, field(response, "set-cookie")) == (405, None)


# The page with the form


@pytest.mark.parametrize(
    ("query", "back"),
    [
        ("kind=webview&next=/news%3Fx%3D1", "/news?x=1"),
        ("kind=webview", "/referred"),
        ("kind=webview&next=//evil.example", "/referred"),
        ("kind=webview&next=/_browserbanner/close", "/referred"),
    ],
)
def test_opening_the_close_button_s_address_gets_the_form_and_changes_nothing(query: str, back: str) -> None:
    headers = {"host": "site.example", "referer": "http://site.example/referred"}
    response = get("close", query=query, headers=headers)
    assert (response.status, response.body) == (200, f"close webview, back to {back}".encode())
    assert field(response, "content-language") == "uk"
    assert field(response, "cache-control") == "no-store"
    assert field(response, "set-cookie") is None


def test_a_post_without_a_body_may_say_it_in_its_query_but_a_body_comes_first() -> None:
    assert field(close(b"", query="kind=outdated&next=/a"), "location") == "/a"
    assert field(close(b"kind=outdated&next=%2Fb", query="kind=webview&next=/a"), "location") == "/b"


def test_a_form_of_another_site_is_refused() -> None:
    assert_refused(close({"kind": "outdated"}, {"sec-fetch-site": "cross-site"}), 403)


def test_a_body_of_more_than_8_kib_is_refused() -> None:
    fits = b"kind=outdated&next=/"
    assert close(fits + b"a" * (MAX_BODY - len(fits))).status == 303
    assert_refused(close(fits + b"a" * (MAX_BODY - len(fits) + 1)), 413)


@pytest.mark.parametrize("length", ["8193", "008193", " 8193 ", "9" * 5000])
def test_a_body_that_says_it_is_too_long_is_refused_whatever_was_read_of_it(length: str) -> None:
    assert_refused(close(b"", {"content-length": length}), 413)


@pytest.mark.parametrize(
    ("text", "length"),
    [(None, 0), ("", 0), ("12", 12), (" 0012 ", 12), ("-1", 0), ("+1", 0), ("1e3", 0), ("٣", 0), ("²", 0),
     ("9" * 5000, 999_999_999)],
)  # fmt: skip
def test_a_declared_length_is_a_number_whatever_the_header_says(text: str | None, length: int) -> None:
    assert declared_length(text) == length


@pytest.mark.parametrize("length", ["", "x", "-1", "٣", "8192", "0000"])
def test_a_length_that_is_small_or_no_number_refuses_nothing(length: str) -> None:
    assert close(b"kind=outdated", {"content-length": length}).status == 303


@pytest.mark.parametrize("content_type", ["multipart/form-data; boundary=x", "application/json", "text/plain", "x"])
def test_another_kind_of_body_is_refused(content_type: str) -> None:
    assert_refused(close(b"kind=outdated", {"content-type": content_type}), 415)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"next=%2Fa",
        b"kind=",
        b"kind=everything",
        b"kind=Outdated",
        b"kind=outdated%00",
        b"kind=outdated&kind=webview",
        b"kind=outdated&next=%zz",
        b"kind=outdated&next=%",
        b"kind=outdated\x00",
        b"kind=outdated\r\n\r\nx",
        b"kind=outdated" + b"&a=b" * 20,
        b"\xff\xfe\x00",
        b'{"kind": "outdated"}',
    ],
)
def test_a_malformed_body_and_an_unknown_kind_are_refused(body: bytes) -> None:
    assert_refused(close(body), 400)


# Past the block page


def test_continuing_goes_to_the_page_with_a_cookie_of_its_own() -> None:
    site = make(
        block={"ie": False}, block_continue=True, cookie_name="seen", cookie_path="/app", campaign="x", close_days=1
    )
    request = Request("POST", "/_browserbanner/continue", scheme="https", headers=Headers(FORM), body=b"next=%2Fa")
    response, events = ask(site, request)
    assert (response.status, field(response, "location"), events) == (303, "/a", ())
    assert field(response, "set-cookie") == (
        "seen-continue=1.x; Path=/app; Max-Age=86400; Expires=Tue, 13 Oct 2026 12:00:00 GMT; "
        "HttpOnly; SameSite=Lax; Secure"
    )
    assert site.continues('a=b; seen-continue="1.x"')
    assert not site._cookies.closed("seen-continue=1.x")
    elsewhere = ask(site, replace(request, body=b"next=//evil.example")).response
    assert field(elsewhere, "location") == "/"


@pytest.mark.parametrize("options", [{}, {"block": {"ie": False}}, {"block_continue": True}], ids=str)
def test_where_nobody_may_continue_there_is_no_such_address_and_the_cookie_counts_for_nothing(
    options: dict[str, Any],
) -> None:
    site = make(**options)
    assert get("continue", "POST", endpoints=site).status == 404
    assert not site.continues("browserbanner-continue=1.1")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"method": "GET"}, 405),
        ({"headers": Headers({**FORM, "sec-fetch-site": "cross-site"})}, 403),
        ({"body": b"x" * (MAX_BODY + 1)}, 413),
        ({"headers": Headers({**FORM, "content-type": "text/plain"})}, 415),
        ({"body": b"%"}, 400),
    ],
)
def test_continuing_is_refused_as_closing_is(change: dict[str, Any], status: int) -> None:
    request = Request("POST", "/_browserbanner/continue", headers=Headers(FORM), body=b"next=%2Fa")
    response = ask(CONTINUING, replace(request, **change)).response
    assert (response.status, field(response, "set-cookie")) == (status, None)
