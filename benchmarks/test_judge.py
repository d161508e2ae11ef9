"""Judging: from a user agent's bytes to a verdict, beside the usual libraries in the same run; and what the start costs.

Run with `make bench`. Each row says what was known before. Ours get new bytes objects in each round, as a server
makes them: a known object's hash would be known too. Peers get text that is decoded already.
"""

from __future__ import annotations

import functools
import itertools
import random
import subprocess
import sys
from collections.abc import Callable

import pytest
import ua_parser
import user_agents
from ua_parser import Domain, PartialResult, user_agent_parser
from ua_parser.caching import S3Fifo
from ua_parser.regex import Resolver

from benchmarks.figures import at_least, at_most
from benchmarks.limits import fastest_call
from benchmarks.traffic import fresh, real, trace, with_strangers
from browserbanner import BrowserBanner
from browserbanner.useragent import RecentCache, identify
from tests.visitors import CHROME_60, CHROME_156, CURRENT, FIREFOX_140_ON_LINUX, IE

PEER = "`ua-parser[regex]`, the browser alone"


@pytest.fixture(scope="module")
def bb() -> BrowserBanner:
    made = BrowserBanner()
    made.warm_up()
    return made


# -- a string that was never seen ----------------------------------------------------------------------------------------


@functools.cache
def ua_parser_regex() -> Resolver:
    """ua-parser's Rust resolver, with no cache before it."""
    return Resolver(ua_parser.load_builtins())


def user_agents_parse(string: str) -> object:
    """user-agents, its own cache of 200 emptied."""
    user_agent_parser._PARSE_CACHE.clear()
    return user_agents.parse(string)


@functools.cache
def _halves() -> list[Callable[[], None]]:
    """What empties each cache of the grammar's: the platform's, WebKit's and Gecko's."""
    grammar = sys.modules[identify.__module__]
    caches = [value for value in vars(grammar).values() if hasattr(value, "cache_clear")]
    assert len(caches) == 3
    return [cache.cache_clear for cache in caches]


def with_nothing_known(raw: bytes) -> object:
    """`identify`, where neither the platform nor the products were read before: the worst that a string can cost."""
    for empty in _halves():
        empty()
    return identify(raw)


def test_a_string_never_seen_is_named() -> None:
    resolver = ua_parser_regex()
    named = sum((agent := identify(raw)) is not None and agent.family is not None for raw in fresh(trace()))
    assert named / len(trace()) > 0.96, "a fast answer that names nobody is worth nothing"
    some = trace()[:400]  # a round has to be short to be undisturbed
    ours, forgotten, theirs, slow = fastest_call(
        lambda: (identify, fresh(some)),
        lambda: (with_nothing_known, fresh(some)),
        lambda: (lambda string: resolver(string, Domain.USER_AGENT), some),
        lambda: (user_agents_parse, some[:20]),
        rounds=50,
    )
    what = "A user agent never seen, halves known: named"
    at_least(3, theirs / ours, what, PEER, "times as fast")
    at_least(300, slow / ours, what, "`user_agents.parse`", "times as fast")
    at_least(0.5, theirs / forgotten, "A user agent never seen, nothing known: named", PEER, "times as fast")


def test_a_string_never_seen_is_judged() -> None:
    """By an engine that has judged others."""
    resolver, some, others = ua_parser_regex(), real()[::4], real()[1::4]

    def ours() -> tuple[Callable[[bytes], object], list[bytes]]:
        bb = BrowserBanner()
        for raw in fresh(others):
            bb.judge(raw)
        return bb.judge, fresh(some)

    seconds, theirs = fastest_call(ours, lambda: (lambda string: resolver(string, Domain.USER_AGENT), some), rounds=30)
    what = "A user agent never seen, halves known: judged whole (named, held against the policy, remembered)"
    at_least(1.5, theirs / seconds, what, PEER, "times as fast")


# -- a string that is known ----------------------------------------------------------------------------------------------

EXPECTED = {
    IE: "outdated",
    CHROME_60: "outdated",
    CURRENT: "current",
    CHROME_156: "current",
    FIREFOX_140_ON_LINUX: "current",
}


def test_a_known_string(bb: BrowserBanner) -> None:
    assert {text: bb.judge(text.encode()).status for text in EXPECTED} == EXPECTED
    known = {text.encode(): bb.judge(text) for text in EXPECTED}
    visits = list(itertools.islice(itertools.cycle(EXPECTED), 450))
    ours, theirs = fastest_call(lambda: (bb.judge, fresh(visits)), lambda: (known.get, fresh(visits)), rounds=200)
    at_most(3.5, ours / theirs, "A known user agent: judged", "`dict.get` on the same bytes")


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


@pytest.mark.parametrize("capacity", [256, 2048])
def test_it_is_hit_within_a_point_of_s3_fifo_of_the_same_capacity(capacity: int) -> None:
    source = random.Random(5)
    strings = with_strangers(source.choices(trace(), k=100_000), source)
    ours, theirs = recent_cache_hits(capacity, strings), s3_fifo_hits(capacity, strings)
    at_most(
        1, (theirs - ours) * 100, f"The cache's hit rate, of {capacity:,}", "S3-FIFO of the same size", "points less"
    )


# -- the start -----------------------------------------------------------------------------------------------------------

_USED = (
    "import time; print(time.process_time(), *(l.split()[1] for l in open('/proc/self/status') if l[:6] == 'VmHWM:'))"
)
_STARLETTE = "import starlette.applications, starlette.responses, starlette.routing; "
_OURS = "import browserbanner.asgi; browserbanner.BrowserBanner().judge({!r}); "


def _start(script: str) -> tuple[float, float]:
    """Seconds of CPU and MiB of memory of a fresh process: the least of some."""
    script = f"import sys; sys.path[:] = {sys.path!r}; {script}"
    runs = [
        subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True).stdout
        for _ in range(10)
    ]
    seconds, kib = zip(*(map(float, run.split()) for run in runs), strict=True)
    return min(seconds), min(kib) / 1024


def test_the_start() -> None:
    app_seconds, app_mib = _start(_STARLETTE + _USED)
    seconds, mib = _start(_STARLETTE + _OURS.format(CURRENT) + _USED)
    what = "The start: `browserbanner.asgi` imported, a `BrowserBanner()` made, a current visitor judged"
    at_most(50, (seconds - app_seconds) * 1e3, what, "over an imported Starlette", "ms")
    at_most(16, mib - app_mib, f"{what}: memory", "over an imported Starlette", "MiB")
