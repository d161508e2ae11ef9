"""docs/looks.md: each colour, property, template and picture that it names is there, and as it says."""

from __future__ import annotations

import re
from pathlib import Path

from browserbanner.banner.stylesheet import USUAL_COLOURS, six_digits
from browserbanner.banner.templating import NAMES
from scripts.looks import LOOKS
from tests.banner.visits import stylesheet

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "looks.md").read_text("utf-8")


def test_the_table_of_colours_is_the_stylesheets() -> None:
    rows = re.findall(r"^\| `([a-z-]+)`, `([a-z-]+)` \| `(#\w+)` \| `(#\w+)` \|", TEXT, re.MULTILINE)
    assert {
        name: colour for day, night, by_day, by_night in rows for name, colour in ((day, by_day), (night, by_night))
    } == {name: six_digits(colour) for name, colour in USUAL_COLOURS.items()}


def test_each_custom_property_is_one_that_the_stylesheet_reads() -> None:
    sheet = stylesheet("bar", "auto", "top")
    named = set(re.findall(r"(--bb-[a-z-]+):", TEXT))
    assert named
    assert all(f"var({name}," in sheet for name in named)


def test_each_template_that_a_site_may_replace_is_named() -> None:
    assert set(re.findall(r"`(\w+\.html)`", TEXT)) == set(NAMES)


def test_there_is_a_picture_of_each_look_and_no_other() -> None:
    named = re.findall(r"images/look-([a-z-]+)\.png", TEXT)
    assert sorted(named) == sorted(look.name for look in LOOKS)
    assert sorted(path.name for path in (ROOT / "docs" / "images").glob("look-*.png")) == sorted(
        f"look-{name}.png" for name in named
    )
