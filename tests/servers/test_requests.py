"""Every request to every server, by each kind of visitor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import httpx2
import pytest

from tests.reply import Reply
from tests.servers import wire
from tests.servers.cases import BODY, BREAKING, CASES, OTHERS, Case
from tests.servers.expected import carries_banner, unconditional
from tests.servers.servers import Pair
from tests.visitors import BANNER, CURRENT, IE

pytestmark = pytest.mark.long

#: What a page with a banner does not have of the app's headers; and what is looked at by itself or differs anyway.
_GONE = {"etag", "last-modified", "accept-ranges", "cache-control"}
_APART = {"date", "content-length", "transfer-encoding", "connection", "vary", "x-sent-by"}


@pytest.fixture(scope="session")
def client(pair: Pair) -> Iterator[httpx2.Client]:
    with httpx2.Client(timeout=wire.PATIENCE) as one:
        yield one


def get(client: httpx2.Client, port: int, case: Case) -> Reply:
    """As an outdated visitor."""
    address = f"http://127.0.0.1:{port}{case.path}"
    headers = [("User-Agent", IE), *case.headers]
    got = client.request(case.method, address, headers=headers, content=case.body or None)
    return Reply(got.status_code, got.headers.multi_items(), got.content)


def compared(pair: Pair, case: Case, user_agent: str | None, version: str = "1.1") -> tuple[bytes, bytes]:
    """What the two servers send, to the connection's end."""
    sent = wire.request(case, user_agent, version=version)
    ours, bare = (wire.undated(wire.exchange(server.port, sent)) for server in (pair.ours, pair.bare))
    return ours, bare


def fields(reply: Reply, without: Iterable[str]) -> Counter[tuple[str, str]]:
    return Counter((name.lower(), value) for name, value in reply.headers if name.lower() not in without)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_others_get_what_the_server_sends_without_the_middleware_byte_for_byte(pair: Pair, case: Case) -> None:
    for user_agent in OTHERS:
        ours, bare = compared(pair, case, user_agent)
        assert ours == bare, user_agent


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_outdated_visitor_gets_the_same_page_with_the_banner_in_it(
    pair: Pair, client: httpx2.Client, case: Case
) -> None:
    ours, bare = get(client, pair.ours.port, case), get(client, pair.bare.port, unconditional(case))
    assert ours.status == bare.status
    assert carries_banner(ours.body, bare.body, case)
    if case.after is None and not case.altered:
        assert fields(ours, _APART) == fields(bare, _APART)
        for name in ("content-length", "vary"):
            assert ours.header(name) == bare.header(name)
    else:
        assert fields(ours, {*_APART, "cache-control"}) == fields(bare, {*_APART, *_GONE})
        assert ours.header("cache-control") == "private, no-cache"
        assert ours.header("vary") == ", ".join(filter(None, [bare.header("vary"), "User-Agent"]))


@pytest.mark.parametrize("case", [case for case in CASES if case.after or case.altered], ids=str)
def test_the_length_of_a_page_with_a_banner_is_right_or_is_not_said(pair: Pair, case: Case) -> None:
    raw = wire.exchange(pair.ours.port, wire.request(case, IE))
    if case.method == "HEAD":
        # waitress ends a body in chunks that is not there, of the bare app too, and closes the connection.
        _, _, without_length = compared(pair, Case("/streamed", "HEAD"), CURRENT)[1].partition(b"\r\n\r\n")
        head, end, body = raw.partition(b"\r\n\r\n")
        assert body in (b"", without_length)
        raw = head + end
    length = wire.read(raw, case.method).header("content-length")  # h11 is strict there
    if case.method == "HEAD":
        assert length in (None, "0")
    elif case.measured:
        assert length is not None


@pytest.mark.parametrize("path", ["/page", "/streamed", "/megabyte", "/film.bin"])
def test_over_http_1_0_it_is_the_same(pair: Pair, path: str) -> None:
    """As proxies ask, nginx by default."""
    for user_agent in OTHERS:
        ours, bare = compared(pair, Case(path), user_agent, "1.0")
        assert ours == bare
    case = Case(path, after=BODY if path != "/film.bin" else None)
    edited, page = (wire.read(raw, "GET") for raw in compared(pair, case, IE, "1.0"))
    assert carries_banner(edited.body, page.body, case)


@pytest.mark.can("http2")
@pytest.mark.parametrize("case", CASES, ids=str)
def test_over_http_2_it_is_the_same(pair: Pair, case: Case) -> None:
    with httpx2.Client(timeout=wire.PATIENCE, http1=False, http2=True) as client:
        ours, bare = get(client, pair.ours.port, case), get(client, pair.bare.port, unconditional(case))
    assert ours.status == bare.status
    assert carries_banner(ours.body, bare.body, case)


def test_what_an_app_writes_is_edited_where_the_server_lets_it_write(pair: Pair, client: httpx2.Client) -> None:
    """granian's start_response returns nothing: the app fails there, for this visitor too."""
    can = pair.row.interface == "asgi" or "write" in pair.row.can
    case = Case("/written", after=BODY if can else None)
    ours, bare = get(client, pair.ours.port, case), get(client, pair.bare.port, case)
    assert ours.status == bare.status == (200 if can else 500)
    assert carries_banner(ours.body, bare.body, case)


@pytest.mark.can("pathsend")
def test_the_server_sends_files_for_others_and_an_outdated_visitor_gets_the_banner_in_them(pair: Pair) -> None:
    case = Case("/handbook.html", after=BODY)
    assert wire.ask(pair.ours.port, case, CURRENT).header("x-sent-by") == "pathsend"
    assert wire.ask(pair.ours.port, case, IE).header("x-sent-by") == "app"


@pytest.mark.can("aborts")
@pytest.mark.parametrize("path", BREAKING)
def test_an_app_that_fails_in_mid_response_fails_alike(pair: Pair, path: str) -> None:
    case = Case(path, after=BODY)
    for user_agent in OTHERS:
        ours, bare = compared(pair, case, user_agent)
        assert ours == bare
    ours, bare = compared(pair, case, IE)
    assert ours.count(BANNER) == (path == "/breaks")
    # Nobody may take it for a whole page, unless the server lets the bare one pass for one, as granian does over WSGI.
    assert not is_whole(ours) or is_whole(bare)


def is_whole(raw: bytes) -> bool:
    return b" 200 " in raw.partition(b"\r\n")[0] and raw.endswith(b"0\r\n\r\n")
