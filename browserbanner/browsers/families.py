"""Browser families, and what each data set calls them.

A *line* is releases with their own numbers: ``chrome-android`` beside ``chrome``. A share or a download is asked for by
the plain family (``chrome``), which a visitor would name.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

Form: TypeAlias = Literal["desktop", "mobile"]


class Line(NamedTuple):
    """One line of releases, and its key in browser-compat-data, in baseline-browser-mapping and in caniuse.

    ``derived``: built on Chromium, with numbers of its own. Its bases are MDN's where that has the line.
    """

    name: str
    mdn: str | None
    mapping: str | None
    caniuse: str | None
    derived: bool = False


LINES = (
    Line("chrome", "chrome", "chrome", "chrome"),
    Line("chrome-android", "chrome_android", "chrome_android", "and_chr"),
    Line("edge", "edge", "edge", "edge"),
    Line("firefox", "firefox", "firefox", "firefox"),
    Line("firefox-android", "firefox_android", "firefox_android", "and_ff"),
    Line("safari", "safari", "safari", "safari"),
    Line("safari-ios", "safari_ios", "safari_ios", "ios_saf"),
    Line("opera", "opera", "opera", "opera", derived=True),
    Line("opera-android", "opera_android", "opera_android", "op_mob", derived=True),
    Line("samsung", "samsunginternet_android", "samsunginternet_android", "samsung", derived=True),
    # caniuse's "android" is Android's own browser too.
    Line("webview", "webview_android", "webview_android", None, derived=True),
    Line("ie", "ie", None, "ie"),
    Line("yandex", None, "ya_android", None, derived=True),
    Line("uc", None, "uc_android", None, derived=True),
    Line("qq", None, "qq_android", None, derived=True),
)

# A line on Android that has numbers of its own, where the plain family counts differently on the desktop.
_ON_ANDROID = {"chrome": "chrome-android", "firefox": "firefox-android", "opera": "opera-android"}

# caniuse's rows, by the form of the device that they are counted on, to plain families.
_DESKTOP = {"chrome": "chrome", "edge": "edge", "firefox": "firefox", "safari": "safari", "opera": "opera", "ie": "ie"}
_MOBILE = {
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
#: The rows that are counted at all.
COUNTED: tuple[str, ...] = (*_DESKTOP, *_MOBILE)

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
    "ecosia": "Ecosia",
    "android": "Android Browser",
    "webview": "Android WebView",
    "opera-mini": "Opera Mini",
    "kaios": "KaiOS Browser",
    "baidu": "Baidu Browser",
    "blackberry": "BlackBerry Browser",
}

# The engine of a family's last versions, iOS apart, where it is not Chromium's.
ENGINES = {"firefox": "gecko", "safari": "webkit"}


def line_on(system: str, family: str) -> str:
    """The line of a family's releases that a system gets. (On iOS each browser shows pages with Safari's engine.)"""
    if system == "ios":
        return "safari-ios"
    return _ON_ANDROID.get(family, family) if system == "android" else family


def shares_of(form: Form, views: Mapping[str, float]) -> dict[str, float]:
    """Percent of a form's page views by family, the largest first, of page views by caniuse's rows; {} for none."""
    totals: dict[str, float] = {}
    for row, family in (_DESKTOP if form == "desktop" else _MOBILE).items():
        if views.get(row):  # nothing counted and not counted look alike there
            totals[family] = totals.get(family, 0.0) + views[row]
    whole = sum(totals.values())
    return {f: total * 100 / whole for f, total in sorted(totals.items(), key=lambda item: (-item[1], item[0]))}
