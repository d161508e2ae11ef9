"""What the browser data costs: before the first outdated visitor, and as a whole.

Limits (milliseconds, the best of many rounds, since machines are noisy): minimum versions and dates 10, all of the pack 30; 6 MiB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

import browserbanner
from benchmarks.figures import at_most
from browserbanner.browsers import BrowserData

FAMILIES = ("chrome", "edge", "firefox", "safari", "safari-ios", "opera", "samsung")


def minimums() -> dict[str, tuple[int, ...]]:
    """What a policy and the first outdated visitor need."""
    data = BrowserData.load()
    for family in FAMILIES:
        assert data.newest(family) is not None
    return data.baseline_widely_available()


def everything() -> int:
    """Every figure in the pack, parsed once; the number of regions."""
    data = BrowserData.load()
    for family in FAMILIES:
        data.releases(family)
        data.chromium_bases(family)
    data.baseline_widely_available()
    data.agents()
    for region in (None, *data.regions):
        data.usage(region)
    return len(data.regions)


@pytest.mark.benchmark(group="browser data")
def test_minimums_and_dates(benchmark: Any) -> None:
    assert benchmark(minimums)["chrome"] >= (100,)
    at_most(10, benchmark.stats.stats.min * 1e3, "Browser data: minimum versions and dates", unit="ms")


@pytest.mark.benchmark(group="browser data")
def test_the_whole_pack(benchmark: Any) -> None:
    assert benchmark(everything) >= 200
    at_most(30, benchmark.stats.stats.min * 1e3, "Browser data: the whole pack", unit="ms")


@pytest.mark.benchmark(group="browser data")
def test_shares_of_a_country(benchmark: Any) -> None:
    data = BrowserData.load()
    assert benchmark(data.shares, "UA", "desktop").percent["chrome"] > 20


@pytest.mark.benchmark(group="browser data")
def test_what_a_system_can_install(benchmark: Any) -> None:
    data = BrowserData.load()
    assert benchmark(data.last_for, "windows", (6, 1))["chrome"].version == (109,)


def test_the_whole_pack_fits_in_six_mebibytes() -> None:
    everything()
    tracemalloc.start()
    try:
        everything()
        at_most(6, tracemalloc.get_traced_memory()[1] / 1024**2, "Browser data: the whole pack, in memory", unit="MiB")
    finally:
        tracemalloc.stop()


_IMPORT = """
import collections, json, os, re, sys, threading, time, types, typing
package = types.ModuleType("browserbanner")
package.__path__ = [sys.argv[1]]
sys.modules["browserbanner"] = package  # this room alone: the others are measured elsewhere
begun = time.perf_counter()
from browserbanner.browsers import BrowserData
data = BrowserData.load()
data.newest("chrome"), data.baseline_widely_available()
print(time.perf_counter() - begun)
"""


def test_minimums_and_dates_with_the_import(tmp_path: Path) -> None:
    folder = os.path.dirname(browserbanner.__file__)
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-c", _IMPORT, folder]
    seconds = [
        float(subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout)
        for _ in range(15)
    ]
    at_most(10, min(seconds) * 1e3, "Browser data: minimum versions and dates, with the import", unit="ms")
