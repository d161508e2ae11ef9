"""The preview's pages: frames with banners, and the messages that are in them."""

from __future__ import annotations

import os
from collections import defaultdict
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from babel.core import get_global
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from browserbanner.banner import Page, Visit
from browserbanner.banner.tools import SOURCE_LANGUAGE, BannerRenderer, Languages, country_of_language
from browserbanner.browsers import BrowserData
from browserbanner.cli._catalog_files import PSEUDO_LOCALES
from browserbanner.cli._proofreading import length, sample
from browserbanner.cli.preview_site.catalogs import Catalogs, Language
from browserbanner.cli.preview_site.marks import MarkedCatalog, with_elements
from browserbanner.cli.preview_site.visitors import VISITORS, Visitor
from browserbanner.engine import BrowserBanner
from browserbanner.options import Options

#: How a banner can be shown. ``layout``: the options' two, and the block page; ``width``: of its frame.
_LOOKS = {"layout": ("bar", "cards", "page"), "theme": ("light", "dark", "auto"), "width": ("320", "640", "1000")}
#: The site's options that the preview follows.
_SHOWN = ("colours", "browsers", "close_days", "templates", "extra_browsers", "site_name")
_HERE = Path(__file__).parent
_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_VISITORS = {visitor.key: visitor for visitor in VISITORS}


class _Preview:
    """The site's state: the catalogs, and the pages' handlers."""

    def __init__(self, folder: str, bb: BrowserBanner | None) -> None:
        self.catalogs = Catalogs(folder, bb.options.locale_dirs if bb else ())
        self._data = bb.data if bb else BrowserData.load()
        self._site = bb.options if bb else Options(theme="light")
        self._options = Options(**{name: getattr(self._site, name) for name in _SHOWN})
        self._places = lru_cache(maxsize=64)(self._find_places)

    async def index(self, request: Request) -> Response:
        """Frames and messages, by the query."""
        languages = self.catalogs.now()
        possible = {"language": tuple(languages), "visitor": tuple(_VISITORS), **_LOOKS}
        site = self._site
        first = {"language": _first_language(languages, site), "layout": site.layout, "theme": site.theme}
        usual = {"width": ("320", "1000")} | {field: (value,) for field, value in first.items()}
        choice = {
            field: [value for value in values if value in request.query_params.getlist(field)]
            or usual.get(field, values)
            for field, values in possible.items()
        }
        return _page(
            "index.html",
            choice=choice,
            possible=possible,
            names={visitor.key: visitor.name for visitor in VISITORS},
            frames=[dict(zip(choice, frame, strict=True)) for frame in product(*choice.values())],
            everything="?" + urlencode(possible, doseq=True),
            languages=[languages[name] for name in choice["language"]],
            revisions={name: language.revision for name, language in languages.items()},
            folder=os.path.abspath(self.catalogs.folder),
        )

    async def messages(self, request: Request) -> Response:
        """One language's messages, each with its state, its line and its places."""
        language = self._language(request)
        problems: dict[str, list[str]] = defaultdict(list)
        for finding in language.findings:
            if finding.message and not finding.problem.startswith("is not translated"):
                problems[finding.message].append(finding.problem)
        return _page(
            "messages.html",
            language=language,
            general=[finding for finding in language.findings if not finding.message],
            messages=language.shown.items(),
            problems=problems,
            places=self._places(language.name),
            sample=sample,
            length=length,
        )

    async def frame(self, request: Request) -> Response:
        """A page with one banner."""
        language = self._language(request)
        visitor = _VISITORS.get(request.query_params.get("visitor", VISITORS[0].key))
        layout = request.query_params.get("layout", "bar")
        theme = request.query_params.get("theme", "light")
        if visitor is None or layout not in _LOOKS["layout"] or theme not in _LOOKS["theme"]:
            raise HTTPException(404)
        banner, _ = self._render(language, visitor, layout, theme)
        whole = visitor.kind == "current" or layout == "page"
        end = banner.index("</head>") if whole else 0
        return _page(
            "frame.html",
            head=banner[:end],
            banner=banner[end:],
            whole=whole,
            dark=theme == "dark",
            language=language.name,
        )

    async def state(self, request: Request) -> Response:
        """What the page asks several times a second: has a catalog been saved?"""
        languages = self.catalogs.now()
        return JSONResponse({name: language.revision for name, language in languages.items()})

    def _render(self, language: Language, visitor: Visitor, layout: str, theme: str) -> tuple[str, set[int]]:
        given: Any = {"layout": "bar" if layout == "page" else layout, "theme": theme}
        renderer = BannerRenderer(
            self._data,
            self._options._replace(block_continue=visitor.may_continue, **given),
            site_shares=visitor.site_shares,
            read_catalog=lambda locale: MarkedCatalog(language),
        )
        page: Page = "about" if visitor.kind == "current" else "block" if layout == "page" else ""
        likely = get_global("likely_subtags").get(language.name.partition("_")[0], "en_Latn_US")
        country = country_of_language(None, language.name) or likely.rpartition("_")[2]
        banner = renderer.render(
            Visit(visitor.kind, visitor.advice, visitor.user_agent, visitor.recommended, visitor.hint, page),
            locale=language.name,
            country=country if visitor.at_home else "XX",
            action="/nowhere",
            return_to="/",
        )
        return with_elements(banner.html.decode("ascii").replace("<details>", "<details open>"), language.states)

    def _find_places(self, name: str) -> list[list[str]]:
        """For each message, the visitors who see it, and in which layouts; whatever it says."""
        language = self.catalogs.now()[name]
        places: list[dict[str, list[str]]] = [defaultdict(list) for _ in language.shown]
        for visitor in VISITORS:
            for layout in _LOOKS["layout"]:
                for number in self._render(language, visitor, layout, "light")[1]:
                    places[number][visitor.name].append(layout)
        return [[f"{visitor} ({', '.join(layouts)})" for visitor, layouts in found.items()] for found in places]

    def _language(self, request: Request) -> Language:
        languages = self.catalogs.now()
        name = request.query_params.get("language", "")
        if name not in languages:
            raise HTTPException(404, f"there is no catalog of {name}")
        return languages[name]


def make_site(folder: str, bb: BrowserBanner | None = None) -> Starlette:
    """The preview of the catalogs in ``folder``, with a site's options, for this machine only."""
    preview = _Preview(folder, bb)
    return Starlette(
        routes=[
            Route("/", preview.index),
            Route("/frame", preview.frame),
            Route("/messages", preview.messages),
            Route("/state", preview.state),
            Route("/nowhere", _nowhere, methods=["POST"]),
            Route("/preview.css", _file),
            Route("/preview.js", _file),
        ],
        # Another site's page may not read a folder of this machine by pointing a name of its own here.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
    )


async def _nowhere(request: Request) -> Response:
    """Where the banners' buttons lead: the page stays."""
    return Response(status_code=204)


async def _file(request: Request) -> Response:
    """The file that the path of a route names."""
    return FileResponse(_HERE / request.url.path[1:], headers={"Cache-Control": "no-cache"})


def _page(template: str, **values: object) -> Response:
    text = _TEMPLATES.get_template(template).render(values)
    return Response(text, media_type="text/html", headers={"Cache-Control": "no-store"})


def _first_language(languages: dict[str, Language], site: Options) -> str:
    """The site's fixed language; else the one whose file was saved last, which somebody works on; else, where that was
    within a second (a clone writes all files), the site's default."""

    def saved(name: str) -> float:
        path = languages[name].path
        return os.path.getmtime(path) if path and os.path.exists(path) else 0.0

    known = Languages([name for name in languages if name not in PSEUDO_LOCALES], SOURCE_LANGUAGE, None)
    fixed = known.fixed(site.locale) if isinstance(site.locale, str) else None
    default, newest = known.fixed(site.default_locale) or SOURCE_LANGUAGE, max(known.available, key=saved)
    return fixed or (default if saved(newest) - saved(default) < 1 else newest)
