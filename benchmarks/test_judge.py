"""Judging: the whole way from a user agent's bytes to a verdict, cold and cached, beside the usual library.

Run with `make bench`; a round is BATCH calls. Each group has its peers in the same run; the results are asserted, since a fast wrong answer is
worth nothing. Machines are noisy: compare within a group only.
"""

from __future__ import annotations

import functools
import itertools
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
import user_agents
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.figures import at_most
from browserbanner import BrowserBanner
from browserbanner.policy import Policy
from browserbanner.useragent import identify

# Old and current, desktop and phone, on each of the engines: what a site sees, not what is easy.
OUTDATED = (
    "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
    "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:78.0) Gecko/20100101 Firefox/78.0",
)
CURRENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36",
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 "
        "Mobile/15E148 Safari/604.1"
    ),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 "
        "Edg/156.0.0.0"
    ),
)
EXPECTED = dict.fromkeys(OUTDATED, True) | dict.fromkeys(CURRENT, False)


BATCH = 450


def fresh() -> list[bytes]:
    """The strings in turn, their bytes made anew, as a server does: a known object's hash would be known too."""
    return [bytes(bytearray(text, "ascii")) for text in itertools.islice(itertools.cycle(EXPECTED), BATCH)]


def run(
    benchmark: BenchmarkFixture, judge: Callable[[bytes], Any], is_outdated: Callable[[Any], bool] | None = None
) -> None:
    """Time a batch a round (one call is below the timer's grain), after asserting the answers where there are any."""
    if is_outdated is not None:
        assert {text: is_outdated(judge(text.encode())) for text in EXPECTED} == EXPECTED

    def batch(raws: list[bytes]) -> None:
        for raw in raws:
            judge(raw)

    benchmark.extra_info["calls a round"] = BATCH
    benchmark.pedantic(batch, setup=lambda: ((fresh(),), {}), rounds=40, warmup_rounds=2)  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def bb() -> BrowserBanner:
    return BrowserBanner()


@pytest.mark.benchmark(group="judge, never seen")
def test_cold_browserbanner(benchmark: BenchmarkFixture, bb: BrowserBanner) -> None:
    def judge(raw: bytes) -> Any:
        bb._verdicts.clear()
        return bb.judge(raw)  # what a cache miss costs, the cache's own share included

    run(benchmark, judge, lambda verdict: verdict.outdated)


@pytest.mark.benchmark(group="judge, never seen")
def test_cold_user_agents(benchmark: BenchmarkFixture) -> None:
    from ua_parser import user_agent_parser

    def judge(raw: bytes) -> Any:
        user_agent_parser._PARSE_CACHE.clear()
        return user_agents.parse(raw.decode("latin-1"))

    run(benchmark, judge)


@pytest.mark.benchmark(group="judge, known")
def test_cached_browserbanner(benchmark: BenchmarkFixture, bb: BrowserBanner) -> None:
    run(benchmark, bb.judge, lambda verdict: verdict.outdated)


@pytest.mark.benchmark(group="judge, known")
def test_cached_user_agents(benchmark: BenchmarkFixture) -> None:
    run(benchmark, lambda raw: user_agents.parse(raw.decode("latin-1")))


@pytest.mark.benchmark(group="judge, known")
def test_cached_user_agents_behind_lru_cache(benchmark: BenchmarkFixture) -> None:
    parse = functools.lru_cache(2048)(user_agents.parse)
    run(benchmark, lambda raw: parse(raw.decode("latin-1")))


@pytest.mark.benchmark(group="judge, known")
def test_cached_a_bare_dict(benchmark: BenchmarkFixture, bb: BrowserBanner) -> None:
    known = {text.encode(): bb.judge(text) for text in EXPECTED}
    run(benchmark, known.get, lambda verdict: verdict.outdated)


def _seconds(judge: Callable[[Any], Any], raws: list[Any]) -> float:
    start = time.perf_counter()
    for raw in raws:
        judge(raw)
    return time.perf_counter() - start


def test_judging_known_bytes_takes_within_2_5_times_a_bare_dict(bb: BrowserBanner) -> None:
    known = {text.encode(): bb.judge(text) for text in EXPECTED}
    rounds = [(_seconds(bb.judge, fresh()), _seconds(known.get, fresh())) for _ in range(200)]
    ours, theirs = (min(column) for column in zip(*rounds, strict=True))
    at_most(2.5, ours / theirs, "`judge` on bytes that are known", "`dict.get` on the same bytes")


# What a worker pays before the first outdated visitor, over a bare interpreter.
_BARE = (
    "import time; print(time.process_time(), *(l.split()[1] for l in open('/proc/self/status') if l[:6] == 'VmHWM:'))"
)
_OURS = "import browserbanner.{}; browserbanner.BrowserBanner().judge({!r}); " + _BARE


def _start(script: str) -> tuple[float, float]:
    """Seconds of CPU and MiB of memory of a fresh process: the least of some."""
    script = f"import sys; sys.path[:] = {sys.path!r}; {script}"
    runs = [
        subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True).stdout
        for _ in range(10)
    ]
    seconds, kib = zip(*(map(float, run.split()) for run in runs), strict=True)
    return min(seconds), min(kib) / 1024


@pytest.mark.parametrize("adapter", ["asgi", "wsgi"])
def test_the_hot_path_is_imported_and_made_in_30_ms_and_8_mib(adapter: str) -> None:
    bare_seconds, bare_mib = _start(_BARE)
    seconds, mib = _start(_OURS.format(adapter, CURRENT[0]))
    what = f"Import of `browserbanner.{adapter}`, a `BrowserBanner()` made, a current visitor judged"
    at_most(30, (seconds - bare_seconds) * 1e3, what, "over a bare interpreter", "ms")
    at_most(8, mib - bare_mib, f"{what}: memory", "over a bare interpreter", "MiB")


def test_a_policy_is_made_in_20_ms_and_judges_what_is_named_in_a_microsecond(bb: BrowserBanner) -> None:
    begun = time.perf_counter()
    policy = Policy("last 2 years, > 0.5% in UA, not dead", data=bb.data)
    made = time.perf_counter() - begun
    firefox_esr = "Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0"
    named = [ua for text in (*EXPECTED, firefox_esr) if (ua := identify(text.encode())) is not None]
    assert len(named) == len(EXPECTED) + 1
    fastest = min(_seconds(policy.judge, named * 100) for _ in range(50)) / len(named) / 100
    at_most(20, made * 1e3, "A policy, made", unit="ms")
    at_most(1, fastest * 1e6, "A policy's judgement on a named browser", unit="µs")
