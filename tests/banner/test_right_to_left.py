"""Languages that run from right to left: Arabic, a pseudo-locale, and English where such a catalog has gaps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from browserbanner.banner.tools import BannerRenderer
from browserbanner.browsers import BrowserData
from browserbanner.cli import main
from browserbanner.options import Layout, Options, Position
from tests.banner.visits import CHROME_109_ON_WINDOWS_7, Document, Render

LRE, RLO, PDF, RLM = "\u202a", "\u202e", "\u202c", "\u200f"


def test_arabic_is_marked_as_such(render: Render) -> None:
    document = Document(render(locale="ar", country="EG").html)
    root = document.elements[0]
    assert (root.attributes["lang"], root.attributes["dir"]) == ("ar", "rtl")
    assert document.text(".bb-t") == "إصدار متصفحك قديم"


@pytest.mark.parametrize("layout", ["bar", "cards"])
@pytest.mark.parametrize("position", ["top", "bottom"])
def test_the_sheet_is_the_mirror_of_the_other_directions(
    layout: Layout, position: Position, render: Render, data: BrowserData
) -> None:
    def sheet(locale: str) -> str:
        renderer = BannerRenderer(data, Options(layout=layout, position=position))
        found = re.search(rb"<style>(.*?)</style>", render(renderer, locale=locale).html)
        assert found is not None
        return found[1].decode()

    left, right = sheet("en"), sheet("ar")
    assert left != right
    swapped = {"left": "right", "right": "left", "ltr": "rtl", "rtl": "ltr"}
    # At its end, where there is such a part, it says how the banner docks: as the page runs, not the banner.
    (left, docks), (right, docks_too) = (sheet.partition("@supports (position:sticky)")[::2] for sheet in (left, right))
    assert docks == docks_too
    assert re.sub(r"\b(left|right|ltr|rtl)\b", lambda side: swapped[side[0]], left) == right
    assert "text-align:right" in right


def test_the_layout_without_css_is_mirrored_too(render: Render) -> None:
    def sides(locale: str) -> list[str]:
        cells = Document(render(locale=locale).html).all("td")
        return [cell.attributes["align"] for cell in cells if "align" in cell.attributes]

    assert sides("en") == ["right"]
    assert sides("ar") == ["left"]


def test_arabic_writes_figures_and_lists_its_way(render: Render) -> None:
    document = Document(render(locale="ar", country="EG").html)
    assert re.fullmatch(r"[\d.]+\u200e?%\u200e?", document.texts(".bb-sh")[0].split()[0])
    assert f"{RLM}Windows{RLM} و{RLM}macOS{RLM} و{RLM}Linux{RLM}" in document.texts(".bb-o")[0]


@pytest.mark.parametrize(
    ("days", "title"),
    [
        (0, "لن يظهر مجددًا لمدة 0 يوم"),
        (1, "لن يظهر مجددًا لمدة يوم واحد"),
        (2, "لن يظهر مجددًا لمدة يومين"),
        (3, "لن يظهر مجددًا لمدة 3 أيام"),
        (10, "لن يظهر مجددًا لمدة 10 أيام"),
        (28, "لن يظهر مجددًا لمدة 28 يومًا"),
        (100, "لن يظهر مجددًا لمدة 100 يوم"),
        (103, "لن يظهر مجددًا لمدة 103 أيام"),
    ],
)
def test_arabic_counts_days_as_it_does(days: int, title: str, render: Render, data: BrowserData) -> None:
    banner = render(BannerRenderer(data, Options(close_days=days)), locale="ar")
    assert Document(banner.html).all(".bb-x")[0].attributes["title"] == title


def test_english_in_a_gap_is_embedded_left_to_right(render: Render, data: BrowserData, tmp_path: Path) -> None:
    assert main(["locales", "new", "--locales", str(tmp_path), "yi"]) == 0
    document = Document(render(BannerRenderer(data, Options(locale_dirs=(tmp_path,))), locale="yi").html)
    assert document.elements[0].attributes["dir"] == "rtl"
    assert document.text("summary") == f"{LRE}Choose a modern browser{PDF}"
    assert document.texts(".bb-p") == [f"{LRE}Chrome\u00a060 may not show this site properly.{PDF}"]
    # The figure still stands on a line of its own, and a comma is a comma.
    assert len(document.all("b")) == 1 + 2 * 4
    assert f"{RLM}Windows{RLM}, {RLM}macOS{RLM}, and {RLM}Linux{RLM}" in document.texts(".bb-o")[0]
    assert "October 2026" in document.text(".bb-src")
    assert document.all(".bb-x")[0].attributes["title"] == f"{LRE}Not shown again for 28 days{PDF}"


def test_english_in_a_gap_of_another_language_is_as_it_is(render: Render, data: BrowserData, tmp_path: Path) -> None:
    assert main(["locales", "new", "--locales", str(tmp_path), "eo"]) == 0
    banner = render(BannerRenderer(data, Options(locale_dirs=(tmp_path,))), locale="eo")
    assert Document(banner.html).text("summary") == "Choose a modern browser"


def test_the_pseudo_locale_runs_from_right_to_left(render: Render, data: BrowserData, tmp_path: Path) -> None:
    assert main(["locales", "new", "--locales", str(tmp_path), "ar_XB", "en_XA"]) == 0
    renderer = BannerRenderer(data, Options(locale_dirs=(tmp_path,)))
    mirrored = Document(render(renderer, locale="ar_XB").html)
    assert (mirrored.elements[0].attributes["lang"], mirrored.elements[0].attributes["dir"]) == ("ar-XB", "rtl")
    assert mirrored.text(".bb-x") == f"{RLO}[Çļöšé]{PDF}"
    plain = Document(render(renderer, locale="en_XA").html)
    assert plain.elements[0].attributes["dir"] == "ltr"
    # Every text of ours comes from a catalog: what has no odd letter is a name, a figure or the source's address.
    for text in plain.texts(".bb-t") + plain.texts(".bb-p") + plain.texts("summary") + plain.texts(".bb-d"):
        assert set(text) & set("éîöåû"), text


def test_two_latin_names_beside_each_other_stay_apart_in_arabic(render: Render) -> None:
    """Without marks, "Chrome 109 ... Windows 7" next to each other would be read as one piece from left to right."""
    document = Document(render(locale="ar", user_agent=CHROME_109_ON_WINDOWS_7, recommended=("firefox",)).html)
    for name in ("Chrome\u00a0109", "Windows\u00a07", "Firefox"):
        assert f"{RLM}{name}{RLM}" in document.text(".bb-p")
