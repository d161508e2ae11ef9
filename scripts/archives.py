"""The sdist and the wheel: building them, and exactly which files each has to carry."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from browserbanner import __version__

ROOT = Path(__file__).resolve().parent.parent

#: What serves the repository only.
NOT_SHIPPED = (".ci/", ".github/")
_INFO = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "licenses/LICENSE.Apache-2.0",
         "licenses/NOTICE")  # fmt: skip


def build(folder: Path) -> tuple[Path, Path]:
    """Build both, the wheel by way of the sdist, and the wheel again from the checkout. Returns sdist and wheel.

    Raises SystemExit where the two wheels differ in a byte, or an archive carries another file than it has to.
    """
    for arguments in (["--outdir", folder / "sdist"], ["--wheel", "--outdir", folder / "checkout"]):
        command = [sys.executable, "-m", "build", *map(str, arguments), str(ROOT)]
        built = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if built.returncode:
            raise SystemExit(built.stdout)
    (sdist,), (wheel,) = (folder / "sdist").glob("*.tar.gz"), (folder / "sdist").glob("*.whl")
    (direct,) = (folder / "checkout").glob("*.whl")
    if wheel.name != direct.name or wheel.read_bytes() != direct.read_bytes():
        raise SystemExit("the sdist builds another wheel than the checkout does")
    with zipfile.ZipFile(wheel) as archive:
        _compare("the wheel", archive.namelist(), wheel_files())
    with tarfile.open(sdist) as tar:
        names = [member.name.partition("/")[2] for member in tar.getmembers() if member.isfile()]
    _compare("the sdist", names, {*sdist_files(), "PKG-INFO"})
    return sdist, wheel


def sdist_files() -> set[str]:
    """All that git knows, or would add; but for what serves the repository only. No catalog is compiled in there."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    names = {name for name in listed.split("\0") if name and (ROOT / name).exists()}
    return {name for name in names if not name.startswith(NOT_SHIPPED)}


def wheel_files() -> set[str]:
    """The package's files, each language's catalog compiled, and the metadata; no source of a catalog, no test."""
    known = sdist_files()
    catalogs = {
        f"browserbanner/{name.removesuffix('.po')}.mo"
        for name in known
        if name.startswith("locales/") and name.endswith(".po")
    }
    package = {name for name in known if name.startswith("browserbanner/")}
    return package | catalogs | {f"browserbanner-{__version__}.dist-info/{name}" for name in _INFO}


def _compare(what: str, found: Iterable[str], wanted: set[str]) -> None:
    names = list(found)
    if len(names) != len(set(names)):
        raise SystemExit(f"{what} carries a file twice")
    for verb, difference in (("lacks", wanted - set(names)), ("carries, and should not,", set(names) - wanted)):
        if difference:
            raise SystemExit(f"{what} {verb} {', '.join(sorted(difference))}")
