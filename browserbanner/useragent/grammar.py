"""The strict grammar of the mainstream user agents: one pass, no backtracking traps, or None."""

from __future__ import annotations

import re
from typing import Final

from browserbanner.useragent.model import UNKNOWN, Form, Kind, UserAgent, Version
from browserbanner.useragent.platforms import FROZEN, Platform, platform
from browserbanner.useragent.products import PRODUCTS
from browserbanner.useragent.trident import internet_explorer

LIMIT: Final = 512
"""Bytes. Longer than this is nobody's browser: `UNKNOWN` at once."""

# Groups: 1 the platform; 2 3 4 Chrome's major, rest of the version, Mobile; 5 6 7 an Apple browser's first product, its
# version, Mobile; 8 all products where they are more than that; 9 Firefox.
_SHAPE = re.compile(
    rb"Mozilla/5\.0 \(([^()]*(?:\([^()]*\)[^()]*)*)\) "
    rb"(?:AppleWebKit/[\d.+]{3,12} \(KHTML, like Gecko\)(?:"
    rb" Chrome/(\d{1,4})(?:\.0\.0\.0|((?:\.\d{1,4}){0,3}))( Mobile)? Safari/537\.36"
    rb"| (Version|CriOS|GSA)/(\d{1,4}(?:\.\d{1,9}){0,3})( Mobile/\w{3,8})? Safari/[\d.]{3,12}"
    rb"|((?: [^ ]+)*)"
    rb")"
    rb"|Gecko/[\d.]{3,12} Firefox/(\d{1,3}(?:\.\d{1,4}){0,3})"
    rb")"
).fullmatch
_NUMBERS = re.compile(rb"\d{1,4}(?:\.\d{1,4}(?!\d))*").match

_new = tuple.__new__


def identify(raw: bytes) -> UserAgent | None:
    """Who sent ``raw``, the User-Agent field's bytes. None: not mainstream, ask the fallback. Never raises."""
    if len(raw) > LIMIT or not raw:
        return UNKNOWN
    m = _SHAPE(raw)
    if m is None:
        return internet_explorer(raw)
    text = m[1]
    where = FROZEN.get(text) or platform(text)
    if where is None:
        return None
    group = m.lastindex
    if group in (2, 3, 4):
        return _chrome(where, m[2], m[3], m[4])
    if group in (6, 7):
        return _apple(where, text, m[5], m[6])
    if group == 9:
        return _firefox(where, m[9])
    return _products(where, text, m[8])


def _chrome(where: Platform, major: bytes, rest: bytes | None, mobile: bytes | None) -> UserAgent | None:
    os = where.os
    if os == "ios":
        return None
    version: Version = (int(major), 0, 0, 0) if rest is None else tuple(map(int, (major + rest).split(b".")))
    form: Form = where.form or ("phone" if mobile else "tablet")
    family = "webview" if where.webview else "chrome"
    kind: Kind = "webview" if where.webview else "browser"
    return _new(UserAgent, (family, version, "blink", version, os, where.os_version, form, kind, None, "grammar"))


def _apple(where: Platform, text: bytes, name: bytes, number: bytes) -> UserAgent | None:
    if name == b"Version":
        if where.os not in ("ios", "macos", "windows"):
            return UserAgent(None, (), "webkit", (), where.os, (), where.form or "other", "unknown", None, "grammar")
        version = tuple(map(int, number.split(b".")))
        return _new(
            UserAgent,
            ("safari", version, "webkit", version, where.os, where.os_version, where.form, "browser", None, "grammar"),
        )
    if where.os != "ios":
        return None
    if name == b"GSA":
        return _new(
            UserAgent,
            (
                "webview",
                (),
                "webkit",
                where.os_version,
                "ios",
                where.os_version,
                where.form,
                "webview",
                "Google",
                "grammar",
            ),
        )
    version = tuple(map(int, number.split(b".")))
    return _new(
        UserAgent,
        (
            "chrome",
            version,
            "webkit",
            where.os_version,
            "ios",
            where.os_version,
            where.form,
            "browser",
            None,
            "grammar",
        ),
    )


def _firefox(where: Platform, number: bytes) -> UserAgent | None:
    if where.os == "ios":
        return None
    version = tuple(map(int, number.split(b".")))
    return UserAgent(
        "firefox",
        version,
        "gecko",
        version,
        where.os,
        where.os_version,
        where.form or "other",
        "browser",
        None,
        "grammar",
    )


def _products(where: Platform, text: bytes, products: bytes) -> UserAgent | None:
    chromium: Version = ()
    safari: Version = ()
    family: str | None = None
    version: Version = ()
    mobile = False
    edgehtml = False
    for token in products.split():
        name, _, number = token.partition(b"/")
        row = PRODUCTS.get(name)
        if row is None:
            return None
        if row.role == "engine":
            chromium = _version(number)
        elif row.role == "version":
            safari = _version(number)
        elif row.role == "mobile":
            mobile = True
        elif row.role == "family":
            if family is not None:
                return None
            family, version = row.name, _version(number)
            edgehtml = name == b"Edge"
    form: Form = where.form or ("phone" if mobile else "tablet")
    os = where.os
    if edgehtml:
        return UserAgent("edge", version, "edgehtml", version, os, where.os_version, form, "browser", None, "grammar")
    if chromium and os != "ios":
        kind: Kind = "browser"
        if family is None:
            family, version = ("webview", chromium) if safari or where.webview else ("chrome", chromium)
            kind = "webview" if family == "webview" else "browser"
        return UserAgent(family, version, "blink", chromium, os, where.os_version, form, kind, None, "grammar")
    if os == "ios":
        engine = max(where.os_version, safari)
        if family is None:
            return UserAgent("webview", (), "webkit", engine, os, where.os_version, form, "webview", None, "grammar")
        return UserAgent(family, version, "webkit", engine, os, where.os_version, form, "browser", None, "grammar")
    if os == "android" and safari and family is None:
        return UserAgent(
            "android", where.os_version, "webkit", (), os, where.os_version, form, "browser", None, "grammar"
        )
    return None


def _version(number: bytes) -> Version:
    m = _NUMBERS(number)
    return tuple(map(int, m[0].split(b"."))) if m else ()
