"""What people looked up, and no package publishes: which systems can install what, what is still patched, and where to
download.

The files in data/ carry a source and the day of the check on each row. A refresh never touches them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from functools import cache
from itertools import takewhile
from typing import Any, Literal, NamedTuple

from browserbanner.browsers.families import ENGINES, line_on
from browserbanner.versions import Version, parse_version

_DATA = os.path.join(os.path.dirname(__file__), "data")


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


class Link(NamedTuple):
    """Where a browser comes from. ``action``: a download page, an app store, or the system's own update."""

    url: str
    action: Literal["download", "store", "update"]


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a curated file: systems, patched, downloads."""
    with open(os.path.join(_DATA, f"{name}.json"), encoding="ascii") as file:
        loaded: list[dict[str, Any]] = json.load(file)["rows"]
    return loaded


class _Esr(NamedTuple):
    line: Version
    until: str | None  # None: no end announced
    first: Version
    last: Version | None  # None: and later

    def runs_on(self, version: Version) -> bool:
        if not version:
            return self.last is None
        return self.first <= version and (self.last is None or version[: len(self.last)] <= self.last)


class Systems:
    """The last version of each family that a version of a system can install, from where, and what is still patched.

    ``date`` and ``esr``: the data's date, and Firefox's newest extended support release in it; ``newest``: the newest
    version of each line of releases; ``chromium_base``: as `BrowserData` has it.

    ``unoffered``: families that are still made, and are recommended only to visitors who have them already, as an
    update; ``oldest_current``: by family and system, the oldest system that gets the newest release.
    """

    def __init__(
        self,
        date: str,
        esr: Version,
        newest: Mapping[str, Version],
        chromium_base: Callable[[str, Version], int | None],
    ) -> None:
        # system -> family -> [(from this system version on, the last version, None for none)], ascending
        self._steps: dict[str, dict[str, list[tuple[Version, LastVersion | None]]]] = {}
        unoffered = set()
        for row in rows("systems"):
            system, family = row["os"], row["family"]
            step = (parse_version(row["from"]), _last_version(row, newest, chromium_base))
            self._steps.setdefault(_key(system, row.get("limit")), {}).setdefault(family, []).append(step)
            if not row.get("offered", True):
                unoffered.add(family)
        self.unoffered: frozenset[str] = frozenset(unoffered)
        self.oldest_current: dict[str, dict[str, Version]] = {}
        for system, families in self._steps.items():
            for family, steps in families.items():
                current = list(takewhile(lambda step: step[1] is not None and step[1].current, reversed(steps)))
                if current and family not in unoffered and " " not in system:  # a limit is no system of its own
                    self.oldest_current.setdefault(family, {})[system] = current[-1][0]
        self._ios = [row for row in rows("patched") if row["family"] == "ios"]
        self._esr = self._patched_on(date, esr)

    def _patched_on(self, day: str, esr: Version) -> dict[str, list[_Esr]]:
        """By system, the lines of Firefox ESR that are patched on a day, ascending."""
        patched: dict[str, list[_Esr]] = {}
        lines = [row for row in rows("patched") if row["family"] == "firefox"]
        for row in lines:
            for system, (first, last) in row["systems"].items():
                of_system = patched.setdefault(system, [])
                # Mozilla has moved ends before: one that was to come on the day of the check may have been moved since.
                if row["until"] is None or row["until"] >= min(day, row["verified_on"]):
                    newest = parse_version(last) if last else None
                    of_system.append(_Esr(parse_version(row["line"]), row["until"], parse_version(first), newest))
        # MDN names one line as ESR. It may be newer than the curated ones; that it names another ends none of them.
        if esr > max(parse_version(row["line"]) for row in lines):
            for system, of_system in patched.items():
                of_system.append(_Esr(esr, None, self.oldest_current["firefox"][system], None))
        return patched

    def knows(self, system: str) -> bool:
        """Whether there are rows for a system."""
        return system in self._steps

    def oldest(self, system: str, family: str, version: Version) -> Version:
        """The oldest version of a system that could install this version of a family; () where none is known."""
        for since, last in self._steps.get(system, {}).get(family, ()):
            if last is not None and (last.current or version <= (*last.version, 9999)):
                return since
        return ()

    def last_of(self, system: str, family: str, version: Version) -> Version:
        """The version of a system that this version of a family was the last one for; () where it was none's."""
        for since, last in self._steps.get(system, {}).get(family, ()):
            if last is not None and not last.current and version[:1] == last.version[:1]:
                return since
        return ()

    def end_of_line(self, version: Version) -> Literal["yes", "perhaps", "no"]:
        """Whether a device with this version of iOS gets no newer one (a later fix of the same line apart)."""
        for row in self._ios:
            line, last, perhaps = (parse_version(row[key] or "9999") for key in ("line", "last_from", "perhaps_from"))
            if version[: len(line)] == line:
                return "yes" if version >= last else "perhaps" if version >= perhaps else "no"
        return "no"

    def patched_ios(self, version: Version) -> bool:
        """Whether Apple still patches that line of iOS, as of the day on which that was looked up."""
        return any(row["until"] is None and version[:2] == parse_version(row["line"]) for row in self._ios)

    def last_for(self, system: str, version: Version, limit: str | None = None) -> dict[str, LastVersion]:
        """What a system can install at last, by family; {} for a system without rows.

        An unknown version (()) counts as one that gets everything. ``limit``: a user agent's.
        """
        if system == "macos" and (10, 16) <= version < (11,):
            version = ()  # what macOS 11 and all later ones tell programs built for older ones
        found: dict[str, LastVersion] = {}
        for family, steps in self._steps.get(_key(system, limit), {}).items():
            reached = (last for since, last in reversed(steps) if not version or version >= since)
            if (last := next(reached, None)) is not None:
                found[family] = last
        if system == "ios" and found:
            # Every browser there shows pages with the system's WebKit: what counts is what the system can become.
            return dict.fromkeys(found, found["safari"])
        if "firefox" in found and (patched := self._patched(system, version)):
            found["firefox"] = found["firefox"]._replace(esr=patched[-1].line, esr_until=patched[-1].until)
        return found

    def patched_esr(self, system: str, version: Version | None) -> frozenset[Version]:
        """The lines of Firefox ESR, as ``(115,)``, that were patched on the data's date on this version of a system: on
        its newest for (), on any for None."""
        return frozenset(esr.line for esr in self._patched(system, version))

    def _patched(self, system: str, version: Version | None) -> list[_Esr]:
        return [esr for esr in self._esr.get(system, ()) if version is None or esr.runs_on(version)]

    def download(self, family: str, system: str | None, language: str, *, esr: bool = False) -> Link | None:
        """Where a system gets a family from: the vendor's own page in the language, or in the one that it picks itself.

        None where there is no official page. A language is looked up as in RFC 4647: uk-UA, uk.
        """
        links = _links().get((family, system or "windows", esr))
        tag = language.replace("_", "-").lower()
        while links is not None and tag:
            if tag in links:
                return links[tag]
            tag = tag.rpartition("-")[0]
        return None if links is None else links["*"]


def _key(system: str, limit: str | None) -> str:
    return f"{system} {limit}" if limit else system


def _last_version(
    row: Mapping[str, Any], newest: Mapping[str, Version], chromium_base: Callable[[str, Version], int | None]
) -> LastVersion | None:
    """What a row of systems.json says in numbers."""
    if row["last"] is None:
        return None
    line, current = line_on(row["os"], row["family"]), row["last"] == "current"
    version = newest.get(line, ()) if current else parse_version(row["last"])
    engine = "webkit" if row["os"] == "ios" else ENGINES.get(row["family"], "blink")
    if engine != "blink" or line in ("chrome", "chrome-android", "edge"):
        return LastVersion(version, current, engine, version)
    base = chromium_base(line, version)
    return LastVersion(version, current, engine, () if base is None else (base,))


@cache
def _links() -> dict[tuple[str, str, bool], dict[str, Link]]:
    links: dict[tuple[str, str, bool], dict[str, Link]] = {}
    for row in rows("downloads"):
        for system in row["os"]:
            of_system = links.setdefault((row["family"], system, row.get("esr", False)), {})
            of_system[row["language"]] = Link(row["url"], row["action"])
    return links
