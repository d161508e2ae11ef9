"""Reads named members of an npm tarball in memory. Nothing is ever extracted."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zlib

from browserbanner.browsers.refresh.errors import RefreshError
from browserbanner.browsers.refresh.sources import PACKAGES

#: Bytes. The largest package today is 1 MB, and 21 MB unpacked.
LARGEST_TARBALL = 16 * 1024 * 1024
_LARGEST_CONTENT = 96 * 1024 * 1024


def open_tarball(archive: bytes, name: str) -> tuple[str, dict[str, bytes]]:
    """The package that a tarball holds, by its own word, and those of its members that are needed.

    RefreshError for a tarball that is truncated, no tarball, too large unpacked, or has names that lead out of it.
    """
    content = _unpacked(archive, name)
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as tar:
            files = {path: member for member in tar if (path := _path(member, name)) is not None}
            if "package.json" not in files:
                raise RefreshError(f"{name} is no npm package: it has no package.json")
            package = _package(_read(tar, files["package.json"]), name)
            wanted = PACKAGES[package].members
            return package, {path: _read(tar, member) for path, member in files.items() if wanted.fullmatch(path)}
    except (tarfile.TarError, EOFError, UnicodeError, ValueError, OSError) as error:
        raise RefreshError(f"{name} is not a tarball ({error})") from None


def _unpacked(archive: bytes, name: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(archive)) as file:
            content = file.read(_LARGEST_CONTENT + 1)
    except EOFError:
        raise RefreshError(f"{name} is truncated") from None
    except (OSError, zlib.error) as error:
        raise RefreshError(f"{name} is not gzip, or was damaged ({error})") from None
    if len(content) > _LARGEST_CONTENT:
        raise RefreshError(f"{name} unpacks to more than {_LARGEST_CONTENT} bytes")
    return content


def _path(member: tarfile.TarInfo, name: str) -> str | None:
    """The member's path below the one folder that npm puts everything in; None for what is no file."""
    parts = member.name.split("/")
    if member.name.startswith("/") or ".." in parts or "\\" in member.name:
        raise RefreshError(f"{name} has a member that leads out of it: {member.name[:80]!r}")
    return "/".join(parts[1:]) if member.isreg() and len(parts) > 1 else None


def _package(manifest: bytes, name: str) -> str:
    try:
        package = json.loads(manifest)["name"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RefreshError(f"{name} is no npm package: its package.json cannot be read") from None
    if package not in list(PACKAGES):
        raise RefreshError(f"{name} holds {str(package)[:80]!r}; needed are: {', '.join(PACKAGES)}")
    return str(package)


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    if file is None or member.issparse():  # a sparse member can claim any size
        raise tarfile.ReadError(f"{member.name} is no plain file")
    return file.read()
