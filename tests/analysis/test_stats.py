"""``browserslist-stats.json``: the site's own usage by caniuse's names."""

from __future__ import annotations

import pytest

from browserbanner.analysis.stats import browserslist_stats, row_of
from browserbanner.browsers import BrowserData
from browserbanner.useragent import identify

DATA = BrowserData.load()
_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


def stats(*user_agents: str) -> dict[str, dict[str, float]]:
    named = [(identified, 1) for text in user_agents if (identified := identify(text.encode())) is not None]
    return browserslist_stats(((row_of(user_agent, DATA), views) for user_agent, views in named), DATA)


def newest(agent: str) -> str:
    return DATA.agents()[agent].released[-1]


@pytest.mark.parametrize(
    ("user_agent", "agent", "version"),
    [
        (f"Mozilla/5.0 (Windows NT 6.1; Win64; x64) {_WEBKIT} Chrome/109.0.0.0 Safari/537.36", "chrome", "109"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {_WEBKIT} Chrome/109.0.0.0 Mobile Safari/537.36", "and_chr", newest("and_chr")),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0", "firefox", "115"),
        ("Mozilla/5.0 (Android 13; Mobile; rv:120.0) Gecko/120.0 Firefox/120.0", "and_ff", newest("and_ff")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6.1 Safari/605.1.15", "safari", "15.6"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 15_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.3 Mobile/15E148 Safari/604.1", "ios_saf", "15.2-15.3"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/120.0.6099.119 Mobile/15E148 Safari/604.1", "ios_saf", "16.2"),
        ("Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", "ie", "11"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_WEBKIT} Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763", "edge", "18"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_WEBKIT} Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0", "edge", "120"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {_WEBKIT} Chrome/120.0.0.0 Safari/537.36 OPR/106.0.0.0", "opera", "106"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {_WEBKIT} Chrome/120.0.0.0 Safari/537.36 Vivaldi/6.5", "chrome", "120"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {_WEBKIT} SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36", "samsung", "23"),
        (f"Mozilla/5.0 (Linux; Android 13; SM-A536B; wv) {_WEBKIT} Version/4.0 Chrome/120.0.6099.144 Mobile Safari/537.36", "android", newest("android")),
        (f"Mozilla/5.0 (X11; Linux x86_64) {_WEBKIT} Chrome/999.0.0.0 Safari/537.36", "chrome", DATA.agents()["chrome"].unreleased[-1]),
    ],
)  # fmt: skip
def test_each_browser_has_its_place(user_agent: str, agent: str, version: str) -> None:
    assert stats(user_agent) == {agent: {version: 100.0}}


def test_percentages_are_of_all_page_views_and_in_caniuse_s_order() -> None:
    chrome = f"Mozilla/5.0 (X11; Linux x86_64) {_WEBKIT} Chrome/120.0.0.0 Safari/537.36"
    made = stats(
        chrome,
        chrome,
        chrome.replace("120", "99"),
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    )
    assert made == {"chrome": {"99": 25.0, "120": 50.0}}
    assert list(made["chrome"]) == ["99", "120"]


def test_nothing_makes_nothing() -> None:
    assert browserslist_stats([], DATA) == {}
