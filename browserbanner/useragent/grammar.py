"""The strict grammar of the mainstream user agents: linear, no backtracking traps; anything unexpected is None.

A string is two halves that vary independently: the platform in its parenthesis, and the products behind. Each half is
read by its own grammar and cached, since a string that was never seen is mostly two halves that were.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from browserbanner.useragent.builds import is_older_than_android
from browserbanner.useragent.ended import internet_explorer, opera
from browserbanner.useragent.ignored import DEVICE, ignored
from browserbanner.useragent.model import UNKNOWN, Limit, UserAgent
from browserbanner.useragent.platforms import Platform, is_older_than_macos, platform, webkit_of_ios
from browserbanner.useragent.products import IOS, NOT_IOS, ProductTokens
from browserbanner.useragent.webkit import ON_ANDROID, webkit
from browserbanner.versions import parse_version

LONGEST: Final = 512
"""Bytes. What is longer is no browser: `UNKNOWN` at once."""

# Android's own browser ended with 4.4: who says so on a later Android is another.
_LAST_ANDROID_BROWSER: Final = (4, 4, 4)

# Browsers that come with a store that is not Google's.
STORES: Final[dict[str, Limit]] = {"silk": "fire", "huawei": "huawei"}

# "Gecko/20100101 Firefox/115.0"; up to 3.6 Linux distributions put themselves before, components of Windows behind.
_FIREFOX: Final = (
    rb"Gecko(?:/[\d.]{0,14})? +"
    rb"(?:(?:Ubuntu|Fedora|Red Hat|SUSE|Mandriva|Mandriva Linux|CentOS|Gentoo|Debian|Mint)"
    rb"(?:/[\w.+~-]{1,30})?(?: \([\w. ]{1,20}\))? "
    rb"|BTRS\d{1,8} |MRA \d{1,2}\.\d{1,2} \(build \d{4,6}\) )?"
    rb"Firefox/(\d{1,3}(?:\.\d{1,4}){0,3})(?:(?:a|b|rc|RC)\d{0,3}(?:pre)?|pre|esr|\+)?"
    rb"(?: +(?:GTB[\d.]{1,6}|Fennec/[\d.]{1,12}|FirePHP/[\d.]{1,8}"
    rb"|\( ?\.NET[\w. ]{1,24}(?:; ?\.NET[\w. ]{1,24})*+;? ?\)"
    rb"|\((?:ax|Debian[\w.+ ~-]{0,40}|Ubuntu[\w.+ ~-]{0,30}|Swiftfox)\)))*+ ?"
)
_firefox = re.compile(_FIREFOX).fullmatch


def identify(raw: bytes) -> UserAgent | None:
    """Who sent ``raw``, the bytes of the User-Agent field. None: not mainstream, ask the fallback. Never raises.

    Strict: a single token that is not known makes the string not mainstream. That is what keeps crawlers out.
    """
    if len(raw) > LONGEST:
        return UNKNOWN
    end = raw.find(b") AppleWebKit/")
    if end > 0:
        tokens = webkit(raw[end + 2 :])
        if tokens is None:
            return ignored(raw)
    else:
        end = raw.find(b") Gecko")
        tokens = _gecko(raw[end + 2 :]) if end > 0 else None
    where = None if tokens is None else platform(raw[:end])
    if tokens is not None and where is not None:
        return _put_together(raw, where, tokens)
    return internet_explorer(raw) or opera(raw) or ignored(raw) or (None if raw else UNKNOWN)


@lru_cache(1024)
def _gecko(text: bytes) -> ProductTokens | None:
    """Firefox, from 1.0 on, where ``text``, from "Gecko" on, says so and nothing else; else None."""
    m = _firefox(text)
    if m is None:
        return None
    version = parse_version(m[1])
    return ProductTokens("firefox", version, "gecko", version, NOT_IOS)


def _put_together(raw: bytes, where: Platform, tokens: ProductTokens) -> UserAgent | None:
    os, system, form, webview, limit = where
    family, version, engine, engine_version, systems, mobile, kind, app = tokens
    if form is None:
        form = "phone" if mobile else "tablet"
    if engine == "webkit":
        if os != "ios":
            return _webkit_elsewhere(raw, where, tokens) or ignored(raw)
        system, engine_version = webkit_of_ios(system, engine_version)
    elif form == "other":
        return DEVICE
    elif os not in systems:
        return _out_of_place(where, tokens) or ignored(raw)
    elif engine == "gecko":
        if _says_another_gecko(raw, engine_version[0]):
            engine, engine_version = None, ()
    elif family in ("chrome", "webview") and os == "android":
        if webview and family == "chrome":
            family, kind = "webview", "webview"
        if is_older_than_android(engine_version, system) and app is None and _names_chromium_only(raw):
            engine, engine_version = None, ()
    limit = limit or STORES.get(family)
    return UserAgent(family, version, engine, engine_version, os, system, form, kind, app, "grammar", limit, webview)


# Makers' browsers bring engines of their own: this is plain Chrome, or the WebView.
_names_chromium_only = re.compile(
    rb".*\) AppleWebKit/[\d.]+ \(KHTML, like Gecko\)(?: (?:Version|Chrome|Mobile|Safari)(?:/[\d.]+)?)*"
).fullmatch


_rv = re.compile(rb"; rv:(\d{1,4})[.;)]").search


def _says_another_gecko(raw: bytes, firefox: int) -> bool:
    """Whether Gecko's number is not Firefox', as it is since 5: then a program made it up. 110 to 119 said 109."""
    m = _rv(raw)
    return m is not None and firefox >= 5 and int(m[1]) != firefox and (int(m[1]), firefox >= 110) != (109, True)


def _webkit_elsewhere(raw: bytes, where: Platform, tokens: ProductTokens) -> UserAgent | None:
    """WebKit on what is not iOS: Apple's on macOS and Windows, Android's own browser; others' is nothing we know."""
    family, version, engine, engine_version, systems, mobile, kind, app = tokens
    os, system, form, _, limit = where
    if os == "android":
        if "android" not in systems or ignored(raw) is not None:
            return None
        engine_version = ()
        if family == "safari":
            family, version = "android", system
            if not system or system > _LAST_ANDROID_BROWSER:
                engine, kind = None, "unknown"
    elif os == "macos":
        if systems is IOS:
            return _out_of_place(where, tokens)
        if mobile:
            return None
        if is_older_than_macos(raw, system, engine_version):
            engine, engine_version, kind = None, (), "unknown"
    elif os == "windows":
        if mobile or family != "safari" or not version:
            return None
    else:
        return DEVICE  # WebKitGTK, WPE, Qt: their versions are their own
    form = form or ("phone" if mobile else "tablet")
    return UserAgent(family, version, engine, engine_version, os, system, form, kind, app, "grammar", limit)


def _out_of_place(where: Platform, tokens: ProductTokens) -> UserAgent | None:
    """Products on a system where they cannot be: a phone or tablet that asks for the desktop's page, or made up."""
    family, version, engine, engine_version, systems, _, kind, app = tokens
    if where.os == "macos" and "ios" in systems:  # the Version that it says there is made up
        return UserAgent(family, version, engine, (), "ios", (), "tablet", kind, app, "grammar")
    if where.os == "linux" and family in ON_ANDROID:
        limit = STORES.get(family)
        return UserAgent(family, version, engine, engine_version, "android", (), "tablet", kind, app, "grammar", limit)
    if where.os == "ios" and engine in ("blink", None):  # a real one says CriOS: named, and never judged
        form = where.form or "other"
        return UserAgent(family, version, None, (), "ios", where.os_version, form, "unknown", app, "grammar")
    return None
