"""Input is the enemy's: what it can cost at the most. The answers are held by tests/, here it is the time.

Run with `make bench`. There are no peers here: what is held is that no input takes more than a fixed time, the fastest
of some rounds, since machines are noisy. A backtracking trap takes from milliseconds to for ever.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from benchmarks.limits import SLACK
from browserbanner.browsers import BrowserData
from browserbanner.errors import ConfigurationError
from browserbanner.policy.browserslist import parse
from browserbanner.useragent import UNKNOWN, identify
from tests.policy.test_browserslist_grammar import HOSTILE
from tests.useragent.pieces import PIECES

_BEFORE = [
    b"", b"Mozilla/5.0 (", b"Mozilla/4.0 (compatible; MSIE 8.0; ", b"Mozilla/5.0 (Linux; Android 9; ",
    b"Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 (KHTML, like Gecko) ", b"Mozilla/5.0 (X11; Linux) Gecko/1 ",
    b"Opera/9.80 (", b"Mozilla/5.0 (Windows NT 6.1; Trident/7.0; ",
]  # fmt: skip
_AFTER = (b"", b")", b") AppleWebKit/537.36 (KHTML, like Gecko) x", b") like Gecko")


def _fastest(call: Callable[[], object], rounds: int = 8) -> float:
    """Seconds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best


@pytest.mark.parametrize("size", [513, 8_192, 65_536, 1_000_000])
def test_a_user_agent_beyond_the_limit_takes_at_most_50_microseconds_whatever_its_length(size: int) -> None:
    for raw in (b"x" * size, b"Mozilla/5.0 (" + b"; " * (size // 2), b"(" * size):
        assert identify(raw) is UNKNOWN
        assert _fastest(lambda raw=raw: identify(raw)) < 50e-6 * SLACK  # type: ignore[misc]


@pytest.mark.parametrize("before", _BEFORE)
def test_a_user_agent_of_one_piece_again_and_again_takes_at_most_400_microseconds(before: bytes) -> None:
    for piece in PIECES:
        for end in _AFTER:
            long = before + piece * ((512 - len(before) - len(end)) // len(piece)) + end
            assert len(long) <= 512
            assert _fastest(lambda raw=long: identify(raw)) < 400e-6 * SLACK, piece  # type: ignore[misc]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_of_200_kilobytes_is_refused_in_2_seconds(text: str) -> None:
    def ask() -> None:
        with pytest.raises(ConfigurationError):
            parse(text).select(data)

    data = BrowserData.load()
    assert _fastest(ask, rounds=1) < 2 * SLACK
