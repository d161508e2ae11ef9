"""What people looked up, and no package publishes: which systems can install what, ESR lines, and where to download.

The files in data/ carry a source and the day of the check on each row. A refresh never touches them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ..useragent.model import Version
from .families import ENGINES, ON_ANDROID
from .model import LastVersion, Link

if TYPE_CHECKING:
    from .data import BrowserData

_DATA = os.path.join(os.path.dirname(__file__), "data")
_CURRENT = "current"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a curated file: systems, esr, downloads."""
    with open(os.path.join(_DATA, f"{name}.json"), encoding="ascii") as file:
        loaded: list[dict[str, Any]] = json.load(file)["rows"]
    return loaded


class _Esr(NamedTuple):
    line: Version
    until: str
    first: Version
    last: Version


class Systems:
    """Which system can install which family's which version at last."""

    __slots__ = ("_browsers", "_esr", "_steps", "minimum")

    def __init__(self, browsers: BrowserData) -> None:
        self._browsers = browsers
        # system -> family -> [(from this system version on, the last version, None for none)], ascending
        self._steps: dict[str, dict[str, list[tuple[Version, str | None]]]] = {}
        for row in rows("systems"):
            step = (_version(row["from"]), row["last"])
            self._steps.setdefault(row["os"], {}).setdefault(row["family"], []).append(step)
        self._esr: dict[str, list[_Esr]] = {}
        for row in rows("esr"):
            for system, (first, last) in row["systems"].items():
                line = _Esr(_version(row["line"]), row["until"], _version(first), _version(last))
                self._esr.setdefault(system, []).append(line)
        self.minimum: dict[str, dict[str, Version]] = {}
        for system, families in self._steps.items():
            for family, steps in families.items():
                if steps[-1][1] == _CURRENT:
                    self.minimum.setdefault(family, {})[system] = steps[-1][0]

    def last_for(self, system: str, version: Version) -> dict[str, LastVersion]:
        """By family; families that this system cannot install are absent."""
        return {
            family: self._last(system, version, family, last)
            for family, steps in self._steps.get(system, {}).items()
            if (last := _step(steps, version)) is not None
        }

    def _last(self, system: str, version: Version, family: str, last: str) -> LastVersion:
        current = last == _CURRENT
        if system == "ios":
            # Every browser there shows pages with the system's WebKit: its version is what counts, and the system's.
            webkit = self._newest("safari-ios") if current else _version(last)
            return LastVersion(webkit, current, "webkit", webkit)
        line = ON_ANDROID.get(family, family) if system == "android" else family
        found = self._newest(line) if current else _version(last)
        engine = ENGINES[family]
        esr, until = self._patched_esr(system, version) if family == "firefox" else ((), None)
        return LastVersion(found, current, engine, self._engine_version(engine, line, found), esr, until)

    def _engine_version(self, engine: str, line: str, version: Version) -> Version:
        if engine != "blink" or line in ("chrome", "chrome-android", "edge"):
            return version
        base = self._browsers.chromium_base(line, version)
        return () if base is None else (base,)

    def _newest(self, line: str) -> Version:
        release = self._browsers.newest(line)
        return () if release is None else release.version

    def _patched_esr(self, system: str, version: Version) -> tuple[Version, str | None]:
        for esr in reversed(self._esr.get(system, ())):
            if esr.until < self._browsers.date:
                continue
            if esr.first <= version and version[: len(esr.last)] <= esr.last:
                return esr.line, esr.until
        return (), None


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


def _version(text: str) -> Version:
    return tuple(map(int, text.split(".")))
