"""What WebKit and its descendants say: Chromium's browsers, Apple's, webviews and the apps around them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, TypeAlias

from browserbanner.useragent.builds import is_made_up
from browserbanner.useragent.ignored import crawler
from browserbanner.useragent.model import Version
from browserbanner.useragent.products import (
    ANDROID,
    ANYWHERE,
    APPS,
    FAMILIES,
    IOS,
    NOT_ANDROID,
    NOT_IOS,
    NOT_LINUX,
    ONLY_ON_IOS,
    ROLES,
    WINDOWS,
    ProductTokens,
    Role,
    app_named,
    without_comments,
)  # fmt: skip
from browserbanner.versions import parse_version

# Blink froze AppleWebKit/537.36; whatever has a higher build is not Chromium.
_APPLE_ONLY: Final = 538
# Safari has a Version token since 3.0, which is build 522.
_SAFARI_3: Final = 522
# Up to here releases had the "+" too, that nightly builds have.
_NIGHTLY: Final = 530
# Families that Linux has on Android only.
ON_ANDROID: Final = frozenset((
    "aloha", "duckduckgo", "heytap", "honor", "huawei", "meizu", "miui", "phoenix", "quark", "samsung", "silk", "uc",
    "vivo",
))  # fmt: skip

_Products: TypeAlias = dict[Role, tuple[bytes, bytes]]  # by role, the name and the number

_BLINK: Final = b"AppleWebKit/537.36 (KHTML, like Gecko) "
_FROZEN_BUILD: Final = b"Safari/537.36"
_engine = re.compile(rb"AppleWebKit/(\d{2,3})[\d.]{0,10}+(\+)? \(KHTML,? like Gecko\) ?(.*+)").fullmatch
_glued = re.compile(rb"Safari/([\d.]{3,12})(?=[\[;])").match
# A product's number: its leading parts of at most four digits are its version. Xiaomi writes its browser's name first.
_VERSIONS: Final = frozenset(("engine", "version", "family"))
_number = re.compile(rb"(?:MiuiBrowser/)?+((?:\d{1,4}+(?!\d)(?:\.\d{1,4}+(?!\d))*+)?)[\w.+~/-]{0,40}").fullmatch


@lru_cache(1024)
def webkit(text: bytes) -> ProductTokens | None:
    """The browser that ``text``, from "AppleWebKit/" on, names; None where a single token in it is not known."""
    read = _read(text)
    versions = None if read is None else _versions(read[1])
    if read is None or versions is None:
        return None
    build, products, app = read
    browser = products["family"][0] if "family" in products else b""
    if browser in ONLY_ON_IOS:
        if "engine" in versions:
            return None
        # Blink itself is there in the European Union and in Japan: nothing tells which.
        is_blink = text.startswith(_BLINK)
        engine, safari = (None, ()) if is_blink else ("webkit", versions.get("version", ()))
        return ProductTokens(FAMILIES[browser], versions["family"], engine, safari, IOS, "mobile" in versions)
    if "engine" in versions:
        return _chromium(build, versions, browser, app)
    return _not_chromium(build, versions, FAMILIES.get(browser), app)


def naming_token(text: bytes) -> str:
    """What stands before the version in the product from which `webkit` takes the family: ``OPR/``."""
    read = _read(text)
    products = {} if read is None else read[1]
    roles: tuple[Role, ...] = ("family", "engine", "version", "webkit")
    name, number = next((products[role] for role in roles if role in products), (b"", b""))
    return name.decode("latin-1") + "/" * bool(number)


def _read(text: bytes) -> tuple[int, _Products, str | None] | None:
    """WebKit's build, the last product of each role, and the app that is named; None where a token is not known, or for
    a nightly build."""
    if text.startswith(_BLINK):
        build, rest = b"537", text[len(_BLINK) :]
    else:
        m = _engine(text)
        if m is None:
            return None
        build, nightly, rest = m.groups()
        if nightly is not None and int(build) >= _NIGHTLY:
            return None
    rest = without_comments(rest)
    products: _Products = {}
    app: str | None = None
    for product in rest.split():
        if product == _FROZEN_BUILD:
            products["webkit"] = b"Safari", b""
            continue
        name, _, number = product.partition(b"/")
        role = ROLES.get(name)
        if role is None or (role == "webkit" and number and not number[-1:].isdigit()):
            app = _own_text(rest[rest.index(product) :], products)
            if app is None:
                return None
            break
        if role == "family":
            if role in products and FAMILIES[products[role][0]] != FAMILIES[name]:
                return None  # two browsers at once
        elif role == "app":
            app = APPS[name]
        products[role] = name, number
    return int(build), products, app


def _versions(products: _Products) -> dict[Role, Version] | None:
    """What the products' numbers say; None where one of them is no number."""
    versions: dict[Role, Version] = {}
    for role, (_, number) in products.items():
        version: Version = ()
        if number:
            m = _number(number)
            if m is None:
                return None
            if m[1] and role in _VERSIONS:
                version = parse_version(m[1])
        versions[role] = version
    return versions


def _own_text(text: bytes, products: _Products) -> str | None:
    """The app whose own text this is; the build of Safari that it may stick to goes to ``products``."""
    m = _glued(text)
    if m is not None:
        products["webkit"] = b"Safari", m[1]
        text = text[m.end() :]
    app = app_named(text)
    return None if app is None or crawler(text) else app


def _chromium(build: int, versions: dict[Role, Version], browser: bytes, app: str | None) -> ProductTokens | None:
    """``browser``: the product that names the family, b"" for Chrome itself."""
    engine = versions["engine"]
    mobile = "mobile" in versions
    if not engine or "webkit" not in versions:
        return None
    family, version = FAMILIES.get(browser, "chrome"), versions.get("family", engine)
    if is_made_up(engine):
        return ProductTokens(family, version, None, (), NOT_IOS, mobile)
    if build >= _APPLE_ONLY:  # a WebKit that poses as Chromium
        return ProductTokens(family, version, None, (), ANYWHERE, mobile, "unknown")
    if browser == b"Edge":
        return ProductTokens(family, version, "edgehtml", version, WINDOWS)
    if app is not None:
        return ProductTokens("webview", engine, "blink", engine, NOT_IOS, mobile, "webview", app)
    if browser == b"OPR" and "version" in versions:  # Opera Mini, which renders where it likes
        return ProductTokens(family, version, "blink", engine, ANDROID, mobile, "unknown")
    if not browser and "version" in versions:  # the webview's own Version/4.0
        return ProductTokens("webview", engine, "blink", engine, ANDROID, mobile, "webview")
    return ProductTokens(family, version, "blink", engine, NOT_LINUX if family in ON_ANDROID else NOT_IOS, mobile)


def _not_chromium(build: int, versions: dict[Role, Version], family: str | None, app: str | None) -> ProductTokens:
    systems = ANYWHERE if build < _APPLE_ONLY else NOT_ANDROID
    safari = versions.get("version", ())
    mobile = "mobile" in versions
    if app is None and family is not None:
        return ProductTokens(family, versions["family"], "webkit", safari, systems, mobile)
    if app is None and "webkit" in versions and (safari or (build < _SAFARI_3 and not mobile)):
        return ProductTokens("safari", safari, "webkit", safari, systems, mobile)
    return ProductTokens("webview", (), "webkit", safari, systems, mobile, "webview", app)
