"""The debug switch: what ``?browserbanner=...`` and ``?browserbanner-as=...`` ask for, with the option ``debug``."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qsl

from browserbanner.banner import Kind
from browserbanner.testing import VISITORS

#: The user agent string of a visitor for each kind of banner, and for each other thing that a banner can say.
SAMPLES: dict[str, str] = {
    "outdated": VISITORS["chrome-60"]["User-Agent"],
    "cannot-update": VISITORS["chrome-49-on-windows-xp"]["User-Agent"],
    "webview": VISITORS["facebook-on-android"]["User-Agent"],
    "desktop-site": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/156.0.0.0 Mobile Safari/537.36",
    "switch": VISITORS["ie-11"]["User-Agent"],
    "ie-mode": VISITORS["ie-11-on-windows-10"]["User-Agent"],
    "update-os": "Mozilla/5.0 (iPhone; CPU iPhone OS 15_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/15.5 Mobile/15E148 Safari/604.1",
    "end-of-line": VISITORS["iphone-ios-12"]["User-Agent"],
    "ipad-or-mac": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/15.5 Safari/605.1.15",
    "system-webview": "Mozilla/5.0 (Linux; Android 10; SM-A505F; wv) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Version/4.0 Chrome/80.0.3987.99 Mobile Safari/537.36",
}
#: Which banner each of them gets whatever the policy says; "outdated" for the rest.
_KINDS: dict[str, Kind] = {
    "cannot-update": "cannot-update",
    "end-of-line": "cannot-update",
    "webview": "webview",
    "system-webview": "webview",
    "desktop-site": "desktop-site",
}
#: The value that asks for the block page.
BLOCK = "block"


class Asked(NamedTuple):
    """What a request's query asks for. ``user_agent``: the one to judge instead of the visitor's; ``kind``: the banner
    to show whatever the policy says, or None; ``block``: whether the block page is asked for; ``unknown``: a value that
    asks for nothing we know."""

    user_agent: bytes
    kind: Kind | None = None
    block: bool = False
    unknown: str | None = None


def asked_for(query: str) -> Asked | None:
    """What a request's query asks for, or None: nearly always."""
    if "browserbanner" not in query:
        return None
    fields = dict(parse_qsl(query, keep_blank_values=True, encoding="latin-1"))
    if "browserbanner-as" in fields:
        return Asked(fields["browserbanner-as"].encode("latin-1"))
    name = fields.get("browserbanner")
    if name is None:
        return None
    if name == BLOCK:
        return Asked(SAMPLES["outdated"].encode(), block=True)
    if name not in SAMPLES:
        return Asked(b"", unknown=name)
    return Asked(SAMPLES[name].encode(), kind=_KINDS.get(name, "outdated"))


def problem_with(asked: Asked, *, has_block_page: bool) -> str | None:
    """What to say to somebody who asks for what is not there."""
    if asked.unknown is None:
        return None
    names = ", ".join([*SAMPLES, BLOCK] if has_block_page else SAMPLES)
    return f"{asked.unknown}: there is no such banner; there are: {names}; or browserbanner-as=<user agent>"
