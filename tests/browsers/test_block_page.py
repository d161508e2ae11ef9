"""The block page, and the linked stylesheet, in real browsers: old ones under the user agents of their time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsers.browser import Browse, Browser
from tests.browsers.host_site import HostSite
from tests.browsers.story import VISITORS, Visitor, box, shown, texts
from tests.browsers.terminal import Terminal, dump
from tests.visitors import IE_ON_WINDOWS_10

pytestmark = pytest.mark.long

old = pytest.mark.parametrize(
    "visitor",
    [
        pytest.param(each, marks=pytest.mark.browser(each.engine), id=each.browser.replace(" ", "-"))
        for each in VISITORS
    ],
)
current = pytest.mark.parametrize(
    "engine", [pytest.param(name, marks=pytest.mark.browser(name)) for name in ("chromium", "firefox")]
)
text = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.browser(name)) for name in ("lynx", "w3m")]
)


@pytest.fixture(scope="module")
def hosts() -> Iterator[HostSite]:
    with HostSite() as running:
        yield running


def pass_the_block_page(browser: Browser, address: str) -> None:
    """Read the page, continue, and find the site's own behind it, with its banner, for good."""
    assert not browser.present("main#main")
    assert shown(browser, "#bb .bb-t") == "bb"
    assert browser.js('document.querySelectorAll("h1").length') == 1
    button = box(browser, "#bb .bb-go button")
    assert button["height"] >= 24
    browser.click("#bb .bb-go button")
    browser.wait('document.readyState === "complete" && document.querySelector("#main")')
    assert browser.js("location.href") == address
    assert browser.present("#main h1")


@old
def test_an_old_browser_reads_the_block_page_and_continues(
    visitor: Visitor, hosts: HostSite, browse: Browse, screenshots: Path
) -> None:
    browser = browse(visitor.engine, visitor.language, visitor.user_agent)
    browser.resize(1280, 800)
    page = f"{hosts.address}/block/plain"
    browser.goto(page)
    browser.screenshot(screenshots / f"block-{visitor.engine}-{visitor.browser.replace(' ', '-')}.png")
    assert browser.text("h1") == visitor.title
    assert browser.js("document.title") == visitor.title
    if visitor.kind == "outdated":
        assert browser.text("#bb .bb-p").startswith(visitor.sentence)
        named = texts(browser, "#bb .bb-n")
        assert sorted(named) == sorted(visitor.recommended) or (len(named) == 1 and "Firefox" in named[0])
    pass_the_block_page(browser, page)
    assert browser.text("#bb .bb-t") == visitor.title, "the banner is there still"
    for _ in range(2):
        browser.goto(page)
        assert browser.present("#main")
    # A site may let nobody pass.
    browser.goto(f"{hosts.address}/closed-block/plain")
    assert browser.text("h1") == visitor.title
    assert not browser.present("form")


@current
def test_a_current_browser_sees_it_by_the_debug_switch_only(
    engine: str, hosts: HostSite, browse: Browse, screenshots: Path
) -> None:
    browser = browse(engine, "uk")
    browser.goto(f"{hosts.address}/block/plain")
    assert browser.present("#main")
    assert not browser.present("#bb")
    page = f"{hosts.address}/block/plain?browserbanner=block"
    browser.goto(page)
    browser.screenshot(screenshots / f"block-{engine}.png")
    pass_the_block_page(browser, page)


@old
def test_the_linked_stylesheet_reaches_old_browsers(
    visitor: Visitor, hosts: HostSite, browse: Browse, screenshots: Path
) -> None:
    browser = browse(visitor.engine, visitor.language, visitor.user_agent)
    browser.resize(1280, 800)
    browser.goto(f"{hosts.address}/bar/plain")
    inline = box(browser, "#bb")
    browser.goto(f"{hosts.address}/linked/plain")
    browser.screenshot(screenshots / f"linked-{visitor.engine}-{visitor.browser.replace(' ', '-')}.png")
    assert not browser.present("style + table")
    assert browser.js("document.styleSheets.length") == 2
    assert box(browser, "#bb") == inline


@text
def test_the_block_page_reads_as_text_and_a_few_keys_lead_past_it(name: str, hosts: HostSite) -> None:
    page = f"{hosts.address}/block/plain"
    said = " ".join(dump(name, page, "en", IE_ON_WINDOWS_10).split())
    parts = ["The Lakeside Gazette", "Your browser is out of date", "Google Chrome", "Download", "Continue anyway"]
    places = [said.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert "observatory" not in said
    with Terminal(name, page, "en", IE_ON_WINDOWS_10) as terminal:
        terminal.wait("Your browser is out of date")
        terminal.press("/Continue\r")
        terminal.press("\r")
        terminal.wait("The old observatory on the hill")
        assert "Continue anyway" not in terminal.screen()
