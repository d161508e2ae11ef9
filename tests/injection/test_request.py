"""The gate: which requests are for a page that somebody looks at."""

from __future__ import annotations

import pytest

from browserbanner.headers import Headers
from browserbanner.injection import asks_for_a_page, without_coding_or_conditions

PAGES = [
    {},
    {"Accept": "*/*"},
    {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"},
    {"Sec-Fetch-Dest": "document"},
    {"X-Requested-With": "com.android.browser"},
    {"X-Requested-With": "org.mozilla.focus "},
    {"HX-Request": "true", "HX-Boosted": "true"},
]
PARTS = [
    {"Sec-Fetch-Dest": "iframe"},
    {"Sec-Fetch-Dest": "empty"},
    {"Sec-Fetch-Dest": ""},
    {"X-Requested-With": "XMLHttpRequest"},
    {"X-Requested-With": "fetch"},
    {"X-Requested-With": ""},
    {"HX-Request": "true"},
    {"HX-Request": "true", "HX-Boosted": "false"},
    {"Turbo-Frame": "menu"},
    {"Accept": "text/vnd.turbo-stream.html, text/html"},
]


@pytest.mark.parametrize("headers", PAGES, ids=str)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_request_for_a_page_passes(method: str, headers: dict[str, str]) -> None:
    assert asks_for_a_page(method, Headers(headers))


@pytest.mark.parametrize("headers", PARTS, ids=str)
def test_a_request_for_a_part_of_a_page_does_not(headers: dict[str, str]) -> None:
    assert not asks_for_a_page("GET", Headers(headers))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "get", ""])
def test_other_methods_do_not(method: str) -> None:
    assert not asks_for_a_page(method, Headers())


def test_case_25_a_frame_is_no_page_and_a_browser_without_fetch_metadata_may_get_one() -> None:
    assert not asks_for_a_page("GET", Headers({"Sec-Fetch-Dest": "iframe"}))
    assert asks_for_a_page("GET", Headers())


def test_conditions_are_kept_from_the_app_only_where_html_is_asked_for_by_name() -> None:
    assert without_coding_or_conditions(Headers({"Accept": "*/*"})) == {"accept-encoding"}
    assert without_coding_or_conditions(Headers({"Accept": "image/png, Text/HTML"})) == {
        "accept-encoding",
        "if-none-match",
        "if-modified-since",
    }
