"""The middleware's own addresses: which there are, and what the files behind them say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner import BrowserBanner, Headers, Request, Respond
from browserbanner.banner import CLOSE_SCRIPT, SCRIPT_KEY
from tests.endpoints.asking import CONTINUING, ENDPOINTS, ask, field, get, make
from tests.visitors import CURRENT

ENGINE = BrowserBanner()


@pytest.mark.parametrize("name", ["", "x", "close/", "close/x", "close.js/", "CLOSE", "../close", "close\x00", "ї"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_anything_else_below_the_prefix_is_not_found(name: str, method: str) -> None:
    response = get(name, method)
    assert response.status == 404
    assert field(response, "set-cookie") is None
    assert field(response, "cache-control") == "no-cache, no-store"


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("/_browserbanner/close", True),
        ("/_browserbanner/", True),
        ("/_browserbanner/x/y", True),
        ("/_browserbanner", False),
        ("/_browserbannerx", False),
        ("/a/_browserbanner/close", False),
        ("/", False),
        ("", False),
    ],
)
def test_only_what_lies_below_the_prefix_is_ours(path: str, ours: bool) -> None:
    request = Request(path=path, headers=Headers({"user-agent": CURRENT}))
    assert isinstance(ENGINE.decide(request), Respond) is ours


def test_the_script_is_kept_for_a_year_under_an_address_that_names_its_content() -> None:
    response = get("close.js", query=SCRIPT_KEY)
    assert (response.status, response.body) == (200, CLOSE_SCRIPT.encode())
    assert field(response, "content-type") == "text/javascript; charset=utf-8"
    assert field(response, "x-content-type-options") == "nosniff"
    assert field(response, "cache-control") == "public, max-age=31536000, immutable"
    assert field(response, "etag") == f'"{SCRIPT_KEY}"'


@pytest.mark.parametrize("query", ["", "00000000", "x=1"])
def test_the_script_under_another_address_is_asked_for_again(query: str) -> None:
    response = get("close.js", query=query)
    assert (response.status, field(response, "cache-control")) == (200, "no-cache")


def test_a_script_that_has_not_changed_is_not_sent_again() -> None:
    tag = field(get("close.js"), "etag") or ""
    for asked in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        response = get("close.js", headers={"if-none-match": asked})
        assert (response.status, response.body, field(response, "etag")) == (304, b"", tag)
    assert get("close.js", headers={"if-none-match": '"x"'}).status == 200


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("close", ""),
        ("close", "kind=outdated&next=/a"),
        ("close.js", ""),
        ("banner.js", ""),
        ("banner", ""),
        ("nothing", ""),
    ],
)
def test_head_has_the_headers_of_get_and_no_body(name: str, query: str) -> None:
    asked, answered = get(name, query=query), get(name, "HEAD", query)
    assert answered == asked._replace(body=b"")
    assert field(answered, "content-length") == str(len(asked.body))


def test_the_script_cannot_be_posted_to() -> None:
    response = get("close.js", "POST")
    assert (response.status, field(response, "allow")) == (405, "GET, HEAD")


HEADER_NAMES = ("content-type", "content-length", "cookie", "referer", "host", "if-none-match", "sec-fetch-site")
NAMES = ("close", "close.js", "continue", "banner.js", "banner")


@given(
    method=st.sampled_from(["GET", "HEAD", "POST"]) | st.text(max_size=8),
    path=st.sampled_from([f"/_browserbanner/{name}" for name in NAMES]) | st.text(max_size=30),
    query=st.text(max_size=30) | st.text(max_size=20).map(lambda tail: "kind=outdated&next=/" + tail),
    headers=st.dictionaries(st.sampled_from(HEADER_NAMES), st.text(max_size=40)),
    body=st.binary(max_size=200) | st.binary(max_size=60).map(lambda tail: b"kind=outdated&next=/" + tail),
    root_path=st.text(max_size=10) | st.text(alphabet="/\\.%25cC\t\nїa", max_size=10),
)
def test_no_request_raises_and_every_header_can_be_sent(
    method: str, path: str, query: str, headers: dict[str, str], body: bytes, root_path: str
) -> None:
    request = Request(method, path, root_path, query, "http", Headers(headers), body=body)
    response = ask(CONTINUING, request).response
    assert response.status in (200, 204, 303, 304, 400, 403, 404, 405, 413, 415)
    for name, value in response.headers:
        assert (name + value).isascii()
        assert (name + value).isprintable()


# Linked stylesheets


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_linked_stylesheet_may_be_kept_for_a_year(method: str) -> None:
    linked = make(stylesheet=True)
    response = get("banner-0123abcd.css", method, endpoints=linked)
    assert response.status == 200
    assert field(response, "content-type") == "text/css; charset=utf-8"
    assert field(response, "cache-control") == "public, max-age=31536000, immutable"
    assert field(response, "content-length") == "5"
    assert response.body == (b"#bb{}" if method == "GET" else b"")
    tag = field(response, "etag")
    assert tag
    again = get("banner-0123abcd.css", method, headers={"if-none-match": tag}, endpoints=linked)
    assert (again.status, again.body) == (304, b"")


def test_other_stylesheets_and_those_that_are_not_linked_are_not_found() -> None:
    linked = make(stylesheet=True)
    for endpoints, name in ((linked, "banner-00000000.css"), (linked, "../a.css"), (ENDPOINTS, "banner-0123abcd.css")):
        assert get(name, endpoints=endpoints).status == 404
    assert get("banner-0123abcd.css", "POST", endpoints=linked).status == 405
