"""Look: all that a rendered banner depends on. Every part is of a closed set, so that whoever sends made-up versions,
languages and countries meets the banners that are kept already. What is open (numbers, figures, names of countries) is
filled in for each request, see :mod:`browserbanner.banner.slots`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from browserbanner.banner.cards import Card, Cards, blocking_country, counted_form
from browserbanner.banner.model import Page, PageKind, Visit
from browserbanner.banner.names import short_name, system_name
from browserbanner.banner.updating import APPS
from browserbanner.browsers import BrowserData, LastVersion, Shares
from browserbanner.policy import Hint
from browserbanner.useragent import Version


class Look(NamedTuple):
    """What an outline is drawn from, and kept by. ``family``: the visitor's browser, None where people know no name of
    it; ``named``: whether the system has a name; ``in_app``: whether the app that shows the page has one; ``app``: that
    app, where its menu is known; ``own``: the visitor's browser, where it can be updated; ``cards``: the others;
    ``ended``: whether the visitor's browser gets no more updates on this system; ``newest``: whether it is its vendor's
    newest release already; ``world``: whether shares are the world's; ``blocked_in``: the country, where it blocks
    addresses; ``page``: which document, "" for a banner."""

    kind: PageKind
    advice: str
    hint: Hint | None
    family: str | None
    system: str | None
    named: bool
    form: str
    in_app: bool
    app: str | None
    own: Card | None
    cards: tuple[Card, ...]
    ended: bool
    newest: bool
    world: bool
    blocked_in: str | None
    locale: str
    page: Page


def look_at(
    data: BrowserData,
    cards: Cards,
    shares: Shares | None,
    last: Mapping[str, LastVersion],
    visit: Visit,
    locale: str,
    country: str | None,
) -> Look:
    """How the banner for a visit looks, in a language. ``shares``: those to be shown; ``last``: the last version of
    each family that the system can install."""
    kind, advice, ua, recommended, hint, page = visit
    newest = kind == "outdated" and advice in ("update", "switch") and _is_newest(data, ua.family, ua.version)
    form = counted_form(ua.form)
    offered: tuple[Card, ...] = ()
    if kind == "outdated" and advice != "update-os":
        offered = cards.choose(recommended, ua.os, form, last, shares, locale, country)
        if _may_be_older(ua.family, advice, recommended, last):
            offered = tuple(card._replace(limit=None) for card in offered)
    mine = next((card for card in offered if card.family == ua.family), None)
    # An ESR is not its newest release, but another channel: that has to be downloaded.
    own = mine if mine is not None and not mine.esr and advice == "update" and not newest else None
    return Look(
        kind=kind,
        advice=advice,
        hint=hint,
        family=ua.family if short_name(data, ua.family) else None,
        system=ua.os,
        named=system_name(ua.os, ua.os_version, ua.form) is not None,
        form=ua.form if form == "mobile" else form,
        in_app=kind == "webview" and ua.app is not None,
        app=ua.app if kind == "webview" and (ua.app, ua.os) in APPS else None,
        own=own,
        # Who has the newest Chrome already, and who is told first how to update Chrome, is offered no card of Chrome.
        cards=tuple(card for card in offered if card is not (mine if newest else own)),
        ended=_is_ended(data, ua.family, advice, last),
        newest=newest,
        world=shares is None or shares.region is None,
        blocked_in=blocking_country(country),
        locale=locale,
        page=page,
    )


def _is_newest(data: BrowserData, family: str | None, version: Version) -> bool:
    """Whether this is the newest release of a browser that is still made: then its visitor cannot be told to update."""
    release = data.newest(family) if family else None
    if release is None or release.date is None or not version or version[:1] < release.version[:1]:
        return False
    return data.is_recent(release.date)


def _may_be_older(
    family: str | None, advice: str, recommended: tuple[str, ...], last: Mapping[str, LastVersion]
) -> bool:
    """Whether the advice is for an older system than the one that is named, where the visitor's own browser could be
    updated. "Windows 10 or later" would send those away who may have Windows 7."""
    known = last.get(family or "")
    return advice == "switch" and known is not None and known.current and family not in recommended


def _is_ended(data: BrowserData, family: str | None, advice: str, last: Mapping[str, LastVersion]) -> bool:
    """Whether it is known that the visitor's own browser gets no more updates on this system."""
    if advice != "switch" or family is None or not last:
        return False
    known = last.get(family)
    return family == "ie" or (family in data.systems.oldest_current and (known is None or not known.current))
