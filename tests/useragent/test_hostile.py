"""Input is the enemy's: any bytes, any length, in any number. Nothing is raised, nothing blocks, nothing grows."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner import UserAgent
from browserbanner.useragent import UNKNOWN, explain, identify
from tests.laws import tried
from tests.useragent.pieces import PIECES


@tried(3)
@given(st.binary(max_size=700))
def test_any_bytes_give_an_answer(raw: bytes) -> None:
    _check(raw)


@tried(3)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=6)), max_size=24).map(b"".join))
def test_pieces_of_user_agents_in_any_order_give_an_answer(raw: bytes) -> None:
    _check(raw)


@given(st.data())
def test_real_user_agents_that_were_tampered_with_give_an_answer(
    real: list[tuple[bytes, float]], data: st.DataObject
) -> None:
    raw = bytearray(data.draw(st.sampled_from(real))[0])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 8))] = data.draw(
            st.one_of(st.binary(max_size=8), st.sampled_from(PIECES))
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


@given(st.binary(max_size=600))
def test_any_bytes_can_be_explained(raw: bytes) -> None:
    assert all(isinstance(step, str) for step in explain(raw))


@pytest.mark.parametrize("size", [513, 8_192, 65_536, 1_000_000])
def test_beyond_the_limit_nothing_is_looked_at(size: int) -> None:
    for raw in (b"x" * size, b"Mozilla/5.0 (" + b"; " * (size // 2), b"(" * size):
        assert identify(raw) is UNKNOWN


def test_sixty_thousand_made_up_user_agents_cost_little_memory_and_no_real_visitors_hit() -> None:
    script = textwrap.dedent("""
        import os, sys, time
        from browserbanner.useragent import Fallback, RecentCache, identify

        def resident():
            with open("/proc/self/statm") as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

        cache, fallback = RecentCache(2048), Fallback()
        fallback.warm_up()
        def ask(raw):
            known = cache.get(raw)
            if known is not None:
                return True
            user_agent = identify(raw)
            if user_agent is None:
                user_agent = fallback.identify(raw, budgeted=True)
            if user_agent is not None:
                cache.put(raw, user_agent)
            return False

        shape = b"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.3112.113 Safari/537.36"
        real = [shape % n for n in range(30, 160)]
        for raw in real * 3:
            ask(raw)
        before, slowest = resident(), 0.0
        for n in range(60_000):
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
