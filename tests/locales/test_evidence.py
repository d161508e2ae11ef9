"""The committed evidence: nothing is found in the committed catalogs, and the words have sources."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.evidence import days, register, rules, spelling
from scripts.evidence.catalogs import LOCALES, digest, read, texts
from scripts.evidence.findings import Finding, Note, notes, unexplained
from scripts.evidence.readings import BadAnswer, record, sheet
from scripts.evidence.report import findings_in, listed
from scripts.evidence.serbian import in_latin
from scripts.evidence.words import folded, is_form, words
from tests.preview_process import copied, edit, po_file


@pytest.mark.parametrize("language", ["uk", "ar"])
def test_a_sheet_has_every_text_once_and_no_english(language: str) -> None:
    rows = sheet(language)["messages"]
    said = list(texts(read(language)))
    assert [row["number"] for row in rows] == list(range(1, len(said) + 1))
    assert not any("%(" in row["text"] for row in rows)
    shown = json.dumps(rows, ensure_ascii=False)
    assert not [text.english for text in said if text.english in shown and text.context not in ("name", "button")]


def test_a_reading_is_stored_with_the_hash_and_is_of_one_state_only(tmp_path: Path) -> None:
    folder = copied(tmp_path, "uk")
    asked = sheet("uk", folder)
    answer = {str(row["number"]): f"English {row['number']}" for row in asked["messages"]}
    stored = json.loads(record("uk", answer | {"catalog": asked["catalog"]}, folder).read_text("utf-8"))
    assert stored["catalog"] == asked["catalog"] == digest(read("uk", folder))
    assert stored["back"]["title|Your browser is out of date"] == "English 5"
    edit(po_file(folder, "uk"), "Ваш браузер застарів", "Ваш браузер старий")
    assert stored["catalog"] != digest(read("uk", folder))
    with pytest.raises(BadAnswer, match="has changed"):
        record("uk", {"back": answer, "catalog": asked["catalog"]}, folder)
    with pytest.raises(BadAnswer, match="every number"):
        record("uk", {"1": "Only one"}, folder)


def test_a_native_reader_s_name_stays_as_long_as_the_texts_do(tmp_path: Path) -> None:
    folder = copied(tmp_path, "uk")
    answer = {str(row["number"]): "English" for row in sheet("uk", folder)["messages"]}
    path = record("uk", answer, folder)
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"native_speaker": "Daryna Kravets"}), "utf-8")
    assert json.loads(record("uk", answer, folder).read_text("utf-8"))["native_speaker"] == "Daryna Kravets"
    edit(po_file(folder, "uk"), "Ваш браузер застарів", "Ваш браузер старий")
    assert "native_speaker" not in json.loads(record("uk", answer, folder).read_text("utf-8"))


def test_the_hash_is_of_what_is_said_and_not_of_comments_and_lines(tmp_path: Path) -> None:
    folder = copied(tmp_path, "uk")
    path = po_file(folder, "uk")
    path.write_text(path.read_text("utf-8").replace("#. ", "#. Another comment. "), "utf-8")
    assert digest(read("uk", folder)) == digest(read("uk"))


@pytest.mark.parametrize(
    ("word", "known", "same"),
    [
        ("selaimen", "selain", True),
        ("kirjanmerkit", "kirjanmerkkisi", True),
        ("standardbrowser", "browser", True),
        ("הדפדפן", "דפדפן", True),
        ("браузером", "браузер", True),
        ("abbrechen", "schließen", False),
        ("favoriten", "lesezeichen", False),
        ("закладки", "паролі", False),
    ],
)
def test_a_form_of_a_word_is_told_from_another_word(word: str, known: str, same: bool) -> None:
    assert is_form(folded(word), folded(known)) == same


def test_words_are_told_apart_in_any_script() -> None:
    assert words("%(browser)s: п’ять l’appareil, आपके ब्राउज़र – 28 <b>dní</b>") == [
        *("п’ять", "l’appareil", "आपके", "ब्राउज़र", "dní")
    ]


def test_serbian_in_latin_letters_is_the_cyrillic_letter_by_letter() -> None:
    assert in_latin("Њујорк, Љубав, ЏЕП и џеп; Chrome 60") == "Njujork, Ljubav, DŽEP i džep; Chrome 60"


def test_a_note_that_explains_nothing_is_a_finding() -> None:
    found = [Finding("spelling", "title|A", "the word 'abc' is in no dictionary", "abc")]
    assert unexplained(found, [Note("spelling", "", "abc", "why")]) == []
    left = unexplained(found, [Note("spelling", "", "xyz", "why")])
    assert [finding.what for finding in left] == [found[0].what, "the note 'xyz' explains nothing any more"]


@pytest.mark.parametrize(
    ("language", "said", "otherwise"),
    [
        ("el", "Μπορείτε να", "Μπορείς να"),
        ("bg", "Можете да", "Можеш да"),
        ("lt", "Galite skaityti", "Gali skaityti"),
        ("fa", "می\u200cتوانید به", "می\u200cتوانی به"),
        ("ru", "Откройте", "Открой"),
        ("ko", "열어 주세요", "열어라"),
        ("th", "ของคุณ", "ของเธอ"),
    ],
)
def test_the_visitor_is_spoken_to_in_one_way_by_verbs_too(language: str, said: str, otherwise: str) -> None:
    found = list(texts(read(language)))
    changed = [text._replace(text=text.text.replace(said, otherwise, 1)) for text in found]
    assert changed != found
    assert not list(register.check(language, found, spelling.dictionary(language)))
    assert list(register.check(language, changed, spelling.dictionary(language)))


@pytest.mark.parametrize("language", ["lt", "ta", "sv", "be", "lv", "uk"])
def test_plural_forms_that_changed_places_are_found_whatever_case_the_word_stands_in(language: str) -> None:
    first, second, *rest = [text for text in texts(read(language)) if text.number is not None]
    changed = [first._replace(text=second.text), second._replace(text=first.text), *rest]
    clean, wrong = (list(days.check(language, forms)) for forms in ([first, second, *rest], changed))
    assert unexplained(clean, [note for note in notes(language) if note.check == "plural"]) == []
    assert unexplained(wrong, []) != clean


def test_a_name_that_the_english_does_not_have_is_found() -> None:
    text = next(text for text in texts(read("bg")) if "%(app)s" in text.english)
    assert not list(rules.added_names([text]))
    assert list(rules.added_names([text._replace(text=text.text.replace("%(app)s", "%(app)s Facebook"))]))


@pytest.mark.long
def test_each_word_of_the_glossary_names_its_message() -> None:
    content = json.loads((LOCALES / "glossary.json").read_text("utf-8"))
    assert set(content["sources"]) == {"chromium", "firefox"}
    for row in content["languages"].values():
        for term in (*row["labels"].values(), *row["words"].values()):
            assert all(source.partition(":")[0] in content["sources"] for source in term.values())


@pytest.mark.long
@pytest.mark.parametrize("language", listed())
def test_nothing_is_found_in_a_committed_catalog(language: str) -> None:
    assert findings_in(language) == []
