"""Request and Response: what an adapter hands in and gets back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from browserbanner.headers import Headers

if TYPE_CHECKING:
    from browserbanner.banner import Banner

HeaderFields = tuple[tuple[str, str], ...]


class Request(NamedTuple):
    """A request to one of the middleware's own addresses.

    ``path`` is percent-decoded and lies below ``root_path`` (WSGI's PATH_INFO and SCRIPT_NAME); ``query`` is as sent,
    without its question mark. ``body`` is what was read of it: an adapter may stop after ``MAX_BODY + 1`` bytes.
    """

    method: str
    path: str
    query: str = ""
    headers: Headers = Headers()
    body: bytes = b""
    scheme: str = "http"
    root_path: str = ""


class Response(NamedTuple):
    """What to send: all headers are there (Content-Length too, except where RFC 9110 §8.6 forbids it), in ASCII.

    ``closed``: the kind of banner that the visitor has closed with this; ``shown``: the banner that goes out with it.
    """

    status: int
    headers: HeaderFields
    body: bytes = b""
    closed: str | None = None
    shown: Banner | None = None


class Embedded(NamedTuple):
    """What ``banner.js`` is to put into a page. ``lasting``: that there is none for this browser, whatever the page and
    whatever was closed, so that it need not be asked again soon."""

    banner: Banner | None
    lasting: bool


#: Whoever asks with another user agent may get something else (RFC 9110 §12.5.5): browsers are updated.
VARIES = ("Vary", "User-Agent")


def page_response(status: int, body: bytes, locale: str) -> Response:
    """A page of ours in place of the app's: for this visitor, now, and for nobody's cache."""
    return Response(
        status,
        (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Language", locale.replace("_", "-")),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Robots-Tag", "noindex"),
        ),
        body,
    )
