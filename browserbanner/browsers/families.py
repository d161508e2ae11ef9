"""Browser families, and what each data set calls them.

A *line* is releases with their own numbers: ``chrome-android`` beside ``chrome``. A share or a download is asked for by
the plain family (``chrome``), which a visitor would name.
"""

from typing import NamedTuple


class Line(NamedTuple):
    """One line of releases. ``mdn``, ``mapping``: its key in browser-compat-data and in baseline-browser-mapping."""

    name: str
    mdn: str | None
    mapping: str | None


LINES = (
    Line("chrome", "chrome", "chrome"),
    Line("chrome-android", "chrome_android", "chrome_android"),
    Line("edge", "edge", "edge"),
    Line("firefox", "firefox", "firefox"),
    Line("firefox-android", "firefox_android", "firefox_android"),
    Line("safari", "safari", "safari"),
    Line("safari-ios", "safari_ios", "safari_ios"),
    Line("opera", "opera", "opera"),
    Line("opera-android", "opera_android", "opera_android"),
    Line("samsung", "samsunginternet_android", "samsunginternet_android"),
    Line("webview", "webview_android", "webview_android"),
    Line("ie", "ie", None),
    Line("yandex", None, "ya_android"),
    Line("uc", None, "uc_android"),
    Line("qq", None, "qq_android"),
)

# A line on Android that has numbers of its own, where the plain family counts differently on the desktop.
ON_ANDROID = {"chrome": "chrome-android", "firefox": "firefox-android", "opera": "opera-android"}

# caniuse's browser for a line.
OF_CANIUSE = {
    "chrome": "chrome",
    "chrome-android": "and_chr",
    "edge": "edge",
    "firefox": "firefox",
    "firefox-android": "and_ff",
    "safari": "safari",
    "safari-ios": "ios_saf",
    "opera": "opera",
    "opera-android": "op_mob",
    "samsung": "samsung",
    "ie": "ie",
}

# caniuse's rows, by the form of the device that they are counted on, to plain families.
DESKTOP = {"chrome": "chrome", "edge": "edge", "firefox": "firefox", "safari": "safari", "opera": "opera", "ie": "ie"}
MOBILE = {
    "and_chr": "chrome",
    "ios_saf": "safari",
    "samsung": "samsung",
    "and_ff": "firefox",
    "op_mob": "opera",
    "op_mini": "opera-mini",
    "android": "android",
    "and_uc": "uc",
    "and_qq": "qq",
    "baidu": "baidu",
    "kaios": "kaios",
    "ie_mob": "ie",
    "bb": "blackberry",
}

# As the vendors write them.
NAMES = {
    "chrome": "Google Chrome",
    "edge": "Microsoft Edge",
    "firefox": "Mozilla Firefox",
    "opera": "Opera",
    "safari": "Safari",
    "samsung": "Samsung Internet",
    "ie": "Internet Explorer",
    "yandex": "Yandex Browser",
    "vivaldi": "Vivaldi",
    "brave": "Brave",
    "uc": "UC Browser",
    "qq": "QQ Browser",
    "whale": "NAVER Whale",
    "silk": "Amazon Silk",
    "duckduckgo": "DuckDuckGo",
    "android": "Android Browser",
    "webview": "Android WebView",
    "opera-mini": "Opera Mini",
    "kaios": "KaiOS Browser",
    "baidu": "Baidu Browser",
    "blackberry": "BlackBerry Browser",
}

# The engine of a family's last versions, iOS apart.
ENGINES = {
    "chrome": "blink",
    "edge": "blink",
    "firefox": "gecko",
    "opera": "blink",
    "safari": "webkit",
    "samsung": "blink",
}
