"""How strict the benchmarks are with time: exactly, or with room for a noisy machine (``BENCH_SLACK=2.5 make bench``);
and how they take it: the fastest of rounds that take turns."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

#: Every limit on time, absolute or a ratio, is multiplied by it. Results are asserted strictly always.
SLACK = float(os.environ.get("BENCH_SLACK", "1"))


def fastest(*calls: Callable[[], object], rounds: int) -> list[float]:
    """The least seconds of each, taken by turns."""
    best = [float("inf")] * len(calls)
    for _ in range(rounds):
        for index, call in enumerate(calls):
            begun = time.perf_counter()
            call()
            best[index] = min(best[index], time.perf_counter() - begun)
    return best
