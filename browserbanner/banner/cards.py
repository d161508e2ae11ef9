"""Cards: the browsers to recommend, each with what the data says of it for this visitor.

All values of a :class:`Card` are of small closed sets: a rendered banner is kept by them. Figures are filled in later,
since they differ by country. A site may add an :class:`ExtraBrowser` of its own choice, which is checked at start-up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from browserbanner.banner.names import short_name, system_name
from browserbanner.browsers import BrowserData, LastVersion, Shares
from browserbanner.errors import ConfigurationError
from browserbanner.options import Options

#: Kinds of device, as shares are counted.
Form: TypeAlias = Literal["desktop", "mobile"]

# The systems that a card lists, in this order: those of the visitor's kind of device.
_LISTED: dict[Form, tuple[str, ...]] = {"desktop": ("windows", "macos", "linux"), "mobile": ("android", "ios")}
_SYSTEMS = (*_LISTED["desktop"], *_LISTED["mobile"])
_ID = re.compile(r"[a-z][a-z0-9-]{0,31}")
_LINK = re.compile(r"https?://[^/?#\s\"'<>\\@]+[^\s\"'<>\\]*")


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


def counted_form(form: str) -> Form:
    """The form by which the data counts a device: tablets are with the phones."""
    return "mobile" if form in ("phone", "tablet") else "desktop"


class Cards:
    """Chooses a visitor's cards. Of ``options`` it reads ``browsers`` and ``extra_browsers``. Raises ConfigurationError
    for a family that has no download page, and for a browser of the site's own that is not described."""

    def __init__(self, data: BrowserData, options: Options) -> None:
        self._data = data
        self._extra = checked_browsers(options.extra_browsers, data.systems.oldest_current)
        self._browsers = options.browsers
        families = sorted({*data.systems.oldest_current, *self._extra})
        for family in options.browsers or ():
            if family not in families:
                raise ConfigurationError.choice("browsers", family, families)

    def choose(
        self,
        recommended: Sequence[str],
        system: str | None,
        form: Form,
        last: Mapping[str, LastVersion],
        shares: Shares | None,
        language: str,
        country: str | None = None,
    ) -> tuple[Card, ...]:
        """A card for each recommended family that this system can get from an official page that the country does not
        block; the largest share first, those without one last, or in the site's own order. ``last``: what the system
        can install."""
        data, cards = self._data, []
        for family in self._families(recommended, system, last):
            if family in self._extra:
                name, url, systems = self._extra[family]
                cards.append(Card(family, name, name, False, False, url, "download", _named(form, systems)))
                continue
            known = last.get(family)
            newest = known is None or known.current
            esr = known is not None and not known.current and bool(known.esr)
            link = data.systems.download(family, system, language, esr=esr)
            if link is None or not is_reachable(link.url, country):
                continue
            minimum = data.systems.oldest_current.get(family, {})
            oldest = minimum.get(system or "", ())
            limit = system_name(system, oldest) if newest and any(oldest) else None
            name = data.name(family) + (" ESR" if esr else "")
            short = short_name(data, family) or data.name(family)
            counted = share_of(shares, family) is not None
            cards.append(Card(family, name, short, esr, counted, link.url, link.action, _named(form, minimum), limit))
        if self._browsers is None:
            cards.sort(key=lambda card: -(share_of(shares, card.family) or 0))  # stable: the rest keeps its order
        return tuple(cards)

    def _families(
        self, recommended: Sequence[str], system: str | None, last: Mapping[str, LastVersion]
    ) -> Iterable[str]:
        """The families to offer. A site's own browsers stand behind the others, on systems that still get new
        releases."""
        families = list(recommended)
        if any(last[family].current for family in recommended if family in last):
            families += [f for f, about in self._extra.items() if system in about.systems and f not in families]
        return families if self._browsers is None else [family for family in self._browsers if family in families]


def share_of(shares: Shares | None, family: str) -> float | None:
    """The family's share in percent, with at most two decimals; None for what rounds to nothing."""
    return (round(shares.percent.get(family, 0.0), 2) or None) if shares is not None else None


def _named(form: Form, systems: Collection[str]) -> tuple[str, ...]:
    """The names of those systems that a card lists."""
    return tuple(name for each in _LISTED[form] if each in systems and (name := system_name(each)))


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
        browsers[family] = _checked(f"extra_browsers[{family!r}]", *(about[field] for field in ExtraBrowser._fields))
    return browsers


def _checked(option: str, name: object, link: object, systems: object) -> ExtraBrowser:
    if not (isinstance(name, str) and name.strip() and name.isprintable()):
        raise ConfigurationError.expected(f"{option}['name']", name, "a browser's name")
    if not (isinstance(link, str) and _LINK.fullmatch(link)):
        raise ConfigurationError.expected(f"{option}['link']", link, 'a link such as "https://brave.com/download/"')
    listed = tuple(systems) if isinstance(systems, Iterable) and not isinstance(systems, str) else ()
    if not listed:
        raise ConfigurationError.expected(f"{option}['systems']", systems, f"a list of {', '.join(_SYSTEMS)}")
    for system in listed:
        if system not in _SYSTEMS:
            raise ConfigurationError.choice(f"{option}['systems']", system, _SYSTEMS)
    return ExtraBrowser(name, link, listed)
