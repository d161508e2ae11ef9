"""Every address that we write: a path of this site, percent-encoded, and nothing else.

Paths, mount paths and forms come from the request, so all of them may be an attacker's. No address is ever made from
Host.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote, unquote

MAX_LENGTH = 4096
"""Characters. Longer ones are not sent back: servers and old clients bound their headers (most at 8 KiB in all)."""

MAX_FIELD = 2600
"""Characters of an address in a form, which encodes its "%", "/", "?" and the like once more, at three bytes each."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_AUTHORITY = re.compile(r"https?://([^/?#\\]*)", re.IGNORECASE)
_DEFAULT_PORT = re.compile(r":(80|443)?$")
# What RFC 3986 allows in a path and a query. "%" is for what is encoded already, which stays as it is.
_PATH_SAFE = "/:@!$&'()*+,;=-._~"
_QUERY_SAFE = _PATH_SAFE + "?%"


def address(path: str, query: str = "") -> str | None:
    """The address of a page of this site: ASCII, percent-encoded, without scheme and host. None where some client could
    read it as another site's.

    ``path``: percent-decoded, the mount path included (``root_path + path``); ``query``: as sent, without "?".
    """
    return same_site_path(quote(path, _PATH_SAFE, errors="replace") + ("?" + query if query else ""))


#: :func:`address` of the path where the middleware's own addresses lie: a few, the same for all requests.
mount_address: Callable[[str], str | None] = lru_cache(maxsize=64)(address)


def return_address(path: str, query: str) -> str:
    """What the banner's form says in its field ``next`` for a page: its :func:`address`. Empty where that is too long
    for a form, or there is none: then the Referer says the way back."""
    found = address(path, query)
    return found if found is not None and len(found) <= MAX_FIELD else ""


def same_site_path(text: str) -> str | None:
    """``text``, a path and query that may be percent-encoded, as an ASCII path (and query) that no client can read as
    another site's address, or None.

    One leading slash; no backslash and no control character in the path, also not percent-encoded (once or more often,
    since proxies decode), and no segment "." or "..", which browsers resolve before they ask (RFC 3986 §5.2.4), so that
    one may hide a second slash: ``/.//evil.example``. The fragment goes; characters outside of RFC 3986 are
    percent-encoded as UTF-8.
    """
    if not text.startswith("/") or _CONTROL.search(text):
        return None
    path, mark, query = text.partition("#")[0].partition("?")
    plain = _decoded(path)
    if plain is None or "\\" in plain or _CONTROL.search(plain):
        return None
    if plain.startswith("//") or not {".", ".."}.isdisjoint(plain.split("/")):
        return None
    safe = quote(path, _PATH_SAFE + "%", errors="replace") + mark + quote(query, _QUERY_SAFE, errors="replace")
    return safe if len(safe) <= MAX_LENGTH else None


def referer_path(referer: str | None, host: str | None) -> str | None:
    """The path of a Referer of the same host, or None. NetSurf and Dillo send one and no Origin."""
    match = _AUTHORITY.match(referer or "")
    if not match or not referer or not host or _plain_host(match[1]) != _plain_host(host):
        return None
    rest = referer[match.end() :]
    return same_site_path(rest if rest.startswith("/") else "/" + rest)


def _plain_host(host: str) -> str:
    """Without the default port: which of the two it is a proxy may have hidden."""
    return _DEFAULT_PORT.sub("", host.strip().lower())


def _decoded(path: str) -> str | None:
    """Percent-decoded until nothing changes; None for a path encoded more often than any honest one."""
    for _ in range(4):
        plain = unquote(path)
        if plain == path:
            return plain
        path = plain
    return None
