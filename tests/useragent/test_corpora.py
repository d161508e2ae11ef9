"""What the strict grammar makes of real traffic, weighted, beside ua-parser; and of a list of crawlers."""

from __future__ import annotations

import re

import pytest
from ua_parser import parse_user_agent

from browserbanner import UserAgent
from browserbanner.useragent import identify

# ua-parser's names, as ours.
_NAMES = {
    "Chrome Mobile": "chrome",
    "Chrome Mobile iOS": "chrome",
    "DuckDuckGo Mobile": "duckduckgo",
    "Ecosia Android": "ecosia",
    "Edge Mobile": "edge",
    "Firefox Mobile": "firefox",
    "Firefox iOS": "firefox",
    "IE Mobile": "ie",
    "Mobile Safari": "safari",
    "Opera Mobile": "opera",
    "Samsung Internet": "samsung",
    "Yandex Browser": "yandex",
}
# Where a browser that the grammar names differs from ua-parser, and why it is right.
_DIFFERENCES = {
    "Opera Touch": "opera: Opera's browser for phones under its first name, which it has no longer",
    "Mobile Safari UI/WKWebView": "firefox: FxiOS/ is there, though Version/ comes last",
}
# Crawlers whose string is a real browser's to the letter: nothing in it tells.
_TO_THE_LETTER = (b"Instagram 406.0.0.58.159 Android",)  # the app's own browser, not a crawler


@pytest.fixture(scope="module")
def named(real: list[tuple[bytes, float]]) -> list[tuple[bytes, float, UserAgent | None]]:
    return [(raw, weight, identify(raw)) for raw, weight in real]


def test_the_grammar_names_at_least_97_percent_of_real_traffic(
    named: list[tuple[bytes, float, UserAgent | None]],
) -> None:
    share = sum(weight for _, weight, user_agent in named if user_agent and user_agent.kind in ("browser", "webview"))
    assert share >= 0.97


def test_family_and_major_version_are_ua_parsers_for_999_in_1000_of_weighted_real_browsers(
    named: list[tuple[bytes, float, UserAgent | None]],
) -> None:
    total = agreed = 0.0
    differences = []
    for raw, weight, user_agent in named:
        if user_agent is None or user_agent.kind == "webview" or user_agent.family is None:
            continue
        total += weight
        theirs = parse_user_agent(raw.decode())
        assert theirs is not None
        major = str(user_agent.version[0]) if user_agent.version else None
        if (_NAMES.get(theirs.family, theirs.family.lower()), theirs.major) == (user_agent.family, major):
            agreed += weight
        else:
            differences.append(theirs.family)
    assert agreed / total >= 0.999
    assert set(differences) <= _DIFFERENCES.keys()


def test_an_app_is_named_as_ua_parser_names_it_but_never_judged_by_its_version(
    named: list[tuple[bytes, float, UserAgent | None]],
) -> None:
    apps = [(raw, user_agent) for raw, _, user_agent in named if user_agent and user_agent.kind == "webview"]
    assert {user_agent.app for _, user_agent in apps} == {None, "Google", "Snapchat", "Threads"}
    for raw, user_agent in apps:
        theirs = parse_user_agent(raw.decode())
        assert theirs is not None
        if user_agent.app == "Google":
            assert theirs.family == "Google"
        if user_agent.engine == "blink":
            assert user_agent.version == user_agent.engine_version
            assert f"Chrome/{'.'.join(map(str, user_agent.version))}".encode() in raw
        else:
            assert user_agent.version == ()
            assert not user_agent.engine_version or user_agent.engine_version[0] < 100


def test_the_grammar_leaves_next_to_nothing_to_the_fallback_and_that_carries_a_strangers_token(
    named: list[tuple[bytes, float, UserAgent | None]],
) -> None:
    left = [(raw, weight) for raw, weight, user_agent in named if user_agent is None]
    assert sum(weight for _, weight in left) < 0.001
    assert all(b"Honorlock" in raw for raw, _ in left)


def test_what_contradicts_itself_is_named_and_judged_by_nobody(
    named: list[tuple[bytes, float, UserAgent | None]],
) -> None:
    unjudged = [(raw, user_agent) for raw, _, user_agent in named if user_agent and user_agent.kind == "unknown"]
    assert len(unjudged) > 100
    for raw, user_agent in unjudged:
        assert user_agent.engine is None
        assert b"iPhone OS 11_0" in raw or b"Chrome/139.0.0.0 Safari/605.1.15" in raw


def test_versions_that_no_chromium_ever_had_are_named_and_judged_by_nobody(
    named: list[tuple[bytes, float, UserAgent | None]],
) -> None:
    made_up = [
        (raw, weight)
        for raw, weight, user_agent in named
        if user_agent and user_agent.kind == "browser" and user_agent.engine is None
    ]
    # Three devices that developer tools pretend to be, each with a version drawn by chance, as a crawler's. They are nine
    # in ten of all that would be called outdated here.
    assert len(made_up) > 400
    assert 0.04 < sum(weight for _, weight in made_up) < 0.05
    assert all(re.search(rb"\((Linux; Android [568]\.0; (Pixel 2|Nexus 5|SM-G900P) Build/)", raw) for raw, _ in made_up)


def test_no_crawler_of_the_list_is_a_browser_by_its_string(crawlers: list[bytes]) -> None:
    assert len(crawlers) > 2000
    browsers = []
    for raw in crawlers:
        user_agent = identify(raw)
        if user_agent is not None and user_agent.kind in ("browser", "webview"):
            browsers.append(raw)
    assert [raw for raw in browsers if not any(known in raw for known in _TO_THE_LETTER)] == []
