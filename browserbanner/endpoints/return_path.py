"""Where a visitor goes back to: a path of the same site, and nothing else.

Everything here comes from the request, so all of it may be an attacker's. No address is ever made from Host.
"""

from __future__ import annotations

import re

MAX_LENGTH = 4096
"""Characters. Longer ones are not sent back: servers and old clients bound their headers (most at 8 KiB in all)."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_AUTHORITY = re.compile(r"https?://([^/?#\\]*)", re.IGNORECASE)
# Most addresses: segments of plain letters, none of them empty or beginning with a dot, and a query of RFC 3986's own
# characters. There is nothing to decode, to resolve or to encode in these.
_PLAIN = re.compile(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*+/?+)*+(?:\?[A-Za-z0-9/:@!$&'()*+,;=._~%?-]*+)?+")
# What RFC 3986 allows in a path and a query, "%" included: what is encoded already stays as it is.
_PATH_SAFE = "/:@!$&'()*+,;=-._~%"
_QUERY_SAFE = _PATH_SAFE + "?"


def is_plain(text: str) -> bool:
    """Whether it is certainly an address that :func:`same_site_path` gives back as it is. Says no in every doubt."""
    return len(text) <= MAX_LENGTH and _PLAIN.fullmatch(text) is not None


def same_site_path(text: str) -> str | None:
    """``text`` as an ASCII path (and query) that no client can read as another site's address, or None.

    One leading slash; no backslash and no control character in the path, also not percent-encoded (once or more often,
    since proxies decode), and no ``//`` in front after ``.`` and ``..`` are resolved (RFC 3986 §5.2.4). The fragment
    goes; characters outside of RFC 3986 are percent-encoded as UTF-8.
    """
    if not text.startswith("/") or _CONTROL.search(text):
        return None
    path, mark, query = text.partition("#")[0].partition("?")
    plain = _decoded(path)
    if plain is None or "\\" in plain or _CONTROL.search(plain):
        return None
    if plain.startswith("//") or _resolved(plain).startswith("//"):
        return None
    from urllib.parse import quote

    safe = quote(path, _PATH_SAFE, errors="replace") + mark + quote(query, _QUERY_SAFE, errors="replace")
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
    return re.sub(r":(80|443)?$", "", host.strip().lower())


def _decoded(path: str) -> str | None:
    """Percent-decoded until nothing changes; None for a path encoded more often than any honest one."""
    from urllib.parse import unquote

    for _ in range(4):
        plain = unquote(path)
        if plain == path:
            return plain
        path = plain
    return None


def _resolved(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if path.endswith(("/.", "/..")):
        kept.append("")
    return "/" + "/".join(kept)
