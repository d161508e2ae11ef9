"""The packaged data with shares that stand still: those of a month, in the countries that tests show.

Each month has others, and in some a country has none: from 2024 to 2026 Ukraine had none in 7 of 10 months looked at.
The weekly renewal runs the tests on data of the day.
"""

from __future__ import annotations

from browserbanner.browsers.data import PACKAGED
from browserbanner.browsers.pack import WORLD, Pack
from browserbanner.browsers.refresh.contents import CANIUSE, Contents

MONTH = "2026-10"
# Percent of all page views by caniuse's browsers. Source: caniuse.com, CC BY 4.0, after StatCounter.
_PAGE_VIEWS = {
    "UA": {
        "firefox": 3.18, "chrome": 56.8, "opera": 3.39, "edge": 2.64, "safari": 0.84, "ios_saf": 8.56, "samsung": 0.86,
        "op_mob": 0.7, "ie": 0.05, "and_chr": 19.14, "and_ff": 0.18,
    },
    "PL": {
        "firefox": 4.98, "chrome": 30.63, "opera": 11.89, "edge": 5.4, "safari": 1.34, "ios_saf": 11.73, "samsung": 1.58,
        "op_mob": 0.74, "and_chr": 28.64, "and_ff": 0.35,
    },
    "US": {
        "firefox": 2.94, "chrome": 32.33, "opera": 1.13, "edge": 6.81, "safari": 6.42, "ios_saf": 20.97, "samsung": 1.58,
        "op_mob": 0.38, "and_chr": 23.65, "and_ff": 0.62,
    },
    WORLD: {
        "firefox": 2.13, "chrome": 24.96, "opera": 0.92, "edge": 5.05, "safari": 2.91, "ios_saf": 13.23, "samsung": 1.94,
        "op_mob": 1.16, "ie": 0.17, "and_chr": 44.02, "and_ff": 0.38, "and_uc": 0.58,
    },
}  # fmt: skip


def steady_pack() -> bytes:
    """A pack's bytes."""
    contents = Contents.of(Pack.read(PACKAGED))
    steady = {
        name: {agent: ["1", [share]] for agent, share in views.items()}
        for name, views in _PAGE_VIEWS.items()
        if name in contents.rows
    }
    source = contents.sources[CANIUSE]._replace(date=f"{MONTH[:5]}11-19")
    part = Contents({CANIUSE: source}, rows={**contents.rows, **steady})
    return contents.renewed(part).to_bytes()
