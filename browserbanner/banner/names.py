"""What products and systems are called in a sentence: as people say it, and as their vendors write it.

A name and its version are joined with U+00A0, so that no line breaks between them.
"""

from __future__ import annotations

from browserbanner.browsers import BrowserData
from browserbanner.useragent import Version
from browserbanner.versions import dotted

# A visitor knows the browser in front of them by its short name; cards carry the vendor's full one.
_SHORT = {"chrome": "Chrome", "chromium": "Chromium", "edge": "Edge", "firefox": "Firefox"}

#: Names that have a form of their own in some languages ("QQ浏览器"), which is in the catalogs.
LOCAL = frozenset({"Yandex Browser", "QQ Browser", "UC Browser", "Baidu Browser", "WeChat"})

_SYSTEMS = {
    "windows": "Windows",
    "macos": "macOS",
    "linux": "Linux",
    "chromeos": "ChromeOS",
    "android": "Android",
    "ios": "iOS",
}

# Windows counts as NT does. 10.0 is also what Windows 11 says.
_WINDOWS: dict[Version, str] = {
    (5, 1): "XP",
    (5, 2): "XP",
    (6, 0): "Vista",
    (6, 1): "7",
    (6, 2): "8",
    (6, 3): "8.1",
    (10, 0): "10",
}


def short_name(data: BrowserData, family: str | None) -> str | None:
    """ "Chrome", or None for a family without a name that people know."""
    if family is None:
        return None
    name = _SHORT.get(family) or data.name(family)
    return None if name == family else name


def system_name(system: str | None, version: Version = (), form: str = "desktop") -> str | None:
    """ "Windows 7", "macOS 10.13", "Android 9", or None for a system that no card is for."""
    if system == "ios" and form == "tablet" and not (version and version < (13,)):
        return "iPadOS"  # Apple's name for it since 13
    name = _SYSTEMS.get(system or "")
    if name is None or not version:
        return name
    if system == "windows":
        label = _WINDOWS.get((*version, 0)[:2])
    elif system == "macos" and version[0] == 10:
        label = dotted(version[:2])
    else:
        label = str(version[0])
    return name if label is None else f"{name}\u00a0{label}"
