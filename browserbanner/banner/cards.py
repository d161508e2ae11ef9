"""Cards: the browsers to recommend, each with what the data says of it for this visitor.

First the :class:`Offer` for a request, which only has values of small closed sets: a rendered banner is kept by them.
Then the :class:`Card`, with all that a template writes. Figures are filled in later, since they differ by country. A
site may add an :class:`ExtraBrowser` of its own choice, which is checked at start-up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple

from browserbanner.banner.names import short_name, system_name
from browserbanner.browsers import BrowserData, LastVersion, Shares
from browserbanner.errors import ConfigurationError

# The systems that a card lists, in this order: those of the visitor's kind of device.
_LISTED: dict[str, tuple[str, ...]] = {"desktop": ("windows", "macos", "linux"), "mobile": ("android", "ios")}
_SYSTEMS = (*_LISTED["desktop"], *_LISTED["mobile"])
_ID = re.compile(r"[a-z][a-z0-9-]{0,31}")
_LINK = re.compile(r"https?://[^/?#\s\"'<>\\@]+[^\s\"'<>\\]*")


class Offer(NamedTuple):
    """A browser that this device can get. ``esr``: as Firefox ESR, which is all that its system still gets; ``newest``:
    whether the system gets its newest release; ``counted``: whether there is a share to show."""

    family: str
    esr: bool = False
    newest: bool = True
    counted: bool = False


class Card(NamedTuple):
    """One browser. ``name``: its official name; ``short_name``: what people call the family; ``esr``: whether it is the
    one for older systems; ``counted``: whether a share is shown; ``systems``: names such as "Windows"; ``limit``: the
    oldest version of the visitor's system that gets it, such as "Windows 10", or None."""

    family: str
    name: str
    short_name: str
    esr: bool
    counted: bool
    url: str
    action: Literal["download", "store", "update"]
    systems: tuple[str, ...] = ()
    limit: str | None = None


# Addresses that lead nowhere, by country (ISO 3166): Google's in mainland China; Yandex's in Ukraine, where providers
# have had to block them since 2017 (decree 133/2017 of the President of Ukraine). Who is told what to get there gets
# another browser.
_BLOCKED = {
    "CN": ("https://www.google.com/", "https://play.google.com/", "https://support.google.com/"),
    "UA": ("https://browser.yandex.com/", "https://play.google.com/store/apps/details?id=com.yandex."),
}


def is_reachable(url: str, country: str | None) -> bool:
    """Whether an address leads anywhere in a country (ISO 3166)."""
    return country not in _BLOCKED or not url.startswith(_BLOCKED[country])


def blocking_country(country: str | None) -> str | None:
    """The country, where it blocks addresses that we know; else None."""
    return country if country in _BLOCKED else None


def counted_form(form: str) -> Literal["desktop", "mobile"]:
    """The form by which the data counts a device: tablets are with the phones."""
    return "mobile" if form in ("phone", "tablet") else "desktop"


def offers_for(
    data: BrowserData,
    families: Iterable[str],
    system: str | None,
    last: Mapping[str, LastVersion],
    shares: Shares | None,
    extra: Mapping[str, ExtraBrowser],
    *,
    by_share: bool,
    country: str | None = None,
) -> tuple[Offer, ...]:
    """An offer for each family that this system can get from an official page that the country does not block; the
    largest share first, those without one last. ``last``: what the system can install; ``by_share=False`` keeps the
    order given; ``extra``: a site's own browsers, by their names among the ``families``."""
    offers = []
    for family in families:
        if family in extra:
            offers.append(Offer(family))
            continue
        known = last.get(family)
        newest = known is None or known.current
        esr = known is not None and not known.current and bool(known.esr)
        link = data.systems.download(family, system, "*", esr=esr)
        if link is not None and is_reachable(link.url, country):
            offers.append(Offer(family, esr, newest, bool(share_of(shares, family))))
    if by_share:
        offers.sort(key=lambda offer: -(share_of(shares, offer.family) or 0))  # stable: the rest keeps the order given
    return tuple(offers)


def card_of(
    data: BrowserData,
    offer: Offer,
    system: str | None,
    form: Literal["desktop", "mobile"],
    language: str,
    extra: Mapping[str, ExtraBrowser],
) -> Card:
    """What is written of an offer, in a language."""
    family, esr, newest, counted = offer
    if family in extra:
        own_name, address, runs_on = extra[family]
        return Card(family, own_name, own_name, False, False, address, "download", _named(_LISTED[form], runs_on))
    link = data.systems.download(family, system, language, esr=esr)
    assert link is not None  # or it would be no offer
    minimum = data.systems.oldest_current.get(family, {})
    oldest = minimum.get(system or "", ())
    return Card(
        family,
        data.name(family) + (" ESR" if esr else ""),
        short_name(data, family) or data.name(family),
        esr,
        counted,
        link.url,
        link.action,
        _named(_LISTED[form], minimum),
        system_name(system, oldest) if newest and any(oldest) else None,
    )


def share_of(shares: Shares | None, family: str) -> float | None:
    """The family's share in percent, with at most two decimals; None for what rounds to nothing."""
    return (round(shares.percent.get(family, 0.0), 2) or None) if shares is not None else None


def _named(systems: Iterable[str], among: Iterable[str]) -> tuple[str, ...]:
    known = set(among)
    return tuple(name for each in systems if each in known and (name := system_name(each)))


class ExtraBrowser(NamedTuple):
    """A browser that is not in the data. ``systems``: the visitors' systems that it is shown on, such as "windows"."""

    name: str
    link: str
    systems: tuple[str, ...]


def checked_browsers(given: object, known: Collection[str]) -> dict[str, ExtraBrowser]:
    """The option ``extra_browsers``: by an identifier that is none of ``known``. Raises ConfigurationError."""
    what = (
        'a mapping such as {"name": "Brave", "link": "https://brave.com/download/", "systems": ["windows", "macos"]}, '
        f"of these and no others; systems are: {', '.join(_SYSTEMS)}"
    )
    if not isinstance(given, Mapping):
        raise ConfigurationError.expected("extra_browsers", given, f'a mapping from names such as "brave" to {what}')
    browsers = {}
    for family, about in given.items():
        if not (isinstance(family, str) and _ID.fullmatch(family)) or family in known:
            raise ConfigurationError.expected(
                "extra_browsers", family, "short names in a-z, 0-9 and -, and none that the data has"
            )
        if not isinstance(about, Mapping) or set(about) != set(ExtraBrowser._fields):
            which = f"extra_browsers[{family!r}]={about!r}"
            raise ConfigurationError(f"{which}: must be {what}", option="extra_browsers", value=about)
        browsers[family] = _checked(*(about[field] for field in ExtraBrowser._fields))
    return browsers


def _checked(name: object, link: object, systems: object) -> ExtraBrowser:
    if not (isinstance(name, str) and name.strip() and name.isprintable()):
        raise ConfigurationError.expected("extra_browsers", name, "a browser's name")
    if not (isinstance(link, str) and _LINK.fullmatch(link)):
        raise ConfigurationError.expected("extra_browsers", link, 'a link such as "https://brave.com/download/"')
    listed = tuple(systems) if isinstance(systems, Iterable) and not isinstance(systems, str) else ()
    if not listed:
        raise ConfigurationError.expected("extra_browsers", systems, f"a list of {', '.join(_SYSTEMS)}")
    for system in listed:
        if system not in _SYSTEMS:
            raise ConfigurationError.choice("extra_browsers", system, _SYSTEMS)
    return ExtraBrowser(name, link, listed)
