"""Behind Varnish with the rules that it comes with: a page with a banner is never kept, and ESI still works."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.reply import Reply
from tests.server_process import Server
from tests.servers.cases import BODY, Case
from tests.servers.expected import carries_banner
from tests.servers.servers import Row
from tests.servers.site import ANSWERS
from tests.servers.test_nginx import BEHIND, KEPT, UNCODED, has_banner, visit
from tests.servers.varnish import HOW, start_varnish
from tests.visitors import CURRENT, GOOGLEBOT, IE

pytestmark = pytest.mark.long

_WEATHER = ANSWERS["/weather"].chunks
_numbers = itertools.count()


@pytest.fixture(scope="module", params=HOW)
def how(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module", params=BEHIND, ids=lambda row: row.name)
def varnish(request: pytest.FixtureRequest, how: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    row: Row = request.param
    folder = tmp_path_factory.mktemp("varnish")
    with row.start(False, folder) as site, start_varnish(site.port, folder, how) as running:
        yield running
    assert "panic" not in running.said().lower()
    assert "Traceback" not in site.said()


@pytest.fixture
def fresh() -> str:
    """A query that nobody asked for before: an entry of its own in the cache."""
    return f"?n={next(_numbers)}"


def page_of(path: str, how: str) -> bytes:
    """The app's page, put together where the rules say so."""
    page = b"".join(ANSWERS[path].chunks or ())
    if how == "never":
        return page
    return page.replace(b'<esi:include src="/weather"/>', b"".join(_WEATHER or ()))


def is_hit(reply: Reply) -> bool:
    """Whether the cache had it: it names two requests then, this one and the one that brought what was kept."""
    return len((reply.header("x-varnish") or "").split()) == 2


@pytest.mark.parametrize("path", [*KEPT, "/assembled"])
def test_who_comes_after_an_outdated_visitor_gets_the_app_s_page(
    varnish: Server, path: str, how: str, fresh: str
) -> None:
    page = page_of(path, how)
    case = Case(path + fresh, headers=UNCODED, after=BODY)
    for _ in range(2):
        got = visit(varnish, path + fresh, IE)
        assert (carries_banner(got.body, page, case), is_hit(got)) == (True, False)
    for user_agent in (CURRENT, GOOGLEBOT, CURRENT):
        got = visit(varnish, path + fresh, user_agent)
        assert (got.status, got.body, got.header("vary")) == (200, page, None)
    # The price: where the page without a banner is kept, an outdated visitor gets that one.
    body = visit(varnish, path + fresh, IE).body
    assert body == page or carries_banner(body, page, case)


@pytest.mark.parametrize("path", ["/kept", "/kept-streamed", "/unmarked", "/assembled"])
def test_the_page_without_a_banner_is_kept(varnish: Server, path: str, fresh: str) -> None:
    assert has_banner(visit(varnish, path + fresh, IE))
    first = visit(varnish, path + fresh, CURRENT)
    kept = visit(varnish, path + fresh, CURRENT)
    assert (is_hit(first), is_hit(kept)) == (False, True)


def test_a_head_for_an_outdated_visitor_is_not_kept_either(varnish: Server, how: str, fresh: str) -> None:
    assert visit(varnish, "/assembled" + fresh, IE, "HEAD").status == 200
    assert visit(varnish, "/assembled" + fresh, CURRENT).body == page_of("/assembled", how)
