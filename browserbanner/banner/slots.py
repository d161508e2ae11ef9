"""Outline: a rendered banner with holes for what belongs to one request, and how they are filled.

Only the outline is cached: nonce, addresses and the like never enter it. A template writes a slot as
``{{ slots.nonce }}``, which renders as one private character; the finished text is cut there.
"""

from __future__ import annotations

import re

#: What a template can name. ``nonce``: the whole attribute, or nothing; ``style``: the sheet; ``script``: the whole
#: element, or nothing; ``own``: where the middleware's own addresses lie. Between ``form`` and ``end_form`` stands what
#: a page of a foreign base address must not carry.
NAMES = ("nonce", "style", "action", "return_to", "script", "own", "form", "end_form")
_MARKS = {chr(0xE000 + index): name for index, name in enumerate(NAMES)}
_MARK = re.compile("([" + "".join(_MARKS) + "])")
_PRIVATE = re.compile("[\ue000-\uf8ff\x00-\x1f\x7f]")

MARKS = {name: mark for mark, name in _MARKS.items()}


class Outline:
    """The pieces of a rendered text, bytes and names of slots by turns. Immutable."""

    __slots__ = ("_bare", "_bare_holes", "_holes", "_pieces")

    def __init__(self, text: str, style: bytes) -> None:
        whole: list[bytes | str] = []
        bare: list[bytes | str] = []
        in_form = False
        for piece in _MARK.split(text):
            name = _MARKS.get(piece)
            if name in ("form", "end_form"):
                in_form = name == "form"
                continue
            # The sheet is shared by all outlines of its shape: one object, not a copy in each.
            part = style if name == "style" else name or piece.encode("ascii", "xmlcharrefreplace")
            whole.append(part)
            if not in_form and name != "script":
                bare.append(part)
        self._pieces, self._holes = _with_holes(whole)
        self._bare, self._bare_holes = _with_holes(bare)

    def fill(self, values: dict[str, bytes]) -> tuple[bytes, bytes]:
        """The whole text and the bare one. ``values``: by slot, escaped already."""
        pieces = self._pieces.copy()
        for index, name in self._holes:
            pieces[index] = values[name]
        bare = self._bare.copy()
        for index, name in self._bare_holes:
            bare[index] = values[name]
        return b"".join(pieces), b"".join(bare)


def without_marks(text: str) -> str:
    """Text from outside, without characters that could pass for a slot, and without control characters."""
    return _PRIVATE.sub("", text)


def _with_holes(parts: list[bytes | str]) -> tuple[list[bytes], list[tuple[int, str]]]:
    holes = [(index, part) for index, part in enumerate(parts) if isinstance(part, str)]
    return [b"" if isinstance(part, str) else part for part in parts], holes
