"""The block page as markup, and what Internet Explorer 9 makes of every layout's rules."""

from __future__ import annotations

import re
from typing import Any

import pytest

from browserbanner.banner import Visit
from browserbanner.banner.stylesheet import SHAPES
from browserbanner.banner.tools import BannerRenderer
from browserbanner.browsers import BrowserData
from browserbanner.options import Options
from tests.banner.visits import CHROME_60, FIVE, SAFARI_ON_IPHONE, SAFARI_ON_MAC, Document, stylesheet

VISITS: dict[str, dict[str, Any]] = {
    "five": {"user_agent": SAFARI_ON_MAC, "recommended": FIVE},
    "one": {"advice": "switch", "recommended": ("firefox",)},
    "ios": {"user_agent": SAFARI_ON_IPHONE, "advice": "update-os", "recommended": ()},
    "none": {"kind": "cannot-update", "advice": "none", "recommended": ()},
    "webview": {"kind": "webview", "advice": "open-in-browser", "recommended": ()},
}
# HTML 4's elements, as Internet Explorer 6 has them. No details: everything is open.
KNOWN = frozenset(
    [
        "html", "head", "meta", "title", "style", "body", "div", "table", "tr", "td", "font", "b", "span", "h1",
        "p", "a", "small", "br", "form", "input", "button",
    ]
)  # fmt: skip


def page(data: BrowserData, visit: str, **options: Any) -> bytes:
    values: dict[str, Any] = {"kind": "outdated", "advice": "update", "user_agent": CHROME_60}
    who = Visit(**values | VISITS[visit], page="block")
    renderer = BannerRenderer(data, Options(**options))
    return renderer.render(who, locale="uk", country="UA", action="/_browserbanner/continue", return_to="/a").html


@pytest.mark.parametrize("visit", VISITS)
@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_the_page_is_light_and_in_words_that_old_browsers_know(data: BrowserData, visit: str, theme: str) -> None:
    html = page(data, visit, theme=theme, block_continue=True, site_name="Вісник Подністров’я")
    assert len(html) <= 12 * 1024
    assert html.isascii()
    assert b"\n" not in html
    document = DocumentOf(html)
    assert {element.name for element in document.elements} <= KNOWN
    assert document.text(".bb-site") == "Вісник Подністров’я"
    assert document.texts("h1") == document.texts("title")


class DocumentOf(Document):
    _VOID = frozenset({"input", "br", "meta"})


def test_only_who_may_continue_is_shown_the_button(data: BrowserData) -> None:
    assert DocumentOf(page(data, "five", block_continue=True)).text("button") == "Усе одно продовжити"
    assert b"<form" not in page(data, "five")


def test_who_cannot_continue_is_not_told_to_read_on(data: BrowserData) -> None:
    assert "Ви можете читати далі" in DocumentOf(page(data, "none", block_continue=True)).text(".bb-p")
    assert "читати далі" not in DocumentOf(page(data, "none")).text(".bb-p")


def test_one_link_where_there_is_one_thing_to_do(data: BrowserData) -> None:
    assert DocumentOf(page(data, "ios")).text(".bb-d") == "Як оновити iOS"
    assert DocumentOf(page(data, "one")).texts(".bb-n") == ["Mozilla Firefox"]


def test_without_the_sheet_the_page_has_its_colours(data: BrowserData) -> None:
    document = DocumentOf(page(data, "five", theme="dark"))
    (body,) = document.all("body")
    assert (body.attributes["bgcolor"], body.attributes["text"]) == ("#1a2028", "#e8edf3")


def test_the_pages_rules_are_the_banners_and_the_bodys() -> None:
    for theme in ("auto", "light", "dark"):
        sheet = stylesheet("page", theme, "bottom")
        assert "position:fixed" not in sheet
        for selectors in re.findall(r"([^{};]+)\{[^{}]*\}", sheet):
            assert all(re.match(r"(#bb|body)(?=$|[ :])", selector) for selector in selectors.split(",")), selectors


# Internet Explorer 9

# Properties of CSS 2.1 and of the parts of CSS 3 that it has (Microsoft's list for version 9).
IN_IE_9 = frozenset(
    [
        "background", "border", "border-bottom", "border-bottom-width", "border-collapse", "border-color",
        "border-left-width", "border-radius", "border-spacing", "border-top", "border-top-width", "border-width",
        "box-shadow", "box-sizing", "bottom", "clear", "color", "content", "cursor", "direction", "display", "float", "font",
        "font-family", "font-size", "font-weight", "height", "left", "letter-spacing", "line-height", "list-style",
        "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-height", "max-width",
        "min-height", "min-width", "opacity", "outline", "outline-color", "outline-offset", "overflow", "padding",
        "padding-bottom", "padding-left", "padding-right", "padding-top", "position", "right", "table-layout",
        "text-align", "text-decoration", "text-indent", "text-transform", "top", "vertical-align", "white-space",
        "width", "word-break", "word-spacing", "z-index", "border-bottom-color", "border-top-color", "background-color",
    ]
)  # fmt: skip
# What it does not know and does not need: a body that is a grid or a flex container, which it cannot lay out either.
NOT_NEEDED = frozenset(
    [
        "flex", "align-self", "grid-column", "grid-row-end", "text-shadow", "-webkit-text-size-adjust", "transform",
        "column-span", "-webkit-column-span", "writing-mode",
    ]
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_internet_explorer_9_knows_every_property_that_it_needs(shape: str) -> None:
    for position in ("top", "bottom"):
        sheet = stylesheet(shape, "auto", position)
        always = re.sub(r"@(supports|media \(prefers)[^{]*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}", "", sheet)
        assert "@supports" not in always
        for block in re.findall(r"\{([^{}]*)\}", always):
            for declaration in block.split(";"):
                name, _, value = declaration.partition(":")
                if name.startswith("--"):
                    continue
                assert name in IN_IE_9 | NOT_NEEDED, declaration
                if name in IN_IE_9 and "var(" not in value:
                    assert not re.search(
                        r"\b(min|max|clamp|env|rgb|hsl|inherit)\(|#[0-9a-f]{4}\b|#[0-9a-f]{8}|rem\b", value
                    )


@pytest.mark.parametrize("shape", SHAPES)
def test_no_rule_that_it_needs_shares_its_selectors_with_one_that_it_drops(shape: str) -> None:
    """One selector that a browser does not know costs it the whole rule."""
    sheet = stylesheet(shape, "auto", "top")
    newer = re.compile(r":focus-visible|::|:is\(|:where\(|:has\(")
    for selectors in re.findall(r"([^{};]+)\{[^{}]*\}", sheet.partition("@supports")[0]):
        assert not newer.search(selectors) or "," not in selectors, selectors


@pytest.mark.parametrize("shape", SHAPES)
def test_where_colours_have_names_a_plain_one_stands_before_them(shape: str) -> None:
    always = stylesheet(shape, "auto", "top").partition("@supports")[0]
    for block in re.findall(r"\{([^{}]*)\}", always):
        declarations = block.split(";")
        for before, declaration in zip(["", *declarations], declarations, strict=False):
            if re.match(r"[a-z-]+:var\(--_", declaration) and not declaration.startswith("--"):
                assert re.search(r"#[0-9a-f]{3,6}$", before), declaration
