"""The first parenthesis of a user agent string: operating system, its version, the device's form."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from browserbanner.useragent.devices import on_android
from browserbanner.useragent.model import Form, Limit, Version
from browserbanner.versions import parse_version


class Platform(NamedTuple):
    """``form`` is None where the products tell it (Android: "Mobile" or not), "other" for Android on what is neither a
    phone nor a tablet. ``webview``: Android's "wv". iOS' frozen versions stand as they are said: `webkit_of_ios`."""

    os: str
    os_version: Version = ()
    form: Form | None = "desktop"
    webview: bool = False
    limit: Limit | None = None


# What iOS says from 26 on, and at 18.6 and 18.7 too (where other browsers than Safari write a third number): so it is
# at least that.
_FROZEN_IOS: Final = frozenset(((18, 6), (18, 7)))
_FROZEN_IOS_SINCE: Final = (18, 6)
# What Firefox says on every Windows from 7 on where it resists fingerprinting; and what it says on a 32-bit Windows 10.
SPOOFED_WINDOWS: Final = b"Windows NT 10.0; rv:"
# What macOS says from 11 on: Gecko the first, WebKit and Chromium the second. Where Firefox resists fingerprinting it
# says the first on older ones too.
_FROZEN_MACOS: Final = frozenset(((10, 15), (10, 15, 7)))
# The model that Chrome's reduced user agent gives every Android, with the version 10.
_FROZEN_MODEL: Final = b"K"

# Linux' names for processors that programs for x86-64 do not run on. "i686 on x86_64" is not among them.
_PROCESSORS: Final[dict[bytes, Limit]] = {
    **dict.fromkeys((b"i386", b"i486", b"i586", b"i686", b"arm", b"armv6l", b"armv7l", b"armv8l", b"armhf"), "32-bit"),
    **dict.fromkeys((b"aarch64", b"arm64"), "arm64"),
    **dict.fromkeys((b"ppc", b"ppc64", b"ppc64le", b"riscv64", b"loongarch64", b"mips64", b"s390x"), "other-processor"),
}
# Amazon's tablets: KFTT, KFMAWI ...
_fire_tablet = re.compile(rb"KF[A-Z]{2,6}(?![a-z])").match
_arm = re.compile(rb"; ARM *(?:;|$)").search

# Windows' names that are no NT number, or that of a version before its release, as version numbers.
_WINDOWS_NAMES: Final[dict[bytes, Version]] = {
    b"NT 6.4": (10, 0),
    b"NT": (4, 0),
    b"XP": (5, 1),
    b"2000": (5, 0),
    b"ME": (4, 90),
    b"9x 4.90": (4, 90),
    b"98": (4, 10),
    b"95": (4, 0),
}

_LOCALE: Final = rb"[a-z]{2,3}(?:[-_][A-Za-z]{2,4}){0,2}"
_RV: Final = rb"rv:\d[\w.]{0,11}\+?"
# What may follow the system: strength of encryption, processor, locale, Gecko's version, components of Windows.
_REST: Final = (
    rb"(?:; ?(?:[UIN]|Win64|x64|WOW64|IA64|ARM(?:64)?|Touch|Tablet PC 2\.0|\.NET[\w. ]{1,16}|"
    rb"" + _LOCALE + rb"|" + _RV + rb")(?= ?;| ?$))*+;? ?"
)
# A model of Android's: free text, so no more than a name and one level of parentheses.
_NAME: Final = rb"[^\x00-\x1f;:@<>()]*+"
_MODEL: Final = _NAME + rb"(?:\(" + _NAME + rb"\)" + _NAME + rb")*+"

# The versions that there were; those that a string makes up are no system's.
_NT: Final = rb"(?=(?:3\.1|4\.0|5\.01?|5\.[12]|6\.[0-3]|10\.0)(?!\d))(3|4|5|6|10)\.([0-3])1?"
_WINDOWS: Final = rb"Win(?:dows)? ?(?:NT ?" + _NT + rb"|(NT 6\.4|XP|2000|ME|9x 4\.90|98|95))"
_windows = re.compile(rb"(?:Windows(?:; [UIN])?; )?" + _WINDOWS + _REST).fullmatch
_windows_alone = re.compile(_WINDOWS + rb"|Windows (NT)").fullmatch
_macintosh = re.compile(
    rb"Macintosh; (?:[UIN]; )?(?:Intel |PPC )?Mac OS X(?: Mach-O)?(?: (\d{1,2}(?:[._]\d{1,2}){0,2}))?" + _REST
).fullmatch
_x11 = re.compile(
    rb"(?:X11|Wayland); (?:[UIN]; )?(?:(?:Ubuntu|Fedora|Debian|Gentoo|Mageia|OpenSUSE|openSUSE); )?"
    rb"(?:Arch )?(Linux|CrOS|FreeBSD|OpenBSD|NetBSD|DragonFly|SunOS)"
    rb"(?: ([\w.]{1,12}(?: on [\w.]{1,8})?)(?: [\d.]{1,14})?)?" + _REST
).fullmatch
_android = re.compile(
    rb"Linux; (?:U; |arm_64; |arm; |x86_64; |x86; )?+Android[ -](\d{1,2}(?:\.\d{1,2}){0,2}+)(?:-update1)?+"
    rb"(?:; ?" + _LOCALE + rb"-?(?=;|$))?+(?:; HarmonyOS)?+(?:; (?!wv$)(" + _MODEL + rb"))?+"
    rb"(?:; [HG]MSCore [\d.]{3,16}){0,2}+(; wv)?;?"
).fullmatch
_android_firefox = re.compile(
    rb"Android(?: (\d{1,2}(?:\.\d{1,2}){0,2}))?; (?:(Mobile|Tablet)|Linux arm\w{0,5}); " + _RV
).fullmatch
_ios = re.compile(
    rb"(iPhone|iPad|iPod(?: touch)?); (?:[UIN]; )?CPU (?:iPhone |iPad )?"
    rb"(?:OS (\d{1,2}(?:_\d{1,2}){0,2}+) )?like Mac OS X(?:; " + _LOCALE + rb")?"
).fullmatch


@lru_cache(1024)
def platform(head: bytes) -> Platform | None:
    """The platform that ``head``, the string up to its parenthesis' end, names; None where a token is not known."""
    return read(head[13:]) if head[:13] == b"Mozilla/5.0 (" else None


def read(text: bytes) -> Platform | None:
    """The platform that ``text``, the inside of the parenthesis, names; None where a token is not known."""
    start = text[:1]
    if start == b"i":
        if m := _ios(text):
            return Platform("ios", _numbers(m[2]), "tablet" if m[1] == b"iPad" else "phone")
    elif start == b"L":
        if m := _android(text):
            number, model, wv = m.groups()
            if model == _FROZEN_MODEL:
                return Platform("android", (), None, wv is not None)
            device = model is not None and on_android(model) is not None
            form: Form | None = "other" if device else None
            return Platform("android", _numbers(number), form, wv is not None, _store(text, model or b""))
    elif start == b"W":
        if m := _windows(text):
            if text.startswith(SPOOFED_WINDOWS):
                return Platform("windows")
            version = _windows_version(m)
            return Platform("windows", version, limit=windows_limit(text, version))
        return _unix(text)
    elif start == b"M":
        if m := _macintosh(text):
            version = _numbers(m[1])
            limit: Limit | None = "other-processor" if b"; PPC " in text else None
            return Platform("macos", () if version in _FROZEN_MACOS else version, limit=limit)
    elif start == b"X":
        return _unix(text)
    elif start == b"A" and (m := _android_firefox(text)):
        return Platform("android", _numbers(m[1]), "tablet" if m[2] == b"Tablet" else "phone")
    return None


def webkit_of_ios(said: Version, safari: Version) -> tuple[Version, Version]:
    """The version of iOS, () where it is frozen, and that of its WebKit: the newer one of what iOS and ``safari``, the
    Version token, say, since either may be frozen or written by an app's hand, and neither is newer than the truth."""
    if said not in _FROZEN_IOS:
        return said, max(said, safari)
    return (), safari if safari >= _FROZEN_IOS_SINCE else ()


def is_older_than_macos(raw: bytes, system: Version, safari: Version) -> bool:
    """Whether a Safari is older than the first one of macOS 10.15, while ``raw`` says that it runs on that or a later
    ``system``: then an app made it up. Most later systems say 10.15 too, and have newer ones."""
    return () < safari < (13,) and (system >= (10, 15) or b" Mac OS X 10_15" in raw or b" Mac OS X 10.15" in raw)


def windows_version(token: bytes) -> Version:
    """The version of Windows that a token of Internet Explorer's names; () where it names none."""
    m = _windows_alone(token)
    return () if m is None else _windows_version(m)


def windows_limit(text: bytes, version: Version) -> Limit | None:
    """Windows RT, the Windows 8 and 8.1 for ARM, installs no browser."""
    return "windows-rt" if version < (10,) and b"ARM" in text and _arm(text) else None


def _store(text: bytes, model: bytes) -> Limit | None:
    if model.startswith(b"KF") and _fire_tablet(model):
        return "fire"
    return "huawei" if b"; HarmonyOS" in text or b"; HMSCore" in text else None


def _unix(text: bytes) -> Platform | None:
    m = _x11(text)
    if m is None:
        return None
    if m[1] == b"Linux":
        return Platform("linux", limit=_PROCESSORS.get(m[2]))
    return Platform("chromeos" if m[1] == b"CrOS" else m[1].decode().lower())


def _windows_version(m: re.Match[bytes]) -> Version:
    return _WINDOWS_NAMES[m[m.lastindex or 0]] if m[1] is None else (int(m[1]), int(m[2]))


def _numbers(text: bytes | None) -> Version:
    return parse_version(text.replace(b"_", b".")) if text else ()
