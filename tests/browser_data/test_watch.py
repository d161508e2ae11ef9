"""A pack that is replaced under a running app."""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path

import pytest

from browserbanner.browsers import BrowserData, PackWatch


class Clock:
    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(pack: Path, clock: Clock) -> PackWatch:
    return PackWatch(pack, now=clock)


def replace(pack: Path, content: bytes) -> None:
    """As a refresh does: a new file in the old one's place."""
    new = pack.with_name("new")
    new.write_bytes(content)
    os.replace(new, pack)


def test_a_replaced_pack_is_taken_up_once(watch: PackWatch, clock: Clock, pack: Path, committed: bytes) -> None:
    replace(pack, committed)
    clock.time = 61
    taken = watch.replacement()
    assert isinstance(taken, BrowserData)
    clock.time = 122
    assert watch.replacement() is None


def test_the_file_is_looked_at_once_a_minute_at_most(
    watch: PackWatch, clock: Clock, pack: Path, committed: bytes
) -> None:
    replace(pack, committed)
    clock.time = 59
    assert watch.replacement() is None
    clock.time = 60
    assert watch.replacement() is not None
    replace(pack, committed)
    clock.time = 119
    assert watch.replacement() is None
    clock.time = 120
    assert watch.replacement() is not None


def test_a_pack_that_is_as_it_was_is_not_read(watch: PackWatch, clock: Clock) -> None:
    for minute in range(1, 5):
        clock.time = minute * 61
        assert watch.replacement() is None


def test_a_broken_replacement_is_logged_once_and_ignored(
    watch: PackWatch, clock: Clock, pack: Path, committed: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    replace(pack, committed[:5000])
    with caplog.at_level(logging.WARNING, "browserbanner"):
        for minute in range(1, 5):
            clock.time = minute * 61
            assert watch.replacement() is None
    assert [record.name for record in caplog.records] == ["browserbanner"]
    assert "truncated" in caplog.text
    replace(pack, committed)
    clock.time = 400
    assert watch.replacement() is not None


def test_a_pack_that_is_gone_for_a_moment_is_no_replacement(
    watch: PackWatch, clock: Clock, pack: Path, committed: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    pack.unlink()
    clock.time = 61
    assert watch.replacement() is None
    assert not caplog.records
    replace(pack, committed)
    clock.time = 122
    assert watch.replacement() is not None


def test_of_many_threads_one_takes_it_up(watch: PackWatch, clock: Clock, pack: Path, committed: bytes) -> None:
    replace(pack, committed)
    clock.time = 61
    taken: list[BrowserData | None] = []
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait()
        taken.append(watch.replacement())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(data is not None for data in taken) == 1


def test_the_packaged_data_can_be_watched(clock: Clock) -> None:
    watch = PackWatch(now=clock)
    clock.time = 61
    assert watch.replacement() is None
