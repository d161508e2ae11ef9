"""npm packages of the shape that the real ones have, made of the packaged data: what a refresh of them gives is known."""

from __future__ import annotations

import io
import json
import tarfile
from typing import Any

from browserbanner.browsers import BrowserData
from browserbanner.browsers.families import LINES

CANIUSE, MDN, MAPPING = "caniuse-lite", "@mdn/browser-compat-data", "baseline-browser-mapping"

Members = dict[str, bytes]


def tarball(members: Members, *, folder: str = "package/") -> bytes:
    """A .tgz as npm packs it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for path, content in members.items():
            member = tarfile.TarInfo(folder + path)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def packages(data: BrowserData) -> dict[str, Members]:
    """The members of the three packages, by the packages' names."""
    return {CANIUSE: _caniuse(data), MDN: _mdn(data), MAPPING: _mapping(data)}


def newer(npm: dict[str, Members], name: str) -> Members:
    """A package in a later version, its content the same."""
    old = json.loads(npm[name]["package.json"])
    return npm[name] | {"package.json": manifest(name, "99999.0.0", old["license"])}


def manifest(name: str, version: str, licence: str) -> bytes:
    return json.dumps({"name": name, "version": version, "license": licence}).encode()


def literal(value: object) -> str:
    """A value as caniuse-lite's minifier writes it: keys bare where they can be."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{_key(key)}:{literal(content)}" for key, content in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(literal, value)) + "]"
    return json.dumps(value)


def _key(key: str) -> str:
    return key if key.isascii() and key.isidentifier() else json.dumps(key)


def _module(value: object) -> bytes:
    return f"module.exports={literal(value)};\n".encode()


def _manifest(data: BrowserData, package: str) -> bytes:
    source = next(source for source in data.sources if source.package == package)
    return manifest(package, source.version, source.licence)


def _caniuse(data: BrowserData) -> Members:
    agents = data.agents()
    names = {f"b{number}": name for number, name in enumerate(agents)}
    packed = {name: key for key, name in names.items()}
    every = sorted({v for agent in agents.values() for v in (*agent.released, *agent.unreleased)})
    versions = {f"v{number}": version for number, version in enumerate(every)}
    keys = {version: key for key, version in versions.items()}
    usage = _nested(data.usage() or {})
    rows = {}
    for name, agent in agents.items():
        unreleased = [keys[version] for version in agent.unreleased]
        rows[packed[name]] = {
            "A": {keys[version]: share for version, share in usage.get(name, {}).items()},
            "B": "webkit",
            "C": ["", "", *(keys[version] for version in agent.released), *unreleased, *[""] * (3 - len(unreleased))],
            "E": name,
            "F": {keys[version]: epoch for version, epoch in agent.release_date.items()},
        }
    members = {
        "package.json": _manifest(data, CANIUSE),
        "data/agents.js": _module(rows),
        "data/browsers.js": _module(names),
        "data/browserVersions.js": _module(versions),
        "data/features/grid.js": b"module.exports={};",
    }
    for region in data.regions:
        counted = _nested(data.usage(region) or {})
        row = {packed[name]: {**counted.get(name, {}), "_": "1 2 3"} for name in _order(data, region)}
        members[f"data/regions/{region}.js"] = _module(row)
    return members


def _order(data: BrowserData, region: str) -> list[str]:
    columns = data._pack.usage(region)
    assert columns is not None
    return list(columns)


def _nested(usage: dict[str, float]) -> dict[str, dict[str, float]]:
    nested: dict[str, dict[str, float]] = {}
    for key, share in usage.items():
        name, _, version = key.partition(" ")
        nested.setdefault(name, {})[version] = share
    return nested


def _mdn(data: BrowserData) -> Members:
    source = next(source for source in data.sources if source.package == MDN)
    browsers: dict[str, Any] = {}
    for line in LINES:
        if line.mdn is None:
            continue
        bases = data._pack.floors["bases"].get(line.name, "")
        known = dict(row.split("=") for row in bases.split())
        releases: dict[str, Any] = {"preview": {"status": "planned"}}
        for index, row in enumerate(data._pack.floors["releases"][line.name].split()):
            version, _, day = row.partition("=")
            esr = line.name == "firefox" and version == data.firefox_esr
            releases[version] = {"index": index, "status": "esr" if esr else "retired"}
            if day:
                releases[version]["release_date"] = day
            if version in known:
                releases[version] |= {"engine": "Blink", "engine_version": f"{known[version]}.0.1"}
        browsers[line.mdn] = {"releases": releases}
    document = {"__meta": {"timestamp": f"{source.date}T14:10:29.391Z"}, "api": {}, "browsers": browsers}
    return {"package.json": _manifest(data, MDN), "data.json": json.dumps(document).encode()}


def _mapping(data: BrowserData) -> Members:
    source = next(source for source in data.sources if source.package == MAPPING)
    timeline: dict[str, dict[str, str]] = data._pack.floors["baseline"]
    short = {name: f"{chr(97 + number // 26)}{chr(97 + number % 26)}" for number, name in enumerate(timeline[""])}
    bases = {line.mapping: data._pack.floors["bases"].get(line.name, "") for line in LINES}
    rows = ["pre_baseline"]
    for name, key in short.items():
        known = [row.split("=") for row in (bases.get(name) or "").split()]
        rows += [f"{key},{version},u,{base}" for version, base in known] or [f"{key},1,041109"]
    for day, versions in timeline.items():
        if day:
            rows.append(day.replace("-", ""))
            rows += [f"{short[name]},{version},u" for name, version in versions.items()]
    rows += ["releases", f"{short['chrome']},999,300101", ""]
    names = ",".join(f'{key}:{{longName:"{name}"}}' for name, key in short.items())
    epoch = 1_000 * int((_days(source.date)) * 86_400 + 3_600)
    table = "\\n".join(rows)
    text = f'"use strict";const n="{table}",e={{{names}}};(null!=a?a:{epoch})<e.getTime()&&"pre_baseline"===n;'
    return {"package.json": _manifest(data, MAPPING), "dist/index.cjs": text.encode()}


def _days(day: str) -> int:
    from datetime import date

    return (date.fromisoformat(day) - date(1970, 1, 1)).days
