"""`browserbanner preview` as translators meet it: their own folder, files saved while it runs."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from babel.core import Locale
from babel.messages.pofile import read_po
from starlette.testclient import TestClient

import browserbanner
from browserbanner import BrowserBanner, ConfigurationError
from browserbanner.banner.tools import extract_messages
from browserbanner.cli import main
from browserbanner.cli._serving import banner_named
from browserbanner.cli.preview_site.catalogs import Catalogs
from browserbanner.cli.preview_site.site import make_site
from browserbanner.cli.preview_site.visitors import VISITORS
from hatch_build import finished
from tests.preview_process import LOCALES, Preview, PreviewProcess, PreviewSite, copied, edit, po_file

LANGUAGES = sorted(path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/*.po"))
MESSAGES = [message for message in extract_messages() if message.id]
OLD, NEW = "Ваш браузер застарів", "Час оновити браузер"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("locales"), "uk", "en", "ar")


@pytest.fixture(scope="module")
def preview(shared: Path, steady: Path) -> Preview:
    with patch("browserbanner.browsers.data.PACKAGED", str(steady)):
        return PreviewSite(shared)


@pytest.fixture
def folder(shared: Path) -> Iterator[Path]:
    """Its Ukrainian is what it was when the test is over."""
    path = po_file(shared, "uk")
    kept = path.read_bytes()
    yield shared
    path.write_bytes(kept)


@pytest.fixture(scope="module")
def checkout() -> Preview:
    """Of all languages."""
    return PreviewSite(LOCALES)


@pytest.fixture
def process(folder: Path) -> Iterator[PreviewProcess]:
    with PreviewProcess("--locales", folder) as running:
        yield running


def until(condition: str, preview: Preview, path: str, **query: str) -> None:
    """Until a page says something: within a second, but machines may be busy."""
    started = time.monotonic()
    while condition not in preview.shown(path, **query):
        assert time.monotonic() - started < 10, f"{path} does not say {condition!r}"
        time.sleep(0.02)


def test_without_a_folder_it_shows_the_checkouts_languages_and_the_pseudo_locales(checkout: Preview) -> None:
    with PreviewProcess() as process:
        assert process.address.startswith("http://127.0.0.1:")
        assert [*process.revisions()] == [*LANGUAGES, "en_XA", "ar_XB"]
        assert process.get("/frame", language="uk") == checkout.get("/frame", language="uk")
        assert process.get("/state", host="evil.example")[0] == 400
        assert process.interrupt() == (0, "\nStopped.\n")


def has_gaps(language: str) -> bool:
    """Whether somebody has begun it, and is not done: that is no fault."""
    with po_file(LOCALES, language).open("rb") as file:
        return len(finished(read_po(file, locale=language, abort_invalid=True))) < len(MESSAGES)


def test_every_language_is_shown_whole_and_in_its_direction(checkout: Preview) -> None:
    begun = [*filter(has_gaps, LANGUAGES)]
    for language in (*LANGUAGES, "en_XA", "ar_XB"):
        rtl = Locale(language.partition("_")[0]).text_direction == "rtl"
        for layout in ("bar", "cards", "page") if language in ("ar", "en_XA", "ar_XB") else ("page",):
            status, page = checkout.get("/frame", language=language, layout=layout)
            assert status == 200
            assert f"dir={'rtl' if rtl else 'ltr'}" in page.replace('"', "")
            assert language in begun or 'data-s="missing"' not in page


def test_a_frame_is_what_the_middleware_would_put_in(preview: Preview) -> None:
    layouts = [(visitor.key, layout, "light") for visitor in VISITORS for layout in ("bar", "cards", "page")]
    themes = [(VISITORS[0].key, "cards", theme) for theme in ("dark", "auto")]
    for visitor, layout, theme in (*layouts, *themes):
        status, page = preview.get("/frame", language="uk", visitor=visitor, layout=layout, theme=theme)
        assert status == 200
        assert 'id="bb"' in page or "id=bb" in page
        assert not re.search("[\U000f0000-\U000ffffd]|&#9[89]\\d{4}|&#10\\d{5}", page), "no mark is left"


def test_every_message_has_a_place_among_the_visitors(preview: Preview) -> None:
    _, page = preview.get("/messages", language="uk")
    rows = re.findall(r'(?s)<tr data-m="(\d+)" data-s="(\w+)".*?<td>(\d*)</td>\s*<td><small>(.*?)</small>', page)
    assert len(rows) == len(MESSAGES)
    for number, state, line, places in rows:
        assert state == "done"
        assert int(line) > 15
        if MESSAGES[int(number)].id == "Tap %(menu)s and choose: %(words)s":
            continue  # no app's own words are known yet
        assert re.search(r"\w \((bar|cards|page)", places)


def test_the_index_shows_what_is_asked_for_side_by_side(preview: Preview) -> None:
    _, page = preview.get("/")
    assert page.count("<iframe") == len(VISITORS) * 2
    _, page = preview.get(
        "/?language=uk&language=ar&visitor=windows&layout=bar&layout=cards&layout=page&theme=dark&width=320"
    )
    assert page.count("<iframe") == 6
    everything = re.findall(r'<a href="(\?[^"]+)">Show everything', page)[0].replace("&amp;", "&")
    _, page = preview.get("/" + everything)
    assert page.count("<iframe") == 5 * len(VISITORS) * 3 * 3 * 3


def test_a_saved_catalog_is_shown_within_a_second(folder: Path, process: PreviewProcess) -> None:
    assert OLD in process.shown("/frame", language="uk")
    before = process.revisions()
    edit(po_file(folder, "uk"), f'msgstr "{OLD}"', f'msgstr "{NEW}"')
    until(NEW, process, "/frame", language="uk")
    now = process.revisions()
    assert {name for name in now if now[name] != before[name]} == {"uk"}


def test_broken_syntax_is_shown_with_its_line_and_the_last_good_one_stays(folder: Path, preview: Preview) -> None:
    path = po_file(folder, "uk")
    assert OLD in preview.shown("/frame", language="uk")
    assert "last good" not in preview.shown("/messages", language="uk")
    edit(path, f'msgstr "{OLD}"', f'msgstr "{NEW}')
    line = path.read_text(encoding="utf-8").splitlines().index(f'msgstr "{NEW}') + 1
    until(f"line {line}:", preview, "/messages", language="uk")
    assert "The last good one is shown" in preview.shown("/messages", language="uk")
    assert OLD in preview.shown("/frame", language="uk")
    edit(path, f'msgstr "{NEW}', f'msgstr "{NEW}"')
    until(NEW, preview, "/frame", language="uk")
    assert "last good" not in preview.shown("/messages", language="uk")


def test_a_catalog_that_was_broken_from_the_start_is_shown_in_english(tmp_path: Path) -> None:
    path = tmp_path / "eo" / "LC_MESSAGES" / "browserbanner.po"
    path.parent.mkdir(parents=True)
    path.write_text("msgid nothing\n", encoding="utf-8")
    preview = PreviewSite(tmp_path)
    assert "line 1:" in preview.shown("/messages", language="eo")
    assert "Your browser is out of date" in preview.shown("/frame", language="eo")
    assert 'data-s="missing"' in preview.get("/frame", language="eo")[1]


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        (f'msgstr "{OLD}"', 'msgstr ""', "missing"),
        (f'msgctxt "title"\nmsgid "Your browser is out of date"\nmsgstr "{OLD}"', "", "missing"),
        (f'msgctxt "title"\nmsgid "Your browser is out of date"\nmsgstr "{OLD}"', f'#, fuzzy\nmsgctxt "title"\nmsgid "Your browser is out of date"\nmsgstr "{OLD}"', "fuzzy"),
        (f'msgstr "{OLD}"', 'msgstr "%(nothing)s застарів"', "broken"),
        (f'msgstr "{OLD}"', 'msgstr "100% застарів"', "broken"),
    ],
)  # fmt: skip
def test_what_visitors_would_not_see_is_marked(
    before: str, after: str, state: str, folder: Path, preview: Preview
) -> None:
    edit(po_file(folder, "uk"), before, after)
    _, page = preview.get("/frame", language="uk")
    # What is shown in its place is what an installed package has: here, the checkout's own catalog.
    assert re.search(rf'<i data-m="\d+" data-s="{state}">', page)
    assert f'data-s="{state}"' in preview.get("/messages", language="uk")[1]


def test_what_is_wrong_with_a_message_stands_beside_it(folder: Path, preview: Preview) -> None:
    edit(po_file(folder, "uk"), 'msgid "Close"\nmsgstr "Закрити"', 'msgid "Close"\nmsgstr "Закрити геть"')
    assert "too long for the layout: 12 letters, at most 10" in preview.shown("/messages", language="uk")


def test_markup_in_a_catalog_is_shown_as_it_stands(folder: Path, preview: Preview) -> None:
    edit(po_file(folder, "uk"), f'msgstr "{OLD}"', 'msgstr "<script>alert(1)</script>"')
    for path in ("/frame", "/messages"):
        assert "<script>alert" not in preview.get(path, language="uk")[1]


def test_a_language_that_is_begun_appears_and_one_that_is_deleted_goes(folder: Path, preview: Preview) -> None:
    assert "de" not in preview.revisions()
    shutil.copytree(LOCALES / "de", folder / "de")
    assert "de" in preview.revisions()
    assert "Ihr Browser ist veraltet" in preview.shown("/frame", language="de")
    shutil.rmtree(folder / "de")
    assert "de" not in preview.revisions()
    assert preview.get("/frame", language="de")[0] == 404


@pytest.mark.parametrize("query", [{}, {"language": "xx"}, {"language": "uk", "visitor": "x"}, {"language": "uk", "layout": "x"}, {"language": "uk", "theme": "x"}])  # fmt: skip
def test_what_there_is_not_is_not_found(query: dict[str, str], preview: Preview) -> None:
    assert preview.get("/frame", **query)[0] == 404


def test_another_sites_name_for_this_machine_is_refused(preview: Preview) -> None:
    assert preview.get("/state", host="evil.example")[0] == 400
    assert preview.get("/state", host="localhost")[0] == 200


def test_a_taken_port_is_said_in_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["preview", "--locales", str(folder), "--port", port]) == 1
    assert capsys.readouterr().err == f"browserbanner preview: port {port} of 127.0.0.1 is taken by another program; --port 0 takes any free one\n"  # fmt: skip


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preview", "--locales", str(tmp_path / "none")]) == 2
    assert "there is no folder" in capsys.readouterr().err


def test_an_installed_package_has_compiled_catalogs_only_and_shows_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`browserbanner preview` exited with 2 outside of a checkout."""
    for language in ("uk", "de"):
        path = tmp_path / language / "LC_MESSAGES" / "browserbanner.mo"
        path.parent.mkdir(parents=True)
        path.write_bytes((Path(browserbanner.__file__).parent / "locales" / path.relative_to(tmp_path)).read_bytes())
    for module in ("browserbanner.banner.catalogs", "browserbanner.cli.preview_site.catalogs"):
        monkeypatch.setattr(f"{module}.packaged_folder", lambda: str(tmp_path))
    languages = Catalogs(str(tmp_path)).now()
    assert [*languages] == ["de", "en", "uk", "en_XA", "ar_XB"]
    assert {*languages["uk"].states} == {"done"}
    assert languages["uk"].shown["title", "Your browser is out of date"].text == "Ваш браузер застарів"


def test_the_owner_s_own_object_is_shown_with_its_options(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mysite.py").write_text(
        "from browserbanner import BrowserBanner\n"
        "bb = BrowserBanner(browsers=['firefox'], colours={'accent': '#8b1a1a'})\nother = 5\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "mysite", raising=False)
    own, usual = ({"bb": bb} for bb in (banner_named("mysite:bb"), None))
    pages = [
        TestClient(make_site(str(shared), **given), base_url="http://localhost")
        .get("/frame?language=en&layout=cards")
        .text
        for given in (own, usual)
    ]
    assert ["8b1a1a" in page.lower() for page in pages] == [True, False]
    assert ["Google Chrome" in page for page in pages] == [False, True]


def test_a_sentence_of_the_site_s_own_templates_is_shown_unmarked(shared: Path, tmp_path: Path) -> None:
    """It has no number, and was answered with 500."""
    (tmp_path / "bar.html").write_text('<div id="bb">{{ pgettext("ours", "Only here") }}</div>')
    site = make_site(str(shared), BrowserBanner(templates=str(tmp_path)))
    assert (
        '<div id="bb">Only here</div>' in TestClient(site, base_url="http://localhost").get("/frame?language=uk").text
    )


def opens_with(folder: Path, bb: BrowserBanner | None) -> set[tuple[str, str, str]]:
    """Language, layout and theme of the frames that the preview begins with."""
    page = TestClient(make_site(str(folder), bb), base_url="http://localhost").get("/").text
    return set(re.findall(r"/frame\?language=(\w+)&amp;visitor=[\w-]+&amp;layout=(\w+)&amp;theme=(\w+)", page))


@pytest.mark.parametrize(
    ("options", "first"),
    [
        (None, {("en", "bar", "light")}),
        ({}, {("en", "bar", "auto")}),
        ({"layout": "cards", "theme": "dark", "locale": "uk-UA"}, {("uk", "cards", "dark")}),
        ({"default_locale": "uk", "locale": "page"}, {("uk", "bar", "auto")}),
        ({"locale": lambda request: "uk"}, {("en", "bar", "auto")}),
        ({"locale": "de"}, {("en", "bar", "auto")}),  # which has no catalog in this folder
    ],
)
def test_it_begins_with_the_site_s_own_look(
    options: dict[str, Any] | None, first: set[tuple[str, str, str]], tmp_path: Path
) -> None:
    """In a fresh clone, where all files are equally old, it began with Arabic, whatever the site's options were."""
    folder = copied(tmp_path, "uk", "en", "ar")
    for language in ("uk", "en", "ar"):
        os.utime(po_file(folder, language), (1, 1))
    assert opens_with(folder, None if options is None else BrowserBanner(**options)) == first


def test_it_begins_with_the_language_that_somebody_works_on_unless_the_site_has_one_only(tmp_path: Path) -> None:
    folder = copied(tmp_path, "uk", "en", "ar")
    for language, saved in (("uk", 1000), ("en", 1000.5), ("ar", 1005)):
        os.utime(po_file(folder, language), (saved, saved))
    assert opens_with(folder, BrowserBanner(default_locale="uk")) == {("ar", "bar", "auto")}
    assert opens_with(folder, BrowserBanner(locale="uk")) == {("uk", "bar", "auto")}


def test_a_module_without_the_name_in_it_is_told_how_to_write_both() -> None:
    for name in ("json", "mysite.banner", "mysite:"):
        with pytest.raises(ConfigurationError, match="a module and the name in it"):
            banner_named(name)


def test_a_site_s_object_may_be_in_a_module_whose_name_has_a_hyphen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my-site.py").write_text("from browserbanner import BrowserBanner\nbb = BrowserBanner()\n")
    monkeypatch.chdir(tmp_path)
    assert banner_named("my-site:bb").policy.spec == "baseline widely available"
    sys.modules.pop("my-site")


@pytest.mark.parametrize("name", ["mysite", "nowhere:bb", "mysite:none", "mysite:other", ":bb", "mysite:", "broken:bb"])
def test_what_is_no_object_of_ours_is_said_in_a_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mysite.py").write_text("other = 5\n")
    (tmp_path / "broken.py").write_text("1 / 0\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "mysite", raising=False)
    assert main(["preview", name]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
