"""The strict grammar of the mainstream user agents: linear, no backtracking traps; anything unexpected is None.

A string is two halves that vary independently: the platform in its parenthesis, and the products behind. Each half is
read by its own grammar and remembered, since a string that was never seen is mostly two halves that were.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from browserbanner.useragent.gecko import gecko
from browserbanner.useragent.model import UNKNOWN, UserAgent
from browserbanner.useragent.platforms import Platform, is_older_than_macos, platform, webkit_of_ios
from browserbanner.useragent.said import Said
from browserbanner.useragent.silent import DEVICE, silent
from browserbanner.useragent.webkit import ON_ANDROID, webkit

LIMIT: Final = 512
"""Bytes. What is longer is nobody's browser: `UNKNOWN` at once."""

_HALVES: Final = 1024
# Android's own browser ended with 4.4: who says so on a later Android is another.
_LAST_ANDROID_BROWSER: Final = (4, 4, 4)

_T = TypeVar("_T")
_new = tuple.__new__


class _Remembered(dict[bytes, _T | None]):
    """Halves that were read lately: at most `_HALVES`, then it starts anew. Reads take no lock: ``dict`` is atomic."""

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[bytes], _T | None]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, half: bytes) -> _T | None:
        value = self._read(half)
        if value is not None:
            if len(self) >= _HALVES:
                self.clear()
            self[half] = value
        return value


_platforms: _Remembered[Platform] = _Remembered(platform)
_webkit: _Remembered[Said] = _Remembered(webkit)
_gecko: _Remembered[Said] = _Remembered(gecko)


def identify(raw: bytes) -> UserAgent | None:
    """Who sent ``raw``, the bytes of the User-Agent field. None: not mainstream, ask the fallback. Never raises.

    Strict: a single token that is not known makes the string not mainstream. That is what keeps crawlers out.
    """
    if len(raw) > LIMIT:
        return UNKNOWN
    end = raw.find(b") AppleWebKit/")
    if end > 0:
        said = _webkit[raw[end + 2 :]]
        if said is None:
            return silent(raw)
    else:
        end = raw.find(b") Gecko")
        said = _gecko[raw[end + 2 :]] if end > 0 else None
    if said is not None:
        where = _platforms[raw[:end]]
        if where is not None:
            os, system, form, webview = where
            family, version, engine, engine_version, systems, mobile, kind, app = said
            if form is None:
                form = "phone" if mobile else "tablet"
            if engine == "webkit":
                if os == "ios":
                    system, engine_version = webkit_of_ios(system, engine_version)
                else:
                    return _webkit_elsewhere(raw, where, said) or silent(raw)
            elif os not in systems or form == "other":
                return _out_of_place(where, said) or silent(raw)
            elif webview and family == "chrome":
                family, kind = "webview", "webview"
            return _new(UserAgent, (family, version, engine, engine_version, os, system, form, kind, app, "grammar"))
    # Browsers of the past, and their tables, are loaded when the first one comes.
    from browserbanner.useragent.presto import opera
    from browserbanner.useragent.trident import internet_explorer

    return internet_explorer(raw) or opera(raw) or silent(raw) or (None if raw else UNKNOWN)


def _webkit_elsewhere(raw: bytes, where: Platform, said: Said) -> UserAgent | None:
    """WebKit on what is not iOS: Apple's on macOS and Windows, Android's own browser; others' is nothing we know."""
    family, version, engine, engine_version, systems, mobile, kind, app = said
    os, system, form, _ = where
    if os == "android":
        if "android" not in systems or silent(raw) is not None:
            return None
        if family == "safari":
            family, version = "android", system
            if not system or system > _LAST_ANDROID_BROWSER:
                engine, kind = None, "unknown"
        form = form or ("phone" if mobile else "tablet")
        return UserAgent(family, version, engine, (), os, system, form, kind, app, "grammar")
    if os == "macos":
        if systems <= {"ios"}:
            return _out_of_place(where, said)
        if mobile:
            return None
        if is_older_than_macos(raw, system, engine_version):
            engine, engine_version, kind = None, (), "unknown"
    elif os != "windows" or mobile or family != "safari" or not version:
        return None if os == "windows" else DEVICE  # WebKitGTK, WPE, Qt: their versions are their own
    return UserAgent(family, version, engine, engine_version, os, system, form or "desktop", kind, app, "grammar")


def _out_of_place(where: Platform, said: Said) -> UserAgent | None:
    """Products on a system where they cannot be: a phone or tablet that asks for the desktop's page, or made up."""
    family, version, engine, engine_version, systems, _, kind, app = said
    if where.form == "other":
        return DEVICE
    if where.os == "macos" and "ios" in systems:  # the Version that it says there is made up
        return UserAgent(family, version, engine, (), "ios", (), "tablet", kind, app, "grammar")
    if where.os == "linux" and family in ON_ANDROID:
        return UserAgent(family, version, engine, engine_version, "android", (), "tablet", kind, app, "grammar")
    if where.os == "ios" and engine in ("blink", None):  # a real one says CriOS: named, and judged by nobody
        form = where.form or "other"
        return UserAgent(family, version, None, (), "ios", where.os_version, form, "unknown", app, "grammar")
    return None
