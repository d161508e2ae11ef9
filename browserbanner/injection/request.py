"""Which requests may get a page with a banner, and what of such a request the app is to see."""

from __future__ import annotations

import re
from collections.abc import Mapping

from browserbanner.request import Headers

# Android's browser and its webviews name their app here, in every request: X-Requested-With: com.android.browser
_ANDROID_APP = re.compile(r"[A-Za-z]\w*(?:\.\w+)+")

# Scripts that ask for a part of a page say so: Turbo, Unpoly, pjax, Barba, Alpine AJAX, Datastar, Intercooler, Inertia.
_PARTIALS = frozenset(
    ("turbo-frame", "x-up-target", "x-up-version", "x-pjax", "x-barba", "x-alpine-request", "datastar-request",
     "x-ic-request", "x-inertia")
)  # fmt: skip
# Fields of requests that may be for less than a page, or by a script. Old browsers send none of them by themselves.
_SIGNS = _PARTIALS | {
    "sec-fetch-dest", "sec-fetch-mode", "x-requested-with", "hx-request", "hx-boosted", "x-turbo-request-id"
}  # fmt: skip

# What Internet Explorer asks for when it loads parts of a page. (What it says for pages is a list of its plug-ins.)
_TRIDENT_PARTS = ("text/css", "application/javascript", "text/javascript", "image/png", "application/json")

#: The names (lower case) of request headers that the app must not see when its response gets a banner.
#: Accept-Encoding: an adapter puts ``identity`` in its place, since without one any coding would do (RFC 9110 §12.5.3).
#: If-None-Match, If-Modified-Since: the page with the banner has no validators, so they name the browser's copy of the
#: page without it, and a 304 would show that.
HIDDEN_FROM_PAGES = frozenset({"accept-encoding", "if-none-match", "if-modified-since"})
#: The same where HTML is not asked for by name: pictures and styles, which Internet Explorer up to 8 asks for as it
#: asks for pages, keep their 304.
HIDDEN_FROM_OTHERS = frozenset({"accept-encoding"})


def asks_for_a_page(method: str, headers: Headers, engine: str | None = None) -> bool:
    """Whether a request is for a whole page that its visitor will look at, as far as its headers say.

    ``engine``: the browser's, as in UserAgent. A page is asked for by ``text/html`` in Accept, in every engine but
    Trident; or by ``*/*`` alone, or no Accept at all, where there is no Referer (``curl -A``, test clients, a CDN that
    forwards the user agent only). ``*/*`` with the languages and codings of a browser is a script's: sites may forbid
    the Referer. So a script's fetch, a service worker's precache, a frame (Fetch Metadata, W3C) and a part of a page
    that a script asks for are none. A whole page that a script asks for as a page is one: htmx's boosted links, Turbo
    Drive's visits. Methods other than GET and HEAD ask for none: closing the banner on a page that answered a form
    would lose what was sent.
    """
    if method != "GET" and method != "HEAD":
        return False
    fields = headers.fields
    if _SIGNS.isdisjoint(fields):
        return _accepts_a_page(fields, engine)
    if not _PARTIALS.isdisjoint(fields):
        return False
    by = fields.get("x-requested-with")
    if by is not None and _ANDROID_APP.fullmatch(by.strip()) is None:
        return False
    boosted = fields.get("hx-boosted", "").strip().lower() == "true"
    if "hx-request" in fields and not boosted:
        return False
    by_script = boosted or "x-turbo-request-id" in fields
    if fields.get("sec-fetch-dest", "document") not in (("document", "empty") if by_script else ("document",)):
        return False
    if not by_script and fields.get("sec-fetch-mode", "navigate") != "navigate":  # all that Chromium 76 to 79 say
        return False
    return boosted or _accepts_a_page(fields, engine)  # a boosted link says "Accept: */*"


def _accepts_a_page(fields: Mapping[str, str], engine: str | None) -> bool:
    accept = fields.get("accept", "").strip().lower()
    if "text/vnd.turbo-stream.html" in accept:
        return False
    if "text/html" in accept:
        return True
    if engine == "trident":
        return not accept.startswith(_TRIDENT_PARTS) and (not accept or "*/*" in accept)
    if "referer" in fields or accept not in ("", "*/*"):
        return False
    # Browsers send these two with whatever they ask for.
    return not (accept and "accept-language" in fields and "gzip" in fields.get("accept-encoding", "").lower())


def why_no_page(method: str, headers: Headers) -> str:
    """What :func:`asks_for_a_page` looked at when it said no, a clause for the log."""
    if method not in ("GET", "HEAD"):
        return f"the request asks for no page (its method is {method})"
    fields = headers.fields
    names = ["accept", *sorted(_SIGNS & fields.keys())]
    if "text/html" not in fields.get("accept", "").lower():
        names += [name for name in ("referer", "accept-language", "accept-encoding") if name in fields]
    return f"the request asks for no page ({'; '.join(f'{name.title()}: {fields.get(name)}' for name in names)})"
