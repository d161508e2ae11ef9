"""What visitors can do, by the device that they have: devices at the end of their line, stores, processors, webviews,
and strings that two devices send. Each row: policy, string, status, advice, hint, what is recommended (None: any)."""

from __future__ import annotations

from typing import Any, NamedTuple, get_args

import pytest

from browserbanner import BrowserBanner
from browserbanner.policy import Hint, Policy

DEFAULT = "baseline widely available"
NEWEST = {"safari": "26.6", "ios": "18.5", "chrome": 150, "firefox": 140}

_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS {} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) {}"
_IPAD = "Mozilla/5.0 (iPad; CPU OS {} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) {}"
_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) {}"
_MAC_CHROME = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{} Safari/537.36"
)
_WINDOWS = (
    "Mozilla/5.0 (Windows NT {}; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36 {}"
)
_LINUX = "Mozilla/5.0 (X11; {}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{} Safari/537.36"
_ANDROID = "Mozilla/5.0 (Linux; Android {}) AppleWebKit/537.36 (KHTML, like Gecko) {} Mobile Safari/537.36"
_SAFARI = "Version/{} Mobile/15E148 Safari/604.1"


class Row(NamedTuple):
    user_agent: str
    status: str
    advice: str = "none"
    hint: Hint | None = None
    recommended: set[str] | None = None
    policy: Any = DEFAULT


NO_CHROMIUM = {"chrome", "edge", "opera"}
ROWS = {
    # A Mac's string may be an iPad's.
    "iPad on 18.5, above iOS' minimum": Row(_MAC.format("Version/18.5 Safari/605.1.15"), "current", policy=NEWEST),
    "iPad on 18.7.2": Row(_MAC.format("Version/18.7.2 Safari/605.1.15"), "current", policy=NEWEST),
    "iPad on 26.5": Row(_MAC.format("Version/26.5 Safari/605.1.15"), "current", policy=NEWEST),
    "iPad on 26.0": Row(_MAC.format("Version/26.0 Safari/605.1.15"), "current", policy=NEWEST),
    "iPad or Mac, below both": Row(
        _MAC.format("Version/18.4 Safari/605.1.15"), "outdated", "update", "ipad-or-mac", None, NEWEST
    ),
    "iPad or Mac, below both by default": Row(
        _MAC.format("Version/17.3 Safari/605.1.15"), "outdated", "update", "ipad-or-mac"
    ),
    "Firefox on an iPad": Row(_MAC.format("Version/18.6 Safari/605.1.15"), "unknown", policy={"safari": 26}),
    "Firefox on an iPad, older": Row(_MAC.format("Version/16.0 Safari/605.1.15"), "unknown"),
    "a Safari beside Firefox' constants": Row(
        _MAC.format("Version/16.0.1 Safari/605.1.15"), "outdated", "update", "ipad-or-mac"
    ),
    "a Mac that says its macOS is no iPad": Row(
        _MAC.replace("10_15_7", "10_14_6").format("Version/14.1.2 Safari/605.1.15"), "outdated", "switch", None, {"firefox"}
    ),
    "iOS alone is named": Row(_MAC.format("Version/16.5 Safari/605.1.15"), "current", policy={"ios": "16.4"}),
    "Safari alone is named": Row(
        _MAC.format("Version/16.5 Safari/605.1.15"), "outdated", "update", "ipad-or-mac", policy={"safari": "17"}
    ),
    # What the oldest possible macOS can install.
    "Safari 15.6 may be Catalina": Row(
        _MAC.format("Version/15.6.1 Safari/605.1.15"),
        "outdated", "update", "ipad-or-mac", {"safari", "firefox"}, {"safari": "17.5", "chrome": 130, "firefox": 126, "*": False},
    ),
    "Safari 17.6 is macOS 12 at least": Row(
        _MAC.format("Version/17.6 Safari/605.1.15"),
        "outdated", "update", "ipad-or-mac", {"safari", "firefox", "chrome"}, {"safari": "26", "chrome": 150, "firefox": 126, "*": False},
    ),
    "Chrome 128 was Catalina's last": Row(
        _MAC_CHROME.format("128.0.0.0"), "outdated", "switch", None, {"firefox"}, {"chrome": 140, "firefox": 126, "*": False}
    ),
    "Chrome 138 was Big Sur's last": Row(
        _MAC_CHROME.format("138.0.0.0"), "outdated", "switch", None, {"firefox"}, {"chrome": 145, "firefox": 126, "*": False}
    ),
    "Chrome 150 was Monterey's last": Row(
        _MAC_CHROME.format("150.0.0.0"), "outdated", "switch", None, {"firefox"}, {"chrome": 155, "firefox": 126, "*": False}
    ),
    "Edge 116 was the last one of macOS 10.13 and 10.14, which Chromium calls 10.15.7 too": Row(
        _MAC_CHROME.format("116.0.0.0") + " Edg/116.0.1938.54", "outdated", "switch", None, {"firefox"},
        {"edge": 140, "firefox": 126, "*": False},
    ),
    "Chrome 103 said its macOS": Row(
        _MAC_CHROME.format("103.0.0.0"), "outdated", "update", None, {"chrome", "firefox"}, {"chrome": 140, "firefox": 126, "*": False}
    ),
    "Chrome 109 was Windows 7's last, and Windows says 10 since": Row(
        _WINDOWS.format("10.0", 109, ""), "outdated", "switch", None, {"firefox"}
    ),
    "Edge 109 there": Row(_WINDOWS.format("10.0", 109, "Edg/109.0.1518.140"), "outdated", "switch", None, {"firefox"}),
    "Chrome 110 is on Windows 10": Row(
        _WINDOWS.format("10.0", 110, ""), "outdated", "update", None, NO_CHROMIUM | {"firefox"}
    ),
    "Chrome 109 where no Firefox for Windows 7 is supported": Row(
        _WINDOWS.format("10.0", 109, ""), "outdated", "update", None, {"chrome"}, {"chrome": 140, "*": False}
    ),
    "Chrome 120 was no macOS' last": Row(
        _MAC_CHROME.format("120.0.0.0"), "outdated", "update", None, {"chrome", "firefox"}, {"chrome": 140, "firefox": 126, "*": False}
    ),
    "Chrome 119 was Android 7's last, and Android says 10 since": Row(
        _ANDROID.format("10; K", "Chrome/119.0.0.0"), "outdated", "switch", None, {"firefox"}
    ),
    "Edge 119 there": Row(_ANDROID.format("10; K", "Chrome/119.0.0.0") + " EdgA/119.0.0.0", "outdated", "switch", None, {"firefox"}),
    "Chrome 138 was Android 8's and 9's last": Row(
        _ANDROID.format("10; K", "Chrome/138.0.0.0"), "outdated", "switch", None, {"firefox"}, {"chrome": 145, "firefox": 140, "*": False}
    ),
    "Chrome 120 was no Android's last": Row(
        _ANDROID.format("10; K", "Chrome/120.0.0.0"), "outdated", "update", None, {"chrome", "firefox"}, {"chrome": 145, "firefox": 140, "*": False}
    ),
    "Chrome 119 where Firefox for Android 7 is too old as well": Row(
        _ANDROID.format("10; K", "Chrome/119.0.0.0"), "outdated", "update", None, {"chrome", "firefox"}, {"chrome": 145, "firefox": 150, "*": False}
    ),
    # iPhones and iPads at the end of their line.
    "iPhone 8": Row(_IPHONE.format("16_7_16", _SAFARI.format("16.6")), "outdated", "none", "end-of-line"),
    "iPhone X": Row(_IPHONE.format("16_7_3", _SAFARI.format("16.6")), "outdated", "none", "end-of-line"),
    "iPhone 7": Row(_IPHONE.format("15_8_8", _SAFARI.format("15.6.6")), "outdated", "none", "end-of-line"),
    "iPad Air 2": Row(_IPAD.format("15_8", _SAFARI.format("15.6.6")), "outdated", "none", "end-of-line"),
    "iPhone 6": Row(_IPHONE.format("12_5_8", _SAFARI.format("12.1.2")), "outdated", "none", "end-of-line"),
    "iPhone 5": Row(_IPHONE.format("10_3_4", _SAFARI.format("10.0")), "outdated", "none", "end-of-line"),
    "iPad 2": Row(_IPAD.format("9_3_6", _SAFARI.format("9.0")), "outdated", "none", "end-of-line"),
    "iPad Pro of 2017": Row(
        _IPAD.format("17_7_11", _SAFARI.format("17.6")), "outdated", "none", "end-of-line", policy={"ios": "18.2"}
    ),
    "Chrome on an iPhone 8": Row(
        _IPHONE.format("16_7_12", "CriOS/137.0.7151.107 Mobile/15E148 Safari/604.1"), "outdated", "none", "end-of-line"
    ),
    "iPad mini 3": Row(_IPAD.format("12_5", _SAFARI.format("12.1")), "outdated", "none", "end-of-line"),
    "iPad Pro of 2017, on the first release of its own": Row(
        _IPAD.format("17_7_3", _SAFARI.format("17.6")), "outdated", "none", "end-of-line", policy={"ios": "18.2"}
    ),
    "iOS 16.7.1": Row(_IPHONE.format("16_7_1", _SAFARI.format("16.6")), "outdated", "update-os", "perhaps-end-of-line"),
    "iOS 16.6": Row(_IPHONE.format("16_6_1", _SAFARI.format("16.6")), "outdated", "update-os"),
    "iOS 17.7.2, the last one for iPhones": Row(
        _IPHONE.format("17_7_2", _SAFARI.format("17.6")), "outdated", "update-os", policy={"ios": "18.2"}
    ),
    "iOS 18.7, which is what 26 says too": Row(_IPHONE.format("18_7", _SAFARI.format("26.1")), "current", policy=NEWEST),
    "iOS 16.7.2": Row(_IPHONE.format("16_7_2", _SAFARI.format("16.6")), "outdated", "update-os", "perhaps-end-of-line"),
    "iOS 16.7": Row(_IPHONE.format("16_7", _SAFARI.format("16.6")), "outdated", "update-os", "perhaps-end-of-line"),
    "iOS 10.3.3": Row(_IPHONE.format("10_3_3", _SAFARI.format("10.0")), "outdated", "update-os", "perhaps-end-of-line"),
    "iOS 9.3.5": Row(_IPAD.format("9_3_5", _SAFARI.format("9.0")), "outdated", "update-os", "perhaps-end-of-line"),
    "iOS 7.1.2, the last one for the iPhone 4": Row(
        _IPHONE.format("7_1_2", _SAFARI.format("7.0")), "outdated", "update-os", "perhaps-end-of-line"
    ),
    "iPhone 3GS": Row(_IPHONE.format("6_1_6", _SAFARI.format("6.0")), "outdated", "none", "end-of-line"),
    "iOS 5.1.1, the last one for the first iPad": Row(
        _IPAD.format("5_1_1", _SAFARI.format("5.1")), "outdated", "update-os", "perhaps-end-of-line"
    ),
    "iOS 8.4.1": Row(_IPAD.format("8_4_1", _SAFARI.format("8.0")), "outdated", "update-os"),
    "iOS 17.3": Row(_IPHONE.format("17_3_1", _SAFARI.format("17.3.1")), "outdated", "update-os"),
    "iOS 18.7": Row(_IPHONE.format("18_7_5", _SAFARI.format("18.7")), "outdated", "update-os", policy={"ios": "26"}),
    "iOS 18.3": Row(_IPHONE.format("18_3", _SAFARI.format("18.3")), "outdated", "update-os", policy=NEWEST),
    "Blink on an iPhone": Row(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/537.36 (KHTML, like Gecko) CriOS/144.0.0.0 Mobile Safari/537.36",
        "unknown",
    ),
    "Blink on an iPhone, as Chrome": Row(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
        "unknown",
    ),
    # Systems that nothing is known of.
    "FreeBSD": Row(_LINUX.format("FreeBSD amd64", "90.0.4430.212"), "unknown"),
    "OpenBSD": Row("Mozilla/5.0 (X11; OpenBSD amd64; rv:60.0) Gecko/20100101 Firefox/60.0", "unknown"),
    "NetBSD": Row("Mozilla/5.0 (X11; NetBSD amd64; rv:78.0) Gecko/20100101 Firefox/78.0", "unknown"),
    "SunOS": Row("Mozilla/5.0 (X11; SunOS sun4u; rv:45.0) Gecko/20100101 Firefox/45.0", "unknown"),
    "DragonFly": Row(_LINUX.format("DragonFly x86_64", "110.0.0.0"), "unknown"),
    "Haiku": Row("Mozilla/5.0 (X11; Haiku x86_64; rv:60.0) Gecko/20100101 Firefox/60.0", "unknown"),
    # Processors and stores.
    "64-bit Linux": Row(_LINUX.format("Linux x86_64", "90.0.4430.212"), "outdated", "update", None, NO_CHROMIUM | {"firefox"}),
    "32-bit Linux": Row(_LINUX.format("Linux i686", "90.0.4430.212"), "outdated", "switch", None, {"firefox"}),
    "32-bit ARM": Row(_LINUX.format("Linux armv7l", "92.0.4515.98"), "outdated", "switch", None, {"firefox"}),
    "Firefox on 32-bit Linux": Row(
        "Mozilla/5.0 (X11; Linux i686; rv:102.0) Gecko/20100101 Firefox/102.0", "outdated", "update", None, {"firefox"}
    ),
    "ARM with 64 bits": Row(
        "Mozilla/5.0 (X11; Linux aarch64; rv:109.0) Gecko/20100101 Firefox/115.0", "outdated", "update", None, {"chrome", "firefox"}
    ),
    "Ubuntu on ARM with 64 bits": Row(
        "Mozilla/5.0 (X11; Ubuntu; Linux aarch64; rv:102.0) Gecko/20100101 Firefox/102.0", "outdated", "update", None, {"chrome", "firefox"}
    ),
    "POWER": Row("Mozilla/5.0 (X11; Linux ppc64le; rv:91.0) Gecko/20100101 Firefox/91.0", "outdated", "update", None, {"firefox"}),
    "a Mac with PowerPC": Row(
        "Mozilla/5.0 (Macintosh; U; PPC Mac OS X Mach-O; en-US; rv:1.8.1.20) Gecko/20081217 Firefox/2.0.0.20", "outdated", "none", None, set()
    ),
    "a Mac with PowerPC and a version": Row(
        "Mozilla/5.0 (Macintosh; PPC Mac OS X 10.5; rv:45.0) Gecko/20100101 Firefox/45.0", "outdated", "none", None, set()
    ),
    "Safari on a Mac with PowerPC, which was told to get Chrome": Row(
        "Mozilla/5.0 (Macintosh; U; PPC Mac OS X; fr) AppleWebKit/523.12.1 (KHTML, like Gecko) Version/3.0.4 Safari/523.12.2",
        "outdated", "none", None, set(),
    ),
    "a 32-bit browser on 64-bit Linux": Row(
        "Mozilla/5.0 (X11; Linux i686 on x86_64; rv:102.0) Gecko/20100101 Firefox/102.0", "outdated", "update", None,
        NO_CHROMIUM | {"firefox"},
    ),
    "Windows RT": Row("Mozilla/5.0 (Windows NT 6.3; ARM; Trident/7.0; Touch; rv:11.0) like Gecko", "outdated", "none", None, set()),
    "Windows RT 8": Row(
        "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; ARM; Trident/6.0; Touch)", "outdated", "none", None, set()
    ),
    "Windows 8.1": Row("Mozilla/5.0 (Windows NT 6.3; Trident/7.0; Touch; rv:11.0) like Gecko", "outdated", "switch", None, {"firefox"}),
    "Fire tablet": Row(
        "Mozilla/5.0 (Linux; Android 9; KFMAWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/108.4.6 like Chrome/108.0.5359.160 Safari/537.36",
        "outdated", "update", None, {"silk"},
    ),
    "a Fire tablet that asks for desktop sites": Row(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Silk/108.4.6 like Chrome/108.0.5359.160 Safari/537.36",
        "outdated", "update", None, {"silk"},
    ),
    "Huawei's browser that asks for desktop sites": Row(
        _LINUX.format("Linux x86_64", "114.0.5735.196 HuaweiBrowser/15.0.4.312"), "outdated", "update", None, {"huawei"}
    ),
    "DuckDuckGo on a phone that asks for desktop sites": Row(
        "Mozilla/5.0 (X11; Linux armv8l) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/109.0.5414.117 DuckDuckGo/5 Safari/537.36",
        "outdated", "switch", None, NO_CHROMIUM | {"firefox", "samsung"},
    ),
    "a Fire tablet that Silk left": Row(
        "Mozilla/5.0 (Linux; Android 4.4.3; KFTHWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/81.2.16 like Chrome/81.0.4044.138 Safari/537.36",
        "outdated", "none", None, set(),
    ),
    "an app on a Fire tablet": Row(
        _ANDROID.format("11; KFRAPWI; wv", "Version/4.0 Chrome/118.0.5993.159"), "outdated", "open-in-browser", None, {"silk"}
    ),
    "Huawei's browser": Row(
        _ANDROID.format("12; HarmonyOS; NOH-AN00; HMSCore 6.15.0.302", "Chrome/114.0.5735.196 HuaweiBrowser/15.0.4.312"),
        "outdated", "update", None, {"huawei"},
    ),
    "a phone with HarmonyOS": Row(
        _ANDROID.format("10; HarmonyOS; ELS-AN00; HMSCore 6.11.0.302", "Chrome/92.0.4515.105"), "outdated", "switch", None, {"huawei"}
    ),
    # Browsers that nobody else is told of: whoever has one is told to update it where it is still made.
    "Vivaldi on Windows 10": Row(_WINDOWS.format("10.0", 91, "Vivaldi/4.0"), "outdated", "update", None, NO_CHROMIUM | {"firefox", "vivaldi"}),
    "Vivaldi on Windows 7": Row(_WINDOWS.format("6.1", 91, "Vivaldi/4.0"), "outdated", "switch", None, {"firefox"}),
    "Brave, by its name": Row(_WINDOWS.format("10.0", 91, "Brave/91"), "outdated", "update", None, NO_CHROMIUM | {"firefox", "brave"}),
    "Yandex on Windows 10": Row(
        _WINDOWS.format("10.0", 90, "YaBrowser/21.5.3.742 Yowser/2.5"), "outdated", "update", None, NO_CHROMIUM | {"firefox", "yandex"}
    ),
    "UC on Android 12": Row(
        _ANDROID.format("12; SM-A525F", "Chrome/78.0.3904.108 UCBrowser/13.4.0.1306"),
        "outdated", "update", None, NO_CHROMIUM | {"firefox", "samsung", "uc"},
    ),
    "UC on Android 8": Row(
        _ANDROID.format("8.0.0; SM-G935F", "Chrome/78.0.3904.108 UCBrowser/13.4.0.1306"),
        "outdated", "switch", None, NO_CHROMIUM | {"firefox", "samsung"},
    ),
    "UC, whose newest release is below an explicit minimum": Row(
        _ANDROID.format("12; SM-A525F", "Chrome/78.0.3904.108 UCBrowser/13.4.0.1306"),
        "outdated", "switch", None, NO_CHROMIUM | {"firefox", "samsung"}, "chrome >= 150, firefox >= 140",
    ),
    "Vivaldi on a Chromium of this year, which may be its newest": Row(
        _WINDOWS.format("10.0", 150, "Vivaldi/8.0"), "outdated", "switch", None, NO_CHROMIUM | {"firefox"}, "chrome >= 155, firefox >= 140"
    ),
    "a browser of which nothing is known": Row(
        _WINDOWS.format("10.0", 91, "Avast/91.0"), "outdated", "switch", None, NO_CHROMIUM | {"firefox"}
    ),
    # Webviews, and what looks like one.
    "a webview in an app": Row(
        _ANDROID.format("12; SM-A525F; wv", "Version/4.0 Chrome/100.0.4896.127"), "outdated", "open-in-browser", "system-webview"
    ),
    "a webview in Facebook": Row(
        _ANDROID.format("14; SM-S911B; wv", "Version/4.0 Chrome/118.0.5993.80") + " [FB_IAB/FB4A;FBAV/440.0.0.1;]",
        "outdated", "open-in-browser", "system-webview",
    ),
    "a webview on Android 8": Row(
        _ANDROID.format("8.0.0; SM-G935F; wv", "Version/4.0 Chrome/91.0.4472.120"), "outdated", "open-in-browser", "chrome-webview"
    ),
    "a webview on Android 9": Row(
        _ANDROID.format("9; SM-G960F; wv", "Version/4.0 Chrome/110.0.5481.153"), "outdated", "open-in-browser", "chrome-webview"
    ),
    "a webview on Android 7, whose last Chrome is outdated": Row(
        _ANDROID.format("7.0; SM-G930F; wv", "Version/4.0 Chrome/91.0.4472.120"), "outdated", "open-in-browser", None, {"firefox"}
    ),
    "a webview on Android 6": Row(
        _ANDROID.format("6.0.1; SM-G920F; wv", "Version/4.0 Chrome/74.0.3729.157"), "outdated", "open-in-browser", "system-webview",
        policy={"chrome": 100},
    ),
    "WeChat's own engine": Row(
        _ANDROID.format("13; V2324A; wv", "Version/4.0 Chrome/116.0.0.0 XWEB/1160117 MMWEBSDK/20240404 MMWEBID/1") + " MicroMessenger/8.0.49",
        "outdated", "open-in-browser", None,
    ),
    "the Yandex app's own engine": Row(
        _ANDROID.format("14; SM-S911B", "Chrome/124.0.6367.1941 YaApp_Android/24.60.1 YaSearchBrowser/24.60.1 BroPP/1.0 SA/3"),
        "outdated", "open-in-browser", None,
    ),
    "a maker's own browser": Row(
        _ANDROID.format("13; 2201122C", "Version/4.0 Chrome/100.0.4896.127"), "outdated", "switch", None
    ),
    "a maker's own browser, with HeyTap's name": Row(
        _ANDROID.format("13; CPH2451", "Version/4.0 Chrome/115.0.5790.168") .replace(" Mobile", " Mobile HeyTapBrowser/45.10.3"),
        "outdated", "switch", None,
    ),
    # Internet Explorer.
    "Internet Explorer on Windows 10": Row(
        "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko", "outdated", "switch", "ie-mode"
    ),
    "Internet Explorer on Windows 11, in compatibility view": Row(
        "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Win64; x64; Trident/7.0; .NET4.0C; .NET4.0E)", "outdated", "switch", "ie-mode"
    ),
    "Internet Explorer with Touch on Windows 10": Row(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Trident/7.0; Touch; rv:11.0) like Gecko", "outdated", "switch", "ie-mode"
    ),
    "Internet Explorer on Windows 98": Row(
        "Mozilla/4.0 (compatible; MSIE 6.0; Windows 98; Win 9x 4.90; BIGPOND_ADSL_42)", "unknown"
    ),
    "Internet Explorer on Windows 7": Row("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "outdated", "switch", None),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_each_device_is_told_what_its_owner_can_do(row: Row) -> None:
    verdict = BrowserBanner(policy=row.policy, grace=0).judge(row.user_agent)
    assert verdict.status == row.status, verdict.reason
    assert (verdict.advice, verdict.hint) == (row.advice, row.hint)
    if row.recommended is not None:
        assert set(verdict.recommended) == row.recommended


def test_every_hint_is_given_to_somebody() -> None:
    assert {row.hint for row in ROWS.values()} == {None, *get_args(Hint)}


@pytest.mark.parametrize(
    ("version", "patched"),
    [("18_7_10", True), ("16_7_16", True), ("15_8_8", True), ("12_5_8", False), ("17_4_1", False), ("16_6", False)],
)
def test_lines_of_ios_that_apple_still_patches_are_current_where_the_site_wants_that(
    version: str, patched: bool
) -> None:
    banner = BrowserBanner()
    user_agent = banner.judge(_IPHONE.format(version, _SAFARI.format(version.replace("_", ".")))).user_agent
    every = Policy({"ios": "26"}, data=banner.data, esr="all")
    assert every.judge(user_agent).status == ("current" if patched else "outdated")
    assert Policy({"ios": "26"}, data=banner.data).judge(user_agent).outdated
