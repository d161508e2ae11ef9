"""BrowserData: what browsers exist, as of the pack's date."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from browserbanner.browsers.curated import Systems, rows
from browserbanner.browsers.families import LINES, NAMES, Form, Line, shares_of
from browserbanner.browsers.pack import ELECTRON, FEATURES, WORLD, Pack, broken
from browserbanner.versions import Version, first_version, parse_version, shift_months, significant

PACKAGED = os.path.join(os.path.dirname(__file__), "data", "pack.jsonl")
_BASELINE_BEGINS = "2015-07-29"
_WIDELY = 30  # newly available for 30 months is widely available (web-features)


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


class Shares(NamedTuple):
    """Page views by family, in percent of those from devices of one form (they add up to 100).

    ``region``: ISO 3166 code, or None for the world. A family that the source does not count is absent. Source:
    caniuse.com, CC BY 4.0, which takes them from StatCounter.
    """

    region: str | None
    percent: dict[str, float]


class Agent(NamedTuple):
    """A browser as caniuse counts it: its versions in caniuse's order; release days in seconds since 1970."""

    name: str
    released: tuple[str, ...]
    unreleased: tuple[str, ...]
    release_date: dict[str, int]


class BrowserData:
    """Releases, shares and Baseline from a pack; downloads and system limits from the package. Immutable.

    Nothing here looks at a clock: "today" is ``date``. What is not known is None, () or absent, never an exception.
    ``firefox_esr``: Firefox's newest extended support release, as browserslist's ``Firefox ESR`` ("153"). Source: MDN.
    """

    def __init__(self, pack: Pack) -> None:
        """What verdicts, minimum versions and advice need is read now: no request waits for it.

        ConfigurationError for a value that makes no sense."""
        self.pack = pack
        try:
            self.date: str = pack.meta["date"]
            self.month: str = pack.meta["month"]
            self.sources: tuple[Source, ...] = tuple(Source(*row) for row in pack.meta["sources"])
            self.firefox_esr: str = str(pack.core["esr"])
            int(self.firefox_esr)
            self._agents = {name: _agent(name, *row) for name, row in pack.agents.items()}
            self._bases = {family: _bases(packed) for family, packed in pack.core["bases"].items()}
            self._releases = {line.name: self._known(line) for line in LINES}
            self.baseline_widely_available()
            for day in {self.date, *(r.date for releases in self._releases.values() for r in releases)} - {None}:
                if date.fromisoformat(str(day)).isoformat() != day:
                    raise ValueError(f"{day!r} is no date")
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise broken(pack.name, f"it makes no sense ({type(error).__name__}: {error})") from None

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None) -> BrowserData:
        """The pack in a file, or the packaged one. ConfigurationError for a file that is missing, no whole pack, or of
        the future."""
        if path is None:
            return cls(Pack.read(PACKAGED))
        data, today = cls(Pack.read(os.fspath(path))), date.today()
        # A clock may be behind, so a year's difference passes: what is relative is then a year too strict at most, and
        # the newest releases are current all the same.
        if data.date > str(today + timedelta(days=366)) and str(today) >= cls.load().date:
            why = f"it is of {data.date}, and today is {today}: current browsers would be outdated"
            raise broken(data.pack.name, why)
        return data

    @property
    def date_and_age(self) -> str:
        """ "2026-11-19 (7 days old)": for people; nothing is judged by how old data is."""
        days = (date.today() - date.fromisoformat(self.date)).days
        return f"{self.date} ({days} days old)" if days > 1 else self.date

    # Releases

    def releases(self, family: str) -> tuple[Release, ...]:
        """All versions of a family, ascending, those announced for after ``date`` too; () for a family without data.

        Besides the plain families: chrome-android, firefox-android, opera-android, safari-ios, webview. Source: MDN;
        newer ones that MDN does not have yet are from caniuse and baseline-browser-mapping, as are Yandex, UC and QQ.
        """
        return self._releases.get(family, ())

    def listed(self, family: str) -> list[Release]:
        """A family's versions as MDN alone lists them."""
        return _releases(self.pack.core["releases"].get(family, ""))

    def _known(self, line: Line) -> tuple[Release, ...]:
        listed = self.listed(line.name) + _releases(self.pack.core.get("newest", {}).get(line.name, ""))
        known = {significant(release.version): release for release in listed}
        newest = max((v for v, r in known.items() if r.date is not None and r.date <= self.date), default=())
        if line.caniuse in self._agents:
            agent = self._agents[line.caniuse]
            for text in reversed(agent.released):
                version = first_version(text)
                if version is None or significant(version) <= newest:
                    break  # MDN knows the rest
                epoch = agent.release_date.get(text)
                day = self.date if epoch is None else datetime.fromtimestamp(epoch, UTC).date().isoformat()
                known[significant(version)] = Release(version, min(day, self.date))
        return tuple(sorted(known.values()))

    def newest(self, family: str) -> Release | None:
        """The highest version that was out on ``date``, over all sources."""
        return next((r for r in reversed(self.releases(family)) if r.date is not None and r.date <= self.date), None)

    def still_made(self, family: str) -> bool:
        """Whether a version of the family came out within the 12 months before ``date``."""
        return any(r.date is not None and self.is_recent(r.date) for r in reversed(self.releases(family)))

    def is_recent(self, day: str) -> bool:
        """Whether a day (ISO date) is one of the 12 months before ``date``."""
        return (date.fromisoformat(self.date) - timedelta(days=366)).isoformat() <= day <= self.date

    def released(self, family: str, version: Version) -> str | None:
        """The day on which the listed version that this is a patch of came out; None where that is unclear."""
        days = {significant(release.version): release.date for release in self.releases(family)}
        for length in (3, 2):
            if (day := days.get(significant(version[:length]))) is not None:
                return day
        # 109.0.5414 is a 109; but Safari 17.7, where 17.1 to 17.6 are listed, is not a 17.
        if any(listed[:1] == version[:1] and len(listed) > 1 for listed in days):
            return None
        return days.get(version[:1])

    def chromium_base(self, family: str, version: Version) -> int | None:
        """The Chromium that a derived browser's version is built on; None below the first and above the last known."""
        bases = self.chromium_bases(family)
        wanted = significant(version)
        known = next((base for base in reversed(bases) if base <= wanted), None)
        return bases[known] if known is not None and wanted[:1] <= next(reversed(bases))[:1] else None

    def chromium_bases(self, family: str) -> dict[Version, int]:
        """The Chromium of each version of a derived browser that is known, ascending; trailing zeros are left out."""
        return self._bases.get(family, {})

    # Baseline

    def baseline_widely_available(self, on: str | None = None) -> dict[str, Version]:
        """The oldest version of each family that has all that was Baseline widely available on a day (ISO date)."""
        newly = shift_months(date.fromisoformat(on or self.date), -_WIDELY).isoformat()
        needed = self.baseline_versions(newly)
        return {line.name: parse_version(needed[line.mapping]) for line in LINES if line.mapping in needed}

    def baseline_versions(self, cutoff: str) -> dict[str, str]:
        """Versions that carry every feature that was newly available on ``cutoff`` (ISO date), by the names and in the
        order of baseline-browser-mapping. "0" for all before Baseline's first day."""
        needed: dict[str, str] = {}
        for day, versions in self.pack.core["baseline"].items():
            if day <= cutoff:
                needed |= versions
        return {name: version for name, version in needed.items() if version != "0" or cutoff < _BASELINE_BEGINS}

    @property
    def baseline_days(self) -> tuple[str, ...]:
        """The days on which Baseline's versions changed (ISO dates), ascending."""
        return tuple(day for day in self.pack.core["baseline"] if day)

    # Features, and Electron

    def feature(self, name: str) -> dict[str, dict[str, str]] | None:
        """Support of one of caniuse's features by its browsers and versions: "y", "a" (partly) or "n". None for a
        feature that the data does not have. Source: caniuse."""
        packed = self.features.get(name)
        if packed is None:
            return None
        rows: dict[str, dict[str, str]] = {}
        for (agent, known), runs in zip(self.agents().items(), packed.split(" "), strict=True):
            versions = known.released + known.unreleased
            letters = ""
            for letter, number in re.findall("([yan])([0-9]*)", runs):
                letters += letter * (int(number) if number else len(versions) - len(letters))
            rows[agent] = dict(zip(versions, letters, strict=True))
        return rows

    @cached_property
    def features(self) -> dict[str, str]:
        """caniuse's features, with their support as it is packed. Empty for a pack that has none."""
        return self.pack.row(FEATURES) or {}

    @cached_property
    def electron(self) -> dict[str, str]:
        """Chromium's version by Electron's. Empty for a pack that has none. Source: electron-to-chromium."""
        return dict(_pairs(self.pack.row(ELECTRON) or ""))

    # Usage

    def agents(self) -> dict[str, Agent]:
        """The browsers that caniuse counts, by its names (and_chr, ios_saf), in its order."""
        return self._agents

    def usage(self, region: str | None = None) -> dict[str, float] | None:
        """Percent of page views by browser and version, ``{"chrome 109": 0.86}``, in browserslist's order, for the
        world or a region ("UA", "alt-eu"); None for a region without data."""
        columns = self.pack.row(_region(region))
        if columns is None:
            return None
        usage: dict[str, float] = {}
        for name, (versions, shares) in columns.items():
            keys = [f"{name} {version}" for version in versions.split()]
            usage.update(zip(keys, shares, strict=True))
        return usage

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions with data: ISO 3166 codes, and continents as alt-eu, alt-as ..."""
        return self.pack.regions

    def page_views(self, region: str | None) -> dict[str, float]:
        """Percent of page views by browser, by caniuse's names; {} for a region without data."""
        return {name: sum(shares) for name, (_, shares) in (self.pack.row(_region(region)) or {}).items()}

    def shares(self, region: str | None, form: Form) -> Shares | None:
        """Family totals among visitors of a form in a region (None: the world).

        None where nothing was counted, and where the browsers that caniuse counts have less than 95 % of the region's
        page views: then each would be shown larger than it is. (In Russia, 28 % are Yandex's and others that caniuse
        does not count. It says nothing of their form, so each form is taken to lack the same part.)
        """
        views = self.page_views(region)
        percent = shares_of(form, views) if sum(views.values()) >= 95 else {}
        return Shares(region, percent) if percent else None

    # Curated

    @cached_property
    def systems(self) -> Systems:
        """The curated facts about systems: which version gets which browser at last, and what is still patched."""
        return self.systems_on(self.date)

    def systems_on(self, day: str) -> Systems:
        """The same as they are on another day (ISO date)."""
        newest = {line: release.version for line in self._releases if (release := self.newest(line)) is not None}
        return Systems(day, parse_version(self.firefox_esr), newest, self.chromium_base)

    def last_versions(self) -> list[tuple[str, str, list[tuple[str, str | None, bool]]]]:
        """By system and family: from which version of the system on, the last version ("current": it gets the newest),
        and whether a source was seen that says so, or it is inferred. Source: curated."""
        found: dict[tuple[str, str], list[tuple[str, str | None, bool]]] = {}
        for row in rows("systems"):
            system = " ".join(filter(None, (row["os"], row.get("limit"))))
            step = (row["from"], row["last"], row["verified_on"] is not None)
            found.setdefault((system, row["family"]), []).append(step)
        return [(*key, steps) for key, steps in found.items()]

    def name(self, family: str) -> str:
        """The family as its vendor writes it: "Google Chrome"; an unknown family's own id."""
        return NAMES.get(family, family)


def _agent(name: str, released: str, unreleased: str, dates: str) -> Agent:
    days = {version: int(epoch) for version, epoch in _pairs(dates)}
    return Agent(name, tuple(released.split()), tuple(unreleased.split()), days)


def _releases(packed: str) -> list[Release]:
    return [Release(parse_version(version), day or None) for version, day in _pairs(packed)]


def _bases(packed: str) -> dict[Version, int]:
    return {significant(parse_version(version)): int(base) for version, base in _pairs(packed)}


def _pairs(packed: str) -> Iterator[list[str]]:
    return (row.split("=") for row in packed.split())


def _region(region: str | None) -> str:
    """The name of a region's row, which no other row has: those are written small."""
    if region is None:
        return WORLD
    return region.lower() if region[:4].lower() == "alt-" else region.upper()
