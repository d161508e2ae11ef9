"""Each example as it stands in examples/, served by a real server: an old browser gets the banner and can close it, a
current one gets the page."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.reply import Reply
from tests.server_process import EXAMPLES, Server
from tests.visitors import CURRENT, GOOGLEBOT, IE_ON_WINDOWS_10

OLD_VISITOR = {"User-Agent": IE_ON_WINDOWS_10, "Accept": "text/html, */*", "Accept-Language": "uk"}
TITLE = "Ваш браузер застарів".encode()
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

#: By the name in the page's greeting: what is started.
SERVERS = {
    "ASGI": ["asgi_app.py"],
    "Starlette": ["starlette_app.py"],
    "FastAPI": ["fastapi_app.py"],
    "Litestar": ["litestar_app.py"],
    "Quart": ["quart_app.py"],
    "Falcon, ASGI": ["falcon_app.py"],
    "Falcon, WSGI": ["-m", "waitress", "--listen=127.0.0.1:{port}", "falcon_app:application"],
    "WSGI": ["wsgi_app.py"],
    "Flask": ["flask_app.py"],
    "Django": ["django_app.py"],
    "Django, WSGI": ["-m", "waitress", "--listen=127.0.0.1:{port}", "django_app:application"],
    "Django, ASGI": ["-m", "uvicorn", "--port={port}", "--lifespan=off", "django_app:asgi_application"],
    "Pyramid": ["pyramid_app.py"],
    "Bottle": ["bottle_app.py"],
}


@pytest.fixture(scope="module", params=SERVERS, ids=lambda name: name.replace(", ", "-"))
def name(request: pytest.FixtureRequest) -> str:
    assert isinstance(request.param, str)
    return request.param


@pytest.fixture(scope="module")
def server(name: str) -> Iterator[Server]:
    with Server(*SERVERS[name]) as running:
        yield running
    assert "Traceback" not in running.said(), running.said()


def test_no_example_is_left_out() -> None:
    started = " ".join(part for command in SERVERS.values() for part in command)
    assert [each.name for each in EXAMPLES.glob("*.py") if each.stem not in started] == []


def test_django_s_own_checks_find_nothing_in_the_example() -> None:
    done = subprocess.run([sys.executable, "django_app.py", "check"], cwd=EXAMPLES, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced).")


def test_an_old_browser_gets_the_page_with_the_banner(server: Server, name: str) -> None:
    page = server.request("/", OLD_VISITOR)
    assert page.status == 200
    assert page.body.count(b'id="bb"') + page.body.count(b"id=bb ") == 1
    assert TITLE in page.body
    assert page.body.index(b"<body>") < page.body.index(TITLE) < page.body.index(_greeting(name))
    assert page.header("cache-control") == "private, no-cache"
    assert "user-agent" in (page.header("vary") or "").lower()
    assert page.header("etag") is None
    assert page.header("content-length") == str(len(page.body))


def test_everybody_else_gets_the_app_s_page(server: Server, name: str) -> None:
    page = server.request("/", {"User-Agent": CURRENT})
    assert page.body.endswith(_greeting(name))
    assert b"bb" not in page.body
    assert page.header("set-cookie") is None
    assert "user-agent" not in (page.header("vary") or "").lower()
    for headers in ({"User-Agent": GOOGLEBOT}, {"User-Agent": ""}, {}, {**OLD_VISITOR, "Sec-Fetch-Mode": "navigate"}):
        assert _without_date(server.request("/", headers)) == _without_date(page)


def test_a_request_for_a_part_of_a_page_gets_no_banner(server: Server) -> None:
    assert TITLE not in server.request("/", {**OLD_VISITOR, "X-Requested-With": "XMLHttpRequest"}).body


def test_closing_works_without_script_and_lasts(server: Server) -> None:
    closed = server.request(
        "/_browserbanner/close", {**OLD_VISITOR, **FORM}, method="POST", body="kind=outdated&next=/"
    )
    assert (closed.status, closed.header("location")) == (303, "/")
    cookie = (closed.header("set-cookie") or "").partition(";")[0]
    assert cookie == "browserbanner=1.1.outdated"
    page = server.request("/", {**OLD_VISITOR, "Cookie": cookie})
    assert TITLE not in page.body
    assert page.body == server.request("/", {"User-Agent": CURRENT}).body


def test_the_script_that_the_banner_names_is_there(server: Server) -> None:
    found = re.search(rb'src="?(/_browserbanner/close\.js\?[0-9a-f]+)', server.request("/", OLD_VISITOR).body)
    assert found is not None
    script = server.request(found[1].decode(), OLD_VISITOR)
    assert (script.status, script.header("content-type")) == (200, "text/javascript; charset=utf-8")
    assert script.header("content-length") == str(len(script.body))


def test_another_address_below_the_prefix_is_not_found(server: Server) -> None:
    assert server.request("/_browserbanner/nothing", {"User-Agent": CURRENT}).status == 404


def test_the_debug_switch_shows_each_banner_in_a_current_browser(server: Server) -> None:
    for kind in ("outdated", "cannot-update", "webview", "desktop-site"):
        page = server.request(f"/?browserbanner={kind}", {"User-Agent": CURRENT})
        assert re.search(rb"/close\?kind=" + kind.encode() + b"&", page.body)


def test_head_says_what_get_would(server: Server) -> None:
    head = server.request("/", OLD_VISITOR, method="HEAD")
    assert head.body == b""
    if head.status == 200:  # FastAPI and Litestar answer 405, unless the site has HEAD
        assert head.header("cache-control") == "private, no-cache"


def _greeting(name: str) -> bytes:
    return b"<h1>Hello from " + name.partition(",")[0].encode() + b"</h1>"


def _without_date(reply: Reply) -> Reply:
    return reply._replace(headers=[pair for pair in reply.headers if pair[0].lower() != "date"])
