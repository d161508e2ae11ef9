"""npm packages: where the registry is, a package's newest version from it, and what is needed of a tarball.

No address is written here: it is the machine's own setting. A tarball is read in memory; nothing is ever extracted.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import http.client
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import urllib.error
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from browserbanner.browsers.refresh.errors import RefreshError
from browserbanner.browsers.refresh.sources import PACKAGES

#: Called with the package, the bytes so far and, where known, the bytes in all.
Progress = Callable[[str, int, int | None], None]

Origin = tuple[str, str, int | None]

# Bytes. The largest package today is 1 MB, and 21 MB unpacked.
LARGEST_TARBALL = 16 * 1024 * 1024
_LARGEST_CONTENT = 96 * 1024 * 1024
_LARGEST_METADATA = 1024 * 1024
_TIMEOUT = 30.0  # seconds without a byte
_CHUNK = 64 * 1024


def find_registry(asked: str | None) -> str:
    """The base address: what was asked for, NPM_CONFIG_REGISTRY, an npmrc, or what npm says. RefreshError for none."""
    value, where = (asked, "--registry") if asked else _setting()
    base = value.strip().strip("\"'").rstrip("/")
    if _origin(base) is None:
        problem = f"the registry of {where} is no http or https address: {value!r}"
        raise RefreshError(problem, asked=value == asked)
    return base


def _setting() -> tuple[str, str]:
    """The machine's own setting, and where it stands."""
    for variable in ("NPM_CONFIG_REGISTRY", "npm_config_registry"):
        if value := os.environ.get(variable):
            return value, variable
    for path in (".npmrc", os.environ.get("NPM_CONFIG_USERCONFIG") or os.path.expanduser("~/.npmrc")):
        with suppress(OSError), open(path, encoding="utf-8", errors="replace") as file:
            if found := re.findall(r"^[ \t]*registry[ \t]*=[ \t]*(\S+)", file.read(), re.MULTILINE):
                return found[-1], os.path.abspath(path)
    with suppress(OSError, subprocess.SubprocessError):
        command = [shutil.which("npm") or "npm", "config", "get", "registry"]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.strip()
        if said not in ("", "undefined"):
            return said, "npm config get registry"
    raise RefreshError(
        "no npm registry is known here: name one with --registry or NPM_CONFIG_REGISTRY, "
        "install npm, or hand over packages with --tarball"
    )


def download(base: str, package: str, known: str | None, progress: Progress | None) -> tuple[str, bytes] | None:
    """The tarball of a package's newest version, and its address; None where that version is ``known``.

    It is checked against the registry's sha512.
    """
    address = f"{base}/{quote(package, safe='@')}/latest"  # a scoped name is one segment: @mdn%2F...
    try:
        document = json.loads(_fetch(base, address, _LARGEST_METADATA, None))
        name, version, dist = document["name"], document["version"], document["dist"]
        hashes = re.findall(r"(?:^|\s)sha512-([A-Za-z0-9+/]{86}==)(?=\s|$)", str(dist["integrity"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RefreshError(f"{package}: {address} does not answer with an npm package's metadata") from None
    if name != package or not isinstance(version, str) or not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version):
        raise RefreshError(f"{package}: the registry offers {str(name)[:80]!r} {str(version)[:40]!r}")
    if version == known:
        return None
    if len(hashes) != 1:
        raise RefreshError(f"{package}: the registry gives no sha512 to check the tarball by")
    url = dist.get("tarball")
    if not isinstance(url, str) or _origin(url) != _origin(base):
        url = f"{base}/{quote(package, safe='@/')}/-/{quote(package.rpartition('/')[2])}-{version}.tgz"
    content = _fetch(base, url, LARGEST_TARBALL, progress and partial(progress, package))
    if base64.b64encode(hashlib.sha512(content).digest()).decode("ascii") != hashes[0]:
        raise RefreshError(f"{package}: the tarball is not the one that the registry's sha512 is of")
    return url, content


def _fetch(base: str, url: str, largest: int, report: Callable[[int, int | None], None] | None) -> bytes:
    opener = build_opener(_SameHost(_origin(base)))
    content = bytearray()
    try:
        with opener.open(Request(url, headers={"Accept": "*/*"}), timeout=_TIMEOUT) as response:
            length = response.headers.get("Content-Length", "")
            whole = int(length) if length.isdigit() else None
            while chunk := response.read(_CHUNK):
                content += chunk
                if len(content) > largest:
                    raise RefreshError(f"{url} is larger than {largest} bytes")
                if report is not None:
                    report(len(content), whole)
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()  # with its connection
        raise RefreshError(f"{url}: {getattr(error, 'reason', None) or error}") from None
    if whole is not None and len(content) != whole:
        raise RefreshError(f"{url}: the connection ended after {len(content)} of {whole} bytes")
    return bytes(content)


class _SameHost(HTTPRedirectHandler):
    """Follows a redirect within the registry's host only."""

    def __init__(self, origin: Origin | None) -> None:
        self._origin = origin

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        if _origin(newurl) != self._origin:
            fp.close()
            raise RefreshError(f"{req.full_url} redirects to another host, {urlsplit(newurl).hostname}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _origin(url: str) -> Origin | None:
    """Scheme, host and port; None for what is no web address."""
    with suppress(ValueError):
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts.scheme, parts.hostname, parts.port
    return None


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
