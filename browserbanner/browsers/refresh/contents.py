"""What a pack has: taken out of an old one, renewed source by source, and written. Same contents, same bytes."""

from __future__ import annotations

import json
from binascii import crc32
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from browserbanner.browsers.data import BrowserData, Source
from browserbanner.browsers.families import LINES
from browserbanner.browsers.pack import ELECTRON, FEATURES, FORMAT, WORLD, Pack
from browserbanner.browsers.refresh.errors import RefreshError
from browserbanner.versions import shift_months

CANIUSE = "caniuse-lite"
MDN = "@mdn/browser-compat-data"
MAPPING = "baseline-browser-mapping"
#: The npm packages that a pack is made of, in its order.
SOURCES = (CANIUSE, MDN, MAPPING, ELECTRON)

_CORE = ("releases", "esr", "baseline", "newest")
_NOTE = "Made by `browserbanner data refresh`: do not edit. Credits and licences: see NOTICE."


class Contents(NamedTuple):
    """What a pack has, or what one of its sources gives to it, in the pack's own form.

    ``core`` and ``bases``: MDN's and baseline-browser-mapping's, which stand together on the pack's second line;
    ``agents`` and ``rows``: caniuse's, which are renewed as a whole.
    """

    sources: Mapping[str, Source] = {}
    core: Mapping[str, Any] = {}
    bases: Mapping[str, str] = {}
    agents: Mapping[str, list[str]] = {}
    rows: Mapping[str, Any] = {}
    electron: str = ""

    @classmethod
    def of(cls, pack: Pack) -> Contents:
        """All that a pack has."""
        return cls(
            {row[0]: Source(*row) for row in pack.meta["sources"]},
            pack.core,
            {line.name: pack.core["bases"][line.name] for line in LINES if line.derived},
            pack.agents,
            {name: row for name in (WORLD, *pack.regions, FEATURES) if (row := pack.row(name)) is not None},
            pack.row(ELECTRON) or "",
        )

    def renewed(self, part: Contents) -> Contents:
        """The same with what a source gives now."""
        return Contents(
            {**self.sources, **part.sources},
            {**self.core, **part.core},
            {**self.bases, **part.bases},
            part.agents or self.agents,
            part.rows or self.rows,
            part.electron or self.electron,
        )

    def with_features_of(self, known: BrowserData) -> Contents:
        """The same with the features of ``known`` that caniuse has dropped or renamed.

        A site's query may name them (``supports es6-module``), and browserslist refuses what is not there. Their
        support stays as it was; a version that ``known`` does not have gets what the browser's newest has there.
        """
        features = dict(self.rows.get(FEATURES, {}))
        dropped = known.features.keys() - features.keys()
        for name in dropped:
            support = known.feature(name) or {}
            runs = []
            for agent, (released, unreleased, _) in self.agents.items():
                letters = support.get(agent) or {"": "n"}
                newest = list(letters.values())[-1]
                runs.append(packed_runs(letters.get(version, newest) for version in f"{released} {unreleased}".split()))
            features[name] = " ".join(runs)
        return self._replace(rows={**self.rows, FEATURES: dict(sorted(features.items()))}) if dropped else self

    def to_bytes(self) -> bytes:
        """The pack's bytes; RefreshError where a source is missing."""
        if missing := [package for package in SOURCES if package not in self.sources]:
            raise RefreshError(f"nothing is known from {', '.join(missing)}: make a whole pack first, from all sources")
        core = {key: self.core[key] for key in _CORE if key in self.core}
        core["bases"] = {line.name: self.bases[line.name] for line in LINES if line.derived}
        body = b"".join(map(_line, (core, self.agents, *self.rows.items(), (ELECTRON, self.electron))))
        sources = [self.sources[package] for package in SOURCES]
        meta = {
            "format": FORMAT,
            "date": max(source.date for source in sources),
            "month": month_of_usage(self.sources[CANIUSE].date),
            "sources": sources,
            "note": _NOTE,
            "size": len(body),
            "crc32": crc32(body),
        }
        return _line(meta) + body


def packed_runs(letters: Iterable[str]) -> str:
    """Support of a feature by version as the pack has it: y, a (partly) or n, and how many versions in a row; of the
    last run, no number. ``"n3y"``: none of the first three versions, and all later ones."""
    return "".join(f"{letter}{len(list(run))}" for letter, run in groupby(letters)).rstrip("0123456789")


def month_of_usage(day: str) -> str:
    """The month that caniuse's figures are of. It does not say; they appear in the first days of the next month."""
    then = date.fromisoformat(day)
    return f"{shift_months(then.replace(day=1), -1 if then.day >= 5 else -2):%Y-%m}"


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"
