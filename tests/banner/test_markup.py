"""The markup: light, accessible, and known to the browsers that it is for."""

from __future__ import annotations

import re
import subprocess
import sys
from gettext import NullTranslations

import pytest

from browserbanner.banner import CLOSE_SCRIPT, catalogs
from browserbanner.banner.templating import _figure
from browserbanner.banner.tools import BannerRenderer, load_catalog
from browserbanner.browsers import BrowserData
from browserbanner.options import Layout, Options, Theme
from tests.banner.visits import (
    CHROME_60,
    CHROME_109_ON_WINDOWS_7,
    CHROME_ON_ANDROID,
    FIVE,
    FOUR,
    ON_ANDROID,
    SAFARI_ON_MAC,
    Document,
    Render,
)

# What Internet Explorer 9 and every text browser know, and the two elements that they show as plain boxes.
KNOWN = frozenset(
    [
        "div",
        "style",
        "table",
        "tr",
        "td",
        "font",
        "b",
        "span",
        "p",
        "a",
        "small",
        "br",
        "script",
    ]
)
PLAIN_BOXES = frozenset({"details", "summary"})
SCRIPT = "/_browserbanner/close.js?12345678"


@pytest.fixture(params=["bar", "cards"])
def layout(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
@pytest.mark.parametrize(
    ("user_agent", "recommended"), [(SAFARI_ON_MAC, FIVE), (CHROME_ON_ANDROID, ON_ANDROID)], ids=["mac", "android"]
)
def test_five_browsers_in_ukrainian_stay_below_13_and_a_half_kilobytes_and_with_ones_own_below_13(
    data: BrowserData,
    render: Render,
    layout: Layout,
    theme: Theme,
    user_agent: object,
    recommended: tuple[str, ...],
) -> None:
    renderer = BannerRenderer(data, Options(layout=layout, theme=theme))
    banner = render(renderer, user_agent=user_agent, recommended=recommended, nonce="x" * 24, script_src=SCRIPT)
    assert len(Document(banner.html).all(".bb-c")) == 5
    assert len(banner.html) <= 13.5 * 1024
    banner = render(
        renderer, advice="update", user_agent=user_agent, recommended=recommended, nonce="x" * 24, script_src=SCRIPT
    )
    assert len(Document(banner.html).all(".bb-c")) == 4  # and the link to the update of the fifth
    assert len(banner.html) <= 13 * 1024


@pytest.mark.parametrize("kind", ["outdated", "cannot-update", "webview", "desktop-site"])
def test_a_banner_is_one_line(data: BrowserData, render: Render, layout: Layout, kind: str) -> None:
    html = render(BannerRenderer(data, Options(layout=layout)), kind=kind, nonce="n", script_src=SCRIPT).html
    assert not re.search(rb"[\n\r\t]|>\s+<|\s{2}", html)


@pytest.mark.parametrize("kind", ["cannot-update", "webview", "desktop-site"])
def test_a_notice_stays_below_6_kilobytes(render: Render, kind: str) -> None:
    assert len(render(kind=kind, recommended=(), script_src=SCRIPT).html) <= 6_000


def test_only_elements_that_old_browsers_know(data: BrowserData, render: Render, layout: Layout) -> None:
    document = Document(render(BannerRenderer(data, Options(layout=layout)), nonce="n").html)
    names = {element.name for element in document.elements}
    assert names <= KNOWN | (PLAIN_BOXES if layout == "bar" else frozenset())


def test_it_is_a_labelled_region_with_its_own_language_and_no_snippet(
    render: Render, layout: Layout, data: BrowserData
) -> None:
    for locale in ("uk", "en"):
        document = Document(render(BannerRenderer(data, Options(layout=layout)), locale=locale).html)
        root = document.elements[0]
        assert root.attributes["role"] == "region"
        assert root.attributes["lang"] == locale
        assert root.attributes["dir"] == "ltr"
        assert "data-nosnippet" in root.attributes
        labels = [e for e in document.elements if e.attributes.get("id") == root.attributes["aria-labelledby"]]
        assert len(labels) == 1


def test_a_links_name_says_which_browser_it_gets(render: Render, data: BrowserData, layout: Layout) -> None:
    document = Document(render(BannerRenderer(data, Options(layout=layout))).html)
    by_id = {e.attributes["id"]: e.text for e in document.elements if "id" in e.attributes}
    assert len(by_id) == sum("id" in e.attributes for e in document.elements)  # each id once
    names = [" ".join(by_id[i] for i in e.attributes["aria-labelledby"].split()) for e in document.all(".bb-d")]
    assert names == [f"Завантажити {name}" for name in document.texts(".bb-n")]


def test_layout_tables_are_no_tables_to_a_screen_reader_and_the_list_is_a_list(render: Render) -> None:
    document = Document(render().html)
    assert {table.attributes["role"] for table in document.all("table")} == {"presentation"}
    roles = [element.attributes.get("role") for element in document.elements]
    assert roles.count("list") == 1
    assert roles.count("listitem") == 4


def test_nothing_takes_the_focus_and_nothing_is_fetched(render: Render) -> None:
    html = render().html
    for word in (b"autofocus", b"tabindex", b"<img", b"<link", b"<iframe", b"_blank", b"role=alert", b"aria-live"):
        assert word not in html


@pytest.mark.parametrize(("count", "width"), [(2, "50%"), (3, "33%"), (4, "25%")])
def test_cells_share_the_width_without_css(render: Render, count: int, width: str) -> None:
    document = Document(render(recommended=FOUR[:count]).html)
    assert [cell.attributes["width"] for cell in document.all(".bb-c")] == [width] * count


def test_attributes_carry_colours_where_css_is_blocked(render: Render, data: BrowserData) -> None:
    themes: tuple[tuple[Theme, str, str], ...] = (("light", "#f3f6fa", "#18212b"), ("dark", "#1a2028", "#e8edf3"))
    for theme, ground, text in themes:
        document = Document(render(BannerRenderer(data, Options(theme=theme))).html)
        assert document.all(".bb-in")[0].attributes["bgcolor"] == ground
        for cell in document.all(".bb-c"):
            font = document.elements[document.elements.index(cell) + 1]
            assert (font.name, font.attributes["color"]) == ("font", text)


def test_phones_get_the_bar_also_where_the_site_chose_cards(render: Render, data: BrowserData) -> None:
    renderer = BannerRenderer(data, Options(layout="cards"))
    phone = Document(render(renderer, user_agent=CHROME_ON_ANDROID, recommended=ON_ANDROID).html)
    tablet = Document(
        render(renderer, user_agent=CHROME_ON_ANDROID._replace(form="tablet"), recommended=ON_ANDROID).html
    )
    assert phone.elements[0].classes == ["bb-bar"]
    assert tablet.elements[0].classes == ["bb-cards"]


def test_cards_say_all_in_one_paragraph(render: Render, data: BrowserData) -> None:
    document = Document(render(BannerRenderer(data, Options(layout="cards"))).html)
    assert document.elements[0].classes == ["bb-cards"]
    assert document.text(".bb-p") == (
        "Chrome\u00a060 може показувати цей сайт неправильно. Для комфортної роботи в Мережі потрібен сучасний браузер. "
        "Тут можна знайти останні версії для Windows\u00a010. Це безкоштовно, а закладки й паролі можна перенести."
    )
    assert len(document.all(".bb-c")) == 4
    assert document.all("details") == []


def test_cards_with_one_browser_are_the_bar(render: Render, data: BrowserData) -> None:
    renderer = BannerRenderer(data, Options(layout="cards"))
    document = Document(render(renderer, user_agent=CHROME_109_ON_WINDOWS_7, recommended=("firefox",)).html)
    assert document.elements[0].classes == ["bb-bar"]


def test_the_banner_can_stand_at_the_foot_of_the_window(render: Render, data: BrowserData) -> None:
    foot = render(BannerRenderer(data, Options(position="bottom"))).html
    assert b"position:fixed" in foot
    assert re.sub(rb"<style>.*?</style>", b"", foot) == re.sub(rb"<style>.*?</style>", b"", render().html)


def test_at_the_foot_it_is_hidden_until_all_of_it_is_there(render: Render, data: BrowserData) -> None:
    foot = render(BannerRenderer(data, Options(position="bottom")), nonce="n").html
    assert foot.count(b'<style nonce="n">') == 2
    assert foot.index(b"#bb{visibility:hidden}</style>") < foot.index(b"<table")
    assert foot.index(b'<style nonce="n">#bb{visibility:visible}</style>') > foot.rindex(b"</table>")
    linked = render(BannerRenderer(data, Options(position="bottom", stylesheet=True)), own="/b")
    assert b"visibility" not in linked.html + linked.bare_html
    assert b"visibility" not in render().html


@pytest.mark.parametrize(
    ("sentence", "html"),
    [
        ("\uf8ff of people", "<b>5%</b> of people"),
        ("\u200f\uf8ff of people", "\u200f<b>5%</b> of people"),
        ("Used by \uf8ff", "Used by <span>5%</span>"),
        ("Used by many", "Used by many"),
    ],
)
def test_the_figure_has_a_line_of_its_own_only_where_the_sentence_begins_with_it(sentence: str, html: str) -> None:
    from markupsafe import Markup

    assert _figure(Markup(sentence), Markup("5%")) == html


def test_right_to_left_turns_direction_sheet_and_attributes(
    render: Render, data: BrowserData, tmp_path: object
) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path)) / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    entry = 'msgctxt "title"\nmsgid "Your browser is out of date"\nmsgstr "متصفحك قديم"\n'
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (folder / "browserbanner.po").write_text(header + entry, encoding="utf-8")
    renderer = BannerRenderer(data, Options(locale_dirs=(Path(str(tmp_path)),)))
    document = Document(render(renderer, locale="ar", country="EG").html)
    assert document.elements[0].attributes["dir"] == "rtl"
    assert document.text(".bb-t") == "متصفحك قديم"
    assert "float:right;width:calc((540px - 100%) * 999);min-width:calc(100% - 268px)" in document.text("style")
    assert "left" not in [e.attributes.get("align") for e in Document(render().html).elements]
    assert "right" not in [e.attributes.get("align") for e in document.elements]


def test_a_language_that_cldr_does_not_know_is_formatted_as_english(
    render: Render, data: BrowserData, tmp_path: object
) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path)) / "x_pseudo" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "browserbanner.po").write_text('msgid ""\nmsgstr ""\n', encoding="utf-8")
    renderer = BannerRenderer(data, Options(locale_dirs=(Path(str(tmp_path)),)))
    assert "Ukraine, " in Document(render(renderer, locale="x_pseudo").html).text(".bb-src")


# The script


def test_the_script_is_one_line_of_ascii_that_fits_into_html() -> None:
    assert CLOSE_SCRIPT.isascii()
    assert CLOSE_SCRIPT.isprintable()
    assert "<" not in CLOSE_SCRIPT
    assert "//" not in CLOSE_SCRIPT
    assert len(CLOSE_SCRIPT) <= 2_300


def test_the_script_uses_nothing_that_ecmascript_3_lacks() -> None:
    words = set(re.findall(r"[A-Za-z_$][\w$]*", re.sub(r'"[^"]*"', "", CLOSE_SCRIPT)))
    assert not words & {
        "let",
        "const",
        "class",
        "fetch",
        "Promise",
        "FormData",
        "querySelector",
        "forEach",
        "JSON",
        "remove",
    }
    assert "=>" not in CLOSE_SCRIPT
    assert "`" not in CLOSE_SCRIPT
    assert not re.search(r",\s*[}\]]", CLOSE_SCRIPT)


def test_the_script_asks_as_the_endpoint_expects() -> None:
    assert '"X-Requested-With","XMLHttpRequest"' in CLOSE_SCRIPT
    assert '"Content-Type","application/x-www-form-urlencoded"' in CLOSE_SCRIPT
    assert "f.submit()" in CLOSE_SCRIPT  # whatever fails, a form is sent after all


# What is imported, and when


def test_what_other_packages_import_of_the_banner_is_light() -> None:
    """``import browserbanner.banner`` brings no Babel and no Jinja2; ``load_renderer`` is the one place that does."""
    heavy = ["babel", "jinja2", "markupsafe"]
    program = (
        "import sys; before = set(sys.modules); import browserbanner.banner;"
        f"print(*[name for name in {heavy!r} if name in set(sys.modules) - before])"
    )
    ran = subprocess.run(
        [sys.executable, "-S", "-c", program], capture_output=True, text=True, check=False, env=_path()
    )
    assert (ran.stdout.strip(), ran.stderr) == ("", "")


def _path() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def test_each_language_is_loaded_once(data: BrowserData, render: Render) -> None:
    loaded: list[str] = []

    def read_catalog(locale: str) -> NullTranslations:
        loaded.append(locale)
        return load_catalog(locale)

    renderer = BannerRenderer(data, read_catalog=read_catalog)
    for locale in catalogs.available_locales():
        renderer.meet(locale)
    assert sorted(loaded) == list(catalogs.available_locales())
    assert render(renderer, user_agent=CHROME_60) == render()
    renderer.meet("uk")
    assert len(loaded) == len(catalogs.available_locales())
