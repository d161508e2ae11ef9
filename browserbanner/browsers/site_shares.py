"""A site's own usage statistics, in the form of browserslist-stats.json: ``{"chrome": {"109": 1.25}}``, in percent."""

from __future__ import annotations

import json
import os
from typing import Any, Literal, TypeAlias

from browserbanner.browsers.families import DESKTOP, MOBILE
from browserbanner.errors import ConfigurationError

#: Percent of the page views from devices of a form by family, the largest first; a form is absent that has no views.
SiteShares: TypeAlias = dict[Literal["desktop", "mobile"], dict[str, float]]

_WANTED = 'what `browserbanner analyze --stats` writes: {"chrome": {"109": 1.25}}, percent by browser and version'


def read_site_shares(path: str | os.PathLike[str], *, option: str = "shares") -> SiteShares:
    """The shares of each form's browsers among a site's visitors, from a browserslist-stats.json.

    As in the shares of countries, they add up to 100 for each form: what cannot be named is left out.
    Raises ConfigurationError for a file that cannot be read or that is none.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            stats: Any = json.load(file)
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigurationError(
            f"{option}={str(path)!r}: {error}: give {_WANTED}", option=option, value=path
        ) from None
    stats = stats.get("dataByBrowser", stats) if isinstance(stats, dict) else None
    forms: dict[Literal["desktop", "mobile"], dict[str, str]] = {"desktop": DESKTOP, "mobile": MOBILE}
    shares: SiteShares = {}
    for form, families in forms.items():
        totals: dict[str, float] = {}
        for agent, family in families.items():
            total = _total(stats.get(agent, {})) if isinstance(stats, dict) else None
            if total is None:
                raise ConfigurationError.expected(option, str(path), _WANTED)
            if total:
                totals[family] = totals.get(family, 0.0) + total
        whole = sum(totals.values())
        if whole:
            ordered = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
            shares[form] = {family: total * 100 / whole for family, total in ordered}
    if not shares:
        raise ConfigurationError.expected(option, str(path), _WANTED)
    return shares


def _total(versions: object) -> float | None:
    """The sum of a browser's versions; None for what is no shares."""
    total = 0.0
    for share in versions.values() if isinstance(versions, dict) else [None]:
        if not isinstance(share, int | float) or isinstance(share, bool) or not 0 <= share <= 100:
            return None
        total += share
    return total
