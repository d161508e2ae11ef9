"""The values that browser data answers with."""

from typing import Literal, NamedTuple

from browserbanner.browsers.families import Form
from browserbanner.versions import Version


class Release(NamedTuple):
    """A version, and its day (ISO date, None where unknown). A day after the data's date is a schedule."""

    version: Version
    date: str | None


class Source(NamedTuple):
    """Where data comes from. ``date``: ISO date; ``licence``: an SPDX identifier."""

    package: str
    version: str
    date: str
    licence: str


class LastVersion(NamedTuple):
    """The last version of a family that a system can install.

    ``current``: the family still gives this system its newest version. ``engine`` and ``engine_version``: what a policy
    can judge by (Chromium's version, Firefox's, Safari's or iOS's), () where unknown. ``esr``: the newest Firefox ESR
    line that this system can have and that was patched on the data's date, else (); ``esr_until``: its last day (ISO
    date), None while no end is announced.
    """

    version: Version
    current: bool
    engine: str
    engine_version: Version
    esr: Version = ()
    esr_until: str | None = None


class Shares(NamedTuple):
    """Page views by family, in percent of those from devices of one form (they add up to 100).

    ``region``: ISO 3166 code, or None for the world. ``month``: like "2026-10". A family that the source does not count
    is absent. Source: caniuse.com, CC BY 4.0, which takes them from StatCounter.
    """

    region: str | None
    form: Form
    month: str
    source: Source
    percent: dict[str, float]


class Link(NamedTuple):
    """Where a browser comes from. ``action``: a download page, an app store, or the system's own update."""

    url: str
    action: Literal["download", "store", "update"]


class Agent(NamedTuple):
    """A browser as caniuse counts it: its versions in caniuse's order; release days in seconds since 1970."""

    name: str
    released: tuple[str, ...]
    unreleased: tuple[str, ...]
    release_date: dict[str, int]
