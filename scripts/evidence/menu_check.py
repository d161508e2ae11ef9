"""The glossary's check: a message speaks of what browsers have in the words that browsers use for it.

By ``locales/glossary.json``: a button or a link of one word must be such a word, a sentence must have one. An ending or
a prefix may differ (:func:`scripts.evidence.words.is_form`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from scripts.evidence.catalogs import LOCALES, Text
from scripts.evidence.findings import Finding
from scripts.evidence.packages import chrome_about
from scripts.evidence.words import UNSPACED, folded, is_form, words

#: Messages that are nothing but the word, and the term in the glossary.
WHOLE = {"button|Close": "Close", "link|Download": "Download", "link|Update": "Update"}
#: Messages that have the word, beside those whose English has it.
WITHIN = {
    "link|Update %(browser)s": "Update",
    "link|How to update %(name)s": "Update",
    "link|Download %(browser)s": "Download",
    "button|Continue anyway": "Continue",
}
#: Terms that a message must have if its English has them.
SPOKEN = {
    "browser": r"\bbrowsers?\b",
    "bookmarks": r"\bbookmarks\b",
    "passwords": r"\bpasswords\b",
    "device": r"\bdevice\b",
}
#: The browsers' names within "About Google Chrome", with the ending that a language gives them.
_BRAND = re.compile(r"Google Chrome|Chromium|Firefox", re.IGNORECASE)
_MENUS = LOCALES.parent / "browserbanner" / "banner" / "menus.json"
#: Without these there is nothing to compare with.
NEEDED = ("Close", "Download", "Update", "browser", "bookmarks", "passwords")


@cache
def glossary() -> dict[str, Any]:
    """The committed glossary: see scripts/evidence/glossary.py."""
    found: dict[str, Any] = json.loads((LOCALES / "glossary.json").read_text("utf-8"))
    return found


def known_words(language: str, term: str, kinds: Iterable[str] = ("labels", "words")) -> list[str]:
    """The browsers' words for a term in a language; none where there is no source."""
    row = glossary()["languages"].get(language, {})
    return list(dict.fromkeys(word for kind in kinds for word in row.get(kind, {}).get(term, ())))


def has_source(language: str) -> bool:
    """Whether the glossary has the words that matter in the language."""
    return all(known_words(language, term) for term in NEEDED)


def browsers(language: str) -> dict[str, int]:
    """The browsers that have the language, each with the number of its messages that were read."""
    found: dict[str, int] = glossary()["languages"].get(language, {}).get("messages", {})
    return found


def check(language: str, texts: Iterable[Text]) -> Iterator[Finding]:
    """Words that no browser uses for what the message speaks of."""
    for text in texts:
        english = re.sub(r"%\(\w+\)s", "", text.english)
        key = f"{text.context}|{text.english}"
        whole = WHOLE.get(key)
        if whole and not _is_one(language, text.text, known_words(language, whole)):
            yield _finding(text, language, whole)
        terms = [term for term, pattern in SPOKEN.items() if re.search(pattern, english)]
        terms += [WITHIN[key]] if key in WITHIN else []
        for term in terms:
            if not _has_one(language, text.text, known_words(language, term)):
                yield _finding(text, language, term)


def menus() -> list[dict[str, Any]]:
    """The menus whose words visitors are told: see browserbanner/banner/menus.json."""
    rows: list[dict[str, Any]] = json.loads(_MENUS.read_text("ascii"))["menus"]
    return rows


def wrong_menus(language: str, rows: Iterable[dict[str, Any]]) -> Iterator[Finding]:
    """Words of a menu, "Help" and "About Firefox", that are not the browsers' labels."""
    for row in rows:
        for term, word in zip(("Help", "About"), row["words"].get(language, ()), strict=False):
            known = known_words(language, term, ("labels",))
            if (row["family"], term) == ("chrome", "About") and language in chrome_about():
                known = [chrome_about()[language]]
            if known and _bare(word) not in map(_bare, known):
                what = f"{row['family']}'s {word!r} is none of the browsers' labels for {term!r}: {', '.join(known)}"
                yield Finding("glossary", f"menus.json|{row['family']}", what, word)


def _bare(label: str) -> str:
    """A label with a sign for the browser's name and its ending: "О Firefox-у" and "О Chromium-у" are the same."""
    return " ".join(re.sub(r"\w*\0[-\w]*", "\0", _BRAND.sub("\0", label)).split())


def _finding(text: Text, language: str, term: str) -> Finding:
    known = ", ".join(known_words(language, term)[:6])
    return Finding("glossary", text.key, f"{text.text!r} has none of the browsers' words for {term!r}: {known}", term)


def _is_one(language: str, text: str, known: list[str]) -> bool:
    """Whether a text is one of these words, or is made of them alone."""
    if not known or folded(text) in map(folded, known):
        return True
    if language in UNSPACED:
        return False
    parts = {folded(part) for word in known for part in words(word)}
    return all(any(is_form(folded(word), part) for part in parts) for word in words(text))


def _has_one(language: str, text: str, known: list[str]) -> bool:
    """Whether a text has one of these words, all parts of it if it is made of several; or is a part of one."""
    if not known:
        return True
    if language in UNSPACED:
        return any(folded(word) in folded(text) for word in known)
    said = [folded(word) for word in words(text)]
    phrases = [[folded(part) for part in words(one)] for one in known]
    return any(
        all(any(is_form(word, part) for word in said) for part in phrase) or set(said) <= set(phrase)
        for phrase in phrases
        if phrase
    )
