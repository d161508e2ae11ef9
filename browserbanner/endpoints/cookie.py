"""The cookies: ``browserbanner=1.<campaign>.<kind>`` remembers a closed banner, ``browserbanner-continue=1.<campaign>``
a visitor who chose to continue past the gate."""

from __future__ import annotations

import time
from typing import get_args

from browserbanner.banner import Kind

KINDS: frozenset[str] = frozenset(get_args(Kind))

#: Behind the name: a cookie of its own, since the other one is overwritten when a banner is closed.
_CONTINUE = "-continue"

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


def continues(header: str | None, name: str, campaign: str) -> bool:
    """Whether this Cookie header says that the visitor chose to continue past the gate, in this campaign."""
    if not header or name + _CONTINUE not in header:
        return False
    wanted = (name + _CONTINUE, f"1.{campaign}")
    pairs = (pair.partition("=") for pair in header.split(";"))
    return any((key.strip(), value.strip().strip('"')) == wanted for key, _, value in pairs)


def close_cookie(campaign: str, name: str, kind: str) -> str:
    """The pair that says that the visitor closed banners of this kind."""
    return f"{name}=1.{campaign}.{kind}"


def continue_cookie(campaign: str, name: str) -> str:
    """The pair that says that the visitor chose to continue past the gate."""
    return f"{name}{_CONTINUE}=1.{campaign}"


def set_cookie(pair: str, *, path: str, days: int, secure: bool, now: float) -> str:
    """The Set-Cookie value (RFC 6265 §4.1) that keeps ``pair`` for so many days from ``now`` (seconds since 1970).

    Expires stands beside Max-Age for Internet Explorer up to 8, which knows that one only. HttpOnly, since the script
    has the server set it too.
    """
    seconds = days * _DAY
    cookie = f"{pair}; Path={path}; Max-Age={seconds}; Expires={_http_date(now + seconds)}"
    return f"{cookie}; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")


def _http_date(seconds: float) -> str:
    """RFC 9110 §5.6.7's preferred form, in English whatever the process's locale is."""
    at = time.gmtime(seconds)
    day, month = _WEEKDAYS[at.tm_wday], _MONTHS[at.tm_mon - 1]
    return f"{day}, {at.tm_mday:02} {month} {at.tm_year} {at.tm_hour:02}:{at.tm_min:02}:{at.tm_sec:02} GMT"
