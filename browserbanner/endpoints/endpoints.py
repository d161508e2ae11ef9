"""Endpoints: which of the middleware's own addresses was asked for, and its answer."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from browserbanner.banner import CLOSE_SCRIPT, KINDS, Banner, Kind, embed_script
from browserbanner.endpoints.addresses import address, referer_path, same_site_path
from browserbanner.endpoints.cookie import Cookies
from browserbanner.options import Options
from browserbanner.request import Request, Response

MAX_BODY = 8192
"""Bytes of a form. Beyond it: 413."""

_SCRIPT = CLOSE_SCRIPT.encode("ascii")
SCRIPT_KEY = f"{zlib.crc32(_SCRIPT):08x}"
"""The query of ``close.js``: it changes with the script, so that caches may keep it for a year."""

_NONCE = re.compile(r"[A-Za-z0-9+/_=-]{1,256}")
_LANGUAGE = re.compile(r"[A-Za-z0-9_-]{1,35}")
_FORM = "application/x-www-form-urlencoded"
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})|[\x00-\x1f\x7f]")
_YEAR = 365 * 86_400
# HTTP/1.0 caches (lynx and w3m speak it) know Pragma only; ELinks needs no-cache, not only no-store.
_NOT_STORED = (("Cache-Control", "no-cache, no-store"), ("Pragma", "no-cache"), ("X-Content-Type-Options", "nosniff"))
#: Whoever asks with another user agent may get something else (RFC 9110 §12.5.5): browsers are updated.
_VARIES = ("Vary", "User-Agent")


class Answer(NamedTuple):
    """The response to a request for one of our own addresses. ``closed``: the kind of banner that the visitor has
    closed with the request; ``shown``: the banner that goes out with the response."""

    response: Response
    closed: str | None = None
    shown: Banner | None = None


class Including(NamedTuple):
    """What is known of the page that a banner goes into. ``known``: whether its address is; ``scripted``: whether the
    banner is to ask for its script; ``nonce``: of its Content-Security-Policy; ``language``: what it declares."""

    known: bool
    scripted: bool = False
    nonce: str | None = None
    language: str | None = None


class Endpoints:
    """Answers requests below the option ``prefix``. Immutable, and one is enough for all threads.

    ``sheets`` gives the stylesheets by their names, which change with their content; ``is_never_told``: whether a user
    agent gets no banner, whatever the page and whatever was closed; ``embedded``: the banner that goes into a page that
    the middleware does not see, by a request for that page and what else is known of it; ``about``: the document about
    the visitor's browser, and its language, by the request and the address that leads back; ``closing``: the document
    with the form that closes a kind of banner, likewise; ``clock`` gives seconds since 1970.
    """

    def __init__(
        self,
        options: Options,
        *,
        sheets: Callable[[], Mapping[str, bytes]],
        is_never_told: Callable[[str | None], bool],
        embedded: Callable[[Request, Including], Banner | None],
        about: Callable[[Request, str], tuple[bytes, str]],
        closing: Callable[[Request, Kind, str], tuple[bytes, str]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._below = options.prefix + "/"
        self._linked = options.stylesheet
        self._may_continue = options.block is not None and options.block_continue
        self._at_marker = options.place != "top"
        self._sheets, self._about, self._closing = sheets, about, closing
        self._is_never_told, self._embedded = is_never_told, embedded
        self._clock = clock
        self.cookies: Cookies = Cookies(options)

    def continues(self, cookie: str | None) -> bool:
        """Whether this visitor chose to continue past the block page, and may."""
        return self._may_continue and self.cookies.continues(cookie)

    def respond(self, request: Request) -> Answer:
        """The answer to a request whose path is below the prefix. Bad input gets a 4xx."""
        answer = self._answer(request, request.path.removeprefix(self._below))
        if request.method == "HEAD":
            return Answer(answer.response._replace(body=b""), answer.closed)
        return answer

    def _answer(self, request: Request, name: str) -> Answer:
        reads = request.method in ("GET", "HEAD")
        if name == "close" and reads:
            return self._page_closing(request)
        if name == "close" or (name == "continue" and self._may_continue):
            form = _form_of(request)
            if isinstance(form, Answer):
                return form
            return self._close(form, request) if name == "close" else self._continue(form, request)
        sheet = self._sheets().get(name) if self._linked and name.endswith(".css") else None
        if sheet is None and name not in ("close.js", "banner.js", "fragment", "banner"):
            return _refusal(404, "Not found")
        if not reads:
            return _ONLY_READ
        if sheet is not None:
            return _kept(request, sheet, "text/css")
        if name == "close.js":
            return _kept(request, _SCRIPT, "text/javascript", SCRIPT_KEY)
        if name in NOTHING_TO_SHOW and self._is_never_told(request.headers.fields.get("user-agent")):
            return Answer(NOTHING_TO_SHOW[name])
        if name == "banner.js":
            return self._script_for(request)
        return self._fragment_for(request) if name == "fragment" else self._page_about(request)

    # -- closing and continuing ----------------------------------------------------------------------------------------

    def _page_closing(self, request: Request) -> Answer:
        """The document that the banner's close button leads to where its script does not run. It changes nothing."""
        form = _parse_form(request.query.encode("utf-8", "replace")) or {}
        kind = next((kind for kind in KINDS if kind == form.get("kind")), None)
        if kind is None:
            return _ONLY_POSTED
        return Answer(
            page_response(200, *self._closing(request, kind, self._return_path(form.get("next", ""), request)))
        )

    def _close(self, form: Mapping[str, str], request: Request) -> Answer:
        """RFC 9110: 303 back to the page; 204 to the script, which takes the banner away itself.

        Nothing is changed by a GET: prefetchers, crawlers and ``<img>`` send those. A page of another site cannot close
        it where the browser sends Sec-Fetch-Site; old ones do not, and what they could be made to do is harmless. Their
        Origin decides nothing: behind a proxy it is often another one than Host.
        """
        kind = form.get("kind", "")
        if kind not in KINDS:
            return _refusal(400, "Unknown kind of banner")
        cookie = self.cookies.close(kind, request.scheme == "https", self._clock())
        # The exact value: Android's WebView sends the app's name under this header, with forms too.
        if request.headers.fields.get("x-requested-with") == "XMLHttpRequest":
            return Answer(Response(204, (("Set-Cookie", cookie), *_NOT_STORED)), closed=kind)
        return Answer(self._back(form, request, cookie), closed=kind)

    def _continue(self, form: Mapping[str, str], request: Request) -> Answer:
        """303 to the page that the visitor wanted, past the block page from now on."""
        return Answer(self._back(form, request, self.cookies.continue_(request.scheme == "https", self._clock())))

    def _back(self, form: Mapping[str, str], request: Request, cookie: str) -> Response:
        location = self._return_path(form.get("next", ""), request)
        # No body, but a type all the same: wsgiref's validator, for one, wants it of every 303.
        empty = (("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "0"))
        return Response(303, (("Location", location), ("Set-Cookie", cookie), *_NOT_STORED, *empty))

    def _return_path(self, asked: str, request: Request) -> str:
        """Where to go: the page that the form names, the one that the Referer names, or the home page."""
        root = address(request.root_path + "/") or "/"
        fields = request.headers.fields
        for path in (same_site_path(asked), referer_path(fields.get("referer"), fields.get("host"))):
            # Our own addresses are no pages: who opened one by hand goes home.
            if path is not None and not path.removeprefix(root[:-1]).startswith(self._below):
                return path
        return root

    # -- pages that the middleware does not see ------------------------------------------------------------------------

    def _script_for(self, request: Request) -> Answer:
        """``banner.js``: the visitor's banner, for a page that a CDN serves; an empty script for everybody else.

        It is its visitor's alone, and no cache keeps one with a banner: who updates the browser must not see it again.
        """
        fields = request.headers.fields
        page = referer_path(fields.get("referer"), fields.get("host"))
        banner = self._embedded_in(request, page, Including(known=False))
        body = b"" if banner is None else embed_script(banner, at_marker=self._at_marker)
        return Answer(_embedding(body, "text/javascript"), shown=banner)

    def _fragment_for(self, request: Request) -> Answer:
        """``fragment``: the bare banner for a page that a server puts together; empty for everybody else.

        Query: ``lang``, ``nonce``, and ``path``, the page's own path and query; that comes last, as it is, or encoded.
        """
        given, _, path = f"&{request.query}".partition("&path=")
        if not path.startswith("/"):
            given = request.query
        form = _parse_form(given.removeprefix("&").encode("utf-8", "replace")) or {}
        nonce, language = form.get("nonce", ""), form.get("lang", "")
        including = Including(
            known=False,
            scripted=True,
            nonce=nonce if _NONCE.fullmatch(nonce) else None,
            language=language if _LANGUAGE.fullmatch(language) else None,
        )
        page = same_site_path(path if path.startswith("/") else form.get("path", ""))
        banner = self._embedded_in(request, page, including)
        return Answer(_embedding(b"" if banner is None else banner.html, "text/html"), shown=banner)

    def _embedded_in(self, request: Request, page: str | None, including: Including) -> Banner | None:
        """``page``: the path and query of the page that the banner is for, None where it isn't known."""
        path, _, query = (page or "").partition("?")
        root = request.root_path
        path = unquote(path)
        below = path.removeprefix(root) if path.startswith(root + "/") else path
        at = replace(request, method="GET", path=below or "/", root_path=root, query=query)
        return self._embedded(at, including._replace(known=bool(below)))

    def _page_about(self, request: Request) -> Answer:
        """The document that the ``<noscript>`` link beside ``banner.js`` leads to: what there is to do, if anything."""
        return Answer(page_response(200, *self._about(request, self._return_path("", request))))


def _kept(request: Request, body: bytes, essence: str, key: str | None = None) -> Answer:
    """A file that caches may keep. ``key``: the query of its address; None where its name changes with it."""
    # Under its own key for a year; under any other (a page older than this release), ask again.
    keyed = key is None or request.query == key
    cache = f"public, max-age={_YEAR}, immutable" if keyed else "no-cache"
    tag = f'"{zlib.crc32(body):08x}"'
    validators = (("Cache-Control", cache), ("ETag", tag))
    asked = request.headers.fields.get("if-none-match", "")
    if asked.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in asked.split(",")]:
        return Answer(Response(304, validators))
    return Answer(_response(200, essence, body, *validators))


def _embedding(body: bytes, essence: str, *, lasting: bool = False) -> Response:
    """What ``banner.js`` or ``fragment`` puts into a page. ``lasting``: whether it need not be asked for again soon."""
    cache = "private, max-age=86400" if lasting else "private, no-store"
    return _response(200, essence, body, ("Cache-Control", cache), _VARIES)


def page_response(status: int, body: bytes, locale: str) -> Response:
    """A page of ours in place of the app's: for this visitor, now, and for nobody's cache."""
    language = ("Content-Language", locale.replace("_", "-"))
    return _response(status, "text/html", body, language, ("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex"))


def _form_of(request: Request) -> dict[str, str] | Answer:
    """The fields that a page of this site posted, in a form or, without a body, in the query; or the refusal."""
    if request.method != "POST":
        return _ONLY_POSTED
    fields = request.headers.fields
    if fields.get("sec-fetch-site") == "cross-site":
        return _refusal(403, "Only a page of this site does this")
    length, media_type = fields.get("content-length"), fields.get("content-type", _FORM)
    if len(request.body) > MAX_BODY or declared_length(length) > MAX_BODY:
        return _refusal(413, f"A form has at most {MAX_BODY} bytes")
    if media_type.partition(";")[0].strip().lower() != _FORM:
        return _refusal(415, f"A form is {_FORM}")
    form = _parse_form(request.body or request.query.encode("utf-8", "replace"))
    return _refusal(400, "Malformed form") if form is None else form


def _parse_form(body: bytes) -> dict[str, str] | None:
    """The fields of an ``application/x-www-form-urlencoded`` body; None for one that no browser makes of our form.

    That is one with broken percent escapes, raw control characters, more than 16 fields or a field that comes twice. A
    trailing line break, which old clients append, is no part of the last value. Bytes that are no UTF-8 become U+FFFD:
    no kind and no path has one.
    """
    body = body.removesuffix(b"\r\n").removesuffix(b"\n")
    if _BAD_ESCAPE.search(body):
        return None
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=16)
    except ValueError:
        return None
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else None


def declared_length(text: str | None) -> int:
    """A Content-Length, in bytes, or a larger number of nine digits; 0 where there is none or it is no number."""
    text = (text or "").strip().lstrip("0")
    if not (text.isascii() and text.isdigit()):
        return 0
    return int(text[:9])  # nine digits are too many already, and int() has limits of its own


def _response(status: int, essence: str, body: bytes, *more: tuple[str, str]) -> Response:
    """A response with a body, and what each of those says of it; ``more``: header fields besides."""
    content_type, length = ("Content-Type", f"{essence}; charset=utf-8"), ("Content-Length", str(len(body)))
    return Response(status, (content_type, length, ("X-Content-Type-Options", "nosniff"), *more), body)


def text_response(status: int, text: str, *more: tuple[str, str]) -> Response:
    """A short text for whoever asked by hand; ``more``: header fields besides."""
    return _response(status, "text/plain", text.encode("ascii", "backslashreplace"), *_NOT_STORED[:2], *more)


def _refusal(status: int, sentence: str, *more: tuple[str, str]) -> Answer:
    return Answer(text_response(status, f"{sentence}.\n", *more))


_ONLY_POSTED = _refusal(405, "Only a form does this", ("Allow", "POST"))
_ONLY_READ = _refusal(405, "Only to be read", ("Allow", "GET, HEAD"))

#: What a browser is answered that gets no banner whatever the page, by the address below the prefix.
NOTHING_TO_SHOW: Mapping[str, Response] = {
    "banner.js": _embedding(b"", "text/javascript", lasting=True),
    "fragment": _embedding(b"", "text/html", lasting=True),
}
