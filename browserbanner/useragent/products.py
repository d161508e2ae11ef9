"""The products that a user agent string names, a row each: adding a browser is one row here and one test."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

Role: TypeAlias = Literal["engine", "safari", "version", "mobile", "family", "app", "noise"]


class Product(NamedTuple):
    """What a product token (``Name/1.2``, RFC 9110 §10.1.5) says.

    ``engine``: the browser's engine is Chromium of that version. ``version``: Safari's marketing version. ``family``: the
    browser itself. ``app``: an app that shows pages in the system's webview; all that follows it is the app's own text.
    ``noise``: says nothing about the browser, but real ones carry it. ``name`` is the family or the app.
    """

    role: Role
    name: str | None = None


def _family(name: str, *tokens: bytes) -> dict[bytes, Product]:
    return dict.fromkeys(tokens, Product("family", name))


def _noise(*tokens: bytes) -> dict[bytes, Product]:
    return dict.fromkeys(tokens, Product("noise"))


# What may follow "AppleWebKit/… (KHTML, like Gecko)", by the token's name.
PRODUCTS: Final[dict[bytes, Product]] = {
    b"Chrome": Product("engine"),
    b"Safari": Product("safari"),
    b"Version": Product("version"),
    b"Mobile": Product("mobile"),
    **_family("chrome", b"CriOS"),
    **_family("chromium", b"Chromium"),
    **_family("firefox", b"FxiOS"),
    **_family("edge", b"Edg", b"EdgA", b"EdgiOS", b"Edge"),
    **_family("opera", b"OPR", b"OPT", b"OPX", b"OPiOS"),
    **_family("samsung", b"SamsungBrowser"),
    **_family("yandex", b"YaBrowser"),
    **_family("vivaldi", b"Vivaldi"),
    **_family("uc", b"UCBrowser", b"UBrowser"),
    **_family("qq", b"MQQBrowser", b"QQBrowser"),
    **_family("whale", b"Whale"),
    **_family("silk", b"Silk"),
    **_family("duckduckgo", b"DuckDuckGo", b"Ddg"),
    **_family("brave", b"Brave"),
    **_noise(b"Yowser", b"Yptp"),
}
