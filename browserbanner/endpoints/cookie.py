"""The cookie that remembers a closed banner: ``browserbanner=1.<campaign>.<kind>``."""

from __future__ import annotations

import time
from typing import get_args

from browserbanner.banner import Kind

KINDS: frozenset[str] = frozenset(get_args(Kind))

_DAY = 86_400
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NONE: frozenset[str] = frozenset()


def closed(header: str | None, name: str, campaign: str) -> frozenset[str]:
    """The kinds of banner that this Cookie header says were closed, in this campaign. Never raises.

    Lenient, since old clients are: lynx sends the cookie's attributes back, some quote the value, and a cookie may
    come more than once (of another path). Anything else under the name counts for nothing.
    """
    if not header or name not in header:
        return _NONE
    start = f"1.{campaign}."
    kinds = []
    for pair in header.split(";"):
        key, _, value = pair.partition("=")
        value = value.strip().strip('"')
        if key.strip() == name and value.startswith(start) and value[len(start) :] in KINDS:
            kinds.append(value[len(start) :])
    return frozenset(kinds)


def set_cookie(name: str, campaign: str, kind: str, *, path: str, days: int, secure: bool, now: float) -> str:
    """The Set-Cookie value (RFC 6265 §4.1) that closes ``kind`` for so many days from ``now`` (seconds since 1970).

    Expires stands beside Max-Age for Internet Explorer up to 8, which knows that one only. HttpOnly, since the script
    has the server set it too.
    """
    seconds = days * _DAY
    cookie = f"{name}=1.{campaign}.{kind}; Path={path}; Max-Age={seconds}; Expires={_http_date(now + seconds)}"
    return f"{cookie}; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")


def _http_date(seconds: float) -> str:
    """RFC 9110 §5.6.7's preferred form, in English whatever the process's locale is."""
    at = time.gmtime(seconds)
    day, month = _WEEKDAYS[at.tm_wday], _MONTHS[at.tm_mon - 1]
    return f"{day}, {at.tm_mday:02} {month} {at.tm_year} {at.tm_hour:02}:{at.tm_min:02}:{at.tm_sec:02} GMT"
