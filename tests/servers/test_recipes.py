"""Sites that are no Python app, by the recipes of examples/deploy: a current browser gets the site's own bytes, an old
one the banner, and a dead ``browserbanner serve`` harms no page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browserbanner import BrowserBanner
from browserbanner.cli import make_parser
from browserbanner.export import make_map
from tests.browsers.process import free_port
from tests.export.test_patterns import CRAWLERS, REAL
from tests.reply import Reply
from tests.server_process import Server
from tests.servers.install import find
from tests.servers.recipes import DEPLOY, INCLUDE, Recipe, cooked
from tests.visitors import BANNER, CHROME_60, CURRENT, GOOGLEBOT, IE_ON_WINDOWS_10

pytestmark = pytest.mark.long

_PROGRAMS = {"nginx-php.conf": ("nginx", "php-fpm"), "apache.conf": ("apache2",), "varnish.vcl": ("varnish", "nginx")}
EVERY = [pytest.param(name, marks=pytest.mark.needs(*_PROGRAMS.get(name, ("nginx",)))) for name in INCLUDE]
INSERTED = [each for each in EVERY if each.values != ("nginx-script.conf",)]


@pytest.fixture(scope="module", params=EVERY)
def recipe(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recipe]:
    with cooked(request.param, tmp_path_factory.mktemp("recipe")) as running:
        yield running


def shown(recipe: Recipe, body: bytes) -> bytes:
    """The banner in a page, which is otherwise the site's own; b"" where there is none."""
    before, after = recipe.page.split(INCLUDE[recipe.name].encode())
    assert body.startswith(before)
    assert body.endswith(after)
    return body[len(before) : len(body) - len(after)].strip()


def nobody_keeps(reply: Reply) -> bool:
    """No cache, not the browser's own either: the page may be one that its site wants to be kept nowhere."""
    return reply.header("cache-control") == "private, no-store" and "User-Agent" in (reply.header("vary") or "")


@pytest.mark.parametrize("user_agent", [CURRENT, GOOGLEBOT, "curl/8.5.0", ""])
def test_a_current_browser_gets_the_site_s_own_bytes_etag_and_date(recipe: Recipe, user_agent: str) -> None:
    reply = recipe.ask(user_agent)
    assert (reply.status, reply.body) == (200, recipe.page)
    assert reply.header("etag") is not None
    assert not (reply.header("etag") or "").startswith("W/")
    assert reply.header("last-modified") is not None
    assert "User-Agent" not in (reply.header("vary") or "")
    if "php" not in recipe.name:  # that page answers no conditions
        assert recipe.ask(user_agent, If_None_Match=reply.header("etag") or "").status == 304


@pytest.mark.parametrize("user_agent", [CHROME_60, IE_ON_WINDOWS_10])
def test_an_old_one_gets_the_banner_in_a_page_that_nobody_else_s_cache_keeps(recipe: Recipe, user_agent: str) -> None:
    if recipe.name == "nginx-script.conf":
        reply = recipe.ask(user_agent, "/_browserbanner/banner.js", Referer="http://site.example/page.html")
        assert b"bb-x" in reply.body
        assert reply.header("cache-control") == "private, no-store"
        return
    reply = recipe.ask(user_agent, recipe.path + "?a=1&b=2", If_Modified_Since="Thu, 26 Nov 2037 10:00:00 GMT")
    banner = shown(recipe, reply.body)
    assert (reply.status, banner.startswith(BANNER), banner.endswith(b"</div>")) == (200, True, True)
    assert b"lang=uk" in banner
    back = re.search(rb"next=([^\"' >]*)", banner)
    assert back is not None
    assert back[1].startswith(recipe.path.encode())
    assert nobody_keeps(reply)
    assert reply.header("etag") is None


def test_the_home_page_is_a_page_like_others(recipe: Recipe) -> None:
    """nginx leads "/" to its index file itself. Old browsers got a bare 418 there."""
    current, old = (recipe.ask(user_agent, "/") for user_agent in (CURRENT, CHROME_60))
    assert (current.status, current.body, old.status) == (200, recipe.page, 200)
    assert old.body == recipe.page if recipe.name == "nginx-script.conf" else shown(recipe, old.body).startswith(BANNER)


@pytest.mark.parametrize("path", ["/nowhere/", "/nowhere.html", "/nowhere.txt"])
def test_the_site_s_own_error_page_stays_for_everybody(recipe: Recipe, path: str) -> None:
    """An error_page of the recipe's had switched it off, and a banner in it could be kept by a cache in front."""
    current, old = (recipe.ask(user_agent, path) for user_agent in (CURRENT, CHROME_60))
    assert (current.status, current.body, old.status) == (404, recipe.page, 404)
    assert old.body == recipe.page or (shown(recipe, old.body).startswith(BANNER) and nobody_keeps(old))


def test_the_script_that_closes_is_found_beside_a_site_s_own_rule_for_scripts(recipe: Recipe) -> None:
    assert recipe.ask(CHROME_60, "/_browserbanner/close.js").status == 200


def test_what_is_no_page_is_left_alone_for_old_browsers_too(recipe: Recipe) -> None:
    old, current = (recipe.ask(user_agent, "/style.css") for user_agent in (CHROME_60, CURRENT))
    assert old.body == current.body == b"p{}"
    assert old.header("etag") == current.header("etag") is not None


def test_everybody_gets_their_own_whoever_came_before(recipe: Recipe) -> None:
    for _ in range(3):
        for user_agent in (CHROME_60, CURRENT, GOOGLEBOT, IE_ON_WINDOWS_10, CURRENT):
            body = recipe.ask(user_agent).body
            if user_agent in (CURRENT, GOOGLEBOT) or recipe.name == "nginx-script.conf":
                assert body == recipe.page
            else:
                assert shown(recipe, body).startswith(BANNER)


def test_the_script_is_empty_for_current_browsers_and_kept_for_a_day(recipe: Recipe) -> None:
    reply = recipe.ask(CURRENT, "/_browserbanner/banner.js")
    assert (reply.status, reply.body) == (200, b"")
    assert (reply.header("content-type") or "").startswith("text/javascript")
    assert reply.header("cache-control") == "private, max-age=86400"


def test_a_closed_banner_stays_closed(recipe: Recipe) -> None:
    reply = recipe.ask(CHROME_60, "/_browserbanner/close?kind=outdated", "POST", X_Requested_With="XMLHttpRequest")
    assert reply.status == 204
    cookie = (reply.header("set-cookie") or "").partition(";")[0]
    if recipe.name == "nginx-script.conf":
        assert recipe.ask(CHROME_60, "/_browserbanner/banner.js", Cookie=cookie).body == b""
    else:
        assert shown(recipe, recipe.ask(CHROME_60, Cookie=cookie).body) == b""


@pytest.mark.needs("nginx", "php-fpm")
def test_a_form_reaches_php_from_an_old_browser_too(tmp_path: Path) -> None:
    with cooked("nginx-php.conf", tmp_path) as running:
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        assert running.ask(CHROME_60, "/index.php", "POST", "a=1&b=2", **form).body == b"posted a=1&b=2"


@pytest.mark.parametrize("name", EVERY)
def test_a_dead_server_of_banners_harms_no_page(name: str, tmp_path: Path) -> None:
    with cooked(name, tmp_path) as running:
        running.serve.interrupt()
        for _ in range(2):
            current = running.ask(CURRENT)
            assert (current.status, current.body) == (200, running.page)
            assert current.header("etag")
            old = running.ask(CHROME_60)
            assert old.status == 200
            if name == "nginx-script.conf":
                script = running.ask(CHROME_60, "/_browserbanner/banner.js")
                assert (script.status, script.body, script.header("cache-control")) == (200, b"", "private, no-store")
            else:
                assert shown(running, old.body) == b""


@pytest.mark.parametrize("name", INSERTED)
def test_what_refuses_the_server_of_banners_is_put_into_no_page(name: str, tmp_path: Path) -> None:
    """A page said "Not found." first where the server had another prefix, "Invalid HTTP request" for an odd cookie."""
    with cooked(name, tmp_path, "--prefix", "/elsewhere") as running:
        assert shown(running, running.ask(CHROME_60).body) == b""
        odd = running.ask(CHROME_60, Cookie="a=\x7f")
        assert odd.status == 400 or shown(running, odd.body) == b""


# -- what `browserbanner export` prints, in the real servers -----------------------------------------------------------


def _judged_by(port: int, server: Server) -> dict[str, bool]:
    strings = [*(user_agent for user_agent, _ in REAL), *CRAWLERS[:500]]
    return {each: server.request("/", {"User-Agent": each}).body == b"1" for each in strings}


@pytest.mark.needs("nginx")
def test_nginx_asks_about_whom_judge_calls_outdated_and_one_current_in_a_thousand(tmp_path: Path) -> None:
    banner, port = BrowserBanner(), free_port()
    (tmp_path / "map").write_text(make_map("nginx", banner.policy))
    config = tmp_path / "nginx.conf"
    config.write_text(
        f"daemon off; pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; include {tmp_path}/map;"
        f" client_body_temp_path {tmp_path}/a; proxy_temp_path {tmp_path}/b; fastcgi_temp_path {tmp_path}/c;"
        f" uwsgi_temp_path {tmp_path}/d; scgi_temp_path {tmp_path}/e;"
        f" server {{ listen 127.0.0.1:{port}; location / {{ return 200 $browserbanner; }} }} }}"
    )
    program = find("nginx")
    assert program is not None
    with Server(program, "-e", "stderr", "-p", str(tmp_path), "-c", str(config), folder=tmp_path, port=port) as server:
        asked = _judged_by(port, server)
    _hold_against_judge(banner, asked)


@pytest.mark.needs("caddy")
def test_caddy_asks_about_the_same(tmp_path: Path) -> None:
    banner, port = BrowserBanner(), free_port()
    config = tmp_path / "Caddyfile"
    config.write_text(
        f"{{\n admin off\n auto_https off\n}}\n{make_map('caddy', banner.policy)}\nhttp://127.0.0.1:{port} {{\n"
        " import browserbanner\n respond @browserbanner 1\n}\n"
    )
    program = find("caddy")
    assert program is not None
    env = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    command = [program, "run", "--config", str(config), "--adapter", "caddyfile"]
    with Server(*command, folder=tmp_path, port=port, env=env) as server:
        asked = _judged_by(port, server)
    _hold_against_judge(banner, asked)


def _hold_against_judge(banner: BrowserBanner, asked: dict[str, bool]) -> None:
    weights = dict(REAL)
    needless = current = 0.0
    for user_agent, was_asked in asked.items():
        verdict = banner.judge(user_agent)
        if verdict.actionable:
            assert was_asked, user_agent
        if verdict.status == "current":
            current += weights.get(user_agent, 0)
            needless += weights.get(user_agent, 0) * was_asked
    assert needless <= 0.001 * current
    assert any(asked.values())


# -- the service and the container -------------------------------------------------------------------------------------


@pytest.mark.needs("systemd")
def test_systemd_takes_the_service(tmp_path: Path) -> None:
    text = (DEPLOY / "browserbanner.service").read_text()
    service = tmp_path / "browserbanner.service"
    service.write_text(text.replace("/opt/browserbanner/bin/browserbanner", shutil.which("true") or "/bin/true"))
    result = subprocess.run(["systemd-analyze", "verify", str(service)], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_container_is_made_as_hadolint_wants_it_and_its_entry_is_a_command_that_there_is() -> None:
    file = DEPLOY / "Dockerfile"
    lint = Path(sys.executable).with_name("hadolint")
    result = subprocess.run([lint, str(file)], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "")
    (entry,) = (line for line in file.read_text().splitlines() if line.startswith("ENTRYPOINT "))
    command: Any = json.loads(entry.removeprefix("ENTRYPOINT "))
    assert command[0] == "browserbanner"
    assert make_parser().parse_args(command[1:]).port == 8020
