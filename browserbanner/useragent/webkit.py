"""What WebKit and its descendants say: Chromium's browsers, Apple's, webviews and the apps around them."""

from __future__ import annotations

import re
from typing import Final

from browserbanner.useragent.model import Version
from browserbanner.useragent.products import COMMENTS, PRODUCTS, app_named
from browserbanner.useragent.said import ANDROID, ANYWHERE, IOS, NOT_ANDROID, NOT_IOS, NOT_LINUX, WINDOWS, Said
from browserbanner.useragent.silent import crawler

# Blink froze AppleWebKit/537.36; whatever has a higher build is not Chromium.
_APPLE_ONLY: Final = 538
# Safari has a Version token since 3.0, which is build 522.
_SAFARI_3: Final = 522
# Up to here releases had the "+" too, that nightly builds have.
_NIGHTLY: Final = 530
# Families that Linux has on Android only.
ON_ANDROID: Final = frozenset(("heytap", "honor", "meizu", "miui", "phoenix", "samsung", "silk", "uc", "vivo"))

_engine = re.compile(rb"AppleWebKit/(\d{2,3})[\d.]{0,10}+(\+)? \(KHTML,? like Gecko\) ?(.*+)").fullmatch
_numbers_of = re.compile(rb"\d{1,4}+(?!\d)(?:\.\d{1,4}+(?!\d))*+").match
_is_number = re.compile(rb"[\w.+~/-]{1,40}").fullmatch


def webkit(text: bytes) -> Said | None:
    """The browser that ``text``, from "AppleWebKit/" on, names; None where a single token in it is not known."""
    m = _engine(text)
    if m is None:
        return None
    build = int(m[1])
    if m[2] is not None and build >= _NIGHTLY:
        return None
    rest = m[3]
    if b"(" in rest:
        rest = COMMENTS.sub(b"", rest)
    # Some apps' own text sticks to Safari's build.
    tokens = rest.replace(b"[", b" [").replace(b";", b" ;").replace(b"XiaoMi/", b"").split()
    chromium: Version = ()
    safari: Version = ()
    version: Version = ()
    family: str | None = None
    app: str | None = None
    token = b""
    mobile = built = on_ios = False
    for position, product in enumerate(tokens):
        name, _, number = product.partition(b"/")
        row = PRODUCTS.get(name)
        if row is None:
            own = b" ".join(tokens[position:])
            app = app_named(own)
            if app is None or crawler(own):
                return None
            break
        if number and _is_number(number) is None:
            return None
        role = row.role
        if role == "engine":
            chromium = _numbers(number)
            if not chromium:
                return None
        elif role == "webkit":
            built = True
        elif role == "mobile":
            mobile = True
        elif role == "version":
            safari = _numbers(number)
        elif role == "family":
            if family is not None and row.name != family:
                return None  # two browsers at once
            family, token, on_ios, version = row.name, name, row.ios, _numbers(number)
        elif role == "app":
            app = row.name
    if on_ios:
        return None if family is None or chromium else Said(family, version, "webkit", safari, IOS, mobile, exact=False)
    if chromium:
        if build >= _APPLE_ONLY or not built:
            return None
        if token == b"Edge":
            return Said("edge", version, "edgehtml", version, WINDOWS)
        if app is not None:
            return Said("webview", chromium, "blink", chromium, NOT_IOS, mobile, "webview", app)
        if family is not None:
            systems = NOT_LINUX if family in ON_ANDROID else NOT_IOS
            return Said(family, version, "blink", chromium, systems, mobile)
        if safari:  # the webview's own Version/4.0
            return Said("webview", chromium, "blink", chromium, ANDROID, mobile, "webview")
        return Said("chrome", chromium, "blink", chromium, NOT_IOS, mobile)
    systems = ANYWHERE if build < _APPLE_ONLY else NOT_ANDROID
    if app is None and family is None:
        if safari and built:
            return Said("safari", safari, "webkit", safari, systems, mobile)
        if built and build < _SAFARI_3 and not mobile:
            return Said("safari", (), "webkit", (), systems)
    if app is None and family is not None:
        return Said(family, version, "webkit", safari, systems, mobile, exact=False)
    return Said("webview", (), "webkit", safari, systems, mobile, "webview", app, exact=False)


def _numbers(number: bytes) -> Version:
    m = _numbers_of(number)
    return tuple(map(int, m[0].split(b"."))) if m is not None else ()
