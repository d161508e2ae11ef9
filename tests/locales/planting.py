"""Ten errors for each of ten languages, such as translators make: put into a copy of a catalog, or into what is rendered.

They were written by what goes wrong in translations, not by what the checks look at: the word of another menu, a neighbour's
synonym, two letters in each other's place, the familiar form in a polite text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from babel.messages.pofile import read_po, write_po

from scripts.evidence.rendered import Rendering
from tests.preview_process import copied, po_file

TITLE = "Your browser is out of date"
NO_NEWER = "There is no newer browser for this device"
OPEN_PAGE = "Open this page in your browser"
NEEDS = "This site needs another browser"
COMES_ALONG = "It costs nothing, and your bookmarks and passwords can come along."
MODERN = "For comfortable browsing you need a modern browser. Here are the latest versions."
NOT_IN_THIS = "This site does not open in this browser."
ENDED = "%(browser)s is no longer updated for %(system)s; %(other)s is."
DAYS = "Not shown again for %(days)s day"


class Words(NamedTuple):
    """``english``: of the message; ``before``: what stands there, "" for all of it; ``after``: the error."""

    english: str
    before: str
    after: str


class Errors(NamedTuple):
    """A language's own: a word of another menu, letters, the other form of address, and the plural.

    ``plural``: the forms that change places, or a rule of another language's. ``date``: a month of another language's in
    what is rendered; else its way of listing names.
    """

    menu: Words
    letters: Words
    address: Words
    plural: tuple[int, int] | str
    date: bool


ENGLISH_RULE, FRENCH_RULE = "nplurals=2; plural=(n != 1);", "nplurals=2; plural=(n > 1);"
ERRORS = {
    "de": Errors(
        Words(COMES_ALONG, "Lesezeichen", "Favoriten"),
        Words(COMES_ALONG, "Passwörter", "Passwötrer"),
        Words(TITLE, "Ihr Browser", "Dein Browser"),
        (0, 1),
        date=True,
    ),
    "uk": Errors(
        Words("Close", "", "Скасувати"),
        Words(MODERN, "сучасний", "сучаснйи"),
        Words(TITLE, "Ваш", "Твій"),
        (1, 2),
        date=False,
    ),
    "ar": Errors(
        Words("Close", "", "إلغاء"),
        Words(NEEDS, "الموقع", "المقوع"),
        Words(TITLE, "متصفحك", "متصفحكم"),
        (3, 4),
        date=True,
    ),
    "ja": Errors(
        Words("Close", "", "キャンセル"),
        Words(NO_NEWER, "デバイス", "デイバス"),
        Words(NOT_IN_THIS, "開けません。", "開けない。"),
        ENGLISH_RULE,
        date=False,
    ),
    "fi": Errors(
        Words(COMES_ALONG, "kirjanmerkit", "suosikit"),
        Words(NO_NEWER, "laitteelle", "laiteteelle"),
        Words(TITLE, "Selaimesi", "Selaimenne"),
        FRENCH_RULE,
        date=True,
    ),
    "tr": Errors(
        Words("Close", "", "İptal"),
        Words(MODERN, "tarayıcıya", "tarayıcyıa"),
        Words(TITLE, "Tarayıcınız", "Tarayıcın"),
        FRENCH_RULE,
        date=False,
    ),
    "pl": Errors(
        Words("Download", "", "Ściągnij"),
        Words(MODERN, "przeglądarka", "przelgądarka"),
        Words(TITLE, "Twoja", "Pana"),
        (0, 1),
        date=True,
    ),
    "fr": Errors(
        Words(COMES_ALONG, "favoris", "signets"),
        Words(NEEDS, "navigateur", "naviagteur"),
        Words(TITLE, "Votre", "Ton"),
        (0, 1),
        date=False,
    ),
    "he": Errors(
        Words("Close", "", "ביטול"),
        Words(MODERN, "הגרסאות", "הגרסואת"),
        Words(NO_NEWER, "למכשיר הזה", "למכשיר שלכם"),
        (1, 2),
        date=True,
    ),
    "hi": Errors(
        Words("Download", "", "उतारें"),
        Words(NO_NEWER, "डिवाइस", "डिवासइ"),
        Words(TITLE, "आपका", "तुम्हारा"),
        ENGLISH_RULE,
        date=False,
    ),
}
#: What is the same in each language.
COMMON = ("swapped placeholders", "English left in", "a message missing", "markup")
OWN = ("menu word", "letters", "form of address", "plural")
DRAWN = ("mark of direction", "month or list")
KINDS = (*OWN, *COMMON, *DRAWN)


def with_error(kind: str, language: str, folder: Path) -> Path:
    """A folder with a copy of the language's catalog that has an error of this kind."""
    copied(folder, language)
    path = po_file(folder, language)
    if kind == "plural" and isinstance(ERRORS[language].plural, str):
        return _other_rule(path, str(ERRORS[language].plural), folder)
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    for message in catalog:
        if message.id:
            english = message.id if isinstance(message.id, str) else message.id[0]
            said = message.string if isinstance(message.string, str) else tuple(message.string or ())
            message.string = _changed(kind, language, english, said)
    with path.open("wb") as file:
        write_po(file, catalog, width=120)
    return folder


def _other_rule(path: Path, rule: str, folder: Path) -> Path:
    """Another language's plural rule in the header, with as many forms as it wants."""
    text = path.read_text("utf-8")
    text = re.sub(r'"Plural-Forms: .*\\n"', lambda _: f'"Plural-Forms: {rule}\\n"', text)
    if "msgstr[1]" not in text:
        text = re.sub(r'msgstr\[0\] (".*")', r"msgstr[0] \1\nmsgstr[1] \1", text)
    path.write_text(text, "utf-8")
    return folder


def _changed(kind: str, language: str, english: str, said: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """A message's translation with the error, if it is the message for it."""
    errors = ERRORS[language]
    own = {"menu word": errors.menu, "letters": errors.letters, "form of address": errors.address}.get(kind)
    if isinstance(said, tuple):
        if kind == "plural" and english == DAYS and isinstance(errors.plural, tuple):
            one, other = errors.plural
            forms = list(said)
            assert forms[one] != forms[other]
            forms[one], forms[other] = forms[other], forms[one]
            return tuple(forms)
        return said
    if own is not None and own.english == english:
        assert own.before in said, (language, said)
        return said.replace(own.before, own.after, 1) if own.before else own.after
    if kind == "swapped placeholders" and english == ENDED:
        return said.replace("%(browser)s", "\0").replace("%(system)s", "%(browser)s").replace("\0", "%(system)s")
    if kind == "English left in" and english == NOT_IN_THIS:
        return english
    if kind == "a message missing" and english == NEEDS:
        return ""
    if kind == "markup" and english == TITLE:
        return f"<strong>{said}</strong>"
    return said


def drawn_with_error(kind: str, language: str, drawn: list[Rendering], other: list[Rendering]) -> list[Rendering]:
    """What is rendered, with an error in it. ``other``: the same in another language."""
    change = _without_marks if kind == "mark of direction" else _other_way(language, drawn, other)
    changed = [rendering._replace(html=change(rendering.html)) for rendering in drawn]
    assert changed != drawn
    return changed


def _without_marks(html: str) -> str:
    """Without the marks around names in a right-to-left language; in the others without the direction of the whole."""
    return html.replace("&#8207;", "") if "dir=rtl" in html else html.replace(" dir=ltr", "")


def _other_way(language: str, drawn: list[Rendering], other: list[Rendering]) -> Callable[[str], str]:
    """With another language's month, or with its way to list names."""
    pattern = r"[^,(>]* 2026|2026\S*|[^,،(>]*2026" if ERRORS[language].date else r"(?<=>)[^<>]*Windows[^<>]*Linux[^<>]*"
    ours, theirs = re.search(pattern, drawn[0].html), re.search(pattern, other[0].html)
    assert ours is not None
    assert theirs is not None
    return lambda html: html.replace(ours[0], theirs[0])
