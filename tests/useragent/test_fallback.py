"""The fallback: what it names, what it refuses to call a browser, what it costs at most."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner import UserAgent
from browserbanner.useragent import UNKNOWN, Fallback, identify

_BROWSERS = [
    (
        "Mozilla/5.0 (X11; Linux x86_64; rv:97.0) Gecko/20100101 Firefox/97.0 LibreWolf/97.0.1",
        UserAgent("firefox", (97, 0), "gecko", (97, 0), "linux", (), "desktop", "browser", None, "fallback"),
    ),
    (
        "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Iron/37.0.2000.0 Chrome/37.0.2000.0 Safari/537.36",
        UserAgent(
            "iron", (37, 0, 2000), "blink", (37, 0, 2000, 0), "windows", (6, 1), "desktop", "browser", None, "fallback"
        ),
    ),
    (
        "Mozilla/5.0 (Windows NT 5.1; rv:52.9) Gecko/20100101 Goanna/3.4 Firefox/52.9 PaleMoon/27.9.1",
        UserAgent("palemoon", (27, 9, 1), None, (), "windows", (5, 1), "desktop", "unknown", None, "fallback"),
    ),
    (
        "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; Trident/4.0; SlimBrowser)",
        UserAgent("ie", (8, 0), "trident", (4, 0), "windows", (6, 1), "desktop", "browser", None, "fallback"),
    ),
    (
        "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; TOB 6.07)",
        UserAgent("ie", (6, 0), "trident", (), "windows", (5, 1), "desktop", "browser", None, "fallback"),
    ),
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_6) AppleWebKit/601.7.7 (KHTML, like Gecko) Version/9.1.2 Safari/601.7.7 Made/1.0",
        UserAgent(
            "safari", (9, 1, 2), "webkit", (9, 1, 2), "macos", (10, 11, 6), "desktop", "unknown", None, "fallback"
        ),
    ),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 15_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Mobile/15E148 Safari/605.1.15 BingSapphire/31.8.430522001",
        UserAgent("safari", (15, 6), "webkit", (15, 7), "ios", (15, 7), "phone", "browser", None, "fallback"),
    ),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Klarna/23.36.223",
        UserAgent("webview", (), "webkit", (), "ios", (), "phone", "webview", None, "fallback"),
    ),
    (
        "Mozilla/5.0 (Linux; Android 9; Redmi 5; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/70.0.3538.110 Mobile Safari/537.36 Klarna/2.3",
        UserAgent(
            "webview",
            (70, 0, 3538, 110),
            "blink",
            (70, 0, 3538, 110),
            "android",
            (9,),
            "phone",
            "webview",
            None,
            "fallback",
        ),
    ),
    (
        "Mozilla/5.0 (Linux; Android 7.0; SM-G930F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/61.0.3163.98 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/150.0.0.39.97;] (crowd)",
        UserAgent(
            "webview",
            (61, 0, 3163, 98),
            "blink",
            (61, 0, 3163, 98),
            "android",
            (7, 0),
            "phone",
            "webview",
            "Facebook",
            "grammar",
        ),
    ),
]


@pytest.mark.parametrize(("string", "expected"), _BROWSERS)
def test_it_names_a_browser_with_the_engine_that_the_strings_own_tokens_tell(string: str, expected: UserAgent) -> None:
    raw = string.encode()
    user_agent = identify(raw) or Fallback().identify(raw)
    assert user_agent is not None
    assert user_agent._replace(wv=False) == expected


@pytest.mark.parametrize(
    "string",
    [
        # a WebKit that poses as Chrome
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/605.1.15 App/1",
        # Chromium where there is none
        "Mozilla/5.0 (iPhone; CPU iPhone OS 11_0 like Mac OS X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/40.0.1567.1276 Mobile Safari/537.36 App/1",
        # Android Browser on an Android that never had it
        "Mozilla/5.0 (Linux; U; Android 8.1.0; en-us; Redmi Build/OPM1) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30 App/1",
        # a version and a build that no Chromium had together
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/58.0.5341.1509 Safari/537.36 App/1",
        # a program that is no browser
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_5) AppleWebKit/537.36 (KHTML, like Gecko) Spotify/1.0.8.59 Safari/537.36",
        # a system that is nobody's desktop to user-agents
        "Mozilla/5.0 (X11; OpenBSD amd64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36 App/1",
        # versions of Windows that never were
        "Mozilla/5.0 (Windows NT 11.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/121.0.6735.152 Safari/537.36",
        "Mozilla/5.0 (Windows NT 8.1) AppleWebKit/536.3 (KHTML, like Gecko) Chrome/17.0.963.66 Safari/536.3",
        "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 7.1; InfoPath.2; Trident/6.0)",
        # nothing to go by
        "Mozilla/5.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
        "SomeProgram/1.0",
    ],
)
def test_what_contradicts_itself_or_is_no_browser_is_of_unknown_kind_whatever_its_name(string: str) -> None:
    raw = string.encode()
    assert identify(raw) is None
    user_agent = Fallback().identify(raw)
    assert user_agent is not None
    assert user_agent.kind == "unknown"


@pytest.mark.parametrize(
    ("string", "system"),
    [
        ("Mozilla/4.0 (compatible; MSIE 6.0; Windows 98; Win 9x 4.90; MSN 9.0;MSN 9.1; MSNbQ002)", (4, 10)),
        ("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.01; Acme 6.07)", (5, 0)),
        ("Mozilla/5.0 (Windows NT 6.4; WOW64; Trident/7.0; Acme; rv:11.0) like Gecko", (10, 0)),
        ("Mozilla/5.0 (Windows NT; Win64; x64; rv:24.0) Gecko/20100101 Firefox/24.0 Waterfox/24.0", ()),
        ("Mozilla/5.0 (Windows NT 10.0; rv:109.0) Gecko/20100101 Firefox/115.0 LibreWolf/115.0", ()),
    ],
)
def test_it_knows_windows_by_the_same_names_as_the_grammar(string: str, system: tuple[int, ...]) -> None:
    known = Fallback().identify(string.encode("ascii"))
    assert known is not None
    assert (known.os, known.os_version) == ("windows", system)


@pytest.mark.parametrize(
    ("string", "limit"),
    [
        ("Mozilla/5.0 (X11; Linux i686; rv:38.0) Gecko/20100101 Firefox/38.0 SeaMonkey/2.35", "32-bit"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:38.0) Gecko/20100101 Firefox/38.0 SeaMonkey/2.35", None),
        ("Mozilla/5.0 (Linux; Android 9; KFTRWI Build/PS7327; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/108.0.5359.160 Mobile Safari/537.36 cordova-amazon-fireos/3.4.0", "fire"),
        ("Mozilla/5.0 (Linux; Android 9; VOG-L29) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/63.0.3239.111 HuaweiBrowser/9.1.0.305 Mobile Safari/537.36 comdirect/1.0", "huawei"),
        ("Mozilla/5.0 (Windows NT 6.3; ARM; Trident/7.0; Touch; Acme; rv:11.0) like Gecko", "windows-rt"),
        ("Mozilla/5.0 (Windows NT 6.3; Trident/7.0; Touch; Acme; rv:11.0) like Gecko", None),
    ],
)  # fmt: skip
def test_what_limits_the_device_is_known_here_too(string: str, limit: str | None) -> None:
    known = Fallback().identify(string.encode("ascii"))
    assert known is not None
    assert (known.named_by, known.limit) == ("fallback", limit)


def test_a_crawler_in_a_browsers_clothes_that_only_user_agents_knows_is_a_bot() -> None:
    raw = b"Mozilla/5.0 (X11; Datanyze; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/65.0.3325.181 Safari/537.36"
    assert identify(raw) is None
    assert Fallback().identify(raw) == UserAgent(kind="bot", named_by="fallback")


def test_versions_are_whole_numbers_and_compare() -> None:
    user_agent = Fallback().identify(
        b"Mozilla/5.0 (Windows NT 6.1; rv:52.9) Gecko/20100101 Goanna/3.4 Firefox/52.9 PaleMoon/27.9.1a1"
    )
    assert user_agent is not None
    assert all(type(part) is int for part in user_agent.version)
    assert user_agent.version < (28,)


def test_it_asks_user_agents_by_ua_parsers_new_api_and_never_loads_the_old_rules() -> None:
    script = """
import sys
import threading
from browserbanner.useragent import Fallback
Fallback().identify(b"Mozilla/5.0 (X11; Linux x86_64; rv:97.0) Gecko/20100101 Firefox/97.0 LibreWolf/97.0.1")
assert "user_agents" in sys.modules
assert "ua_parser._regexes" not in sys.modules, "the legacy rules were loaded"
"""
    subprocess.run([sys.executable, "-c", script], check=True)


class Clock:
    """Seconds that go by when a test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def naming_takes(seconds: float, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Fallback:
    fallback = Fallback(clock)
    fallback.warm_up()
    read = fallback._read

    def slow(text: str) -> object:
        clock.now += seconds
        return read(text)

    monkeypatch.setattr(fallback, "_read", slow)
    return fallback


def test_requests_that_used_up_100_milliseconds_get_none_until_time_has_made_up_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    fallback = naming_takes(0.03, clock, monkeypatch)
    answers = [fallback.identify(b"SomeProgram/%d" % n, budgeted=True) for n in range(100)]
    assert [answer is not None for answer in answers] == [True] * 4 + [False] * 96
    clock.now += 1.1
    assert fallback.identify(b"SomeProgram/1000", budgeted=True) is not None


@pytest.mark.parametrize("cost", [0.00005, 0.001, 0.005])
def test_a_flood_gets_20_milliseconds_a_second_however_fast_strings_are_named(
    cost: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    fallback = naming_takes(cost, clock, monkeypatch)
    answered = 0
    while clock.now < 1010:
        clock.now += 0.001
        answered += fallback.identify(b"SomeProgram/%d" % (answered % 7), budgeted=True) is not None
    spent = answered * cost
    assert spent <= 0.1 + 0.02 * 10 + cost
    assert spent >= min(0.02 * 10, 9_000 * cost)


def test_what_is_not_budgeted_is_answered_always_and_costs_requests_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    fallback = naming_takes(1.0, Clock(), monkeypatch)
    assert all(fallback.identify(b"SomeProgram/%d" % n) is not None for n in range(200))
    assert fallback.identify(b"SomeProgram/1", budgeted=True) is not None


@pytest.mark.parametrize(
    "raw", [b"x" * 8000, b";" * 512, b"Mozilla/5.0 (Linux; Android 9" + b"; a" * 100, b"SM-" * 100, b"[" * 61]
)
def test_strings_that_no_browser_sends_cost_nothing_of_the_budget(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    fallback = Fallback()
    fallback.warm_up()
    monkeypatch.setattr(fallback, "_read", None)  # would raise if it were asked
    assert fallback.identify(raw, budgeted=True) is UNKNOWN


def test_a_parser_that_fails_makes_it_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str) -> None:
        raise RuntimeError

    fallback = Fallback()
    fallback.warm_up()
    monkeypatch.setattr(fallback, "_read", fail)
    assert fallback.identify(b"SomeProgram/1") is UNKNOWN


@given(st.binary(max_size=600))
def test_it_never_raises_and_never_answers_none_without_a_budget(raw: bytes) -> None:
    assert isinstance(Fallback().identify(raw), UserAgent)


def test_it_is_loaded_by_warming_up_or_by_its_first_string_and_warming_up_twice_changes_nothing() -> None:
    warmed, asked = Fallback(), Fallback()
    assert [warmed.loaded, asked.loaded] == [False, False]
    warmed.warm_up()
    warmed.warm_up()
    assert [warmed.loaded, asked.loaded] == [True, False]
    asked.identify(b"SomeProgram/1")
    assert [warmed.loaded, asked.loaded] == [True, True]


def test_importing_the_package_and_judging_mainstream_strings_loads_no_user_agents() -> None:
    script = """
import sys
import threading
from browserbanner import BrowserBanner
bb = BrowserBanner()
bb.judge("Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", {"Sec-Fetch-Site": "none"})
assert not {"user_agents", "ua_parser"} & sys.modules.keys()
"""
    subprocess.run([sys.executable, "-c", script], check=True)


def test_threads_that_warm_it_up_at_once_all_find_it_loaded() -> None:
    fallback = Fallback()
    found: list[bool] = []

    def warm_up() -> None:
        fallback.warm_up()
        found.append(fallback.loaded)

    threads = [threading.Thread(target=warm_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8


def test_wechat_on_windows_is_wechat_though_it_names_qq_browser_first() -> None:
    known = Fallback().identify(
        b"Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/53.0.2785.116 Safari/537.36 "
        b"QBCore/4.0.1326.400 QQBrowser/9.0.2524.400 Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like "
        b"Gecko) Chrome/53.0.2875.116 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat"
    )
    assert known is not None
    assert (known.app, known.kind, known.engine) == ("WeChat", "webview", "blink")
