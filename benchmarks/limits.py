"""How strict the benchmarks are with time: exactly, or with room for a noisy machine (``BENCH_SLACK=2.5 make bench``);
and how they take it: the fastest of rounds that take turns, in the thread's own time on a processor."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

#: Every limit on time, absolute or a ratio, is multiplied by it. Results are asserted strictly always.
SLACK = float(os.environ.get("BENCH_SLACK", "1"))

#: Makes, outside of the clock, what a round calls, and with what, one after another.
Contender: TypeAlias = Callable[[], tuple[Callable[[Any], object], Sequence[Any]]]


def fastest(*calls: Callable[[], object], rounds: int, clock: Callable[[], float] = time.thread_time) -> list[float]:
    """The least seconds of each, taken by turns. ``clock``: for what waits for other processes, ``time.perf_counter``."""
    contenders = [_contender(call) for call in calls]
    return fastest_call(*contenders, rounds=rounds, clock=clock)


def _contender(call: Callable[[], object]) -> Contender:
    return lambda: (lambda _: call(), (None,))


def fastest_call(*contenders: Contender, rounds: int, clock: Callable[[], float] = time.thread_time) -> list[float]:
    """The least seconds that one call took on average in a round of each. A short round is the likelier to be
    undisturbed."""
    best = [float("inf")] * len(contenders)
    for _ in range(rounds):
        for index, contender in enumerate(contenders):
            call, inputs = contender()
            begun = clock()
            for value in inputs:
                call(value)
            best[index] = min(best[index], (clock() - begun) / len(inputs))
    return best
