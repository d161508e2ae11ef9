"""Input is the enemy's: any bytes, any length, in any number. Nothing is raised, nothing blocks, nothing grows."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from browserbanner.useragent import UNKNOWN, UserAgent, explain, identify

_PIECES = [
    b"Mozilla/5.0 (", b"Mozilla/4.0 (compatible; MSIE 8.0; ", b"Windows NT 6.1", b"; ", b";", b"(", b")", b") ", b" ", b"Linux; Android 9",
    b"iPhone; CPU iPhone OS 18_7 like Mac OS X", b"Macintosh; Intel Mac OS X 10_15_7", b"X11; Linux x86_64", b"; wv", b"; rv:109.0",
    b") AppleWebKit/537.36 (KHTML, like Gecko) ", b") AppleWebKit/605.1.15 (KHTML, like Gecko) ", b") Gecko/20100101 ", b"Chrome/60.0.3112.113",
    b"Version/4.0 ", b" Mobile", b" Safari/537.36", b" Edg/1.2", b"Firefox/60.0", b"Opera/9.80 (", b" Presto/2.12.388 Version/12.18", b"Trident/7.0",
    b"rv:11.0) like Gecko", b".NET CLR 2.0", b" [FBAN/FBIOS;", b" Instagram 1.0", b"bot", b"\x00", b"\xff", b"9" * 20, b"1.", b"a/1 ", b"en-US",
]  # fmt: skip


@settings(max_examples=1000, deadline=None)
@given(st.binary(max_size=700))
def test_any_bytes_give_an_answer(raw: bytes) -> None:
    _check(raw)


@settings(max_examples=2000, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(_PIECES), st.binary(max_size=6)), max_size=24).map(b"".join))
def test_pieces_of_user_agents_in_any_order_give_an_answer(raw: bytes) -> None:
    _check(raw)


@settings(max_examples=500, deadline=None)
@given(st.data())
def test_real_user_agents_that_were_tampered_with_give_an_answer(
    real: list[tuple[bytes, float]], data: st.DataObject
) -> None:
    raw = bytearray(data.draw(st.sampled_from(real))[0])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 8))] = data.draw(
            st.one_of(st.binary(max_size=8), st.sampled_from(_PIECES))
        )
    _check(bytes(raw))


def _check(raw: bytes) -> None:
    user_agent = identify(raw)
    assert user_agent is None or isinstance(user_agent, UserAgent)
    if len(raw) > 512:
        assert user_agent is UNKNOWN
    if user_agent is not None:
        for version in (user_agent.version, user_agent.engine_version, user_agent.os_version):
            assert all(type(part) is int and 0 <= part <= 9999 for part in version)
        assert user_agent.form in ("desktop", "phone", "tablet", "other")
        assert user_agent.kind in ("browser", "webview", "bot", "unknown")
        assert user_agent.engine != "blink" or user_agent.engine_version
        hash(user_agent)
    assert identify(raw) == user_agent  # what was remembered meanwhile changes nothing


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_can_be_explained(raw: bytes) -> None:
    assert all(isinstance(step, str) for step in explain(raw))


@pytest.mark.parametrize("size", [513, 8_192, 65_536, 1_000_000])
def test_beyond_the_limit_the_answer_takes_at_most_50_microseconds_whatever_the_length(size: int) -> None:
    for raw in (b"x" * size, b"Mozilla/5.0 (" + b"; " * (size // 2), b"(" * size):
        assert _fastest(lambda raw=raw: identify(raw)) < 50e-6  # type: ignore[misc]
        assert identify(raw) is UNKNOWN


@pytest.mark.parametrize("piece", _PIECES)
@pytest.mark.parametrize("before", [b"", b"Mozilla/5.0 (", b"Mozilla/4.0 (compatible; MSIE 8.0; ", b"Mozilla/5.0 (Linux; Android 9; ", b"Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 (KHTML, like Gecko) ", b"Mozilla/5.0 (X11; Linux) Gecko/1 ", b"Opera/9.80 (", b"Mozilla/5.0 (Windows NT 6.1; Trident/7.0; "])  # fmt: skip
def test_below_the_limit_no_repetition_is_a_trap(before: bytes, piece: bytes) -> None:
    for end in (b"", b")", b") AppleWebKit/537.36 (KHTML, like Gecko) x", b") like Gecko"):
        long = before + piece * ((512 - len(before) - len(end)) // len(piece)) + end
        # A backtracking trap takes from milliseconds to for ever.
        assert _fastest(lambda raw=long: identify(raw)) < 400e-6  # type: ignore[misc]


def _fastest(call: Callable[[], object]) -> float:
    best = 1.0
    for _ in range(8):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best


def test_a_million_made_up_user_agents_cost_little_memory_and_no_real_visitors_hit() -> None:
    script = textwrap.dedent("""
        import os, sys, time
        from browserbanner.useragent import Fallback, RecentCache, identify

        def resident():
            with open("/proc/self/statm") as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

        cache, fallback = RecentCache(2048), Fallback(20)
        fallback.warm_up()
        def ask(raw):
            known = cache.get(raw)
            if known is not None:
                return True
            user_agent = identify(raw)
            if user_agent is None:
                user_agent = fallback.identify(raw)
            if user_agent is not None:
                cache.put(raw, user_agent)
            return False

        shape = b"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.3112.113 Safari/537.36"
        real = [shape % n for n in range(30, 160)]
        for raw in real * 3:
            ask(raw)
        before, slowest = resident(), 0.0
        for n in range(1_000_000):
            if n % 4 == 0:    # mainstream, of a made-up version and model
                raw = b"Mozilla/5.0 (Linux; Android 9; M%d) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.%d.0 Mobile Safari/537.36" % (n, n % 9999, n // 100)
            elif n % 4 == 1:  # for the fallback
                raw = b"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36 Made/%d" % n
            else:
                raw = b"%d" % n + b"x" * 300
            start = time.perf_counter()
            ask(raw)
            slowest = max(slowest, time.perf_counter() - start)
        grown = resident() - before
        assert grown < 8 * 2**20, f"{grown / 2**20:.1f} MiB more"
        assert all(ask(raw) for raw in real), "the real ones were forgotten"
        print(f"{grown / 2**20:.1f} MiB more, slowest {slowest * 1e3:.1f} ms")
    """)
    subprocess.run([sys.executable, "-c", script], check=True, stdout=subprocess.DEVNULL)


def test_the_fallbacks_budget_holds_under_a_flood() -> None:
    script = textwrap.dedent("""
        import time
        from browserbanner.useragent import Fallback
        fallback = Fallback(20)
        fallback.warm_up()
        shape = b"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36 Made/%d"
        start, answered, n = time.perf_counter(), 0, 0
        while time.perf_counter() - start < 1.0:
            answered += fallback.identify(shape % n) is not None
            n += 1
        assert 20 <= answered <= 41, answered
        assert n > 5_000, n
    """)
    subprocess.run([sys.executable, "-c", script], check=True)


def test_eight_threads_that_identify_at_once_get_the_answers_that_one_gets(real: list[tuple[bytes, float]]) -> None:
    strings = [raw for raw, _ in real] + [
        b"Mozilla/5.0 (Linux; Android 9; M%d) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36"
        % (n, n % 999)
        for n in range(3000)
    ]
    expected = [identify(raw) for raw in strings]
    answers: list[list[UserAgent | None]] = []
    threads = [threading.Thread(target=lambda: answers.append([identify(raw) for raw in strings])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 8
