"""Version arithmetic: parse, compare and format versions, and count months back from a day.

A version is a tuple of whole numbers, so that ``<`` and ``max`` compare versions: ``(17, 5) < (17, 10)``.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeAlias

Version: TypeAlias = tuple[int, ...]


def parse_version(text: str | bytes) -> Version:
    """``"17.5"`` as ``(17, 5)``. Raises ValueError where a part is no whole number."""
    return tuple(map(int, text.split(".") if isinstance(text, str) else text.split(b".")))


def leading_version(text: str) -> Version:
    """The whole numbers of at most five digits that a text begins with: ``(17, 5)`` of ``"17.5.beta"``; () for none."""
    numbers: list[int] = []
    for part in text.split("."):
        if not (part.isascii() and part.isdigit() and len(part) <= 5):
            break
        numbers.append(int(part))
    return tuple(numbers)


def first_version(text: str) -> Version | None:
    """Where one of caniuse's versions begins: "15.2-15.3" at ``(15, 2)``. None for "TP" and "all"."""
    first = text.partition("-")[0]
    return parse_version(first) if all(part.isascii() and part.isdigit() for part in first.split(".")) else None


def dotted(version: Version) -> str:
    """``(17, 5)`` as ``"17.5"``, () as ``""``."""
    return ".".join(map(str, version))


def significant(version: Version) -> Version:
    """The version without the zeros at its end, which say nothing: ``(17,)`` for ``(17, 0)``."""
    while version[1:] and version[-1] == 0:
        version = version[:-1]
    return version


def shift_months(day: date, months: int) -> date:
    """The day so many months later, or earlier. A day that the month does not have runs on into the next one.

    One month after 31 January is 3 March, or 2 March in a leap year, as in JavaScript, whose answers browserslist and
    Baseline count with. Raises ValueError or OverflowError outside the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1) + timedelta(days=day.day - 1)
