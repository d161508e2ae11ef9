"""What the browser data costs, as a whole; what of it a start needs is part of the start (test_judge.py)."""

from __future__ import annotations

import tracemalloc

from benchmarks.figures import at_most
from benchmarks.limits import fastest
from browserbanner.browsers import BrowserData

FAMILIES = ("chrome", "edge", "firefox", "safari", "safari-ios", "opera", "samsung")


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


def test_the_whole_pack_takes_30_ms_and_6_mebibytes() -> None:
    assert everything() >= 200
    (seconds,) = fastest(everything, rounds=20)
    at_most(30, seconds * 1e3, "Browser data: the whole pack", unit="ms")
    tracemalloc.start()
    try:
        everything()
        at_most(6, tracemalloc.get_traced_memory()[1] / 1024**2, "Browser data: the whole pack, in memory", unit="MiB")
    finally:
        tracemalloc.stop()
