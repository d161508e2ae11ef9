"""Behind nginx, which compresses and caches: a page with a banner is never kept, and never served to somebody else."""

from __future__ import annotations

import gzip
import itertools
import random
import time
from collections.abc import Iterator

import pytest

from tests.reply import Reply
from tests.server_process import Server
from tests.servers import wire
from tests.servers.cases import BODY, PAGE, Case
from tests.servers.expected import carries_banner
from tests.servers.nginx import start_nginx
from tests.servers.servers import SERVERS, Row
from tests.servers.site import ANSWERS, TAG
from tests.servers.site import PAGE as PLAIN
from tests.servers.test_addresses import CLOSE, CLOSED
from tests.visitors import CURRENT, GOOGLEBOT, IE

pytestmark = pytest.mark.long

#: One server of each interface; what is behind nginx makes no difference to it.
BEHIND = [row for row in SERVERS if row.name in ("uvicorn-httptools", "gunicorn-gthread")]
#: What the app has nginx keep, in all the ways there are; "/unmarked" nginx keeps of its own accord.
KEPT = [path for path in ANSWERS if path.startswith("/kept")] + ["/unmarked"]

UNCODED = tuple(field for field in PAGE if field[0] != "Accept-Encoding")

_numbers = itertools.count()


@pytest.fixture(scope="module", params=BEHIND, ids=lambda row: row.name)
def nginx(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    row: Row = request.param
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "internal").mkdir()
    (folder / "internal" / "page").write_bytes(PLAIN)
    with row.start(False, folder) as site, start_nginx(site.port, folder) as running:
        yield running
    assert running.said() == ""
    assert "Traceback" not in site.said()


@pytest.fixture
def fresh() -> str:
    """A query that nobody asked for before: an entry of its own in the cache."""
    return f"?n={next(_numbers)}"


def visit(nginx: Server, path: str, user_agent: str, method: str = "GET", **more: str) -> Reply:
    headers = {**dict(UNCODED), **more}
    return wire.ask(nginx.port, Case(path, method, tuple(headers.items())), user_agent)


def has_banner(reply: Reply) -> bool:
    return b"_browserbanner" in reply.body


def seen(reply: Reply) -> tuple[str | None, bool]:
    return reply.header("x-cache"), has_banner(reply)


@pytest.mark.parametrize("before", ["", "/1.0"])
@pytest.mark.parametrize("path", KEPT)
def test_a_banner_is_not_kept_and_the_page_without_it_is(nginx: Server, path: str, before: str, fresh: str) -> None:
    address = before + path + fresh
    assert seen(visit(nginx, address, IE)) == ("MISS", True)
    assert seen(visit(nginx, address, IE)) == ("MISS", True)
    assert seen(visit(nginx, address, CURRENT)) == ("MISS", False)
    kept = visit(nginx, address, CURRENT)
    assert (seen(kept), kept.body) == (("HIT", False), PLAIN)
    assert seen(visit(nginx, address, GOOGLEBOT)) == ("HIT", False)
    assert seen(visit(nginx, address, IE)) == ("HIT", False)  # the price: a missing banner


@pytest.mark.parametrize("path", ["/page", "/kept-by-nginx", "/kept-all-the-same", "/kept-streamed", "/unmarked"])
def test_a_page_with_a_banner_is_whole_and_its_own_visitor_s(nginx: Server, path: str, fresh: str) -> None:
    got = visit(nginx, path + fresh, IE)
    case = Case(path + fresh, headers=UNCODED, after=BODY)
    assert carries_banner(got.body, PLAIN, case)
    assert got.header("cache-control") == "private, no-cache"
    assert got.header("vary") in ("User-Agent", "Accept-Encoding, User-Agent", "User-Agent, Accept-Encoding")


@pytest.mark.parametrize("user_agent", [IE, CURRENT])
def test_nginx_compresses_it(nginx: Server, fresh: str, user_agent: str) -> None:
    got = visit(nginx, "/kept" + fresh, user_agent, **{"Accept-Encoding": "gzip"})
    assert got.header("content-encoding") == "gzip"
    page = gzip.decompress(got.body)
    assert (b"_browserbanner" in page) == (user_agent == IE)
    assert page.endswith(PLAIN[-1000:])


def test_a_head_for_an_outdated_visitor_is_not_kept_either(nginx: Server, fresh: str) -> None:
    assert visit(nginx, "/kept" + fresh, IE, "HEAD").header("x-cache") == "MISS"
    assert seen(visit(nginx, "/kept" + fresh, CURRENT)) == ("MISS", False)
    assert seen(visit(nginx, "/kept" + fresh, CURRENT)) == ("HIT", False)


def test_an_old_copy_is_not_replaced_by_a_page_with_a_banner(nginx: Server, fresh: str) -> None:
    """The request that nginx renews it with is the outdated visitor's own."""
    address = "/revalidated/kept-for-a-second" + fresh
    assert seen(visit(nginx, address, CURRENT)) == ("MISS", False)
    time.sleep(2.1)
    assert seen(visit(nginx, address, IE)) == ("EXPIRED", True)
    assert seen(visit(nginx, address, CURRENT)) == ("REVALIDATED", False)
    time.sleep(2.1)
    assert seen(visit(nginx, address, IE, Accept="image/png")) == ("REVALIDATED", False)
    assert seen(visit(nginx, address, CURRENT)) == ("HIT", False)


def test_an_old_copy_that_is_renewed_behind_an_outdated_visitor_s_back_gets_no_banner(
    nginx: Server, fresh: str
) -> None:
    address = "/stale/kept-for-a-second" + fresh
    assert seen(visit(nginx, address, CURRENT)) == ("MISS", False)
    time.sleep(2.1)
    assert seen(visit(nginx, address, IE)) == ("STALE", False)
    for _ in range(4):
        assert not has_banner(visit(nginx, address, CURRENT))
        time.sleep(0.1)


def test_a_cache_that_ignores_cache_control_keeps_it_for_that_user_agent_alone(nginx: Server, fresh: str) -> None:
    """Vary: User-Agent is the second line. A cache that is told to ignore that too cannot be helped."""
    address = "/careless/unmarked" + fresh
    assert seen(visit(nginx, address, IE)) == ("MISS", True)
    assert seen(visit(nginx, address, IE)) == ("HIT", True)
    assert seen(visit(nginx, address, CURRENT)) == ("MISS", False)
    assert seen(visit(nginx, address, CURRENT)) == ("HIT", False)


@pytest.mark.parametrize("seed", range(3))
def test_in_whatever_order_they_come_others_get_the_app_s_page(nginx: Server, seed: int) -> None:
    choose = random.Random(seed)
    queries = [f"?n={next(_numbers)}" for _ in range(4)]
    visitors = itertools.product(KEPT, queries, (IE, CURRENT, GOOGLEBOT), ("GET", "GET", "HEAD"))
    for path, query, user_agent, method in choose.sample(list(visitors), 150):
        got = visit(nginx, path + query, user_agent, method)
        if user_agent != IE:
            assert got.body == (PLAIN if method == "GET" else b"")
            assert got.header("vary") in (None, "Accept-Encoding")
        elif has_banner(got):
            assert got.header("x-cache") in ("MISS", "EXPIRED")


def test_a_file_that_nginx_sends_in_the_page_s_place_is_left_alone(nginx: Server) -> None:
    for user_agent in (IE, CURRENT):
        got = visit(nginx, "/inside", user_agent)
        assert (got.status, got.body) == (200, PLAIN)


def test_the_form_and_its_script_pass_and_the_cookie_is_for_https(nginx: Server) -> None:
    closed = wire.ask(nginx.port, CLOSED, IE)
    assert closed.status == 303
    assert (closed.header("set-cookie") or "").endswith("; Secure")
    for user_agent in (IE, CURRENT):
        script = visit(nginx, "/_browserbanner/close.js", user_agent)
        assert (script.status, script.header("cache-control")) == (200, "no-cache")
    assert wire.ask(nginx.port, CLOSED._replace(method="GET", body=b""), IE).status == 405
    assert wire.ask(nginx.port, CLOSED._replace(path=CLOSE), IE).status == 303


def test_a_conditional_request_for_what_nginx_keeps_is_answered_by_nginx(nginx: Server, fresh: str) -> None:
    address = "/kept" + fresh
    assert seen(visit(nginx, address, CURRENT)) == ("MISS", False)
    assert visit(nginx, address, CURRENT, **{"If-None-Match": TAG}).status == 304
    # An outdated visitor's browser that holds the page without banner is told to keep it: a missing banner again.
    assert visit(nginx, address, IE, **{"If-None-Match": TAG}).status == 304
