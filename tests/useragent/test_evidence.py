"""Client hints and fetch metadata override "outdated" and never cause it; what a person's request looks like."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner import UserAgent
from browserbanner.request import Headers
from browserbanner.useragent import IDENTIFYING_HEADERS, identify, looks_like_a_person, overriding_evidence

CHROME_90 = b"Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.212 Safari/537.36"
CHROME_60 = b"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36"
CHROME_78 = b"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0.3904.97 Safari/537.36"
CHROME_90_PHONE = b"Mozilla/5.0 (Linux; Android 6.0.1; SM-G920F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.210 Mobile Safari/537.36"
CHROME_90_MAC = b"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.212 Safari/537.36"
EDGE_90 = CHROME_90 + b" Edg/90.0.818.66"
EDGE_18 = b"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763"
FIREFOX_60 = b"Mozilla/5.0 (Windows NT 6.1; rv:60.0) Gecko/20100101 Firefox/60.0"
FIREFOX_95 = b"Mozilla/5.0 (Windows NT 6.1; rv:95.0) Gecko/20100101 Firefox/95.0"
SAFARI_13 = b"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_6) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.2 Safari/605.1.15"
SAFARI_16_4 = b"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.4 Safari/605.1.15"
IE_11 = b"Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko"
OPERA_12 = b"Opera/9.80 (Windows NT 6.1; WOW64) Presto/2.12.388 Version/12.18"
ANDROID_4 = b"Mozilla/5.0 (Linux; U; Android 4.1.2; de-de; GT-I9100 Build/JZO54K) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30"


def said(raw: bytes, **fields: str) -> str | None:
    user_agent = identify(raw)
    assert user_agent is not None
    return overriding_evidence(user_agent, Headers({name.replace("_", "-"): value for name, value in fields.items()}))


@pytest.mark.parametrize("raw", [CHROME_90, CHROME_60, FIREFOX_60, SAFARI_13, IE_11, ANDROID_4])
def test_no_other_field_overrides_than_those_that_identify_a_browser(raw: bytes) -> None:
    """The engine asks only where one of these is there."""
    read: set[str] = set()

    class Noted(Headers):
        def get(self, name: str, default: Any = None, /) -> Any:
            read.add(name)
            return super().get(name, default)

        def __contains__(self, name: object) -> bool:
            read.add(str(name))
            return super().__contains__(name)

    user_agent = identify(raw)
    assert user_agent is not None
    for name in IDENTIFYING_HEADERS:
        overriding_evidence(user_agent, Noted({name: "x"}))
    assert read == IDENTIFYING_HEADERS


_NEW = '"Chromium";v="156", "Not?A_Brand";v="24", "Google Chrome";v="156"'


@pytest.mark.parametrize(
    "raw", [CHROME_90, CHROME_60, EDGE_90, EDGE_18, FIREFOX_60, SAFARI_13, IE_11, OPERA_12, ANDROID_4]
)
def test_client_hints_of_a_newer_chromium_override_whatever_the_string_says(raw: bytes) -> None:
    assert said(raw, sec_ch_ua=_NEW) == "Sec-CH-UA says Chromium 156"


@pytest.mark.parametrize(
    "brands",
    [
        '"Not(A:Brand";v="99", "Chromium";v="90"',
        '"Chromium";v="89", "Opera";v="75"',
        # GREASE and a derived browser's own number are not Chromium's
        '"Chromium";v="90", "Not;A=Brand";v="156", "Opera";v="200"',
        '" Not A;Brand";v="99", "\\"Chromium";v="156"',
        '"Chromium"',
        '"Chromium";v=156',
        '"Chromium";w="156"',
        "",
    ],
)
def test_client_hints_that_are_no_newer_than_the_string_override_nothing(brands: str) -> None:
    assert said(CHROME_90, sec_ch_ua=brands) is None


@pytest.mark.parametrize(
    "malformed",
    [
        '"Chromium";v="156',
        '"Chromium";v="156", ',
        '"Chromium";v="156" "x"',
        'Chromium;v="156"',
        '"Chromium";V="156"',
        '"Chromium\\n";v="156"',
        '"Chromium";v="156"; ;',
        "Chromium 156",
    ],
)
def test_client_hints_that_are_malformed_say_nothing(malformed: str) -> None:
    assert said(CHROME_90, sec_ch_ua=malformed) is None


@pytest.mark.parametrize(
    "written",
    [
        '"Chromium";v="156"',
        '  "Chromium";v="156"  ',
        '"Chromium"; v="156"',
        '"Chromium";x;v="156"',
        '"Chromium";v="1";v="156"',
        '"A\\"B";v="8","Chromium";v="156"',
        '"A;v=\\"7\\"";v="8"\t,\t"Chromium";v="156"',
    ],
)
def test_client_hints_are_read_as_rfc_8941_writes_lists(written: str) -> None:
    assert said(CHROME_90, sec_ch_ua=written) == "Sec-CH-UA says Chromium 156"


def test_the_full_version_list_overrides_too() -> None:
    assert (
        said(CHROME_90, sec_ch_ua_full_version_list='"Chromium";v="156.0.8078.79"')
        == "Sec-CH-UA-Full-Version-List says Chromium 156"
    )


def test_a_platform_that_is_not_the_strings_overrides_it() -> None:
    assert said(CHROME_90, sec_ch_ua_platform='"Android"') == 'Sec-CH-UA-Platform says "Android"'
    assert said(CHROME_90, sec_ch_ua_platform='"Windows"') is None
    assert said(CHROME_90, sec_ch_ua_platform="Windows") is None
    assert said(CHROME_90, sec_ch_ua_platform='"Unknown"') is None


def test_a_form_that_is_not_the_strings_overrides_it() -> None:
    assert said(CHROME_90, sec_ch_ua_mobile="?1") == "Sec-CH-UA-Mobile says ?1"
    assert said(CHROME_90, sec_ch_ua_mobile="?0") is None
    assert said(CHROME_90_PHONE, sec_ch_ua_mobile="?1") is None
    assert said(CHROME_90_PHONE, sec_ch_ua_mobile="?0") == "Sec-CH-UA-Mobile says ?0"
    assert said(CHROME_90, sec_ch_ua_mobile="yes") is None


def test_a_system_that_is_newer_than_the_strings_overrides_it() -> None:
    assert said(CHROME_90, sec_ch_ua_platform_version='"15.0.0"') == 'Sec-CH-UA-Platform-Version says "15.0.0"'
    assert said(CHROME_90, sec_ch_ua_platform_version='"0.1.0"') is None
    assert said(CHROME_90_PHONE, sec_ch_ua_platform_version='"14.0.0"') == 'Sec-CH-UA-Platform-Version says "14.0.0"'
    assert said(CHROME_90_PHONE, sec_ch_ua_platform_version='"6.0.1"') is None


def test_where_the_strings_system_is_frozen_a_newer_one_overrides_nothing() -> None:
    assert said(CHROME_90_MAC, sec_ch_ua_platform_version='"15.1.0"') is None


_FETCH = ["sec_fetch_site", "sec_fetch_mode", "sec_fetch_dest", "sec_fetch_user"]


@pytest.mark.parametrize("field", _FETCH)
@pytest.mark.parametrize("raw", [CHROME_60, FIREFOX_60, SAFARI_13, IE_11, EDGE_18, OPERA_12, ANDROID_4])
def test_fetch_metadata_from_a_browser_that_is_too_old_for_it_shows_that_the_string_lies(
    raw: bytes, field: str
) -> None:
    clause = said(raw, **{field: "none"})
    assert clause is not None
    assert clause.lower().startswith(field.replace("_", "-"))


@pytest.mark.parametrize("field", _FETCH[:3])
@pytest.mark.parametrize("raw", [CHROME_90, EDGE_90, FIREFOX_95, SAFARI_16_4])
def test_fetch_metadata_from_a_browser_that_sends_it_overrides_nothing(raw: bytes, field: str) -> None:
    assert said(raw, **{field: "none"}) is None


def test_sec_fetch_dest_came_with_chromium_80_only() -> None:
    assert said(CHROME_78, sec_fetch_mode="navigate") is None
    assert said(CHROME_78, sec_fetch_dest="document") == "Sec-Fetch-Dest comes only from newer browsers"


@pytest.mark.parametrize("raw", [CHROME_60, FIREFOX_60, SAFARI_13, IE_11, EDGE_18, OPERA_12, ANDROID_4])
def test_a_truly_old_browser_sends_none_of_that_and_stays_outdated(raw: bytes) -> None:
    assert (
        said(raw, accept="text/html", accept_language="uk", accept_encoding="gzip", upgrade_insecure_requests="1")
        is None
    )


@pytest.mark.parametrize(
    ("engine", "string", "overridden"),
    [
        ("chromium80", CHROME_90.replace(b"90.0.4430.212", b"80.0.3987.0"), False),
        ("chromium92", CHROME_90.replace(b"90.0.4430.212", b"92.0.4512.0"), False),
        ("chromium109", CHROME_90.replace(b"90.0.4430.212", b"109.0.0.0"), False),
        (
            "chromium119",
            CHROME_90.replace(b"90.0.4430.212", b"119.0.0.0").replace(
                b"Windows NT 6.1; Win64; x64", b"X11; Linux x86_64"
            ),
            False,
        ),
        ("chromium119", CHROME_60, True),
        ("chromium", CHROME_90, True),
        ("firefox115", FIREFOX_95, False),
        ("firefox115", FIREFOX_60, True),
        ("firefox", IE_11, True),
        ("webkitgtk", SAFARI_13, True),
        ("webkitgtk", SAFARI_16_4, False),
        ("safari16", SAFARI_13, False),
        ("chromium49", CHROME_60, False),
        ("chromium64", CHROME_60, False),
        ("phantomjs21", SAFARI_13, False),
    ],
)
def test_headers_that_real_engines_sent_override_a_string_that_is_older_than_they_and_no_other(
    observed: dict[str, Headers], engine: str, string: bytes, overridden: bool
) -> None:
    user_agent = identify(string)
    assert user_agent is not None
    assert (overriding_evidence(user_agent, observed[engine]) is not None) is overridden


@given(st.dictionaries(st.sampled_from(["sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "sec-ch-ua-platform-version", "sec-ch-ua-full-version-list", "sec-fetch-site"]), st.text(st.characters(max_codepoint=255))))  # fmt: skip
def test_whatever_the_headers_hold_nothing_is_raised(fields: dict[str, str]) -> None:
    for raw in (CHROME_60, IE_11):
        user_agent = identify(raw)
        assert user_agent is not None
        clause = overriding_evidence(user_agent, Headers(fields))
        assert clause is None or isinstance(clause, str)


def test_long_client_hints_are_read_in_linear_time() -> None:
    user_agent = identify(CHROME_60)
    assert user_agent is not None
    for piece in ('"a";v="1",', '"', "\\", '"a";', '"a"' + ";a" * 50 + ",", " ", ",", ";v="):
        overriding_evidence(user_agent, Headers({"sec-ch-ua": piece * (65536 // len(piece))}))


# -- a person's request --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "accept",
    [
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "image/gif, image/x-xbitmap, image/jpeg, application/x-shockwave-flash, */*",
        "text/html",
        "TEXT/HTML;level=1",
        "application/xhtml+xml",
        "text/*;q=0.5",
        "text/html;q=0.001",
    ],
)
def test_a_request_with_a_language_and_an_accept_that_takes_html_looks_like_a_persons(accept: str) -> None:
    assert looks_like_a_person(Headers({"Accept": accept, "Accept-Language": "uk"}))


@pytest.mark.parametrize(
    "accept",
    ["", "application/json", "image/avif,image/webp", "text/html;q=0", "text/html; q=0.000, */*;q=0.0", "text/plain"],
)
def test_a_request_that_takes_no_html_does_not(accept: str) -> None:
    assert not looks_like_a_person(Headers({"Accept": accept, "Accept-Language": "uk"}))


@pytest.mark.parametrize("language", ["", "  "])
def test_a_request_without_a_language_does_not(language: str) -> None:
    assert not looks_like_a_person(Headers({"Accept": "text/html", "Accept-Language": language}))
    assert not looks_like_a_person(Headers({"Accept": "text/html"}))
    assert not looks_like_a_person(Headers())


def test_browsers_that_people_sit_at_look_like_persons(observed: dict[str, Headers]) -> None:
    for name in ("firefox", "firefox115", "webkitgtk", "qtwebkit", "lynx", "w3m"):
        assert looks_like_a_person(observed[name]), name


def test_an_unknown_agent_is_overridden_by_nothing_that_it_could_have_sent() -> None:
    assert overriding_evidence(UserAgent(), Headers({"Accept": "text/html"})) is None
