"""RecentCache: bounded, hard to flush, safe under threads and asyncio without a lock."""

from __future__ import annotations

import asyncio
import random
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner.useragent import RecentCache


def test_what_was_put_is_got_and_what_was_not_is_none() -> None:
    cache: RecentCache[str] = RecentCache(100)
    assert cache.get(b"a") is None
    cache.put(b"a", "A")
    assert cache.get(b"a") == "A"
    cache.put(b"a", "A2")
    assert cache.get(b"b") is None


def test_falsy_values_are_values() -> None:
    cache: RecentCache[tuple[()]] = RecentCache(100)
    cache.put(b"a", ())
    assert cache.get(b"a") == ()
    assert cache.get(b"a") == ()


@given(st.integers(1, 60), st.lists(st.integers(0, 80), max_size=500))
def test_it_never_holds_more_than_its_capacity_and_never_answers_wrongly(capacity: int, keys: list[int]) -> None:
    cache: RecentCache[int] = RecentCache(capacity)
    for key in keys:
        raw = b"%d" % key
        value = cache.get(raw)
        assert value is None or value == key
        if value is None:
            cache.put(raw, key)
        assert len(cache) <= max(capacity, 3)


def test_keys_of_more_than_512_bytes_are_not_kept() -> None:
    cache: RecentCache[int] = RecentCache(100)
    cache.put(b"x" * 513, 1)
    assert len(cache) == 0
    cache.put(b"x" * 512, 1)
    assert len(cache) == 1


def test_what_is_asked_for_while_it_is_in_the_small_queue_outlives_that_queue() -> None:
    cache: RecentCache[int] = RecentCache(100)
    cache.put(b"asked for", 1)
    cache.put(b"not asked for", 1)
    assert cache.get(b"asked for") == 1
    for n in range(50):
        cache.put(b"%d" % n, n)
    assert cache.get(b"asked for") == 1
    assert cache.get(b"not asked for") is None


def test_what_comes_back_soon_after_it_left_the_small_queue_outlives_that_queue() -> None:
    cache: RecentCache[int] = RecentCache(100)
    cache.put(b"came back", 1)
    for n in range(15):
        cache.put(b"%d" % n, n)
    assert cache.get(b"came back") is None
    cache.put(b"came back", 2)
    for n in range(1000, 1050):
        cache.put(b"%d" % n, n)
    assert cache.get(b"came back") == 2


def test_a_million_keys_that_come_once_do_not_displace_those_that_come_often() -> None:
    cache: RecentCache[int] = RecentCache(2048)
    real = [b"real %d" % n for n in range(500)]
    for raw in real * 2:
        if cache.get(raw) is None:
            cache.put(raw, 1)
    for n in range(1_000_000):
        made_up = b"made up %d" % n
        if cache.get(made_up) is None:
            cache.put(made_up, 0)
    assert all(cache.get(raw) == 1 for raw in real)
    assert len(cache) <= 2048


def test_real_keys_are_hits_all_the_while_that_made_up_ones_stream_by() -> None:
    cache: RecentCache[int] = RecentCache(2048)
    real = [b"real %d" % n for n in range(500)]
    random.seed(1)
    hits = asked = 0
    for n in range(100_000):
        raw = random.choice(real) if n % 2 else b"made up %d" % n
        found = cache.get(raw) is not None
        if not found:
            cache.put(raw, n)
        if n % 2 and n > 20_000:
            asked += 1
            hits += found
    assert hits / asked > 0.999


@pytest.mark.parametrize("capacity", [3, 64, 512])
def test_eight_threads_at_once_raise_nothing_and_get_no_wrong_answer(capacity: int) -> None:
    cache: RecentCache[int] = RecentCache(capacity)
    failures: list[BaseException] = []

    def ask(seed: int) -> None:
        source = random.Random(seed)
        try:
            for _ in range(30_000):
                key = int(source.paretovariate(0.6)) % 5000
                raw = b"%d" % key
                value = cache.get(raw)
                if value is None:
                    cache.put(raw, key)
                elif value != key:
                    raise AssertionError(f"{value} for {key}")
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(cache) <= capacity + 8


def test_tasks_of_one_loop_share_it() -> None:
    cache: RecentCache[int] = RecentCache(64)

    async def ask(start: int) -> None:
        for n in range(start, start + 200):
            raw = b"%d" % (n % 50)
            value = cache.get(raw)
            assert value in (None, n % 50)
            if value is None:
                cache.put(raw, n % 50)
            await asyncio.sleep(0)

    async def main() -> None:
        await asyncio.gather(*(ask(start) for start in range(20)))

    asyncio.run(main())
    assert len(cache) <= 64
