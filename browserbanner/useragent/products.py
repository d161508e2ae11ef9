"""The products that a user agent string names, and what each says. Another browser's family is also in FAMILIES of
policy/minimums.py (else no mapping and no exported pattern can name it), and its name, where people know one, in NAMES
of browsers/families.py (else the banner says "This browser")."""

import re
from typing import Final, Literal, NamedTuple, TypeAlias

from browserbanner.useragent.model import Kind, Version

_UNIX: Final = ("macos", "linux", "chromeos", "freebsd", "openbsd", "netbsd", "dragonfly", "sunos")
ANDROID: Final = frozenset(("android",))
IOS: Final = frozenset(("ios",))
WINDOWS: Final = frozenset(("windows",))
NOT_IOS: Final = frozenset(("windows", "android", *_UNIX))
NOT_LINUX: Final = NOT_IOS - {"linux"}
ANYWHERE: Final = NOT_IOS | IOS
NOT_ANDROID: Final = ANYWHERE - ANDROID


class ProductTokens(NamedTuple):
    """A browser as its product tokens name it, whatever the platform is.

    ``systems``: the operating systems where that can be true. ``mobile``: a phone, where the platform does not tell.
    ``engine``: None where the tokens contradict each other or themselves: such a browser is named and never judged.
    """

    family: str
    version: Version
    engine: str | None
    engine_version: Version
    systems: frozenset[str]
    mobile: bool = False
    kind: Kind = "browser"
    app: str | None = None


# The products by which a browser is known, by its family. Only on iOS: CriOS, FxiOS, EdgiOS.
_OF_FAMILIES: Final = {
    "chrome": "CriOS",
    "chromium": "Chromium",
    "firefox": "FxiOS",
    "edge": "Edg EdgA Edge EdgiOS",  # "Edge" is 12 to 18, which names Chrome too
    "opera": "OPR OPX OPT",  # OPT is Opera Touch: Android and iOS
    "samsung": "SamsungBrowser",
    "yandex": "YaBrowser",
    "vivaldi": "Vivaldi",
    "uc": "UCBrowser UBrowser",
    "qq": "MQQBrowser QQBrowser",
    "whale": "Whale",
    "silk": "Silk",
    "duckduckgo": "DuckDuckGo Ddg",
    "brave": "Brave",
    "miui": "XiaoMi",
    "huawei": "HuaweiBrowser HBPC",
    "vivo": "VivoBrowser",
    "heytap": "HeyTapBrowser",
    "coccoc": "coc_coc_browser",
    "quark": "Quark",
    "meizu": "MZBrowser",
    "honor": "HonorBrowser",
    "phoenix": "PHX",
    "aloha": "AlohaBrowser",
    "avast": "Avast",
    "seznam": "SznProhlizec",
    "ecosia": "Ecosia",
}
FAMILIES: Final = {token.encode(): family for family, tokens in _OF_FAMILIES.items() for token in tokens.split()}
ONLY_ON_IOS: Final = frozenset((b"CriOS", b"FxiOS", b"EdgiOS"))
# Apps that show pages in the system's webview.
APPS: Final = {b"GSA": "Google", b"YaSearchBrowser": "Yandex"}
# What says nothing about the browser, but real ones carry it.
_NOISE: Final = (
    "like",  # Silk/1 like Chrome/2
    "VR CrossApp",  # Samsung
    "Yowser Yptp BroPP SA YNTP YaApp_Android YaSearchApp webOmni",  # Yandex
    "Ubuntu Raspbian",  # who packed Chromium
    "OPRGX",  # Opera GX, beside OPR
    "Core COVC TBS XWEB MMWEBSDK MMWEBID NetType Language",  # Tencent
    "T7 SP-engine",  # Baidu
    "U3 U4 UWS",  # UC
    "HMSCore",  # Huawei
    "Release Silk-Accelerated=true Silk-Accelerated=false",  # old Androids
)
Role: TypeAlias = Literal["engine", "webkit", "version", "mobile", "family", "app", "noise"]
#: What may follow "AppleWebKit/… (KHTML, like Gecko)": products (``Name/1.2``, RFC 9110 §10.1.5), and what each says.
#: ``engine``: Chromium, and which. ``webkit``: WebKit's build. ``version``: Safari's own version. ``mobile``: a phone.
ROLES: Final[dict[bytes, Role]] = {
    b"Chrome": "engine",
    b"CrMo": "engine",  # Chrome 16 to 18 on Android
    b"Safari": "webkit",
    b"Version": "version",
    b"Mobile": "mobile",
    **dict.fromkeys(FAMILIES, "family"),
    **dict.fromkeys(APPS, "app"),
    **dict.fromkeys(" ".join(_NOISE).encode().split(), "noise"),
}


def product_tokens(family: str) -> tuple[str, ...]:
    """The names of the products by which a family is known."""
    return tuple(_OF_FAMILIES.get(family, "").split())


# Comments that real browsers put among their products.
_comments = re.compile(rb" \((?:Edition [\w. -]{1,40}|alpha|beta|lite|corp|Chromium GOST)\)").sub

# A browser that names itself in a comment, as a product.
_ecosia = re.compile(rb"\(Ecosia (?:android|ios)@([\d.]{1,24})\)").sub


def without_comments(text: bytes) -> bytes:
    """``text``, a string's products, without the comments that real browsers put among them."""
    return _comments(b"", _ecosia(rb"Ecosia/\1", text)) if b"(" in text else text


# Apps that write their own text behind the webview's products: who, and how that text begins.
_APPS: Final[dict[str, tuple[bytes, ...]]] = {
    "Messenger": (b"[FBAN/Messenger", b"[FBAN/Orca", b"[FB_IAB/MESSENGER", b"[FB_IAB/Messenger", b"[FB_IAB/Orca"),
    "Facebook": (b"[FBAN/", b"[FB_IAB/", b"[FBAV/"),
    "Instagram": (b"Instagram ",),
    "Threads": (b"Barcelona ",),
    "Douyin": (b"aweme",),
    "TikTok": (b"musical_ly", b"trill_", b"BytedanceWebview/", b"TikTok", b"tiktok"),
    "LinkedIn": (b"[LinkedInApp]", b"LinkedInApp"),
    "Pinterest": (b"[Pinterest/", b"Pinterest for "),
    "Snapchat": (b"Snapchat/",),
    "LINE": (b"Line/",),
    "WeChat": (b"MicroMessenger/",),
    "Telegram": (b"Telegram-", b"Telegram/"),
    "Viber": (b"Viber/",),
    "X": (b"Twitter for ", b"TwitterAndroid"),
    "KakaoTalk": (b";KAKAOTALK", b"KAKAOTALK"),
    "Naver": (b"NAVER(inapp",),
    "Weibo": (b"Weibo (",),
    "QQ": (b"QQ/", b"V1_AND_SQ_"),
    "Alipay": (b"AliApp(AP/", b"AliApp(LA/", b"AlipayClient/"),
    "Taobao": (b"AliApp(TB/",),
    "DingTalk": (b"AliApp(DingTalk/",),
    "Baidu": (b"baiduboxapp/",),
    "Reddit": (b"Reddit/",),
    "Yandex": (b"YandexSearch/", b"YandexDisk/", b"YaApp_"),
}
_ANY_APP: Final = tuple(start for starts in _APPS.values() for start in starts)


def app_named(text: bytes) -> str | None:
    """The app whose own text begins ``text``, or None."""
    if not text.startswith(_ANY_APP):
        return None
    return next(app for app, starts in _APPS.items() if text.startswith(starts))
