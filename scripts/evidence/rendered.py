"""What is rendered: direction, months, lists and digits are the language's by CLDR, and inserted names stay apart.

Three banners are drawn from a catalog, with the renderer that sites use. What they show is compared with CLDR (Babel's
copy), asked again here: a renderer that forgets to ask is found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from html import unescape
from typing import NamedTuple

from babel import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.messages import Catalog

from browserbanner.banner import Visit
from browserbanner.banner.tools import BannerRenderer, compiled
from browserbanner.browsers import BrowserData
from browserbanner.options import Options
from browserbanner.useragent import UserAgent
from scripts.evidence.findings import Finding
from scripts.evidence.rules import script_of

_RTL = frozenset({"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg"})
_MARK = "\u200f"
_SYSTEMS = ("Windows", "macOS", "Linux", "ChromeOS", "Android", "iOS", "iPadOS")
_CHROME = UserAgent("chrome", (60, 0), "blink", (60,), "windows", (10, 0), "desktop", "browser")
_ON_WINDOWS_7 = _CHROME._replace(version=(109, 0), engine_version=(109,), os_version=(6, 1))
_SAFARI = UserAgent("safari", (12, 1), "webkit", (12, 1), "ios", (12, 1), "phone", "browser")
_BLOCKS = re.compile(r"</?(?:div|p|td|tr|table|li|ul|h\d|summary|details|small|br|a|button|title|head|body)\b[^>]*>")


class Rendering(NamedTuple):
    """A banner as HTML, and the names that are inserted into its sentences."""

    html: str
    names: tuple[str, ...]


@cache
def _data() -> BrowserData:
    return BrowserData.load()


def is_rtl(language: str) -> bool:
    """Whether a language runs from right to left, by its script."""
    return script_of(language) in _RTL


def draw(language: str, catalog: Catalog) -> list[Rendering]:
    """The banners: cards with their figures, two names in one sentence, and advice to update the system."""
    messages = compiled(catalog)
    renderer = BannerRenderer(_data(), Options(layout="cards"), read_catalog=lambda _: messages)
    five = ("chrome", "edge", "firefox", "opera", "safari")
    visits = (
        (Visit("outdated", "switch", _CHROME, five), ("Chrome 60",)),
        (Visit("outdated", "switch", _ON_WINDOWS_7, ("firefox",)), ("Chrome 109", "Windows 7", "Firefox")),
        (Visit("outdated", "update-os", _SAFARI), ("Safari 12", "iOS")),
    )
    drawn = ((renderer.render(v, locale=language, country="UA", action="/", return_to="/"), n) for v, n in visits)
    return [Rendering(banner.html.decode("ascii"), names) for banner, names in drawn]


def check(language: str, drawn: list[Rendering]) -> Iterator[Finding]:
    """What is not as CLDR has it, and names that are not kept apart."""
    locale, rtl = Locale.parse(language), is_rtl(language)
    for rendering in drawn:
        root = re.search(r'<div id="?bb"?[^>]*>', rendering.html)
        tag = root[0] if root else ""
        if not re.search(rf'\bdir="?{"rtl" if rtl else "ltr"}\b', tag):
            yield Finding("direction", "", f"the banner is not marked as {'rtl' if rtl else 'ltr'}: {tag}")
        if not re.search(rf'\blang="?{language.replace("_", "-")}\b', tag):
            yield Finding("direction", "", f"the banner does not say its language: {tag}")
        if rtl:
            yield from _together(rendering)
    said = segments(drawn[0].html)
    yield from _months(locale, said)
    yield from _lists(locale, said)
    yield from _digits(locale, said)


def segments(html: str) -> list[str]:
    """The texts of a banner, a block each: without tags, and with tooltips."""
    html = re.sub(r"(?s)<(style|script).*?</\1>", "", html)
    tooltips = re.findall(r'title="([^"]*)"', html)
    texts = [re.sub(r"<[^>]+>", "", part) for part in _BLOCKS.split(html)]
    return [text for text in (unescape(text).strip().replace("\xa0", " ") for text in [*texts, *tooltips]) if text]


def _months(locale: Locale, said: list[str]) -> Iterator[Finding]:
    year, month = map(int, _data().month.split("-"))
    wanted = in_own_digits(format_skeleton("yMMMM", date(year, month, 1), locale=locale), locale)
    if not any(wanted in text for text in said):
        yield Finding("date", "", f"the month of the figures is not written as {wanted!r}")


def _lists(locale: Locale, said: list[str]) -> Iterator[Finding]:
    lists = 0
    # Hebrew joins its "and" to a foreign word with a hyphen, which CLDR's pattern leaves to the formatter.
    for text in (re.sub("(?<=\u05d5)[-\u05be]", "", text.replace(_MARK, "")) for text in said):
        found = re.findall(rf"(?<![A-Za-z])(?:{'|'.join(_SYSTEMS)})(?![A-Za-z]| \d)", text)
        if len(found) < 2 or len(set(found)) < len(found):
            continue
        lists += 1
        wanted = format_list(found, locale=locale).replace(_MARK, "").replace("\xa0", " ")
        if wanted not in text:
            yield Finding("list", "", f"a list is not written as {wanted!r}: {text!r}")
    if not lists:
        yield Finding("list", "", "no list of systems is shown")


def _digits(locale: Locale, said: list[str]) -> Iterator[Finding]:
    """Figures outside of names in other digits than the language's."""
    wanted = unicodedata.name(in_own_digits("0", locale)).removesuffix("DIGIT ZERO")
    for text in said:
        bare = re.sub(r"[A-Za-z][\w.]*(?: [\d.]+)?|CC BY 4\.0", "", text)
        odd = {sign for sign in bare if sign.isdigit() and not unicodedata.name(sign).startswith(f"{wanted}DIGIT")}
        if odd:
            yield Finding("digits", "", f"{text!r} has the digits {', '.join(sorted(odd))}")


def in_own_digits(text: str, locale: Locale) -> str:
    """The text in the digits of the language's default numbering system, by CLDR."""
    first = {"latn": "0", "arab": "\u0660", "arabext": "\u06f0", "beng": "\u09e6", "deva": "\u0966", "mymr": "\u1040"}
    zero = ord(first[locale.default_numbering_system])
    return re.sub(r"[0-9]", lambda digit: chr(zero + int(digit[0])), text)


def _together(rendering: Rendering) -> Iterator[Finding]:
    """Names in right-to-left sentences without a mark of that direction on either side."""
    for text in segments(rendering.html):
        for name in rendering.names:
            for found in re.finditer(rf"(?<![A-Za-z])(?<!Mozilla ){re.escape(name)}(?![A-Za-z0-9])", text):
                before, after = text[: found.start()][-1:], text[found.end() :][:1]
                if text != name and not (before == after == _MARK):
                    yield Finding("bidi", "", f"{name!r} stands without marks of direction: {text!r}")
        between = re.findall(rf"(?:{'|'.join(_SYSTEMS)})([^A-Za-z]*?)(?={'|'.join(_SYSTEMS)})", text)
        if any(not re.search("[\u0590-\u07ff\u200f]", gap) for gap in between):
            yield Finding("bidi", "", f"names run into each other: {text!r}")
