"""npm packages of the shape that the real ones have, made of the packaged data: what a refresh of them gives is known."""

from __future__ import annotations

import io
import json
import tarfile
from typing import Any

from browserbanner.browsers import BrowserData
from browserbanner.browsers.families import LINES
from browserbanner.browsers.pack import WORLD
from tests.browser_data.by_places import agent_row, columns_of, write_feature, write_region

CANIUSE, MDN, MAPPING = "caniuse-lite", "@mdn/browser-compat-data", "baseline-browser-mapping"
ELECTRON = "electron-to-chromium"

Members = dict[str, bytes]


def tarball(members: Members, *, folder: str = "package/") -> bytes:
    """A .tgz as npm packs it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1) as tar:  # npm takes 9, which takes longer
        for path, content in members.items():
            member = tarfile.TarInfo(folder + path)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def packages(data: BrowserData) -> dict[str, Members]:
    """The members of the packages, by the packages' names."""
    return {CANIUSE: caniuse_by_places(data), MDN: _mdn(data), MAPPING: _mapping(data), ELECTRON: _electron(data)}


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


def caniuse_by_keys(data: BrowserData) -> Members:
    """caniuse-lite as it was packed until 1.0.30001826."""
    names = _keys_of_browsers(data)
    every = sorted({v for agent in data.agents().values() for v in (*agent.released, *agent.unreleased)})
    keys = {version: f"v{number}" for number, version in enumerate(every)}
    world = _nested(data, None)
    rows = {}
    for name, agent in data.agents().items():
        unreleased = [keys[version] for version in agent.unreleased]
        rows[names[name]] = {
            "A": {keys[version]: share for version, share in world[name].items()},
            "B": "webkit",
            "C": ["", "", *(keys[version] for version in agent.released), *unreleased, *[""] * (3 - len(unreleased))],
            "E": name,
            "F": {keys[version]: epoch for version, epoch in agent.release_date.items()},
        }
    return {
        **_common(data),
        "data/agents.js": _module(rows),
        "data/browserVersions.js": _module({key: version for version, key in keys.items()}),
        **{f"data/regions/{region}.js": _module(region_as_object(data, region)) for region in data.regions},
        "data/versionGroups.js": _module({}),
        **{f"data/features/{name}.js": _feature(_by_keys(data, name, names, keys)) for name in data.features},
    }


def _by_keys(data: BrowserData, feature: str, names: dict[str, str], keys: dict[str, str]) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for agent, versions in (data.feature(feature) or {}).items():
        for version, letter in versions.items():
            if letter == "n":
                continue  # what is not there is not supported either
            rows.setdefault(names[agent], {}).setdefault(_BITS[letter], []).append(keys[version])
    return {name: {bits: " ".join(found) for bits, found in row.items()} for name, row in rows.items()}


_BITS = {"y": "1", "n": "2", "a": "132"}  # caniuse's bits, 128 is a note


def _feature(packed: object) -> bytes:
    return _module({"A": packed, "B": 6, "C": "A feature", "D": True})


def caniuse_by_places(data: BrowserData) -> Members:
    """caniuse-lite as it is packed since 1.0.30001827. Regions whose order is not that of the others stay objects; the
    first does here, so that there is one."""
    names = _keys_of_browsers(data)
    world = _nested(data, None)
    usage = {region: _nested(data, region) for region in data.regions}
    columns = columns_of(data.agents(), usage.values())
    written = {region: write_region(columns, shares) for region, shares in usage.items()}
    written[data.regions[0]] = None
    return {
        **_common(data),
        "data/agents.js": _module(
            {names[name]: agent_row(agent, world[name]) for name, agent in data.agents().items()}
        ),
        "data/browserVersions.js": b"module.exports={};",
        "data/featureSupport.js": _module([int(bits) for bits in _BITS.values()]),
        **{
            f"data/features/{name}.js": _feature(write_feature((data.feature(name) or {}).values()))
            for name in data.features
        },
        "data/regionVersions.js": _module({names[name]: " ".join(versions) for name, versions in columns.items()}),
        **{
            f"data/regions/{region}.js": _module(region_as_object(data, region) if packed is None else packed)
            for region, packed in written.items()
        },
    }


def region_as_object(data: BrowserData, region: str) -> dict[str, dict[str, object]]:
    """A region's figures by browser and version, and the versions without data."""
    names = _keys_of_browsers(data)
    return {names[name]: {**shares, "_": "998 999"} for name, shares in _nested(data, region).items()}


def _keys_of_browsers(data: BrowserData) -> dict[str, str]:
    return {name: f"b{number}" for number, name in enumerate(data.agents())}


def _common(data: BrowserData) -> Members:
    return {
        "package.json": _manifest(data, CANIUSE),
        "data/browsers.js": _module({key: name for name, key in _keys_of_browsers(data).items()}),
    }


def _nested(data: BrowserData, region: str | None) -> dict[str, dict[str, float]]:
    columns = data.pack.row(region or WORLD)
    return {name: dict(zip(versions.split(), shares, strict=True)) for name, (versions, shares) in columns.items()}


def _mdn(data: BrowserData) -> Members:
    source = next(source for source in data.sources if source.package == MDN)
    browsers: dict[str, Any] = {}
    for line in LINES:
        if line.mdn is None:
            continue
        bases = data.pack.core["bases"].get(line.name, "")
        known = dict(row.split("=") for row in bases.split())
        releases: dict[str, Any] = {"preview": {"status": "planned"}}
        for index, row in enumerate(data.pack.core["releases"][line.name].split()):
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
    timeline: dict[str, dict[str, str]] = data.pack.core["baseline"]
    short = {name: f"{chr(97 + number // 26)}{chr(97 + number % 26)}" for number, name in enumerate(timeline[""])}
    bases = {line.mapping: data.pack.core["bases"].get(line.name, "") for line in LINES}
    days = {
        line.mapping: (version, day[2:].replace("-", ""))
        for line in LINES
        if (packed := data.pack.core["newest"].get(line.name)) is not None
        for version, _, day in [packed.partition("=")]
    }
    rows = ["pre_baseline"]
    for name, key in short.items():
        known = [row.split("=") for row in (bases.get(name) or "").split()]
        newest, day = days.get(name, ("", "u"))
        rows += [f"{key},{version},{day if version == newest else 'u'},{base}" for version, base in known]
        rows += [f"{key},1,041109"] if not known else []
        rows += [f"{key},{newest},{day}"] if newest and newest not in dict(known) else []
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


def _electron(data: BrowserData) -> Members:
    return {"package.json": _manifest(data, ELECTRON), "versions.json": json.dumps(data.electron).encode()}


def _days(day: str) -> int:
    from datetime import date

    return (date.fromisoformat(day) - date(1970, 1, 1)).days
