"""Verdicts on real user agents, under the default policy and the packaged browser data."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from browserbanner import BrowserBanner
from browserbanner.browsers import BrowserData
from browserbanner.versions import dotted

DATA = BrowserData.load()
# The default policy's minimum versions, which move on with the data, and the first Opera that has that Chromium.
CHROME = DATA.baseline_widely_available()["chrome"][0]
SAFARI = dotted(DATA.baseline_widely_available()["safari"])
OPERA = min(version for version, base in DATA.chromium_bases("opera").items() if base >= CHROME)[0]
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS"


class Case(NamedTuple):
    user_agent: str
    status: str
    advice: str = "none"
    recommended: frozenset[str] | None = frozenset()  # None: not the point of the case
    reason: str = ""  # what the reason has to say


DESKTOP = frozenset({"chrome", "edge", "firefox", "opera"})
FIREFOX = frozenset({"firefox"})

CASES = {
    "Chrome of today": Case(f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/156.0.0.0 Safari/537.36", "current"),
    "Chrome newer than the data": Case(
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/999.0.0.0 Safari/537.36", "current"
    ),
    "Chrome at the minimum": Case(
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/{CHROME}.0.0.0 Safari/537.36", "current"
    ),
    "Chrome one below the minimum": Case(
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/{CHROME - 1}.0.0.0 Safari/537.36", "outdated", "update", DESKTOP,
        f"Google Chrome {CHROME - 1}",
    ),
    "Chrome 60 on Windows 10": Case(
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/60.0.3112.113 Safari/537.36",
        "outdated", "update", DESKTOP, f"is below {CHROME}",
    ),
    "Chrome 109 on Windows 7, which gets no newer one": Case(
        f"Mozilla/5.0 (Windows NT 6.1; Win64; x64) {WEBKIT} Chrome/109.0.0.0 Safari/537.36", "outdated", "switch", FIREFOX
    ),
    "Firefox ESR 115 on Windows 7 while it is patched": Case(
        "Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0", "current", reason="ESR"
    ),
    "Firefox 115 on Windows 10, where that ESR has ended": Case(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0", "outdated", "update", DESKTOP
    ),
    "Firefox ESR 115 on macOS 10.13": Case(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.13; rv:109.0) Gecko/20100101 Firefox/115.0", "current"
    ),
    "Firefox 100 on Windows 7 can go to the ESR": Case(
        "Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:100.0) Gecko/20100101 Firefox/100.0", "outdated", "update", FIREFOX
    ),
    "Chrome 49 on Windows XP, where nothing is left": Case(
        f"Mozilla/5.0 (Windows NT 5.1) {WEBKIT} Chrome/49.0.2623.112 Safari/537.36", "outdated", "none"
    ),
    "IE 11 on Windows 10": Case(
        "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
        "outdated", "switch", DESKTOP, "is not made any more",
    ),
    "IE 11 on Windows 7": Case(
        "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", "outdated", "switch", FIREFOX
    ),
    "IE 8 on Windows XP": Case(
        "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1; Trident/4.0; .NET CLR 2.0.50727)", "outdated", "none"
    ),
    "Edge 18, on EdgeHTML": Case(
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763",
        "outdated", "update", DESKTOP,
    ),
    "Edge of today": Case(
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0", "current"
    ),
    "Opera 12, on Presto": Case("Opera/9.80 (Windows NT 10.0; WOW64) Presto/2.12.388 Version/12.18", "outdated", "update", DESKTOP),
    "Opera by its Chromium": Case(
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/{CHROME}.0.0.0 Safari/537.36 OPR/{OPERA}.0.0.0", "current"
    ),
    "Yandex by its Chromium": Case(
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/98.0.4758.141 YaBrowser/22.3.3.852 Yowser/2.5 Safari/537.36",
        "outdated", "update", DESKTOP | {"yandex"}, "Chromium 98",
    ),
    "Safari at the minimum": Case(
        f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE} Version/{SAFARI} Safari/605.1.15", "current"
    ),
    "Safari 17.3.1 on macOS": Case(
        f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE} Version/17.3.1 Safari/605.1.15", "outdated", "update", None
    ),
    "Safari 9 on Mac OS X 10.9, where nothing is left": Case(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_5) AppleWebKit/601.7.8 (KHTML, like Gecko) Version/9.1.3 Safari/537.86.7",
        "outdated", "none",
    ),
    "Safari on iOS 26, whose system token is frozen at 18.6": Case(
        f"{IPHONE} 18_6 like Mac OS X) {APPLE} Version/26.0 Mobile/15E148 Safari/604.1", "current"
    ),
    "Safari on iOS 12": Case(
        f"{IPHONE} 12_5_7 like Mac OS X) {APPLE} Version/12.1.2 Mobile/15E148 Safari/604.1", "outdated", "none"
    ),
    "Chrome on iOS 15 is the system's WebKit, whatever its number": Case(
        f"{IPHONE} 15_7 like Mac OS X) {APPLE} CriOS/140.0.7339.101 Mobile/15E148 Safari/604.1",
        "outdated", "update-os", frozenset(), "iOS 15.7",
    ),
    "Chrome 100 on iOS 17.6: an old number on a supported engine": Case(
        f"{IPHONE} 17_6 like Mac OS X) {APPLE} CriOS/100.0.4896.77 Mobile/15E148 Safari/604.1", "current"
    ),
    "Android WebView in Facebook": Case(
        f"Mozilla/5.0 (Linux; Android 10; SM-A505F; wv) {WEBKIT} Version/4.0 Chrome/80.0.3987.99 Mobile Safari/537.36 "
        "[FB_IAB/FB4A;FBAV/260.0.0.42.118;]",
        "outdated", "open-in-browser", None,
    ),
    "Facebook on iOS 14: the iOS update, never another browser": Case(
        f"{IPHONE} 14_4 like Mac OS X) {APPLE} Mobile/15E148 [FBAN/FBIOS;FBDV/iPhone11,8;FBMD/iPhone;FBSN/iOS;FBSV/14.4;"
        "FBSS/2;FBID/phone;FBLC/uk_UA;FBOP/5]",
        "outdated", "update-os",
    ),
    "Chrome 80 on Android 10": Case(
        f"Mozilla/5.0 (Linux; Android 10; SM-A505F) {WEBKIT} Chrome/80.0.3987.99 Mobile Safari/537.36", "outdated", "update", None
    ),
    "Chrome 138 on Android 8 is supported": Case(
        f"Mozilla/5.0 (Linux; Android 8.0.0; SM-G930F) {WEBKIT} Chrome/138.0.0.0 Mobile Safari/537.36", "current"
    ),
    "Android Browser on Android 4.1": Case(
        "Mozilla/5.0 (Linux; U; Android 4.1.2; uk-ua; GT-I9100 Build/JZO54K) AppleWebKit/534.30 (KHTML, like Gecko) "
        "Version/4.0 Mobile Safari/534.30",
        "outdated", "none",
    ),
    "WebKit that is not Apple's": Case(
        f"Mozilla/5.0 (X11; Linux x86_64) {APPLE} Version/16.0 Safari/605.1.15", "unknown"
    ),
    "a webview on macOS, whose WebKit tells no age": Case(
        f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE}", "unknown", reason="does not say how old the WebKit is"
    ),
    "Safari 17, which may be 17.0 or 17.6": Case(
        f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE} Version/17 Safari/605.1.15", "unknown",
        reason="does not say which version",
    ),
    "Iron, which only the fallback can name": Case(
        f"Mozilla/5.0 (Windows NT 6.1; WOW64) {WEBKIT} Iron/37.0.2000.0 Chrome/37.0.2000.0 Safari/537.36", "unknown",
        reason="only the fallback could name it, and no other header corroborates it",
    ),
    "Googlebot in a Chrome's clothes": Case(
        f"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) {WEBKIT} Chrome/60.0.3112.113 Mobile Safari/537.36 "
        "(compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "bot",
    ),
    "headless Chromium": Case(
        f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} HeadlessChrome/64.0.3264.0 Safari/537.36", "bot"
    ),
    "Firefox on an old iOS is the system's WebKit": Case(
        f"{IPHONE} 14_8 like Mac OS X) {APPLE} FxiOS/140.0 Mobile/15E148 Safari/605.1.15", "outdated", "update-os"
    ),
    "Chrome on an iOS whose token is frozen": Case(
        f"{IPHONE} 18_6 like Mac OS X) {APPLE} CriOS/150.0.0.0 Mobile/15E148 Safari/604.1", "unknown"
    ),
    "IE 11 in compatibility view says 7 and is 11": Case(
        "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E)",
        "outdated", "switch", DESKTOP, "Internet Explorer 11",
    ),
    "Firefox 115 with the frozen rv:109.0 is 115": Case(
        "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0", "outdated", "update", None, "Firefox 115"
    ),
    "the newest Firefox ESR": Case("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", "current"),
    "Samsung Internet by its Chromium": Case(
        f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} SamsungBrowser/20.0 Chrome/106.0.5249.126 Mobile Safari/537.36",
        "outdated", "update", None, "Chromium 106",
    ),
    "Vivaldi by its Chromium": Case(
        f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/98.0.4758.107 Safari/537.36 Vivaldi/5.1.2567.57",
        "outdated", "update", DESKTOP | {"vivaldi"}, "Chromium 98",
    ),
    "an old Chromebook takes a system update": Case(
        f"Mozilla/5.0 (X11; CrOS x86_64 13597.66.0) {WEBKIT} Chrome/88.0.4324.109 Safari/537.36", "outdated", "update-os"
    ),
    "Opera Mini cannot be judged": Case(
        "Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16", "unknown"
    ),
    "Electron is nobody's to update": Case(
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Slack/4.23.0 Chrome/94.0.4606.81 Electron/15.3.4 Safari/537.36",
        "unknown", recommended=None,
    ),
    "a television is nobody's to update": Case(
        f"Mozilla/5.0 (SMART-TV; Linux; Tizen 5.0) {WEBKIT} SamsungBrowser/2.2 Chrome/63.0.3239.84 TV Safari/537.36", "unknown"
    ),
    "KaiOS is nobody's to update": Case(
        "Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5", "unknown"
    ),
    "a CUBOT phone is no bot": Case(
        f"Mozilla/5.0 (Linux; Android 8.1.0; CUBOT_X18_Plus) {WEBKIT} Chrome/80.0.3987.99 Mobile Safari/537.36",
        "outdated", "update", None,
    ),
    "nothing at all": Case("", "unknown"),
    "garbage": Case("\x00\xff" * 20, "unknown"),
    "longer than any browser's": Case(f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/60.0 Safari/537.36 " + "x" * 600, "unknown"),
}  # fmt: skip


@pytest.fixture(scope="module")
def bb() -> BrowserBanner:
    return BrowserBanner()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_default_policy_says_of(case: Case, bb: BrowserBanner) -> None:
    verdict = bb.judge(case.user_agent)
    assert verdict.status == case.status, verdict.reason
    assert verdict.outdated == (case.status == "outdated")
    assert verdict.advice == case.advice
    if case.recommended is not None:
        assert frozenset(verdict.recommended) == case.recommended
    assert case.reason in verdict.reason
    assert repr(verdict) == f"<Verdict {verdict.status}: {verdict.reason}>"


def test_what_only_the_fallback_names_is_outdated_where_other_headers_corroborate_it_with_a_reason_that_fits(
    bb: BrowserBanner,
) -> None:
    iron = f"Mozilla/5.0 (Windows NT 6.1; WOW64) {WEBKIT} Iron/37.0.2000.0 Chrome/37.0.2000.0 Safari/537.36"
    verdict = bb.judge(iron, {"Accept": "text/html", "Accept-Language": "uk"})
    assert verdict.outdated
    assert f"is below {CHROME}" in verdict.reason
    assert "corroborates" not in verdict.reason


GRACE = "less the grace for releases of the last months"


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (
            0,
            'is at or above {minimum}: the minimum version of the policy "last 1 chrome version" is {newest}, ' + GRACE,
        ),
        (
            -1,
            'is at or above {minimum}: the minimum version of the policy "last 1 chrome version" is {newest}, ' + GRACE,
        ),
        (-40, 'is below {minimum}: the minimum version of the policy "last 1 chrome version" is {newest}, ' + GRACE),
    ],
)
def test_a_version_below_the_policy_but_within_grace_was_called_at_or_above_it(version: int, sentence: str) -> None:
    """Chrome 156 was "at or above 158 (less the grace for releases of the last months: 149)"."""
    bb = BrowserBanner(policy="last 1 chrome version")
    asked, minimum = bb.policy.minimums.requested["chrome"], bb.policy.minimums.by_family["chrome"]
    assert isinstance(asked, tuple)
    assert isinstance(minimum, tuple)
    newest = asked[0]
    reason = bb.judge(
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{newest + version}.0.0.0 Safari/537.36"
    ).reason
    assert (
        f"Google Chrome {newest + version} on Windows {sentence.format(minimum=minimum[0], newest=newest)}." in reason
    )
