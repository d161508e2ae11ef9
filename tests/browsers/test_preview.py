"""The translators' preview in a real browser: it follows the files, and says where a message stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsers.browser import Browse
from tests.preview_process import PreviewProcess, copied, edit, po_file

pytestmark = pytest.mark.long

OLD, NEW = "Ваш браузер застарів", "Час оновити браузер"
FRAME = "document.querySelector('iframe').contentDocument"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path, "uk", "ar")


@pytest.fixture
def preview(folder: Path) -> Iterator[PreviewProcess]:
    with PreviewProcess("--locales", folder) as running:
        yield running


@pytest.mark.browser("chromium")
def test_a_saved_catalog_is_seen_within_a_second(
    folder: Path, preview: PreviewProcess, browse: Browse, screenshots: Path
) -> None:
    browser = browse("chromium")
    browser.resize(1280, 900)
    browser.goto(f"{preview.address}/?language=uk&visitor=windows&width=640")
    title = f"({FRAME}.querySelector('#bb-t') || {{}}).textContent"  # a frame that is being loaded has none
    browser.wait(f"{title} === '{OLD}'")
    edit(po_file(folder, "uk"), f'msgstr "{OLD}"', f'msgstr "{NEW}"')
    browser.wait(f"{title} === '{NEW}'", 5)  # within a second; the rest is for a busy machine

    edit(po_file(folder, "uk"), f'msgstr "{NEW}"', f'msgstr "{NEW}')
    browser.wait("document.querySelector('p.problem')")
    said = browser.text("p.problem")
    assert "line " in said
    assert "The last good one is shown" in said
    browser.wait(f"{title} === '{NEW}'")  # its frame may be loading again
    browser.screenshot(screenshots / "preview-broken.png")

    edit(po_file(folder, "uk"), f'msgstr "{NEW}', 'msgstr "')
    edit(po_file(folder, "uk"), 'msgstr "\n', 'msgstr ""\n')
    browser.wait(f"{FRAME}.querySelector('#bb-t [data-s=missing]')")
    browser.wait("!document.querySelector('p.problem')")
    browser.screenshot(screenshots / "preview-missing.png")


@pytest.mark.browser("chromium")
def test_a_message_shows_its_place(preview: PreviewProcess, browse: Browse, screenshots: Path) -> None:
    browser = browse("chromium")
    browser.resize(1280, 900)
    browser.goto(f"{preview.address}/?language=ar&visitor=windows&visitor=iphone&width=320&width=640")
    browser.wait(f"{FRAME} && {FRAME}.querySelector('#bb') && document.querySelector('tr[data-m]')")
    browser.js("document.querySelector('.messages details').open = true")
    number = browser.js(f"{FRAME}.querySelector('summary [data-m]').dataset.m")
    browser.js(f"document.querySelector('tr[data-m=\"{number}\"]').click()")
    browser.wait(f"{FRAME}.querySelector('summary .here')")
    browser.screenshot(screenshots / "preview-place.png")


@pytest.mark.browser("chromium")
def test_a_new_language_appears_without_a_reload_by_hand(folder: Path, preview: PreviewProcess, browse: Browse) -> None:
    browser = browse("chromium")
    browser.goto(preview.address)
    copied(folder, "de")
    browser.wait("document.querySelector('input[value=de]')", 5)
