"""Look: all that a rendered banner depends on, and how it is chosen for a visitor.

Every part of a look is of a closed set, so that whoever sends made-up versions, languages and countries meets the
banners that are kept already. What is open (numbers, figures, names of countries) is filled in for each request, see
:mod:`browserbanner.banner.slots`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from markupsafe import Markup

from browserbanner.banner.cards import (
    Card,
    Form,
    checked_browsers,
    counted_form,
    is_reachable,
    listed_systems,
    share_of,
)
from browserbanner.banner.catalogs import Catalogs
from browserbanner.banner.model import Page, PageKind, Visit
from browserbanner.banner.names import short_name, system_name
from browserbanner.banner.slots import MARKS, escaped, without_marks
from browserbanner.banner.updating import Opening, Update, opening, update_link
from browserbanner.banner.writing import country_name, percent
from browserbanner.browsers import BrowserData, LastVersion, Shares, SiteShares
from browserbanner.errors import ConfigurationError
from browserbanner.options import Options
from browserbanner.policy import Hint
from browserbanner.useragent import UserAgent


class Look(NamedTuple):
    """What an outline is drawn from, and kept by; all of it is for templates. ``shape``: which rules of the stylesheet
    it needs; ``family``: the visitor's browser, None where people know no name of it; ``ended``: whether it gets no
    more updates on this system; ``newest``: whether it is its vendor's newest release already; ``update``: the first
    link; ``cards``: the browsers to choose from; ``opening``: how the page is opened outside of the app that shows it;
    ``counted``: by which form shares are, None where none is shown; ``browser``, ``system``, ``app``, ``country``: the
    slot of the name, None where there is none (of a country: where shares are the world's); ``page``: which document,
    "" for a banner."""

    kind: PageKind
    advice: str
    hint: Hint | None
    page: Page
    locale: str
    shape: str
    family: str | None
    os: str | None
    ended: bool
    newest: bool
    update: Update | None
    cards: tuple[Card, ...]
    opening: Opening | None
    counted: Form | None
    browser: Markup | None
    system: Markup | None
    app: Markup | None
    country: Markup | None


class Looks:
    """Chooses what visitors are shown, by a site's options and the browser data.

    ``site_shares``: shares of the site's visitors, in place of the country's. Raises ConfigurationError for a family
    that has no download page, and for a browser of the site's own that is not described.
    """

    def __init__(self, data: BrowserData, options: Options, catalogs: Catalogs, site_shares: SiteShares | None) -> None:
        self._data = data
        self._options = options
        self._catalogs = catalogs
        self._site_shares = site_shares
        self._extra = checked_browsers(options.extra_browsers, data.systems.oldest_current)
        families = sorted({*data.systems.oldest_current, *self._extra})
        for family in options.browsers or ():
            if family not in families:
                raise ConfigurationError.choice("browsers", family, families)
        self._last_for = lru_cache(maxsize=256)(data.systems.last_for)
        self._counted = cache(data.shares)  # by region and form: 2 ms each, and a few hundred of them

    def at(self, visit: Visit, locale: str, country: str | None) -> tuple[Look, dict[str, bytes]]:
        """How the banner for a visit looks, in a language; and what differs from visitor to visitor in its sentences,
        escaped, by slot. ``country``: ISO 3166, None for the world."""
        kind, advice, ua = visit.kind, visit.advice, visit.user_agent
        last = self._last_for(ua.os, ua.os_version, ua.limit) if ua.os else {}
        shares = self._shares(country, counted_form(ua.form))
        newest = kind == "outdated" and advice in ("update", "switch") and self._is_newest(ua)
        offered = self._offered(visit, last, shares, locale, country)
        mine = next((card for card in offered if card.family == ua.family), None)
        # An ESR is not its newest release, but another channel: that has to be downloaded.
        own = mine if mine is not None and not mine.esr and advice == "update" and not newest else None
        update = update_link(self._data, visit, own, locale, country)
        # Who has the newest Chrome already, and who is told first how to update Chrome, is offered no card of Chrome.
        cards = tuple(card for card in offered if card is not (mine if newest else own))
        names = self._names(visit, locale, shares, cards)
        look = Look(
            kind=kind,
            advice=advice,
            hint=visit.hint,
            page=visit.page,
            locale=locale,
            shape=self._shape(visit, len(cards), update is not None),
            family=ua.family if names["browser"] else None,
            os=ua.os,
            ended=self._is_ended(visit, last),
            newest=newest,
            update=update,
            cards=cards,
            opening=opening(ua.app, ua.os, locale) if kind == "webview" else None,
            counted=counted_form(ua.form) if any(card.counted for card in cards) else None,
            browser=MARKS["browser"] if names["browser"] else None,
            system=MARKS["system"] if names["system"] else None,
            app=MARKS["app"] if kind == "webview" and ua.app is not None else None,
            country=MARKS["country"] if names["country"] else None,
        )
        return look, {name: escaped(text) for name, text in names.items()}

    def _shares(self, region: str | None, form: Form) -> Shares | None:
        """The shares to show: the site's own, where it has given some; None where there are none of this region."""
        counted = self._counted(region, form)
        if self._site_shares is None:
            return counted
        own, world = self._site_shares.get(form), counted or self._counted(None, form)
        return None if own is None or world is None else world._replace(region=None, percent=own)

    def _names(self, visit: Visit, locale: str, shares: Shares | None, cards: tuple[Card, ...]) -> dict[str, str]:
        ua, formats = visit.user_agent, self._catalogs.formats(locale)
        browser = self._catalogs.local_name(short_name(self._data, ua.family) or "", locale)
        system = system_name(ua.os, ua.os_version, ua.form) or ""
        if visit.advice == "update-os" or visit.hint == "end-of-line":
            system = system.partition("\u00a0")[0]  # the sentence speaks of a newer one
        return {
            "browser": f"{browser}\u00a0{ua.version[0]}" if browser and ua.version else browser,
            "system": system,
            "app": self._catalogs.local_name(without_marks(ua.app or ""), locale),
            "country": country_name(shares.region if shares else None, formats),
            **{f"figure{i}": percent(share_of(shares, card.family) or 0, formats) for i, card in enumerate(cards)},
        }

    def _offered(
        self,
        visit: Visit,
        last: Mapping[str, LastVersion],
        shares: Shares | None,
        locale: str,
        country: str | None,
    ) -> tuple[Card, ...]:
        """A card for each recommended family that this system can get from an official page that the country does not
        block; the largest share first, those without one last, or in the site's own order. ``last``: the last version
        of each family that the system can install."""
        if visit.kind != "outdated" or visit.advice == "update-os":
            return ()
        data, cards, system, form = self._data, [], visit.user_agent.os, counted_form(visit.user_agent.form)
        may_be_older = _may_be_older(visit, last)
        for family in self._families(visit, last):
            if family in self._extra:
                name, url, systems = self._extra[family]
                cards.append(Card(family, name, name, False, False, url, "download", listed_systems(form, systems)))
                continue
            known = last.get(family)
            newest = known is None or known.current
            esr = known is not None and not known.current and bool(known.esr)
            link = data.systems.download(family, system, locale, esr=esr)
            if link is None or not is_reachable(link.url, country):
                continue
            minimum = data.systems.oldest_current.get(family, {})
            oldest = minimum.get(system or "", ())
            limit = system_name(system, oldest) if newest and any(oldest) and not may_be_older else None
            name = self._catalogs.local_name(data.name(family) + (" ESR" if esr else ""), locale)
            short = self._catalogs.local_name(short_name(data, family) or data.name(family), locale)
            counted = share_of(shares, family) is not None
            systems = listed_systems(form, minimum)
            cards.append(Card(family, name, short, esr, counted, link.url, link.action, systems, limit))
        if self._options.browsers is None:
            cards.sort(key=lambda card: -(share_of(shares, card.family) or 0))  # stable: the rest keeps its order
        return tuple(cards)

    def _families(self, visit: Visit, last: Mapping[str, LastVersion]) -> Iterable[str]:
        """The families to offer. A site's own browsers stand behind the others, on systems that still get new
        releases."""
        families, system = list(visit.recommended), visit.user_agent.os
        if any(last[family].current for family in visit.recommended if family in last):
            families += [f for f, about in self._extra.items() if system in about.systems and f not in families]
        chosen = self._options.browsers
        return families if chosen is None else [family for family in chosen if family in families]

    def _shape(self, visit: Visit, cards: int, update: bool) -> str:
        """Which rules the banner ships: those of "cards", say, on a computer with ``layout="cards"``. Phones always get
        the bar ("update" is the one that says first how to update): four cards are a screen and a half there."""
        if visit.page:
            return "page"
        if visit.kind == "webview":
            return "app"
        if cards > 1 or (cards and update):
            layout = self._options.layout if visit.user_agent.form != "phone" else "bar"
            return "update" if layout == "bar" and update else layout
        return "action" if cards or update else "notice"

    def _is_newest(self, ua: UserAgent) -> bool:
        """Whether this is the newest release of a browser that is still made: then its visitor cannot be told to
        update."""
        release = self._data.newest(ua.family) if ua.family else None
        if release is None or release.date is None or not ua.version or ua.version[:1] < release.version[:1]:
            return False
        return self._data.is_recent(release.date)

    def _is_ended(self, visit: Visit, last: Mapping[str, LastVersion]) -> bool:
        """Whether it is known that the visitor's own browser gets no more updates on this system."""
        family = visit.user_agent.family
        if visit.advice != "switch" or family is None or not last:
            return False
        known = last.get(family)
        return family == "ie" or (family in self._data.systems.oldest_current and (known is None or not known.current))


def _may_be_older(visit: Visit, last: Mapping[str, LastVersion]) -> bool:
    """Whether the advice is for an older system than the one that is named, where the visitor's own browser could be
    updated. "Windows 10 or later" would send those away who may have Windows 7."""
    family = visit.user_agent.family
    known = last.get(family or "")
    return visit.advice == "switch" and known is not None and known.current and family not in visit.recommended
