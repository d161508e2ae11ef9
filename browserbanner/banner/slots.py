"""Outline: a rendered banner with holes for what belongs to one request, and how they are filled.

Only the outline is kept: nonce and addresses never enter it, nor does what a visitor can make up (a version, a country)
or what differs by country (figures). A template writes a slot as ``{{ slots.nonce }}``, which renders as one private
character; the finished text is cut there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal
from urllib.parse import quote

from markupsafe import Markup

from browserbanner.banner.scripts import CLOSE_SCRIPT

#: What a template can name. ``nonce``: the whole attribute, or nothing; ``style``: the sheet; ``token``: the whole
#: attribute by which the script knows the browser, or nothing; ``close``: the address of the link that closes the
#: banner; ``action``, ``return_to``: where a form posts to, and the value of its field ``next``; ``script``: the whole
#: element, or nothing; ``own``: where the middleware's own addresses lie. Between ``form`` and ``end_form`` stands what
#: a page of a foreign base address must not carry. ``browser``, ``system``, ``app``, ``country``: names in sentences;
#: ``figure0`` and so on: the share on each card.
NAMES = (
    *("nonce", "style", "token", "close", "action", "return_to", "script", "own", "form", "end_form"),
    *("browser", "system", "app", "country"),
    *(f"figure{index}" for index in range(24)),
)
#: The character that stands for each slot in a template's text.
MARKS = {name: Markup(chr(0xE000 + index)) for index, name in enumerate(NAMES)}
_NAMED = {str(mark): name for name, mark in MARKS.items()}
_MARK = re.compile("([" + "".join(_NAMED) + "])")
_PRIVATE = re.compile("[\ue000-\uf8ff\x00-\x1f\x7f]")

_INLINE = CLOSE_SCRIPT.encode("ascii")
_LONGEST_RETURN = 1500
"""Characters of the way back in the close button's address, of which Internet Explorer takes 2,083 in all. Where it is
longer, the Referer says the way."""


class Outline:
    """The pieces of a rendered text, bytes and names of slots by turns. Immutable."""

    def __init__(self, text: str, style: bytes, charset: Literal["ascii", "utf-8"] = "ascii") -> None:
        self._whole: list[bytes | str] = []
        self._bare: list[bytes | str] = []
        in_form = False
        for piece in _MARK.split(text):
            name = _NAMED.get(piece)
            if name in ("form", "end_form"):
                in_form = name == "form"
                continue
            # The sheet is shared by all outlines of its shape: one object, not a copy in each.
            part = style if name == "style" else name or piece.encode(charset, "xmlcharrefreplace")
            self._whole.append(part)
            if not in_form and name != "script":
                self._bare.append(part)

    def fill(self, values: dict[str, bytes]) -> tuple[bytes, bytes]:
        """The whole text and the bare one. ``values``: by slot, escaped already."""
        whole = [values[part] if isinstance(part, str) else part for part in self._whole]
        bare = [values[part] if isinstance(part, str) else part for part in self._bare]
        return b"".join(whole), b"".join(bare)


def slot_values(
    kind: str,
    action: str,
    return_to: str,
    nonce: str | None,
    script_src: str | None,
    own: str,
    token: str | None,
) -> dict[str, bytes]:
    """What belongs to one request, by slot, escaped. The parameters are those of ``BannerRenderer.render``."""
    allowed = b"" if nonce is None else b' nonce="' + escaped(nonce) + b'"'
    if script_src is not None:
        script = b"<script" + allowed + b' src="' + _address(script_src) + b'" async></script>'
    elif allowed:
        script = b"<script" + allowed + b">" + _INLINE + b"</script>"
    else:
        script = b""  # a strict Content-Security-Policy would only report it
    back = quote(return_to, "/:@!$*,~", errors="replace").encode("ascii")
    return {
        "action": _address(action),
        "close": _address(f"{action}?kind={kind}&next=") + (back if len(back) <= _LONGEST_RETURN else b""),
        "return_to": escaped(return_to),
        "nonce": allowed,
        "script": script,
        "own": _address(own),
        "token": b"" if token is None else b' data-engine="' + _address(token) + b'"',
    }


def escaped(text: str) -> bytes:
    """Text as a quoted attribute's value, in ASCII. (markupsafe's escape takes three times as long for so little.)"""
    text = (
        text.replace("&", "&amp;").replace('"', "&#34;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
    )
    return text.encode("ascii", "xmlcharrefreplace")


#: Our own addresses and engines' tokens: a few, the same in all requests below one root path.
_address = lru_cache(maxsize=64)(escaped)


def without_marks(text: str) -> str:
    """Text from outside, without characters that could pass for a slot, and without control characters."""
    return _PRIVATE.sub("", text)
