"""What a refresh reads of caniuse-lite is what caniuse-lite's own unpacker gives: for real packages in both packings, and
for those that the other tests make. Needs Node with npm: ``make test-data``."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browserbanner.browsers import BrowserData
from browserbanner.browsers.refresh.contents import Contents, packed_runs
from browserbanner.browsers.refresh.sources import PACKAGES, read_part
from scripts.browserslist_golden import installed
from tests.browser_data.npm_packages import CANIUSE, Members, caniuse_by_keys, caniuse_by_places, literal
from tests.browser_data.test_packing import COLUMNS, REGIONS

pytestmark = pytest.mark.long

LAST_BY_KEYS, FIRST_BY_PLACES = "1.0.30001826", "1.0.30001827"
PACKAGED = next(source.version for source in BrowserData.load().sources if source.package == CANIUSE)


@pytest.fixture(scope="module", params=sorted({LAST_BY_KEYS, FIRST_BY_PLACES, PACKAGED}))
def package(request: pytest.FixtureRequest) -> Iterator[Path]:
    """caniuse-lite from npm: the last one by keys, the first one by places, and the one that the data was made of."""
    with installed({CANIUSE: request.param}, None) as folder:
        yield folder / "node_modules" / CANIUSE


def unpacked(package: Path) -> dict[str, Any]:
    """What its own unpacker gives."""
    command = ["node", str(Path(__file__).with_name("unpacker.cjs")), str(package)]
    answer: dict[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return answer


def members_of(package: Path) -> Members:
    paths = (path.relative_to(package).as_posix() for path in package.rglob("*.js*"))
    return {path: (package / path).read_bytes() for path in paths if PACKAGES[CANIUSE].members.fullmatch(path)}


def with_data(package: Path, members: Members, folder: Path) -> Path:
    """A copy of the package, with these members for its browsers and regions."""
    copy = folder / CANIUSE
    shutil.copytree(package, copy)
    for name in ("regions", "features"):
        shutil.rmtree(copy / "data" / name)
        (copy / "data" / name).mkdir()
    for path in members.keys() - {"package.json"}:
        (copy / path).write_bytes(members[path])
    return copy


def assert_same(read: Contents, given: dict[str, Any]) -> None:
    """Every version, date, share and feature, and their order, on which browserslist's answers depend."""
    rows = dict(read.rows)
    features, world = rows.pop("features"), rows.pop("world")
    agents = [
        [name, [*released.split(), *unreleased.split()], _dates(dates), _shares(world[name])]
        for name, (released, unreleased, dates) in read.agents.items()
    ]
    assert agents == [[name, list(filter(None, places)), *rest] for name, places, *rest in given["agents"]]
    for name, places, *_ in given["agents"]:
        assert read.agents[name][1].split() == list(filter(None, places[-3:]))
    assert features.keys() == given["features"].keys()
    for feature, packed in features.items():
        for (_, versions, *_), runs, letters in zip(agents, packed.split(), given["features"][feature], strict=True):
            assert len(letters) == len(versions)
            assert packed_runs(letters) == runs, feature
    assert rows.keys() == given["regions"].keys()
    for region, usage in rows.items():
        assert [[name, _shares(columns)] for name, columns in usage.items()] == given["regions"][region], region


def _dates(packed: str) -> list[list[object]]:
    return [[version, int(epoch)] for version, _, epoch in (row.partition("=") for row in packed.split())]


def _shares(columns: tuple[str, list[float]]) -> list[list[object]]:
    return [[version, share] for version, share in zip(columns[0].split(), columns[1], strict=True)]


def _rows(values: dict[str, Any]) -> list[list[object]]:
    return [[key, value] for key, value in values.items()]


def test_a_real_package_is_read_as_its_own_unpacker_reads_it(package: Path) -> None:
    read = read_part(CANIUSE, members_of(package))
    assert_same(read, unpacked(package))
    rows = dict(read.rows)
    assert len(rows) > 200
    assert sum(sum(shares) for _, shares in rows["UA"].values()) > 90


def test_the_packages_of_the_other_tests_are_packed_as_real_ones(
    package: Path, data: BrowserData, tmp_path: Path
) -> None:
    by_places = (package / "data/regionVersions.js").exists()
    members = caniuse_by_places(data) if by_places else caniuse_by_keys(data)
    assert_same(read_part(CANIUSE, members), unpacked(with_data(package, members, tmp_path)))


def test_the_regions_of_the_other_tests_are_unpacked_as_they_say(tmp_path: Path) -> None:
    members = {
        "data/agents.js": b"module.exports={}",
        "data/browsers.js": b'module.exports={A:"first",B:"second"}',
        "data/regionVersions.js": _module({key: " ".join(versions) for key, versions in COLUMNS.items()}),
        **{f"data/regions/{number}.js": _module(packed) for number, (packed, *_) in enumerate(REGIONS)},
    }
    with installed({CANIUSE: FIRST_BY_PLACES}, None) as folder:
        given = unpacked(with_data(folder / "node_modules" / CANIUSE, members, tmp_path))
    for number, (_, first, second) in enumerate(REGIONS):
        assert given["regions"][str(number)] == [["first", _rows(first)], ["second", _rows(second)]]


def _module(value: object) -> bytes:
    return f"module.exports={literal(value)}".encode()
