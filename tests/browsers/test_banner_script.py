"""``banner.js`` on pages that a CDN serves, in real browsers: old ones under the user agents of their time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsers.browser import Browse, Browser
from tests.browsers.host_site import HostSite
from tests.browsers.story import CHROME_60_WINDOWS_10, VISITORS, Visitor, box, shown, texts
from tests.browsers.terminal import dump

SETTLED = 'document.readyState === "complete"'


@pytest.fixture(scope="module")
def hosts() -> Iterator[HostSite]:
    with HostSite() as running:
        yield running


def visit(browse: Browse, visitor: Visitor, *, javascript: bool = True) -> Browser:
    browser = browse(visitor.engine, visitor.language, visitor.user_agent, javascript=javascript)
    browser.resize(1280, 800)
    return browser


@pytest.mark.parametrize(
    "visitor",
    [
        pytest.param(each, marks=pytest.mark.browser(each.engine), id=each.browser.replace(" ", "-"))
        for each in VISITORS
    ],
)
def test_an_old_browser_gets_the_banner_that_the_middleware_would_put_there_and_closes_it_for_good(
    visitor: Visitor, hosts: HostSite, browse: Browse, screenshots: Path
) -> None:
    browser = visit(browse, visitor)
    browser.goto(f"{hosts.address}/bar/plain")
    inserted = box(browser, "#bb")
    page = f"{hosts.address}/none/cdn?from=here"
    browser.goto(page)
    browser.wait('document.getElementById("bb")')
    browser.screenshot(screenshots / f"script-{visitor.engine}-{visitor.browser.replace(' ', '-')}.png")
    assert browser.js("document.body.firstElementChild.id") == "bb"
    assert browser.text("#bb .bb-t") == visitor.title
    assert browser.text("#bb .bb-p") == visitor.sentence
    assert sorted(texts(browser, "#bb .bb-n")) == sorted(visitor.recommended)
    assert box(browser, "#bb") == inserted
    assert shown(browser, "#bb .bb-t") == shown(browser, "#bb .bb-x") == "bb"

    browser.js("window.notReloaded = true")
    browser.click("#bb .bb-x")
    browser.wait('!document.getElementById("bb")')
    assert browser.js("window.notReloaded === true")
    browser.goto(page)
    browser.wait(SETTLED)
    assert not browser.present("#bb")
    assert browser.present("#main")


@pytest.mark.parametrize(
    "engine", [pytest.param(name, marks=pytest.mark.browser(name)) for name in ("chromium", "firefox")]
)
def test_a_current_browser_asks_once_a_day_and_gets_nothing(engine: str, hosts: HostSite, browse: Browse) -> None:
    browser = browse(engine, "uk")
    browser.goto(f"{hosts.address}/none/plain")
    plain = browser.js("document.body.innerHTML")
    sizes = []
    for _ in range(2):
        browser.goto(f"{hosts.address}/none/cdn-silent")
        browser.wait(SETTLED)
        assert browser.js("document.body.innerHTML") == plain
        sizes.append(browser.js('performance.getEntriesByType("resource")[0].transferSize'))
    assert sizes[0] > sizes[1] == 0, "the second comes from the browser's own cache"


old = pytest.mark.browser(CHROME_60_WINDOWS_10.engine)
oldest = pytest.mark.browser("phantomjs19")


@old
def test_where_the_middleware_has_put_a_banner_the_script_puts_no_second_one(hosts: HostSite, browse: Browse) -> None:
    browser = visit(browse, CHROME_60_WINDOWS_10)
    for _ in range(3):
        browser.goto(f"{hosts.address}/bar/cdn")
        browser.wait(SETTLED)
        assert browser.js('document.querySelectorAll("#bb").length') == 1
        assert browser.js("document.body.firstElementChild.id") == "bb"


@old
def test_it_stands_at_the_marker_or_nowhere(hosts: HostSite, browse: Browse) -> None:
    browser = visit(browse, CHROME_60_WINDOWS_10)
    browser.goto(f"{hosts.address}/none/cdn-marker")
    browser.wait('document.getElementById("bb")')
    assert browser.js('document.getElementById("bb").parentNode.id') == "holder"
    browser.goto(f"{hosts.address}/none/cdn-no-marker")
    browser.wait(SETTLED)
    assert not browser.present("#bb")


@old
@pytest.mark.parametrize("page", ["cdn-strict", "cdn-nonce"])
def test_a_strict_policy_lets_its_style_through(page: str, hosts: HostSite, browse: Browse, screenshots: Path) -> None:
    browser = visit(browse, CHROME_60_WINDOWS_10)
    browser.goto(f"{hosts.address}/none/{page}")
    browser.wait('document.getElementById("bb") && document.getElementById("bb").getBoundingClientRect().height < 120')
    browser.screenshot(screenshots / f"script-{page}.png")
    assert browser.js('getComputedStyle(document.getElementById("bb")).position') == "sticky"
    browser.click("#bb .bb-x")
    browser.wait('!document.getElementById("bb")')


@old
def test_a_base_address_elsewhere_does_not_lead_its_close_button_there(hosts: HostSite, browse: Browse) -> None:
    browser = visit(browse, CHROME_60_WINDOWS_10)
    browser.goto(f"{hosts.address}/none/cdn-base")
    browser.wait('document.getElementById("bb")')
    address, _, query = browser.js('document.querySelector("#bb .bb-x").href').partition("?")
    assert address == f"{hosts.address}/bar/_browserbanner/close"
    assert query == "kind=outdated&next=%2Fnone%2Fcdn-base"
    browser.click("#bb .bb-x")
    browser.wait('!document.getElementById("bb")')


@pytest.mark.parametrize("engine", [pytest.param("chromium64", marks=old), pytest.param("phantomjs19", marks=oldest)])
def test_an_empty_page_gets_it_and_a_frameset_does_not(engine: str, hosts: HostSite, browse: Browse) -> None:
    browser = browse(engine, "uk", CHROME_60_WINDOWS_10.user_agent)
    browser.goto(f"{hosts.address}/none/cdn-empty")
    browser.wait('document.getElementById("bb")')
    browser.goto(f"{hosts.address}/none/cdn-frames")
    browser.wait(SETTLED)
    assert browser.js("document.body.nodeName") == "FRAMESET"
    assert not browser.present("#bb")
    assert browser.js('frames[0].document.getElementById("bb")') is None, "nor does the page in its frame"


@old
def test_without_javascript_a_link_leads_to_a_page_that_says_it_and_back(
    hosts: HostSite, browse: Browse, screenshots: Path
) -> None:
    browser = visit(browse, CHROME_60_WINDOWS_10, javascript=False)
    page = f"{hosts.address}/none/cdn?from=here"
    browser.goto(page)
    assert not browser.present("#bb")
    browser.click("#ask")
    browser.wait(f'document.querySelector("h1.bb-t") && {SETTLED}')
    browser.screenshot(screenshots / "script-page-without-javascript.png")
    assert browser.text("h1") == CHROME_60_WINDOWS_10.title
    assert sorted(texts(browser, "#bb .bb-n")) == sorted(CHROME_60_WINDOWS_10.recommended)
    browser.click("#bb .bb-one a[href^='/']")
    browser.wait(f'document.querySelector("#main") && {SETTLED}')
    assert browser.js("location.href") == page


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.browser(name)) for name in ("lynx", "w3m")])
def test_a_browser_that_is_not_known_to_be_old_is_told_so(name: str, hosts: HostSite) -> None:
    said = " ".join(dump(name, f"{hosts.address}/bar/_browserbanner/banner", "en", "").split())
    assert "As far as this site can tell, no update is needed" in said
    assert "Back to the page" in said
