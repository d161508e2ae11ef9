"""The middleware's own addresses, sans-IO: a Request in, a Respond out, nothing opened and nothing sent.

Below the option ``prefix`` (``/_browserbanner``) there are ``close``, which remembers in a cookie that the visitor
closed a banner; ``close.js``, which does so without a reload; ``continue``, which leads past the block page; the
stylesheets, where they are linked; and for pages that others serve, ``banner.js``, which puts the visitor's banner into
them, ``banner``, a page that says the same, and ``fragment``, the bare banner for servers that put pages together (SSI,
ESI).
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, unquote

from browserbanner.addresses import address, referer_path, same_site_path
from browserbanner.banner import CLOSE_SCRIPT, KINDS, SCRIPT_KEY, Banner, Kind, embed_script
from browserbanner.decision import Respond
from browserbanner.events import Event
from browserbanner.policy import Verdict
from browserbanner.presenter import PageBanner, Presenter
from browserbanner.request import Request, Response

MAX_BODY = 8192
"""Bytes of a form. Beyond it: 413."""

_SCRIPT = CLOSE_SCRIPT.encode("ascii")
_NONCE = re.compile(r"[A-Za-z0-9+/_=-]{1,256}")
_LANGUAGE = re.compile(r"[A-Za-z0-9_-]{1,35}")
_FORM = "application/x-www-form-urlencoded"
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})|[\x00-\x1f\x7f]")
_YEAR = 365 * 86_400
# HTTP/1.0 caches (lynx and w3m speak it) know Pragma only; ELinks needs no-cache, not only no-store.
_NOT_STORED = (("Cache-Control", "no-cache, no-store"), ("Pragma", "no-cache"), ("X-Content-Type-Options", "nosniff"))
#: Whoever asks with another user agent may get something else (RFC 9110 §12.5.5): browsers are updated.
_VARIES = ("Vary", "User-Agent")


class Endpoints:
    """Answers requests below the option ``prefix``. Immutable, and one is enough for all threads.

    ``presenter`` makes the documents; ``is_never_told``: whether a user agent gets no banner, whatever the page and
    whatever was closed; ``embedded``: the banner for a page that the middleware does not see, by a request for it, and
    whether that is known to be its address; ``clock`` gives seconds since 1970.
    """

    def __init__(
        self,
        presenter: Presenter,
        *,
        is_never_told: Callable[[str | None], bool],
        embedded: Callable[[Request, bool], PageBanner | None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        options = presenter.options
        self._below = options.prefix + "/"
        self._linked = options.stylesheet
        self._may_continue = options.block is not None and options.block_continue
        self._at_marker = options.place != "top"
        self._presenter, self._cookies = presenter, presenter.cookies
        self._is_never_told, self._embedded = is_never_told, embedded
        self._clock = clock

    def continues(self, cookie: str | None) -> bool:
        """Whether this visitor chose to continue past the block page, and may."""
        return self._may_continue and self._cookies.continues(cookie)

    def respond(self, request: Request, verdict: Verdict, kind: Kind | None) -> Respond:
        """The answer to a request whose path is below the prefix. Bad input gets a 4xx. ``verdict``: on the
        visitor's browser; ``kind``: of the banner for it, None where there is none."""
        answer = self._answer(request, request.path.removeprefix(self._below), verdict, kind)
        return Respond(answer.response._replace(body=b"")) if request.method == "HEAD" else answer

    def _answer(self, request: Request, name: str, verdict: Verdict, kind: Kind | None) -> Respond:
        reads = request.method in ("GET", "HEAD")
        if name == "close" and reads:
            return self._page_closing(request)
        if name == "close" or (name == "continue" and self._may_continue):
            form = _form_of(request)
            if isinstance(form, Respond):
                return form
            return self._close(form, request, verdict) if name == "close" else self._continue(form, request)
        sheet = self._presenter.renderer.sheets().get(name) if self._linked and name.endswith(".css") else None
        if sheet is None and name not in ("close.js", "banner.js", "fragment", "banner"):
            return _refusal(404, "Not found")
        if not reads:
            return _ONLY_READ
        if sheet is not None:
            return _kept(request, sheet, "text/css")
        if name == "close.js":
            return _kept(request, _SCRIPT, "text/javascript", SCRIPT_KEY)
        if name == "banner":  # what the <noscript> link beside banner.js leads to: what there is to do, if anything
            kind = kind if verdict.outdated else None
            back = self._return_path("", request)
            return Respond(page_response(200, *self._presenter.about_page(request, verdict, kind, back)))
        if self._is_never_told(request.headers.fields.get("user-agent")):
            return Respond(NOTHING_TO_SHOW[name])
        return self._script_for(request, verdict) if name == "banner.js" else self._fragment_for(request, verdict)

    # -- closing and continuing ----------------------------------------------------------------------------------------

    def _page_closing(self, request: Request) -> Respond:
        """The document that the banner's close button leads to where its script does not run. It changes nothing."""
        form = _parse_form(request.query.encode("utf-8", "replace")) or {}
        kind = next((kind for kind in KINDS if kind == form.get("kind")), None)
        if kind is None:
            return _ONLY_POSTED
        back = self._return_path(form.get("next", ""), request)
        return Respond(page_response(200, *self._presenter.closing_page(request, kind, back)))

    def _close(self, form: Mapping[str, str], request: Request, verdict: Verdict) -> Respond:
        """RFC 9110: 303 back to the page; 204 to the script, which takes the banner away itself.

        Nothing is changed by a GET: prefetchers, crawlers and ``<img>`` send those. A page of another site cannot close
        it where the browser sends Sec-Fetch-Site; old ones do not, and what they could be made to do is harmless. Their
        Origin decides nothing: behind a proxy it is often another one than Host.
        """
        kind = form.get("kind", "")
        if kind not in KINDS:
            return _refusal(400, "Unknown kind of banner")
        cookie = self._cookies.close(kind, request.scheme == "https", self._clock())
        # The exact value: Android's WebView sends the app's name under this header, with forms too.
        by_script = request.headers.fields.get("x-requested-with") == "XMLHttpRequest"
        kept = (("Set-Cookie", cookie), *_NOT_STORED)
        response = Response(204, kept) if by_script else self._back(form, request, cookie)
        return Respond(response, (Event.of("closed", verdict, kind),))

    def _continue(self, form: Mapping[str, str], request: Request) -> Respond:
        """303 to the page that the visitor wanted, past the block page from now on."""
        cookie = self._cookies.continue_(request.scheme == "https", self._clock())
        return Respond(self._back(form, request, cookie))

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

    def _script_for(self, request: Request, verdict: Verdict) -> Respond:
        """``banner.js``: the visitor's banner, for a page that a CDN serves; an empty script for everybody else.

        It is its visitor's alone, and no cache keeps one with a banner: who updates the browser must not see it again.
        """
        fields = request.headers.fields
        found = self._banner_for(request, referer_path(fields.get("referer"), fields.get("host")))
        banner = None if found is None else found.make(None, scripted=False)
        body = b"" if banner is None else embed_script(banner, at_marker=self._at_marker)
        return Respond(_embedding(body, "text/javascript"), _shown(verdict, banner))

    def _fragment_for(self, request: Request, verdict: Verdict) -> Respond:
        """``fragment``: the bare banner for a page that a server puts together; empty for everybody else.

        Query: ``lang``, ``nonce``, and ``path``, the page's own path and query; that comes last, as it is, or encoded.
        """
        given, _, path = f"&{request.query}".partition("&path=")
        if not path.startswith("/"):
            given = request.query
        form = _parse_form(given.removeprefix("&").encode("utf-8", "replace")) or {}
        nonce, language = _NONCE.fullmatch(form.get("nonce", "")), _LANGUAGE.fullmatch(form.get("lang", ""))
        found = self._banner_for(request, same_site_path(path if path.startswith("/") else form.get("path", "")))
        banner = None if found is None else found.make(nonce and nonce[0], language and language[0])
        return Respond(_embedding(b"" if banner is None else banner.html, "text/html"), _shown(verdict, banner))

    def _banner_for(self, request: Request, page: str | None) -> PageBanner | None:
        """``page``: the path and query of the page that the banner is for, None where it isn't known."""
        path, _, query = (page or "").partition("?")
        root = request.root_path
        path = unquote(path)
        below = path.removeprefix(root) if path.startswith(root + "/") else path
        return self._embedded(replace(request, method="GET", path=below or "/", query=query), bool(below))


def _shown(verdict: Verdict, banner: Banner | None) -> tuple[Event, ...]:
    return () if banner is None else (Event.of("shown", verdict, banner.kind, banner.locale),)


def _kept(request: Request, body: bytes, essence: str, key: str | None = None) -> Respond:
    """A file that caches may keep. ``key``: the query of its address; None where its name changes with it."""
    # Under its own key for a year; under any other (a page older than this release), ask again.
    keyed = key is None or request.query == key
    cache = f"public, max-age={_YEAR}, immutable" if keyed else "no-cache"
    tag = f'"{zlib.crc32(body):08x}"'
    validators = (("Cache-Control", cache), ("ETag", tag))
    asked = request.headers.fields.get("if-none-match", "")
    if asked.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in asked.split(",")]:
        return Respond(Response(304, validators))
    return Respond(_response(200, essence, body, *validators))


def _embedding(body: bytes, essence: str, *, lasting: bool = False) -> Response:
    """What ``banner.js`` or ``fragment`` puts into a page. ``lasting``: whether it need not be asked for again soon."""
    cache = "private, max-age=86400" if lasting else "private, no-store"
    return _response(200, essence, body, ("Cache-Control", cache), _VARIES)


def page_response(status: int, body: bytes, locale: str) -> Response:
    """A page of ours in place of the app's: for this visitor, now, and for nobody's cache."""
    language = ("Content-Language", locale.replace("_", "-"))
    return _response(status, "text/html", body, language, ("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex"))


def _form_of(request: Request) -> dict[str, str] | Respond:
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


def _refusal(status: int, sentence: str, *more: tuple[str, str]) -> Respond:
    return Respond(text_response(status, f"{sentence}.\n", *more))


_ONLY_POSTED = _refusal(405, "Only a form does this", ("Allow", "POST"))
_ONLY_READ = _refusal(405, "Only to be read", ("Allow", "GET, HEAD"))

#: What a browser is answered that gets no banner whatever the page, by the address below the prefix.
NOTHING_TO_SHOW: Mapping[str, Response] = {
    "banner.js": _embedding(b"", "text/javascript", lasting=True),
    "fragment": _embedding(b"", "text/html", lasting=True),
}
