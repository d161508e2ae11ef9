"""What visitors send: the user agents of real browsers, as often as they are used (tests/useragent/data), and strangers."""

from __future__ import annotations

import gzip
import itertools
import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_REAL = Path(__file__).parent.parent / "tests" / "useragent" / "data" / "real.jsonl.gz"


@cache
def _rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(_REAL.read_bytes()).splitlines()]


def real() -> list[str]:
    """Each string once."""
    return [row["user_agent"] for row in _rows()]


@cache
def trace() -> list[str]:
    """4,000 visits, one after another, each browser as often as it is used."""
    return random.Random(7).choices(real(), [row["weight"] for row in _rows()], k=4000)


def fresh(strings: list[str]) -> list[bytes]:
    """The same strings as bytes that were never hashed, as a server makes them."""
    return [bytes(bytearray(string, "latin-1")) for string in strings]


def with_strangers(strings: list[str], source: random.Random, *, named: bool = False) -> list[str]:
    """One string in twenty is one that nobody ever sent. ``named``: new models and new builds only, which the grammar
    names, as it names all but one in 900 of real strings; otherwise half of them are programs and products that only
    the fallback may know."""
    return [_stranger(source, 2 if named else 4) if source.random() < 0.05 else string for string in strings]


def _stranger(source: random.Random, kinds: int) -> str:
    number = source.getrandbits(40)
    strings = (
        f"Mozilla/5.0 (Linux; Android 12; M{number:X}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{number % 200}.0.{number % 9999}.{number % 199} Safari/537.36",
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 App{number:x}/1.0",
        f"Program/{number}",
    )
    return source.choice(strings[:kinds])


_SEEDS = itertools.count(11)


def mixes(size: int, *, named: bool) -> Iterator[list[str]]:
    """So many visits of the trace after another, with strangers (`with_strangers`), who are never the same twice in a
    run: ua-parser remembers 2,000 strings for the whole process."""
    for start in itertools.cycle(range(0, len(trace()), size)):
        yield with_strangers(trace()[start : start + size], random.Random(next(_SEEDS)), named=named)
