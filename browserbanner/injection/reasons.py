"""Why the scanner found no place for a banner in a page: clauses for the log, with the option ``debug``."""

from __future__ import annotations

UNSURE = "the page has no {wanted} before <{tag}>, and from there on it is not sure what follows"
TEXT = "the page has no {wanted} before its text, and no doctype, <html> or <head> either, or that text may be a space"
TOO_LONG = "there is no {wanted} in the first {limit} KiB of the page, and no more is looked at"
TOO_MANY = "there is no {wanted} among as many tags and comments as are looked at"
NOSCRIPT = "a <noscript> leaves a tag or an element open"
CHARSET = "a <meta> names a charset in which ASCII may be something else"
ESCAPE = "the page has an escape character (0x1B), as ISO-2022-JP has"
AMP = "it is an AMP page"


def at_the_end(document: bool, ended: bool) -> str:
    """Of a page that is over. ``ended``: so is every tag, comment and element that hides others."""
    if not document:
        return "the page has no doctype, <html> or <head>: it may be a part of one"
    return "the page has no {wanted}" + ("" if ended else " before a tag, a comment or an element that never ends")


def clause(why: str, top: bool, tag: bytes, limit: int) -> str:
    """One of these about a page. ``top``: the place; ``tag``: the last one that was read; ``limit``: in bytes."""
    wanted = "<body> tag" if top else "<!-- browserbanner -->"
    return why.format(wanted=wanted, tag=tag.decode("latin-1"), limit=limit // 1024)
