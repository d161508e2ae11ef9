"""Who asks? Naming a user agent, remembering it, forgetting it: beside the usual libraries, in the same run.

Run with `make bench`. The trace is drawn from the shares of real browsers (tests/useragent/data); the bytes are made anew
for each round, as a server makes them: a known object's hash would be known too. Peers get text that is decoded already.
The bounds are the project's own; they are held against the fastest of rounds that take turns, since machines are noisy.
"""

from __future__ import annotations

import functools
import gzip
import itertools
import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import ua_parser
import user_agents
from pytest_benchmark.fixture import BenchmarkFixture
from ua_parser import Domain, PartialResult
from ua_parser.caching import S3Fifo
from ua_parser.regex import Resolver

from benchmarks.figures import at_least, at_most
from browserbanner import UserAgent
from browserbanner.useragent import Fallback, RecentCache, grammar, identify

REAL = Path(__file__).parent.parent / "tests" / "useragent" / "data" / "real.jsonl.gz"
BATCH = 4000


@pytest.fixture(scope="module")
def trace() -> list[str]:
    """What visitors send, one after another, each browser as often as it is used."""
    rows = [json.loads(line) for line in gzip.decompress(REAL.read_bytes()).splitlines()]
    strings = [row["user_agent"] for row in rows]
    return random.Random(7).choices(strings, [row["weight"] for row in rows], k=BATCH)


def fresh(strings: list[str]) -> list[bytes]:
    """The same strings as bytes that were never hashed."""
    return [bytes(bytearray(string, "latin-1")) for string in strings]


def seconds(call: Callable[[Any], object], inputs: list[Any]) -> float:
    """For one call, on average."""
    start = time.perf_counter()
    for value in inputs:
        call(value)
    return (time.perf_counter() - start) / len(inputs)


def fastest(rounds: int, *contenders: Callable[[], float]) -> list[float]:
    """Each contender's fastest round; they take turns, so that a busy machine is busy for all."""
    best = [float("inf")] * len(contenders)
    for _ in range(rounds):
        for index, contender in enumerate(contenders):
            best[index] = min(best[index], contender())
    return best


def run(benchmark: BenchmarkFixture, call: Callable[[Any], object], inputs: Callable[[], list[Any]]) -> None:
    """Show a round of ``inputs`` in pytest-benchmark's table."""

    def batch(values: list[Any]) -> None:
        for value in values:
            call(value)

    benchmark.extra_info["calls a round"] = len(inputs())
    benchmark.pedantic(batch, setup=lambda: ((inputs(),), {}), rounds=12, warmup_rounds=2)  # type: ignore[no-untyped-call]


@functools.cache
def ua_parser_regex() -> Resolver:
    """ua-parser's Rust resolver, with no cache before it."""
    return Resolver(ua_parser.load_builtins())


def user_agents_parse(string: str) -> object:
    """user-agents, its own cache of 200 emptied."""
    from ua_parser import user_agent_parser

    user_agent_parser._PARSE_CACHE.clear()
    return user_agents.parse(string)


def with_halves_forgotten(raw: bytes) -> UserAgent | None:
    """`identify`, having read neither the platform nor the products before: the worst that a string can cost."""
    for half in (grammar._platform, grammar._webkit, grammar._gecko):
        half.cache_clear()
    return identify(raw)


# -- naming a string that was never seen ---------------------------------------------------------------------------------


@pytest.mark.benchmark(group="name a user agent, never seen")
def test_cold_identify(benchmark: BenchmarkFixture, trace: list[str]) -> None:
    run(benchmark, identify, lambda: fresh(trace))


@pytest.mark.benchmark(group="name a user agent, never seen")
def test_cold_identify_with_halves_forgotten(benchmark: BenchmarkFixture, trace: list[str]) -> None:
    run(benchmark, with_halves_forgotten, lambda: fresh(trace))


@pytest.mark.benchmark(group="name a user agent, never seen")
def test_cold_ua_parser_regex_browser_only(benchmark: BenchmarkFixture, trace: list[str]) -> None:
    resolver = ua_parser_regex()
    run(benchmark, lambda string: resolver(string, Domain.USER_AGENT), lambda: trace)


@pytest.mark.benchmark(group="name a user agent, never seen")
def test_cold_user_agents(benchmark: BenchmarkFixture, trace: list[str]) -> None:
    run(benchmark, user_agents_parse, lambda: trace[:100])


def test_naming_is_3_times_as_fast_as_ua_parser_regex_and_300_times_as_fast_as_user_agents(trace: list[str]) -> None:
    resolver = ua_parser_regex()
    named = sum((agent := identify(raw)) is not None and agent.family is not None for raw in fresh(trace))
    assert named / BATCH > 0.96, "a fast answer that names nobody is worth nothing"
    ours, forgotten, theirs, slow = fastest(
        12,
        lambda: seconds(identify, fresh(trace)),
        lambda: seconds(with_halves_forgotten, fresh(trace)),
        lambda: seconds(lambda string: resolver(string, Domain.USER_AGENT), trace),
        lambda: seconds(user_agents_parse, trace[:40]),
    )
    what = "A user agent never seen, named"
    at_least(3, theirs / ours, what, "`ua-parser[regex]`, the browser alone", "times as fast")
    at_least(300, slow / ours, what, "`user_agents.parse`", "times as fast")
    what = "A user agent of which no half was seen, named"
    at_least(0.5, theirs / forgotten, what, "`ua-parser[regex]`, the browser alone", "times as fast")


# -- a string that is known ----------------------------------------------------------------------------------------------


def remembered(trace: list[str]) -> tuple[RecentCache[UserAgent], dict[bytes, UserAgent]]:
    """Both with every string of the trace that the grammar names, in the cache's hot generation."""
    cache: RecentCache[UserAgent] = RecentCache(4096)
    bare: dict[bytes, UserAgent] = {}
    for _ in range(2):
        for raw in fresh(trace):
            user_agent = identify(raw)
            if user_agent is not None and cache.get(raw) is None:
                cache.put(raw, user_agent)
                bare[raw] = user_agent
    return cache, bare


@pytest.mark.benchmark(group="a known user agent")
def test_known_recent_cache(benchmark: BenchmarkFixture, trace: list[str]) -> None:
    cache, _ = remembered(trace)
    run(benchmark, cache.get, lambda: fresh(trace))


@pytest.mark.benchmark(group="a known user agent")
def test_known_bare_dict(benchmark: BenchmarkFixture, trace: list[str]) -> None:
    _, bare = remembered(trace)
    run(benchmark, bare.get, lambda: fresh(trace))


def test_a_hit_costs_at_most_two_and_a_half_times_a_bare_dict(trace: list[str]) -> None:
    cache, bare = remembered(trace)
    assert all(cache.get(raw) == bare.get(raw) for raw in fresh(trace))
    ours, theirs = fastest(
        30,
        lambda: seconds(cache.get, fresh(trace)),
        lambda: seconds(bare.get, fresh(trace)),
    )
    at_most(2.5, ours / theirs, "The cache's answer to a known user agent", "`dict.get` on the same bytes")


# -- 95 % known, 5 % never seen ------------------------------------------------------------------------------------------


def with_strangers(trace: list[str], source: random.Random) -> list[str]:
    """The trace with one string in twenty that nobody ever sent: a new model, a new app, plain nonsense."""
    return [_stranger(source) if source.random() < 0.05 else string for string in trace]


def _stranger(source: random.Random) -> str:
    number = source.getrandbits(40)
    return source.choice(
        (
            f"Mozilla/5.0 (Linux; Android 12; M{number:X}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{number % 200}.0.{number % 9999}.{number % 199} Safari/537.36",
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 App{number:x}/1.0",
            f"Program/{number}",
        )
    )


class Whole:
    """The cache, the grammar and the fallback, wired as the engine wires them."""

    def __init__(self) -> None:
        self._cache: RecentCache[UserAgent] = RecentCache(2048)
        self._fallback = Fallback()
        self._fallback.warm_up()

    def __call__(self, raw: bytes) -> UserAgent | None:
        known = self._cache.get(raw)
        if known is None:
            known = identify(raw) or self._fallback.identify(raw)
            if known is not None:
                self._cache.put(raw, known)
        return known


_SEEDS = itertools.count(11)


def mixes(trace: list[str]) -> Iterator[list[str]]:
    """Never the same strangers twice in a run: ua-parser remembers 2,000 strings for the whole process."""
    while True:
        yield with_strangers(trace, random.Random(next(_SEEDS)))


@pytest.mark.benchmark(group="95 % known, 5 % never seen")
def test_mixed_whole(benchmark: BenchmarkFixture, trace: list[str]) -> None:
    mix = mixes(trace)
    run(benchmark, Whole(), lambda: fresh(next(mix)))


@pytest.mark.benchmark(group="95 % known, 5 % never seen")
def test_mixed_lru_cache_of_ua_parser(benchmark: BenchmarkFixture, trace: list[str]) -> None:
    mix = mixes(trace)
    run(benchmark, functools.lru_cache(2048)(ua_parser.parse_user_agent), lambda: list(next(mix)))


def test_with_strangers_among_them_it_is_as_fast_as_an_lru_cache_of_ua_parser(trace: list[str]) -> None:
    whole, theirs_cached = Whole(), functools.lru_cache(2048)(ua_parser.parse_user_agent)
    ours_mix, theirs_mix = mixes(trace), mixes(trace)
    assert whole(b"Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0") is not None
    ours, theirs = fastest(
        40,
        lambda: seconds(whole, fresh(next(ours_mix))),
        # Decoded and made anew as ours are: a server has bytes.
        lambda: seconds(theirs_cached, [raw.decode("latin-1") for raw in fresh(next(theirs_mix))]),
    )
    beside = "`lru_cache(2048)(ua_parser.parse_user_agent)`, its resolver in Rust"
    at_least(1, theirs / ours, "95 % known user agents, 5 % never seen", beside, "times as fast")


# -- what is remembered --------------------------------------------------------------------------------------------------


def s3_fifo_hits(capacity: int, strings: list[str]) -> float:
    cache = S3Fifo(capacity)
    hits = 0
    for string in strings:
        if cache[string] is not None:
            hits += 1
        else:
            cache[string] = PartialResult(Domain.USER_AGENT, None, None, None, string)
    return hits / len(strings)


def recent_cache_hits(capacity: int, strings: list[str]) -> float:
    cache: RecentCache[bool] = RecentCache(capacity)
    hits = 0
    for raw in fresh(strings):
        if cache.get(raw) is not None:
            hits += 1
        else:
            cache.put(raw, True)
    return hits / len(strings)


@pytest.mark.parametrize("capacity", [256, 1024, 2048])
def test_it_is_hit_within_a_point_of_s3_fifo_of_the_same_capacity(trace: list[str], capacity: int) -> None:
    source = random.Random(5)
    strings = with_strangers(source.choices(trace, k=100_000), source)
    ours, theirs = recent_cache_hits(capacity, strings), s3_fifo_hits(capacity, strings)
    at_most(
        1, (theirs - ours) * 100, f"The cache's hit rate, of {capacity:,}", "S3-FIFO of the same size", "points less"
    )
