"""BannerRenderer: what a visitor sees, rendered once for all visitors alike and filled in for each request."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple, Unpack, get_args

from jinja2 import BaseLoader

from browserbanner.banner.cards import Card, cards_for, counted_form
from browserbanner.banner.catalogs import available_locales, check_folders, load_catalog
from browserbanner.banner.language import Languages, country_of_language
from browserbanner.banner.model import Banner, Page, PageKind, Settings
from browserbanner.banner.names import browser_name, system_name
from browserbanner.banner.own import checked_browsers
from browserbanner.banner.slots import Outline, slot_values, without_marks
from browserbanner.banner.stylesheet import SHAPES, attribute_colours, stylesheet
from browserbanner.banner.templating import Templates
from browserbanner.browsers import Shares
from browserbanner.errors import ConfigurationError
from browserbanner.useragent import UserAgent, Version

_CACHED = 256
"""Outlines kept, of at most about 7 KB each: the sheets are shared."""


class _Visit(NamedTuple):
    """All that an outline depends on, besides the renderer's own settings."""

    kind: PageKind
    advice: str
    family: str | None
    major: int | None
    system: str | None
    version: Version
    form: str
    app: str | None
    recommended: tuple[str, ...]
    locale: str
    country: str | None
    page: Page = ""


class BannerRenderer:
    """Makes banners from browser data. Immutable but for its caches; safe under threads.

    ``settings``: see :class:`~browserbanner.banner.model.Settings`, which names them all.
    Raises ConfigurationError for a family that has no download page, and for whatever of these is broken.
    """

    def __init__(self, **settings: Unpack[Settings]) -> None:
        self._data = data = settings["data"]
        self._layout = settings.get("layout", "bar")
        self._theme = settings.get("theme", "auto")
        self._position = settings.get("position", "top")
        self._close_days = settings.get("close_days", 28)
        self._linked = settings.get("linked", False)
        self._may_continue = settings.get("may_continue", False)
        site_name = settings.get("site_name")
        self._site_name = site_name and without_marks(site_name)
        self._extra = checked_browsers(settings.get("extra_browsers", {}), data.limits)
        self._browsers = settings.get("browsers")
        families = sorted({*data.limits, *self._extra})
        for family in self._browsers or ():
            if family not in families:
                raise ConfigurationError.choice("browsers", family, families)
        folders = tuple(os.fspath(folder) for folder in settings.get("locale_dirs", ()))
        check_folders(folders)
        self._languages = Languages(
            available_locales(folders), settings.get("default_locale", "en"), settings.get("locales")
        )
        read_catalog = settings.get("read_catalog")
        self._catalog = cache(read_catalog or (lambda locale: load_catalog(locale, folders)))
        self._outline = lru_cache(maxsize=_CACHED)(self._render)
        self._sheet = cache(self._make_sheet)
        templates = settings.get("templates")
        self._says_own = self._linked or templates is not None
        self._templates = _templates(os.fspath(templates) if isinstance(templates, os.PathLike) else templates)
        if templates is not None:
            self._try_templates(templates)

    def available_locales(self) -> tuple[str, ...]:
        """The languages that a banner can have, in their folders' spelling: those of the setting ``locales``, or all
        that have a catalog ("en" always)."""
        return self._languages.available

    def choose_locale(self, accept_language: str | None, *, page_language: str | None = None) -> str:
        """The language for a visitor, one of :meth:`available_locales` or the default. Never raises.

        In this order: ``page_language`` (what the page declares), if the visitor lists it by a range other than "*" and
        it isn't English; the visitor's languages; the page's; the setting ``default_locale``.
        """
        return self._languages.choose(accept_language, page_language)

    def fixed_locale(self, tag: str) -> str | None:
        """How the catalog for a language is spelled ("pt-br": "pt_BR"), None where there is none. Never raises."""
        return self._languages.fixed(tag)

    def country(self, accept_language: str | None, locale: str) -> str | None:
        """The country (ISO 3166) whose figures the visitor sees, by the languages; None: the world. Never raises."""
        return country_of_language(accept_language, locale)

    def render(
        self,
        *,
        kind: PageKind,
        advice: str,
        user_agent: UserAgent,
        recommended: tuple[str, ...],
        locale: str,
        country: str | None,
        action: str,
        return_to: str,
        nonce: str | None = None,
        script_src: str | None = None,
        own: str = "",
        page: Page = "",
        token: str | None = None,
    ) -> Banner:
        """The banner for one request; or a whole HTML document, the ``page``: see :data:`Page`.

        ``locale``: one of :meth:`available_locales`; ``country``: ISO 3166, None for the world; ``action``: the address
        that closes the banner, or continues past the block page; ``return_to``: the page's own path, to which that or
        the link of "about" leads; ``nonce``: of the page's Content-Security-Policy, for style and script;
        ``script_src``: where :data:`CLOSE_SCRIPT` is served. Without that address the script stands inline if there is
        a nonce, and is left out if there is none. ``own``: where linked :meth:`sheets` are served; ``token``: what the
        script takes the banner away without, the :func:`browserbanner.useragent.engine_token` of the request.
        """
        outline = self._outline(_visit(kind, advice, user_agent, recommended, locale, country, page))
        own = own if self._says_own else ""
        html, bare = outline.fill(slot_values(kind, action, return_to, nonce, script_src, own, token))
        return Banner(html, kind, locale, bare)

    def sheets(self) -> dict[str, bytes]:
        """Every stylesheet that may be linked, by its file's name."""
        every = ((shape, rtl) for shape in SHAPES for rtl in (False, True))
        return {self._sheet_name(shape, rtl): self._sheet(shape, rtl) for shape, rtl in every}

    def warm_up(self, locales: Iterable[str] | None = None) -> None:
        """Load what first renderings would wait for: templates, sheets, catalogs (None: of all languages)."""
        every = tuple(self._data.limits)
        for locale in self._languages.available if locales is None else locales:
            self._render(
                _Visit("outdated", "update", "chrome", 60, "windows", (10, 0), "desktop", None, every, locale, "US")
            )
            self._render(_Visit("cannot-update", "none", None, None, None, (), "desktop", None, (), locale, None))

    def _render(self, visit: _Visit) -> Outline:
        data, locale = self._data, visit.locale
        templates = self._templates
        form = counted_form(visit.form)
        shares = data.shares(visit.country, form) or data.shares(None, form)
        cards = self._cards(visit, shares)
        shape = self._shape(visit, cards)
        cldr = templates.cldr(locale)
        shown = shares if any(card.percent for card in cards) else None
        rtl = cldr.text_direction == "rtl"
        layout = shape if shape in ("cards", "page") else "bar"
        text = templates.render(
            layout,
            self._catalog(locale),
            cldr,
            {
                "kind": visit.kind,
                "advice": visit.advice,
                "family": visit.family,
                "browser": browser_name(data, visit.family, visit.major),
                "system": self._system(visit),
                "app": without_marks(visit.app) if visit.app else None,
                "ended": self._ended(visit),
                "cards": cards,
                "shares": shown,
                "country": cldr.territories.get(shown.region) if shown and shown.region else None,
                "month": cldr.months["stand-alone"]["wide"][int(shown.month[5:7])] if shown else None,
                "year": shown.month[:4] if shown else None,
                "lang": locale.replace("_", "-"),
                "dir": "rtl" if rtl else "ltr",
                "layout": layout,
                "position": self._position if layout != "page" else "top",
                "days": self._close_days,
                "sheet_name": self._sheet_name(shape, rtl) if self._linked else None,
                "may_continue": self._may_continue and visit.page == "block",
                "about": visit.page == "about",
                "closing": visit.page == "close",
                "site_name": self._site_name,
                "colours": attribute_colours(self._theme),
            },
        )
        return Outline(text, self._sheet(shape, rtl))

    def _cards(self, visit: _Visit, shares: Shares | None) -> tuple[Card, ...]:
        if visit.kind != "outdated":
            return ()
        data, form, language = self._data, counted_form(visit.form), visit.locale
        if visit.advice == "update-os":
            # The browser comes with the system: one link, to how that is updated.
            return cards_for(data, ("safari",), visit.system, (), form, language, None) if visit.system == "ios" else ()
        families: Iterable[str] = (*visit.recommended, *self._extra_for(visit))
        if self._browsers is not None:
            families = [family for family in self._browsers if family in families]
        return cards_for(
            data,
            families,
            visit.system,
            visit.version,
            form,
            language,
            shares,
            by_share=self._browsers is None,
            extra=self._extra,
        )

    def _extra_for(self, visit: _Visit) -> list[str]:
        """The site's own browsers for this system, wherever that still gets new releases of another one."""
        last = self._data.last_for(visit.system, visit.version) if self._extra and visit.system else {}
        if not any(last[family].current for family in visit.recommended if family in last):
            return []
        return [family for family, about in self._extra.items() if visit.system in about.systems]

    def _shape(self, visit: _Visit, cards: tuple[Card, ...]) -> str:
        """Which rules the banner ships. Phones always get the bar: four cards are a screen and a half there."""
        if visit.page:
            return "page"
        if len(cards) > 1:
            return self._layout if visit.form != "phone" else "bar"
        return "action" if cards else "notice"

    @staticmethod
    def _system(visit: _Visit) -> str | None:
        """The visitor's system by name; without its number where the sentence speaks of a newer one."""
        name = system_name(visit.system, visit.version, visit.form)
        return name.partition("\u00a0")[0] if name and visit.advice == "update-os" else name

    def _ended(self, visit: _Visit) -> bool:
        """Whether it is known that the visitor's own browser gets no more updates on this system."""
        if visit.advice != "switch" or visit.system is None or visit.family is None:
            return False
        if visit.family == "ie":
            return True
        last = self._data.last_for(visit.system, visit.version).get(visit.family)
        return visit.family in self._data.limits and (last is None or not last.current)

    def _make_sheet(self, shape: str, rtl: bool) -> bytes:
        return stylesheet(shape, self._theme, self._position, rtl).encode("ascii")

    def _sheet_name(self, shape: str, rtl: bool) -> str:
        """It changes with the content, so that caches may keep it for a year."""
        return f"banner-{zlib.crc32(self._sheet(shape, rtl)):08x}.css"

    def _try_templates(self, given: object) -> None:
        """Render a site's own templates once for visitors of each kind. Raises ConfigurationError."""
        every = tuple(self._data.limits)
        usual = _Visit("outdated", "update", "chrome", 60, "windows", (10, 0), "desktop", None, every, "en", "US")
        try:
            for visit in (
                usual,
                usual._replace(recommended=every[:1]),
                usual._replace(advice="update-os", family="safari", system="ios", form="phone"),
                usual._replace(
                    kind="cannot-update", advice="none", recommended=(), family=None, system=None, version=()
                ),
                usual._replace(kind="webview", advice="open-in-browser", app="Facebook"),
                usual._replace(kind="desktop-site", advice="none", form="phone"),
            ):
                for page in get_args(Page):
                    self._render(visit._replace(page=page))
            self._render(usual._replace(kind="current", page="about"))
        except ConfigurationError:
            raise
        except Exception as error:
            raise ConfigurationError(
                f"templates: {type(error).__name__}: {error}", option="templates", value=given
            ) from error


@cache
def _packaged_templates() -> Templates:
    return Templates()


def _templates(own: str | BaseLoader | None) -> Templates:
    """The packaged ones are compiled once for all renderers: the preview makes one for each frame."""
    return _packaged_templates() if own is None else Templates(own)


def _visit(
    kind: PageKind,
    advice: str,
    ua: UserAgent,
    recommended: tuple[str, ...],
    locale: str,
    country: str | None,
    page: Page,
) -> _Visit:
    if page == "close":  # whoever asks
        return _Visit(kind, "none", None, None, None, (), "desktop", None, (), locale, None, page)
    return _Visit(
        kind,
        advice,
        ua.family,
        ua.version[0] if ua.version else None,
        ua.os,
        ua.os_version[:2],
        ua.form,
        ua.app if kind == "webview" else None,
        recommended,
        locale,
        country,
        page,
    )
