"""The page that `browserbanner analyze --html` writes, in Chromium: axe, narrow and dark, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from browserbanner.analysis import analyze, as_html
from tests.analysis.logs import hits, write
from tests.browsers.browser import Browse
from tests.browsers.chromium import Chromium
from tests.browsers.test_accessibility import LOOKS, SIZES, findings

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    log = write(folder / "access.log", list(hits(20_000, days=40)), extra=[b"<b>junk</b>" * 20])
    report = analyze(
        [str(log)], policies=["baseline widely available", "last 5 years", "chrome >= 109, firefox >= 115"]
    )
    (folder / "report.html").write_text(as_html(report), "utf-8")
    return folder / "report.html"


@pytest.mark.browser("chromium", "axe")
def test_axe_finds_nothing_in_the_report(page: Path, browse: Browse, screenshots: Path) -> None:
    browser = browse("chromium", "en")
    assert isinstance(browser, Chromium)
    for look, features in LOOKS.items():
        browser.media(**features)
        for width, zoom in SIZES:
            browser.resize(width, 900, zoom)
            browser.goto(page.as_uri())
            browser.js("document.querySelector('details').open = true")
            found = findings(browser, "html", colours="forced_colors" not in features)
            assert found == [], (look, width, zoom)
            assert browser.js("document.documentElement.scrollWidth <= window.innerWidth"), (look, width, zoom)
            browser.screenshot(screenshots / f"report-{look}-{width}-{zoom}.png")


@pytest.mark.browser("chromium")
def test_the_report_asks_for_nothing_and_prints_dark_on_white(page: Path, browse: Browse) -> None:
    browser = browse("chromium", "en")
    assert isinstance(browser, Chromium)
    browser.media(prefers_color_scheme="dark")
    browser.goto(page.as_uri())
    assert browser.js("performance.getEntriesByType('resource').length") == 0
    assert browser.js("document.scripts.length") == 0
    browser.media("print", prefers_color_scheme="dark")
    assert browser.js("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.js("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert browser.js("document.querySelector('.bar').getBoundingClientRect().height") > 0
