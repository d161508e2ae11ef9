"""The engine token: what the banner's script looks for in ``navigator.userAgent`` of the browser that shows it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner.useragent import UserAgent, engine_token, identify
from tests import visitors
from tests.useragent.pieces import PIECES
from tests.useragent.test_browsers import rows

_IE_SENT = "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko"

#: User agent, token; and what else the same browser may expose, with every page that it shows in another mode.
CASES = {
    "Chrome": (visitors.CHROME_60, "Chrome/60."),
    "Chrome 16 on Android": (
        (
            "Mozilla/5.0 (Linux; U; Android 4.0.3; de-de; Galaxy Nexus Build/IML74K) AppleWebKit/535.7 (KHTML, like Gecko)"
            " CrMo/16.0.912.75 Mobile Safari/535.7"
        ),
        "CrMo/16.",
    ),
    "Edge, by its Chromium": (f"{visitors.CHROME_60.replace('60.', '100.')} Edg/100.0.1185.50", "Chrome/100."),
    "Opera, by its Chromium": (f"{visitors.CHROME_60} OPR/47.0.2631.39", "Chrome/60."),
    "EdgeHTML, which names Chrome too": (
        f"{visitors.CHROME_60.replace('60.0.3112.113', '64.0.3282.140')} Edge/18.17763",
        "Edge/18.",
    ),
    "Firefox": ("Mozilla/5.0 (Windows NT 6.1; rv:52.0) Gecko/20100101 Firefox/52.0", "Firefox/52."),
    "Internet Explorer 11": (_IE_SENT, "Trident/7.0"),
    "Internet Explorer 11, compatibility view": (
        "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; Trident/7.0; SLCC2; .NET CLR 2.0.50727)",
        "Trident/7.0",
    ),
    "Internet Explorer 8": (visitors.IE_8, "Trident/4.0"),
    "Internet Explorer 7": ("Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 5.1)", "MSIE 7.0"),
    "Internet Explorer 6": ("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)", "MSIE 6.0"),
    "Safari": (
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_6) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.2"
            " Safari/605.1.15"
        ),
        "Version/13.1",
    ),
    "iPhone whose system is newer than its Safari says": (visitors.IPHONE_12, "OS 12_5"),
    "Chrome on an iPhone, by the system": (
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 13_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            " CriOS/79.0.3945.73 Mobile/15E148 Safari/604.1"
        ),
        "OS 13_3",
    ),
    "an app's webview on an iPhone": (
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 12_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
            " [FBAN/FBIOS;FBAV/280.0.0.53.118]"
        ),
        "OS 12_4",
    ),
    "an app's webview on Android": (visitors.FACEBOOK_ON_ANDROID_10, "Chrome/43."),
    "Android's own browser, whose Version tells nothing": (
        (
            "Mozilla/5.0 (Linux; U; Android 4.0.4; en-gb; GT-I9300 Build/IMM76D) AppleWebKit/534.30 (KHTML, like Gecko)"
            " Version/4.0 Mobile Safari/534.30"
        ),
        "AppleWebKit/534.",
    ),
    "Safari 2": (
        "Mozilla/5.0 (Macintosh; U; PPC Mac OS X; en) AppleWebKit/418 (KHTML, like Gecko) Safari/417.9.3",
        None,
    ),
    "Opera 12": ("Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.16", "Version/12.16"),
    "Opera 9": ("Opera/9.64 (Windows NT 5.1; U; en) Presto/2.1.1", "Opera/9.64"),
    "Opera 9 as Internet Explorer": ("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; en) Opera 9.50", "Opera 9.50"),
}


def token_of(raw: bytes) -> str | None:
    return engine_token(identify(raw) or UserAgent(), raw)


@pytest.mark.parametrize(("user_agent", "token"), CASES.values(), ids=CASES)
def test_the_token_is_the_part_of_the_header_that_names_the_engine(user_agent: str, token: str | None) -> None:
    assert token_of(user_agent.encode()) == token


@pytest.mark.parametrize(
    "exposed",
    [
        "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; SLCC2; .NET CLR 2.0.50727; .NET4.0E; rv:11.0) like Gecko",
        "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; WOW64; Trident/7.0; SLCC2; .NET CLR 2.0.50727)",
        "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; WOW64; Trident/7.0; SLCC2; .NET CLR 2.0.50727)",
        "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; WOW64; Trident/7.0; SLCC2; .NET4.0C)",
        "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.1; WOW64; Trident/7.0; SLCC2; .NET4.0C)",
    ],
    ids=["its long string", "compatibility view", "X-UA-Compatible IE=8", "IE=9", "IE=10"],
)
def test_internet_explorer_exposes_its_token_in_every_mode_in_which_it_shows_a_page(exposed: str) -> None:
    assert (token_of(_IE_SENT.encode()) or "-") in exposed


def test_another_release_of_the_engine_lacks_it() -> None:
    for token, later in (
        ("Chrome/6.", visitors.CHROME_60),
        ("Chrome/60.", visitors.CHROME_60.replace("60.0", "61.0")),
        ("Chrome/15.", visitors.CHROME_156),
        ("Trident/7.0", visitors.IE_8),
    ):
        assert token not in later


def test_whoever_can_be_outdated_has_one_as_far_as_the_grammar_s_own_table_goes() -> None:
    """All but those whose string has no engine's version at all."""
    without = [raw for user_agent, raw in rows() if user_agent.engine_version and engine_token(user_agent, raw) is None]
    assert without == []


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=12)).map(b"".join))
def test_whatever_is_sent_the_token_stands_in_it(raw: bytes) -> None:
    token = token_of(raw)
    assert token is None or token.encode("ascii") in raw


@given(
    st.sampled_from(["blink", "gecko", "webkit", "trident", "edgehtml", "presto", "goanna", None]),
    st.lists(st.integers(0, 200), max_size=4).map(tuple),
)
def test_a_version_that_the_string_does_not_say_has_none(engine: str | None, version: tuple[int, ...]) -> None:
    user_agent = UserAgent("some", version, engine, version)
    assert engine_token(user_agent, b"Mozilla/5.0") is None
