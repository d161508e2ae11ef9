"""Marks: which message a piece of a banner comes from, from the catalog through the templates into the page's HTML.

A marked catalog puts a private character before each message, which says its number, and one behind it. The banner's
templates carry both along; in the finished HTML they become ``<i data-m="3" data-s="missing">`` and ``</i>``.
"""

from __future__ import annotations

import re
from gettext import NullTranslations

from browserbanner.cli.preview_site.catalogs import Key, Language

_FIRST, _END = 0xF0000, 0xFFFFD
_TITLE = re.compile(r"(?s)<title>.*?</title>")
_PARTS = re.compile(r"(<[^>]*>)")
_MARK = re.compile(r"&#(\d{6,7});")


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

    def state(number: int) -> str:
        found.add(number)
        return f'data-m="{number}" data-s="{states[number]}"'

    def in_text(mark: re.Match[str]) -> str:
        code = int(mark[1])
        if code == _END:
            return "</i>"
        return f"<i {state(code - _FIRST)}>" if _FIRST <= code < _END else mark[0]

    def without(text: str) -> str:
        return _MARK.sub(lambda mark: "" if _FIRST <= int(mark[1]) <= _END else mark[0], text)

    parts = _PARTS.split(_TITLE.sub(lambda title: without(title[0]), html))
    for index, part in enumerate(parts):
        if index % 2 == 0:
            parts[index] = _MARK.sub(in_text, part)
            continue
        numbers = [int(mark[1]) - _FIRST for mark in _MARK.finditer(part) if _FIRST <= int(mark[1]) < _END]
        if numbers:  # in an attribute: the element itself is marked
            parts[index] = f"{without(part)[:-1]} {state(numbers[0])}>"
    return "".join(parts), found
