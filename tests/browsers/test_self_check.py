"""The banner checks itself: caches that nobody controls show it to others than it was made for, and then it goes.

Where no script runs it stays; docs/site-owner.md says so.
"""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.browsers.browser import Browse, Browser
from tests.browsers.chromium import Chromium
from tests.browsers.engines import ENGINES
from tests.browsers.host_site import HostSite
from tests.visitors import CHROME_60, IE_ON_WINDOWS_10

IE_LONG = (
    "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E; .NET CLR 2.0.50727; rv:11.0) like Gecko"
)
IE_COMPATIBILITY_VIEW = "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E)"
IE_8_MODE = "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E)"
IE_10_MODE = "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E)"
SETTLED = 'document.readyState === "complete"'
GONE = f'{SETTLED} && !document.getElementById("bb") && document.getElementById("main")'
#: The banner's script has run, and left the banner: it alone gives the close button something to do.
STAYS = f'{SETTLED} && document.getElementById("bb-x") && document.getElementById("bb-x").onclick'

current = pytest.mark.parametrize(
    "engine", [pytest.param(name, marks=pytest.mark.browser(name)) for name in ("chromium", "firefox")]
)
old = pytest.mark.parametrize(
    "engine", [pytest.param(name, marks=pytest.mark.browser(name)) for name in ("chromium64", "phantomjs19")]
)


@pytest.fixture(scope="module")
def running() -> Iterator[HostSite]:
    with HostSite() as site:
        yield site


@pytest.fixture
def hosts(running: HostSite) -> HostSite:
    """Its cache is empty."""
    running.forget()
    return running


def fill_cache(address: str, user_agent: str) -> str:
    """What the first visitor, this one, gets of a page, as everybody else will too."""
    headers = {"User-Agent": user_agent, "Accept": "text/html", "Accept-Language": "uk"}
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as answer:
        page: str = answer.read().decode()
    return page


# -- caches ----------------------------------------------------------------------------------------------------------


@pytest.mark.browser("phantomjs19")
@pytest.mark.parametrize(
    "exposed", [IE_ON_WINDOWS_10, IE_LONG, IE_COMPATIBILITY_VIEW, IE_8_MODE, IE_10_MODE],
    ids=["as sent", "its long string", "compatibility view", "X-UA-Compatible IE=8", "IE=10"],
)  # fmt: skip
def test_internet_explorer_keeps_its_banner_whatever_string_it_exposes(
    exposed: str, hosts: HostSite, browse: Browse
) -> None:
    page = f"{hosts.address}/careless/plain"
    assert 'data-engine="Trident/7.0"' in fill_cache(page, IE_ON_WINDOWS_10)
    browser = browse("phantomjs19", "uk", exposed)
    browser.goto(page)
    browser.wait(STAYS)


@pytest.mark.browser("chromium64")
def test_a_browser_of_the_same_release_keeps_it_and_a_newer_one_does_not(hosts: HostSite, browse: Browse) -> None:
    page = f"{hosts.address}/careless/plain"
    fill_cache(page, CHROME_60)
    browser = browse("chromium64", "uk", CHROME_60.replace("60.0.3112.113", "60.0.3112.90"))
    browser.goto(page)
    browser.wait(STAYS)
    newer = browse("chromium64", "uk", CHROME_60.replace("60.0.3112.113", "64.0.3282.140"))
    newer.goto(page)
    newer.wait(GONE)


@current
def test_a_current_browser_does_not_keep_what_a_cache_gives_it_by_mistake(
    engine: str, hosts: HostSite, browse: Browse
) -> None:
    browser = browse(engine, "uk")
    for page in ("plain", "nonce", "flex-row"):
        address = f"{hosts.address}/careless/{page}"
        assert 'data-engine="Chrome/60."' in fill_cache(address, CHROME_60)
        browser.goto(address)
        browser.wait(GONE)
    # The cache kept banner.js, and the page has none.
    assert "innerHTML" in fill_cache(f"{hosts.address}/careless/_browserbanner/banner.js", CHROME_60)
    browser.goto(f"{hosts.address}/none/cdn-careless")
    browser.wait(GONE)


@pytest.mark.browser("chromium64")
def test_under_a_policy_of_nonces_the_old_browser_keeps_and_closes_it(hosts: HostSite, browse: Browse) -> None:
    browser = browse("chromium64", "uk", CHROME_60)
    browser.goto(f"{hosts.address}/bar/nonce")
    browser.wait(STAYS)
    close(browser)


@pytest.mark.browser("chromium")
def test_who_updates_the_browser_does_not_see_what_a_service_worker_kept(hosts: HostSite, tmp_path: Path) -> None:
    """The same Chromium and profile twice: first as the old release, whose page its service worker keeps."""
    binary = ENGINES["chromium"].path()
    assert binary is not None
    page = f"{hosts.address}/naive/plain"
    worker = (
        "navigator.serviceWorker.register('sw.js').then(function () { return navigator.serviceWorker.ready }).then("
    )
    with Chromium(binary, profile=tmp_path, flags=[f"--user-agent={CHROME_60}"]) as browser:
        browser.goto(page)
        browser.wait(STAYS)
        browser.result_of(f"{worker}function () {{ return 1 }})")
        browser.wait("navigator.serviceWorker.controller")
        browser.goto(page)  # now it is kept
        browser.wait(STAYS)
        browser.result_of(
            "caches.open('pages').then(function (kept) { return kept.keys() }).then(function (k) { if (!k.length) throw 'nothing' })"
        )
    with Chromium(binary, profile=tmp_path) as browser:
        browser.goto(page)
        assert browser.js("!!navigator.serviceWorker.controller"), "it is the service worker that answers"
        assert "data-engine" in browser.result_of("caches.match(location.href).then(function (r) { return r.text() })")
        browser.wait(GONE)


# -- frames ----------------------------------------------------------------------------------------------------------


@old
def test_a_page_in_a_frame_has_no_banner_of_its_own(engine: str, hosts: HostSite, browse: Browse) -> None:
    """Old browsers do not say that they ask for a frame's page."""
    browser = browse(engine, "uk", CHROME_60)
    browser.goto(f"{hosts.address}/bar/framing")
    browser.wait(STAYS)
    browser.wait(f"frames[0].{GONE.replace('document', 'frames[0].document').removeprefix('frames[0].')}")


# -- back after closing ----------------------------------------------------------------------------------------------


def close(browser: Browser) -> None:
    browser.click("#bb-x")
    browser.wait('!document.getElementById("bb")')


@pytest.mark.parametrize(
    "engine",
    [pytest.param(n, marks=pytest.mark.browser(n)) for n in ("chromium", "firefox", "safari16", "chromium64", "phantomjs19")],
)  # fmt: skip
def test_a_closed_banner_does_not_come_back_with_the_page_before(engine: str, hosts: HostSite, browse: Browse) -> None:
    """From the back/forward cache, from the HTTP cache, or from the site."""
    kind = "?browserbanner=outdated"
    browser = browse(engine, "uk", CHROME_60 if engine in ("chromium64", "phantomjs19") else "")
    browser.goto(f"{hosts.address}/bar/plain{kind}")
    browser.wait(STAYS)
    browser.js("(function(){window.before=1;onpageshow=function(e){window.persisted=e.persisted}})()")
    browser.goto(f"{hosts.address}/bar/sticky{kind}")
    browser.wait(STAYS)
    close(browser)
    browser.js("void history.back()")
    browser.wait(f'location.pathname === "/bar/plain" && {GONE}')
    if engine == "firefox":
        browser.wait("window.persisted !== undefined")
        assert browser.js("window.persisted"), "here the page itself came back, with all that was in it"


class BusySite(HostSite):
    """It answers neither to the closing nor with the next page before both were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = {"POST": threading.Event(), "GET": threading.Event()}

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method == "POST" or environ["PATH_INFO"].endswith("/sticky"):
            self.asked[method].set()
            self.asked["GET" if method == "POST" else "POST"].wait(10)
        return super()._serve(environ, start_response)


@pytest.mark.parametrize(
    "engine",
    [pytest.param(n, marks=pytest.mark.browser(n)) for n in ("chromium", "firefox", "safari16", "chromium64")],
)
def test_who_closes_it_and_goes_on_at_once_is_not_fetched_back(engine: str, browse: Browse) -> None:
    """Firefox and Safari tell of the request that they abort as of any other failure."""
    with BusySite() as busy:
        browser = browse(engine, "uk", CHROME_60 if engine == "chromium64" else "")
        browser.goto(f"{busy.address}/bar/plain?browserbanner=outdated")
        browser.wait(STAYS)
        browser.js("void document.getElementById('bb-x').click()")
        assert busy.asked["POST"].wait(10)
        browser.js("void setTimeout(function () { location.href = 'sticky' }, 0)")
        browser.wait(f'location.pathname === "/bar/sticky" && {SETTLED}')


# -- forms -----------------------------------------------------------------------------------------------------------


@old
def test_the_page_s_own_form_is_the_document_s_first(engine: str, hosts: HostSite, browse: Browse) -> None:
    browser = browse(engine, "uk", CHROME_60)
    browser.goto(f"{hosts.address}/bar/own-form")
    browser.wait(STAYS)
    assert browser.js("window.seen") == "1,1,1"
    assert browser.js("document.forms[0].q.value") == "found"
    close(browser)
    browser.click("#send")
    browser.wait(f'location.search === "?q=found" && {SETTLED}')


# -- nothing throws --------------------------------------------------------------------------------------------------


BROKEN = [
    "Object.defineProperty(window,'sessionStorage',{get:function(){throw new Error('denied')}})",
    "Object.defineProperty(window,'sessionStorage',{value:null})",
    "Storage.prototype.setItem=function(){throw new Error('full')}",
    "window.XMLHttpRequest=undefined",
    "XMLHttpRequest.prototype.open=function(){throw new Error('blocked')}",
    "XMLHttpRequest.prototype.send=function(){throw new Error('blocked')}",
    "window.addEventListener=undefined",
    "Element.prototype.getBoundingClientRect=undefined",
    "window.getComputedStyle=function(){return null}",
]


@pytest.mark.browser("chromium64")
def test_whatever_a_browser_lacks_or_forbids_nothing_throws_and_it_closes(hosts: HostSite, browse: Browse) -> None:
    browser = browse("chromium64", "uk", CHROME_60)
    assert isinstance(browser, Chromium)
    for broken in BROKEN:
        forget_the_closing(browser, hosts)
        with before_each_page(browser, f"window.onerror=function(m){{window.thrown=m}};{broken}"):
            browser.goto(f"{hosts.address}/bar/plain")
            browser.wait(STAYS)
            assert browser.js("window.thrown") is None, broken
            browser.js("document.getElementById('bb-x').click()")
            browser.wait('!document.getElementById("bb") || document.querySelector("#bb .bb-go button")')
            assert browser.js("window.thrown") is None, broken
            if browser.present("#bb"):  # without XMLHttpRequest the link was followed
                browser.js("document.querySelector('#bb .bb-go button').click()")
                browser.wait(GONE)


@contextmanager
def before_each_page(browser: Chromium, script: str) -> Iterator[None]:
    """Run a script before any of a page's own."""
    added = browser.command("Page.addScriptToEvaluateOnNewDocument", source=script)
    yield
    browser.command("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])


def forget_the_closing(browser: Chromium, hosts: HostSite) -> None:
    browser.command("Network.clearBrowserCookies")
    browser.goto(f"{hosts.address}/none/plain")
    browser.js("sessionStorage.clear()")


@pytest.mark.browser("chromium64")
def test_where_the_policy_forbids_to_connect_a_form_is_sent_after_all(hosts: HostSite, browse: Browse) -> None:
    browser = browse("chromium64", "uk", CHROME_60)
    assert isinstance(browser, Chromium)
    browser.goto(f"{hosts.address}/bar/cannot-connect")
    browser.wait(STAYS)
    browser.js("window.before = 1")
    browser.js("document.getElementById('bb-x').click()")
    browser.wait(f"!window.before && {GONE}")
    assert browser.js("location.pathname") == "/bar/cannot-connect"


# -- iPad or Mac -----------------------------------------------------------------------------------------------------


@pytest.mark.browser("chromium64")
def test_what_is_for_an_ipad_or_for_a_mac_only_is_sorted_out_by_touch(hosts: HostSite, browse: Browse) -> None:
    """Safari says the same on both; an iPad has more than one touch point, a Mac has none."""
    browser = browse("chromium64", "uk", CHROME_60)
    assert isinstance(browser, Chromium)
    for touch, left in (("5", "ipad"), ("1", "mac"), ("0", "mac"), ("undefined", "mac")):
        with before_each_page(browser, f"Object.defineProperty(navigator,'maxTouchPoints',{{value:{touch}}})"):
            browser.goto(f"{hosts.address}/none/ipad-or-mac")
            browser.wait(STAYS)
            assert browser.present("#bb .bb-ipad") == (left == "ipad"), touch
            assert browser.present("#bb .bb-mac") == (left == "mac"), touch
