"""Editor: one response, edited as it passes, for whatever protocol."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from browserbanner.injection.response import HeaderList, altered, content_length, may_carry
from browserbanner.injection.scanner import Scanner


class Output(NamedTuple):
    """What to send now: the head, if ``headers`` is not None (that happens once), then ``body``, which may be empty."""

    headers: HeaderList | None
    body: bytes


# The origin in a <base href> that names one: "//host" or "https://host:port". No character references, controls or
# backslashes: what browsers make of those we do not guess.
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*+:")
_ORIGIN = re.compile(rb"(?:(https?):)?//([^/?#@\\]++)(?=[/?#]|\Z)", re.IGNORECASE)
_UNCLEAR = re.compile(rb"[&\\\x00-\x20\x7f-\xff]")
_DEFAULT_PORT = re.compile(rb":(?:80|443)?\Z")


class Editor:
    """Puts a banner into one response. Sans-IO: it takes the response in pieces and says what to send.

    ``html`` goes in; ``bare_html`` instead, where a ``<base href>`` of another origin would send root-relative links
    and forms there (None: nothing goes in then). ``origins`` are the authorities ("example.org:8000") or origins
    ("https://example.org") under which the site is known. ``statuses`` and ``place`` are the site's options of these
    names. ``log_failure`` is called, with where it was, while the exception is being handled. :meth:`fill` and
    :meth:`give_way` are for who knows only later what goes in, and for templates that place it themselves.

    Call ``start`` with the head (again, if the app replaces it before anything was sent), then ``feed`` with each piece
    of the body, ``more`` saying whether others may follow, and ``finish`` when the body ended and no ``feed`` was told
    so. Once ``done`` is true everything that follows goes out as it is; feeding it is allowed and returns it.

    The head is held until the first piece of the body. Nothing raises: if anything fails in here, the response goes out
    as the app made it.
    """

    __slots__ = (
        "_bare_html", "_committed", "_expected", "_given_way", "_held", "_html", "_log_failure", "_method", "_original",
        "_origins", "_place", "_received", "_scanner", "_sent", "_statuses", "done", "shown",
    )  # fmt: skip

    def __init__(
        self,
        html: bytes,
        bare_html: bytes | None = None,
        *,
        method: str = "GET",
        statuses: Collection[int] = frozenset({200}),
        place: str = "top",
        origins: Collection[str] = (),
        log_failure: Callable[[str], None] | None = None,
    ) -> None:
        self._html = html
        self._bare_html = bare_html
        self._method = method
        self._statuses = statuses
        self._place = place
        self._origins = origins
        self._log_failure = log_failure
        self._original: HeaderList = []
        self.done: bool = False
        #: Whether the page went out with the banner in it.
        self.shown: bool = False
        self._given_way = False
        self._committed = False
        self._reset()

    def _reset(self) -> None:
        self._scanner: Scanner | None = None
        self._held = bytearray()
        self._sent = 0  # bytes of the app's body, before those held
        self._received = 0
        self._expected: int | None = None

    def fill(self, html: bytes, bare_html: bytes | None) -> None:
        """What goes in, where that is known once the head is there: before the first ``feed``."""
        self._html, self._bare_html = html, bare_html

    def give_way(self) -> bool:
        """The app places the banner itself: from here on the head alone is changed, whatever page it is. False where
        that comes too late: the banner is in the page already, or the head went out as it was."""
        if self.done or self._given_way:
            return False
        self._given_way = True
        return True

    def start(self, status: int, headers: HeaderList) -> HeaderList | None:
        """The response's head: what to send of it now, or None to hold it until ``feed`` or ``finish`` returns one.

        The same ``headers`` object comes back where nothing changes. ``headers`` is not altered.
        """
        self._original = headers
        self._committed = self.done = False
        self._reset()
        try:
            if self._given_way:
                self.done, self.shown = True, self._method != "HEAD"
                return self._commit(altered(headers, length=content_length(headers) if self.shown else None))
            if not may_carry(status, headers, self._statuses):
                self.done = True
                return self._commit(headers)
            if self._method == "HEAD":
                head = altered(headers, length=None)
                self.done = True
                return self._commit(head)
            self._expected = content_length(headers)
            self._scanner = None if self._place == "template" else Scanner(self._place)
        except Exception:
            self._report("the head of a response could not be read")
            self.done = True
            return self._commit(headers)
        return None

    def feed(self, data: bytes, more: bool) -> Output:
        """The body's next piece, and what to send for it."""
        if self.done:
            return Output(self._head_as_it_was(), data)
        try:
            return self._edit(data, more)
        except Exception:
            self._report("a response could not be edited")
            return self.release(data)

    def finish(self) -> Output:
        """The body has ended, in case no ``feed`` was told so."""
        return self.feed(b"", False)

    def release(self, data: bytes = b"") -> Output:
        """Stop editing: what is held, and ``data``, as they are."""
        body = bytes(self._held) + data if self._held else data
        self._held = bytearray()
        self.done = True
        return Output(self._head_as_it_was(), body)

    def _commit(self, headers: HeaderList) -> HeaderList:
        self._committed = True
        return headers

    def _head_as_it_was(self) -> HeaderList | None:
        return None if self._committed else self._commit(self._original)

    def _edit(self, data: bytes, more: bool) -> Output:
        self._received += len(data)
        if self._expected is not None and self._received >= self._expected:
            more = False  # a Content-Length tells what some protocols cannot: that this is the whole body
        scanner = self._scanner
        if scanner is None or self._given_way:
            return self._leave_to_the_page(data, more)
        scanner.feed(data)
        if not more:
            scanner.end()
        if scanner.point is not None:
            return self._insert(data, scanner.point - self._sent, scanner.bases)
        if scanner.done:
            return self.release(data)
        # Not decided yet, and more is to come: whatever is certainly before the point goes out, so a stream flows.
        head = None if self._committed else altered(self._original, length=None)
        ready = scanner.keep - self._sent
        if ready >= len(self._held):
            body = bytes(self._held) + data[: ready - len(self._held)]
            held = bytearray(data[ready - len(self._held) :])
        else:
            body = bytes(self._held[:ready])
            held = self._held[ready:] if ready else self._held
            held += data
        self._held = held
        self._sent += len(body)
        self._committed = True
        return Output(head, body)

    def _leave_to_the_page(self, data: bytes, more: bool) -> Output:
        """A page that is sent while its template is at work: it has placed the banner, or may still do so."""
        if not (self._given_way or more):
            return self.release(data)
        head = None if self._committed else altered(self._original, length=self._expected)
        self._committed = True
        if not self._given_way:
            return Output(head, data)
        self.shown = True
        return Output(head, self.release(data).body)

    def _insert(self, data: bytes, at: int, bases: list[bytes]) -> Output:
        banner = self._html
        if not all(map(self._is_own, bases)):
            if self._bare_html is None:
                return self.release(data)
            banner = self._bare_html
        head = None
        if not self._committed:
            length = None if self._expected is None else self._expected + len(banner)
            head = altered(self._original, length=length)
        text = memoryview(bytes(self._held) + data if self._held else data)
        body = b"".join((text[:at], banner, text[at:]))
        self._held = bytearray()
        self.done = self._committed = self.shown = True
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

    def _report(self, where: str) -> None:
        if self._log_failure is not None:
            try:
                self._log_failure(where)
            except Exception:  # a log that fails harms no response either
                return


def _split_origin(origin: str) -> tuple[bytes, bytes]:
    scheme, separator, authority = origin.lower().rpartition("://")
    return (scheme.encode() if separator else b""), authority.encode("ascii", "replace")
