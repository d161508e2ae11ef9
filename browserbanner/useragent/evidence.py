"""What the other headers say: whether a person asks, and whether the user agent string lies."""

from __future__ import annotations

import re

from browserbanner.headers import Headers
from browserbanner.useragent.model import UserAgent

# The first version that sends Sec-Fetch-* (MDN's browser-compat-data, http.headers.Sec-Fetch-Site).
_FETCH_METADATA = {"blink": (76,), "gecko": (90,), "webkit": (16, 4)}
_BRAND = re.compile(r'"((?:[^"\\]|\\.)*)"\s*;\s*v="(\d{1,4})')


def looks_like_a_person(headers: Headers) -> bool:
    """Whether the request looks like a person's browser: Accept-Language, and an Accept that takes HTML."""
    return bool(headers.get("accept-language")) and "text/html" in (headers.get("accept") or "").lower()


def acquittal(user_agent: UserAgent, headers: Headers) -> str | None:
    """The clause that says which header shows a newer browser than ``user_agent``, or None. It acquits, never convicts."""
    newest = max(
        (int(v) for brand, v in _BRAND.findall(headers.get("sec-ch-ua") or "") if brand == "Chromium"), default=0
    )
    engine = user_agent.engine
    if newest and (engine != "blink" or newest > (user_agent.engine_version or (0,))[0]):
        return f"Sec-CH-UA says Chromium {newest}"
    if any(headers.get(f"sec-fetch-{name}") is not None for name in ("site", "mode", "dest")):
        since = _FETCH_METADATA.get(engine or "")
        if since is None or user_agent.engine_version < since:
            return "Sec-Fetch-* headers come from newer browsers only"
    return None
