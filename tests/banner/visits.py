"""Visitors, and what a banner's HTML holds for them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any, Protocol

from browserbanner import Banner, UserAgent
from browserbanner.banner.stylesheet import Stylesheets
from browserbanner.banner.tools import BannerRenderer
from browserbanner.options import Options

CHROME_60 = UserAgent("chrome", (60, 0), "blink", (60,), "windows", (10, 0), "desktop", "browser")
CHROME_109_ON_WINDOWS_7 = CHROME_60._replace(version=(109, 0), engine_version=(109,), os_version=(6, 1))
SAFARI_ON_MAC = UserAgent("safari", (12, 1), "webkit", (12, 1), "macos", (), "desktop", "browser")
SAFARI_ON_IPHONE = UserAgent("safari", (12, 1), "webkit", (12, 1), "ios", (12, 1), "phone", "browser")
CHROME_ON_ANDROID = UserAgent("chrome", (90, 0), "blink", (90,), "android", (11,), "phone", "browser")

FOUR = ("chrome", "edge", "firefox", "opera")
FIVE = (*FOUR, "safari")
ON_ANDROID = (*FOUR, "samsung")


class Render(Protocol):
    def __call__(self, renderer: BannerRenderer | None = None, /, **values: Any) -> Banner: ...


class Element:
    """A start tag and the text up to its end tag, descendants' text included."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name, self.attributes, self.text = name, attributes, ""

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


class Document(HTMLParser):
    """What is in a banner: its elements in order, with their text."""

    _VOID = frozenset({"input", "br", "meta"})

    def __init__(self, html: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.unclosed: list[Element] = []
        self.feed(html.decode("ascii"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in self._VOID:
            self.unclosed.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.unclosed.pop().name == tag

    def handle_data(self, data: str) -> None:
        for element in self.unclosed:
            element.text += data

    def all(self, selector: str) -> list[Element]:
        """By tag name, or by ".class"."""
        return [e for e in self.elements if selector == e.name or (selector[1:] in e.classes and selector[0] == ".")]

    def links(self) -> list[Element]:
        """Where it leads: all but the close button, which is a link too."""
        return [element for element in self.all("a") if "bb-x" not in element.classes]

    def texts(self, selector: str) -> list[str]:
        return [element.text for element in self.all(selector)]

    def text(self, selector: str) -> str:
        (text,) = self.texts(selector)
        return text


def said(document: Document) -> tuple[str, str]:
    """A banner's title and its sentence."""
    return document.text(".bb-t"), document.text(".bb-p")


def stylesheet(shape: str, theme: Any = "auto", position: Any = "top", place: Any = "top") -> str:
    """The sheet of a shape, for left-to-right text."""
    return Stylesheets(Options(theme=theme, position=position, place=place)).sheet(shape, False).decode("ascii")
