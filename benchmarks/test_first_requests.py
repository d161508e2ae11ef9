"""The first request of each kind in a fresh process: for how long does it hold up everybody else's?

Run with `make bench`. uvicorn with FastAPI, after one request without a user agent, which builds FastAPI's own things. What
some of these requests need is loaded before the first of them where the server has a lifespan, and else in a thread; what
cannot be done in either is the fallback's resolver, which holds Python's lock for as long as it is built.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from benchmarks.figures import at_most
from tests.server_process import ROOT, Server
from tests.visitors import BANNER, CURRENT, IE, IRON_37

#: What corroborates a name that only the fallback gave.
PERSON = {"Accept-Language": "uk,en;q=0.8", "Accept-Encoding": "gzip, deflate"}
HTML = "text/html,application/xhtml+xml,*/*;q=0.8"
PROCESSES = 3  # of which the quickest counts: a first time cannot be repeated in the same one


class Kind(NamedTuple):
    what: str
    user_agent: str
    path: str = "/"
    accept: str = HTML
    has_banner: bool = False
    by_fallback: bool = False


KINDS = (
    Kind("a current browser's", CURRENT),
    Kind("an unknown product's, for JSON", f"{CURRENT} Foo/1.0", "/data", "application/json", by_fallback=True),
    Kind("Internet Explorer 11's", IE, has_banner=True),
    Kind("an outdated browser's that only the fallback names", IRON_37, has_banner=True, by_fallback=True),
)


def longest(kind: Kind, lifespan: str) -> float:
    """Seconds that the event loop stood still for a fresh process's first request of this kind."""
    command = [
        "-m",
        "uvicorn",
        "--port={port}",
        "--log-level=error",
        f"--lifespan={lifespan}",
        "benchmarks.watched:app",
    ]
    with Server(*command, folder=ROOT) as server:
        server.request("/longest")
        reply = server.request(kind.path, {**PERSON, "User-Agent": kind.user_agent, "Accept": kind.accept})
        held_up = float(server.request("/longest").body)
    assert (reply.status, BANNER in reply.body) == (200, kind.has_banner)
    return held_up


@pytest.mark.parametrize("lifespan", ["on", "off"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.what)
def test_a_first_request_holds_up_nobody_for_more_than_15_ms(kind: Kind, lifespan: str) -> None:
    limit = 130 if kind.by_fallback and lifespan == "off" else 15
    what = f"The longest hold-up by the first request of a process: {kind.what}"
    beside = "with a lifespan" if lifespan == "on" else "without a lifespan"
    at_most(limit, min(longest(kind, lifespan) for _ in range(PROCESSES)) * 1e3, what, beside, "ms")
