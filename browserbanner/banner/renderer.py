"""BannerRenderer: what a visitor sees, rendered once for all visitors alike and filled in for each request."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from browserbanner.banner.catalogs import SOURCE_LANGUAGE, Catalogs, available_locales
from browserbanner.banner.language import Languages, cldr_locale, country_of_language
from browserbanner.banner.look import Look, Looks
from browserbanner.banner.model import Banner, Visit
from browserbanner.banner.slots import Outline, slot_values, without_marks
from browserbanner.banner.stylesheet import Stylesheets
from browserbanner.banner.templating import Templates
from browserbanner.banner.writing import month, own_digits
from browserbanner.browsers import BrowserData, SiteShares, read_site_shares
from browserbanner.errors import ConfigurationError
from browserbanner.options import Options
from browserbanner.useragent import UserAgent

_REMEMBERED = 1024
"""Outlines kept, of at most about 9 KB each (stylesheets are shared); and negotiated languages, and visitors' names and
figures."""
_LONGEST_HEADER = 1024
_DEFAULTS = Options()
# What ends a sentence, where it is no full stop.
_STOPS = {"bn": "\u0964", "hi": "\u0964", "hy": "\u0589", "ja": "\u3002", "th": "", "ur": "\u06d4", "zh": "\u3002"}
# The visitor that most are like, for trying and for warming up.
_WINDOWS_10 = UserAgent("chrome", (60,), "blink", (60,), "windows", (10, 0), "desktop", "browser")
_templates = lru_cache(maxsize=8)(Templates)  # compiling them takes 0.1 s; the preview makes many renderers


class BannerRenderer:
    """Makes banners from browser data. Immutable but for its caches; safe under threads.

    ``options``: the site's; for tools, ``site_shares``: shares of a site's visitors, where the option ``shares`` leads
    to none; ``read_catalog``: reads a language's messages in the folders' place.
    Raises ConfigurationError for a family that has no download page, and for whatever of the options is broken.
    """

    def __init__(
        self,
        data: BrowserData,
        options: Options = _DEFAULTS,
        *,
        site_shares: SiteShares | None = None,
        read_catalog: Callable[[str], NullTranslations] | None = None,
    ) -> None:
        self._data = data
        self._options = options
        folders = tuple(os.fspath(folder) for folder in options.locale_dirs)
        self._catalogs = Catalogs(folders, read_catalog)
        #: Those that a banner can have, and which one a visitor reads.
        self.languages: Languages = Languages(available_locales(folders), options.default_locale, options.locales)
        own_templates: Any = options.templates
        self._templates = _templates(
            os.fspath(own_templates) if isinstance(own_templates, os.PathLike) else own_templates
        )
        self._sheets = Stylesheets(options)
        if options.shares is not None:
            site_shares = read_site_shares(options.shares)
        self._of_site = site_shares is not None
        self._looks = Looks(data, options, self._catalogs, site_shares)
        self._outline = lru_cache(maxsize=_REMEMBERED)(self._draw)
        self._negotiated = lru_cache(maxsize=_REMEMBERED)(self._negotiate)
        self._visitor = lru_cache(maxsize=_REMEMBERED)(self._meet)
        self._regions = frozenset(data.regions)
        if own_templates is not None:
            self._try_templates(own_templates)

    def render(
        self,
        visit: Visit,
        *,
        action: str,
        return_to: str,
        locale: str | None = None,
        country: str | None = None,
        accept_language: str | None = None,
        page_language: str | None = None,
        nonce: str | None = None,
        script_src: str | None = None,
        own: str = "",
        token: str | None = None,
        utf_8: bool = False,
    ) -> Banner:
        """The banner for one request; or a whole HTML document, the visit's ``page``: see :data:`Page`.

        ``locale``: one of ``languages.available``, None to choose by ``accept_language`` and ``page_language`` as
        :meth:`Languages.read` does; ``country``: ISO 3166, None for the languages' (one without figures, such as "XX":
        the world); ``action``: the address that closes the banner, or continues past the block page; ``return_to``: the
        page's own path, to which that or the link of "about" leads; ``nonce``: of the page's Content-Security-Policy,
        for style and script; ``script_src``: where :data:`CLOSE_SCRIPT` is served. Without that address the script
        stands inline if there is a nonce, and is left out if there is none. ``own``: where linked :meth:`sheets` are
        served; ``token``: what the script takes the banner away without, the
        :func:`browserbanner.useragent.engine_token` of the request; ``utf_8``: whether the page is in UTF-8: there a
        letter beyond ASCII takes two or three bytes, and else seven, as a reference.
        """
        locale, region = self._negotiated(locale, country, _cut(accept_language), _cut(page_language))
        outline, named = self._visitor(visit, locale, region, utf_8)
        values = slot_values(visit.kind, action, return_to, nonce, script_src, own, token)
        html, bare = outline.fill(values | named)
        return Banner(html, visit.kind, locale, bare)

    def _negotiate(
        self, locale: str | None, country: str | None, accept_language: str | None, page_language: str | None
    ) -> tuple[str, str | None]:
        """The language of a banner, and the region whose figures are shown."""
        if locale is None:
            locale, spoken_for = self.languages.read(accept_language, page_language)
        else:
            spoken_for = None if country else country_of_language(accept_language, locale)
        region = country or spoken_for
        return locale, region if region in self._regions else None

    def _meet(self, visit: Visit, locale: str, region: str | None, utf_8: bool) -> tuple[Outline, dict[str, bytes]]:
        """The outline for a visitor, and what differs from visitor to visitor in its sentences."""
        look, named = self._looks.at(visit, locale, region)
        return self._outline(look, utf_8), named

    def _draw(self, look: Look, utf_8: bool) -> Outline:
        """The banner or document for a look, with slots for what belongs to one visitor or request."""
        options = self._options
        layout = look.shape if look.shape in ("cards", "page") else "bar"
        language = self._language(look.locale)
        rtl = language["dir"] == "rtl"
        values = {
            "layout": layout,
            "position": options.position if layout != "page" else "top",
            "of_site": self._of_site,
            "days": options.close_days,
            "site_name": options.site_name and without_marks(options.site_name),
            "colours": self._sheets.attributes,
            "sheet_name": self._sheets.name(look.shape, rtl) if options.stylesheet else None,
            "may_continue": options.block_continue and look.page == "block",
        }
        text = self._templates.render(layout, self._catalogs.messages(look.locale), values | language | look._asdict())
        return Outline(text, self._sheets.sheet(look.shape, rtl), "utf-8" if utf_8 else "ascii")

    def _language(self, locale: str) -> dict[str, object]:
        """What a template may use that depends on the language alone."""
        formats = self._catalogs.formats(locale)
        return {
            "lang": locale.replace("_", "-"),
            "dir": "rtl" if cldr_locale(locale).text_direction == "rtl" else "ltr",
            "formats": formats,
            "gap": "" if formats.startswith(("ja", "zh")) else " ",  # between two sentences
            "stop": _STOPS.get(formats.partition("_")[0], "."),
            "date": month(self._data.month, formats),
            "days_written": own_digits(str(self._options.close_days), formats),
        }

    def sheets(self) -> dict[str, bytes]:
        """Every stylesheet that may be linked, by its file's name."""
        return self._sheets.by_name()

    def meet(self, accept_language: str) -> None:
        """Load what the first banner for visitors with this Accept-Language would wait for: sheets and messages."""
        locale, _ = self._negotiated(None, None, _cut(accept_language), None)
        self._try(Visit("outdated", "update", _WINDOWS_10, tuple(self._data.systems.oldest_current)), locale)
        self._try(Visit("cannot-update", "none", UserAgent()), locale)

    def _try(self, visit: Visit, locale: str = SOURCE_LANGUAGE) -> None:
        self.render(visit, locale=locale, action="/", return_to="/")

    def _try_templates(self, given: object) -> None:
        """Render a site's own templates once for visitors of each kind. Raises ConfigurationError."""
        every = tuple(self._data.systems.oldest_current)
        iphone = UserAgent("safari", (12,), "webkit", (12,), "ios", (12,), "phone", "browser")
        android = UserAgent("webview", (60,), "blink", (60,), "android", (9,), "phone", "webview", "Facebook")
        visits = (
            Visit("outdated", "update", _WINDOWS_10, every),
            Visit("outdated", "switch", _WINDOWS_10._replace(family="ie"), every),
            Visit("outdated", "switch", _WINDOWS_10._replace(os_version=(6, 1)), ("firefox",)),
            Visit("outdated", "update-os", iphone),
            Visit("cannot-update", "none", UserAgent()),
            Visit("webview", "open-in-browser", android),
            Visit("desktop-site", "none", iphone),
        )
        try:
            for visit in visits:
                for page in ("", "block", "about"):
                    self._try(visit._replace(page=page))
            self._try(Visit("current", "none", _WINDOWS_10, page="about"))
            self._try(Visit("outdated", "none", UserAgent(), page="close"))
        except ConfigurationError:
            raise
        except Exception as error:
            raise ConfigurationError(
                f"templates: {type(error).__name__}: {error}", option="templates", value=given
            ) from error


def _cut(header: str | None) -> str | None:
    """A request header, so far as it is remembered. Browsers send at most a few hundred characters."""
    return header[:_LONGEST_HEADER].rpartition(",")[0] if header and len(header) > _LONGEST_HEADER else header
