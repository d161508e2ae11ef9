"""Where the app is mounted is partly the request's to say (``Mount("/{tenant}")``, ``shift_path_info``): whatever it says,
a real browser asks no other host for anything of ours, and an honest path works."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit
from wsgiref.simple_server import make_server

import pytest

from browserbanner import BrowserBanner
from browserbanner.wsgi import BannerMiddleware
from tests.browsers.browser import Browse
from tests.browsers.chromium import Chromium
from tests.browsers.host_site import Handler, Server
from tests.visitors import CHROME_60

_PAGE = b"<!DOCTYPE html><html lang=en><title>An article</title><body><main id=main>The old observatory</main></body></html>"
_OURS = ("/_browserbanner/", "/article")

#: As they stand in the address bar.
HOSTILE = [
    "/%5Cevil.invalid", "/%5C%5Cevil.invalid", "//evil.invalid", "/%2Fevil.invalid", "///evil.invalid", "/%09/evil.invalid",
    "/%0A/evil.invalid", "/%0D%0A/evil.invalid", "/%5C/evil.invalid", "/a/..%2F%2Fevil.invalid", "/%2e%2e//evil.invalid",
    "/%255Cevil.invalid", "/%C2%85%5Cevil.invalid", "/x%22%3E%3Cscript%20src=%22http:%2F%2Fevil.invalid",
    "/;@evil.invalid", "/.%2F%2Fevil.invalid", "/https:%2F%2Fevil.invalid",
]  # fmt: skip
HONEST = [
    "", "/site", "/a%20b", "/a%3Fb", "/a%23b", "/100%25", "/100%25zz", "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8", "/a&b=c", "/a'b%22c",
    "/a+b", "/a;b", "/~me", "/%E9",
]  # fmt: skip


def _app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [_PAGE]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A site whose every first part of a path is a mount path."""
    inner = BannerMiddleware(_app, banner=BrowserBanner())

    def mounted(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        at = max(path.rfind(own) for own in _OURS)
        if at < 0:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"no such page"]
        environ["SCRIPT_NAME"], environ["PATH_INFO"] = path[:at], path[at:]
        result: Iterable[bytes] = inner(environ, start_response)
        return result

    server = make_server("127.0.0.1", 0, mounted, Server, Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def visit(browse: Browse, page: str, *, javascript: bool = True) -> Chromium:
    browser = browse("chromium64", "en", CHROME_60, javascript=javascript)
    assert isinstance(browser, Chromium)
    browser.goto(page)
    return browser


def close(browser: Chromium) -> None:
    browser.js("document.getElementById('bb-x').click()")
    browser.wait('!document.getElementById("bb")')


@pytest.mark.browser("chromium64")
def test_no_request_leaves_the_host_whatever_the_mount_path_is(address: str, browse: Browse) -> None:
    browser = visit(browse, f"{address}/article")
    for path in HOSTILE:
        browser.command("Network.clearBrowserCookies")
        browser.js("sessionStorage.clear()")
        browser.goto(f"{address}{path}/article")
        hosts = browser.js(
            "(function(){var n=document.querySelectorAll('#bb-x,#bb script,#bb link,form'),h=[],i;"
            "for(i=0;i<n.length;i++)h.push(n[i].href||n[i].src||n[i].action);return h})()"
        )
        asked = browser.requested()
        if browser.present("#bb"):
            browser.wait('document.getElementById("bb-x").onclick')
            close(browser)
            asked += browser.requested()
        assert {urlsplit(each).netloc for each in (*hosts, *asked)} == {urlsplit(address).netloc}, path


@pytest.mark.browser("chromium64")
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_an_honest_mount_path_works_whatever_letters_it_has(javascript: bool, address: str, browse: Browse) -> None:
    browser = visit(browse, f"{address}/article", javascript=javascript)
    for path in HONEST:
        page = f"{address}{path}/article"
        browser.command("Network.clearBrowserCookies")
        browser.goto(page)
        assert browser.present("#bb"), path
        if javascript:
            browser.wait('document.getElementById("bb-x").onclick')
            close(browser)
        else:
            browser.js("document.getElementById('bb-x').click()")
            browser.wait('document.querySelector("#bb .bb-go button")')
            browser.js("document.querySelector('#bb .bb-go button').click()")
            browser.wait('document.getElementById("main") && !document.getElementById("bb")')
        assert browser.js("location.pathname.replace(/^.*[/]/, '')") == "article"
        assert {urlsplit(each).netloc for each in browser.requested()} == {urlsplit(address).netloc}, path
        browser.js("sessionStorage.clear()")
        browser.goto(page)
        assert not browser.present("#bb"), path
