"""PlainHead: how far a document's head is so plain that nothing in it decides anything."""

from __future__ import annotations

import re

# Written so that one look at the text decides: no "<" and no ">" in attributes, no title with a "<" in it, no meta that
# may declare a charset, no html that may be AMP's. Whatever is not like that is left to the scanner. No byte is tried
# twice (possessive and atomic groups), but for the looks ahead, which end with the tag.
_SPACE = rb"[\t\n\f\r ]"
_VALUE = rb"""(?>"[^"<>]*+"|'[^'<>]*+'|[^\t\n\f\r "'<>][^\t\n\f\r "'<>]*+)"""
_ATTRIBUTES = (
    rb"""(?>[\t\n\f\r /]++[^\t\n\f\r "'<>/=]++(?:""" + _SPACE + rb"*+=" + _SPACE + rb"*+" + _VALUE + rb")?+)*+"
)
_PLAIN = re.compile(
    rb"(?>" + _SPACE + rb"++|<!doctype[^>]*+>|<title>[^<]*+</title>"
    rb"|<(?:link|head|meta(?![^>]*charset)|html(?![^>]*(?:amp|\xe2\x9a\xa1)))" + _ATTRIBUTES + rb"[\t\n\f\r /]*+>)*+",
    re.IGNORECASE,
)
_OPENING = re.compile(rb"<(?:!doctype|html|head)", re.IGNORECASE)


def plain_head(buffer: bytes, at: int) -> tuple[int, int, bool]:
    """Of what begins at ``at``: where the plain part ends, how many tags and doctypes it has (end tags of titles do not
    count), and whether a doctype, html or head is among them."""
    plain = _PLAIN.match(buffer, at)
    end = plain.end() if plain else at
    if end == at:
        return at, 0, False
    text = buffer[at:end]
    return end, text.count(b"<") - text.count(b"</"), _OPENING.search(text) is not None
