"""The message catalogs: in step with the templates, and read from where they are."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from browserbanner import ConfigurationError
from browserbanner.banner import catalogs
from browserbanner.banner.templating import Templates
from browserbanner.banner.tools import BannerRenderer, extract_messages
from browserbanner.browsers import BrowserData
from browserbanner.options import Options
from hatch_build import COMPLETE as ENOUGH
from hatch_build import compile_catalogs, finished
from tests.banner.visits import Document, Render

LOCALES = Path(__file__).parents[2] / "locales"
LANGUAGES = sorted(path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/browserbanner.po"))

ALARMING = (
    *("!", "secur", "risk", "danger", "безпек", "ризик", "sicher", "gefahr", "risiko", "sécur", "risqu", "segur"),
    *("riesgo", "risco", "perig", "sicur", "rischi", "bezpiecz", "ryzyk", "bezpeč", "rizik", "sigur", "risc", "güven"),
    *("tehlike", "أمان", "آمن", "خطر"),
)


@cache
def _extracted() -> dict[tuple[str | None, object], Message]:
    """What the banner's templates say."""
    return _messages(extract_messages())


@cache
def _read(locale: str) -> Catalog:
    with (LOCALES / locale / "LC_MESSAGES" / "browserbanner.po").open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def _messages(catalog: Catalog) -> dict[tuple[str | None, object], Message]:
    return {(message.context, message.id): message for message in catalog if message.id}


def _translated(catalog: Catalog) -> list[Message]:
    """What visitors see of it: the rest is shown in English."""
    return [message for key, message in _messages(catalog).items() if key in finished(catalog)]


@pytest.fixture(scope="module")
def packaged() -> dict[str, Catalog]:
    """Those that a build takes: a few sentences may be missing. One with many gaps somebody has only begun."""
    read = {language: _read(language) for language in LANGUAGES}
    return {
        language: catalog
        for language, catalog in read.items()
        if len(finished(catalog) & _extracted().keys()) >= ENOUGH * len(_extracted())
    }


def test_the_committed_template_holds_what_the_banners_templates_say() -> None:
    with (LOCALES / "browserbanner.pot").open("rb") as file:
        committed = _messages(read_po(file))
    assert committed.keys() == _extracted().keys()
    for key, message in _extracted().items():
        assert " ".join(committed[key].auto_comments) == " ".join(message.auto_comments), key


def test_every_message_has_a_context_and_a_comment_for_translators() -> None:
    for message in _extracted().values():
        assert message.context, message.id
        assert message.auto_comments, message.id


def test_a_catalog_has_no_message_that_the_banner_does_not_say(packaged: dict[str, Catalog]) -> None:
    """It need not have every one that it says: TRANSLATING.md takes unfinished languages, and so does a build."""
    for language, catalog in packaged.items():
        assert _messages(catalog).keys() <= _extracted().keys(), language
        assert not catalog.obsolete, language


def test_a_translation_has_every_plural_form_of_its_language(packaged: dict[str, Catalog]) -> None:
    for language, catalog in packaged.items():
        for message in _translated(catalog):
            count = catalog.num_plurals if message.pluralizable else 1
            assert len(catalogs.forms(message.string)) == count, (language, message.id)


def test_a_translation_has_its_messages_placeholders(packaged: dict[str, Catalog]) -> None:
    for language, catalog in packaged.items():
        for message in _translated(catalog):
            names = {
                catalogs.placeholders(text) for text in (*catalogs.forms(message.id), *catalogs.forms(message.string))
            }
            # A plural form of one number only may say it in words, as Arabic's dual does.
            one = names - {frozenset()} if message.pluralizable else names
            assert len(one) == 1, (language, message.id)


def test_a_translation_keeps_the_spaces_at_its_messages_ends(packaged: dict[str, Catalog]) -> None:
    for language, catalog in packaged.items():
        for message in _translated(catalog):
            source = catalogs.forms(message.id)[0]
            for text in catalogs.forms(message.string):
                ends = source[:1].isspace(), source[-1:].isspace()
                assert (text[:1].isspace(), text[-1:].isspace()) == ends, (language, source)
                assert "  " not in text, (language, text)
                assert "<" not in text, (language, text)
                assert "&" not in text, (language, text)


def test_english_and_ukrainian_are_complete_and_most_languages_are_packaged(packaged: dict[str, Catalog]) -> None:
    for language in ("en", "uk"):
        assert finished(packaged[language]) == _extracted().keys()
    assert len(packaged) > len(LANGUAGES) / 2


def test_ukrainian_writes_one_apostrophe_but_in_a_sentence_that_is_quoted() -> None:
    quoted = "Цей сайт призначений для комп'ютерів, але ви можете вільно користуватися ним."
    texts = [text for message in _messages(_read("uk")).values() for text in catalogs.forms(message.string)]
    assert quoted in texts
    text = " ".join(text for text in texts if text != quoted)
    assert "\u2019" in text
    assert not set(text) & set("'\u02bc`\u00b4\u2018")


def test_english_says_what_the_templates_say() -> None:
    for message in _messages(_read("en")).values():
        assert catalogs.forms(message.string) == catalogs.forms(message.id)


def test_no_wording_reads_like_malware() -> None:
    for locale in LANGUAGES:
        for message in _messages(_read(locale)).values():
            for text in catalogs.forms(message.string):
                assert not [word for word in ALARMING if word in text.lower()], text


@pytest.mark.parametrize(
    ("days", "title"),
    [
        (1, "Не показувати 1 день"),
        (2, "Не показувати 2 дні"),
        (5, "Не показувати 5 днів"),
        (21, "Не показувати 21 день"),
        (28, "Не показувати 28 днів"),
    ],
)
def test_ukrainian_counts_days_as_it_does(render: Render, data: BrowserData, days: int, title: str) -> None:
    banner = render(BannerRenderer(data, Options(close_days=days)))
    assert Document(banner.html).all(".bb-x")[0].attributes["title"] == title


def test_english_counts_one_day(render: Render, data: BrowserData) -> None:
    banner = render(BannerRenderer(data, Options(close_days=1)), locale="en")
    assert Document(banner.html).all(".bb-x")[0].attributes["title"] == "Not shown again for 1 day"


# Where they are read from


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project's folder after a build: ``locales`` and ``browserbanner/locales``."""
    folder = tmp_path_factory.mktemp("compiled")
    shutil.copytree(LOCALES, folder / "locales")
    compile_catalogs(folder)
    return folder


@pytest.fixture
def installed(compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The compiled catalogs, as a wheel carries them, and no checkout around them."""
    package = tmp_path / "browserbanner"
    shutil.copytree(compiled / "browserbanner", package)
    monkeypatch.setattr(catalogs, "_PACKAGE", str(package))
    return package / "locales"


def test_a_build_compiles_the_languages_with_few_gaps(compiled: Path, packaged: dict[str, Catalog]) -> None:
    assert {path.name for path in (compiled / "browserbanner" / "locales").iterdir()} == set(packaged)


def test_a_language_with_many_gaps_is_not_in_the_package(tmp_path: Path) -> None:
    """It would win against the visitor's next language, and speak half English. A checkout shows it to its translator."""
    path = tmp_path / "locales" / "uk" / "LC_MESSAGES" / "browserbanner.po"
    path.parent.mkdir(parents=True)
    shutil.copy(LOCALES / "browserbanner.pot", tmp_path / "locales")
    whole = (LOCALES / "uk" / "LC_MESSAGES" / "browserbanner.po").read_text("utf-8")
    few = re.sub(r'msgstr "[^"]+"', 'msgstr ""', whole, count=4)  # with the header's, which is empty already
    path.write_text(few, "utf-8")
    assert compile_catalogs(tmp_path) == []
    one = re.sub(r'msgstr "[^"]+"', 'msgstr ""', whole, count=1)
    path.write_text(one, "utf-8")
    assert [path.parts[-3] for path in compile_catalogs(tmp_path)] == ["uk"]


def test_a_checkout_reads_the_text_catalogs() -> None:
    assert catalogs.packaged_folder() == str(LOCALES)


def test_an_installed_package_reads_the_compiled_ones_and_says_the_same(
    render: Render, data: BrowserData, installed: Path, packaged: dict[str, Catalog]
) -> None:
    from_text = render()
    assert catalogs.packaged_folder() == str(installed)
    assert set(packaged) <= set(catalogs.available_locales())
    assert render(BannerRenderer(data)) == from_text


def test_an_installed_package_is_not_fooled_by_a_folder_beside_it(installed: Path) -> None:
    (installed.parents[1] / "locales" / "uk" / "LC_MESSAGES").mkdir(parents=True)
    assert catalogs.packaged_folder() == str(installed)


def test_without_any_catalog_the_templates_english_stands(
    render: Render, data: BrowserData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogs, "_PACKAGE", str(tmp_path))
    renderer = BannerRenderer(data)
    assert renderer.languages.available == ("en",)
    assert Document(render(renderer, locale="en").html).text(".bb-t") == "Your browser is out of date"


# A site's own


def _folder(at: Path, locale: str, entries: str) -> Path:
    folder = at / locale / "LC_MESSAGES"
    folder.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (folder / "browserbanner.po").write_text(header + entries, encoding="utf-8")
    return at


TITLE = 'msgctxt "title"\nmsgid "Your browser is out of date"\nmsgstr "{}"\n'


def test_a_site_overrides_single_messages(render: Render, data: BrowserData, tmp_path: Path) -> None:
    own = _folder(tmp_path / "own", "uk", TITLE.format("Час оновитися"))
    shared = _folder(
        tmp_path / "shared", "uk", TITLE.format("Не цей") + '\nmsgctxt "button"\nmsgid "Close"\nmsgstr "Геть"\n'
    )
    document = Document(render(BannerRenderer(data, Options(locale_dirs=(own, str(shared))))).html)
    assert document.text(".bb-t") == "Час оновитися"  # the first folder wins
    assert document.text(".bb-x") == "Геть"
    assert document.text("summary") == "Вибрати сучасний браузер"  # ours, where no folder has it


def test_a_site_adds_a_language_and_what_it_lacks_is_english(render: Render, data: BrowserData, tmp_path: Path) -> None:
    renderer = BannerRenderer(data, Options(locale_dirs=(_folder(tmp_path, "eo", TITLE.format("Malnova retumilo")),)))
    assert renderer.languages.available == tuple(sorted([*LANGUAGES, "eo"]))
    document = Document(render(renderer, locale="eo").html)
    assert document.text(".bb-t") == "Malnova retumilo"
    assert document.text("summary") == "Choose a modern browser"


def test_a_site_may_bring_compiled_catalogs(render: Render, data: BrowserData, installed: Path) -> None:
    assert BannerRenderer(data, Options(locale_dirs=(installed,))).languages.available == catalogs.available_locales()


def test_markup_in_a_catalog_is_shown_as_it_stands(render: Render, data: BrowserData, tmp_path: Path) -> None:
    own = _folder(tmp_path, "uk", TITLE.format("<script>alert(1)</script> & \\n 'co' \ue000\x07"))
    banner = render(BannerRenderer(data, Options(locale_dirs=(own,))), nonce="secret")
    assert Document(banner.html).text(".bb-t") == "<script>alert(1)</script> &   'co' "
    assert b"<script>alert" not in banner.html


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (
            'msgctxt "link"\nmsgid "Download %(browser)s"\nmsgstr "Завантажити %(brauzer)s"\n',
            "has no placeholder brauzer",
        ),
        ('msgctxt "link"\nmsgid "Download %(browser)s"\nmsgstr "Завантажити %(browser)"\n', "has no placeholder %"),
        (TITLE.format("100 % застарів"), "has no placeholder %"),
        (TITLE.format("100 %s"), "has no placeholder %"),
        ('msgid "not closed\n', 'not a message catalog: line 4: not understood: msgid "not closed'),
        (TITLE.format("Час")[:-2] + "\n", "not a message catalog: line 6: not understood"),
    ],
)
def test_a_catalog_that_would_break_a_sentence_is_refused(
    data: BrowserData, tmp_path: Path, entries: str, said: str
) -> None:
    with pytest.raises(ConfigurationError, match=said) as caught:
        BannerRenderer(data, Options(locale_dirs=(_folder(tmp_path, "uk", entries),)))
    assert str(tmp_path) in str(caught.value)
    assert caught.value.option == "locale_dirs"


@pytest.mark.parametrize("rule", ["n===1", "n%0", "n", "n//2", "-1", "n>1 ? 2 : 0"])
@pytest.mark.parametrize("ending", [".po", ".mo"])
def test_a_rule_for_plurals_that_is_none_or_leads_to_no_form_is_refused(
    data: BrowserData, tmp_path: Path, rule: str, ending: str
) -> None:
    """It raised as a banner was made: nobody of that language got one."""
    folder = _folder(tmp_path, "uk", TITLE.format("Час оновитися")) / "uk" / "LC_MESSAGES"
    path = folder / "browserbanner.po"
    plurals = f'msgstr "Plural-Forms: nplurals=2; plural={rule};\\n"\n"'
    path.write_text(path.read_text("utf-8").replace('msgstr "', plurals, 1), "utf-8")
    if ending == ".mo":
        with path.open("rb") as source, (folder / "browserbanner.mo").open("wb") as target:
            write_mo(target, read_po(source, locale="uk"))
        path.unlink()
    with pytest.raises(ConfigurationError, match="not a message catalog"):
        BannerRenderer(data, Options(locale_dirs=(tmp_path,)))


def test_a_damaged_binary_catalog_is_refused(data: BrowserData, tmp_path: Path) -> None:
    folder = tmp_path / "uk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "browserbanner.mo").write_bytes(b"\xde\x12\x04\x95 no catalog")
    with pytest.raises(ConfigurationError, match="not a message catalog"):
        BannerRenderer(data, Options(locale_dirs=(tmp_path,)))


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_a_folder_without_catalogs_is_refused(data: BrowserData, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigurationError, match=r"folders with catalogs, such as uk/LC_MESSAGES/browserbanner\.po"):
        BannerRenderer(data, Options(locale_dirs=(str(tmp_path / name),)))


def test_fuzzy_translations_are_not_shown(render: Render, data: BrowserData, tmp_path: Path) -> None:
    own = _folder(tmp_path, "uk", "#, fuzzy\n" + TITLE.format("Мабуть так"))
    assert (
        Document(render(BannerRenderer(data, Options(locale_dirs=(own,)))).html).text(".bb-t") == "Ваш браузер застарів"
    )


def test_a_template_may_ask_without_a_context(tmp_path: Path) -> None:
    entries = (
        'msgid "Hello"\nmsgstr "<Вітаю>"\n\n'
        'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "%(num)s д."\nmsgstr[1] "%(num)s дні"\nmsgstr[2] "%(num)s дн."\n'
    )
    catalog = catalogs.load_catalog("uk", (str(_folder(tmp_path, "uk", entries)),))
    template = Templates()._environment.from_string(
        "{{ gettext('Hello') }} {{ ngettext('%(num)s day', '%(num)s days', 5) }}"
    )
    assert template.render(catalog=catalog) == "&lt;Вітаю&gt; 5 дн."
