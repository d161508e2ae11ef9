"""The corpora of tests/useragent/data, and what 28 engines were seen to send."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from browserbanner.request import Headers

DATA = Path(__file__).parent / "data"


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress((DATA / name).read_bytes()).splitlines()]


@pytest.fixture(scope="session")
def real() -> list[tuple[bytes, float]]:
    """Strings of real visitors, heaviest first, with the share of each; the shares add up to 1."""
    return [(row["user_agent"].encode(), row["weight"]) for row in _lines("real.jsonl.gz")]


@pytest.fixture(scope="session")
def crawlers() -> list[bytes]:
    """Strings of crawlers."""
    return [row["user_agent"].encode() for row in _lines("crawlers.jsonl.gz")]


@pytest.fixture(scope="session")
def observed() -> dict[str, Headers]:
    """What engines sent, by the engine's name."""
    rows = [json.loads(line) for line in (DATA / "observed_headers.jsonl").read_text().splitlines()]
    return {row["name"]: Headers([tuple(pair) for pair in row["headers"]]) for row in rows}
