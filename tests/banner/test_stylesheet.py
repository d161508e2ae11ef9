"""The stylesheet: one line, for one shape, in colours that old engines understand too."""

from __future__ import annotations

import re
from typing import Any

import pytest

from browserbanner.banner.stylesheet import Stylesheets, minified, mirrored
from browserbanner.options import Options
from tests.banner.visits import stylesheet

SHAPES = ("bar", "update", "cards", "action", "app", "notice")
THEMES = ("auto", "light", "dark")
ALL = [(shape, theme, position) for shape in SHAPES for theme in THEMES for position in ("top", "bottom")]
LIGHT, DARK = "#f3f6fa", "#1a2028"


@pytest.fixture(params=ALL, ids=lambda p: "-".join(p))
def sheet(request: pytest.FixtureRequest) -> str:
    shape, theme, position = request.param
    return stylesheet(shape, theme, position)


def _rules(sheet: str) -> list[tuple[str, list[str]]]:
    """Selectors and declarations, those inside of @media and @supports too."""
    return [(selector, block.split(";")) for selector, block in re.findall(r"([^{};]+)\{([^{}]*)\}", sheet)]


def test_it_is_one_line_of_ascii_without_comments(sheet: str) -> None:
    assert sheet.isascii()
    assert sheet.isprintable()
    assert "/*" not in sheet
    assert "  " not in sheet
    assert "<" not in sheet


def test_it_is_balanced_and_every_declaration_is_one(sheet: str) -> None:
    assert sheet.count("{") == sheet.count("}")
    for _, declarations in _rules(sheet):
        for declaration in declarations:
            assert re.fullmatch(r"-{0,2}[a-z_-]+:[^:]+", declaration), declaration


def test_every_rule_begins_with_the_banners_id(sheet: str) -> None:
    for selectors, _ in _rules(sheet):
        assert all(re.match(r"(\[dir=\"rtl\"\] )?#bb(?=$|[ :])", each) for each in selectors.split(",")), selectors


def test_nothing_is_fetched_moved_or_forced(sheet: str) -> None:
    for word in (
        "url(",
        "@import",
        "@font-face",
        "!important",
        "animation",
        "transition",
        "expression",
        "rem;",
        "rem}",
    ):
        assert word not in sheet


def test_every_coloured_declaration_has_its_plain_value_before_it(sheet: str) -> None:
    always, _, modern = sheet.partition("@supports")
    for _, declarations in _rules(always):
        for before, declaration in zip(["", *declarations], declarations, strict=False):
            if "var(--_" in declaration and not declaration.startswith("--"):
                assert re.search(r"#[0-9a-f]{3,6}$", before), declaration
                assert before.split("-")[0].split(":")[0] == declaration.split("-")[0].split(":")[0]
    assert "#" not in re.sub(r"#bb(?!{)|(@media \(prefers-color-scheme|#bb{).*", "", modern)


def test_dark_is_dark_in_old_engines_too() -> None:
    assert f"background:{LIGHT};background:var(--_b)" in stylesheet("bar", "auto", "top")
    assert f"background:{LIGHT};background:var(--_b)" in stylesheet("bar", "light", "top")
    assert f"background:{DARK};background:var(--_b)" in stylesheet("bar", "dark", "top")


def test_only_the_theme_auto_asks_the_visitors_system() -> None:
    for theme in THEMES:
        sheet = stylesheet("bar", theme, "top")
        assert ("prefers-color-scheme:dark" in sheet) == (theme == "auto")
        assert ("--bb-dark-bg" in sheet) == (theme != "light")
        assert ("var(--bb-bg" in sheet) == (theme != "dark")


def test_a_sites_light_colours_never_meet_the_dark_ground() -> None:
    day, _, night = stylesheet("bar", "auto", "top").partition("@media (prefers-color-scheme:dark)")
    public = {*re.findall(r"var\((--bb-[a-z-]+)", day)} - {"--bb-font", "--bb-width"}
    by_night = set(re.findall(r"var\((--bb-[a-z-]+)", night))
    assert by_night == {name.replace("--bb-", "--bb-dark-") for name in public}


def test_private_variables_keep_apart_when_they_are_shortened() -> None:
    sheet = stylesheet("bar", "light", "top")
    defined = re.findall(r"(--_[a-z]+):", sheet)
    assert len(defined) == len(set(defined)) == 7
    assert set(re.findall(r"var\((--_[a-z]+)\)", sheet)) == set(defined)


def test_a_banner_ships_no_rules_that_it_does_not_need() -> None:
    def classes(shape: str) -> set[str]:
        return set(re.findall(r"\.bb-([a-z]+)", stylesheet(shape, "auto", "top")))

    assert classes("notice") < classes("action")
    assert classes("app") == classes("notice") | {"how", "also"}
    assert not {"g", "c", "s", "panel"} & classes("action")
    assert not {"s", "panel", "say"} & classes("cards")
    assert "one" not in classes("bar")


def test_only_a_banner_that_is_first_in_the_body_sticks_to_the_foot_of_the_window_in_a_flex_row() -> None:
    """At a marker below the window's foot it would stick there too, where nobody put it."""
    for shape in SHAPES:
        assert "position:sticky" in stylesheet(shape, "auto", "top")
        assert "sticky" not in stylesheet(shape, "auto", "top", place="marker")
        assert "sticky" not in stylesheet(shape, "auto", "bottom")


def test_right_to_left_swaps_the_sides_and_nothing_else(sheet: str) -> None:
    swapped = mirrored(sheet)
    assert swapped != sheet
    assert mirrored(swapped) == sheet
    assert sheet.count("left") == swapped.count("right")
    assert re.sub("left|right|ltr|rtl", "", sheet) == re.sub("left|right|ltr|rtl", "", swapped)


def test_no_shorthand_differs_left_and_right_so_that_sides_can_be_swapped(sheet: str) -> None:
    for selectors, declarations in _rules(sheet):
        for declaration in declarations:
            name, _, value = declaration.partition(":")
            sides = value.split(" ")
            if len(sides) == 4 and name in ("margin", "padding", "border-width", "inset"):
                assert sides[1] == sides[3] or selectors == "#bb .bb-s:after", (
                    declaration
                )  # the chevron, which is turned


def test_the_foot_of_the_window_is_left_out_at_the_top() -> None:
    assert "position:fixed" not in stylesheet("bar", "auto", "top")
    assert "position:fixed" in stylesheet("bar", "auto", "bottom")


@pytest.mark.parametrize("theme", THEMES)
def test_attributes_get_colours_in_six_digits(theme: Any) -> None:
    colours = Stylesheets(Options(theme=theme)).attributes
    assert set(colours) >= {"bg", "surface", "line", "text", "accent"}
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours.values())
    assert colours["bg"] == (DARK if theme == "dark" else LIGHT)


@pytest.mark.parametrize(
    ("written", "small"),
    [
        ("/* a */ #bb { color: red; }", "#bb{color:red}"),
        ("#bb :focus, #bb a:hover {\n  color: red;\n  margin: 0 auto\n}\n", "#bb :focus,#bb a:hover{color:red;margin:0 auto}"),
        ("@media (min-width: 1px) and (x) { #bb { width: calc(100% - 1px) } }",
         "@media (min-width:1px) and (x){#bb{width:calc(100% - 1px)}}"),
        ('#bb { font: 1px "Segoe UI", Arial; --_muted: var(--bb-muted, #fff) }',
         '#bb{font:1px "Segoe UI",Arial;--_m:var(--bb-muted,#fff)}'),
    ],
)  # fmt: skip
def test_minifying_keeps_what_matters(written: str, small: str) -> None:
    assert minified(written) == small
