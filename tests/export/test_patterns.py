"""A policy's patterns pass nobody by whom ``judge`` calls outdated, and ask about hardly anybody current."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner import BrowserBanner
from browserbanner.export import MAPS, make_map, patterns
from browserbanner.policy import Policy
from tests.visitors import (
    CHROME_49_ON_XP,
    FACEBOOK_ON_ANDROID_10,
    FIREFOX_115_ON_WINDOWS_7,
    IE,
    IE_8,
    IPHONE_9,
    IPHONE_12,
)

DATA = Path(__file__).parents[1] / "useragent" / "data"
POLICIES: list[Any] = [
    "baseline widely available",
    "baseline newly available",
    "baseline 2022",
    "defaults",
    "last 1 version",
    "last 2 years",
    "last 2 ios versions, last 3 safari versions, last 5 chrome versions",
    "chrome >= 80, firefox >= 78, safari >= 13.1",
    "edge 18, ie 9, chrome > 60",
    "ie >= 11, chrome >= 60",
    {"chrome": 109, "safari": "15.4", "ie": False},
    {"firefox": 145, "safari": 26, "ios": 15},
    {"chrome": 109, "edge": 120, "samsung": True, "firefox": 140, "ios": "26.1", "opera": 115},
    {"webview": 140, "chrome": 90, "uc": "19"},
    {"webview": 90, "chrome": 140},
]


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress((DATA / name).read_bytes()).splitlines()]


REAL = [(row["user_agent"], row["weight"]) for row in rows("real.jsonl.gz")]
CRAWLERS = [row["user_agent"] for row in rows("crawlers.jsonl.gz")]


class Finder:
    """A policy's patterns, as the servers use them."""

    def __init__(self, policy: Policy) -> None:
        asked, passed = patterns(policy)
        self._asked = re.compile("|".join(asked))
        self._passed = re.compile("|".join(passed) or "^$")

    def asks(self, user_agent: str) -> bool:
        return self._asked.search(user_agent) is not None and self._passed.search(user_agent) is None


@pytest.mark.parametrize("policy", POLICIES, ids=str)
def test_no_real_string_that_is_outdated_is_passed_by_and_one_current_in_a_thousand_is_asked(policy: Any) -> None:
    banner = BrowserBanner(policy=policy)
    finder = Finder(banner.policy)
    asked = current = 0.0
    for user_agent, weight in [*REAL, *((each, 0.0) for each in CRAWLERS)]:
        verdict = banner.judge(user_agent)
        if verdict.actionable:
            assert finder.asks(user_agent), user_agent
        elif verdict.status == "current":
            current += weight
            asked += weight * finder.asks(user_agent)
    assert asked <= 0.001 * current


WIDELY = BrowserBanner()
TIGHT = BrowserBanner(policy="last 1 version")


STRINGS = [user_agent for user_agent, _ in REAL] + [
    IE,
    IE_8,
    IPHONE_9,
    IPHONE_12,
    CHROME_49_ON_XP,
    FACEBOOK_ON_ANDROID_10,
]


@given(
    string=st.sampled_from(STRINGS),
    numbers=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 200)), max_size=4),
    banner=st.sampled_from([WIDELY, TIGHT]),
)
def test_no_string_with_other_numbers_that_is_outdated_is_passed_by(
    string: str, numbers: list[tuple[int, int]], banner: BrowserBanner
) -> None:
    parts = re.split(r"(\d+)", string)
    for index, number in numbers:
        if 2 * index + 1 < len(parts):
            parts[2 * index + 1] = str(number)
    made = "".join(parts)
    if banner.judge(made).outdated:
        assert Finder(banner.policy).asks(made)


@pytest.mark.parametrize("minimum", [1, 2, 9, 10, 11, 60, 99, 100, 101, 109, 125, 200, 999, 1000])
def test_numbers_are_compared_as_numbers(minimum: int) -> None:
    banner = BrowserBanner(policy={"firefox": min(minimum, 140)})
    finder = Finder(banner.policy)
    for version in {0, 1, 8, 9, 10, 11, 59, 60, 61, 98, 99, 100, 108, 109, 110, 124, 125, 139, 140, 199, 999}:
        assert finder.asks(f"Gecko/20100101 Firefox/{version}.0") == (version < min(minimum, 140))
        assert finder.asks(f"Gecko/20100101 Firefox/{version}") == (version < min(minimum, 140))


@pytest.mark.parametrize(
    ("user_agent", "asked"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_3_1 like Mac OS X) AppleWebKit/605.1.15 Version/17.3.1 Mobile", True),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 26_6 like Mac OS X) AppleWebKit/605.1.15 Version/26.6 Mobile", False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile", False),
        (
            "Mozilla/5.0 (iPhone; U; CPU like Mac OS X; en) AppleWebKit/420+ Version/3.0 Mobile/1A543a Safari/419.3",
            True,
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/100.0.0.0 Safari/537.36", True),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/160.0.0.0 Safari/537.36",
            False,
        ),
        ("Opera/9.80 (Windows NT 6.1; U; en) Presto/2.10.229 Version/11.62", True),
        (FIREFOX_115_ON_WINDOWS_7, False),
        (FIREFOX_115_ON_WINDOWS_7.replace("NT 6.1", "NT 10.0"), True),
        ("curl/8.5.0", False),
        ("", False),
    ],
)
def test_what_the_default_policy_asks_about(user_agent: str, asked: bool) -> None:
    assert Finder(WIDELY.policy).asks(user_agent) is asked


def test_where_nothing_else_is_supported_everybody_is_asked() -> None:
    finder = Finder(BrowserBanner(policy={"chrome": 100, "*": False}).policy)
    assert finder.asks("anybody")


@pytest.mark.parametrize("policy", POLICIES, ids=str)
def test_expressions_are_plain_enough_for_every_server_and_for_the_oldest_browser(policy: Any) -> None:
    for expression in (each for some in patterns(BrowserBanner(policy=policy).policy) for each in some):
        assert re.search(r"""[\\"'{}\n]|\(\?[^:]|[*+?]\?""", expression) is None


@pytest.mark.parametrize("server", MAPS)
def test_a_map_says_its_policy_its_data_s_date_and_how_to_make_it_again(server: str) -> None:
    text = make_map(server, BrowserBanner(policy=["chrome >= 100", "firefox\n>= 100"]).policy)
    head = text.splitlines()[:2]
    assert WIDELY.data.date in head[0]
    assert f"browserbanner export {server}" in head[1]
    assert all(line.startswith("#") for line in head)
