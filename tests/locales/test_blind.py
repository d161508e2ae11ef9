"""Errors that a tester planted without having seen the checks, and that the checks did not find; now they do.

Each is a kind: punctuation of another language, a list that is not written as its sisters are, a plural form that no
number has, and one word of address that is not the catalog's.
"""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

import pytest

from scripts.evidence import days, menu_check, near, punctuation, register, rules, sentences, spelling
from scripts.evidence.catalogs import Text, read, texts
from scripts.evidence.findings import Finding, notes, unexplained
from scripts.evidence.report import findings_in, listed
from tests.preview_process import copied, edit, po_file

OTHERS = [language for language in listed() if language != "en"]


def changed(language: str, before: str, after: str) -> list[Text]:
    """The catalog's texts, with something else in the first that has ``before``."""
    said = list(texts(read(language)))
    index = next(index for index, text in enumerate(said) if before in text.text)
    said[index] = said[index]._replace(text=said[index].text.replace(before, after, 1))
    return said


def left(language: str, check: str, found: list[Finding]) -> list[Finding]:
    """The findings that the language's notes do not explain."""
    return unexplained(found, [note for note in notes(language) if note.check == check])


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("sv", "%(app)s", '"%(app)s"'),
        ("nl", "pagina\u2019s", "pagina's"),
        ("it", "all\u2019interno", "all'interno"),
        ("cs", "%(words)s", "\u201c%(words)s\u201d"),
        ("uk", "%(app)s", "\u201c%(app)s\u201d"),
        ("hu", "(%(app)s)", "(\u201e%(app)s\u201c)"),
        ("ru", "%(app)s", "\u00ab%(app)s"),
        ("de", "%(words)s", "\u201e%(words)s)"),
        ("ja", "\u300d", ""),
        ("pt_BR", "escolha:", "escolha\u00a0:"),
        ("cs", "; n", " ; n"),
        ("pt_BR", ", e", ",e"),
        ("fr", "\u00a0:", " :"),
        ("id", "%(browser)s.", "\u200e%(browser)s."),
        ("el", "ανοίξει.", "ανοίξει\u200f."),
        ("fa", "\u200c", "\u200b"),
        ("et", "%(system)s-i", "%(system)s\u2013i"),
        ("ru", ", а %(other)s", " - а %(other)s"),
        ("zh_Hans", "%(browser)s 可能", "%(browser)s可能"),
        ("ja", "%(system)s に", "%(system)sに"),
        ("zh_Hant", "\uff0c", ","),
        ("ar", "،", ","),
        ("hy", "։", ":"),
    ],
)
def test_punctuation_of_another_language_is_found(language: str, before: str, after: str) -> None:
    said = list(texts(read(language)))
    assert left(language, "punctuation", list(punctuation.check(language, said))) == []
    assert left(language, "punctuation", list(punctuation.check(language, changed(language, before, after))))


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("it", "alcune parti", "un po\u2019 di parti"),
        ("nl", "misschien", "\u2019s ochtends"),
        ("sv", "%(words)s", "\u201d%(words)s\u201d"),
        ("hu", "%(words)s", "\u201e%(words)s\u201d"),
        ("ca", "%(app)s", "d\u2019%(app)s"),
        ("tr", "%(app)s", "%(app)s\u2019ta"),
        ("kk", "%(browser)s ", "%(browser)s – "),
        ("zh_Hans", "%(words)s", "Facebook"),
        ("fr", "%(app)s", "\u00ab\u00a0%(app)s\u00a0\u00bb"),
    ],
)
def test_what_the_language_has_is_no_error(language: str, before: str, after: str) -> None:
    assert not list(punctuation.check(language, changed(language, before, after)))


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("after", ['"%(link)s"', "\u200e%(link)s", "%(link)s\u200b", "(%(link)s", "%(link)s \u00a0"])
def test_what_no_language_has_is_found_in_each(language: str, after: str) -> None:
    found = list(punctuation.check(language, changed(language, "%(link)s", after)))
    assert {finding.message.partition("|")[0] for finding in found} >= {"source"}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(
    ("pattern", "after"),
    [
        (r"\W*%\(country\)s", " %(country)s"),
        (r"\W*%\(date\)s", "; %(date)s"),
        (r"(?<=%\(country\)s)\W*(?=%\(date\)s)", " - "),
        (r"(?<=%\(date\)s)", "-an"),
    ],
)
def test_a_list_that_is_not_written_as_its_sisters_are_is_found(language: str, pattern: str, after: str) -> None:
    text = next(text for text in texts(read(language)) if "%(country)s" in text.text)
    wrong = re.sub(pattern, after, text.text, count=1)
    assert list(punctuation.check(language, changed(language, text.text, wrong)))


@pytest.mark.parametrize(
    ("language", "governed"),
    [
        ("ru", "в %(date)s"),
        ("el", "τον %(date)s"),
        ("it", "nel %(date)s"),
        ("fr", "d\u2019%(date)s"),
        ("hu", "%(date)s-ban"),
    ],
)
def test_a_month_that_a_word_governs_is_found_even_in_all_messages(language: str, governed: str) -> None:
    said = [text._replace(text=text.text.replace("%(date)s", governed)) for text in texts(read(language))]
    assert len([found for found in punctuation.check(language, said) if found.check == "date"]) == 4


@pytest.mark.parametrize(
    ("language", "form", "before", "after"),
    [
        ("cs", 1, "dny", "dní"),
        ("sk", 1, "dni", "dní"),
        ("et", 1, "päeva", "päevade"),
        ("et", 1, "päeva", "päev"),
        ("hu", 1, "napig", "napokig"),
        ("hu", 0, "napig", "napokig"),
        ("el", 1, "ημέρες", "ημερών"),
        ("id", 0, "hari", "hari-hari"),
        ("id", 0, " hari", ""),
        ("id", 0, "hari", "harian"),
        ("zh_Hans", 0, "天", ""),
        ("ja", 0, "日", ""),
        ("tr", 1, "gün", "günler"),
        ("de", 1, "Tage", "Tag"),
        ("ro", 1, "zile", "de zile"),
        ("ro", 2, "de zile", "zile"),
        ("fil", 0, "araw", "na araw"),
        ("lv", 0, "dienas", "dienu"),
    ],
)
def test_a_plural_form_that_no_number_has_is_found(language: str, form: int, before: str, after: str) -> None:
    forms = [text for text in texts(read(language)) if text.number is not None]
    assert left(language, "plural", list(days.check(language, forms))) == []
    wrong = [text._replace(text=text.text.replace(before, after)) if text.form == form else text for text in forms]
    assert wrong != forms
    assert list(days.check(language, wrong))


@pytest.mark.parametrize(
    ("language", "said", "otherwise"),
    [
        ("sv", "dina bokmärken", "era bokmärken"),
        ("ru", "выйдите", "выйди"),
        ("uk", "вийдіть", "вийди"),
        ("cs", "ukončete", "ukonči"),
        ("el", "ανοίξτε", "άνοιξε"),
        ("el", "βγείτε", "βγες"),
        ("et", "ja valige", "ja vali"),
        ("id", "di perangkat yang", "di perangkatmu yang"),
        ("es", "salga", "sal"),
        ("it", "esci", "esca"),
        ("fi", "Napauta", "Napauttakaa"),
        ("pt_BR", "fique", "fica"),
        ("sl", "uporabljate", "uporabljaš"),
        ("bg", "използвате", "използваш"),
        ("de", "verlassen Sie", "verlass"),
        ("hr", "i odaberite", "i odaberi"),
        ("lv", "izejiet", "izej"),
        ("pl", "wyłącz", "wyłączcie"),
        ("ro", "ieșiți", "ieși"),
        ("tr", "seçin", "seç"),
        ("is", "þú notar", "þér notið"),
        ("gl", "saia", "sae"),
    ],
)
def test_one_word_that_speaks_to_the_visitor_in_another_way_is_found(language: str, said: str, otherwise: str) -> None:
    knows = spelling.dictionary(language)
    assert not list(register.check(language, list(texts(read(language))), knows))
    assert list(register.check(language, changed(language, said, otherwise), knows))


@pytest.mark.parametrize(
    ("language", "said", "otherwise", "word"),
    [
        ("sv", "vissa delar", "visa delar", "visa"),
        ("et", "kuid mõned", "kiud mõned", "kiud"),
        ("hu", "jelenítik meg", "jelentik meg", "jelentik"),
        ("sv", "Andel på datorer i", "Adel på datorer i", "adel"),
        ("de", "Website braucht", "Website bracht", "bracht"),
    ],
)
def test_a_typing_error_that_makes_another_word_is_told_by_the_catalog(
    language: str, said: str, otherwise: str, word: str
) -> None:
    assert not list(near.check(language, list(texts(read(language)))))
    assert [found.word for found in near.check(language, changed(language, said, otherwise))] == [word]


@pytest.mark.parametrize(
    ("language", "word", "wrong"),
    [("et", "süsteemile", "süseemile"), ("et", "versioonid", "verisoonid"), ("da", "velkommen", "velommen")],
)
def test_a_typing_error_is_no_compound_of_two_words_that_nobody_joins(language: str, word: str, wrong: str) -> None:
    knows = spelling.dictionary(language)
    assert knows is not None
    assert knows(word)
    assert not knows(wrong)


@pytest.mark.parametrize("language", ["pt_BR", "es", "nb", "vi"])
def test_one_english_word_in_a_sentence_is_found(language: str) -> None:
    assert not list(rules.english_word(list(texts(read(language)))))
    assert [found.word for found in rules.english_word(changed(language, "%(other)s", "%(other)s is"))] == ["is"]


@pytest.mark.parametrize("language", ["ca", "nb", "pl", "sv", "de"])
@pytest.mark.parametrize(
    "english", ["%(browser)s, all versions", "%(browser)s for older systems", "only on %(system)s"]
)
def test_a_short_text_left_in_english_is_found_though_the_dictionary_has_its_words(language: str, english: str) -> None:
    text = next(text for text in texts(read(language)) if text.english == english)
    wrong = [text._replace(text=english)]
    assert list(rules.english_left_in(language, wrong, spelling.dictionary(language)))


def test_finnish_has_one_order_of_its_own_and_no_other(tmp_path: Path) -> None:
    folder = copied(tmp_path, "fi")
    edit(po_file(folder, "fi"), "%(system)s, %(browser)s ei", "%(system)s, %(other)s ei")
    edit(po_file(folder, "fi"), "mutta %(other)s saa", "mutta %(browser)s saa")
    assert "order" in [finding.check for finding in findings_in("fi", folder)]


@pytest.mark.parametrize("language", ["cs", "hu", "zh_Hans", "sr_Latn"])
@pytest.mark.parametrize("place", [0, 1])
def test_a_word_of_another_menu_in_what_visitors_are_told_is_found(language: str, place: int) -> None:
    assert left(language, "glossary", list(menu_check.wrong_menus(language, menu_check.menus()))) == []
    rows, wrong = deepcopy(menu_check.menus()), menu_check.known_words(language, "Update")[0]
    for row in rows:
        row["words"][language][place] = wrong
    assert [found.word for found in menu_check.wrong_menus(language, rows)].count(wrong) == len(rows)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("be", ". На", ", На"),
        ("bg", ". На", " На"),
        ("pl", ". Na", ". na"),
        ("ru", ", но вы", ". но вы"),
        ("sv", "Din webb", "din webb"),
        ("it", "scegli: ", "scegli "),
    ],
)
def test_where_a_sentence_ends_shows_in_the_capital_behind(language: str, before: str, after: str) -> None:
    assert not list(sentences.check(language, list(texts(read(language)))))
    assert list(sentences.check(language, changed(language, before, after)))


def test_a_broken_placeholder_is_named_instead_of_ending_the_command(tmp_path: Path) -> None:
    folder = copied(tmp_path, "cs")
    edit(po_file(folder, "cs"), "je součástí systému. ", "je součástí %(systému)s. ")
    assert "has no placeholder %(systému)s in English" in [finding.what for finding in findings_in("cs", folder)]
