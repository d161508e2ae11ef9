"""BannerRenderer: what a visitor sees, rendered once for all visitors alike and filled in for each request."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from browserbanner.banner.cards import Card, cards_for, counted_form
from browserbanner.banner.catalogs import available_locales, check_folders, load_catalog
from browserbanner.banner.close_script import CLOSE_SCRIPT
from browserbanner.banner.names import browser_name, system_name
from browserbanner.banner.own import checked_browsers, checked_images
from browserbanner.banner.slots import Banner, Outline, without_marks
from browserbanner.banner.stylesheet import SHAPES, attribute_colours, stylesheet
from browserbanner.errors import ConfigurationError

if TYPE_CHECKING:
    from gettext import NullTranslations

    from jinja2 import BaseLoader

    from browserbanner.banner.templating import Templates
    from browserbanner.browsers import BrowserData, Shares
    from browserbanner.useragent import UserAgent, Version

Kind: TypeAlias = Literal["outdated", "cannot-update", "webview", "desktop-site"]
#: What a document of ours can be about besides: "fine", for who has nothing to do.
PageKind: TypeAlias = Literal[Kind, "fine"]
#: "" for a banner; a document "gate" in place of the site's, or "about" the visitor's browser.
Page: TypeAlias = Literal["", "gate", "about"]

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

    ``layout``: "bar" or "cards"; ``theme``: "auto", "light" or "dark"; ``position``: "top" or "bottom"; ``browsers``:
    the families that may be shown, in this order (None: all, by their share); ``close_days``: what the close button
    promises; ``locale_dirs``: a site's own folders of catalogs, the first one wins; ``templates``: its own templates, a
    folder or a Jinja loader; ``extra_browsers``, ``images``: its own browsers and pictures; ``linked``: whether the
    stylesheet is linked, and not in the page; ``may_continue``, ``site_name``: for documents; ``read_catalog``: for
    tools, reads a language's messages in place of those folders.
    Raises ConfigurationError for a family that has no download page, and for whatever of these is broken.
    """

    def __init__(
        self,
        *,
        data: BrowserData,
        layout: str = "bar",
        theme: str = "auto",
        position: str = "top",
        browsers: tuple[str, ...] | None = None,
        close_days: int = 28,
        locale_dirs: Sequence[str | os.PathLike[str]] = (),
        templates: str | os.PathLike[str] | BaseLoader | None = None,
        extra_browsers: Mapping[str, object] = MappingProxyType({}),
        images: Mapping[str, str] = MappingProxyType({}),
        linked: bool = False,
        may_continue: bool = False,
        site_name: str | None = None,
        read_catalog: Callable[[str], NullTranslations] | None = None,
    ) -> None:
        self._data = data
        self._layout, self._theme, self._position = layout, theme, position
        self._browsers = browsers
        self._close_days = close_days
        self._folders = tuple(os.fspath(folder) for folder in locale_dirs)
        self._extra = checked_browsers(extra_browsers, data.limits)
        families = sorted({*data.limits, *self._extra})
        for family in browsers or ():
            if family not in families:
                raise ConfigurationError.choice("browsers", family, families)
        self._images = checked_images(images, families)
        self._linked, self._may_continue = linked, may_continue
        self._site_name = site_name and without_marks(site_name)
        check_folders(self._folders)
        self._locales = available_locales(self._folders)
        self._outline = lru_cache(maxsize=_CACHED)(self._render)
        self._sheet = cache(self._make_sheet)
        self._catalog = cache(read_catalog or (lambda locale: load_catalog(locale, self._folders)))
        self._own_templates = os.fspath(templates) if isinstance(templates, os.PathLike) else templates
        self._says_own = linked or templates is not None
        if templates is not None:
            self._try_templates()

    def available_locales(self) -> tuple[str, ...]:
        """The languages that there are, in their folders' spelling; "en" always."""
        return self._locales

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
    ) -> Banner:
        """The banner for one request; or a whole HTML document, the ``page`` "gate" in place of the site's, or "about"
        the visitor's browser.

        ``locale``: one of :meth:`available_locales`; ``country``: ISO 3166, None for the world; ``action``: where the
        form posts to, which closes the banner, or continues past the gate; ``return_to``: the page's own path, to which
        that or the link of "about" leads; ``nonce``: of the page's Content-Security-Policy, for style and script;
        ``script_src``: where :data:`CLOSE_SCRIPT` is served. Without that address the script stands inline if there is
        a nonce, and is left out if there is none. ``own``: where linked :meth:`sheets` are served.
        """
        outline = self.outline(kind, advice, user_agent, recommended, locale, country, page)
        return self.fill(outline, kind, locale, action, return_to, nonce, script_src, own)

    def outline(
        self,
        kind: PageKind,
        advice: str,
        user_agent: UserAgent,
        recommended: tuple[str, ...],
        locale: str,
        country: str | None,
        page: Page = "",
    ) -> Outline:
        """The banner without what belongs to one request, for :meth:`fill`. The parameters are :meth:`render`'s."""
        return self._outline(_visit(kind, advice, user_agent, recommended, locale, country, page))

    def fill(
        self,
        outline: Outline,
        kind: PageKind,
        locale: str,
        action: str,
        return_to: str,
        nonce: str | None,
        script_src: str | None,
        own: str,
    ) -> Banner:
        """The banner for one request. The parameters are :meth:`render`'s."""
        html, bare = outline.fill(_slots(action, return_to, nonce, script_src, own if self._says_own else ""))
        return Banner(html, kind, locale, bare)

    def sheets(self) -> dict[str, bytes]:
        """Every stylesheet that may be linked, by its file's name."""
        every = ((shape, rtl) for shape in SHAPES for rtl in (False, True))
        return {self._sheet_name(shape, rtl): self._sheet(shape, rtl) for shape, rtl in every}

    def warm_up(self, locales: Iterable[str] | None = None) -> None:
        """Load what first renderings would wait for: Babel, Jinja2, templates, sheets, catalogs (of all languages)."""
        every = tuple(self._data.limits)
        for locale in self._locales if locales is None else locales:
            self._render(
                _Visit("outdated", "update", "chrome", 60, "windows", (10, 0), "desktop", None, every, locale, "US")
            )
            self._render(_Visit("cannot-update", "none", None, None, None, (), "desktop", None, (), locale, None))

    def _render(self, visit: _Visit) -> Outline:
        data, locale = self._data, visit.locale
        templates = _templates(self._own_templates)
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
                "may_continue": self._may_continue and visit.page == "gate",
                "about": visit.page == "about",
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
            images=self._images,
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
        return stylesheet(shape, self._theme, self._position, rtl, images=bool(self._images)).encode("ascii")

    def _sheet_name(self, shape: str, rtl: bool) -> str:
        """It changes with the content, so that caches may keep it for a year."""
        return f"banner-{zlib.crc32(self._sheet(shape, rtl)):08x}.css"

    def _try_templates(self) -> None:
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
            self._render(usual._replace(kind="fine", page="about"))
        except ConfigurationError:
            raise
        except Exception as error:
            raise ConfigurationError(
                f"templates: {type(error).__name__}: {error}", option="templates", value=self._own_templates
            ) from error


def _visit(
    kind: PageKind,
    advice: str,
    ua: UserAgent,
    recommended: tuple[str, ...],
    locale: str,
    country: str | None,
    page: Page,
) -> _Visit:
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


def _slots(action: str, return_to: str, nonce: str | None, script_src: str | None, own: str) -> dict[str, bytes]:
    allowed = b"" if nonce is None else b' nonce="' + _escaped(nonce) + b'"'
    if script_src is not None:
        script = b"<script" + allowed + b' src="' + _address(script_src) + b'" async></script>'
    elif allowed:
        script = b"<script" + allowed + b">" + _INLINE + b"</script>"
    else:
        script = b""  # a strict Content-Security-Policy would only report it
    return {
        "action": _address(action),
        "return_to": _escaped(return_to),
        "nonce": allowed,
        "script": script,
        "own": _address(own),
    }


def _escaped(text: str) -> bytes:
    """Text as a quoted attribute's value, in ASCII. (markupsafe's escape takes three times as long for so little.)"""
    text = (
        text.replace("&", "&amp;").replace('"', "&#34;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
    )
    return text.encode("ascii", "xmlcharrefreplace")


#: Our own addresses: a few, the same in all requests below one root path.
_address = lru_cache(maxsize=64)(_escaped)
_INLINE = CLOSE_SCRIPT.encode("ascii")


@lru_cache(maxsize=8)
def _templates(own: str | BaseLoader | None) -> Templates:
    """Babel and Jinja2, imported for the first outdated visitor."""
    from browserbanner.banner.templating import Templates

    return Templates(own)
