"""The dry run over access logs: lines a second, plain and gzipped, beside GoAccess and beside a loop over user_agents.

Run with `make bench`; `python -m tests.analysis.install` brings GoAccess. Each is a whole process, as a person starts it,
and has the machine's cores for itself; they take turns, and the fastest of some rounds counts. The results are compared
with each other, too: all count the same requests.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import user_agents
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.figures import at_least
from benchmarks.limits import fastest
from tests.analysis.goaccess import goaccess
from tests.analysis.logs import WRITERS, hits

LINES = 2_000_000
#: What the loop gets, and GoAccess beside it: they would take minutes for the whole.
FEW = 100_000
LOOPED = 5_000
#: Lines a second on two cores.
WANTED = 500_000

_LINE = re.compile(r'(\S+) \S+ \S+ \[([^\]]+)\] "([^"]*)" (\d{3}) \S+ "[^"]*" "([^"]*)"')


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same log, plain and gzipped, and its beginning."""
    folder = tmp_path_factory.mktemp("logs")
    lines = [WRITERS["combined"](hit) + b"\n" for hit in hits(LINES // 4, visitors=60_000)]
    made = {name: folder / name for name in ("plain.log", "packed.log.gz", "few.log")}
    made["plain.log"].write_bytes(b"".join(lines) * 4)
    made["packed.log.gz"].write_bytes(gzip.compress(made["plain.log"].read_bytes(), 1))
    made["few.log"].write_bytes(b"".join(lines[:FEW]))
    return made


def ours(log: Path, *arguments: str) -> Any:
    command = [sys.executable, "-m", "browserbanner", "analyze", "--json", *arguments, str(log)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def loop(log: Path) -> Counter[tuple[str, int]]:
    """What comes to mind first: each line matched, each user agent parsed."""
    counts: Counter[tuple[str, int]] = Counter()
    with log.open(encoding="utf-8") as lines:
        for _, line in zip(range(LOOPED), lines, strict=False):
            found = _LINE.match(line)
            if found is not None:
                browser = user_agents.parse(found[5]).browser
                counts[browser.family, (*browser.version, 0)[0]] += 1
    return counts


@pytest.mark.benchmark(group="access log, two million lines")
@pytest.mark.parametrize("name", ["plain.log", "packed.log.gz"])
def test_analyze(name: str, logs: dict[str, Path], benchmark: BenchmarkFixture) -> None:
    report = benchmark(ours, logs[name])
    assert (report["log"]["lines"], report["log"]["malformed"]) == (LINES, 0)
    assert report["people"]["views"] > LINES / 3


def test_half_a_million_lines_a_second_plain_and_gzipped(logs: dict[str, Path]) -> None:
    plain, packed = fastest(
        lambda: ours(logs["plain.log"]), lambda: ours(logs["packed.log.gz"]), rounds=4, clock=time.perf_counter
    )
    at_least(WANTED, LINES / plain, "A combined log, plain", unit="lines a second")
    at_least(WANTED, LINES / packed, "The same log, gzipped", unit="lines a second")


def test_it_is_five_times_as_fast_as_goaccess(logs: dict[str, Path]) -> None:
    mine, theirs = ours(logs["few.log"], "--all-requests"), goaccess(logs["few.log"])
    assert theirs["general"]["valid_requests"] == mine["people"]["views"] + mine["bots"]["views"] == FEW
    # For each the same, and the whole log for us: what a process's start takes is not what is compared.
    seconds, of_goaccess = fastest(
        lambda: ours(logs["plain.log"]), lambda: goaccess(logs["few.log"]), rounds=3, clock=time.perf_counter
    )
    at_least(5, (LINES / seconds) / (FEW / of_goaccess), "A combined log, plain", "GoAccess", "times as fast")


def test_it_is_fifty_times_as_fast_as_a_loop_over_user_agents(logs: dict[str, Path]) -> None:
    assert sum(loop(logs["plain.log"]).values()) == LOOPED
    seconds, of_loop = fastest(
        lambda: ours(logs["plain.log"]), lambda: loop(logs["plain.log"]), rounds=3, clock=time.perf_counter
    )
    at_least(
        50,
        (LINES / seconds) / (LOOPED / of_loop),
        "A combined log, plain",
        "a loop over `user_agents.parse`",
        "times as fast",
    )
