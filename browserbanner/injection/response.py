"""Which responses may carry a banner, and how their headers change when they do."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import TypeAlias

from browserbanner.injection.tags import is_ascii_compatible

#: Header fields as they are sent: names in any case, repeated ones in their order.
HeaderList: TypeAlias = list[tuple[bytes, bytes]]

#: With one of these it is no page that we may change: a part of one, coded, signed, or another file sent in its place.
_REFUSED = frozenset(
    {b"content-range", b"x-accel-redirect", b"x-sendfile", b"x-lighttpd-send-file", b"x-lighttpd-sendfile",
     b"x-reproxy-url", b"signature"}
)  # fmt: skip

#: They describe the bytes that the app sent, or let a shared cache keep what is one visitor's. (Surrogate-Key and
#: Cache-Tag do neither: they name pages that a cache is to forget.)
_REMOVED = frozenset(
    {b"etag", b"last-modified", b"content-md5", b"digest", b"content-digest", b"repr-digest", b"accept-ranges",
     b"cache-control", b"expires", b"x-accel-expires"}
)  # fmt: skip

#: They are for the cache in front of the app, and count there instead of Cache-Control (RFC 9213, and W3C's note "Edge
#: Architecture Specification"). Some say besides how it is to put the page together: ESI in Surrogate-Control, Akamai's
#: and LiteSpeed's own words for it in the others.
_FOR_CACHES = frozenset({b"surrogate-control", b"edge-control", b"x-litespeed-cache-control"})
_FOR_CACHES_SUFFIX = b"cdn-cache-control"
_STAYS = frozenset({b"content", b"dca", b"esi", b"no-store"})
_QUOTED = rb'"(?:[^"\\]|\\.)*+"'
_INSTRUCTION = re.compile(rb'(?:[^,"]|' + _QUOTED + rb")++")
_PART = re.compile(rb'(?:[^;"]|' + _QUOTED + rb")++")
# All before a quotation mark that is never closed: to look for its end from each place behind it would take n squared.
_CLOSED = re.compile(rb'(?:[^"]|' + _QUOTED + rb")*+")
_LIFETIME = re.compile(rb"[\w-]*(?:max-?age|ttl|stale)", re.IGNORECASE)

# W3C CSP3 §2.3.1: nonce-source; base64 or its variant for URLs.
_NONCE = re.compile(rb"'nonce-([A-Za-z0-9+/_-]++={0,2})'", re.IGNORECASE)
_POLICIES = (b"content-security-policy", b"content-security-policy-report-only")
#: The style is what the banner needs most.
_DIRECTIVES = (b"style-src-elem", b"style-src", b"script-src-elem", b"script-src", b"default-src")

# Read in every way that some browser may: what it names must not be one of those that are no superset of ASCII.
_CHARSET = re.compile(rb""";[\t ]*+charset[\t ]*+=[\t ]*+(?:"([^"]*+)"|'([^']*+)'|([^;\t ]*+))""", re.IGNORECASE)
# What every browser reads as UTF-8. They differ about single quotes, spaces, a quoted parameter before the charset, and
# a second charset: Chromium 64 takes the last of two. "utf8" is no name that Internet Explorer knows.
_PARAMETERS = rb"(?:;[\t ]*+(?!charset)(?:[\w.-]++=[\w./-]++[\t ]*+)?+)*+"
_UTF_8 = re.compile(
    rb"text/html[\t ]*+" + _PARAMETERS + rb""";[\t ]*+charset=(?:utf-8|"utf-8")[\t ]*+""" + _PARAMETERS,
    re.IGNORECASE,
)


def objection_to(status: int, headers: HeaderList, statuses: Collection[int]) -> bytes | None:
    """What in this head says that the response is no page that a banner may go into: the name of a field in lower case,
    or b"" for the status; None where nothing does (its body is yet to be seen)."""
    if status not in statuses or status < 200 or status in (204, 205, 206) or 300 <= status < 400:
        return b""
    seen = set()
    for raw_name, value in headers:
        name = raw_name.lower()
        if name in _REFUSED or (name in _ONCE and name in seen):
            return name
        seen.add(name)
        allows = _ALLOWS.get(name)
        if allows is not None and not allows(value):
            return name
    return None if b"content-type" in seen else b"content-type"


def why_no_banner(objection: bytes, status: int, headers: HeaderList) -> str:
    """What :func:`objection_to` found, a clause for the log."""
    if not objection:
        return f"the response's status is {status}, which is not among the option statuses"
    said = f"{objection.decode('latin-1').title()}: {_field(headers, objection).decode('latin-1') or 'none'}"
    return f"the response is {_WORDS.get(objection, 'no page that may be changed')} ({said})"


_WORDS = {
    b"content-type": "not HTML in a charset that we know",
    b"content-encoding": "compressed: register this middleware inside of what compresses",
    b"content-disposition": "an attachment",
}


#: Which one counts, if there are two, is anybody's guess.
_ONCE = frozenset({b"content-type", b"content-length", b"content-encoding"})


@lru_cache(maxsize=64)  # an app has a few
def _is_html(content_type: bytes) -> bool:
    if content_type.partition(b";")[0].strip().lower() != b"text/html":
        return False
    charset = _CHARSET.search(content_type)
    return charset is None or is_ascii_compatible(charset[1] or charset[2] or charset[3] or b"")


def _is_one_of(*allowed: bytes) -> Callable[[bytes], bool]:
    return lambda value: value.strip().lower() in allowed


def _names_none_of(*refused: bytes) -> Callable[[bytes], bool]:
    return lambda value: not any(word in value.lower() for word in refused)


#: What some fields must be like, where they are there.
_ALLOWS: dict[bytes, Callable[[bytes], bool]] = {
    b"content-type": _is_html,
    b"content-encoding": _is_one_of(b"", b"identity"),
    b"transfer-encoding": _is_one_of(b"chunked", b"identity"),
    b"content-length": lambda value: _length(value) is not None,
    b"content-disposition": lambda value: value.partition(b";")[0].strip().lower() in (b"", b"inline"),
    b"cache-control": _names_none_of(b"no-transform"),
    # Of the bytes that the app is going to send (RFC 9530, RFC 9421).
    b"trailer": _names_none_of(b"digest", b"signature"),
}


def _field(headers: HeaderList, wanted: bytes) -> bytes:
    """A field's values, joined (RFC 9110 §5.3); nothing where it isn't there."""
    return b",".join(value for name, value in headers if name.lower() == wanted)


def is_utf_8(headers: HeaderList) -> bool:
    """Whether that is the page's charset for sure, since a header counts for more than the page's own ``<meta>`` (HTML
    §13.2.3.2)."""
    return _says_utf_8(_field(headers, b"content-type"))


@lru_cache(maxsize=64)
def _says_utf_8(content_type: bytes) -> bool:
    return _UTF_8.fullmatch(content_type.strip()) is not None


def content_length(headers: HeaderList) -> int | None:
    """The body's length in bytes, if the headers say one."""
    return _length(_field(headers, b"content-length"))


def _length(value: bytes) -> int | None:
    value = value.strip()
    return int(value) if value.isdigit() and len(value) <= 18 else None


def content_language(headers: HeaderList) -> str | None:
    """The one language that the headers declare (RFC 9110 §8.5). Several count for nothing."""
    tag = _field(headers, b"content-language").strip().decode("latin-1")
    return tag if tag and "," not in tag else None


def nonce_in(headers: HeaderList) -> str | None:
    """The nonce that the Content-Security-Policy among these headers gives to styles or else to scripts, if any (W3C
    CSP3 §2.3.1). No policy is ever changed."""
    for policy in _POLICIES:
        nonces: dict[bytes, str] = {}
        for directive in re.split(rb"[;,]", _field(headers, policy)):
            found = _NONCE.search(directive)
            if found:
                nonces.setdefault(directive.split(None, 1)[0].lower(), found[1].decode("ascii"))
        for directive in _DIRECTIVES:
            if directive in nonces:
                return nonces[directive]
    return None


def altered(headers: Sequence[tuple[bytes, bytes]], *, length: int | None) -> HeaderList:
    """The headers of a response that carries a banner: it is its visitor's alone, and has no validators.

    ``length``: the body's new length; None: there is no Content-Length (it is not known, or the method is HEAD).
    A browser may store it but has to ask each time: the banner is gone once it is closed (RFC 9111 §5.2.2).
    """
    changed: HeaderList = []
    no_store = False
    varies = False
    for pair in headers:
        name = pair[0].lower()
        if name == b"cache-control":
            no_store = no_store or b"no-store" in pair[1].lower()
        if name in _REMOVED:
            continue
        if name in _FOR_CACHES or name.endswith(_FOR_CACHES_SUFFIX):
            instructions = _not_to_be_stored(pair[1])
            if instructions:
                changed.append((pair[0], instructions))
            continue
        if name == b"content-length":
            if length is not None:
                changed.append((pair[0], b"%d" % length))
            continue
        if name == b"vary":
            varies = varies or _says_user_agent(pair[1])
        changed.append((pair[0], pair[1]))
    changed.append((b"cache-control", b"private, no-cache, no-store" if no_store else b"private, no-cache"))
    if not varies:
        _add_vary(changed)
    return changed


def _not_to_be_stored(value: bytes) -> bytes:
    """What is left of a field for the cache in front: no lifetimes, and "no-store" beside what it is to do with the
    page, since as long as the field is there that cache may not look at Cache-Control (Varnish does not)."""
    closed = _CLOSED.match(value)
    kept = [each for each in map(_without_lifetimes, _INSTRUCTION.findall(closed[0] if closed else b"")) if each]
    others = [each for each in kept if each.lower() != b"no-store"]
    return b", ".join([*others, b"no-store"]) if kept else b""


def _without_lifetimes(instruction: bytes) -> bytes:
    """An instruction that stays, with what stands behind it: the caches that it is for. Some write semicolons between
    two instructions, too."""
    kept: list[bytes] = []
    for part in map(bytes.strip, _PART.findall(instruction)):
        stays = re.split(rb"[=\s]", part, maxsplit=1)[0].lower() in _STAYS
        if stays or (kept and _LIFETIME.match(part) is None):
            kept.append(part)
    return b";".join(kept)


def _says_user_agent(vary: bytes) -> bool:
    fields = {field.strip().lower() for field in vary.split(b",")}
    return b"*" in fields or b"user-agent" in fields


def _add_vary(headers: HeaderList) -> None:
    for index, (name, value) in enumerate(headers):
        if name.lower() == b"vary":
            headers[index] = (name, value + b", User-Agent" if value.strip() else b"User-Agent")
            return
    headers.append((b"vary", b"User-Agent"))
