"""Endpoints: which of the middleware's own addresses was asked for, and its answer."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Mapping

from browserbanner.banner import CLOSE_SCRIPT, embed_script
from browserbanner.endpoints.cookie import KINDS, close_cookie, closed, continue_cookie, continues, set_cookie
from browserbanner.endpoints.form import MalformedForm, parse_form
from browserbanner.endpoints.message import VARIES, Embedded, HeaderFields, Request, Response, page_response
from browserbanner.endpoints.return_path import is_plain, referer_path, same_site_path
from browserbanner.headers import Headers

MAX_BODY = 8192
"""Bytes of a form. Beyond it: 413."""

# A field's "%", "/", "?" and the like are encoded once more in the body, at three bytes each.
_MAX_FIELD = MAX_BODY // 3 - 64
_FORM = "application/x-www-form-urlencoded"
_DAY = 86_400
_YEAR = 365 * _DAY
# HTTP/1.0 caches (lynx and w3m speak it) know Pragma only; ELinks needs no-cache, not only no-store.
_NOT_STORED = (("Cache-Control", "no-cache, no-store"), ("Pragma", "no-cache"), ("X-Content-Type-Options", "nosniff"))


class Endpoints:
    """Answers requests below ``prefix``. Immutable, and one is enough for all threads.

    The values are options of the same names, checked already. ``close_script`` is the text of ``close.js`` (ES3,
    ASCII); ``sheets`` gives the stylesheets by their names, which change with their content (None: they are not
    linked); ``may_continue``: whether visitors may pass the gate; ``embedded``: what ``banner.js`` puts into the page
    of a path (None: the browser does not say which) and query (and root path); ``about``: the document about the
    visitor's browser, and its language; ``closing``: the document with the form that closes a kind of banner, likewise
    (None: there are no such addresses); ``place``: where banners stand; ``clock``
    gives seconds since 1970.
    """

    def __init__(
        self,
        *,
        prefix: str = "/_browserbanner",
        cookie_name: str = "browserbanner",
        cookie_path: str = "/",
        campaign: str = "1",
        close_days: int = 28,
        close_script: str = CLOSE_SCRIPT,
        sheets: Callable[[], Mapping[str, bytes]] | None = None,
        may_continue: bool = False,
        embedded: Callable[[Headers, str | None, str, str], Embedded] | None = None,
        about: Callable[[Headers, str, str], tuple[bytes, str]] | None = None,
        closing: Callable[[Headers, str, str, str], tuple[bytes, str]] | None = None,
        place: str = "top",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._below = prefix + "/"
        self._sheets, self._may_continue = sheets, may_continue
        self._cookie_name, self._cookie_path, self._campaign = cookie_name, cookie_path, campaign
        self._close_days, self._clock = close_days, clock
        self._embedded, self._about, self._closing = embedded, about, closing
        self._at_marker = place != "top"
        self._script = close_script.encode("ascii")
        self._script_key = f"{zlib.crc32(self._script):08x}"
        self.close_path: str = prefix + "/close"
        """What closes a banner when it is posted to, below the app's root path; a GET gets a page with the form."""
        self.continue_path: str = prefix + "/continue"
        """Where the form of the gate's page posts to."""
        self.script_path: str = f"{prefix}/close.js?{self._script_key}"
        """The script's address; it changes with its content, so that caches may keep it for a year."""

    def owns(self, path: str) -> bool:
        """Whether ``path`` (below the app's root path) is ours: such a request never reaches the app."""
        return path.startswith(self._below)

    def closed(self, headers: Headers) -> frozenset[str]:
        """The kinds of banner that this visitor has closed."""
        return closed(headers.get("cookie"), self._cookie_name, self._campaign)

    def continues(self, headers: Headers) -> bool:
        """Whether this visitor chose to continue past the gate, and may."""
        return self._may_continue and continues(headers.get("cookie"), self._cookie_name, self._campaign)

    @staticmethod
    def return_to(path: str, query: str = "") -> str:
        """The form's hidden field ``next`` for a page: its percent-decoded path, root path included, and its query.

        Empty where the form would be too long or the address is none to go back to: then the Referer says the way.
        """
        tail = "?" + query if query else ""
        address: str | None = path + tail
        if "?" in path or not is_plain(path + tail):
            from urllib.parse import quote

            address = same_site_path(quote(path, "/:@!$&'()*+,;=-._~", errors="replace") + tail)
        return address if address is not None and len(address) <= _MAX_FIELD else ""

    def respond(self, request: Request) -> Response:
        """The answer to a request that :meth:`owns` took. Never raises: bad input gets a 4xx."""
        name = request.path.removeprefix(self._below)
        if name == "close" and self._closing is not None and request.method in ("GET", "HEAD"):
            response = self._page_closing(request, self._closing)
        elif name == "close":
            response = self._close(request)
        elif name == "continue" and self._may_continue:
            response = self._continue(request)
        elif name == "close.js":
            response = self._kept(request, self._script, "text/javascript", self._script_key)
        elif name == "banner.js" and self._embedded is not None:
            response = self._script_for(request, self._embedded)
        elif name == "banner" and self._about is not None:
            response = self._page_about(request, self._about)
        elif name.endswith(".css") and self._sheets is not None and (sheet := self._sheets().get(name)) is not None:
            response = self._kept(request, sheet, "text/css")
        else:
            response = _refusal(404, "Not found")
        return response._replace(body=b"", shown=None) if request.method == "HEAD" else response

    def _script_for(self, request: Request, embedded: Callable[[Headers, str | None, str, str], Embedded]) -> Response:
        """``banner.js``: the visitor's banner, for a page that a CDN serves; an empty script for everybody else.

        It is its visitor's alone, and no cache keeps one with a banner: who updates the browser must not see it again.
        """
        if request.method not in ("GET", "HEAD"):
            return _ONLY_READ
        from urllib.parse import unquote

        page = referer_path(request.headers.get("referer"), request.headers.get("host"))
        path, _, query = (page or "").partition("?")
        root = request.root_path.rstrip("/")
        below = path.removeprefix(root) if path.startswith(root + "/") else path
        banner, lasting = embedded(request.headers, unquote(below) or None, query, root)
        body = b"" if banner is None else embed_script(banner, at_marker=self._at_marker)
        cache = f"private, max-age={_DAY}" if lasting else "private, no-store"
        headers = (*_body_headers(body, "text/javascript"), ("Cache-Control", cache), VARIES)
        return Response(200, headers, body, shown=banner)

    def _page_about(self, request: Request, about: Callable[[Headers, str, str], tuple[bytes, str]]) -> Response:
        """The document that the ``<noscript>`` link beside ``banner.js`` leads to: what there is to do, if anything."""
        if request.method not in ("GET", "HEAD"):
            return _ONLY_READ
        body, locale = about(request.headers, request.root_path.rstrip("/"), self._return_path("", request))
        return page_response(200, body, locale)

    def _page_closing(
        self, request: Request, closing: Callable[[Headers, str, str, str], tuple[bytes, str]]
    ) -> Response:
        """The document that the banner's close button leads to where its script does not run. It changes nothing."""
        form = _fields(request.query.encode("utf-8", "replace"))
        kind = "" if isinstance(form, Response) else form.get("kind", "")
        if isinstance(form, Response) or kind not in KINDS:
            return _ONLY_POSTED
        back = self._return_path(form.get("next", ""), request)
        return page_response(200, *closing(request.headers, kind, request.root_path.rstrip("/"), back))

    def _close(self, request: Request) -> Response:
        """RFC 9110: 303 back to the page; 204 to the script, which takes the banner away itself.

        Nothing is changed by a GET: prefetchers, crawlers and ``<img>`` send those. A page of another site cannot close
        it where the browser sends Sec-Fetch-Site; old ones do not, and what they could be made to do is harmless. Their
        Origin decides nothing: behind a proxy it is often another one than Host.
        """
        form = _form_of(request)
        if isinstance(form, Response):
            return form
        kind = form.get("kind", "")
        if kind not in KINDS:
            return _refusal(400, "Unknown kind of banner")
        cookie = self._set(close_cookie(self._campaign, self._cookie_name, kind), request)
        # The exact value: Android's WebView sends the app's name under this header, with forms too.
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return Response(204, (cookie, *_NOT_STORED), closed=kind)
        return self._back(form, request, cookie)._replace(closed=kind)

    def _continue(self, request: Request) -> Response:
        """303 to the page that the visitor wanted, past the gate from now on."""
        form = _form_of(request)
        if isinstance(form, Response):
            return form
        return self._back(form, request, self._set(continue_cookie(self._campaign, self._cookie_name), request))

    def _set(self, pair: str, request: Request) -> tuple[str, str]:
        secure = request.scheme == "https"
        value = set_cookie(pair, path=self._cookie_path, days=self._close_days, secure=secure, now=self._clock())
        return "Set-Cookie", value

    def _back(self, form: Mapping[str, str], request: Request, cookie: tuple[str, str]) -> Response:
        location = self._return_path(form.get("next", ""), request)
        # No body, but a type all the same: wsgiref's validator, for one, wants it of every 303.
        empty = (("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "0"))
        return Response(303, (("Location", location), cookie, *_NOT_STORED, *empty))

    def _return_path(self, asked: str, request: Request) -> str:
        root = request.root_path.rstrip("/")
        headers = request.headers
        for path in (same_site_path(asked), referer_path(headers.get("referer"), headers.get("host"))):
            # Our own addresses are no pages: who opened one by hand goes home.
            if path is not None and not self.owns(path.removeprefix(root)):
                return path
        return same_site_path(root + "/") or "/"

    @staticmethod
    def _kept(request: Request, body: bytes, essence: str, key: str | None = None) -> Response:
        """A file that caches may keep. ``key``: the query of its address; None where its name changes with it."""
        if request.method not in ("GET", "HEAD"):
            return _ONLY_READ
        # Under its own key for a year; under any other (a page older than this release), ask again.
        keyed = key is None or request.query == key
        cache = f"public, max-age={_YEAR}, immutable" if keyed else "no-cache"
        tag = f'"{zlib.crc32(body):08x}"'
        validators: HeaderFields = (("Cache-Control", cache), ("ETag", tag))
        asked = request.headers.get("if-none-match") or ""
        if asked.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in asked.split(",")]:
            return Response(304, validators)
        return Response(200, (*_body_headers(body, essence), *validators), body)


def _form_of(request: Request) -> dict[str, str] | Response:
    """The fields that a page of this site posted, in a form or, without a body, in the query; or the refusal."""
    if request.method != "POST":
        return _ONLY_POSTED
    headers = request.headers
    if headers.get("sec-fetch-site") == "cross-site":
        return _refusal(403, "Only a page of this site does this")
    if len(request.body) > MAX_BODY or declared_length(headers.get("content-length")) > MAX_BODY:
        return _refusal(413, f"A form has at most {MAX_BODY} bytes")
    if (headers.get("content-type") or _FORM).partition(";")[0].strip().lower() != _FORM:
        return _refusal(415, f"A form is {_FORM}")
    return _fields(request.body or request.query.encode("utf-8", "replace"))


def _fields(form: bytes) -> dict[str, str] | Response:
    try:
        return parse_form(form)
    except MalformedForm:
        return _refusal(400, "Malformed form")


def declared_length(text: str | None) -> int:
    """A Content-Length, in bytes, or a larger number of nine digits; 0 where there is none or it is no number."""
    text = (text or "").strip().lstrip("0")
    if not (text.isascii() and text.isdigit()):
        return 0
    return int(text[:9])  # nine digits are too many already, and int() has limits of its own


def _body_headers(body: bytes, essence: str) -> HeaderFields:
    return (
        ("Content-Type", f"{essence}; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("X-Content-Type-Options", "nosniff"),
    )


def _refusal(status: int, sentence: str, *more: tuple[str, str]) -> Response:
    body = f"{sentence}.\n".encode("ascii")
    return Response(status, (*_body_headers(body, "text/plain"), *_NOT_STORED[:2], *more), body)


_ONLY_POSTED = _refusal(405, "Only a form does this", ("Allow", "POST"))
_ONLY_READ = _refusal(405, "Only to be read", ("Allow", "GET, HEAD"))
