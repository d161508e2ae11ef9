"""Cards: the browsers to recommend, each with what the data says of it for this visitor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from browserbanner.banner.names import system_name
from browserbanner.banner.own import ExtraBrowser
from browserbanner.browsers import BrowserData, Shares
from browserbanner.useragent import Version

# The systems that a card lists, in this order: those of the visitor's kind of device.
_LISTED: dict[str, tuple[str, ...]] = {"desktop": ("windows", "macos", "linux"), "mobile": ("android", "ios")}


class Card(NamedTuple):
    """One browser. ``percent``: its share, 0.01 to 100, or None; ``systems``: names such as "Windows"; ``limit``: the
    oldest version of the visitor's system that gets it, such as "Windows 10", or None."""

    family: str
    name: str
    percent: float | None
    url: str
    action: Literal["download", "store", "update"]
    systems: tuple[str, ...] = ()
    limit: str | None = None


def counted_form(form: str) -> Literal["desktop", "mobile"]:
    """The form by which the data counts a device: tablets are with the phones."""
    return "mobile" if form in ("phone", "tablet") else "desktop"


def cards_for(
    data: BrowserData,
    families: Iterable[str],
    system: str | None,
    version: Version,
    form: Literal["desktop", "mobile"],
    language: str,
    shares: Shares | None,
    *,
    by_share: bool = True,
    extra: Mapping[str, ExtraBrowser] = MappingProxyType({}),
) -> tuple[Card, ...]:
    """A card for each family that this system can get from an official page; the largest share first, those without one
    last. ``by_share=False`` keeps the order given; ``extra`` are a site's own browsers, by their names among the
    ``families``."""
    last = data.last_for(system, version) if system else {}
    cards = []
    for family in families:
        if family in extra:
            own_name, address, runs_on = extra[family]
            listed = tuple(name for each in _LISTED[form] if each in runs_on and (name := system_name(each)))
            cards.append(Card(family, own_name, None, address, "download", listed))
            continue
        known = last.get(family)
        newest = known is None or known.current
        esr = known is not None and not known.current and bool(known.esr)
        link = data.download(family, system, language, esr=esr)
        if link is None:
            continue
        minimum = data.limits.get(family, {})
        oldest = minimum.get(system or "", ())
        cards.append(
            Card(
                family,
                data.name(family) + (" ESR" if esr else ""),
                _rounded(shares, family),
                link.url,
                link.action,
                tuple(name for each in _LISTED[form] if each in minimum and (name := system_name(each))),
                system_name(system, oldest) if newest and any(oldest) else None,
            )
        )
    if by_share:
        cards.sort(key=lambda card: -(card.percent or 0))  # stable: the rest keeps the order given
    return tuple(cards)


def _rounded(shares: Shares | None, family: str) -> float | None:
    """At most two decimals; what rounds to nothing is not shown."""
    return (round(shares.percent.get(family, 0.0), 2) or None) if shares is not None else None
