"""Right to left in a real browser: the layout is mirrored, and English in a gap reads in its own direction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from browserbanner.cli import main
from tests.browsers.browser import Browse
from tests.browsers.story import box
from tests.preview_process import PreviewProcess, copied

pytestmark = pytest.mark.long

# The middle of each letter of an element's text, from left to right.
LETTERS = """(function () {
  var walker = document.createTreeWalker(document.querySelector('%s'), NodeFilter.SHOW_TEXT), found = [], node;
  while ((node = walker.nextNode())) for (var k = 0; k < node.data.length; k++) {
    var range = document.createRange(); range.setStart(node, k); range.setEnd(node, k + 1);
    var one = range.getBoundingClientRect();
    if (one.width) found.push([Math.round(one.top), (one.left + one.right) / 2, node.data[k]]);
  }
  return found.sort(function (a, b) { return a[0] - b[0] || a[1] - b[1] }).map(function (a) { return a[2] }).join('');
})()"""


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewProcess]:
    folder = copied(tmp_path_factory.mktemp("locales"), "ar", "en")
    main(["locales", "new", "--locales", str(folder), "yi"])  # all of it is a gap
    with PreviewProcess("--locales", folder) as running:
        yield running


@pytest.mark.browser("chromium")
@pytest.mark.parametrize("language", ["ar", "ar_XB", "yi"])
@pytest.mark.parametrize("width", [320, 1000])
def test_the_layout_is_mirrored(
    language: str, width: int, preview: PreviewProcess, browse: Browse, screenshots: Path
) -> None:
    browser = browse("chromium")
    browser.resize(width, 900)
    seen = {}
    for each in ("en", language):
        browser.goto(f"{preview.address}/frame?language={each}&visitor=windows")
        seen[each] = {name: box(browser, f"#bb {name}") for name in (".bb-x", ".bb-c", ".bb-c:last-child")}
    browser.screenshot(screenshots / f"right-to-left-{language}-{width}.png")
    english, other = seen["en"], seen[language]
    assert english[".bb-x"]["right"] > width - 60
    assert other[".bb-x"]["left"] == pytest.approx(width - english[".bb-x"]["right"], abs=1)
    for name in (".bb-c", ".bb-c:last-child"):
        assert other[name]["right"] == pytest.approx(width - english[name]["left"], abs=1)
    assert browser.js("document.documentElement.scrollWidth") <= width


@pytest.mark.browser("chromium")
def test_english_in_a_gap_reads_from_left_to_right(preview: PreviewProcess, browse: Browse) -> None:
    browser = browse("chromium")
    browser.resize(1000, 900)
    browser.goto(f"{preview.address}/frame?language=yi&visitor=windows")
    assert browser.js(LETTERS % "#bb .bb-p") == "Chrome\u00a060 may not show this site properly."
    assert browser.js(LETTERS % "#bb .bb-lead").find("the latest versions for Windows\u00a010.") > 0
    assert browser.js("getComputedStyle(document.querySelector('#bb .bb-p')).direction") == "rtl"
