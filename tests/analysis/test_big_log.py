"""A log of five gigabytes, whose visitors are ever new ones: what it takes, and that it takes no more than a small one."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.analysis.logs import WRITERS, hits

pytestmark = pytest.mark.long

LINES = 200_000


@pytest.fixture(scope="module")
def block() -> bytes:
    """A part of a log, whose addresses begin with "{N}."."""
    made = (hit._replace(address="{N}." + hit.address.partition(".")[2]) for hit in hits(LINES, visitors=20_000))
    return b"".join(WRITERS["combined"](hit) + b"\n" for hit in made)


def big_log(path: Path, block: bytes, size: int) -> tuple[Path, int]:
    """A log so large, and how many times the block is in it; each time with other addresses."""
    times = 0
    with path.open("wb") as file:
        while file.tell() < size:
            times += 1
            file.write(block.replace(b"{N}", str(times).encode()))
    return path, times


# The child's own child: the most that any child took is all that the system tells.
_MEASURE = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "browserbanner", "analyze", "--json", sys.argv[1]], stdout=subprocess.PIPE, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.stdout.flush()
sys.stdout.buffer.write(done.stdout)
"""


def analyzed(log: Path) -> tuple[int, Any]:
    """The most memory that it took (MiB), and the report."""
    done = subprocess.run([sys.executable, "-c", _MEASURE, str(log)], capture_output=True, check=True)
    peak, _, report = done.stdout.partition(b"\n")
    return int(peak), json.loads(report)


def test_memory_stays_flat_and_the_visitors_are_right(block: bytes, tmp_path: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    small, once = analyzed(big_log(tmp_path / "small.log", block, 1)[0])
    log, times = big_log(tmp_path / "big.log", block, 5_000_000_000)
    try:
        peak, whole = analyzed(log)
    finally:
        log.unlink()
    print(f"\n{LINES * times:,} lines: {peak} MiB; {LINES:,} lines: {small} MiB")
    assert whole["log"]["lines"] == LINES * times > 20_000_000
    assert (once["visitors_counted"], whole["visitors_counted"]) == (1.0, 0.125)
    for of in ("people", "bots"):
        assert whole[of]["views"] == once[of]["views"] * times
        assert abs(whole[of]["visitors"] / (once[of]["visitors"] * times) - 1) < 0.02
    for many, few in zip(whole["policies"], once["policies"], strict=True):
        assert many["outdated"]["views"] == few["outdated"]["views"] * times
        assert abs(many["outdated"]["visitors"] / (few["outdated"]["visitors"] * times) - 1) < 0.05
    # A hundred times the log takes a few times the memory: the sample of visitors, and DuckDB's buffers.
    assert peak < 1000


def test_millions_of_distinct_user_agents_take_less_than_400_mb(tmp_path: Path) -> None:
    """1.2 million of them took 1.69 GB: all were kept in memory at once."""
    number, log = 10_000_000, tmp_path / "distinct.log"
    line = """
        '10.' || (i % 250) || '.' || (i // 250 % 250) || '.' || (i // 62500 % 250) || ' - - [' ||
        strftime(TIMESTAMP '2026-11-01' + INTERVAL (i % 604800) SECOND, '%d/%b/%Y:%H:%M:%S') ||
        ' +0000] "GET /' || (i % 1000) || ' HTTP/1.1" 200 5120 "-" "Mozilla/5.0 (Windows NT 10.0; Win64; x64) ' ||
        'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/' || (60 + i % 90) || '.0.' || (i // 90 % 5000) || '.' ||
        (i // 450000) || ' Safari/537.36"'
    """
    plain = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIM '\x01'"
    duckdb.sql(f"COPY (SELECT {line} FROM range({number}) t(i)) TO '{log}' ({plain})")
    try:
        peak, report = analyzed(log)
    finally:
        log.unlink()
    print(f"\n{number:,} distinct user agents: {peak} MiB")
    assert report["people"]["views"] == number
    assert peak * 1.048576 < 400
