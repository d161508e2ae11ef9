"""Composes a pack of what its sources say, and of what they no longer say. The same of both give the same bytes."""

from __future__ import annotations

import json
from binascii import crc32
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from browserbanner.browsers.data import BrowserData, Source
from browserbanner.browsers.pack import ELECTRON, FEATURES, FORMAT, WORLD, Pack
from browserbanner.browsers.refresh.errors import RefreshError
from browserbanner.browsers.refresh.sources import CANIUSE, DERIVED, MAPPING, MDN, PACKAGES, Part, runs
from browserbanner.versions import shift_months

_CORE = {MDN: ("releases", "esr"), MAPPING: ("baseline", "newest")}  # what they give to the pack's second line
_NOTE = "Made by `browserbanner data refresh`: do not edit. Credits and licences: see NOTICE."


def parts_of(pack: Pack) -> dict[str, Part]:
    """The parts that a pack was made of, for a refresh of some of its sources."""
    rows = {CANIUSE: (WORLD, *pack.regions, FEATURES), ELECTRON: (ELECTRON,)}
    return {
        source.package: Part(
            source,
            {key: pack.core[key] for key in _CORE.get(source.package, ()) if key in pack.core},
            {line: pack.core["bases"][line] for line in DERIVED.get(source.package, ())},
            pack.agents if source.package == CANIUSE else None,
            [(name, row) for name in rows.get(source.package, ()) if (row := pack.row(name)) is not None],
        )
        for source in (Source(*row) for row in pack.meta["sources"])
    }


def keep_features(part: Part, known: BrowserData) -> Part:
    """caniuse's part, with the features of ``known`` that caniuse has dropped or renamed.

    A site's query may name them (``supports es6-module``), and browserslist refuses what is not there. Their support
    stays as it was; a version that ``known`` does not have gets what the browser's newest version has there.
    """
    rows = dict(part.rows)
    dropped = known.features.keys() - rows[FEATURES].keys()
    kept = {}
    for name in dropped:
        old = known.feature(name) or {}
        kept[name] = " ".join(
            _support(old.get(agent, {}), f"{released} {unreleased}".split())
            for agent, (released, unreleased, _) in part.agents.items()
        )
    features = dict(sorted((rows[FEATURES] | kept).items()))
    return part._replace(rows=list((rows | {FEATURES: features}).items())) if dropped else part


def _support(letters: Mapping[str, str], versions: Sequence[str]) -> str:
    newest = list(letters.values())[-1] if letters else "n"
    bits = {"y": 1, "a": 4, "n": 2}
    return runs({version: bits[letters.get(version, newest)] for version in versions}, versions)


def compose(parts: Mapping[str, Part]) -> bytes:
    """The pack's bytes; RefreshError where a source is missing."""
    if missing := [package for package in PACKAGES if package not in parts]:
        raise RefreshError(f"nothing is known from {', '.join(missing)}: make a whole pack first, from all sources")
    core: dict[str, Any] = {}
    bases: dict[str, str] = {}
    for package in PACKAGES:
        core |= parts[package].core
        bases |= parts[package].bases
    rows = [row for package in PACKAGES for row in parts[package].rows]
    body = "".join(f"{_line(row)}\n" for row in (core | {"bases": bases}, parts[CANIUSE].agents, *rows))
    encoded = body.encode("ascii")
    sources = [parts[package].source for package in PACKAGES]
    meta = {
        "format": FORMAT,
        "date": max(source.date for source in sources),
        "month": month_of_usage(parts[CANIUSE].source.date),
        "sources": sources,
        "note": _NOTE,
        "size": len(encoded),
        "crc32": crc32(encoded),
    }
    return f"{_line(meta)}\n".encode("ascii") + encoded


def month_of_usage(day: str) -> str:
    """The month that caniuse's figures are of. It does not say; they appear in the first days of the next month."""
    then = date.fromisoformat(day)
    return f"{shift_months(then.replace(day=1), -1 if then.day >= 5 else -2):%Y-%m}"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
