"""The first parenthesis of a user agent string: operating system, its version, the device's form."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from browserbanner.useragent.model import Form, Version


class Platform(NamedTuple):
    """``form`` is None where the products tell (Android: "Mobile" or not). ``webview``: the "wv" of Android's."""

    os: str
    os_version: Version = ()
    form: Form | None = "desktop"
    webview: bool = False


_WINDOWS_10 = Platform("windows", (10, 0))
_MACOS = Platform("macos")
_LINUX = Platform("linux")
_ANDROID = Platform("android", (), None)

# Whole parentheses that say no more than this, since the browsers froze them: macOS after 10.15.7, Android after Chrome's
# reduction ("10; K"), iOS from 26 on ("18_6", "18_7"). Most of the traffic ends here.
FROZEN: Final[dict[bytes, Platform]] = {
    b"Windows NT 10.0; Win64; x64": _WINDOWS_10,
    b"Windows NT 10.0; WOW64": _WINDOWS_10,
    b"Macintosh; Intel Mac OS X 10_15_7": _MACOS,
    b"X11; Linux x86_64": _LINUX,
    b"Linux; Android 10; K": _ANDROID,
    b"iPhone; CPU iPhone OS 18_6 like Mac OS X": Platform("ios", (), "phone"),
    b"iPhone; CPU iPhone OS 18_7 like Mac OS X": Platform("ios", (), "phone"),
    b"iPad; CPU OS 18_6 like Mac OS X": Platform("ios", (), "tablet"),
    b"iPad; CPU OS 18_7 like Mac OS X": Platform("ios", (), "tablet"),
}

_LOCALE = rb"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?"
_RV = rb"rv:[\d.]{1,12}[ab+]*"

_WINDOWS = re.compile(
    rb"Windows(?:; U)?(?:; Windows)? (?:NT (\d{1,2})\.(\d)|98|95|ME)(?:; (?:U|WOW64|Win64|x64|ARM|"
    + _LOCALE
    + rb"|"
    + _RV
    + rb"))*"
).fullmatch
_MACOS_ = re.compile(
    rb"Macintosh; (?:U; )?(?:Intel|PPC) Mac OS X(?: (\d{1,2}(?:[._]\d{1,2}){0,2}))?(?:; (?:"
    + _LOCALE
    + rb"|"
    + _RV
    + rb"))*"
).fullmatch
_X11 = re.compile(
    rb"(?:X11|Wayland); (?:U; )?(?:(?:Ubuntu|Fedora|Debian|Arch); )?(Linux|CrOS|FreeBSD|OpenBSD|NetBSD)(?: [\w. ]{1,24})?"
    rb"(?:; (?:" + _LOCALE + rb"|" + _RV + rb"))*"
).fullmatch
_ANDROID_ = re.compile(
    rb"Linux; (?:U; |arm_64; |x86; )?Android (\d{1,2}(?:\.\d{1,2}){0,2})(?:; ([^\x00-\x1f]{0,80}?))?(; wv)?"
).fullmatch
_ANDROID_FIREFOX = re.compile(rb"Android(?: (\d{1,2}(?:\.\d{1,2}){0,2}))?; (Mobile|Tablet); " + _RV).fullmatch
_IOS = re.compile(
    rb"(iPhone|iPad|iPod(?: touch)?); (?:U; )?CPU (?:iPhone )?(?:OS (\d{1,2}(?:_\d{1,2}){0,2}) )?like Mac OS X(?:; "
    + _LOCALE
    + rb")?"
).fullmatch


def platform(text: bytes) -> Platform | None:
    """The platform that ``text``, the inside of the parenthesis, names; None where a token is not known."""
    start = text[:3]
    if start == b"iPh" or start == b"iPa" or start == b"iPo":
        if m := _IOS(text):
            return Platform("ios", _numbers(m[2], b"_"), "tablet" if m[1] == b"iPad" else "phone")
    elif start == b"Win":
        if m := _WINDOWS(text):
            return Platform("windows", (int(m[1]), int(m[2])) if m[1] else ())
    elif start == b"Mac":
        if m := _MACOS_(text):
            version = _numbers(m[1].replace(b"_", b"."), b".") if m[1] else ()
            # Gecko's frozen token is 10.15; 10_15_7 with further tokens is frozen as well.
            return Platform("macos", () if version in ((10, 15), (10, 15, 7)) else version)
    elif start == b"X11" or start == b"Way":
        if m := _X11(text):
            return Platform("chromeos" if m[1] == b"CrOS" else m[1].decode().lower())
    elif start == b"Lin":
        if m := _ANDROID_(text):
            return Platform("android", _numbers(m[1], b"."), None, m[3] is not None)
    elif start == b"And" and (m := _ANDROID_FIREFOX(text)):
        return Platform("android", _numbers(m[1], b"."), "phone" if m[2] == b"Mobile" else "tablet")
    return None


def _numbers(text: bytes | None, separator: bytes) -> Version:
    return tuple(map(int, text.split(separator))) if text else ()
