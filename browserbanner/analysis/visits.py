"""A user agent as it was sent, whatever its server made of it in the log; and how page views are counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from browserbanner.analysis.formats import Escapes
from browserbanner.analysis.sql import BACKSLASH, QUOTE

_BACKSLASHED = re.compile(rf'\\x([0-9A-Fa-f]{{2}})|\\([bfnrtv"\\])|{QUOTE}|{BACKSLASH}')
_LETTERS = {
    "\\b": b"\b", "\\f": b"\f", "\\n": b"\n", "\\r": b"\r", "\\t": b"\t", "\\v": b"\v",
    '\\"': b'"', "\\\\": b"\\", QUOTE: b'"', BACKSLASH: b"\\",
}  # fmt: skip
_HASHED = re.compile(r"#([0-9A-Fa-f]{2})")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")


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
    if agent == "-":
        return b""
    if escapes == "backslash" and ("\\" in agent or QUOTE in agent or BACKSLASH in agent):
        return _replaced(_BACKSLASHED, agent)
    if escapes == "hash" and "#" in agent:
        return _replaced(_HASHED, agent)
    if escapes == "percent":
        return _unquoted(agent)
    return agent.encode("utf-8", "surrogatepass")


def _replaced(pattern: re.Pattern[str], agent: str) -> bytes:
    parts, last = [], 0
    for found in pattern.finditer(agent):
        parts.append(agent[last : found.start()].encode("utf-8", "surrogatepass"))
        last = found.end()
        parts.append(bytes.fromhex(found[1]) if found[1] is not None else _LETTERS[found[0]])
    parts.append(agent[last:].encode("utf-8", "surrogatepass"))
    return b"".join(parts)


def _unquoted(agent: str) -> bytes:
    """IIS writes "+" for a space, and no other sign of a user agent otherwise; CloudFront writes "%20", and for some
    years wrote "%2520"."""
    raw = agent.encode("utf-8", "surrogatepass")
    if b" " in raw:
        return raw
    if b"+" in raw and b"%20" not in raw and b"%2520" not in raw:
        return raw.replace(b"+", b" ")
    if _PERCENT.search(agent):
        raw = unquote_to_bytes(raw)
    return unquote_to_bytes(raw) if b"%20" in raw else raw


def is_undecoded(agent: bytes) -> bool:
    """Whether a user agent still has "+" or "%20" where a space was, so that it cannot be recognised."""
    return b" " not in agent and agent.startswith(b"Mozilla/") and (b"+" in agent or b"%20" in agent)
