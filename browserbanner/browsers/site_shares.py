"""A site's own usage statistics, in the form of browserslist-stats.json: ``{"chrome": {"109": 1.25}}``, in percent."""

from __future__ import annotations

import json
import os
from typing import Any, TypeAlias

from browserbanner.browsers.families import COUNTED, Form, shares_of
from browserbanner.errors import ConfigurationError

#: Percent of the page views from devices of a form by family, the largest first; a form is absent that has no views.
SiteShares: TypeAlias = dict[Form, dict[str, float]]

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
    rows = {row: stats[row] for row in COUNTED if row in stats} if isinstance(stats, dict) else {}
    if not all(map(_are_shares, rows.values())):
        raise ConfigurationError.expected(option, str(path), _WANTED)
    views = {row: sum(versions.values()) for row, versions in rows.items()}
    forms: tuple[Form, ...] = ("desktop", "mobile")
    if not (shares := {form: percent for form in forms if (percent := shares_of(form, views))}):
        raise ConfigurationError.expected(option, str(path), _WANTED)
    return shares


def _are_shares(versions: object) -> bool:
    return isinstance(versions, dict) and all(
        isinstance(share, int | float) and not isinstance(share, bool) and 0 <= share <= 100
        for share in versions.values()
    )
