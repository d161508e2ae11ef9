"""Marks: which message a piece of a banner comes from, from the catalog through the templates into the page's HTML.

A marked catalog puts a private character before each message, which says its number, and one behind it. The banner's
templates carry both along; in the finished HTML they become ``<i data-m="3" data-s="missing">`` and ``</i>``.
"""

from __future__ import annotations

import re
from gettext import NullTranslations

from browserbanner.cli.preview_site.catalogs import Key, Language

_FIRST, _END = 0xF0000, 0xFFFFD
_MARK = re.compile(r"&#(\d{6,7});")
#: Where marks stand: in a title, in a tag, or in text.
_PIECE = re.compile(rf"(?s)<title>.*?</title>|<[^>]*>|{_MARK.pattern}")


class MarkedCatalog(NullTranslations):
    """A language's messages, each with its mark: its number is that in ``language.shown``."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.add_fallback(language.texts)
        self._numbers = {key: number for number, key in enumerate(language.shown)}

    def pgettext(self, context: str, message: str) -> str:
        return self._marked((context, message), super().pgettext(context, message))

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self._marked((context, msgid1), super().npgettext(context, msgid1, msgid2, n))

    def _marked(self, key: Key, text: str) -> str:
        if key not in self._numbers:  # a sentence of the site's own templates
            return text
        return f"{chr(_FIRST + self._numbers[key])}{text}{chr(_END)}"


def with_elements(html: str, states: list[str]) -> tuple[str, set[int]]:
    """The HTML with elements in place of the marks, and the messages that are in it. ``states``: by number."""
    found: set[int] = set()

    def attributes(code: int) -> str:
        number = code - _FIRST
        found.add(number)
        return f'data-m="{number}" data-s="{states[number]}"'

    def replaced(piece: re.Match[str]) -> str:
        codes = [code for code in map(int, _MARK.findall(piece[0])) if _FIRST <= code <= _END]
        if not codes:
            return piece[0]
        if piece[0].startswith("&"):
            return "</i>" if codes[0] == _END else f"<i {attributes(codes[0])}>"
        plain = _MARK.sub(lambda mark: "" if int(mark[1]) in codes else mark[0], piece[0])
        # In an attribute: the element itself is marked. A title has no elements.
        return plain if plain.startswith("<title>") else f"{plain[:-1]} {attributes(codes[0])}>"

    return _PIECE.sub(replaced, html), found
