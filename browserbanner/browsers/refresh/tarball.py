"""Reads named members of an npm tarball in memory. Nothing is ever extracted."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zlib
from typing import IO

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
            members = {path: member for member in tar if (path := _path(member, name)) is not None}
            package = _package(tar, members, name)
            wanted = PACKAGES[package].members
            return package, {path: _read(tar, member) for path, member in members.items() if wanted.fullmatch(path)}
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


def _package(tar: tarfile.TarFile, members: dict[str, tarfile.TarInfo], name: str) -> str:
    if "package.json" not in members:
        raise RefreshError(f"{name} is no npm package: it has no package.json")
    try:
        package = json.loads(_read(tar, members["package.json"]))["name"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RefreshError(f"{name} is no npm package: its package.json cannot be read") from None
    if not isinstance(package, str) or package not in PACKAGES:
        raise RefreshError(f"{name} holds {str(package)[:80]!r}; needed are: {', '.join(PACKAGES)}")
    return package


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file: IO[bytes] | None = tar.extractfile(member)
    if file is None or member.issparse():  # a sparse member can claim any size
        raise tarfile.ReadError(f"{member.name} is no plain file")
    return file.read()
