"""The middleware's own addresses: the form that closes the banner, and its script."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import html5lib
import httpx2
import pytest

from tests.servers import wire
from tests.servers.cases import BODY, PAGE, Case
from tests.servers.servers import SERVERS, Pair, Row
from tests.visitors import CURRENT, IE

pytestmark = pytest.mark.long

FORM = ("Content-Type", "application/x-www-form-urlencoded")
CLOSE = "/_browserbanner/close"
CLOSED = Case(CLOSE, "POST", (*PAGE, FORM), b"kind=outdated&next=%2Fpage%3Fa%3D1")
BY_SCRIPT = ("X-Requested-With", "XMLHttpRequest")
COOKIE = "browserbanner=1.1.outdated"


@pytest.fixture
def browser(pair: Pair) -> Iterator[httpx2.Client]:
    """An outdated one: it keeps cookies and follows redirects."""
    address = f"http://127.0.0.1:{pair.ours.port}"
    headers = {"User-Agent": IE, **dict(PAGE)}
    with httpx2.Client(base_url=address, headers=headers, follow_redirects=True, timeout=wire.PATIENCE) as one:
        yield one


def test_a_visitor_without_scripts_closes_the_banner_by_a_form_and_it_stays_closed(
    pair: Pair, browser: httpx2.Client
) -> None:
    page = html5lib.parse(browser.get("/page?a=1").content, namespaceHTMLElements=False)
    (link,) = (each for each in page.iter("a") if each.get("id") == "bb-x")
    asked = browser.get(link.attrib["href"])
    assert asked.status_code == 200
    assert "set-cookie" not in asked.headers, "a GET changes nothing"
    (form,) = html5lib.parse(asked.content, namespaceHTMLElements=False).iter("form")
    assert form.attrib["method"] == "post"
    fields = [(name, field.get("value", "")) for field in form.iter() if (name := field.get("name"))]
    after = browser.post(form.attrib["action"], content=urlencode(fields), headers=dict([FORM]))
    assert [each.status_code for each in after.history] == [303]
    assert after.url.raw_path == b"/page?a=1"
    assert after.content == wire.ask(pair.bare.port, Case("/page"), IE).body
    assert after.headers["etag"]  # it is the app's own response again


def test_the_banner_s_script_is_served_kept_and_revalidated(browser: httpx2.Client) -> None:
    (address,) = re.findall(rb' src="(/_browserbanner/close\.js\?[0-9a-f]{8})"', browser.get("/page").content)
    script = browser.get(address.decode())
    assert (script.status_code, script.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert int(script.headers["content-length"]) == len(script.content) > 500
    again = browser.get(address.decode(), headers={"If-None-Match": script.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = browser.head(address.decode())
    assert (head.status_code, head.content, head.headers["content-length"]) == (
        200,
        b"",
        script.headers["content-length"],
    )


@pytest.mark.parametrize("user_agent", [IE, CURRENT])
def test_closing_answers_a_form_with_303_and_a_script_with_204(pair: Pair, user_agent: str) -> None:
    form = wire.ask(pair.ours.port, CLOSED, user_agent)
    assert (form.status, form.header("location"), form.body) == (303, "/page?a=1", b"")
    script = wire.ask(pair.ours.port, CLOSED._replace(headers=(*CLOSED.headers, BY_SCRIPT)), user_agent)
    assert (script.status, script.header("location"), script.body) == (204, None, b"")
    for reply in (form, script):
        assert (reply.header("set-cookie") or "").startswith(COOKIE + "; ")


@pytest.mark.parametrize(
    ("case", "status"),
    [
        (CLOSED._replace(method="GET", body=b""), 405),
        (CLOSED._replace(body=b"kind=unknown"), 400),
        (CLOSED._replace(body=b""), 400),
        (CLOSED._replace(body=b"kind=outdated&next=" + b"x" * 100_000), 413),
        (CLOSED._replace(headers=(*PAGE, ("Content-Type", "text/plain"))), 415),
        (Case("/_browserbanner/none"), 404),
    ],
    ids=str,
)
def test_what_is_refused_is_refused_in_a_sentence(pair: Pair, case: Case, status: int) -> None:
    reply = wire.ask(pair.ours.port, case, IE)
    assert reply.status == status
    assert reply.body.endswith(b".\n")
    assert reply.header("content-length") == str(len(reply.body))
    assert reply.header("set-cookie") is None


def test_a_form_sent_in_chunks_closes_it_too(pair: Pair) -> None:
    head = CLOSED._replace(headers=(*CLOSED.headers, ("Transfer-Encoding", "chunked")), body=b"")
    with wire.Connection(pair.ours.port) as connection:
        connection.send(wire.request(head, IE))
        for piece in (CLOSED.body[:5], CLOSED.body[5:]):
            connection.send(b"%x\r\n%s\r\n" % (len(piece), piece))
        connection.send(b"0\r\n\r\n")
        assert connection.reply("POST").status == 303


def test_a_client_that_waits_to_be_told_to_go_on_is_told_so(pair: Pair) -> None:
    sent = wire.request(CLOSED._replace(headers=(*CLOSED.headers, ("Expect", "100-continue"))), IE)
    with wire.Connection(pair.ours.port) as connection:
        connection.send(sent.removesuffix(CLOSED.body))
        assert connection.receive().startswith(b"HTTP/1.1 100 ")
        connection.send(CLOSED.body)
        assert connection.reply("POST").status == 303


@pytest.mark.can("keep-alive")
def test_the_connection_stays_in_order_after_each_of_them(pair: Pair) -> None:
    turns = [
        (CLOSED, 303),
        (CLOSED._replace(body=b"kind=unknown"), 400),
        (Case("/_browserbanner/close.js"), 200),
        (Case("/_browserbanner/close.js", "HEAD"), 200),
        (CLOSED._replace(method="GET", body=b""), 405),
        (CLOSED, 303),
        (Case("/page"), 200),
    ]
    with wire.Connection(pair.ours.port) as connection:
        connection.send(b"".join(wire.request(case, IE, last=False) for case, _ in turns))
        assert [connection.reply(case.method).status for case, _ in turns] == [status for _, status in turns]


@pytest.mark.parametrize("how", ["reset", "close"])
def test_a_client_that_leaves_in_the_midst_of_its_form_harms_nobody(pair: Pair, how: str) -> None:
    for server, path in ((pair.ours, CLOSE), (pair.ours, "/form"), (pair.bare, "/form")):
        connection = wire.Connection(server.port)
        connection.send(wire.request(CLOSED._replace(path=path), IE)[:-10])
        connection.leave(how)
        assert wire.ask(server.port, Case("/page"), CURRENT).status == 200


def test_a_closed_banner_s_page_is_the_app_s_own_byte_for_byte(pair: Pair) -> None:
    sent = wire.request(Case("/page", headers=(*PAGE, ("Cookie", f"a=b; {COOKIE}")), after=BODY), IE)
    ours, bare = (wire.undated(wire.exchange(server.port, sent)) for server in (pair.ours, pair.bare))
    assert ours == bare


@pytest.mark.parametrize("row", SERVERS, ids=lambda row: row.name)
def test_below_a_mount_point_they_lie_below_it_too(row: Row, tmp_path: Path) -> None:
    below = "" if "unmounts" in row.can else "/site"
    with row.start(False, tmp_path, row.mounted) as server:
        page = wire.ask(server.port, Case(f"{below}/page?a=1"), IE).body
        assert b' src="/site/_browserbanner/close.js?' in page
        (query,) = re.findall(rb' href="/site/_browserbanner/close\?([^"]*)"', page)
        assert wire.ask(server.port, Case(f"{below}/_browserbanner/close.js"), IE).status == 200
        form = CLOSED._replace(path=below + CLOSE, body=html.unescape(query.decode()).encode())
        assert wire.ask(server.port, form, IE).header("location") == "/site/page?a=1"
