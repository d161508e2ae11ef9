"""Pseudo-locales, by CLDR's names: English that nobody mistakes for a translation, longer, and with odd letters.

``en_XA`` reads left to right, ``ar_XB`` right to left. What is in plain English on a banner then cannot be translated.
"""

from __future__ import annotations

import re

PSEUDO_LOCALES = ("en_XA", "ar_XB")

_LETTERS = str.maketrans(
    "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpRrSsTtUuVvWwYyZz", "ÅåƁƀÇçÐðÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀɱÑñÖöÞþŔŕŠšŢţÛûṼṽŴŵÝýŽž"
)
_PLACEHOLDER = re.compile(r"(%\(\w+\)s)")
_WORD = 8
_LONGER = 1.4  # German and Ukrainian sentences are at most so much longer than English ones


def pseudo_text(message: str, locale: str) -> str:
    """A message in a pseudo-locale: placeholders kept, brackets around it. Without letters it stays as it is."""
    if not any(map(str.isalpha, _PLACEHOLDER.sub("", message))):
        return message
    parts = _PLACEHOLDER.split(message)
    more = round(sum(map(len, parts[::2])) * (_LONGER - 1)) - 2
    parts[-1] = (parts[-1] + "".join("o" if index % _WORD else " " for index in range(more))).rstrip()
    if not message.startswith("%("):  # the share's sentence has to begin with its figure
        parts[0] = "[" + parts[0]
        parts[-1] += "]"
    turned, back = ("\u202e", "\u202c") if locale == "ar_XB" else ("", "")
    return "".join(
        part if index % 2 or not part else f"{turned}{part.translate(_LETTERS)}{back}"
        for index, part in enumerate(parts)
    )
