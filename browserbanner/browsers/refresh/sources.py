"""Reads the npm packages that a pack is made of: their members' bytes in, checked values out."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, NamedTuple, TypeVar

from browserbanner._javascript import NotALiteral, in_javascript_order, read_module
from browserbanner.browsers.families import LINES
from browserbanner.browsers.model import Source
from browserbanner.browsers.pack import ELECTRON
from browserbanner.browsers.refresh.errors import RefreshError
from browserbanner.browsers.refresh.features import by_keys, by_places, runs
from browserbanner.browsers.refresh.packing import ByKeys, ByPlaces, NotPacked, Packed

V = TypeVar("V")

CANIUSE = "caniuse-lite"
MDN = "@mdn/browser-compat-data"
MAPPING = "baseline-browser-mapping"
PACKAGES = (CANIUSE, MDN, MAPPING, ELECTRON)

_LICENCES = {CANIUSE: "CC-BY-4.0", MDN: "CC0-1.0", MAPPING: "Apache-2.0", ELECTRON: "ISC"}
_KEYS, _PLACES = "data/browserVersions.js", "data/regionVersions.js"
_GROUPS, _SUPPORTS = "data/versionGroups.js", "data/featureSupport.js"
_VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}")
_CANIUSE_VERSION = re.compile(rf"{_VERSION.pattern}(?:-{_VERSION.pattern})?|all|TP")
_NAME = re.compile(r"[a-z_]{2,30}")


class Release(NamedTuple):
    """``day``: ISO date, or None where the source has none."""

    version: str
    day: str | None
    base: str | None  # the Chromium or Gecko version that a derived browser is built on


class Agent(NamedTuple):
    """A row of caniuse. ``released`` and ``unreleased`` in its order; ``dates``: epoch seconds."""

    released: list[str]
    unreleased: list[str]
    dates: dict[str, int]


Usage = dict[str, dict[str, float]]


class Caniuse(NamedTuple):
    """What is taken from caniuse-lite. ``agents``: by caniuse's names; ``regions``: page views by region; ``features``:
    by feature, which versions support it, as :func:`runs` writes it for each agent, in their order."""

    source: Source
    agents: dict[str, Agent]
    world: Usage
    regions: dict[str, Usage]
    features: dict[str, str]


class Mdn(NamedTuple):
    """``esr``: Firefox's newest extended support release."""

    source: Source
    releases: dict[str, list[Release]]
    esr: str


class BaselineMapping(NamedTuple):
    """What is taken from baseline-browser-mapping. ``timeline``: the versions needed from each ISO day on."""

    source: Source
    timeline: list[tuple[str, dict[str, str]]]
    releases: dict[str, list[Release]]


# What is read of each tarball, without the leading "package/".
MEMBERS = {
    CANIUSE: re.compile(
        r"package\.json|data/(?:agents|browsers|browserVersions|regionVersions|versionGroups|featureSupport)\.js"
        r"|data/regions/(?:alt-)?[A-Za-z]{2}\.js|data/features/[a-z0-9-]+\.js"
    ),
    MDN: re.compile(r"package\.json|data\.json"),
    MAPPING: re.compile(r"package\.json|dist/index\.cjs"),
    ELECTRON: re.compile(r"package\.json|versions\.json"),
}


def read_caniuse(members: Mapping[str, bytes]) -> Caniuse:
    """caniuse-lite: versions with dates, and usage by version for the world and each region.

    The package has no date of its own: its newest release stands for it, so that the same bytes give the same date.
    """
    names = _strings(_module(CANIUSE, members, "data/browsers.js"), "data/browsers.js")
    packing = _packing(members)
    rows = _object(_module(CANIUSE, members, "data/agents.js"), "data/agents.js")
    agents: dict[str, Agent] = {}
    world: Usage = {}
    for key, row in rows.items():
        name = _known(names, key, "data/agents.js")
        fields = _object(row, f"data/agents.js: {name}")
        try:
            packed = packing.agent(fields)
        except NotPacked as error:
            raise RefreshError(f"{CANIUSE}: {name} in data/agents.js is not understood: {error}") from None
        agents[name] = _agent(name, packed)
        world[name] = in_javascript_order({version: _share(name, share) for version, share in packed.usage.items()})
    days = [epoch for agent in agents.values() for v, epoch in agent.dates.items() if v in agent.released]
    if not days:
        raise RefreshError(f"{CANIUSE}: no release has a date")
    day = datetime.fromtimestamp(max(days), UTC).date().isoformat()
    regions = {}
    for member in sorted(members):
        if member.startswith("data/regions/"):
            region = member.removeprefix("data/regions/").removesuffix(".js")
            try:
                literal = packing.region(_module(CANIUSE, members, member))
            except NotPacked as error:
                raise RefreshError(f"{CANIUSE}: {member} is not understood: {error}") from None
            regions[region] = _region(member, literal, names, agents)
    return Caniuse(_source(CANIUSE, members, day), agents, world, regions, _features(members, names, agents))


def _features(members: Mapping[str, bytes], names: dict[str, str], agents: dict[str, Agent]) -> dict[str, str]:
    versions = {key: [*agent.released, *agent.unreleased] for key, name in names.items() if (agent := agents.get(name))}
    files = sorted(member for member in members if member.startswith("data/features/"))
    if files and _PLACES in members:
        unpack = partial(by_places, versions=versions, supports=_module(CANIUSE, members, _SUPPORTS))
    elif files:
        groups = _module(CANIUSE, members, _GROUPS) if _GROUPS in members else {}
        unpack = partial(by_keys, versions=_module(CANIUSE, members, _KEYS), groups=groups)
    features = {}
    for member in files:
        try:
            found = unpack(_object(_module(CANIUSE, members, member), member)["A"])
            by_agent = {names[key]: runs(found.get(key, {}), known) for key, known in versions.items()}
        except (NotPacked, LookupError, TypeError, ValueError, AttributeError) as error:
            raise RefreshError(f"{CANIUSE}: {member} is not understood: {error}") from None
        name = member.removeprefix("data/features/").removesuffix(".js")
        features[name] = " ".join(by_agent[agent] for agent in agents)
    return features


def _packing(members: Mapping[str, bytes]) -> ByKeys | ByPlaces:
    """By places where regionVersions.js is there, else by keys; that the keys are there too tells nothing."""
    if _PLACES not in members:
        return ByKeys(_strings(_module(CANIUSE, members, _KEYS), _KEYS))
    columns: dict[str, list[str]] = {}
    for key, packed in _object(_module(CANIUSE, members, _PLACES), _PLACES).items():
        if not isinstance(packed, str):
            raise RefreshError(f"{CANIUSE}: {str(packed)[:40]!r} is no list of versions ({key} in {_PLACES})")
        columns[key] = packed.split(" ")
        _check_versions(columns[key], f"{key} in {_PLACES}")
    return ByPlaces(columns)


def _agent(name: str, packed: Packed) -> Agent:
    # The last three places are for versions to come; browserslist counts places, empty ones too.
    released, unreleased = ([v for v in part if v is not None] for part in (packed.places[:-3], packed.places[-3:]))
    if not released:
        raise RefreshError(f"{CANIUSE}: {name} has no list of versions")
    _check_versions([*released, *unreleased], name)
    _check_versions(packed.usage, f"usage of {name}")
    _check_versions(packed.dates, f"release dates of {name}")
    dates: dict[str, int] = {}
    for version, epoch in packed.dates.items():
        if epoch is None:
            continue
        if not isinstance(epoch, int) or not 0 < epoch < 4_102_444_800:
            raise RefreshError(f"{CANIUSE}: {epoch!r} is no release date ({name} {version})")
        dates[version] = epoch
    return Agent(released, unreleased, in_javascript_order(dates))


def _region(member: str, literal: Any, names: dict[str, str], agents: dict[str, Agent]) -> Usage:
    usage: Usage = {}
    for key, row in _object(literal, member).items():
        name = _known(names, key, member)
        # "_" lists the versions that nobody was seen with.
        shares = {version: _share(member, share) for version, share in _object(row, member).items() if version != "_"}
        _check_versions(shares, member)
        if "0" in shares:  # an evergreen browser is counted in one bucket; browserslist gives it to the newest version
            agent = _known(agents, name, member)
            shares[(*agent.released, *agent.unreleased)[-1]] = shares.pop("0")
        usage[name] = in_javascript_order(shares)
    return usage


def _check_versions(versions: Collection[str], what: str) -> None:
    for version in versions:
        if not _CANIUSE_VERSION.fullmatch(version):
            raise RefreshError(f"{CANIUSE}: {version[:40]!r} is no version ({what})")
    if len(set(versions)) != len(versions):
        raise RefreshError(f"{CANIUSE}: a version is there twice ({what})")


def read_mdn(members: Mapping[str, bytes]) -> Mdn:
    """browser-compat-data: releases with dates, and the Chromium that derived browsers are built on."""
    document = _json(MDN, members, "data.json")
    meta = _object(document.get("__meta"), "__meta")
    browsers = _object(document.get("browsers"), "browsers")
    releases: dict[str, list[Release]] = {}
    for line in LINES:
        if line.mdn is None:
            continue
        rows = _object(_object(browsers.get(line.mdn), line.mdn).get("releases"), f"releases of {line.mdn}")
        indexed: list[tuple[int, Release]] = []
        for version, row in rows.items():
            fields = _object(row, f"{line.mdn} {version}")
            if not _VERSION.fullmatch(version):
                continue  # "preview" and the like
            day = fields.get("release_date")
            index = fields.get("index")
            if not isinstance(index, int):
                raise RefreshError(f"{MDN}: {line.mdn} {version} has no index")
            base = fields.get("engine_version") if fields.get("engine") == "Blink" else None
            indexed.append((index, Release(version, None if day is None else _day(MDN, day), base)))
        releases[line.name] = [release for _, release in sorted(indexed)]
    stamp = _day(MDN, str(meta.get("timestamp"))[:10])
    firefox = _object(_object(browsers.get("firefox"), "firefox").get("releases"), "releases of firefox")
    esr = [release.version for release in releases["firefox"] if firefox[release.version].get("status") == "esr"]
    if not esr:
        raise RefreshError(f"{MDN}: no Firefox is an extended support release")
    return Mdn(_source(MDN, members, stamp), releases, esr[-1])


def read_mapping(members: Mapping[str, bytes]) -> BaselineMapping:
    """baseline-browser-mapping: which versions carry Baseline from which day on, and the bases of derived browsers."""
    text = _text(MAPPING, members, "dist/index.cjs")
    tables = re.findall(r'"(pre_baseline(?:\\n[0-9A-Za-z_.,]*)+)"', text)
    stamps = set(re.findall(r"(?<![0-9])1[0-9]{12}(?![0-9])", text))
    if len(tables) != 1 or len(stamps) != 1:
        raise RefreshError(f"{MAPPING}: dist/index.cjs is not of the shape that is understood")
    names = dict(re.findall(r'([a-z]{1,3}):\{longName:"([a-z_]+)"', text))
    timeline: list[tuple[str, dict[str, str]]] = []
    releases: dict[str, list[Release]] = {}
    section = ""
    for row in tables[0].split("\\n"):
        fields = row.split(",")
        if row in ("pre_baseline", "releases"):
            section = row
        elif re.fullmatch(r"20[0-9]{6}", row) and section != "releases":
            section = _day(MAPPING, f"{row[:4]}-{row[4:6]}-{row[6:]}")
            timeline.append((section, {}))
        elif row:
            if len(fields) not in (3, 4) or not all(map(_VERSION.fullmatch, (fields[1], *fields[3:]))):
                if fields[0] == "u" and fields[1:2] == ["u"]:
                    continue  # a UC Browser whose own version nobody knows
                raise RefreshError(f"{MAPPING}: {row!r} is not understood")
            name = _known(names, fields[0], "dist/index.cjs")
            d = fields[2]
            day = None if d == "u" else _day(MAPPING, f"20{d[:2]}-{d[2:4]}-{d[4:]}")
            releases.setdefault(name, []).append(Release(fields[1], day, fields[3] if len(fields) == 4 else None))
            if timeline and section != "releases":
                timeline[-1][1][name] = fields[1]
    day = datetime.fromtimestamp(int(stamps.pop()) / 1000, UTC).date().isoformat()
    return BaselineMapping(_source(MAPPING, members, day), timeline, releases)


def read_electron(members: Mapping[str, bytes]) -> tuple[Source, dict[str, str]]:
    """electron-to-chromium: Chromium's major version by Electron's version. The package has no date, in no form."""
    versions = _json(ELECTRON, members, "versions.json")
    for version, chromium in versions.items():
        if not (isinstance(chromium, str) and _VERSION.fullmatch(version) and _VERSION.fullmatch(chromium)):
            raise RefreshError(f"{ELECTRON}: {version[:40]!r}: {str(chromium)[:40]!r} is not understood")
    return _source(ELECTRON, members, ""), in_javascript_order(versions)


def _source(name: str, members: Mapping[str, bytes], day: str) -> Source:
    manifest = _json(name, members, "package.json")
    if manifest.get("license") != _LICENCES[name]:
        raise RefreshError(f"{name}: its licence is {manifest.get('license')!r}, and was {_LICENCES[name]}")
    version = manifest.get("version")
    if not isinstance(version, str) or not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version):
        raise RefreshError(f"{name}: {version!r} is no version")
    return Source(name, version, day, _LICENCES[name])


def _text(package: str, members: Mapping[str, bytes], member: str) -> str:
    try:
        return members[member].decode("utf-8")
    except KeyError:
        raise RefreshError(f"{package}: {member} is missing") from None
    except UnicodeDecodeError:
        raise RefreshError(f"{package}: {member} is not UTF-8") from None


def _json(package: str, members: Mapping[str, bytes], member: str) -> dict[str, Any]:
    try:
        return _object(json.loads(_text(package, members, member)), member)
    except (json.JSONDecodeError, RecursionError) as error:
        raise RefreshError(f"{package}: {member} is not JSON ({error})") from None


def _module(package: str, members: Mapping[str, bytes], member: str) -> Any:
    try:
        return read_module(_text(package, members, member))
    except NotALiteral as error:
        raise RefreshError(f"{package}: {member} is not understood: {error}") from None


def _object(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RefreshError(f"{what}: an object is missing, found {str(value)[:40]!r}")
    return value


def _strings(value: Any, what: str) -> dict[str, str]:
    table = _object(value, what)
    for entry in table.values():
        if not isinstance(entry, str) or not (_NAME.fullmatch(entry) or _CANIUSE_VERSION.fullmatch(entry)):
            raise RefreshError(f"{what}: {str(entry)[:40]!r} is not understood")
    return table


def _known(table: Mapping[str, V], key: str, what: str) -> V:
    try:
        return table[key]
    except KeyError:
        raise RefreshError(f"{what}: nothing is known of {key[:40]!r}") from None


def _share(what: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise RefreshError(f"{what}: {str(value)[:40]!r} is no share in percent")
    return float(value)


def _day(package: str, value: Any) -> str:
    text = str(value).removeprefix("≤")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise RefreshError(f"{package}: {str(value)[:40]!r} is no date") from None
