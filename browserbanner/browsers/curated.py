"""What people looked up, and no package publishes: which systems can install what, what is still patched, and where to
download.

The files in data/ carry a source and the day of the check on each row. A refresh never touches them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache
from itertools import takewhile
from typing import Any, Literal, NamedTuple

from browserbanner.browsers.families import ENGINES, line_on
from browserbanner.browsers.model import LastVersion, Link, Release
from browserbanner.versions import Version, parse_version

_DATA = os.path.join(os.path.dirname(__file__), "data")
_CURRENT = "current"


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

    ``date`` and ``esr``: the data's date, and Firefox's newest extended support release in it; ``newest`` and
    ``chromium_base``: as `BrowserData` has them.

    ``unoffered``: families that are still made, and are recommended only to visitors who have them already, as an
    update; ``oldest_current``: by family and system, the oldest system that gets the newest release.
    """

    def __init__(
        self,
        date: str,
        esr: Version,
        newest: Callable[[str], Release | None],
        chromium_base: Callable[[str, Version], int | None],
    ) -> None:
        self._release = newest
        self._chromium_base = chromium_base
        self._newest_of: dict[str, Version] = {}
        # system -> family -> [(from this system version on, the last version, None for none)], ascending
        self._steps: dict[str, dict[str, list[tuple[Version, str | None]]]] = {}
        for row in rows("systems"):
            step = (parse_version(row["from"]), row["last"])
            self._steps.setdefault(_key(row["os"], row.get("limit")), {}).setdefault(row["family"], []).append(step)
        self.unoffered: frozenset[str] = frozenset(
            row["family"] for row in rows("systems") if not row.get("offered", True)
        )
        self.oldest_current: dict[str, dict[str, Version]] = {}
        for system, families in self._steps.items():
            for family, steps in families.items():
                current = list(takewhile(lambda step: step[1] == _CURRENT, reversed(steps)))
                if current and family not in self.unoffered and " " not in system:  # a limit is no system of its own
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
            if last == _CURRENT or (last is not None and version <= (*parse_version(last), 9999)):
                return since
        return ()

    def last_of(self, system: str, family: str, version: Version) -> Version:
        """The version of a system that this version of a family was the last one for; () where it was none's."""
        for since, last in self._steps.get(system, {}).get(family, ()):
            if last not in (None, _CURRENT) and version[:1] == parse_version(last)[:1]:
                return since
        return ()

    def end_of_line(self, version: Version) -> Literal["yes", "perhaps", "no"]:
        """Whether a device with this version of iOS gets no newer one (a later fix of the same line apart)."""
        for row in self._ios:
            line = parse_version(row["line"])
            if version[: len(line)] == line:
                for answer, since in (("yes", row["last_from"]), ("perhaps", row["perhaps_from"])):
                    if since is not None and version >= parse_version(since):
                        return answer  # type: ignore[return-value]
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
        return {
            family: self._last(system, version, family, last)
            for family, steps in self._steps.get(_key(system, limit), {}).items()
            if (last := _step(steps, version)) is not None
        }

    def _last(self, system: str, version: Version, family: str, last: str) -> LastVersion:
        line = line_on(system, family)
        if system == "ios":
            # Every browser there shows pages with the system's WebKit: what counts is what the system can become.
            last = _step(self._steps[system]["safari"], version) or _CURRENT
        current = last == _CURRENT
        found = self._newest(line) if current else parse_version(last)
        if system == "ios":
            return LastVersion(found, current, "webkit", found)
        engine = ENGINES.get(family, "blink")
        patched = self._patched(system, version) if family == "firefox" else []
        esr, until = (patched[-1].line, patched[-1].until) if patched else ((), None)
        return LastVersion(found, current, engine, self._engine_version(engine, line, found), esr, until)

    def _engine_version(self, engine: str, line: str, version: Version) -> Version:
        if engine != "blink" or line in ("chrome", "chrome-android", "edge"):
            return version
        base = self._chromium_base(line, version)
        return () if base is None else (base,)

    def _newest(self, line: str) -> Version:
        known = self._newest_of.get(line)
        if known is None:  # each verdict on an outdated browser asks for eight
            release = self._release(line)
            known = self._newest_of[line] = () if release is None else release.version
        return known

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


def _step(steps: list[tuple[Version, str | None]], version: Version) -> str | None:
    for since, last in reversed(steps):
        if not version or version >= since:
            return last
    return None


@cache
def _links() -> dict[tuple[str, str, bool], dict[str, Link]]:
    links: dict[tuple[str, str, bool], dict[str, Link]] = {}
    for row in rows("downloads"):
        for system in row["os"]:
            of_system = links.setdefault((row["family"], system, row.get("esr", False)), {})
            of_system[row["language"]] = Link(row["url"], row["action"])
    return links
