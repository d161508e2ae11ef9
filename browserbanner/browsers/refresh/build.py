"""Makes a pack of what the three sources say, and refuses what cannot be true."""

from __future__ import annotations

import json
from binascii import crc32
from collections.abc import Iterable
from datetime import date
from typing import Any

from ..families import LINES
from ..pack import FORMAT, WORLD
from .errors import RefreshError
from .sources import Caniuse, Mapping_, Mdn, Release, Usage

_WHOLE = (80.0, 105.0)  # what all browsers of a region add up to, in percent: some are not counted, sums are rounded
_REGIONS = 200
_REQUIRED = (
    "chrome",
    "edge",
    "firefox",
    "safari",
    "opera",
    "samsung",
    "ios_saf",
    "and_chr",
    "and_ff",
    "op_mob",
    "android",
    "ie",
)
_DERIVED = ("opera", "opera-android", "samsung", "webview", "yandex", "uc", "qq")
_NOTE = "Made by `browserbanner data refresh`: do not edit. Credits and licences: see NOTICE."


def build(caniuse: Caniuse, mdn: Mdn, mapping: Mapping_) -> bytes:
    """The pack's bytes, the same for the same sources; RefreshError for data that cannot be true."""
    check_usage(caniuse)
    for family, releases in mdn.releases.items():
        _check_releases(family, releases, mdn.package.day)
    _check_timeline(mapping)
    packages = (caniuse.package, mdn.package, mapping.package)
    body = "".join(f"{_line(value)}\n" for value in (_floors(mdn, mapping), _agents(caniuse), *_usage(caniuse)))
    encoded = body.encode("ascii")
    meta = {
        "format": FORMAT,
        "date": max(package.day for package in packages),
        "month": month_of_usage(caniuse.package.day),
        "sources": [list(package) for package in packages],
        "note": _NOTE,
        "size": len(encoded),
        "crc32": crc32(encoded),
    }
    return f"{_line(meta)}\n".encode("ascii") + encoded


def month_of_usage(day: str) -> str:
    """The month that caniuse's figures are of. It does not say; a month's figures appear in the first days of the next."""
    then = date.fromisoformat(day)
    months = then.year * 12 + then.month - 1 - (1 if then.day >= 5 else 2)
    return f"{months // 12}-{months % 12 + 1:02}"


def _floors(mdn: Mdn, mapping: Mapping_) -> dict[str, Any]:
    bases: dict[str, str] = {}
    for line in LINES:
        if line.name in _DERIVED:
            known = {r.version: r.base for r in mapping.releases.get(line.mapping or "", ()) if r.base}
            known |= {r.version: r.base for r in mdn.releases.get(line.name, ()) if r.base}
            bases[line.name] = _packed(
                (v, b.partition(".")[0]) for v, b in sorted(known.items(), key=lambda kv: _key(kv[0]))
            )
    timeline: dict[str, dict[str, str]] = {"": dict.fromkeys(mapping.releases, "0")}
    seen: dict[str, str] = {}
    for day, versions in mapping.timeline:
        changed = {name: version for name, version in versions.items() if seen.get(name) != version}
        if changed:
            timeline[day] = changed
            seen |= changed
    releases = {name: _packed((r.version, r.day or "") for r in rows) for name, rows in mdn.releases.items()}
    return {"releases": releases, "bases": bases, "baseline": timeline}


def _agents(caniuse: Caniuse) -> dict[str, list[str]]:
    return {
        name: [" ".join(agent.released), " ".join(agent.unreleased), _packed(agent.dates.items())]
        for name, agent in caniuse.agents.items()
    }


def _usage(caniuse: Caniuse) -> list[list[Any]]:
    rows: list[tuple[str, Usage]] = [(WORLD, caniuse.world), *sorted(caniuse.regions.items())]
    return [
        [region, {name: _packed((v, _short(share)) for v, share in shares.items()) for name, shares in usage.items()}]
        for region, usage in rows
    ]


def check_usage(caniuse: Caniuse) -> None:
    """RefreshError unless there are enough regions, the browsers that matter, and totals that can be true."""
    if missing := [name for name in _REQUIRED if name not in caniuse.agents]:
        raise RefreshError(f"{caniuse.package.name}: browsers are missing: {', '.join(missing)}")
    if len(caniuse.regions) < _REGIONS:
        raise RefreshError(f"{caniuse.package.name}: {len(caniuse.regions)} regions, at least {_REGIONS} are expected")
    totals = {region: _total(usage) for region, usage in caniuse.regions.items()} | {WORLD: _total(caniuse.world)}
    if impossible := {region: total for region, total in totals.items() if total > _WHOLE[1]}:
        raise RefreshError(f"{caniuse.package.name}: shares add up to more than a whole: {impossible}")
    # Some places are small, and Russia's browser of choice has no row: one in twenty may fall short, the world may not.
    short = [region for region, total in totals.items() if total < _WHOLE[0]]
    if WORLD in short or len(short) * 20 > len(totals):
        raise RefreshError(f"{caniuse.package.name}: shares add up to less than {_WHOLE[0]:g} % in {', '.join(short)}")
    for name in ("chrome", "edge", "firefox", "opera", "samsung"):
        agent = caniuse.agents[name]
        _ascending(caniuse.package.name, name, [_key(version.partition("-")[0]) for version in agent.released])


def _total(usage: Usage) -> float:
    return sum(share for shares in usage.values() for share in shares.values())


def _check_releases(family: str, releases: list[Release], day: str) -> None:
    if not any(release.day is not None and release.day <= day for release in releases):
        raise RefreshError(f"{family}: no release has a date")
    _ascending(family, "its versions", [_key(release.version) for release in releases])


def _check_timeline(mapping: Mapping_) -> None:
    days = [day for day, _ in mapping.timeline]
    if len(days) < 50:
        raise RefreshError(f"{mapping.package.name}: {len(days)} days of Baseline, at least 50 are expected")
    _ascending(mapping.package.name, "Baseline's days", days)
    seen: dict[str, str] = {}
    for day, versions in mapping.timeline:
        for name, version in versions.items():
            if name in seen and _key(version) < _key(seen[name]):
                raise RefreshError(f"{mapping.package.name}: {name} goes back from {seen[name]} to {version} on {day}")
        seen |= versions


def _ascending(source: str, what: str, values: list[Any]) -> None:
    for before, after in zip(values, values[1:], strict=False):
        if not before < after:
            raise RefreshError(f"{source}: {what} go backwards, from {before} to {after}")


def _key(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _short(share: float) -> str:
    """The shortest text that gives the same float."""
    return repr(share).removesuffix(".0").removeprefix("0") or "0"


def _packed(rows: Iterable[tuple[str, object]]) -> str:
    return " ".join(f"{key}={value}" for key, value in rows)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
