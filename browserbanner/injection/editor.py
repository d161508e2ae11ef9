"""Editor: one response, edited as it passes, for whatever protocol."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple, Protocol

from browserbanner.events import LOGGER, log_failure, tell_why_not
from browserbanner.injection.response import (
    HeaderList,
    altered,
    content_language,
    content_length,
    is_utf_8,
    nonce_in,
    objection_to,
    why_no_banner,
)
from browserbanner.injection.scanner import Scanner
from browserbanner.options import Place

MARKER = b"<!-- browserbanner -->"
"""What a page says where the banner is to stand, with the option ``place="marker"``."""

# How a banner begins: there is one where another process, or a WSGI app in this ASGI one, has the middleware too.
_BANNER = b"<div id=bb class=bb-"

# What says nothing of a document: white space and the bytes of a byte order mark.
_BLANK = b"\t\n\f\r \xef\xbb\xbf"

# Why there is no banner, for the log, where the scanner has found no place for it.
_NO_PLACE: dict[Place, str] = {
    "top": "the page has no <body> tag, or something before it makes that unsure",
    "marker": "the page has no <!-- browserbanner -->, or something before it makes that unsure",
}


class Output(NamedTuple):
    """What to send now: first the head, if ``headers`` is not None (at most once a response), then ``body``, which may
    be empty."""

    headers: HeaderList | None
    body: bytes


# The origin in a <base href> that names one: "//host" or "https://host:port". No character references, controls or
# backslashes: what browsers make of those we do not guess.
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*+:")
_ORIGIN = re.compile(rb"(?:(https?):)?//([^/?#@\\]++)(?=[/?#]|\Z)", re.IGNORECASE)
_UNCLEAR = re.compile(rb"[&\\\x00-\x20\x7f-\xff]")
_DEFAULT_PORT = re.compile(rb":(?:80|443)?\Z")


class Insertion(Protocol):
    """What goes into the page, made in two steps. What these raise is logged, and the response goes out as it is."""

    def prepare(self, nonce: str | None, utf_8: bool, /) -> None:
        """The response's head is here, and the page may carry the banner. ``nonce``: of its Content-Security-Policy;
        ``utf_8``: whether the page is in UTF-8; otherwise what goes in must be ASCII."""

    def fill(self, page_language: str | None, /) -> tuple[bytes, bytes]:
        """Two versions: the banner, and one without links of our own, for where a ``<base href>`` points root-relative
        links to another origin. ``page_language``: what the page declares, if it does."""


class Editor:
    """Puts a banner into one response. Sans-IO: it takes the response in pieces and says what to send.

    ``origins`` are the authorities ("example.org:8000") or origins ("https://example.org") under which the site is
    known. ``statuses`` and ``place`` are the site's options of these names; with ``debug``, which is what the
    request asks for ("GET /news"), the log says why that got no banner, and where a page has a marker that ``place``
    does not use.

    Call ``start`` with the head (again, if the app replaces it before anything was sent), then ``feed`` with each piece
    of the body, ``more`` saying whether others may follow. If the last ``feed`` had ``more=True``, call
    ``feed(b"", False)`` at the end. Once ``done`` is true everything that follows goes out as it is: ``feed`` returns
    its data unchanged.

    The head is held until the first piece of the body that is not blank; where it has a Content-Length, until it is
    known whether the banner has a place, which takes 64 KiB at most (the marker: 256 KiB). Nothing raises: if anything
    fails in here, the response goes out as the app made it.
    """

    def __init__(
        self,
        insertion: Insertion,
        *,
        method: str = "GET",
        statuses: Collection[int] = frozenset({200}),
        place: Place = "top",
        origins: Collection[str] = (),
        debug: str | None = None,
    ) -> None:
        self._insertion = insertion
        self._method = method
        self._statuses = statuses
        self._place: Place = place
        self._origins = origins
        self._debug = debug
        self.done: bool = False
        #: Whether the page went out with the banner in it.
        self.shown: bool = False
        self._reset()

    def _reset(self) -> None:
        self.done = False
        self._head: HeaderList | None = None  # as the app made it, while it is held
        self._scanner: Scanner | None = None
        self._language: str | None = None
        self._held = bytearray()
        self._sent = 0  # bytes of the app's body, before those held
        self._received = 0
        self._blank = True
        self._expected: int | None = None

    def start(self, status: int, headers: HeaderList) -> HeaderList | None:
        """The response's head: what to send of it now, or None to hold it until ``feed`` returns one.

        The same ``headers`` object comes back where nothing changes. ``headers`` is not altered.
        """
        self._reset()
        try:
            objection = objection_to(status, headers, self._statuses)
            if objection is not None:
                self.done = True
                if self._debug is not None:
                    tell_why_not(self._debug, why_no_banner(objection, status, headers))
                return headers
            if self._method == "HEAD":
                self.done = True
                if self._debug is not None:
                    tell_why_not(self._debug, "the response to a HEAD request has no body")
                return altered(headers, length=None)
            self._expected, self._language = content_length(headers), content_language(headers)
            self._insertion.prepare(nonce_in(headers), is_utf_8(headers))
        except Exception:
            log_failure("the head of a response could not be read")
            self.done = True
            return headers
        self._head = headers
        return None

    def feed(self, data: bytes, more: bool) -> Output:
        """The body's next piece, and what to send for it."""
        if self.done:
            return Output(self._take_head(), data)
        try:
            return self._edit(data, more)
        except Exception:
            log_failure("a response could not be edited")
            return self.release(data)

    def commit(self) -> HeaderList:
        """The held head, for where it has to go out before the first piece of a stream is known."""
        self._expected = None
        return altered(self._take_head() or [], length=None)

    def release(self, data: bytes = b"", why: str | None = None) -> Output:
        """Stop editing: what is held, and ``data``, as they are. ``why``: for the log."""
        if self._debug is not None and why is not None and not self.done:
            tell_why_not(self._debug, why)
        body = bytes(self._held) + data if self._held else data
        self._held = bytearray()
        self.done = True
        return Output(self._take_head(), body)

    def _take_head(self) -> HeaderList | None:
        """The head as the app made it, if it is held still."""
        head, self._head = self._head, None
        return head

    def _edit(self, data: bytes, more: bool) -> Output:
        self._received += len(data)
        if self._expected is not None and self._received >= self._expected:
            more = False  # all of Content-Length is here, which WSGI cannot say otherwise
        scanner = self._scanner
        if scanner is None:
            scanner = self._scanner = Scanner(self._place)
        scanner.feed(data)
        if not more:
            scanner.end()
        if scanner.point is not None:
            return self._insert(data, scanner, scanner.point - self._sent)
        if scanner.done:
            return self.release(data, _NO_PLACE[self._place])
        # Not decided yet, and more is to come.
        self._blank = self._blank and not data.strip(_BLANK)
        if self._expected is not None or (self._blank and data and self._head is not None):
            # It says its length, so it is no stream; or it may be a CSV file that begins with a byte order mark. Hold
            # it, since it may go out with its own headers after all. (An empty piece is there to send the head.)
            self._held += data
            return Output(None, b"")
        # Send what is certainly before the point, so that a stream is not held up.
        head = None if self._head is None else altered(self._head, length=None)
        self._held += data
        body = bytes(self._held[: scanner.keep - self._sent])
        del self._held[: len(body)]
        self._sent += len(body)
        self._head = None
        return Output(head, body)

    def _insert(self, data: bytes, scanner: Scanner, at: int) -> Output:
        text = bytes(self._held) + data if self._held else data
        if text.startswith(_BANNER, at):
            return self.release(data, "the page has a banner already")
        if self._debug is not None and self._place == "top" and MARKER in text:
            LOGGER.warning("the page has a marker for the banner, which only the option place='marker' uses")
        whole, bare = self._insertion.fill(self._language or _language(scanner.language))
        banner = whole if all(map(self._is_own, scanner.bases)) else bare
        length = None if self._expected is None else self._expected + len(banner)
        head = None if self._head is None else altered(self._head, length=length)
        view = memoryview(text)
        body = b"".join((view[:at], banner, view[at:]))
        self._held, self._head = bytearray(), None
        self.done = self.shown = True
        return Output(head, body)

    def _is_own(self, href: bytes) -> bool:
        """Whether root-relative links stay on this site under this ``<base href>``."""
        href = href.strip(b"\t\n\f\r ")
        if _UNCLEAR.search(href):
            return False
        named = _ORIGIN.match(href)
        if named is None:
            return not (href.startswith(b"//") or _SCHEME.match(href))
        scheme, authority = (named[1] or b"").lower(), _DEFAULT_PORT.sub(b"", named[2].lower())
        return any(
            authority == _DEFAULT_PORT.sub(b"", own_authority)
            and (not scheme or scheme in (b"https", own_scheme or scheme))
            for own_scheme, own_authority in map(_split_origin, self._origins)
        )


def _split_origin(origin: str) -> tuple[bytes, bytes]:
    scheme, separator, authority = origin.lower().rpartition("://")
    return (scheme.encode() if separator else b""), authority.encode("ascii", "replace")


def _language(declared: bytes | None) -> str | None:
    """The value of ``<html lang>`` as text, None where there is none."""
    return declared.decode("ascii", "replace").strip() or None if declared else None
