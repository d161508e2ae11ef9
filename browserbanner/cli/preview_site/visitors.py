"""The visitors that a translator sees a banner for: together they meet every message."""

from __future__ import annotations

from typing import NamedTuple

from browserbanner.banner import PageKind
from browserbanner.browsers import SiteShares
from browserbanner.policy import Hint
from browserbanner.useragent import UNKNOWN, UserAgent

_DESKTOP = ("chrome", "edge", "firefox", "opera")
_ON_A_MAC = (*_DESKTOP, "safari")
_ON_ANDROID = (*_DESKTOP, "samsung")

_WINDOWS_10 = UserAgent("chrome", (60, 0), "blink", (60,), "windows", (10, 0), "desktop", "browser")
_FIREFOX = UserAgent("firefox", (91, 0), "gecko", (91,), "windows", (10, 0), "desktop", "browser")
_OPERA = _WINDOWS_10._replace(family="opera", version=(47,))
_NEWEST = _WINDOWS_10._replace(version=(999,))
_IE = _WINDOWS_10._replace(family="ie", version=(11, 0), engine="trident", engine_version=(7, 0))
_WINDOWS_7 = _WINDOWS_10._replace(version=(109, 0), engine_version=(109,), os_version=(6, 1))
_WINDOWS_XP = _FIREFOX._replace(version=(52, 0), engine_version=(52,), os_version=(5, 1))
_CHROMEOS = _WINDOWS_10._replace(version=(70, 0), engine_version=(70,), os="chromeos", os_version=(70,))
_MAC = UserAgent("safari", (13, 1), "webkit", (13, 1), "macos", (), "desktop", "browser")
_SAFARI_12 = _MAC._replace(version=(12, 1), engine_version=(12, 1))
_OLD_MAC = _WINDOWS_10._replace(version=(116,), engine_version=(116,), os="macos", os_version=(10, 14))
_IPHONE = UserAgent("safari", (12, 1), "webkit", (12, 1), "ios", (12, 1), "phone", "browser")
_IPAD = _IPHONE._replace(family="chrome", version=(80, 0), os_version=(13, 1), form="tablet")
_PHONE = UserAgent("chrome", (60, 0), "blink", (60,), "android", (11,), "phone", "browser")
_WEBVIEW = UserAgent("webview", (60, 0), "blink", (60,), "android", (9,), "phone", "webview", "Facebook")


class Visitor(NamedTuple):
    """``key``: in addresses; ``at_home``: in the language's country, else of none that is known;
    ``may_continue``: whether the block page lets them go on; ``site_shares``: of the site's own, if any.

    Whose browser is "current" sees the page about it, in every layout: there is no banner.
    """

    key: str
    name: str
    kind: PageKind
    advice: str
    user_agent: UserAgent
    recommended: tuple[str, ...] = ()
    at_home: bool = True
    hint: Hint | None = None
    may_continue: bool = True
    site_shares: SiteShares | None = None


VISITORS = (
    Visitor("windows", "Chrome 60, Windows 10", "outdated", "update", _WINDOWS_10, _DESKTOP),
    Visitor("world", "the same, country unknown", "outdated", "update", _WINDOWS_10, _DESKTOP, at_home=False),
    Visitor(
        "own-shares",
        "the same, on a site with figures of its own",
        "outdated",
        "update",
        _WINDOWS_10,
        _DESKTOP,
        site_shares={"desktop": {"chrome": 66.0, "edge": 21.0, "firefox": 13.0}},
    ),
    Visitor("windows-7", "Chrome 109, Windows 7", "outdated", "switch", _WINDOWS_7, ("firefox",)),
    Visitor("ie", "Internet Explorer 11, Windows 10", "outdated", "switch", _IE, _DESKTOP, hint="ie-mode"),
    Visitor("firefox", "Firefox 91, Windows 10", "outdated", "update", _FIREFOX, _DESKTOP),
    Visitor("blocked", "Opera 47, not let in", "outdated", "update", _OPERA, _DESKTOP, may_continue=False),
    Visitor("newest", "the newest Opera", "outdated", "switch", _NEWEST._replace(family="opera"), _DESKTOP),
    Visitor("old-mac", "Chrome 116, macOS 10.14", "outdated", "switch", _OLD_MAC, ("firefox", "opera")),
    Visitor("mac-or-ipad", "Safari 13, Mac or iPad", "outdated", "update", _MAC, _ON_A_MAC, hint="ipad-or-mac"),
    Visitor("mac", "Safari 12, macOS 10.14", "outdated", "switch", _SAFARI_12._replace(os_version=(10, 14)), _ON_A_MAC),
    Visitor("mac-safari", "Safari 12, macOS, only Safari recommended", "outdated", "update", _SAFARI_12, ("safari",)),
    Visitor("nameless", "a browser without a known name", "outdated", "switch", UNKNOWN, _DESKTOP),
    Visitor("nameless-blocked", "the same, not let in", "outdated", "switch", UNKNOWN, _DESKTOP, may_continue=False),
    Visitor("android", "Chrome 60, Android 11", "outdated", "update", _PHONE, _ON_ANDROID),
    Visitor("android-world", "the same, country unknown", "outdated", "update", _PHONE, _ON_ANDROID, at_home=False),
    Visitor("iphone", "Safari 12, iPhone", "outdated", "update-os", _IPHONE),
    Visitor("ipad", "Chrome, iPad", "outdated", "update-os", _IPAD, hint="perhaps-end-of-line"),
    Visitor("old-iphone", "Safari 12, an iPhone's last", "cannot-update", "none", _IPHONE, hint="end-of-line"),
    Visitor("chromeos", "Chrome 70, ChromeOS", "outdated", "update-os", _CHROMEOS),
    Visitor("windows-xp", "Firefox 52, Windows XP", "cannot-update", "none", _WINDOWS_XP, may_continue=False),
    Visitor("app", "inside Facebook, Android 9", "webview", "open-in-browser", _WEBVIEW, hint="system-webview"),
    Visitor("nameless-app", "inside another app", "webview", "open-in-browser", _WEBVIEW._replace(app=None)),
    Visitor("wechat", "inside WeChat", "webview", "open-in-browser", _WEBVIEW._replace(app="WeChat")),
    *(
        Visitor(family, f"an old {name} Browser", "outdated", "switch", _WINDOWS_10._replace(family=family), _DESKTOP)
        for family, name in (("yandex", "Yandex"), ("qq", "QQ"), ("uc", "UC"), ("baidu", "Baidu"))
    ),
    Visitor("computer-site", "a phone on a site for computers", "desktop-site", "none", _PHONE),
    Visitor("current", "asks, and has nothing to update", "current", "none", _NEWEST),
)
