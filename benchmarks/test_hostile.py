"""Input is the enemy's: what it can cost at the most. The answers are held by tests/, here it is the time.

Run with `make bench`. There are no peers here: what is held is that no input takes more than a fixed time, the fastest
of some rounds, since machines are noisy. A backtracking trap takes from milliseconds to for ever.
"""

from __future__ import annotations

import pytest

from benchmarks.figures import at_most
from benchmarks.limits import fastest
from browserbanner import ConfigurationError
from browserbanner.browsers import BrowserData
from browserbanner.policy.browserslist import Query
from browserbanner.useragent import UNKNOWN, identify
from tests.policy.test_browserslist_grammar import HOSTILE
from tests.useragent.pieces import PIECES

_BEFORE = [
    b"", b"Mozilla/5.0 (", b"Mozilla/4.0 (compatible; MSIE 8.0; ", b"Mozilla/5.0 (Linux; Android 9; ",
    b"Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 (KHTML, like Gecko) ", b"Mozilla/5.0 (X11; Linux) Gecko/1 ",
    b"Opera/9.80 (", b"Mozilla/5.0 (Windows NT 6.1; Trident/7.0; ",
]  # fmt: skip
_AFTER = (b"", b")", b") AppleWebKit/537.36 (KHTML, like Gecko) x", b") like Gecko")


@pytest.mark.parametrize("size", [513, 8_192, 65_536, 1_000_000])
def test_a_user_agent_beyond_the_limit_takes_at_most_50_microseconds_whatever_its_length(size: int) -> None:
    for raw in (b"x" * size, b"Mozilla/5.0 (" + b"; " * (size // 2), b"(" * size):
        assert identify(raw) is UNKNOWN
        (seconds,) = fastest(lambda raw=raw: identify(raw), rounds=8)  # type: ignore[misc]
        at_most(50, seconds * 1e6, "A user agent of up to 1 MB, refused", unit="µs")


@pytest.mark.parametrize("before", _BEFORE)
def test_a_user_agent_of_one_piece_again_and_again_takes_at_most_400_microseconds(before: bytes) -> None:
    for piece in PIECES:
        for end in _AFTER:
            long = before + piece * ((512 - len(before) - len(end)) // len(piece)) + end
            assert len(long) <= 512
            (seconds,) = fastest(lambda raw=long: identify(raw), rounds=8)  # type: ignore[misc]
            at_most(400, seconds * 1e6, "The worst user agent within the limit of 512 bytes", unit="µs")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_of_200_kilobytes_is_refused_in_2_seconds(text: str) -> None:
    def ask() -> None:
        with pytest.raises(ConfigurationError):
            Query(text, data)

    data = BrowserData.load()
    (seconds,) = fastest(ask, rounds=1)
    at_most(2, seconds, "The worst query of 200 KB in the options, refused", unit="s")
