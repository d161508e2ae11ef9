"""The newspaper's pages: an index of every banner there is, an article, and a page that streams."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

import browserbanner
from browserbanner import BrowserBanner
from browserbanner.addresses import same_site_path
from browserbanner.asgi import BannerMiddleware

PAUSE = 0.1  # seconds between the streamed page's chunks


class State(NamedTuple):
    """An entry of the index: the page to open and its query, and the sketch beside it."""

    page: str
    query: dict[str, str]
    sketch: str


_OLD_PHONE = (
    "Mozilla/5.0 (Linux; Android 10; SM-A505F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.99"
    " Mobile Safari/537.36"
)
#: By group, and by the name that its texts have.
STATES: dict[str, dict[str, State]] = {
    "looks": {
        "bar": State("/article", {"browserbanner": "outdated"}, "bar"),
        "cards": State("/cards", {"browserbanner": "outdated"}, "cards"),
        "block": State("/article", {"browserbanner": "block"}, "block"),
        "streamed": State("/live", {"browserbanner": "outdated"}, "streamed"),
    },
    "computers": {
        "switch": State("/article", {"browserbanner": "switch"}, "bar"),
        "ie-mode": State("/article", {"browserbanner": "ie-mode"}, "bar"),
        "ipad-or-mac": State("/article", {"browserbanner": "ipad-or-mac"}, "tablet"),
        "cannot-update": State("/article", {"browserbanner": "cannot-update"}, "text"),
    },
    "devices": {
        "phone": State("/article", {"browserbanner-as": _OLD_PHONE}, "phone"),
        "webview": State("/article", {"browserbanner": "webview"}, "phone"),
        "update-os": State("/article", {"browserbanner": "update-os"}, "phone"),
        "end-of-line": State("/article", {"browserbanner": "end-of-line"}, "phone-text"),
    },
    "current": {
        "own": State("/article", {}, "none"),
        "desktop-site": State("/article", {"browserbanner": "desktop-site"}, "phone-text"),
    },
}

_HERE = Path(__file__).parent
_FLUSH = "\x1e"  # where live.html is cut into chunks
_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
# All of it is made up: the town, the people and the stars' plans for Saturday.
_TEXTS = {
    language: json.loads((_HERE / f"texts.{language}.json").read_text(encoding="utf-8")) for language in ("uk", "en")
}
_STYLE = (_HERE / "site.css").read_bytes()


def _language_switch(request: browserbanner.Request) -> str | None:
    """The language that was chosen by hand, if any."""
    return _chosen(request.query)


# At module level: a bad option would stop the process here. The debug switch is what the index page's links use.
bb: BrowserBanner = BrowserBanner(
    debug=True,
    locale=_language_switch,
    exempt=["/cards"],
    block={"chrome": 5},  # for the index, which asks for it: real old browsers are to see the banner
    block_continue=True,
    site_name="The Lakeside Gazette",
)
# One page has cards. A site has one layout, and so one of these.
_cards = BrowserBanner(debug=True, locale=_language_switch, layout="cards", only=["/cards"])


def make_site(plain_address: str | None = None, banners: Sequence[BrowserBanner] = (bb, _cards)) -> Starlette:
    """The site. ``banners``: those of its middleware, () for the site without it; ``plain_address``: where the index
    page says that that one is."""
    app = Starlette(
        routes=[
            Route("/", _index),
            Route("/article", _article),
            Route("/cards", _article),
            Route("/live", _live),
            Route("/site.css", _style),
            Route("/notice", _accept_notice, methods=["POST"]),
            Route("/forget", _forget, methods=["POST"]),
        ],
        middleware=[Middleware(BannerMiddleware, banner=each) for each in banners],
    )
    app.state.plain_address = plain_address
    return app


async def _index(request: Request) -> Response:
    return _page(request, "index.html", states=STATES, plain_address=request.app.state.plain_address)


async def _article(request: Request) -> Response:
    return _page(request, "article.html")


async def _live(request: Request) -> Response:
    """Sent as it is written: the head, then the page's parts one by one, without a Content-Length."""
    chunks = _render(request, "live.html", flush=_FLUSH).split(_FLUSH)

    async def parts() -> AsyncIterator[str]:
        for number, chunk in enumerate(chunks):
            if number:
                await asyncio.sleep(PAUSE)
            yield chunk

    return StreamingResponse(parts(), media_type="text/html", headers=_headers(request))


async def _style(request: Request) -> Response:
    return _validated(request, Response(_STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"}))


async def _accept_notice(request: Request) -> Response:
    """The cookie notice's button: works without JavaScript, as everything here."""
    back = same_site_path(request.query_params.get("next", "")) or "/"
    response = RedirectResponse(back, 303)
    response.set_cookie("notice", "read", max_age=365 * 86_400, samesite="lax")
    return response


async def _forget(request: Request) -> Response:
    """Show closed banners again, and the block page, without waiting for 28 days."""
    response = RedirectResponse(same_site_path(request.query_params.get("next", "")) or "/", 303)
    for name in (bb.options.cookie_name, f"{bb.options.cookie_name}-continue"):
        response.delete_cookie(name, path=bb.options.cookie_path)
    return response


def _page(request: Request, template: str, **values: Any) -> Response:
    html = _render(request, template, **values)
    return _validated(request, Response(html, media_type="text/html", headers=_headers(request)))


def _headers(request: Request) -> dict[str, str]:
    return {"Cache-Control": "no-cache", "Content-Language": _language(request), "Vary": "Accept-Language, Cookie"}


def _validated(request: Request, response: Response) -> Response:
    """With an ETag, as real sites have one, and 304 for who has the page already."""
    tag = f'"{zlib.crc32(response.body):08x}"'
    response.headers["ETag"] = tag
    if request.headers.get("if-none-match") != tag:
        return response
    kept = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
    return Response(status_code=304, headers=kept)


def _render(request: Request, template: str, **values: Any) -> str:
    language = _language(request)
    chosen = {"lang": language} if "lang" in request.query_params else {}

    def to(path: str, query: Mapping[str, str] = MappingProxyType({})) -> str:
        """A link that keeps the language where it was chosen by hand."""
        fields = {**chosen, **query}
        return path + ("?" + urlencode(fields) if fields else "")

    here = request.url.path + ("?" + request.url.query if request.url.query else "")
    return _TEMPLATES.get_template(template).render(
        t=_TEXTS[language],
        language=language,
        to=to,
        here=here,
        in_other_language=to(request.url.path, {**request.query_params, "lang": _TEXTS[language]["other_language"][0]}),
        notice="notice" not in request.cookies,
        **values,
    )


def _language(request: Request) -> str:
    """By the switch, else the first of Accept-Language that there is, else English."""
    return _chosen(request.url.query) or _known(request.headers.get("accept-language", "")) or "en"


def _chosen(query: str) -> str | None:
    return _known(parse_qs(query).get("lang", [""])[0])


def _known(languages: str) -> str | None:
    """The first of them that the site has."""
    for tag in languages.lower().split(","):
        language = tag.partition(";")[0].strip().partition("-")[0]
        if language in _TEXTS:
            return language
    return None
