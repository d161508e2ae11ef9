"""browserslist-stats.json: a site's own usage, ``{"chrome": {"109": 1.25}}``, percent by browser and version.

Queries such as ``> 0.5% in my stats`` read it, and the option ``shares`` does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, TypeAlias

from browserbanner.browsers.families import COUNTED, Form, shares_of
from browserbanner.errors import ConfigurationError

#: Percent of page views by caniuse's browsers and versions. None: no figure, as in what caniuse itself exports.
Stats: TypeAlias = Mapping[str, Mapping[str, float | None]]

#: Percent of the page views from devices of a form by family, the largest first; a form is absent that has no views.
SiteShares: TypeAlias = dict[Form, dict[str, float]]


def load_stats(path: str | os.PathLike[str]) -> Stats:
    """The figures in a file. Entries that are none of caniuse's browsers are left out if they are no figures.

    Raises OSError, and ValueError for a file that is no JSON or where a browser has something else than figures.
    """
    with open(path, encoding="utf-8-sig") as file:
        try:
            stats: Any = json.load(file)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"it is no JSON: {error}") from None
    stats = stats.get("dataByBrowser", stats) if isinstance(stats, dict) else None
    if not isinstance(stats, dict) or not all(_are_shares(stats[name]) for name in COUNTED if name in stats):
        raise ValueError('it is not of the form {"chrome": {"109": 1.25}}, percent by browser and version')
    return {name: versions for name, versions in stats.items() if _are_shares(versions)}


def read_site_shares(path: str | os.PathLike[str]) -> SiteShares:
    """The shares of each form's browsers among a site's visitors, for the option ``shares``.

    As in the shares of countries, they add up to 100 for each form: what cannot be named is left out.
    Raises ConfigurationError for a file that cannot be read or that has no figures.
    """
    try:
        views = {name: sum(share or 0 for share in versions.values()) for name, versions in load_stats(path).items()}
        forms: tuple[Form, ...] = ("desktop", "mobile")
        if shares := {form: percent for form in forms if (percent := shares_of(form, views))}:
            return shares
        reason: object = "it has no page views of a browser that can be shown"
    except (OSError, ValueError) as error:
        reason = error
    raise ConfigurationError(
        f"shares={str(path)!r}: {reason}: give what `browserbanner analyze --stats` writes", option="shares", value=path
    )


def _are_shares(versions: object) -> bool:
    return isinstance(versions, dict) and all(
        share is None or (isinstance(share, int | float) and not isinstance(share, bool) and 0 <= share <= 100)
        for share in versions.values()
    )
