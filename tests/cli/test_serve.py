"""``browserbanner serve``, as its user starts it: what it answers, what it says, how it ends."""

from __future__ import annotations

import http.client
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from browserbanner.cli import main
from tests.command_process import CommandProcess
from tests.reply import Reply
from tests.visitors import BANNER, CHROME_60, CURRENT, GOOGLEBOT, IE_ON_WINDOWS_10


@pytest.fixture(scope="module")
def served() -> Iterator[CommandProcess]:
    with CommandProcess("serve", "--port", "0") as running:
        yield running


def ask(served: CommandProcess, path: str, user_agent: str = CURRENT, method: str = "GET", **headers: str) -> Reply:
    connection = http.client.HTTPConnection(served.addresses[0].removeprefix("http://"), timeout=20)
    connection.request(method, path, headers={"User-Agent": user_agent, "Accept-Language": "uk", **headers})
    answer = connection.getresponse()
    reply = Reply(answer.status, answer.getheaders(), answer.read())
    connection.close()
    return reply


def test_it_prints_its_address_when_it_answers_and_lives(served: CommandProcess) -> None:
    assert "/_browserbanner/ is served" in served.said
    reply = ask(served, "/health")
    assert (reply.status, reply.body) == (200, b"ok\n")
    assert ask(served, "/").status == 404


@pytest.mark.parametrize("user_agent", [CHROME_60, IE_ON_WINDOWS_10])
def test_an_old_browser_gets_its_banner_from_each_address(served: CommandProcess, user_agent: str) -> None:
    assert ask(served, "/_browserbanner/fragment?path=/", user_agent).body.startswith(BANNER)
    script = ask(served, "/_browserbanner/banner.js", user_agent)
    assert b'id=\\"bb\\"' in script.body or b"id=bb" in script.body
    assert b"<h1" in ask(served, "/_browserbanner/banner", user_agent).body
    assert ask(served, "/_browserbanner/close.js", user_agent).body


@pytest.mark.parametrize("name", ["fragment", "banner.js"])
@pytest.mark.parametrize("user_agent", [CURRENT, GOOGLEBOT, "", "curl/8.5.0"])
def test_everybody_else_gets_nothing_the_first_time_as_later(
    served: CommandProcess, name: str, user_agent: str
) -> None:
    """Later ones come from a shortcut, and are the same but for their date."""
    first, *later = (ask(served, f"/_browserbanner/{name}", user_agent) for _ in range(3))
    assert (first.status, first.body, first.header("cache-control")) == (200, b"", "private, max-age=86400")
    for reply in later:
        assert (reply.status, reply.body) == (200, b"")
        kept = [[pair for pair in each.headers if pair[0].lower() != "date"] for each in (first, reply)]
        assert kept[0] == kept[1]


def test_closing_gives_the_cookie_and_behind_https_a_secure_one(served: CommandProcess) -> None:
    asked = {"X-Requested-With": "XMLHttpRequest", "X-Forwarded-Proto": "https"}
    reply = ask(served, "/_browserbanner/close?kind=outdated", CHROME_60, "POST", **asked)
    assert reply.status == 204
    cookie = reply.header("set-cookie") or ""
    assert "; Secure" in cookie
    closed = ask(served, "/_browserbanner/fragment?path=/", CHROME_60, Cookie=cookie.partition(";")[0])
    assert closed.body == b""


def ends_cleanly(running: CommandProcess, number: signal.Signals) -> bool:
    """It has logged no access either."""
    return running.end(number) == (0, "\nStopped.\n")


def test_options_are_flags_and_sigterm_ends_it() -> None:
    flags = "--prefix /-/bb --locales uk,en --default-locale uk --exempt /shop,/api/* --close-days 7 --desktop-site"
    with CommandProcess("serve", "--port", "0", "--policy", '{"chrome": 100}', *flags.split()) as running:
        assert "/-/bb/ is served" in running.said
        assert ask(running, "/-/bb/fragment?path=/shop/1", CHROME_60).body == b""
        assert ask(running, "/-/bb/fragment?path=/news", CHROME_60, **{"Accept-Language": "de"}).body.find(b"uk") > 0
        assert ask(running, "/_browserbanner/fragment", CHROME_60).status == 404
        assert ends_cleanly(running, signal.SIGTERM)


def test_options_may_stand_in_a_python_file_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    config = tmp_path / "banner.py"
    config.write_text(
        "from browserbanner import BrowserBanner\n"
        "from policy_beside_it import POLICY\n"
        "banner = BrowserBanner(policy=POLICY, exempt=lambda request: request.path == '/no')\n"
    )
    (tmp_path / "policy_beside_it.py").write_text("POLICY = {'chrome': 50}\n")
    with CommandProcess("serve", "--port", "0", "--config", str(config)) as running:
        assert ask(running, "/_browserbanner/fragment?path=/", CHROME_60).body == b""
        assert ask(running, "/_browserbanner/fragment?path=/", IE_ON_WINDOWS_10).body == b""
        assert ends_cleanly(running, signal.SIGINT)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--layout", "tables"], "--layout='tables': must be one of"),
        (["--close-days", "never"], "--close-days"),
        (["--cookie-path", "nowhere"], "--cookie-path='nowhere': must be"),
        (["--default-locale=tlh"], "--default-locale='tlh': must be"),
        (["--locales", "uk,tlh"], "'tlh'"),
        (["--policy", "chrome >= banana"], "--policy"),
        (["--host", "no such host"], "host"),
        (["--host", ""], "--host='': must be an address"),
        (["--config", "{folder}/none.py"], "none.py"),
        (["--config", "{folder}/empty.py"], "must say banner = BrowserBanner(...)"),
        (["--config", "{folder}/broken.py"], "broken.py: SyntaxError"),
        (["--config", "{folder}/failing.py"], "failing.py: ModuleNotFoundError: No module named 'nosuch'"),
        (["--config", "{folder}/wrong.py"], "layout='tables'"),
        (["--config", "{folder}/empty.py", "--layout", "bar"], "--config and --layout were given"),
    ],
)
def test_what_cannot_be_used_is_refused_at_start_with_its_name(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.py").write_text("x = 1\n")
    (tmp_path / "broken.py").write_text("banner = (\n")
    (tmp_path / "failing.py").write_text("import nosuch\n")
    (tmp_path / "wrong.py").write_text(
        "from browserbanner import BrowserBanner\nbanner = BrowserBanner(layout='tables')\n"
    )
    status = main(["serve", "--port", "0", *(part.format(folder=tmp_path) for part in arguments)])
    assert status in (1, 2)
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


def test_a_taken_port_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 1
    assert "is taken by another program" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_without_uvicorn_it_says_what_brings_it(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert main([command, "--port", "0"]) == 1  # a demo may be at work on its own
    said = f"browserbanner {command}: needs uvicorn: pip install 'browserbanner[{command}]'\n"
    assert capsys.readouterr() == ("", said)


@pytest.mark.long
def test_a_hundred_thousand_different_strings_leave_its_memory_flat() -> None:
    """The second half of them may add 3 MB: what is kept has a bound, and the first half has reached it."""
    with CommandProcess("serve", "--port", "0") as running:
        kept = http.client.HTTPConnection(running.addresses[0].removeprefix("http://"), timeout=20)

        def flood(numbers: range) -> int:
            for number in numbers:
                agent = CURRENT.replace("999.0.0.0", f"{100 + number % 900}.0.{number}.{number % 77}")
                name = "banner.js" if number % 2 else f"fragment?path=/{number}"
                kept.request("GET", f"/_browserbanner/{name}", headers={"User-Agent": agent})
                assert kept.getresponse().read() is not None
            return running.memory()

        first = flood(range(50_000))
        assert flood(range(50_000, 100_000)) - first < 3_000_000
        kept.close()
