"""An npm registry: where it is, and packages from it. No address is written here: it is the machine's own setting."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import re
import shutil
import subprocess
import urllib.error
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from browserbanner.browsers.refresh.errors import RefreshError
from browserbanner.browsers.refresh.tarball import LARGEST_TARBALL

#: Called with the package, the bytes so far and, where known, the bytes in all.
Progress = Callable[[str, int, int | None], None]

Origin = tuple[str, str, int | None]

_LARGEST_METADATA = 1024 * 1024
_TIMEOUT = 30.0  # seconds without a byte
_CHUNK = 64 * 1024


def find_registry(asked: str | None, environment: Mapping[str, str], folder: str, home: str) -> str:
    """The base address: what was asked for, NPM_CONFIG_REGISTRY, an npmrc, or what npm says. RefreshError for none."""
    for value, where in _settings(asked, environment, folder, home):
        base = value.strip().strip("\"'").rstrip("/")
        if _origin(base) is None:
            problem = f"the registry of {where} is no http or https address: {value!r}"
            raise RefreshError(problem, asked=where == "--registry")
        return base
    raise RefreshError(
        "no npm registry is known here: name one with --registry or NPM_CONFIG_REGISTRY, "
        "install npm, or hand over packages with --tarball"
    )


def _settings(asked: str | None, environment: Mapping[str, str], folder: str, home: str) -> Iterator[tuple[str, str]]:
    if asked:
        yield asked, "--registry"
    for variable in ("NPM_CONFIG_REGISTRY", "npm_config_registry"):
        if environment.get(variable):
            yield environment[variable], variable
    for path in (
        os.path.join(folder, ".npmrc"),
        environment.get("NPM_CONFIG_USERCONFIG") or os.path.join(home, ".npmrc"),
    ):
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                found = re.findall(r"^[ \t]*registry[ \t]*=[ \t]*(\S+)", file.read(), re.MULTILINE)
        except OSError:
            continue
        if found:
            yield found[-1], path
    npm = shutil.which("npm", path=environment.get("PATH"))
    if npm is not None:
        try:
            said = subprocess.run(
                [npm, "config", "get", "registry"], capture_output=True, text=True, timeout=60, check=True
            ).stdout.strip()
        except (OSError, subprocess.SubprocessError):
            said = ""
        if said and said != "undefined":
            yield said, "npm config get registry"


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
            raise RefreshError(f"{req.full_url} redirects to another host, {urlsplit(newurl).hostname}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _origin(url: str) -> Origin | None:
    """Scheme, host and port; None for what is no web address."""
    with suppress(ValueError):
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts.scheme, parts.hostname, parts.port
    return None
