"""What the scanner knows of HTML's tags: names by what they do before the body, and a tag's attributes."""

from __future__ import annotations

import re

#: They live in the head, or merge into what is open, and change nothing (HTML §13.2.6.4.1 to §13.2.6.4.6).
HEAD_TAGS = frozenset({b"html", b"head", b"base", b"basefont", b"bgsound", b"link", b"meta"})

#: Their content is text for the tokenizer, up to their own end tag. ``script`` has rules of its own.
RAW_TEXT = frozenset({b"title", b"style", b"noframes", b"noscript", b"textarea", b"xmp", b"iframe", b"noembed"})

#: Those of them that stay in the head; ``noscript`` only before ``</head>``.
HEAD_RAW_TEXT = frozenset({b"title", b"style", b"noframes", b"noscript"})

#: They imply the body, and set the parser's frameset-ok flag to "not ok": no frameset can follow any more.
BODY_FOR_SURE = frozenset(
    b"applet area br button dd dt embed hr iframe image img input keygen li listing marquee object pre select table"
    b" textarea wbr xmp".split()
)

#: They have no content, and no end tag.
VOID = frozenset(
    b"area base basefont bgsound br col embed hr img input keygen link meta param source track wbr".split()
)

#: In a template these change how the tags after them are read (foreign content, column groups, selects), or leave
#: formatting elements open beyond its end (those that set a marker in the list of active formatting elements).
OPAQUE_IN_TEMPLATE = frozenset(b"svg math select col colgroup plaintext applet caption marquee object td th".split())

# Attributes as far as they are whole: white space and slashes, names, a name with its value.
_ATTRIBUTES = (
    rb"""(?>[\t\n\f\r /]++|[^\t\n\f\r />][^/>=]*+(?>(?=[/>])|=[\t\n\f\r ]*+"""
    rb"""(?>"[^"]*+"|'[^']*+'|[^\t\n\f\r >"'][^\t\n\f\r >]*+(?=[\t\n\f\r >])|(?=>))))*+"""
)

#: A tag and the white space before it: "/" or nothing, the name, and if the tag is whole the text between its name and
#: the ``>`` that no quotes hold (HTML §13.2.5.6 to §13.2.5.39). Possessive: no byte is tried twice.
TAG = re.compile(rb"[\t\n\f\r ]*+<(/?+)([A-Za-z][^\t\n\f\r />]*+)(?:(" + _ATTRIBUTES + rb")>)?+")

#: The same for a tag that comes in pieces: what goes on with each part of it, and which part follows after the byte
#: that ends it (b"": after any other). A ``>`` that ends a part ends the tag.
RUN = {
    "tag name": re.compile(rb"[^\t\n\f\r />]*+"),
    "before a name": re.compile(_ATTRIBUTES),
    "names": re.compile(rb"[^/>=]*+"),
    "before a value": re.compile(rb"[\t\n\f\r ]*+"),
    "in double quotes": re.compile(rb'[^"]*+'),
    "in single quotes": re.compile(rb"[^']*+"),
    "unquoted": re.compile(rb"[^\t\n\f\r >]*+"),
}
AFTER = {
    "tag name": {b"": "before a name"},
    "before a name": {b"": "names"},  # "=" too
    "names": {b"": "before a name", b"=": "before a value"},
    "before a value": {b"": "unquoted", b'"': "in double quotes", b"'": "in single quotes"},
    "in double quotes": {b"": "before a name"},
    "in single quotes": {b"": "before a name"},
    "unquoted": {b"": "before a name"},
}

_ATTRIBUTE = re.compile(
    rb"""[\t\n\f\r /]*+([^\t\n\f\r />][^\t\n\f\r />=]*+)"""
    rb"""(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:"([^"]*+)"?|'([^']*+)'?|([^\t\n\f\r >]*+)))?+"""
)

_META_CHARSET = re.compile(rb"""charset\s*+=\s*+["']?+\s*+([^\s"';]++)""", re.IGNORECASE)

# In these, bytes below 0x80 are not always ASCII characters (UTF-16 and so on), or old browsers read "+" or "~{" as the
# start of something else. In every other charset on the Web a numeric character reference is what it seems.
_NOT_ASCII = re.compile(
    rb"utf16|utf32|utf7|xutf(?:16|32|7)|unicode(?!11utf8|20utf8)|ucs[24]|iso10646|csiso10646|csunicode|csutf(?:16|32|7)"
    rb"|iso2022|csiso2022|hz|csiso58|replacement|scsu|bocu|cs(?:scsu|bocu|ucs)|(?:x|cp)?ebcdic"
    rb"|(?:cp|ibm|csibm|cs)0?(?:037|273|27[78]|28[0145]|290|297|42[034]|500|87[01]|880|905|1026|1047|114[0-9])"
)


def attributes(text: bytes | bytearray) -> dict[bytes, bytes]:
    """A start tag's attributes, from the text between its name and its ``>``. Names in lower case; the first one of a
    name counts (HTML §13.2.5.33); values as written, character references too."""
    found: dict[bytes, bytes] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), double or single or bare)
    return found


def is_amp(html: dict[bytes, bytes]) -> bool:
    """Whether an html tag's attributes make the page an AMP document, which may hold nothing of ours."""
    return not _AMP.isdisjoint(html)


_AMP = frozenset(
    (mark + suffix).encode() for mark in ("amp", "\u26a1", "\u26a1\ufe0f")
    for suffix in ("", "4ads", "4email")
)  # fmt: skip


def may_be_hidden(text: bytes | bytearray) -> bool:
    """Whether an input with these attributes may be hidden, which leaves it open whether a frameset follows."""
    kind = attributes(text).get(b"type", b"").lower()
    return kind == b"hidden" or b"&" in kind


def may_change_charset(text: bytes | bytearray) -> bool:
    """Whether a meta tag with these attributes may declare a charset in which ASCII bytes aren't ASCII characters (HTML
    §4.2.5.4)."""
    if b"charset" not in text.lower():  # most have none
        return False
    meta = attributes(text)
    charset = meta.get(b"charset")
    if charset is None and meta.get(b"http-equiv", b"").strip().lower() == b"content-type":
        declared = _META_CHARSET.search(meta.get(b"content", b""))
        charset = declared and declared[1]
    return charset is not None and not is_ascii_compatible(charset)


def is_ascii_compatible(charset: bytes) -> bool:
    """Whether ASCII bytes mean ASCII characters, at any point, in the charset of this label. One with a character
    reference in it may be any."""
    return b"&" not in charset and _NOT_ASCII.match(re.sub(rb"[^a-z0-9]", b"", charset.lower())) is None
