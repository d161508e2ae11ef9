"""A user agent as it was sent, whatever its server made of it in the log; and how page views are counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from browserbanner.analysis.formats import Escapes
from browserbanner.analysis.sql import BACKSLASH, QUOTE

_BACKSLASHED = re.compile(rb'\\x([0-9A-Fa-f]{2})|\\([bfnrtv"\\])|' + f"{QUOTE}|{BACKSLASH}".encode())
_LETTERS = {
    rb"\b": b"\b", rb"\f": b"\f", rb"\n": b"\n", rb"\r": b"\r", rb"\t": b"\t", rb"\v": b"\v",
    rb'\"': b'"', rb"\\": b"\\", QUOTE.encode(): b'"', BACKSLASH.encode(): b"\\",
}  # fmt: skip
_HASHED = re.compile(rb"#([0-9A-Fa-f]{2})")


class Count(NamedTuple):
    """Page views, and distinct visitors by address and user agent; None where a log has no addresses."""

    views: int = 0
    visitors: int | None = None


def added_up(counts: Iterable[Count]) -> Count:
    """All together; without visitors where one of them has none."""
    views, visitors = zip(*counts, strict=True)
    return Count(sum(views), None if None in visitors else sum(visitors))


class Agent(NamedTuple):
    """A user agent in a log, as it was sent. ``views``: by day (ISO date, or None), with the visitors that were
    counted on it; ``visitors``: those of all days together."""

    sent: bytes
    days: dict[str | None, tuple[int, int]]
    visitors: int


def as_sent(agent: str, escapes: Escapes = "backslash") -> bytes:
    """A user agent's own bytes: what its server escaped is undone. "-" is how none is written."""
    raw = b"" if agent == "-" else agent.encode("utf-8", "surrogatepass")
    if escapes == "percent":
        return _unquoted(raw)
    if escapes == "hash":
        return _HASHED.sub(_unescaped, raw)
    # Most have none of these, which is seen ten times as fast as by the regular expression.
    if escapes == "backslash" and ("\\" in agent or QUOTE in agent or BACKSLASH in agent):
        return _BACKSLASHED.sub(_unescaped, raw)
    return raw


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes.fromhex(found[1].decode()) if found[1] is not None else _LETTERS[found[0]]


def _unquoted(raw: bytes) -> bytes:
    """IIS writes "+" for a space, and no other sign of a user agent otherwise; CloudFront writes "%20", and for some
    years wrote "%2520"."""
    if b" " in raw:
        return raw
    if b"+" in raw and b"%20" not in raw and b"%2520" not in raw:
        return raw.replace(b"+", b" ")
    raw = unquote_to_bytes(raw)
    return unquote_to_bytes(raw) if b"%20" in raw else raw


def is_undecoded(agent: bytes) -> bool:
    """Whether a user agent still has "+" or "%20" where a space was, so that it cannot be recognised."""
    return b" " not in agent and agent.startswith(b"Mozilla/") and (b"+" in agent or b"%20" in agent)
