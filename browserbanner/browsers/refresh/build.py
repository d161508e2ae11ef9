"""Composes a pack of what its sources say. The same sources give the same bytes."""

from __future__ import annotations

import json
from binascii import crc32
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from browserbanner.browsers.families import LINES
from browserbanner.browsers.model import Source
from browserbanner.browsers.pack import ELECTRON, FEATURES, FORMAT, WORLD, Pack
from browserbanner.browsers.refresh.errors import RefreshError
from browserbanner.browsers.refresh.sources import (
    CANIUSE,
    MAPPING,
    MDN,
    PACKAGES,
    Release,
    read_caniuse,
    read_electron,
    read_mapping,
    read_mdn,
)
from browserbanner.versions import parse_version, shift_months

# Lines built on Chromium, by who knows their bases.
_DERIVED = {MDN: ("opera", "opera-android", "samsung", "webview"), MAPPING: ("yandex", "uc", "qq")}
_NOTE = "Made by `browserbanner data refresh`: do not edit. Credits and licences: see NOTICE."


class Part(NamedTuple):
    """What one source gives to a pack. ``rows``: what the pack has by name, as usage by region."""

    source: Source
    core: dict[str, Any]
    bases: dict[str, str]
    agents: Any = None
    rows: list[tuple[str, Any]] = []  # noqa: RUF012 (never changed)


def part(package: str, members: Mapping[str, bytes]) -> Part:
    """What an npm package's members give; RefreshError where they are not understood."""
    return _PARTS[package](members)


def parts_of(pack: Pack) -> dict[str, Part]:
    """The parts that a pack was made of, for a refresh of some of its sources."""
    core, parts = pack.core, {}
    for row in pack.meta["sources"]:
        source = Source(*row)
        bases = {line: core["bases"][line] for line in _DERIVED.get(source.package, ())}
        if source.package == CANIUSE:
            rows = [(name, pack.row(name)) for name in (WORLD, *pack.regions, FEATURES) if pack.has(name)]
            parts[CANIUSE] = Part(source, {}, bases, json.loads(pack.agents), rows)
        elif source.package == MDN:
            parts[MDN] = Part(source, {key: core[key] for key in ("releases", "esr")}, bases)
        elif source.package == MAPPING:
            parts[MAPPING] = Part(source, {key: core[key] for key in ("baseline", "newest") if key in core}, bases)
        else:
            parts[ELECTRON] = Part(source, {}, {}, None, [(ELECTRON, pack.row(ELECTRON))])
    return parts


def compose(parts: Mapping[str, Part]) -> bytes:
    """The pack's bytes; RefreshError where a source is missing."""
    if missing := [package for package in PACKAGES if package not in parts]:
        raise RefreshError(f"nothing is known from {', '.join(missing)}: make a whole pack first, from all sources")
    core: dict[str, Any] = {}
    bases: dict[str, str] = {}
    for package in PACKAGES:
        core |= parts[package].core
        bases |= parts[package].bases
    shares = parts[CANIUSE]
    rows = [row for package in PACKAGES for row in parts[package].rows]
    body = "".join(f"{_line(row)}\n" for row in (core | {"bases": bases}, shares.agents, *rows))
    encoded = body.encode("ascii")
    meta = {
        "format": FORMAT,
        "date": max(parts[package].source.date for package in PACKAGES),
        "month": month_of_usage(shares.source.date),
        "sources": [list(parts[package].source) for package in PACKAGES],
        "note": _NOTE,
        "size": len(encoded),
        "crc32": crc32(encoded),
    }
    return f"{_line(meta)}\n".encode("ascii") + encoded


def month_of_usage(day: str) -> str:
    """The month that caniuse's figures are of. It does not say; they appear in the first days of the next month."""
    then = date.fromisoformat(day)
    return f"{shift_months(then.replace(day=1), -1 if then.day >= 5 else -2):%Y-%m}"


def _caniuse(members: Mapping[str, bytes]) -> Part:
    read = read_caniuse(members)
    agents = {
        name: [" ".join(agent.released), " ".join(agent.unreleased), _packed(agent.dates.items())]
        for name, agent in read.agents.items()
    }
    rows: list[tuple[str, Any]] = [
        (region, {name: [" ".join(shares), list(map(_number, shares.values()))] for name, shares in rows.items()})
        for region, rows in ((WORLD, read.world), *sorted(read.regions.items()))
    ]
    return Part(read.source, {}, {}, agents, [*rows, (FEATURES, read.features)])


def _mdn(members: Mapping[str, bytes]) -> Part:
    read = read_mdn(members)
    releases = {name: _packed((r.version, r.day or "") for r in rows) for name, rows in read.releases.items()}
    bases = {line: _bases((r.version, r.base) for r in read.releases[line]) for line in _DERIVED[MDN]}
    return Part(read.source, {"releases": releases, "esr": read.esr}, bases)


def _mapping(members: Mapping[str, bytes]) -> Part:
    read = read_mapping(members)
    # All names first, at "0": who reads it knows the order, and what holds before Baseline's first day.
    timeline: dict[str, dict[str, str]] = {"": dict.fromkeys(read.releases, "0")}
    seen: dict[str, str] = {}
    for day, versions in read.timeline:
        changed = {name: version for name, version in versions.items() if seen.get(name) != version}
        if changed:
            timeline[day] = changed
            seen |= changed
    names = {line.name: line.mapping for line in LINES}
    bases = {
        line: _bases((r.version, r.base) for r in read.releases.get(names[line] or "", ()))
        for line in _DERIVED[MAPPING]
    }
    newest = {
        line.name: f"{newest.version}={newest.day}"
        for line in LINES
        if (newest := _newest(read.releases.get(line.mapping or "", ()), read.source.date)) is not None
    }
    return Part(read.source, {"baseline": timeline, "newest": newest}, bases)


def _newest(releases: Iterable[Release], today: str) -> Release | None:
    dated = (release for release in releases if release.day is not None and release.day <= today)
    return max(dated, key=lambda release: parse_version(release.version), default=None)


def _electron(members: Mapping[str, bytes]) -> Part:
    source, versions = read_electron(members)
    return Part(source, {}, {}, None, [(ELECTRON, _packed(versions.items()))])


_PARTS = {CANIUSE: _caniuse, MDN: _mdn, MAPPING: _mapping, ELECTRON: _electron}


def _bases(rows: Iterable[tuple[str, str | None]]) -> str:
    known = {version: base.partition(".")[0] for version, base in rows if base is not None}
    return _packed(sorted(known.items(), key=lambda row: parse_version(row[0])))


def _number(share: float) -> float:
    """0 for 0.0: there are many."""
    return share or 0


def _packed(rows: Iterable[tuple[str, object]]) -> str:
    return " ".join(f"{key}={value}" for key, value in rows)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
