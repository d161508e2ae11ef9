"""What people looked up, and no package publishes: which systems can install what, what is still patched, and where to
download.

The files in data/ carry a source and the day of the check on each row. A refresh never touches them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, Protocol

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


class Browsers(Protocol):
    """The part of `BrowserData` that `Systems` needs."""

    date: str

    @property
    def firefox_esr(self) -> str: ...

    def newest(self, family: str) -> Release | None: ...

    def chromium_base(self, family: str, version: Version | int) -> int | None: ...


class _Esr(NamedTuple):
    line: Version
    until: str | None  # None: no end announced
    verified_on: str  # Mozilla has moved ends before: one that was to come on that day may have been moved since
    first: Version
    last: Version | None  # None: and later

    def is_patched(self, day: str) -> bool:
        return self.until is None or self.until >= min(day, self.verified_on)

    def runs_on(self, version: Version) -> bool:
        if not version:
            return self.last is None
        return self.first <= version and (self.last is None or version[: len(self.last)] <= self.last)


class Systems:
    """The last version of each family that a version of a system can install, and which versions are still patched."""

    __slots__ = ("_browsers", "_esr", "_ios", "_steps", "oldest_current", "unoffered")

    def __init__(self, browsers: Browsers) -> None:
        self._browsers = browsers
        # system -> family -> [(from this system version on, the last version, None for none)], ascending
        self._steps: dict[str, dict[str, list[tuple[Version, str | None]]]] = {}
        self.unoffered: frozenset[str] = frozenset(
            row["family"] for row in rows("systems") if not row.get("offered", True)
        )
        for row in rows("systems"):
            step = (parse_version(row["from"]), row["last"])
            self._steps.setdefault(_key(row["os"], row.get("limit")), {}).setdefault(row["family"], []).append(step)
        self._esr: dict[str, list[_Esr]] = {}
        self._ios = [row for row in rows("patched") if row["family"] == "ios"]
        for row in rows("patched"):
            for system, (first, last) in row.get("systems", {}).items():
                newest = parse_version(last) if last else None
                line = _Esr(parse_version(row["line"]), row["until"], row["verified_on"], parse_version(first), newest)
                self._esr.setdefault(system, []).append(line)
        self.oldest_current: dict[str, dict[str, Version]] = {}
        for system, families in self._steps.items():
            if " " in system:  # a limit: that is no system of its own
                continue
            for family, steps in families.items():
                oldest = None
                for since, last in reversed(steps):
                    if last != _CURRENT:
                        break
                    oldest = since
                if oldest is not None and family not in self.unoffered:
                    self.oldest_current.setdefault(family, {})[system] = oldest
        self._add_mdns_esr()

    def _add_mdns_esr(self) -> None:
        """MDN names one line as ESR. It may be newer than the curated ones; that it names another ends none of them."""
        line = (int(self._browsers.firefox_esr),)
        for system, lines in self._esr.items():
            first = self.oldest_current.get("firefox", {}).get(system)
            if first is not None and all(line > esr.line for esr in lines):
                lines.append(_Esr(line, None, "", first, None))

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
        """The last version of each family that a system can install; families that it cannot install are absent."""
        if system == "macos" and (10, 16) <= version < (11,):
            version = ()  # what macOS 11 and all later ones tell programs built for older ones
        return {
            family: self._last(system, version, family, last)
            for family, steps in self._steps.get(_key(system, limit), {}).items()
            if (last := _step(steps, version)) is not None
        }

    def _last(self, system: str, version: Version, family: str, last: str) -> LastVersion:
        current = last == _CURRENT
        if system == "ios":
            # Every browser there shows pages with the system's WebKit: what counts is what the system can become.
            becomes = _step(self._steps[system]["safari"], version)
            current = becomes == _CURRENT
            webkit = self._newest("safari-ios") if becomes is None or current else parse_version(becomes)
            return LastVersion(webkit, current, "webkit", webkit)
        line = line_on(system, family)
        found = self._newest(line) if current else parse_version(last)
        engine = ENGINES.get(family, "blink")
        patched = self._patched(system, version) if family == "firefox" else []
        esr, until = (patched[-1].line, patched[-1].until) if patched else ((), None)
        return LastVersion(found, current, engine, self._engine_version(engine, line, found), esr, until)

    def _engine_version(self, engine: str, line: str, version: Version) -> Version:
        if engine != "blink" or line in ("chrome", "chrome-android", "edge"):
            return version
        base = self._browsers.chromium_base(line, version)
        return () if base is None else (base,)

    def _newest(self, line: str) -> Version:
        release = self._browsers.newest(line)
        return () if release is None else release.version

    def patched_esr(self, system: str, version: Version | None) -> frozenset[Version]:
        """The lines of Firefox ESR that were patched on the data's date."""
        return frozenset(esr.line for esr in self._patched(system, version))

    def _patched(self, system: str, version: Version | None) -> list[_Esr]:
        """The lines of Firefox ESR that were patched on the data's date, ascending.

        ``version``: the system's; () for its newest, None for any.
        """
        return [
            esr
            for esr in self._esr.get(system, ())
            if esr.is_patched(self._browsers.date) and (version is None or esr.runs_on(version))
        ]


def _key(system: str, limit: str | None) -> str:
    return f"{system} {limit}" if limit else system


def _step(steps: list[tuple[Version, str | None]], version: Version) -> str | None:
    if not version:
        return steps[-1][1]
    found = None
    for since, last in steps:
        if version < since:
            break
        found = last
    return found


class Downloads:
    """Where a system gets a browser from."""

    __slots__ = ("_links",)

    def __init__(self) -> None:
        self._links: dict[tuple[str, str, bool], dict[str, Link]] = {}
        for row in rows("downloads"):
            for system in row["os"]:
                links = self._links.setdefault((row["family"], system, row.get("esr", False)), {})
                links[row["language"]] = Link(row["url"], row["action"])

    def link(self, family: str, system: str | None, language: str, *, esr: bool) -> Link | None:
        """The vendor's own page in the language, or in the one that it picks itself."""
        links = self._links.get((family, system or "windows", esr))
        if links is None:
            return None
        for tag in _fallbacks(language):
            if tag in links:
                return links[tag]
        return links["*"]


def _fallbacks(language: str) -> Iterator[str]:
    """RFC 4647's lookup: uk-UA, uk."""
    subtags = language.replace("_", "-").lower().split("-")
    for length in range(len(subtags), 0, -1):
        yield "-".join(subtags[:length])
