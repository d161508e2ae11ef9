"""What browserslist's answers owe to JavaScript: how it reads numbers and counts days."""

from __future__ import annotations

import re
from datetime import date, timedelta

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


def parse_int(text: str) -> int:
    """The digits that a text begins with; 0 for none. Beyond ten digits only the size is right."""
    digits = _DIGITS.match(text)
    return int(digits[0].lstrip("0")[:10] or "0") if digits else 0


def utc_seconds(year: int, month: int, day: int) -> float:
    """Seconds from 1970 to a UTC midnight. Months and days run over into the next; years 0 to 99 are of the 1900s."""
    if 0 <= year <= 99:
        year += 1900
    try:
        first = shift_months(date(year, 1, 1), month - 1)
        return (first + timedelta(days=day - 1) - date(1970, 1, 1)).total_seconds()
    except (ValueError, OverflowError):
        return inf  # beyond every release
