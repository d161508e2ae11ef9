"""The demo as its users meet it: its addresses, its pages byte for byte, its end."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from browserbanner.browsers import BrowserData
from browserbanner.cli import main
from browserbanner.cli.demo_site import site
from browserbanner.cli.demo_site.site import STATES
from tests.demo_process import DemoProcess
from tests.visitors import CHROME_60, GOOGLEBOT, IE_ON_WINDOWS_10

NEWEST = BrowserData.load().newest("chrome")
assert NEWEST is not None

CURRENT_CHROME = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{NEWEST.version[0]}.0.0.0 Safari/537.36"

SITE = Path(site.__file__).parent
PAGES = ("/article", "/cards", "/live")
TITLES = {"uk": "Ваш браузер застарів", "en": "Your browser is out of date"}


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoProcess]:
    with DemoProcess() as running:
        yield running


def fetch(address: str, path: str, *, method: str = "GET", **headers: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """A response: status, headers as sent but for Date, body."""
    host, port = address.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, [pair for pair in response.getheaders() if pair[0].lower() != "date"], body


def visible(page: bytes) -> str:
    text = re.sub(r"(?s)<(style|script).*?</\1>|<[^>]+>", " ", page.decode())
    return " ".join(unescape(text).split())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize(("user_agent", "name"), [(IE_ON_WINDOWS_10, "Internet Explorer 11"), (CHROME_60, "Chrome 60")])
def test_an_outdated_browser_gets_the_banner_in_its_language(
    demo: DemoProcess, page: str, language: str, user_agent: str, name: str
) -> None:
    status, headers, body = fetch(demo.address, page, user_agent=user_agent, accept_language=language)
    assert status == 200
    assert body.count(b"id=bb ") == 1
    text = visible(body)
    assert TITLES[language] in text
    assert name in text.replace("\xa0", " ")
    assert body.index(b"id=bb ") < body.index(b'id="top"')
    fields = {key.lower(): value for key, value in headers}
    assert fields["cache-control"] == "private, no-cache"
    assert "etag" not in fields
    if "content-length" in fields:
        assert int(fields["content-length"]) == len(body)
    assert (
        re.sub(rb"(?s)<div id=bb .*?</div>(?=\s*<div class=\"top\")", b"", body)
        == fetch(demo.plain, page, accept_language=language)[2]
    )


@pytest.mark.parametrize("page", ["/", *PAGES, "/site.css", "/nothing"])
@pytest.mark.parametrize("user_agent", [CURRENT_CHROME, GOOGLEBOT, "curl/8.0", ""])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_everybody_else_gets_what_the_site_without_the_middleware_sends(
    demo: DemoProcess, page: str, user_agent: str, method: str
) -> None:
    asked = {"user_agent": user_agent, "accept_language": "uk", "method": method}
    ours, plain = fetch(demo.address, page, **asked), fetch(demo.plain, page, **asked)
    if page == "/" and method == "GET":  # only the first says where the second is
        assert demo.plain.encode() in ours[2]
        assert ours[0] == plain[0] == 200
    elif page != "/":
        assert ours == plain


def test_the_streamed_page_arrives_in_chunks_with_the_banner_in_the_first_of_its_body(demo: DemoProcess) -> None:
    host, port = demo.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 20) as connection:
        connection.sendall(f"GET /live HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {IE_ON_WINDOWS_10}\r\n\r\n".encode())
        seen = b""
        while b"<h1>" not in seen:
            seen += connection.recv(65536)
    assert b"transfer-encoding: chunked" in seen.lower()
    assert b"id=bb " in seen
    assert b"</html>" not in seen


def links(page: bytes) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="([^"]+)"', page.decode())]


#: The index's entry: what its page says in each language. All of them in any browser, so in a current one.
SHOWN = {
    "bar": (TITLES["en"], TITLES["uk"]),
    "cards": ("Microsoft Edge", "Microsoft Edge"),
    "block": ("Continue anyway", "Усе одно продовжити"),
    "streamed": (TITLES["en"], TITLES["uk"]),
    "switch": ("Internet Explorer 11", "Internet Explorer 11"),
    "ie-mode": ("Microsoft Edge", "Microsoft Edge"),
    "ipad-or-mac": ("iPadOS", "iPadOS"),
    "cannot-update": ("no newer browser", "немає новіших браузерів"),
    "phone": ("Chrome 80", "Chrome 80"),
    "webview": ("Facebook", "Facebook"),
    "update-os": ("iOS", "iOS"),
    "end-of-line": ("no newer version of iOS", "немає новішої версії iOS"),
    "desktop-site": ("made for computers", "призначений для комп"),
}
ENTRIES = {name: state for group in STATES.values() for name, state in group.items()}


def test_every_entry_of_the_index_is_tried_and_has_its_texts_in_both_languages(demo: DemoProcess) -> None:
    assert set(ENTRIES) == {*SHOWN, "own"}
    for language in ("en", "uk"):
        texts = json.loads((SITE / f"texts.{language}.json").read_text(encoding="utf-8"))
        assert set(texts["states"]) == set(ENTRIES)
        index = visible(fetch(demo.address, "/", user_agent=CURRENT_CHROME, accept_language=language)[2])
        for said in [*texts["groups"].values(), *(text for pair in texts["states"].values() for text in pair)]:
            assert said in index


@pytest.mark.parametrize(("language", "place"), [("en", 0), ("uk", 1)])
@pytest.mark.parametrize("name", SHOWN)
def test_each_banner_opens_from_the_index_in_any_browser_and_in_both_languages(
    demo: DemoProcess, name: str, language: str, place: int
) -> None:
    state = ENTRIES[name]
    link = f"{state.page}?{urlencode({**state.query, 'lang': language})}"
    for asked in ("en", "uk"):
        assert link in links(fetch(demo.address, "/", user_agent=CURRENT_CHROME, accept_language=asked)[2])
        status, _, body = fetch(
            demo.address, link, user_agent=CURRENT_CHROME, accept="text/html", accept_language=asked
        )
        assert status == (406 if name == "block" else 200)
        assert SHOWN[name][place] in visible(body).replace("\xa0", " ")
        assert f"lang={language} ".encode() in body or f'<html lang="{language}">'.encode() in body
        assert b"bb-cards" in body or name != "cards"


def test_your_own_browser_gets_no_banner_from_the_index_s_last_entries(demo: DemoProcess) -> None:
    page = fetch(demo.address, "/article?lang=uk", user_agent=CURRENT_CHROME)
    assert page == fetch(demo.plain, "/article?lang=uk", user_agent=CURRENT_CHROME)


def test_the_switch_of_languages_keeps_the_banner_that_was_asked_for(demo: DemoProcess) -> None:
    page = fetch(demo.address, "/article?browserbanner=ie-mode&lang=en", user_agent=CURRENT_CHROME)[2]
    assert "/article?lang=uk&browserbanner=ie-mode" in links(page)


def test_who_went_on_past_the_block_page_can_see_it_again(demo: DemoProcess) -> None:
    asked = {"user_agent": CURRENT_CHROME, "accept": "text/html"}
    gone_on = {**asked, "cookie": "browserbanner-continue=1.1"}
    assert fetch(demo.address, "/article?browserbanner=block", **asked)[0] == 406
    assert fetch(demo.address, "/article?browserbanner=block", **gone_on)[0] == 200
    cookies = [value for name, value in fetch(demo.address, "/forget", method="POST")[1] if name == "set-cookie"]
    assert any(cookie.startswith('browserbanner-continue="";') for cookie in cookies)


def test_the_switch_of_languages_works_without_a_cookie(demo: DemoProcess) -> None:
    ukrainian = fetch(demo.address, "/article", accept_language="uk-UA,uk;q=0.9,en;q=0.8")[2]
    english = fetch(demo.address, "/article?lang=en", accept_language="uk")[2]
    assert b'<html lang="uk">' in ukrainian
    assert b'href="/article?lang=en"' in ukrainian
    assert b'<html lang="en">' in english
    assert b'href="/live?lang=en"' in english
    for strange in ("*", "ua", "../x", "xx-", ",;q=", "\xff"):
        assert b'<html lang="en">' in fetch(demo.address, "/article", accept_language=strange)[2]


def test_a_closed_banner_can_be_had_again_from_the_index(demo: DemoProcess) -> None:
    status, headers, _ = fetch(demo.address, "/forget?next=//evil.example", method="POST")
    assert (status, dict(headers)["location"]) == (303, "/")
    cookies = [value for name, value in headers if name == "set-cookie"]
    assert cookies[0].startswith('browserbanner=""; ')
    assert all("Max-Age=0" in cookie for cookie in cookies)


def test_the_cookie_notice_stays_away_once_it_was_read(demo: DemoProcess) -> None:
    assert b'id="notice"' in fetch(demo.address, "/article")[2]
    status, headers, _ = fetch(demo.address, "/notice?next=/article?lang=uk", method="POST")
    fields = {name.lower(): value for name, value in headers}
    assert (status, fields["location"]) == (303, "/article?lang=uk")
    cookie = fields["set-cookie"].partition(";")[0]
    assert b'id="notice"' not in fetch(demo.address, "/article", cookie=cookie)[2]


def test_a_page_that_has_not_changed_is_not_sent_again(demo: DemoProcess) -> None:
    tag = dict(fetch(demo.address, "/article")[1])["etag"]
    status, headers, body = fetch(demo.address, "/article", if_none_match=tag)
    assert (status, body, dict(headers)["etag"]) == (304, b"", tag)


def test_nothing_on_the_pages_comes_from_elsewhere(demo: DemoProcess) -> None:
    for page in ("/", *PAGES, "/site.css"):
        body = fetch(demo.plain, page)[2].decode()
        assert re.findall(r"(?:https?:)?//[^\s\"')]+", body) == []


def run_demo(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "browserbanner", "demo", *arguments]
    return subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True, timeout=30, check=False)


def test_ctrl_c_ends_it_cleanly_even_while_a_page_streams() -> None:
    with DemoProcess() as demo:
        host, port = demo.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 20) as connection:
            connection.sendall(b"GET /live HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(100)
            assert demo.interrupt() == (0, "\nStopped.\n")


def test_a_port_that_is_taken_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["demo", "--port", str(port)]) == 1
    assert capsys.readouterr() == (
        "",
        f"browserbanner demo: port {port} of 127.0.0.1 is taken by another program; --port 0 takes any free one\n",
    )


def test_the_port_asked_for_is_the_port_and_the_plain_site_takes_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with DemoProcess("--port", str(port)) as demo:
        assert demo.address == f"http://127.0.0.1:{port}"
        assert demo.plain != demo.address
        assert fetch(demo.plain, "/article")[0] == 200


def test_an_address_that_is_not_this_machine_s_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--host", "192.0.2.1", "--port", "0"]) == 2
    said = "browserbanner demo: cannot listen on 192.0.2.1, port 0: Cannot assign requested address\n"
    assert capsys.readouterr().err == said


def test_without_starlette_it_says_what_to_install(tmp_path: Path) -> None:
    """Without uvicorn: test_serve.py."""
    # Stands in front of the real package and is what an import of a package that is not there would raise.
    (tmp_path / "starlette.py").write_text("raise ModuleNotFoundError('No module', name='starlette')\n")
    result = run_demo("--port", "0", PYTHONPATH=str(tmp_path))
    assert result.returncode == 1
    assert result.stderr == "browserbanner demo: needs starlette: pip install 'browserbanner[demo]'\n"
