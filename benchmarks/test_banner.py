"""The banner: what an outdated visitor waits for. Results are asserted, since a fast wrong banner is worth nothing.

Run with `make bench`. What a whole page takes is in test_middleware.py.
"""

from __future__ import annotations

import itertools

import pytest

from benchmarks.figures import at_most
from benchmarks.limits import fastest_call
from browserbanner import Banner, BrowserBanner
from tests.visitors import IE, IE_ON_WINDOWS_10

#: With cards of browsers that can be installed, and without any.
KINDS = {"cards": IE_ON_WINDOWS_10, "a notice": IE}


def banner(bb: BrowserBanner, user_agent: str, number: int) -> Banner:
    headers = {"User-Agent": user_agent, "Accept": "text/html, */*", "Accept-Language": "uk"}
    made = bb.banner_for(headers, path=f"/hromada/mist/{number}", nonce=f"kq3Zv1mX{number:08d}")
    assert made is not None
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_a_banner_of_a_kind_that_was_shown_before(kind: str) -> None:
    bb, numbers = BrowserBanner(), itertools.count()
    assert b'nonce="kq3Zv1mX00000007"' in banner(bb, KINDS[kind], 7).html
    (seconds,) = fastest_call(
        lambda: (lambda number: banner(bb, KINDS[kind], number), list(itertools.islice(numbers, 20))), rounds=200
    )
    at_most(50, seconds * 1e6, "A banner of a kind that was shown before, judged, negotiated and filled", unit="µs")


@pytest.mark.parametrize("kind", KINDS)
def test_a_banner_of_a_new_kind(kind: str) -> None:
    def engine() -> BrowserBanner:
        made = BrowserBanner()
        made.warm_up()
        return made

    (seconds,) = fastest_call(lambda: (lambda bb: banner(bb, KINDS[kind], 1), [engine()]), rounds=25)
    at_most(10, seconds * 1e3, "A process's first banner in a language, after its start", unit="ms")
