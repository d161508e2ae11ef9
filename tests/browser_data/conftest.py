"""What the tests of the data share: the packaged data, packages made of it, and a registry that has them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

import pytest

from browserbanner.browsers import BrowserData
from browserbanner.browsers.data import PACKAGED
from browserbanner.browsers.refresh import run
from browserbanner.browsers.refresh.sources import read_part
from tests.browser_data.loopback import Registry, serving, version_of
from tests.browser_data.npm_packages import CANIUSE, Members, newer, packages, tarball


@pytest.fixture(scope="session", autouse=True)
def each_package_is_read_once() -> Iterator[None]:
    """Reading caniuse-lite takes 0.3 s, and most tests of a refresh are about what is around it: the same members give
    the same part again."""
    read = lru_cache(maxsize=8)(lambda package, members: read_part(package, dict(members)))
    with patch.object(run, "read_part", lambda package, members: read(package, tuple(members.items()))):
        yield


@pytest.fixture(scope="session")
def data() -> BrowserData:
    return BrowserData.load()


@pytest.fixture(scope="session")
def committed() -> bytes:
    """The packaged data as it is in the repository."""
    return Path(PACKAGED).read_bytes()


@pytest.fixture(scope="session")
def npm(data: BrowserData) -> dict[str, Members]:
    return packages(data)


@pytest.fixture(scope="session")
def packed(npm: dict[str, Members]) -> dict[str, bytes]:
    return {name: tarball(members) for name, members in npm.items()}


@pytest.fixture(scope="session")
def archives(packed: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The packages as local tarballs."""
    folder = tmp_path_factory.mktemp("npm")
    paths = []
    for name, archive in packed.items():
        path = folder / f"{name.rpartition('/')[2]}.tgz"
        path.write_bytes(archive)
        paths.append(str(path))
    return paths


@pytest.fixture
def empty_registry() -> Iterator[Registry]:
    with serving() as registry:
        yield registry


@pytest.fixture
def registry(empty_registry: Registry, npm: dict[str, Members], packed: dict[str, bytes]) -> Registry:
    for name, members in npm.items():
        empty_registry.offer(name, packed[name], version=version_of(members))
    return empty_registry


@pytest.fixture
def pack(tmp_path: Path, committed: bytes) -> Path:
    """A copy of the packaged data, to be refreshed."""
    path = tmp_path / "pack.jsonl"
    path.write_bytes(committed)
    return path


@pytest.fixture
def later_archives(npm: dict[str, Members], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The same data in a later package, as a local tarball."""
    path = tmp_path_factory.mktemp("later") / "caniuse.tgz"
    path.write_bytes(tarball(newer(npm, CANIUSE)))
    return [str(path)]
