"""What browserslist's answers owe to JavaScript: how it reads numbers, counts days and sorts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cmp_to_key

from browserbanner.versions import shift_months

# What ``\s`` and ``trim()`` mean there. Python's set is another: it has U+001C to U+001F and U+0085, and not U+FEFF.
WHITE_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"

# Without importing math, a third of a millisecond of a start.
inf: float = float("inf")
nan: float = float("nan")

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_DIGITS = re.compile(r"[0-9]+")


def parse_float(text: str) -> float:
    """The number that a text begins with: 15.2 for "15.2.1"; NaN, which no comparison is true of, for "TP"."""
    number = _NUMBER.match(text)
    return float(number[0]) if number else nan


def parse_int(text: str) -> int | None:
    """The digits that a text begins with; None for NaN. Beyond ten digits only the size is right."""
    digits = _DIGITS.match(text)
    return int(digits[0].lstrip("0")[:10] or "0") if digits else None


def utc_seconds(year: int, month: int, day: int) -> float:
    """Seconds from 1970 to a UTC midnight. Months and days run over into the next; years 0 to 99 are of the 1900s."""
    if 0 <= year <= 99:
        year += 1900
    try:
        first = shift_months(date(year, 1, 1), month - 1)
        return (first + timedelta(days=day - 1) - date(1970, 1, 1)).total_seconds()
    except (ValueError, OverflowError):
        return inf  # beyond every release


def sort_versions(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Agents from a to z, the versions of each from the newest to the oldest."""
    keyed = [(agent, *_semver(version), version) for agent, version in pairs]
    if any(row[1] is None and row[0] == "safari" for row in keyed):
        # Safari's "TP" is NaN there, which equals every major version: order is not transitive any more, and what comes
        # out depends on who is compared with whom. Up to 63 versions Python's sort and V8's take the same steps; in
        # longer lists some versions of Safari can come out at other places.
        keyed.sort(key=cmp_to_key(_compare))
    else:
        keyed.sort(key=lambda row: (row[0], -(row[1] or 0), -row[2], -row[3]))
    return [(row[0], row[4]) for row in keyed]


_Row = tuple[str, int | None, int, int, str]


def _semver(version: str) -> tuple[int | None, int, int]:
    major, minor, patch, *_ = (*version.partition("-")[0].split("."), "", "")
    return parse_int(major), parse_int(minor) or 0, parse_int(patch) or 0


def _compare(one: _Row, other: _Row) -> int:
    if one[0] != other[0]:
        return -1 if one[0] < other[0] else 1
    if one[1] is not None and other[1] is not None and one[1] != other[1]:
        return other[1] - one[1]
    return other[2] - one[2] or other[3] - one[3]
