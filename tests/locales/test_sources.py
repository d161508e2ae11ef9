"""What is read from the browsers' packages: messages in their files, and the words that go with an English one."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from scripts import menu_words
from scripts.evidence.attested import _is_inflected, _stems_by_ending
from scripts.evidence.glossary import Message, labels, sentence_words
from scripts.evidence.packages import chromium_messages, firefox_messages, fluent_messages, plain
from scripts.evidence.words import folded, words

FLUENT = """\
# A comment
close-button = Fermer
menu-help =
    .label = Aide
    .accesskey = A
long-text =
    Une phrase
    sur deux lignes.
    .title = Et son titre
-brand-shorter-name = { $case ->
        [loc] Firefoxu
       *[nom] Firefox
    }
    .case-status = with-cases
"""
BY_CASES = """\
{ -brand-shorter-name.case-status ->
        [with-cases] O { -brand-shorter-name(case: "loc") }
       *[no-cases] O aplikaci { -brand-shorter-name }
        }"""


def said(source: str, english: str, text: str) -> Message:
    return Message(source, english, text, frozenset(map(folded, words(text))))


def chromium_pack(folder: Path, language: str, texts: dict[str, str]) -> None:
    """A data pack of version 5 with its ids; the last message has the text of the first, as an alias."""
    pack = folder / "locales" / f"{language}.pak"
    pack.parent.mkdir(parents=True, exist_ok=True)
    coded = [text.encode() for text in texts.values()]
    start = 12 + 6 * (len(coded) + 1) + 4
    ends = [start + sum(map(len, coded[:index])) for index in range(len(coded) + 1)]
    entries = b"".join(struct.pack("<HI", 100 + index, end) for index, end in enumerate(ends))
    alias = struct.pack("<HH", 900, 0)
    pack.write_bytes(struct.pack("<IB3xHH", 5, 1, len(coded), 1) + entries + alias + b"".join(coded))
    names = [*((name, 100 + index) for index, name in enumerate(texts)), ("IDS_ALIAS", 900)]
    (folder / "locales" / f"{language}.pak.info").write_text(
        "".join(f"{name},{number},x.grd\n" for name, number in names)
    )


def test_fluent_messages_are_read_with_their_attributes() -> None:
    assert fluent_messages(FLUENT, "a.ftl") == {
        "a.ftl:close-button": "Fermer",
        "a.ftl:menu-help.label": "Aide",
        "a.ftl:menu-help.accesskey": "A",
        "a.ftl:long-text": "Une phrase sur deux lignes.",
        "a.ftl:long-text.title": "Et son titre",
        "a.ftl:-brand-shorter-name": "{ $case -> [loc] Firefoxu *[nom] Firefox }",
        "a.ftl:-brand-shorter-name.case-status": "with-cases",
    }


def test_chromium_s_pack_is_read_with_its_aliases(tmp_path: Path) -> None:
    chromium_pack(
        tmp_path, "fr", {"IDS_CLOSE": "&Fermer", "IDS_HELP_MENU": "Ai&de", "IDS_ABOUT": "À propos de Chromium"}
    )
    assert chromium_messages(tmp_path, "fr") == {
        "IDS_CLOSE": "Fermer",
        "IDS_HELP_MENU": "Aide",
        "IDS_ABOUT": "À propos de Chromium",
        "IDS_ALIAS": "Fermer",
    }
    assert menu_words.chrome_words(tmp_path, "fr") == ["Aide", "À propos de Google Chrome"]
    assert chromium_messages(tmp_path, "de") == {}


@pytest.mark.parametrize(
    ("language", "chromium", "chrome"),
    [
        ("fi", "Tietoja Chromiumista", "Tietoja Google Chromesta"),
        ("ru", "О Chromium", "О браузере Google Chrome"),
        ("ko", "Chromium 정보", "Chrome 정보"),
    ],
)
def test_what_chrome_s_menu_says_of_chrome_is_its_own_and_not_chromium_s(
    tmp_path: Path, language: str, chromium: str, chrome: str
) -> None:
    chromium_pack(tmp_path, language, {"IDS_HELP_MENU": "Help", "IDS_ABOUT": chromium})
    assert menu_words.chrome_words(tmp_path, language) == ["Help", chrome]


def test_without_both_words_nothing_is_quoted(tmp_path: Path) -> None:
    chromium_pack(tmp_path, "ga", {"IDS_HELP_MENU": "Cabhair"})
    assert menu_words.chrome_words(tmp_path, "ga") == menu_words.chrome_words(tmp_path, "fi") == []


@pytest.mark.parametrize(
    ("about", "brand", "shown"),
    [
        ("Sur { -brand-shorter-name }", "Firefox", "Sur Firefox"),
        (
            'O { -brand-shorter-name(case: "loc") }',
            "{ $case ->\n    [loc] Firefoxu\n   *[nom] Firefox\n  }",
            "O Firefoxu",
        ),
        (
            BY_CASES,
            "{ $case ->\n    [loc] Firefoxu\n   *[nom] Firefox\n  }\n    .case-status = with-cases",
            "O Firefoxu",
        ),
    ],
)
def test_firefox_s_menu_has_its_name_in_the_case_that_it_wants(
    tmp_path: Path, about: str, brand: str, shown: str
) -> None:
    with zipfile.ZipFile(tmp_path / "langpack-cs@firefox.xpi", "w") as pack:
        pack.writestr(
            "browser/localization/cs/browser/appmenu.ftl",
            f"appmenuitem-help =\n    .label = Nápověda\nappmenu-about =\n    .label = {about}\n",
        )
        pack.writestr("browser/localization/cs/branding/brand.ftl", f"-brand-shorter-name = {brand}\n")
    assert firefox_messages(tmp_path, "cs")["appmenu.ftl:appmenuitem-help.label"] == "Nápověda"
    assert menu_words.firefox_words(tmp_path, "cs") == ["Nápověda", shown]


@pytest.mark.parametrize(
    ("text", "shown"), [("&Close", "Close"), ("Close(&C)", "Close"), ("閉じる (&C)", "閉じる"), ("A & B", "A & B")]
)
def test_marks_of_shortcuts_are_no_part_of_a_word(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_labels_are_the_translations_of_what_reads_so_in_english() -> None:
    found = [
        said("chromium:A_LONG_ID", "Close", "Fermer"),
        said("chromium:A", "Close", "Fermer"),
        said("firefox:B", "Open", "Ouvrir"),
    ]
    assert labels(found, "Close") == {"Fermer": "chromium:A"}


def test_words_go_with_an_english_word_and_with_few_others() -> None:
    found = [
        *(said(f"chromium:{n}", f"Your browser {n}", f"Votre navigateur {n}") for n in range(4)),
        *(said(f"chromium:X{n}", f"Your page {n}", f"Votre page {n}") for n in range(4)),
    ]
    assert list(sentence_words(found, "browsers?", "fr", ())) == ["navigateur"]


def test_an_ending_is_known_if_three_more_words_have_it_too() -> None:
    known = [f"{stem}{ending}" for stem in ("brauzer", "cihaz", "kompüter", "səhifə") for ending in ("", "lər")]
    endings = _stems_by_ending([*known, "sistem"])
    assert _is_inflected("sistemlər", endings)
    assert not _is_inflected("sitsemlər", endings)
    assert not _is_inflected("sistemlre", endings)
