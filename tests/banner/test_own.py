"""What a site makes its own: browsers, texts, templates, the linked stylesheet."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jinja2
import pytest

import browserbanner
from browserbanner import BrowserBanner, ConfigurationError, Headers, Request, Respond
from browserbanner.banner.stylesheet import SHAPES
from browserbanner.banner.tools import BannerRenderer
from browserbanner.browsers import BrowserData
from browserbanner.options import Options
from tests import visitors
from tests.banner.visits import CHROME_60, CHROME_109_ON_WINDOWS_7, CHROME_ON_ANDROID, Document, Render

BRAVE = {"brave": {"name": "Brave <b>", "link": "https://brave.com/download/?a=1&b=2", "systems": ["windows", "linux"]}}


# Browsers


def test_a_browser_of_the_sites_own_stands_behind_the_others(data: BrowserData, render: Render) -> None:
    document = Document(render(BannerRenderer(data, Options(extra_browsers=BRAVE))).html)
    assert document.texts(".bb-n")[-1] == "Brave <b>"
    assert len(document.texts(".bb-n")) == 5
    assert document.all(".bb-d")[-1].attributes["href"] == "https://brave.com/download/?a=1&b=2"
    assert document.texts(".bb-o")[4] == "Доступно для: Windows і Linux"
    assert len(document.texts(".bb-sh")) == 4


def test_the_site_orders_its_own_among_the_others(data: BrowserData, render: Render) -> None:
    renderer = BannerRenderer(data, Options(extra_browsers=BRAVE, browsers=("brave", "firefox")))
    assert Document(render(renderer).html).texts(".bb-n") == ["Brave <b>", "Mozilla Firefox"]


@pytest.mark.parametrize("name", ["librewolf-2", "b360", "a"])
def test_the_site_orders_them_by_whatever_name_it_gave(name: str) -> None:
    bb = BrowserBanner(extra_browsers={name: BRAVE["brave"]}, browsers=[name, "firefox"])
    banner = bb.banner_for({"User-Agent": visitors.CHROME_60, "Accept": "text/html"})
    assert banner is not None
    assert Document(banner.html).texts(".bb-n") == ["Brave <b>", "Mozilla Firefox"]


def test_it_is_shown_only_where_it_runs_and_new_browsers_still_come(data: BrowserData, render: Render) -> None:
    renderer = BannerRenderer(data, Options(extra_browsers=BRAVE))
    phone = render(renderer, user_agent=CHROME_ON_ANDROID).html
    windows_7 = render(renderer, user_agent=CHROME_109_ON_WINDOWS_7, advice="switch", recommended=("firefox",)).html
    assert b"brave.com" not in phone
    assert b"brave.com" not in windows_7


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("brave", "'brave'"),
        ({"chrome": BRAVE["brave"]}, "none that the data has"),
        ({"Brave!": BRAVE["brave"]}, "'Brave!'"),
        ({"brave": "https://brave.com/"}, "a mapping such as"),
        ({"brave": {"name": "Brave", "link": "https://brave.com/"}}, "systems are: windows"),
        ({"brave": BRAVE["brave"] | {"name": " "}}, "extra_browsers['brave']['name']=' ': must be a browser's name"),
        (
            {"brave": BRAVE["brave"] | {"link": "javascript:alert(1)"}},
            "extra_browsers['brave']['link']='javascript:alert(1)': must be",
        ),
        ({"brave": BRAVE["brave"] | {"link": "//brave.com"}}, "a link such as"),
        ({"brave": BRAVE["brave"] | {"systems": "windows"}}, "a list of windows"),
        ({"brave": BRAVE["brave"] | {"systems": []}}, "a list of windows"),
        (
            {"brave": BRAVE["brave"] | {"systems": ["amiga"]}},
            "extra_browsers['brave']['systems']='amiga': must be one of",
        ),
    ],
    ids=repr,
)
def test_a_browser_that_cannot_be_meant_is_refused(given: Any, said: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(said)) as caught:
        BrowserBanner(extra_browsers=given)
    assert caught.value.option == "extra_browsers"


# Templates


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_template_of_the_sites_own_wins_and_may_extend_ours(
    tmp_path: Path, render: Render, data: BrowserData
) -> None:
    text = '{% extends "browserbanner/bar.html" %}{% block content %}<p>Вітаємо!</p>{{ super() }}{% endblock %}'
    renderer = BannerRenderer(data, Options(templates=write(tmp_path, "bar.html", text)))
    document = Document(render(renderer).html)
    assert document.all("p")[0].text == "Вітаємо!"
    assert document.text(".bb-t") == "Ваш браузер застарів"
    assert len(document.all(".bb-x")) == 1


def test_a_template_that_ours_include_wins_too(tmp_path: Path, render: Render, data: BrowserData) -> None:
    renderer = BannerRenderer(
        data, Options(templates=write(tmp_path, "list.html", "<p>{{ cards|length }} браузери</p>"))
    )
    assert "4 браузери" in Document(render(renderer).html).texts("p")


def test_a_sites_own_template_goes_out_as_it_was_written(tmp_path: Path, render: Render, data: BrowserData) -> None:
    script = '<script>\n  var a="b" // a remark\n  var c="d"\n</script>'
    renderer = BannerRenderer(data, Options(templates=write(tmp_path, "bar.html", f"<div id=bb>{script}</div>")))
    assert script.encode() in render(renderer).html


def test_a_template_may_come_from_any_jinja_loader() -> None:
    loader = jinja2.DictLoader({"page.html": "<!DOCTYPE html><title>{{ site_name }}</title><b>{{ system }}</b>"})
    banner = BrowserBanner(templates=loader, block={"ie": False, "chrome": 61, "*": True}, site_name="A & B")
    headers = Headers({"user-agent": visitors.CHROME_60, "accept": "text/html"})
    decision = banner.decide(Request(headers=headers))
    assert isinstance(decision, Respond)
    assert decision.response.body == b"<!DOCTYPE html><title>A &amp; B</title><b>Windows&#160;10</b>"


def test_what_a_template_shows_is_escaped(tmp_path: Path, render: Render, data: BrowserData) -> None:
    renderer = BannerRenderer(data, Options(templates=write(tmp_path, "bar.html", "<i>{{ app }}</i>")))
    webview = CHROME_60._replace(kind="webview", app="<script>")
    assert b"<i>&lt;script&gt;</i>" in render(renderer, kind="webview", user_agent=webview, recommended=()).html


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bar.html", "{% if %}", "bar.html: "),
        ("bar.html", "{{ no_such_name }}", "no_such_name"),
        ("page.html", '{% extends "nowhere.html" %}', "nowhere.html"),
        ("cards.html", "{{ cards[99].name }}", "99"),
        ("messages.html", "", "title"),
        ("banner.html", "<b>", "a folder with at least one of: app.html, bar.html, cards.html"),
    ],
)
def test_a_template_that_fails_stops_the_start(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(said)) as caught:
        BrowserBanner(templates=write(tmp_path, name, text), layout="cards")
    assert caught.value.option == "templates"


def test_a_folder_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere': must be a folder with at least one of: app\.html"):
        BrowserBanner(templates=str(tmp_path / "nowhere"))
    with pytest.raises(ConfigurationError, match="a folder, a Jinja loader, or None"):
        BrowserBanner(templates=3)  # type: ignore[arg-type]


def test_a_template_that_is_not_in_utf_8_stops_the_start_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "bar.html").write_bytes("<b>\u00fc</b>".encode("latin-1"))
    with pytest.raises(ConfigurationError, match=r"templates: bar\.html: 'utf-8' codec can't decode"):
        BrowserBanner(templates=tmp_path)


def test_a_folder_without_templates_stops_the_start_wherever_the_package_is_found(tmp_path: Path) -> None:
    """Ours were taken for the site's where the package's own path has ".." in it."""
    found = os.path.join(os.path.dirname(browserbanner.__file__), "..", "browserbanner", "..")
    start = f"BrowserBanner(templates={str(tmp_path)!r})"
    script = f"import sys; sys.path.insert(0, {found!r}); from browserbanner import BrowserBanner; {start}"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "must be a folder with at least one of: app.html" in done.stderr


# Texts


def test_a_sites_own_words_win_and_reach_the_banner_by_option(tmp_path: Path) -> None:
    folder = tmp_path / "uk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    entry = 'msgctxt "title"\nmsgid "Your browser is out of date"\nmsgstr "Час оновитися"\n'
    (folder / "browserbanner.po").write_text(
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n{entry}', encoding="utf-8"
    )
    banner = BrowserBanner(locale_dirs=[tmp_path], locale="uk").banner_for({"user-agent": visitors.CHROME_60})
    assert banner is not None
    document = Document(banner.html)
    assert document.text(".bb-t") == "Час оновитися"
    assert document.text(".bb-s") == "або вибрати інший браузер"


def test_folders_without_catalogs_are_refused(tmp_path: Path) -> None:
    wrong: tuple[Any, ...] = ([tmp_path], str(tmp_path), [3])
    for given in wrong:
        with pytest.raises(ConfigurationError, match="folders with") as caught:
            BrowserBanner(locale_dirs=given)
        assert caught.value.option == "locale_dirs"


# The linked stylesheet


def test_a_linked_stylesheet_has_the_styles_of_the_one_in_the_page(data: BrowserData, render: Render) -> None:
    linked = BannerRenderer(data, Options(stylesheet=True))
    for visit in ({}, {"recommended": ("firefox",)}, {"kind": "webview", "recommended": ()}):
        html = render(linked, own="/app/_browserbanner", nonce="n&n", **visit).html
        assert b"<style" not in html
        found = re.search(rb'<link rel=stylesheet nonce="n&amp;n" href="/app/_browserbanner/([^"]+)">', html)
        assert found
        sheet = linked.sheets()[found[1].decode()]
        assert sheet.decode() == Document(render(**visit).html).text("style")


def test_a_page_of_a_foreign_base_address_has_no_link(data: BrowserData, render: Render) -> None:
    assert b"<link" not in render(BannerRenderer(data, Options(stylesheet=True)), own="/_browserbanner").bare_html


def test_sheets_differ_by_their_names(data: BrowserData) -> None:
    sheets = BannerRenderer(data, Options(stylesheet=True)).sheets()
    assert len(sheets) == 2 * len(SHAPES)
    assert all(re.fullmatch(r"banner-[0-9a-f]{8}\.css", name) for name in sheets)
    assert not set(sheets) & set(BannerRenderer(data, Options(stylesheet=True, theme="dark")).sheets())
