"""The products that a user agent string names, a row each. Another browser's family is also in FAMILIES of
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


Role: TypeAlias = Literal["engine", "webkit", "version", "mobile", "family", "app", "noise"]


class Product(NamedTuple):
    """What a product token (``Name/1.2``, RFC 9110 §10.1.5) says.

    ``engine``: Chromium, and which. ``webkit``: WebKit's build. ``version``: Safari's own version. ``mobile``: a phone.
    ``family``: the browser. ``app``: an app that shows pages in the system's webview. ``noise``: nothing about the
    browser, but real ones carry it. ``name`` is the family or the app. ``ios``: only a browser on iOS says so.
    """

    role: Role
    name: str = ""
    ios: bool = False


def _family(name: str, *tokens: bytes, ios: bool = False) -> dict[bytes, Product]:
    return dict.fromkeys(tokens, Product("family", name, ios))


def _noise(*tokens: bytes) -> dict[bytes, Product]:
    return dict.fromkeys(tokens, Product("noise"))


# Two rows that others ask for with `is`: the rows of b"Edg" and b"OPX" are equal to them.
# Edge 12 to 18, which names Chrome too.
EDGE_HTML: Final = Product("family", "edge")
# Opera; inside of a webview it is Opera Mini.
OPERA: Final = Product("family", "opera")

# What may follow "AppleWebKit/… (KHTML, like Gecko)", by the name before the slash.
PRODUCTS: Final[dict[bytes, Product]] = {
    b"Chrome": Product("engine"),
    b"CrMo": Product("engine"),  # Chrome 16 to 18 on Android
    b"Safari": Product("webkit"),
    b"Version": Product("version"),
    b"Mobile": Product("mobile"),
    **_family("chrome", b"CriOS", ios=True),
    **_family("chromium", b"Chromium"),
    **_family("firefox", b"FxiOS", ios=True),
    **_family("edge", b"Edg", b"EdgA"),
    b"Edge": EDGE_HTML,
    **_family("edge", b"EdgiOS", ios=True),
    b"OPR": OPERA,
    **_family("opera", b"OPX"),
    **_family("opera", b"OPT"),  # Opera Touch: Android and iOS
    **_family("samsung", b"SamsungBrowser"),
    **_family("yandex", b"YaBrowser"),
    **_family("vivaldi", b"Vivaldi"),
    **_family("uc", b"UCBrowser", b"UBrowser"),
    **_family("qq", b"MQQBrowser", b"QQBrowser"),
    **_family("whale", b"Whale"),
    **_family("silk", b"Silk"),
    **_family("duckduckgo", b"DuckDuckGo", b"Ddg"),
    **_family("brave", b"Brave"),
    **_family("miui", b"XiaoMi"),
    **_family("huawei", b"HuaweiBrowser", b"HBPC"),
    **_family("vivo", b"VivoBrowser"),
    **_family("heytap", b"HeyTapBrowser"),
    **_family("coccoc", b"coc_coc_browser"),
    **_family("quark", b"Quark"),
    **_family("meizu", b"MZBrowser"),
    **_family("honor", b"HonorBrowser"),
    **_family("phoenix", b"PHX"),
    **_family("aloha", b"AlohaBrowser"),
    **_family("avast", b"Avast"),
    **_family("seznam", b"SznProhlizec"),
    **_family("ecosia", b"Ecosia"),
    b"GSA": Product("app", "Google"),
    b"YaSearchBrowser": Product("app", "Yandex"),
    **_noise(b"like"),  # Silk/1 like Chrome/2
    **_noise(b"VR", b"CrossApp"),  # Samsung
    **_noise(b"Yowser", b"Yptp", b"BroPP", b"SA", b"YNTP", b"YaApp_Android", b"YaSearchApp", b"webOmni"),  # Yandex
    **_noise(b"Ubuntu", b"Raspbian"),  # who packed Chromium
    **_noise(b"OPRGX"),  # Opera GX, beside OPR
    **_noise(b"Core", b"COVC", b"TBS", b"XWEB", b"MMWEBSDK", b"MMWEBID", b"NetType", b"Language"),  # Tencent
    **_noise(b"T7", b"SP-engine"),  # Baidu
    **_noise(b"U3", b"U4", b"UWS"),  # UC
    **_noise(b"HMSCore"),  # Huawei
    **_noise(b"Release", b"Silk-Accelerated=true", b"Silk-Accelerated=false"),  # old Androids
}


def product_tokens(family: str) -> tuple[str, ...]:
    """The names of the products by which a family is known."""
    return tuple(token.decode() for token, row in PRODUCTS.items() if (row.role, row.name) == ("family", family))


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
