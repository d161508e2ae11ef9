"""Connections: kept, pipelined, two hundred at once, left by their client, upgraded."""

from __future__ import annotations

import asyncio
import itertools
import time

import pytest

from tests.browsers.websocket import WebSocket
from tests.servers import wire
from tests.servers.cases import BODY, PAGE, Case
from tests.servers.expected import carries_banner
from tests.servers.servers import Pair
from tests.servers.site import TAG
from tests.visitors import CURRENT, GOOGLEBOT, IE

pytestmark = pytest.mark.long

#: Requests on one connection: each answer begins where the one before ended.
CONVERSATION: tuple[tuple[Case, str], ...] = (
    (Case("/page", after=BODY), IE),
    (Case("/page"), CURRENT),
    (Case("/page", "HEAD"), CURRENT),
    (Case("/streamed", after=BODY), IE),
    (Case("/unchanged"), IE),
    (Case("/page", headers=(("If-None-Match", TAG),)), GOOGLEBOT),
    (Case("/megabyte", after=BODY), IE),
    (Case("/streamed"), GOOGLEBOT),
    (Case("/data"), IE),
    (Case("/form", "POST", PAGE, b"a=1"), IE),
    (Case("/missing"), IE),
    (Case("/page", after=BODY), IE),
)


def check_conversation(pair: Pair, *, at_once: bool) -> None:
    turns = [(*turn, wire.ask(pair.bare.port, *turn)) for turn in CONVERSATION]
    if "keep-alive without lengths" not in pair.row.can:
        turns = [turn for turn in turns if turn[-1].header("content-length")]
    requests = [wire.request(case, user_agent, last=False) for case, user_agent, _ in turns]
    for server in (pair.ours, pair.bare):
        with wire.Connection(server.port) as connection:
            if at_once:
                connection.send(b"".join(requests))
            for request, (case, user_agent, want) in zip(requests, turns, strict=True):
                if not at_once:
                    connection.send(request)
                got = connection.reply(case.method)
                assert got.status == want.status
                banner = server is pair.ours and user_agent == IE
                assert carries_banner(got.body, want.body, case) if banner else got.body == want.body


@pytest.mark.can("keep-alive")
def test_a_kept_connection_serves_visitors_of_each_kind_by_turns(pair: Pair) -> None:
    check_conversation(pair, at_once=False)


@pytest.mark.can("pipelining")
def test_pipelined_requests_are_answered_in_their_order(pair: Pair) -> None:
    check_conversation(pair, at_once=True)


@pytest.mark.can("keep-alive")
def test_a_head_for_an_outdated_visitor_leaves_the_connection_in_order(pair: Pair) -> None:
    """It has no Content-Length any more; waitress takes that for a body in chunks, and then has to close."""
    case = Case("/page", "HEAD")
    with wire.Connection(pair.ours.port) as connection:
        connection.send(wire.request(case, IE, last=False))
        head = connection.reply("HEAD")
        assert (head.status, head.header("cache-control")) == (200, "private, no-cache")
        if head.header("connection") != "close":
            connection.send(wire.request(Case("/page"), CURRENT, last=False))
            assert connection.reply().body == wire.ask(pair.bare.port, Case("/page"), CURRENT).body


def test_two_hundred_at_once_each_get_their_own(pair: Pair) -> None:
    paths = ["/page", "/streamed", "/unmeasured", "/page", "/streamed", "/page", "/megabyte"]
    kinds = list(itertools.product(dict.fromkeys(paths), (CURRENT, IE, GOOGLEBOT)))
    for server in (pair.ours, pair.bare):
        sent = {kind: wire.request(Case(kind[0]), kind[1]) for kind in kinds}
        expected = {kind: wire.undated(wire.exchange(server.port, sent[kind])) for kind in kinds}
        visitors = list(itertools.islice(zip(itertools.cycle(paths), itertools.cycle((CURRENT, IE, GOOGLEBOT))), 200))
        got = asyncio.run(at_once(server.port, [sent[visitor] for visitor in visitors]))
        assert [wire.undated(each) == expected[visitor] for visitor, each in zip(visitors, got, strict=True)] == [
            True
        ] * 200


async def at_once(port: int, requests: list[bytes]) -> list[bytes]:
    """What each gets, when all are connected before the first one asks."""
    streams = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", port) for _ in requests))

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> bytes:
        writer.write(request)
        got = await asyncio.wait_for(reader.read(-1), 2 * wire.PATIENCE)
        writer.close()
        return got

    return await asyncio.gather(*(one(*each, request) for each, request in zip(streams, requests, strict=True)))


def test_a_client_that_leaves_in_mid_response_ends_it_and_harms_nobody(pair: Pair) -> None:
    for server in (pair.ours, pair.bare):
        for user_agent, how in itertools.product((IE, CURRENT, GOOGLEBOT), ("reset", "close")):
            connection = wire.Connection(server.port)
            connection.send(wire.request(Case("/endless"), user_agent))
            got = b""
            while b"And another thing." not in got:
                got += connection.receive()
            connection.leave(how)
    check_nothing_is_left_open(pair)


def test_a_client_that_leaves_before_its_response_harms_nobody(pair: Pair) -> None:
    for server in (pair.ours, pair.bare):
        for user_agent, how in itertools.product((IE, CURRENT), ("reset", "close")):
            connection = wire.Connection(server.port)
            connection.send(wire.request(Case("/endless"), user_agent))
            connection.leave(how)
    check_nothing_is_left_open(pair)


def check_nothing_is_left_open(pair: Pair) -> None:
    """The app's own responses were ended, each by its server: all their ``finally`` were reached."""
    until = time.monotonic() + wire.PATIENCE
    for server in (pair.ours, pair.bare):
        while (left := wire.ask(server.port, Case("/open"), CURRENT).body) != b"0":
            assert time.monotonic() < until, left
            time.sleep(0.05)
        assert wire.ask(server.port, Case("/page"), CURRENT).status == 200


@pytest.mark.can("websocket")
def test_a_websocket_passes_untouched(pair: Pair) -> None:
    for server in (pair.ours, pair.bare):
        socket = WebSocket(f"ws://127.0.0.1:{server.port}/page", headers={"User-Agent": IE})
        socket.send("hello")
        assert socket.receive() == "hello"
        socket.close()


@pytest.mark.can("lifespan")
def test_the_lifespan_s_state_reaches_the_app_of_every_visitor(pair: Pair) -> None:
    for user_agent in (IE, CURRENT):
        assert wire.ask(pair.ours.port, Case("/page"), user_agent).header("x-begun") == "1"
