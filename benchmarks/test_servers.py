"""Requests a second of a whole server under load, with the middleware and without, for current visitors.

Run with `make bench`. wrk makes the load; where it is not installed (`python -m tests.servers.install wrk`) this is left
out, but in CI it fails. A second is one of the server's own, on its processor, which it fills under load: what else the
machine does takes from the clock's seconds, now from the one server and now from the other.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.figures import at_least
from benchmarks.requests import FIELDS
from tests.server_process import ROOT, Server
from tests.servers.install import find
from tests.servers.servers import SERVERS, Row
from tests.visitors import IE

WRK = find("wrk")
UVICORN = {row.name: row for row in SERVERS if row.name.startswith("uvicorn")}
#: Of the requests a second without any middleware. h11 is what uvicorn brings. Over httptools an app that does nothing
#: answers in 27 us, of which ours takes one at the most.
LEAST = {"uvicorn-h11": 0.97, "uvicorn-httptools": 0.95}
APPS = ("bare", "ours")
PROCESSES = 4  # of each: one is up to 2 % faster than the next one of the same app, for as long as it runs
ROUNDS = 5  # for each process, of a second each, which is the least that wrk does

pytestmark = pytest.mark.skipif(
    WRK is None and os.environ.get("CI") != "true", reason="no wrk: python -m tests.servers.install wrk brings it"
)


@pytest.fixture(params=UVICORN)
def servers(request: pytest.FixtureRequest) -> Iterator[dict[str, list[Server]]]:
    row: Row = UVICORN[request.param]
    with ExitStack() as running:
        commands = {name: f"{row.command} --log-level=error benchmarks.hello:{name}".split() for name in APPS}
        yield {
            name: [running.enter_context(Server(*commands[name], folder=ROOT)) for _ in range(PROCESSES)]
            for name in APPS
        }


def requests_under_load(port: int) -> float:
    """A second's, as the visitor of FIELDS, on sixteen connections."""
    assert WRK is not None, "wrk is not installed: python -m tests.servers.install wrk"
    fields = [f"-H{name}: {value}" for name, value in FIELDS if name not in ("host", "connection")]
    command = [WRK, "-t1", "-c16", "-d1s", *fields, f"http://127.0.0.1:{port}/news/2026/11/an-article"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout
    assert "Non-2xx" not in said
    assert "Socket errors" not in said
    (found,) = re.findall(r"(\d+) requests in ", said)
    return float(found)


def seconds_used(server: Server) -> float:
    """Of the processor, by its one thread until now (proc(5): the first number is in nanoseconds)."""
    return int(Path(f"/proc/{server.pid}/schedstat").read_text().split()[0]) / 1e9


@pytest.mark.parametrize(("servers", "server"), [(name, name) for name in LEAST], indirect=["servers"], ids=LEAST)
def test_uvicorn_serves_current_visitors_as_fast_as_without(servers: dict[str, list[Server]], server: str) -> None:
    assert b"_browserbanner" in servers["ours"][0].request("/", {"User-Agent": IE, "Accept": "text/html"}).body
    rates: dict[str, list[float]] = {name: [] for name in APPS}
    for turn in range(ROUNDS * PROCESSES):
        for name in APPS if turn % 2 else reversed(APPS):
            one = servers[name][turn % PROCESSES]
            before = seconds_used(one)
            count = requests_under_load(one.port)
            rates[name].append(count / (seconds_used(one) - before))
    # The fastest quarter of the rounds.
    bare, ours = (sum(sorted(rates[name])[-ROUNDS:]) / ROUNDS for name in APPS)
    what = f"Current visitors' requests a second under wrk, {server}"
    at_least(LEAST[server], ours / bare, what, "without the middleware", "of them")
