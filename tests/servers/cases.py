"""The requests: a row each, whether the page that answers it carries a banner for an outdated visitor, and where."""

from __future__ import annotations

from typing import NamedTuple

from tests.servers.site import TAG, Fields
from tests.visitors import CURRENT, GOOGLEBOT

#: Who gets the app's own response, byte for byte.
OTHERS = (CURRENT, GOOGLEBOT, None)

PAGE: Fields = (
    ("Accept", "text/html, application/xhtml+xml, */*"),
    ("Accept-Language", "uk"),
    ("Accept-Encoding", "gzip"),
)
BODY = b"<body class=front>"
_FORM = ("Content-Type", "application/x-www-form-urlencoded")


class Case(NamedTuple):
    """``after``: what stands right before the banner; None: there is none. ``altered``: whether the head is a banner's
    all the same. ``measured``: whether a page with a banner has a Content-Length."""

    path: str
    method: str = "GET"
    headers: Fields = PAGE
    body: bytes = b""
    after: bytes | None = None
    altered: bool = False
    measured: bool = False
    note: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path}{self.note and f', {self.note}'}"


CASES: tuple[Case, ...] = (
    Case("/page", after=BODY, measured=True),
    Case("/page?a=1&browserbanner=no", after=BODY, measured=True),
    Case("/page", headers=(*PAGE, ("If-None-Match", TAG)), after=BODY, measured=True, note="If-None-Match"),
    Case("/policy", after=BODY, measured=True),
    Case("/cookies", after=BODY, measured=True),
    Case("/implied", after=b"</title>\n", measured=True),
    Case("/megabyte", after=BODY, measured=True),
    Case("/handbook.html", after=BODY, measured=True),
    Case("/unmeasured", after=BODY),
    Case("/streamed", after=BODY),
    Case("/streamed-measured", after=BODY),
    Case("/trailed", after=BODY),
    Case("/page", "HEAD", altered=True),
    Case("/streamed", "HEAD", altered=True),
    Case("/given-up", altered=True),
    Case("/fragment"),
    Case("/fragment-streamed"),
    Case("/empty-page"),
    Case("/nothing"),
    Case("/text"),
    Case("/data"),
    Case("/xhtml"),
    Case("/utf-16"),
    Case("/coded"),
    Case("/download"),
    Case("/untransformed"),
    Case("/part", headers=(*PAGE, ("Range", "bytes=0-99"))),
    Case("/missing"),
    Case("/refused"),
    Case("/moved"),
    Case("/no-content"),
    Case("/unchanged"),
    Case("/page", headers=(("Accept", "image/png"), ("If-None-Match", TAG)), note="as a picture"),
    Case("/page", headers=(*PAGE, ("X-Requested-With", "XMLHttpRequest")), note="by a script"),
    Case("/film.bin"),
    Case("/film.bin", "HEAD"),
    Case("/form", "POST", (*PAGE, _FORM), b"a=1"),
    Case("/form", "POST", (*PAGE, _FORM), b"a=" + b"x" * 100_000, note="100 KB"),
    Case("/page", "OPTIONS"),
    Case("/broken"),
)

#: What the app fails at, once its head is out.
BREAKING = ("/breaks", "/breaks-at-once")
