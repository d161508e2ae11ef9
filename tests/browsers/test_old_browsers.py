"""The story in real old engines, each under the user agent of the browser that it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browsers.browser import Browse
from tests.browsers.story import (
    CHROME_60_WINDOWS_7,
    VISITORS,
    Visitor,
    box,
    close_without_javascript,
    links,
    shown,
    shown_at,
    texts,
)
from tests.demo_process import DemoProcess


def cases(visitors: tuple[Visitor, ...]) -> list[object]:
    return [
        pytest.param(each, marks=pytest.mark.browser(each.engine), id=each.browser.replace(" ", "-"))
        for each in visitors
    ]


@pytest.mark.parametrize("visitor", cases(VISITORS))
def test_an_old_browser_shows_the_banner_reads_well_and_closes_for_good(
    visitor: Visitor, site: DemoProcess, browse: Browse, screenshots: Path
) -> None:
    picture = f"{visitor.engine}-{visitor.browser.replace(' ', '-')}"
    browser = browse(visitor.engine, visitor.language, visitor.user_agent)
    browser.resize(1280, 800)
    article = f"{site.address}/article"
    browser.goto(article)
    browser.screenshot(screenshots / f"{picture}-1.png")

    # It is there, once, first in the body, and says what it should.
    assert browser.js('document.querySelectorAll("#bb").length') == 1
    assert browser.js("document.body.firstElementChild.id") == "bb"
    assert browser.text("#bb .bb-t") == visitor.title
    assert browser.text("#bb .bb-p") == visitor.sentence
    assert browser.js('document.getElementById("bb").lang') == visitor.language[:2]

    # It can be read: as wide as the page, next to nothing in height, covered by nothing.
    frame = box(browser, "#bb")
    assert frame["left"] == 0
    assert frame["width"] == browser.js("document.documentElement.clientWidth")
    assert shown(browser, "#bb .bb-t") == shown(browser, "#bb .bb-x") == "bb"
    # Above the site's fixed header, should they meet: the page is scrolled until they overlap.
    browser.js("window.scrollTo(0, 40)")
    title = box(browser, "#bb .bb-t")
    middle = (title["top"] + title["bottom"]) / 2
    assert middle < box(browser, "#top")["bottom"]
    assert shown_at(browser, title["left"] + 8, middle) == "bb"
    assert shown_at(browser, box(browser, "#top")["left"] + 300, 2) == "top"
    browser.js("window.scrollTo(0, 0)")

    check_recommendations(visitor, texts(browser, "#bb .bb-n"), links(browser))
    if visitor.recommended:
        if browser.js('"open" in document.createElement("details")'):
            browser.click("#bb summary")
            browser.wait('document.querySelector("#bb details").open')
        for share in texts(browser, "#bb .bb-sh"):
            assert re.search(r"^\d+([.,]\d{1,2})?% (людей використовує цей браузер|of people use this browser)$", share)
        browser.screenshot(screenshots / f"{picture}-2-open.png")
        assert shown(browser, "#bb .bb-c:last-child .bb-d") == "bb"
        browser.js("window.scrollTo(0, 0)")

    # Closed by a click, on this page and the next ones, after a reload too.
    browser.js("window.notReloaded = true")
    browser.click("#bb .bb-x")
    browser.wait('!document.getElementById("bb") && document.readyState === "complete"')
    assert browser.js("location.pathname") == "/article"
    assert browser.js("window.notReloaded === true"), "the script closes it without loading the page again"
    browser.screenshot(screenshots / f"{picture}-3-closed.png")
    for page in ("/article", "/live", "/article?browserbanner=" + visitor.kind):
        browser.goto(site.address + page)
        assert not browser.present("#bb")
        assert browser.present("h1")
    # Another kind of banner was not closed.
    other = "webview" if visitor.kind != "webview" else "outdated"
    browser.goto(f"{article}?browserbanner={other}")
    assert browser.present("#bb")


def check_recommendations(visitor: Visitor, names: list[str], addresses: list[str]) -> None:
    """The right browsers, and links to their makers' own hosts only."""
    assert all(address.startswith("https://") for address in addresses)
    assert {address.split("/")[2] for address in addresses} == visitor.leads_to
    assert sorted(names) == sorted(visitor.recommended)


@pytest.mark.browser("chromium64")
@pytest.mark.parametrize("page", ["/article", "/live", "/article?lang=uk&x=%D1%97"])
def test_without_javascript_a_page_with_a_form_closes_it_and_leads_back_to_the_page(
    page: str, site: DemoProcess, browse: Browse, screenshots: Path
) -> None:
    visitor = CHROME_60_WINDOWS_7
    browser = browse(visitor.engine, visitor.language, visitor.user_agent, javascript=False)
    browser.goto(site.address + page)
    assert browser.text("#bb .bb-t") == visitor.title
    close_without_javascript(browser)
    browser.wait('document.readyState === "complete" && document.querySelector("h1") && !document.querySelector("#bb")')
    assert browser.js("location.href") == site.address + page
    browser.screenshot(screenshots / "chromium64-without-javascript-closed.png")
    for again in (page, "/live", "/"):
        browser.goto(site.address + again)
        assert not browser.present("#bb")


@pytest.mark.browser("chromium64")
def test_the_streamed_page_carries_the_banner_too(site: DemoProcess, browse: Browse, screenshots: Path) -> None:
    visitor = CHROME_60_WINDOWS_7
    browser = browse(visitor.engine, visitor.language, visitor.user_agent)
    browser.goto(f"{site.address}/live")
    assert browser.text("#bb .bb-t") == visitor.title
    assert browser.js("document.body.firstElementChild.id") == "bb"
    assert browser.js('document.querySelectorAll(".entry").length') == 6
    browser.screenshot(screenshots / "chromium64-live.png")
