"""A site's own colours: in every engine, and never so that nobody can read them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner.banner.stylesheet import USUAL_COLOURS, checked_colours, six_digits
from browserbanner.banner.tools import BannerRenderer
from browserbanner.browsers import BrowserData
from browserbanner.errors import ConfigurationError
from browserbanner.options import Options
from tests.banner.visits import Document, Render


def test_a_colour_reaches_engines_with_and_without_custom_properties_and_pages_without_css(
    data: BrowserData, render: Render
) -> None:
    html = render(BannerRenderer(data, Options(colours={"accent": "#8B1A1A"}))).html.decode()
    assert "--_a:var(--bb-accent,#8b1a1a)" in html  # a site's stylesheet still wins
    assert "color:#8b1a1a;color:var(--_a)" in html  # Internet Explorer
    assert "<font color=#8b1a1a>" in html  # where no stylesheet is
    assert "1a5aa8" not in html
    assert "--_a:var(--bb-dark-accent,#8abcf5)" in html  # by night it is another colour


def test_the_dark_theme_has_colours_of_its_own(data: BrowserData, render: Render) -> None:
    html = render(BannerRenderer(data, Options(theme="dark", colours={"dark-accent": "#fc6"}))).html.decode()
    assert "color:#ffcc66;color:var(--_a)" in html
    assert "8abcf5" not in html


def test_the_same_colours_are_in_linked_sheets_and_on_pages(data: BrowserData, render: Render) -> None:
    renderer = BannerRenderer(data, Options(stylesheet=True, colours={"bg": "#fff", "line": "#000"}))
    assert all(b"#f3f6fa" not in sheet for sheet in renderer.sheets().values())
    page = render(renderer, page="block").html
    assert b"<body bgcolor=#ffffff" in page


@pytest.mark.parametrize(
    ("colours", "said"),
    [
        ({"accent": "#ffcc00"}, "accent #ffcc00 on bg #f3f6fa has a contrast of 1.4 to 1"),
        ({"accent": "#888"}, "a contrast of 3.3 to 1: at least 4.5 is needed"),
        ({"bg": "#222"}, "text #18212b on bg #222222 has a contrast of 1.0 to 1"),
        ({"on-accent": "#1a5aa9"}, "on-accent #1a5aa9 on accent #1a5aa8"),
        ({"dark-accent": "#1a5aa8"}, "dark-accent #1a5aa8 on dark-bg #1a2028"),
        ({"acent": "#1a5aa8"}, "'acent': must be one of: 'bg', 'surface', 'line', 'text', 'muted', 'accent'"),
        ({"accent": "blue"}, "colours['accent']='blue': must be a colour such as"),
        ({"accent": "#12345"}, "'#12345'"),
        ({"accent": "#fff;}body{display:none"}, "must be a colour such as"),
        ({"accent": 0x1A5AA8}, "must be a colour such as"),
        ("#1a5aa8", "a mapping such as"),
    ],
)
def test_what_cannot_be_read_stops_the_start(data: BrowserData, colours: Any, said: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(said)) as caught:
        BannerRenderer(data, Options(colours=colours))
    assert caught.value.option == "colours"


def test_the_banners_own_colours_keep_the_law_that_a_sites_must_keep() -> None:
    usual = {name: six_digits(colour) for name, colour in USUAL_COLOURS.items()}
    night = {name for name in usual if name.startswith("dark-")}
    assert night == {f"dark-{name}" for name in usual.keys() - night}
    assert checked_colours(usual) == usual


@given(st.dictionaries(st.sampled_from(sorted(USUAL_COLOURS)), st.from_regex(r"\A#[0-9a-fA-F]{6}\Z"), max_size=3))
def test_every_accepted_colour_is_in_the_sheet_and_no_other(colours: dict[str, str]) -> None:
    try:
        checked = checked_colours(colours)
    except ConfigurationError:
        return
    assert checked == {name: colour.lower() for name, colour in colours.items()}


def test_a_ring_around_a_focused_link_is_the_accent(data: BrowserData, render: Render) -> None:
    document = Document(render(BannerRenderer(data, Options(colours={"accent": "#8b1a1a"}))).html)
    assert "outline:3px solid #8b1a1a" in document.text("style")
