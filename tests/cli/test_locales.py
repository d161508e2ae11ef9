"""`browserbanner locales`: catalogs begun, updated and checked as translators do it, in a folder of their own."""

from __future__ import annotations

import codecs
import json
import re
from gettext import c2py
from pathlib import Path

import pytest
from babel.core import Locale
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

import browserbanner
from browserbanner.banner.tools import extract_messages, forms, load_catalog
from browserbanner.cli import main
from browserbanner.cli._catalog_files import plural_forms, pseudo_text
from browserbanner.cli._proofreading import SAMPLES, length, proofread
from tests.preview_process import LOCALES, copied, edit, po_file

LANGUAGES = tuple(sorted(path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/browserbanner.po")))
MESSAGES = sum(bool(message.id) for message in extract_messages())
TITLE = 'msgid "Your browser is out of date"\nmsgstr "Ваш браузер застарів"'
SHOWS = "%(browser)s може показувати цей сайт неправильно."
DAYS = 'msgstr[2] "Не показувати %(days)s днів"'


def check(folder: Path, *more: str) -> int:
    return main(["locales", "check", "--locales", str(folder), *more])


def test_nothing_is_broken_in_the_committed_catalogs(capsys: pytest.CaptureFixture[str]) -> None:
    """One may be unfinished: translators send what they have."""
    assert main(["locales", "check", "--partial"]) == 0
    assert capsys.readouterr().out == f"{len(LANGUAGES)} languages, {MESSAGES} messages: nothing to complain about\n"


def test_english_and_ukrainian_are_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["locales", "stats", "en", "uk"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    assert rows == [[language, f"{MESSAGES}/{MESSAGES}", "0", "0", "0", "100%"] for language in ("en", "uk")]


def test_an_unfinished_language_fails_only_where_it_is_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["locales", "new", "--locales", str(tmp_path), "eo"]) == 0
    assert check(tmp_path, "--partial") == 0
    assert check(tmp_path) == 1
    edit(po_file(tmp_path, "eo"), 'msgid "Close"\nmsgstr ""', 'msgid "Close"\nmsgstr "<b>Fermi</b>"')
    capsys.readouterr()
    assert check(tmp_path, "--partial") == 1
    assert "'Close'" in capsys.readouterr().out


def test_updating_and_extracting_change_nothing_that_is_committed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(tmp_path, *LANGUAGES)
    (folder / "browserbanner.pot").write_bytes((LOCALES / "browserbanner.pot").read_bytes())
    assert main(["locales", "extract", "--locales", str(folder)]) == 0
    assert main(["locales", "update", "--locales", str(folder)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert all("is up to date" in line for line in said), said
    assert len(said) == 1 + len(LANGUAGES)


@pytest.mark.parametrize("width", [40, 79, 0])
def test_editors_wrap_lines_as_they_like(width: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """gettext's tools, Poedit and Weblate wrap at 77 to 79 columns, or not at all. Japanese has no spaces to wrap at."""
    languages = ("ar", "de", "ja", "uk")
    folder = copied(tmp_path, *languages)
    (folder / "browserbanner.pot").write_bytes((LOCALES / "browserbanner.pot").read_bytes())
    before_wrapping = check(folder)
    for language in languages:
        with po_file(folder, language).open("rb") as file:
            catalog = read_po(file, locale=language)
        with po_file(folder, language).open("wb") as file:
            write_po(file, catalog, width=width)
    before = {language: po_file(folder, language).read_bytes() for language in languages}
    assert check(folder) == before_wrapping  # the same, wherever lines end
    assert main(["locales", "update", "--locales", str(folder)]) == 0
    assert {language: po_file(folder, language).read_bytes() for language in languages} == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plural_forms_are_the_languages(language: str) -> None:
    with po_file(LOCALES, language).open("rb") as file:
        catalog = read_po(file)
    assert f"nplurals={catalog.num_plurals};" in plural_forms(language)


#: Those that peers speak, and those that we do.
MANY = [
    "ar", "az", "be", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "es_419", "et", "eu", "fa", "fi", "fil",
    "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "ko", "lt", "lv", "mk", "ms",
    "nb", "nl", "pl", "pt_BR", "pt_PT", "rm", "ro", "ru", "sk", "sl", "sq", "sr_Cyrl", "sr_Latn", "sv", "sw", "ta",
    "te", "th", "tr", "uk", "ur", "uz", "vi", "zh_Hans", "zh_Hant", "cy", "dsb", "gd", "kw", "lb", "mt", "se",
]  # fmt: skip

#: Their nouns have one form.
ONE_FORM = {"id", "ja", "ko", "ms", "th", "vi", "zh_Hans", "zh_Hant"}


@pytest.mark.parametrize("language", MANY)
def test_the_plural_forms_tell_whole_numbers_apart_as_cldr_does(language: str) -> None:
    """Babel's own table for gettext says otherwise, for some: its CLDR data says which form a number takes."""
    count, expression = re.findall(r"nplurals=(\d+); plural=(.*);", plural_forms(language))[0]
    form, rule = c2py(expression), Locale.parse(language).plural_form
    if language in ONE_FORM:  # whatever CLDR's newest release tells apart there, nouns have no plural
        assert (count, form(1), form(28)) == ("1", 0, 0)
        return
    pairs = {(form(number), rule(number)) for number in range(1000)}
    assert {index for index, _ in pairs} == set(range(int(count)))
    assert len(pairs) == int(count)  # each form is one of CLDR's, and each of CLDR's is one form
    order = ["zero", "one", "two", "few", "many", "other"]
    assert [name for _, name in sorted(pairs)] == sorted((name for _, name in pairs), key=order.index)


@pytest.mark.parametrize("language", ["sv", "ja", "lt", "zh_Hant", "pt"])
def test_a_new_language_has_every_message_empty(language: str, tmp_path: Path) -> None:
    assert main(["locales", "new", "--locales", str(tmp_path), language]) == 0
    with po_file(tmp_path, language).open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    messages = [message for message in catalog if message.id]
    assert len(messages) == MESSAGES
    assert f"nplurals={catalog.num_plurals};" in plural_forms(language)
    assert dict(catalog.mime_headers)["Language"] == language
    for message in messages:
        assert not any(forms(message.string))
        assert message.auto_comments
        assert message.context


@pytest.mark.parametrize("language", ["en_XA", "ar_XB"])
def test_a_pseudo_locale_is_filled(language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["locales", "new", "--locales", str(tmp_path), language]) == 0
    assert check(tmp_path) in (0, 1)  # it is longer than it may be in places; nothing else is wrong
    findings = [line for line in capsys.readouterr().out.splitlines() if ".po:" in line and "to translate" not in line]
    assert all("too long" in line for line in findings), findings


def test_a_pseudo_text_keeps_placeholders_and_is_longer() -> None:
    english = "%(browser)s may not show this site properly."
    text = pseudo_text(english, "en_XA")
    assert text.startswith("%(browser)s ɱåý ñöţ")
    assert 1.2 * len(english) < len(text) < 1.5 * len(english)
    assert pseudo_text("Close", "en_XA") == "[Çļöšé]"
    assert pseudo_text("Close", "ar_XB") == "\u202e[Çļöšé]\u202c"
    assert pseudo_text(", ", "ar_XB") == ", "


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        (TITLE, TITLE.replace("Ваш браузер застарів", ""), "is not translated"),
        ('msgctxt "title"\n' + TITLE, '#, fuzzy\nmsgctxt "title"\n' + TITLE, "is fuzzy"),
        ('msgctxt "title"\n' + TITLE, "", "is missing"),
        ('msgctxt "title"\n' + TITLE, 'msgctxt "title"\nmsgid "Gone"\nmsgstr "Нема"\n\nmsgctxt "title"\n' + TITLE, "is in no template"),
        ('msgctxt "title"\n' + TITLE, '#~ msgid "Gone"\n#~ msgstr "Нема"\n\nmsgctxt "title"\n' + TITLE, "is obsolete"),
        (SHOWS, "%(brauzer)s не так.", r"has no placeholder %\(brauzer\)s in English"),
        (SHOWS, "Не так.", r"lacks the placeholder %\(browser\)s"),
        (SHOWS, "%(browser) не так.", "has a broken placeholder"),
        (SHOWS, "%(browser)s на 100% не так.", "has a broken placeholder"),
        (SHOWS, "%(browser)s %s не так.", "has a broken placeholder"),
        (SHOWS, "<b>%(browser)s</b> не так.", "has markup"),
        (SHOWS, "%(browser)s не&nbsp;так.", "has markup"),
        (SHOWS, "**%(browser)s** не так.", "has markup"),
        (SHOWS, "_%(browser)s_ не так.", "has markup"),
        (SHOWS, "%(browser)s [не](так).", "has markup"),
        (SHOWS, "%(browser)s не так. ", "begins or ends with a space"),
        (SHOWS, " %(browser)s не так.", "begins or ends with a space"),
        (SHOWS, "%(browser)s  не так.", "has two spaces"),
        (SHOWS, "%(browser)s\\nне так.", "has two spaces, a tab or a line break"),
        (SHOWS, "%(browser)s " + "не так " * 40, "is too long for the layout: 300 letters, at most 220"),
        ('msgid "Close"\nmsgstr "Закрити"', 'msgid "Close"\nmsgstr "Закрити геть"', "too long for the layout: 12 letters, at most 10"),
        (DAYS, "", r"has 2 plural forms, not 3|is not translated"),
        ('msgstr[0] "Не показувати %(days)s день"', 'msgstr[0] "Не показувати один день"', r"lacks the placeholder %\(days\)s"),
        ("nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)", "nplurals=2; plural=(n != 1)", r"Plural-Forms should be: nplurals=3|more translations than num_plurals"),
        ("plural=(n%10==1 &&", "plural=(n%10===1 &&", r"\.po: not understood: invalid token in plural form"),
        ("%100>=20) ? 1 : 2)", "%100>=20) ? 1 : 3)", r"\.po: not understood: Plural-Forms: 0 has form 3 of 3"),
        ('"Language: uk', '"Language: ua', "the header Language says ua, the folder uk"),
    ],
)  # fmt: skip
def test_check_finds(before: str, after: str, finding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(tmp_path, "uk")
    edit(po_file(folder, "uk"), before, after)
    assert check(folder) == 1
    said = capsys.readouterr().out
    assert re.search(finding, said), said
    assert re.search(
        r"browserbanner\.po: "
        if finding == "is missing" or "not understood" in finding
        else r"browserbanner\.po:[1-9]\d*: ",
        said,
    )


def test_a_file_may_begin_as_windows_editors_write_it_and_keep_what_msgmerge_leaves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """msgmerge --previous writes "#~| msgid" for a message that changed and then went: it is no error of the file."""
    folder = copied(tmp_path, "uk")
    path = po_file(folder, "uk")
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    assert check(folder) == 0
    gone = '\n#, fuzzy\n#~| msgid "Older"\n#~ msgid "Old"\n#~ msgstr "Старе"\n'
    path.write_text(path.read_text("utf-8") + gone, "utf-8")
    capsys.readouterr()
    assert check(folder) == 1
    line = path.read_text("utf-8").count("\n") - 1
    assert capsys.readouterr().out.splitlines()[:-1] == [f"{path}:{line}: 'Old' is obsolete: delete it"]
    assert load_catalog("uk", [str(folder)]).pgettext("button", "Close") == "Закрити"


def test_a_link_is_measured_with_the_longest_name_and_no_version(tmp_path: Path) -> None:
    folder, link = copied(tmp_path, "uk"), 'msgstr "Оновити %(browser)s"'
    longest = 42 - len("Samsung Internet")
    edit(po_file(folder, "uk"), link, f'msgstr "{"о" * longest}%(browser)s"')
    assert check(folder) == 0
    edit(po_file(folder, "uk"), "о" * longest, "о" * (longest + 1))
    assert check(folder) == 1


def test_lengths_are_measured_with_the_longest_menu_path_and_words_that_there_are() -> None:
    """The sample was German's, 26 letters; Slovak's way to "About Google Chrome" has 49."""
    folder = Path(browserbanner.__file__).parent / "banner"
    menus = json.loads((folder / "menus.json").read_text("ascii"))["menus"]
    apps = json.loads((folder / "apps.json").read_text("ascii"))["apps"]
    paths = {" \u203a ".join(words) for row in menus for words in row["words"].values()}
    words = {words["text"] for row in apps for words in row["words"].values()}
    assert length(SAMPLES["path"]) == max(map(length, paths))
    assert length(SAMPLES["words"]) == max(map(length, words))
    assert length(SAMPLES["menu"]) == max(length(row["button"]) for row in menus)


def test_a_finding_names_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(tmp_path, "uk")
    path = po_file(folder, "uk")
    edit(path, SHOWS, "Не так.")
    assert check(folder) == 1
    line = int(re.findall(r"\.po:(\d+): '%\(browser\)s may not show", capsys.readouterr().out)[0])
    text = path.read_text(encoding="utf-8").splitlines()
    assert any(SHOWS.split()[0] in each or "may not show this site" in each for each in text[line - 2 : line + 3])


def test_broken_syntax_is_a_finding_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(tmp_path, "uk", "en")
    path = po_file(folder, "uk")
    edit(path, 'msgstr "Ваш браузер застарів"', 'msgstr "Ваш браузер застарів')
    wanted = path.read_text(encoding="utf-8").splitlines().index('msgstr "Ваш браузер застарів') + 1
    assert check(folder) == 1
    assert f"browserbanner.po:{wanted}: " in capsys.readouterr().out


def test_another_encoding_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = po_file(copied(tmp_path, "uk"), "uk")
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1251"))
    assert check(tmp_path) == 1
    assert "not in UTF-8" in capsys.readouterr().out


def test_a_form_of_one_number_may_say_it_in_words(tmp_path: Path) -> None:
    """Arabic's dual, or "one day"; but not Ukrainian's first form, which is also for 21."""
    folder = copied(tmp_path, "en")
    edit(po_file(folder, "en"), 'again for %(days)s day"\nmsgstr[1]', 'again for one day"\nmsgstr[1]')
    assert check(folder) == 0


def test_a_sites_own_folder_is_checked_without_asking_for_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = po_file(tmp_path, "uk")
    path.parent.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    path.write_text(header + 'msgctxt "title"\n' + TITLE + "\n", encoding="utf-8")
    assert check(tmp_path, "--partial") == 0
    assert check(tmp_path) == 1
    assert capsys.readouterr().out.count("is missing") == MESSAGES - 1


def test_a_template_that_is_behind_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(tmp_path, "uk")
    (folder / "browserbanner.pot").write_bytes((LOCALES / "browserbanner.pot").read_bytes())
    assert check(folder) == 0
    edit(folder / "browserbanner.pot", "Close", "Shut")
    assert check(folder) == 1
    assert "browserbanner.pot: is not what the banner's templates say" in capsys.readouterr().out
    assert main(["locales", "extract", "--locales", str(folder)]) == 0
    assert check(folder) == 0


def test_an_update_adds_what_is_new_and_keeps_what_is_translated(tmp_path: Path) -> None:
    folder = copied(tmp_path, "uk", "en")
    for language, title in (("uk", "Ваш браузер застарів"), ("en", "Your browser is out of date")):
        entry = f'msgctxt "title"\nmsgid "Your browser is out of date"\nmsgstr "{title}"\n'
        edit(po_file(folder, language), entry, 'msgctxt "title"\nmsgid "Gone"\nmsgstr "Нема"\n')
    assert main(["locales", "update", "--locales", str(folder)]) == 0
    ukrainian = po_file(folder, "uk").read_text(encoding="utf-8")
    assert 'msgid "Your browser is out of date"\nmsgstr ""' in ukrainian
    assert '#~ msgid "Gone"' in ukrainian
    assert "Вибрати сучасний браузер" in ukrainian
    # English translates itself.
    assert 'msgstr "Your browser is out of date"' in po_file(folder, "en").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "uk"], "is there already"),
        (["new", "../../etc"], 'must be a language such as "pl"'),
        (["new", "xx"], 'must be a language such as "pl"'),
        (["stats", "sv"], "No such file"),
    ],
)
def test_an_argument_that_names_no_new_language_or_no_catalog_is_refused(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["locales", arguments[0], "--locales", str(copied(tmp_path, "uk")), *arguments[1:]]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "stats", "update", "extract"])
def test_a_folder_that_is_not_there_is_refused(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["locales", command, "--locales", str(tmp_path / "none")]) == 2
    assert "there is no folder" in capsys.readouterr().err


def test_a_new_language_makes_the_folder_that_its_translator_names(tmp_path: Path) -> None:
    """TRANSLATING.md says to add `--locales FOLDER` to each command, and the first one refused a folder that was not there."""
    folder = tmp_path / "my" / "locales"
    assert main(["locales", "new", "--locales", str(folder), "sv"]) == 0
    assert po_file(folder, "sv").is_file()
    assert main(["locales", "new", "--locales", str(tmp_path / "none"), "xx"]) == 2
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", ["file", ""])
def test_what_can_be_no_folder_is_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["locales", "new", "--locales", name and str(tmp_path / name), "sv"]) == 2
    assert "--locales: there is no folder" in capsys.readouterr().err


def test_a_broken_template_is_a_finding_among_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Garbage in browserbanner.pot ended `locales check` with a traceback."""
    folder = copied(tmp_path, "uk")
    edit(po_file(folder, "uk"), SHOWS, "Не так.")
    (folder / "browserbanner.pot").write_bytes(b"\xff garbage")
    assert check(folder) == 1
    said = capsys.readouterr().out
    assert "browserbanner.pot: is not what the banner's templates say" in said
    assert "`browserbanner locales extract` writes it again" in said
    assert "lacks the placeholder" in said
    assert said.endswith("1 language, 37 messages: 2 findings\n".replace("37", str(MESSAGES)))


def test_a_catalog_commands_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(tmp_path, "uk")
    edit(po_file(folder, "uk"), 'msgid "Your browser is out of date"', 'msgid "Your browser\x1b[2J is out of date"')
    edit(po_file(folder, "uk"), "%(browser)s може", "%(\x1b[2J)s може")
    edit(po_file(folder, "uk"), '"Language: uk', '"Language: \x1b[2Juk')
    assert check(folder) == 1
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\\x1b[2j" in said.lower()


def test_a_catalog_is_written_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    folder = copied(tmp_path, "uk")
    path = po_file(folder, "uk")
    path.chmod(0o600)
    edit(path, 'msgctxt "title"\n' + TITLE, "")
    assert main(["locales", "update", "--locales", str(folder)]) == 0
    assert path.stat().st_mode & 0o777 == 0o600
    assert [other.name for other in path.parent.iterdir()] == [path.name]


def test_a_folder_without_catalogs_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path) == 2
    assert "has no catalogs" in capsys.readouterr().err


def test_updating_passes_over_a_broken_catalog_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(tmp_path, "uk", "de")
    po_file(folder, "uk").write_text('msgid "not closed\n', encoding="utf-8")
    assert main(["locales", "update", "--locales", str(folder)]) == 1
    captured = capsys.readouterr()
    assert "uk/LC_MESSAGES/browserbanner.po:1: " in captured.err
    assert "de/LC_MESSAGES/browserbanner.po: is up to date" in captured.out


CLOSE = 'msgctxt "button"\nmsgid "Close"\nmsgstr "Закрити"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\u200b\u200b\u200b", "has no letter that can be seen"),
        ("\u00ad", "has no letter that can be seen"),
        ("\u2800\u2060", "has no letter that can be seen"),
        ("\u3164", "has no letter that can be seen"),
        ("\u115f\u1160\uffa0", "has no letter that can be seen"),
        ("...", "has no letter that can be seen"),
        ("\u202eЗакрити", "turn the direction of writing"),
        ("Зак\u2067рити", "turn the direction of writing"),
        ("Закрити\ue000", "private or unassigned characters"),
        ("Закрити\U000f0000", "private or unassigned characters"),
        ("Закрити\uffff", "private or unassigned characters"),
        ("evil.example", "has the address 'evil.example'"),
        ("приклад.укр", "has the address 'приклад.укр'"),
        ("http://x", "has the address 'http://x'"),
        ("a@b.cd", "has the address 'a@b.cd'"),
        ("www.evil", "has the address 'www.evil'"),
        ("e.v/il", "has the address 'e.v/il'"),
        ("//evil", "has the address '//evil'"),
        ("evil\uff0ecom", "has the address 'evil.com'"),
        ("evil\u200b.\u2060com", "has the address 'evil.com'"),
        ("localhost:8000", "has the address 'localhost:8000'"),
        ("vid\u200b-1:80", "has the address 'vid-1:80'"),
        ("127.0.0.1", "has the address '127.0.0.1'"),
        ("[::1]", "has the address '[::1]'"),
        ("tel:112", "has the address 'tel:112'"),
        ("a@b", "has the address 'a@b'"),
        ("@evil", "has the address '@evil'"),
        ("+380 44 123 45 67", "has the telephone number '+380 44 123 45 67'"),
        ("(044) 123\u201145\u201167", "has the telephone number '(044) 123\u201045\u201067'"),
        ("0800.300/400", "has the telephone number '0800.300/400'"),
        ("٠٤٤١٢٣٤٥", "has the telephone number '٠٤٤١٢٣٤٥'"),
        ("\uff10\uff14\uff14 12\u00ad3", "has the telephone number '044 123'"),
        ("Закрити\u2028", "a tab or a line break"),
    ],
)
def test_what_no_translation_needs_and_no_reader_sees_is_a_finding(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catalogs passed: with three zero-width spaces for "Close", with an address, with a telephone number."""
    folder = copied(tmp_path, "uk")
    edit(po_file(folder, "uk"), CLOSE, CLOSE.replace("Закрити", text))
    assert check(folder) == 1
    assert said in capsys.readouterr().out


def test_what_languages_need_is_none(tmp_path: Path) -> None:
    """Marks of direction, joiners, full stops of abbreviations, figures of versions, and a time of day."""
    folder = copied(tmp_path, "uk")
    path, title = po_file(folder, "uk"), 'msgstr "Ваш браузер застарів"'
    edit(path, CLOSE, CLOSE.replace("Закрити", "\u200fі т.\u200dд. 1.5"))
    assert check(folder) == 0
    edit(path, title, 'msgstr "Windows 7, 8, 10, 11, macOS 10.15: о 10:30, 2026"')
    assert check(folder) == 0


def test_what_the_english_has_may_be_in_a_translation() -> None:
    """None of ours has an address or a number now; a site's own templates may."""
    english = "Ask +380 44 123 45 67 or localhost:8000"
    template, catalog = Catalog(locale="uk"), Catalog(locale="uk")
    template.add(english, context="sentence")
    catalog.add(english, "Питайте: +380 44 123 45 67, localhost:8000", context="sentence")
    catalog.mime_headers = [*catalog.mime_headers, ("Plural-Forms", plural_forms("uk"))]
    assert proofread(catalog, "uk", template) == []
