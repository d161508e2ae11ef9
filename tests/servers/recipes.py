"""The recipes of examples/deploy: each real server with a site of files, and `browserbanner serve` beside it.

The files are used as they are but for addresses and folders, which are the test's own.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from browserbanner import BrowserBanner
from browserbanner.export import make_map
from tests.browsers.process import free_port
from tests.command_process import CommandProcess
from tests.reply import Reply
from tests.server_process import ROOT, Server
from tests.servers.install import find

DEPLOY = ROOT / "examples" / "deploy"
_MODULES = "mpm_event authz_core dir env filter headers include mime proxy proxy_http setenvif"
_NGINX = """daemon off;
pid {folder}/nginx.pid;
error_log stderr error;
{user}
events {{ worker_connections 64; }}
http {{
    types {{ text/html html; text/css css; }}
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {site}
}}
"""
_APACHE = """ServerName localhost
DefaultRuntimeDir {folder}
PidFile {folder}/apache.pid
ErrorLog /dev/stderr
LogLevel crit
Listen 127.0.0.1:{port}
{modules}
TypesConfig /etc/mime.types
{user}
{site}
"""
_PHP_FPM = """[global]
daemonize = no
error_log = /dev/stderr
[www]
listen = {folder}/php-fpm.sock
pm = static
pm.max_children = 2
{user}
"""

#: What each page says first in its body, by the recipe.
INCLUDE = {
    "nginx-script.conf": '<script src="/_browserbanner/banner.js" async></script>',
    "nginx-ssi.conf": '<!--#include virtual="/_browserbanner/fragment?path=$request_uri" -->',
    "nginx-php.conf": '<!--#include virtual="/_browserbanner/fragment?path=$request_uri" -->',
    "apache.conf": '<!--#include virtual="/_browserbanner/fragment?path=${REQUEST_URI}" -->',
    "varnish.vcl": '<!--esi <esi:include src="/_browserbanner/fragment"/> -->',
}
PAGE = "<!DOCTYPE html>\n<html lang=en><head><title>A page</title></head>\n<body>{}\n<p>Words.</p></body></html>\n"
_PHP = """<?php header('ETag: "of-php"'); header('Last-Modified: Thu, 26 Nov 2026 10:00:00 GMT');
if ($_SERVER['REQUEST_METHOD'] === 'POST') { echo 'posted ', file_get_contents('php://input'); exit; }
?>"""


#: When the site's files were written, in seconds since the epoch: long ago, as on a real site.
_WRITTEN = 1_750_000_000

# What many an nginx has beside the recipe.
_OWN = " error_page 404 /missing.html; location ~* [.]js$ { expires 30d; }"


class Recipe(NamedTuple):
    """A running site: its page and other addresses, the server, and `browserbanner serve` beside it."""

    name: str
    page: bytes
    path: str
    front: Server
    serve: CommandProcess

    def ask(self, user_agent: str, path: str = "", method: str = "GET", body: str | None = None, **more: str) -> Reply:
        headers = {"User-Agent": user_agent, "Accept": "text/html,*/*", "Accept-Language": "uk", "Host": "site.example"}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        return self.front.request(path or self.path, headers, method=method, body=body)


@contextmanager
def cooked(name: str, folder: Path, *flags: str) -> Iterator[Recipe]:
    """A recipe, in a folder of its own. ``flags``: of `browserbanner serve`."""
    site = folder / "site"
    site.mkdir()
    page = PAGE.format(INCLUDE[name])
    for each in ("page.html", "index.html", "missing.html"):
        (site / each).write_text(page)
    (site / "index.php").write_text(_PHP + page)
    (site / "style.css").write_text("p{}")
    for file in site.iterdir():  # Apache calls the ETag of a file weak that is not yet a second old
        os.utime(file, (_WRITTEN, _WRITTEN))
    with ExitStack() as running:
        serve = running.enter_context(CommandProcess("serve", "--port", "0", *flags))
        front = running.enter_context(_front(name, folder, serve.addresses[0].rpartition(":")[2], running))
        yield Recipe(name, page.encode(), "/index.php" if "php" in name else "/page.html", front, serve)


def _front(name: str, folder: Path, serve: str, running: ExitStack) -> Server:
    port, root = free_port(), os.geteuid() == 0
    text = (DEPLOY / name).read_text()
    for written, here in (("127.0.0.1:8020", f"127.0.0.1:{serve}"), ("/srv/site", str(folder / "site")),
                          ("listen 80;", f"listen 127.0.0.1:{port};"), ("*:80>", f"127.0.0.1:{port}>"),
                          ("/run/php/", f"{folder}/"), ('.port = "8020"', f'.port = "{serve}"')):  # fmt: skip
        text = text.replace(written, here)
    if name.startswith("nginx"):
        text = text.replace(f"root {folder}/site;", f"root {folder}/site;{_OWN}")
        text = text.replace("/etc/nginx/browserbanner.map", _exported("nginx", folder))
        if "php" in name:
            text = text.replace("include fastcgi_params", "include /etc/nginx/fastcgi_params")
            _start_php_fpm(folder, running)
        config = folder / "nginx.conf"
        config.write_text(_NGINX.format(folder=folder, user="user root root;" if root else "", site=text))
        return Server(_found("nginx"), "-e", "stderr", "-p", str(folder), "-c", str(config), folder=folder, port=port)
    if name == "apache.conf":
        text = text.replace("    SSIErrorMsg", "    ErrorDocument 404 /missing.html\n    SSIErrorMsg")
        text = text.replace("/etc/apache2/browserbanner.conf", _exported("apache", folder))
        modules = "\n".join(
            f"LoadModule {each}_module /usr/lib/apache2/modules/mod_{each}.so" for each in _MODULES.split()
        )
        config = folder / "apache.conf"
        user = "User www-data\nGroup www-data" if root else ""
        config.write_text(_APACHE.format(folder=folder, port=port, modules=modules, site=text, user=user))
        for place in (folder, *folder.parents[:3]):  # www-data is to read the site
            place.chmod(place.stat().st_mode | 0o055)
        return Server(_found("apache2"), "-X", "-d", str(folder), "-f", str(config), folder=folder, port=port)
    behind = running.enter_context(_files(folder))
    text = text.replace("/etc/varnish/browserbanner.vcl", _exported("varnish", folder))
    rules = folder / "rules.vcl"
    rules.write_text(text.replace('.port = "8080"', f'.port = "{behind.port}"'))
    own = ["-n", str(folder / "varnish"), "-T", "none", "-s", "malloc,16m", "-j", "none", "-f", str(rules)]
    return Server(_found("varnish"), "-F", "-a", f"127.0.0.1:{port}", *own, folder=folder, port=port)


def _exported(server: str, folder: Path) -> str:
    """What `browserbanner export` prints, in a file."""
    path = folder / f"browserbanner.{server}"
    path.write_text(make_map(server, BrowserBanner().policy))
    return str(path)


def _files(folder: Path) -> Server:
    """nginx with the site's files, behind Varnish."""
    port = free_port()
    site = f"server {{ listen 127.0.0.1:{port}; root {folder}/site;{_OWN} }}"
    behind = folder / "behind"
    behind.mkdir()
    user = "user root root;" if os.geteuid() == 0 else ""
    (behind / "nginx.conf").write_text(_NGINX.format(folder=behind, user=user, site=site))
    config = str(behind / "nginx.conf")
    return Server(_found("nginx"), "-e", "stderr", "-p", str(behind), "-c", config, folder=folder, port=port)


def _start_php_fpm(folder: Path, running: ExitStack) -> None:
    config = folder / "php-fpm.conf"
    config.write_text(_PHP_FPM.format(folder=folder, user="user = root\ngroup = root" if os.geteuid() == 0 else ""))
    process = subprocess.Popen([_found("php-fpm"), "-R", "-F", "-y", str(config)], stderr=subprocess.DEVNULL)
    running.callback(process.wait)
    running.callback(process.terminate)
    until = time.monotonic() + 20
    while not (folder / "php-fpm.sock").exists() and time.monotonic() < until:
        time.sleep(0.05)


def _found(name: str) -> str:
    program = find(name)
    if program is None:
        raise FileNotFoundError(f"{name} is not installed: python -m tests.servers.install {name}")
    return program
