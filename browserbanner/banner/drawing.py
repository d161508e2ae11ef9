"""Drawing: an outline for a look, from templates, catalogs and stylesheets."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from gettext import NullTranslations

from markupsafe import Markup

from browserbanner.banner.cards import Card, counted_form, is_reachable
from browserbanner.banner.catalogs import SOURCE_LANGUAGE
from browserbanner.banner.language import cldr_locale
from browserbanner.banner.look import Look
from browserbanner.banner.names import LOCAL, short_name
from browserbanner.banner.slots import MARKS, Outline, without_marks
from browserbanner.banner.stylesheet import Stylesheets
from browserbanner.banner.templating import Templates
from browserbanner.banner.updating import SYSTEM_WEBVIEW, Update, help_page, menu, opening
from browserbanner.banner.writing import month, own_digits
from browserbanner.browsers import BrowserData
from browserbanner.options import Options

# What ends a sentence, where it is no full stop.
_STOPS = {"bn": "\u0964", "hi": "\u0964", "hy": "\u0589", "ja": "\u3002", "th": "", "ur": "\u06d4", "zh": "\u3002"}
# Where they stand: with a catalog that lacks these, the sentences around them are English.
_WITH_FORMATS = (
    ("card", "Available for: %(systems)s"),
    ("source", "Share on computers worldwide, %(date)s: StatCounter via %(link)s, CC BY 4.0"),
)


class Drawing:
    """Draws outlines. ``of_site``: whether shares are those of the site's visitors; ``read_catalog``: gives a
    language's messages."""

    def __init__(
        self,
        data: BrowserData,
        options: Options,
        templates: Templates,
        read_catalog: Callable[[str], NullTranslations],
        *,
        of_site: bool,
    ) -> None:
        self._data = data
        self._options = options
        self.sheets: Stylesheets = Stylesheets(options)
        self._of_every: dict[str, object] = {  # what is the same for every look
            "of_site": of_site,
            "days": options.close_days,
            "site_name": options.site_name and without_marks(options.site_name),
            "colours": self.sheets.attributes,
        }
        self._templates = templates
        self._catalog = cache(read_catalog)
        self.formats: Callable[[str], str] = cache(self._find_formats)

    def draw(self, look: Look, utf_8: bool) -> Outline:
        """The banner or document for a look, with holes for what belongs to one request."""
        cards = tuple(self._named(card, look.locale) for card in look.cards)
        update = self._update(look)
        if update is not None and not is_reachable(update.url, look.blocked_in):
            update = None
        shape = self._shape(look, len(cards), update is not None)
        layout = shape if shape in ("cards", "page") else "bar"
        language = self._language(look.locale)
        rtl = language["dir"] == "rtl"
        values = {
            "kind": look.kind,
            "advice": look.advice,
            "hint": look.hint,
            "page": look.page,
            "layout": layout,
            "position": self._options.position if layout != "page" else "top",
            "family": look.family,
            "os": look.system,
            "ended": look.ended,
            "newest": look.newest,
            "update": update,
            "cards": cards,
            "browser": _slot("browser") if look.family else None,
            "system": _slot("system") if look.named else None,
            "app": _slot("app") if look.in_app else None,
            "opening": opening(look.app, look.system or "", look.locale) if look.app else None,
            "country": None if look.world else _slot("country"),
            "counted": counted_form(look.form) if any(card.counted for card in cards) else None,
            "sheet_name": self.sheets.name(shape, rtl) if self._options.stylesheet else None,
            "may_continue": self._options.block_continue and look.page == "block",
        }
        text = self._templates.render(layout, self._catalog(look.locale), self._of_every | language | values)
        return Outline(text, self.sheets.sheet(shape, rtl), "utf-8" if utf_8 else "ascii")

    def _language(self, locale: str) -> dict[str, object]:
        """What a template may use that depends on the language alone."""
        formats = self.formats(locale)
        return {
            "lang": locale.replace("_", "-"),
            "dir": "rtl" if cldr_locale(locale).text_direction == "rtl" else "ltr",
            "formats": formats,
            "gap": "" if formats.startswith(("ja", "zh")) else " ",  # between two sentences
            "stop": _STOPS.get(formats.partition("_")[0], "."),
            "date": month(self._data.month, formats),
            "days_written": own_digits(str(self._options.close_days), formats),
        }

    def _find_formats(self, locale: str) -> str:
        """Whose figures, months and lists a banner has: its language's, or English ones in English sentences."""
        catalog = self._catalog(locale)
        speaks = any(catalog.pgettext(context, english) != english for context, english in _WITH_FORMATS)
        return locale if speaks or locale.startswith(SOURCE_LANGUAGE) else SOURCE_LANGUAGE

    def local_name(self, name: str, locale: str) -> str:
        """A browser's or an app's name as it is written in a language: "QQ\u6d4f\u89c8\u5668"."""
        return without_marks(self._catalog(locale).pgettext("name", name)) if name in LOCAL else name

    def _named(self, card: Card, locale: str) -> Card:
        """The card with its names as they are written in a language."""
        name, short = (self.local_name(name, locale) for name in (card.name, card.short_name))
        return card._replace(name=name, short_name=short)

    def _update(self, look: Look) -> Update | None:
        """The banner's first link: how the browser, or the system that it comes with, is updated. None where no such
        page is known."""
        data, locale, system = self._data, look.locale, look.system or ""
        if look.kind == "outdated" and look.advice == "update-os":
            if system == "ios":
                link = data.systems.download("safari", "ios", locale)
                return Update("", link.url, "system") if link else None
            page = help_page("chrome", system, locale)
            return Update("", page, "system") if page else None
        if look.kind == "webview" and look.hint == "system-webview":
            page = help_page("webview", "android", locale)
            return Update(SYSTEM_WEBVIEW, page, "update") if page else None
        if look.kind == "webview" and look.hint == "chrome-webview":
            store = data.systems.download("chrome", "android", locale)
            return Update(short_name(data, "chrome") or "", store.url, "update") if store else None
        if look.own is None:
            return None
        card = self._named(look.own, locale)
        page = help_page(card.family, system, locale)
        way = menu(card.family, system, locale)
        return Update(card.short_name, page or card.url, "help" if page or card.action == "update" else "update", way)

    def _shape(self, look: Look, cards: int, update: bool) -> str:
        """Which rules the banner ships: those of "cards", say, on a computer with ``layout="cards"``. Phones always get
        the bar ("update" is the one that says first how to update): four cards are a screen and a half there."""
        if look.page:
            return "page"
        if look.kind == "webview":
            return "app"
        if cards > 1 or (cards and update):
            layout = self._options.layout if look.form != "phone" else "bar"
            return "update" if layout == "bar" and update else layout
        return "action" if cards or update else "notice"


def _slot(name: str) -> Markup:
    return Markup(MARKS[name])
