"""Cards: the browsers to recommend, each with what the data says of it for a visitor.

All values of a :class:`Card` are of small closed sets: a rendered banner is kept by them. Figures are filled in later,
since they differ by country. A site may add an :class:`ExtraBrowser` of its own choice, which is checked at start-up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple, TypeAlias

from browserbanner.banner.names import system_name
from browserbanner.browsers import Shares
from browserbanner.errors import ConfigurationError

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


def counted_form(form: str) -> Form:
    """The form by which the data counts a device: tablets are with the phones."""
    return "mobile" if form in ("phone", "tablet") else "desktop"


def share_of(shares: Shares | None, family: str) -> float | None:
    """The family's share in percent, with at most two decimals; None for what rounds to nothing."""
    return (round(shares.percent.get(family, 0.0), 2) or None) if shares is not None else None


def listed_systems(form: Form, systems: Collection[str]) -> tuple[str, ...]:
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
    expected = ConfigurationError.expected
    if not isinstance(given, Mapping):
        raise expected("extra_browsers", given, f'a mapping from names such as "brave" to {what}')
    browsers = {}
    for family, about in given.items():
        option = f"extra_browsers[{family!r}]"
        if not (isinstance(family, str) and _ID.fullmatch(family)) or family in known:
            raise expected("extra_browsers", family, "short names in a-z, 0-9 and -, and none that the data has")
        if not isinstance(about, Mapping) or set(about) != set(ExtraBrowser._fields):
            raise expected(option, about, what)
        name, link, systems = (about[field] for field in ExtraBrowser._fields)
        if not (isinstance(name, str) and name.strip() and name.isprintable()):
            raise expected(f"{option}['name']", name, "a browser's name")
        if not (isinstance(link, str) and _LINK.fullmatch(link)):
            raise expected(f"{option}['link']", link, 'a link such as "https://brave.com/download/"')
        if isinstance(systems, str) or not isinstance(systems, Iterable) or not (listed := tuple(systems)):
            raise expected(f"{option}['systems']", systems, f"a list of {', '.join(_SYSTEMS)}")
        for system in listed:
            if system not in _SYSTEMS:
                raise ConfigurationError.choice(f"{option}['systems']", system, _SYSTEMS)
        browsers[family] = ExtraBrowser(name, link, listed)
    return browsers
