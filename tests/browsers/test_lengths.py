"""How long messages may be: measured at 320 px, with every language, and with texts as long as they may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages import Message

from browserbanner.banner.tools import extract_messages
from browserbanner.cli._catalog_files import catalog_path, new_catalog, write_catalog
from browserbanner.cli._proofreading import length, limit_of
from browserbanner.cli.preview_site.visitors import VISITORS
from tests.browsers.browser import Browse, Browser
from tests.browsers.story import box
from tests.preview_process import LOCALES, PreviewProcess

pytestmark = pytest.mark.long

LANGUAGES = sorted(path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/*.po"))
MESSAGES = [message for message in extract_messages() if message.id]

# Each message's lines and letters; whether the page is wider than its window; how far the title reaches under "Close".
MEASURE = """(function () {
  var found = [];
  document.querySelectorAll('#bb i[data-m]').forEach(function (element) {
    var lines = {}, rects = element.getClientRects(), width = 0;
    for (var k = 0; k < rects.length; k++) { lines[Math.round(rects[k].bottom / 6)] = 1; width += rects[k].width }
    found.push([+element.dataset.m, Object.keys(lines).length, width / element.textContent.length]);
  });
  var close = document.querySelector('.bb-x i'), title = document.querySelector('#bb-t i'), under = 0;
  if (close) {
    var one = close.getBoundingClientRect();
    [].forEach.call(title.getClientRects(), function (line) {
      if (line.top < one.bottom && one.top < line.bottom)
        under = Math.max(under, Math.min(line.right, one.right) - Math.max(line.left, one.left));
    });
  }
  return [found, document.documentElement.scrollWidth, under];
})()"""


class Measured(NamedTuple):
    lines: dict[int, int]
    widest: int
    under_close: float
    letters: list[float]


@pytest.fixture(scope="module")
def preview() -> Iterator[PreviewProcess]:
    with PreviewProcess() as running:
        yield running


def measure(browser: Browser, preview: PreviewProcess, language: str, layout: str) -> Measured:
    browser.resize(320, 900)
    lines: dict[int, int] = {}
    letters: list[float] = []
    widest, under_close = 0, 0.0
    for visitor in VISITORS:
        browser.goto(f"{preview.address}/frame?language={language}&visitor={visitor.key}&layout={layout}")
        found, width, under = browser.js(MEASURE)
        for number, count, per_letter in found:
            lines[int(number)] = max(lines.get(int(number), 0), int(count))
            letters.append(float(per_letter))
        widest, under_close = max(widest, int(width)), max(under_close, float(under))
    return Measured(lines, widest, under_close, letters)


def too_many(measured: Measured) -> list[str]:
    return [
        f"{MESSAGES[number].id}: {lines} lines, not {limit_of(MESSAGES[number]).lines}"
        for number, lines in measured.lines.items()
        if MESSAGES[number].context != "tooltip" and lines > limit_of(MESSAGES[number]).lines
    ]


def below_the_text(browser: Browser, preview: PreviewProcess, language: str) -> list[str]:
    """The visitors whose first button, in a wide window, is not beside the text."""
    browser.resize(1440, 900)
    found = []
    for visitor in ("ie", "windows"):
        browser.goto(f"{preview.address}/frame?language={language}&visitor={visitor}&layout=bar")
        button = box(browser, "#bb .bb-one" if browser.present("#bb .bb-one") else "#bb summary")
        if button["top"] > box(browser, "#bb .bb-t")["bottom"]:
            found.append(visitor)
    return found


@pytest.mark.browser("chromium")
@pytest.mark.parametrize("language", [*LANGUAGES, "en_XA", "ar_XB"])
def test_every_language_fits_320_pixels_and_has_its_button_beside_the_text_in_1440(
    language: str, preview: PreviewProcess, browse: Browse
) -> None:
    """The buttons of Bulgarian, French, Polish, Tamil and ten others stood below: they have up to 295 px."""
    browser = browse("chromium")
    measured = measure(browser, preview, language, "bar")
    assert measured.widest <= 320
    assert measured.under_close < 0.5  # pixels
    if language in LANGUAGES:
        assert not too_many(measured)
        assert below_the_text(browser, preview, language) == []


def longest(message: Message) -> str:
    """A text as long as the message's may be, of words as wide as the catalogs' are, with its placeholders."""
    most, english = limit_of(message).letters, message.id if isinstance(message.id, str) else message.id[-1]
    named = re.findall(r"%\(\w+\)s", english)
    text = " ".join(named)
    filler = "Ваша програма aktualisieren комфортно übersicht navigateur поновити " * 5
    left = most - length(text) - bool(named)
    if most < 25:
        filler = filler.replace(" ", "")
    text = f"{text} {filler[:left]}".strip()
    return text + "o" * (most - length(text))


@pytest.mark.browser("chromium")
@pytest.mark.parametrize("layout", ["bar", "page"])
def test_texts_as_long_as_they_may_be_fit(layout: str, tmp_path: Path, browse: Browse) -> None:
    catalog = new_catalog("eo", extract_messages())
    for message in catalog:
        if message.id:
            assert length(longest(message)) == limit_of(message).letters
            message.string = longest(message) if isinstance(message.id, str) else (longest(message),) * 2
    write_catalog(catalog_path(str(tmp_path), "eo"), catalog)
    with PreviewProcess("--locales", tmp_path) as preview:
        measured = measure(browse("chromium"), preview, "eo", layout)
    assert measured.widest <= 320
    assert measured.under_close < 0.5  # pixels
    assert not too_many(measured)
