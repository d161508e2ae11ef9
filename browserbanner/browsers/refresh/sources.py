"""Reads the npm packages that a pack is made of: their members' bytes in, checked and as the pack has them out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from browserbanner._javascript import in_javascript_order, read_module
from browserbanner.browsers.data import Source
from browserbanner.browsers.families import LINES
from browserbanner.browsers.pack import ELECTRON, FEATURES, WORLD
from browserbanner.browsers.refresh.contents import CANIUSE, MAPPING, MDN, Contents, packed_runs
from browserbanner.browsers.refresh.errors import NotUnderstood, at
from browserbanner.browsers.refresh.packing import ByKeys, ByPlaces, as_object
from browserbanner.versions import parse_version

_VERSION = r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}"
_CANIUSE_VERSION = rf"{_VERSION}(?:-{_VERSION})?|all|TP"

Members = Mapping[str, bytes]  # by path, without the leading "package/"


class Package(NamedTuple):
    """An npm package: its licence, what is read of its tarball, and how: the day that it is of, and what it gives."""

    licence: str
    members: re.Pattern[str]
    read: Callable[[Members], tuple[str, Contents]]


def read_part(package: str, members: Members) -> Contents:
    """What an npm package's members give. Raises NotUnderstood."""
    known = PACKAGES[package]
    with at(f"{package} is not understood"):
        manifest = _json(members, "package.json")
        if manifest.get("license") != known.licence:
            raise NotUnderstood(f"its licence is {manifest.get('license')!r}, and was {known.licence}")
        version = manifest.get("version")
        if not isinstance(version, str) or not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version):
            raise NotUnderstood(f"{version!r} is no version")
        day, part = known.read(members)
        return part._replace(sources={package: Source(package, version, day, known.licence)})


def _read_caniuse(members: Members) -> tuple[str, Contents]:
    """caniuse-lite: versions with dates, usage by version for the world and each region, and features' support.

    The package has no date of its own: its newest release stands for it, so that the same bytes give the same date.
    """
    names = _table(members, "data/browsers.js", "[a-z_]{2,30}")
    packing = _packing(members)
    agents: dict[str, list[str]] = {}
    versions: dict[str, list[str]] = {}  # by the browser's key
    world: dict[str, Any] = {}
    newest = 0
    with at("data/agents.js"):
        for key, fields in as_object(_module(members, "data/agents.js")).items():
            name = names[key]
            with at(name):
                packed = packing.agent(as_object(fields))
                # The last three places are for versions to come; browserslist counts places, empty ones too.
                places = packed.places[:-3], packed.places[-3:]
                released, unreleased = ([version for version in part if version is not None] for part in places)
                if not released:
                    raise NotUnderstood("it has no list of versions")
                versions[key] = _checked([*released, *unreleased])
                dates = _dates(packed.dates)
                newest = max([newest, *(epoch for version, epoch in dates.items() if version in released)])
                agents[name] = [" ".join(released), " ".join(unreleased), _packed(dates.items())]
                world[name] = _usage(versions[key], packed.usage)
    if not newest:
        raise NotUnderstood("no release has a date")
    regions: dict[str, Any] = {}
    for member in sorted(members):
        if member.startswith("data/regions/"):
            with at(member):
                usage = as_object(packing.region(_module(members, member)))
                shares = {names[key]: _usage(versions[key], as_object(packed)) for key, packed in usage.items()}
                regions[_stem(member)] = shares
    by_names = {key: versions[key] for key in names if key in versions}
    features = _features(members, by_names, versions, packing)
    return _utc_day(newest), Contents(agents=agents, rows={WORLD: world, **regions, FEATURES: features})


def _packing(members: Members) -> ByKeys | ByPlaces:
    """By places where regionVersions.js is there, else by keys; that the keys are there too tells nothing."""
    if "data/regionVersions.js" not in members:
        groups = "data/versionGroups.js"
        versions = _table(members, "data/browserVersions.js", _CANIUSE_VERSION)
        return ByKeys(versions, _table(members, groups) if groups in members else {})
    listed = _table(members, "data/regionVersions.js")
    with at("data/regionVersions.js"):
        columns = {key: _checked(versions.split(" ")) for key, versions in listed.items()}
    with at("data/featureSupport.js"):
        return ByPlaces(columns, _module(members, "data/featureSupport.js"))


def _stem(member: str) -> str:
    return member.rpartition("/")[2].removesuffix(".js")


def _dates(packed: Mapping[str, Any]) -> dict[str, int]:
    """Release dates in seconds since 1970; a version that has none is left out."""
    dates = {version: epoch for version, epoch in packed.items() if epoch is not None}
    for version, epoch in dates.items():
        if not isinstance(epoch, int) or not 0 < epoch < 4_102_444_800:
            raise NotUnderstood(f"{epoch!r} is no release date ({version})")
    _checked(dates)
    return in_javascript_order(dates)


def _usage(versions: Sequence[str], packed: Mapping[str, Any]) -> list[Any]:
    """A browser's columns: its versions, and their percent of all page views."""
    shares: dict[str, float] = {}
    for version, share in packed.items():
        if version == "_":  # lists the versions that nobody was seen with
            continue
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 100:
            raise NotUnderstood(f"{str(share)[:40]!r} is no share in percent ({version})")
        shares[version] = float(share) or 0  # 0 for 0.0: there are many
    _checked(shares)
    if "0" in shares:  # an evergreen browser is counted in one bucket; browserslist gives it to the newest version
        shares[versions[-1]] = shares.pop("0")
    shares = in_javascript_order(shares)
    return [" ".join(shares), list(shares.values())]


def _features(
    members: Members, versions: Mapping[str, list[str]], order: Iterable[str], packing: ByKeys | ByPlaces
) -> dict[str, str]:
    """By feature, which versions support it: for each agent a run of letters.

    ``versions``: each agent's, in the order of browsers.js, which the packing counts on; ``order``: that of agents.js.
    """
    features = {}
    for member in sorted(members):
        if member.startswith("data/features/"):
            with at(member):
                support = packing.feature(_module(members, member)["A"], versions)
                rows = ((support.get(key, {}), versions[key]) for key in order)
                features[_stem(member)] = " ".join(packed_runs(_letter(row.get(v, 2)) for v in vs) for row, vs in rows)
    return features


def _letter(bits: int) -> str:
    return "y" if bits & 1 else "a" if bits & 4 else "n"


def _read_mdn(members: Members) -> tuple[str, Contents]:
    """browser-compat-data: releases with dates, and the Chromium that derived browsers are built on."""
    document = _json(members, "data.json")
    with at("__meta"):
        day = _day(str(as_object(document.get("__meta")).get("timestamp"))[:10])
    with at("browsers"):
        browsers = as_object(document.get("browsers"))
    releases: dict[str, str] = {}
    bases: dict[str, str] = {}
    esr: list[str] = []
    for line in LINES:
        if line.mdn is None:
            continue
        with at(f"releases of {line.mdn}"):
            listed = as_object(as_object(browsers.get(line.mdn)).get("releases"))
            versions = sorted(filter(re.compile(_VERSION).fullmatch, listed), key=parse_version)  # not "preview"
            rows = {version: as_object(listed[version]) for version in versions}
            days = (_day(row["release_date"]) if row.get("release_date") else "" for row in rows.values())
            releases[line.name] = _packed(zip(rows, days, strict=True))
            blink = [v for v, row in rows.items() if row.get("engine") == "Blink" and "engine_version" in row]
            if line.derived:
                bases[line.name] = _bases({version: rows[version]["engine_version"] for version in blink})
            if line.name == "firefox":
                esr = [version for version, row in rows.items() if row.get("status") == "esr"]
    if not esr:
        raise NotUnderstood("no Firefox is an extended support release")
    return day, Contents(core={"releases": releases, "esr": esr[-1]}, bases=bases)


def _read_mapping(members: Members) -> tuple[str, Contents]:
    """baseline-browser-mapping: which versions carry Baseline from which day on, and the bases of derived browsers."""
    needed: dict[str, dict[str, str]] = {}  # by day and name
    days: dict[str, dict[str, str]] = {}  # by name and version
    bases: dict[str, dict[str, str]] = {}
    with at("dist/index.cjs"):
        text = _text(members, "dist/index.cjs")
        tables = re.findall(r'"(pre_baseline(?:\\n[0-9A-Za-z_.,]*)+)"', text)
        stamps = set(re.findall(r"(?<![0-9])1[0-9]{12}(?![0-9])", text))
        if len(tables) != 1 or len(stamps) != 1:
            raise NotUnderstood("it is not of the shape that is understood")
        names = dict(re.findall(r'([a-z]{1,3}):\{longName:"([a-z_]+)"', text))
        for section, short, version, day, base in _mapping_rows(tables[0]):
            name = names[short]
            released = days.setdefault(name, {})
            if day != "u":
                released.setdefault(version, _day(f"20{day[:2]}-{day[2:4]}-{day[4:]}"))
            if base:
                bases.setdefault(name, {})[version] = base
            if section:
                needed.setdefault(section, {})[name] = version
    # All names first, at "0": who reads it knows the order, and what holds before Baseline's first day.
    timeline = {"": dict.fromkeys(days, "0")}
    seen: dict[str, str] = {}
    for day, versions in needed.items():
        if changed := {name: version for name, version in versions.items() if seen.get(name) != version}:
            timeline[day] = changed
            seen |= changed
    today = _utc_day(int(stamps.pop()) // 1000)
    newest = {}
    for line in LINES:
        dated = {version: day for version, day in days.get(line.mapping or "", {}).items() if day <= today}
        if dated:
            version = max(dated, key=parse_version)
            newest[line.name] = f"{version}={dated[version]}"
    derived = (line for line in LINES if line.derived and line.mdn is None)
    packed = {line.name: _bases(bases.get(line.mapping or "", {})) for line in derived}
    return today, Contents(core={"baseline": timeline, "newest": newest}, bases=packed)


def _mapping_rows(table: str) -> Iterator[tuple[str, str, str, str, str]]:
    """The rows of its table: the day of Baseline or "", a browser's short name, its version, its day and its base."""
    section, last = "", False
    for row in table.split("\\n"):
        if row in ("pre_baseline", "releases"):
            section, last = "", row == "releases"
        elif re.fullmatch(r"20[0-9]{6}", row) and not last:
            section = _day(f"{row[:4]}-{row[4:6]}-{row[6:]}")
        elif row and not row.startswith("u,u,"):  # a UC Browser whose own version nobody knows
            found = re.fullmatch(rf"([a-z]{{1,3}}),({_VERSION}),(u|[0-9]{{6}})(?:,({_VERSION}))?", row)
            if found is None:
                raise NotUnderstood(f"{row!r} is not understood")
            short, version, day, base = found.groups("")
            yield section, short, version, day, base


def _read_electron(members: Members) -> tuple[str, Contents]:
    """electron-to-chromium: Chromium's version by Electron's. The package has no date, in no form."""
    versions = _json(members, "versions.json")
    for version, chromium in versions.items():
        if not (isinstance(chromium, str) and re.fullmatch(_VERSION, version) and re.fullmatch(_VERSION, chromium)):
            raise NotUnderstood(f"{version[:40]!r}: {str(chromium)[:40]!r} is not understood")
    return "", Contents(electron=_packed(in_javascript_order(versions).items()))


def _text(members: Members, member: str) -> str:
    if member not in members:
        raise NotUnderstood("it is missing")
    return members[member].decode("utf-8")


def _json(members: Members, member: str) -> dict[str, Any]:
    with at(member):
        return as_object(json.loads(_text(members, member)))


def _module(members: Members, member: str) -> Any:
    return read_module(_text(members, member))


def _table(members: Members, member: str, pattern: str = ".*") -> dict[str, str]:
    """A module that is an object whose values are strings of this form."""
    with at(member):
        table = as_object(_module(members, member))
        for entry in table.values():
            if not isinstance(entry, str) or not re.fullmatch(pattern, entry):
                raise NotUnderstood(f"{str(entry)[:40]!r} is not understood")
    return table


def _checked(versions: Iterable[str]) -> list[str]:
    """The versions, which have to be caniuse's, each one once."""
    listed = list(versions)
    for version in listed:
        if not re.fullmatch(_CANIUSE_VERSION, version):
            raise NotUnderstood(f"{version[:40]!r} is no version")
    if len(set(listed)) != len(listed):
        raise NotUnderstood("a version is there twice")
    return listed


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(str(value).removeprefix("≤")).isoformat()
    except ValueError:
        raise NotUnderstood(f"{str(value)[:40]!r} is no date") from None


def _utc_day(epoch: int) -> str:
    return datetime.fromtimestamp(epoch, UTC).date().isoformat()


def _bases(chromium: Mapping[str, str]) -> str:
    """The major versions of Chromium, by version in ascending order."""
    for base in chromium.values():
        if not isinstance(base, str) or not re.fullmatch(_VERSION, base):
            raise NotUnderstood(f"{str(base)[:40]!r} is no version of Chromium")
    versions = sorted(chromium, key=parse_version)
    return _packed((version, chromium[version].partition(".")[0]) for version in versions)


def _packed(rows: Iterable[tuple[str, object]]) -> str:
    return " ".join(f"{key}={value}" for key, value in rows)


PACKAGES = {
    CANIUSE: Package(
        "CC-BY-4.0",
        re.compile(
            r"package\.json|data/(?:agents|browsers|browserVersions|regionVersions|versionGroups|featureSupport)\.js"
            r"|data/regions/(?:alt-)?[A-Za-z]{2}\.js|data/features/[a-z0-9-]+\.js"
        ),
        _read_caniuse,
    ),
    MDN: Package("CC0-1.0", re.compile(r"package\.json|data\.json"), _read_mdn),
    MAPPING: Package("Apache-2.0", re.compile(r"package\.json|dist/index\.cjs"), _read_mapping),
    ELECTRON: Package("ISC", re.compile(r"package\.json|versions\.json"), _read_electron),
}
