"""How strict the benchmarks are with time: exactly, or with room for a noisy machine (``BENCH_SLACK=2.5 make bench``)."""

from __future__ import annotations

import os

#: Every limit on time, absolute or a ratio, is multiplied by it. Results are asserted strictly always.
SLACK = float(os.environ.get("BENCH_SLACK", "1"))
