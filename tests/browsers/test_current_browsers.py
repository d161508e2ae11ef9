"""Current browsers: no trace of a banner, whatever they call themselves; with the debug switch, every banner."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from tests.browsers.browser import Browse
from tests.browsers.chromium import Chromium
from tests.browsers.story import CHROME_60_WINDOWS_7, box, close_without_javascript, shown
from tests.demo_process import DemoProcess

TITLES = {
    "outdated": "Ваш браузер застарів",
    "cannot-update": "Для цього пристрою немає новіших браузерів",
    "webview": "Відкрийте цю сторінку у своєму браузері",
}
DESKTOP_SITE = "Цей сайт призначений для комп"

current = pytest.mark.parametrize(
    "engine", [pytest.param(name, marks=pytest.mark.browser(name)) for name in ("chromium", "firefox")]
)
SOURCE = "document.documentElement.outerHTML"


@current
def test_a_current_browser_sees_no_trace_of_it(
    engine: str, site: DemoProcess, browse: Browse, screenshots: Path
) -> None:
    browser = browse(engine, "uk")
    own = str(browser.js("navigator.userAgent"))
    # Headless Chromium names itself so, and is silent for that; this is what everybody's sends.
    person = browse(engine, "uk", own.replace("HeadlessChrome", "Chrome")) if engine == "chromium" else browser
    for page in ("/article", "/live"):
        browser.goto(site.address + page)
        browser.screenshot(screenshots / f"{engine}-own-user-agent{page.replace('/', '-')}.png")
        with_it = browser.js(SOURCE)
        browser.goto(site.plain + page)
        assert with_it == browser.js(SOURCE)
        assert "_browserbanner" not in with_it
        person.goto(site.address + page)
        assert person.js(SOURCE) == with_it


@current
def test_a_current_browser_with_an_old_user_agent_is_overridden_by_its_other_headers(
    engine: str, site: DemoProcess, browse: Browse
) -> None:
    browser = browse(engine, "uk", CHROME_60_WINDOWS_7.user_agent)
    assert browser.js("navigator.userAgent") == CHROME_60_WINDOWS_7.user_agent
    browser.goto(f"{site.address}/article")
    assert not browser.present("#bb")
    assert browser.present("h1")


@current
def test_the_debug_switch_shows_each_banner_and_closing_it_stays(
    engine: str, site: DemoProcess, browse: Browse, screenshots: Path
) -> None:
    browser = browse(engine, "uk")
    browser.resize(1280, 800)
    for kind in (*TITLES, "desktop-site"):
        page = f"{site.address}/article?browserbanner={kind}"
        browser.goto(page)
        browser.screenshot(screenshots / f"{engine}-{kind}.png")
        assert shown(browser, "#bb-t") == "bb"
        said = browser.text("#bb-t")
        assert said == TITLES[kind] if kind in TITLES else said.startswith(DESKTOP_SITE)
        browser.click("#bb .bb-x")
        browser.wait('!document.querySelector("#bb")')
        for again in (page, f"{site.address}/live?browserbanner={kind}"):
            browser.goto(again)
            assert not browser.present("#bb")
            assert browser.present("h1")


@pytest.mark.browser("chromium")
def test_without_javascript_a_current_browser_opens_the_list_and_closes_the_banner(
    site: DemoProcess, browse: Browse, screenshots: Path
) -> None:
    browser = browse("chromium", "uk", javascript=False)
    browser.resize(1280, 800)
    page = f"{site.address}/article?browserbanner=outdated"
    browser.goto(page)
    browser.click("#bb summary")
    browser.wait('document.querySelector("#bb details").open')
    browser.screenshot(screenshots / "chromium-outdated-open.png")
    close_without_javascript(browser)
    browser.wait('document.readyState === "complete" && document.querySelector("h1") && !document.querySelector("#bb")')
    assert browser.js("location.href") == page
    browser.goto(page)
    assert not browser.present("#bb")


@pytest.mark.browser("chromium")
def test_the_index_shows_a_closed_banner_again(site: DemoProcess, browse: Browse) -> None:
    browser = browse("chromium", "uk")
    page = f"{site.address}/article?browserbanner=outdated"
    browser.goto(page)
    browser.click("#bb .bb-x")
    browser.wait('!document.querySelector("#bb")')
    browser.goto(f"{site.address}/")
    browser.js("window.before = true")
    browser.click(".after button")
    browser.wait('!window.before && document.readyState === "complete"')
    browser.goto(page)
    assert browser.present("#bb")


@pytest.mark.browser("chromium")
def test_the_banner_fits_every_width_in_light_and_dark(site: DemoProcess, browse: Browse, screenshots: Path) -> None:
    browser = browse("chromium", "uk")
    assert isinstance(browser, Chromium)
    for width, scheme in product([320, 640, 800, 1440], ["light", "dark"]):
        browser.resize(width, 900)
        browser.media(prefers_color_scheme=scheme)
        browser.goto(f"{site.address}/article?browserbanner=outdated")
        browser.screenshot(screenshots / f"chromium-{width}-{scheme}-1.png")
        browser.click("#bb summary")
        browser.wait('document.querySelector("#bb details").open')
        browser.screenshot(screenshots / f"chromium-{width}-{scheme}-2-open.png")
        assert browser.js("document.documentElement.scrollWidth") <= width
        for name in (".bb-t", ".bb-s", ".bb-x", ".bb-c:last-child"):
            part = box(browser, f"#bb {name}")
            assert part["left"] >= 0, (width, scheme, name)
            assert part["right"] <= width, (width, scheme, name)


@pytest.mark.browser("chromium")
def test_with_the_keyboard_alone_the_list_opens_and_the_banner_closes(site: DemoProcess, browse: Browse) -> None:
    browser = browse("chromium", "uk")
    assert isinstance(browser, Chromium)
    browser.goto(f"{site.address}/article?browserbanner=outdated")
    assert browser.js("document.activeElement === document.body"), "focus is not stolen"
    browser.press("Tab")
    assert browser.js("document.activeElement.className") == "bb-d", "the update comes first"
    browser.press("Tab")
    assert browser.js("document.activeElement.tagName") == "SUMMARY"
    browser.press("Enter")
    browser.wait('document.querySelector("#bb details").open')
    order = []
    for _ in range(5):
        browser.press("Tab")
        order.append(browser.js("document.activeElement.className"))
    assert order == ["bb-d"] * 3 + ["", "bb-x"], "the three links, the source, the close button"
    browser.press("Enter")
    browser.wait('!document.querySelector("#bb")')


@pytest.mark.browser("chromium")
def test_the_banner_shifts_nothing_after_the_page_was_painted(site: DemoProcess, browse: Browse) -> None:
    browser = browse("chromium", "uk")
    browser.resize(1280, 800)
    for page in ("/article", "/live"):
        browser.goto(f"{site.address}{page}?browserbanner=outdated")
        browser.js(
            "window.shift = 0, new PerformanceObserver(function (list) { list.getEntries().forEach(function (entry) {"
            ' window.shift += entry.value }); window.observed = true }).observe({type: "layout-shift", buffered: true})'
        )
        browser.js("new Promise(function (done) { requestAnimationFrame(function () { setTimeout(done, 100) }) })")
        assert browser.js("window.shift") == 0, page
