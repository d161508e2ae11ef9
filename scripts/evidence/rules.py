"""What a catalog must keep to, whatever it says: what ``browserbanner locales check`` finds, and what takes more data.

English left in, letters of another script, names that are missing, placeholders in another order, one English sentence
in two translations, and a rule for plurals that is not CLDR's.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from gettext import c2py

from babel import Locale
from babel.core import get_global
from babel.messages import Catalog

from browserbanner.banner.names import LOCAL
from browserbanner.banner.tools import extract_messages
from browserbanner.cli._proofreading import proofread
from scripts.evidence.catalogs import Text
from scripts.evidence.findings import Finding
from scripts.evidence.menu_check import known_words
from scripts.evidence.spelling import NAMES, Knows, seen_words
from scripts.evidence.words import folded, words

_SCRIPTS = {
    "Arab": {"ARABIC"},
    "Armn": {"ARMENIAN"},
    "Beng": {"BENGALI"},
    "Cyrl": {"CYRILLIC"},
    "Deva": {"DEVANAGARI"},
    "Geor": {"GEORGIAN"},
    "Grek": {"GREEK"},
    "Hang": {"HANGUL"},
    "Hans": {"CJK"},
    "Hant": {"CJK"},
    "Hebr": {"HEBREW"},
    "Jpan": {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"},
    "Kore": {"HANGUL"},
    "Latn": {"LATIN"},
    "Taml": {"TAMIL"},
    "Telu": {"TELUGU"},
    "Thai": {"THAI"},
}
_WRITTEN = ("Microsoft Edge", "Internet Explorer", "iPadOS", "iPad", "StatCounter", "CC BY 4.0")
#: Words that other languages seldom borrow.
_ENGLISH = set(words("are but can does from here if is it its not of or the these this which with you your"))
_STOPS = frozenset(".\u3002\u0964\u06d4\u0589")
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_SENTENCES = re.compile(r"(?<=[.!?\u0964\u06d4\u061f\u3002\uff01])\s*(?=\S)")


def script_of(language: str) -> str:
    """The script that a language is written in, such as "Cyrl": CLDR's likely one, unless its name says it."""
    return (
        Locale.parse(language).script or get_global("likely_subtags").get(language.partition("_")[0], "").split("_")[1]
    )


def in_file(language: str, catalog: Catalog) -> Iterator[Finding]:
    """What ``browserbanner locales check`` says of a catalog."""
    for _, message, problem in proofread(catalog, language, extract_messages()):
        yield Finding("catalog", message, problem)


def check(language: str, catalog: Catalog, texts: list[Text], knows: Knows | None) -> Iterator[Finding]:
    """What takes more data, a function for each."""
    if language != "en":
        yield from english_left_in(language, texts, knows)
        yield from english_word(texts)
        yield from foreign_letters(language, texts)
        yield from reordered(texts)
        yield from without_names(texts)
        yield from added_names(texts)
        yield from without_stop(language, texts)
        yield from differing(texts)
    yield from wrong_plural_rule(language, catalog)


def english_left_in(language: str, texts: Iterable[Text], knows: Knows | None) -> Iterator[Finding]:
    """Texts that are the English ones, or half of whose words are, unless the browsers use these in the language."""
    for text in texts:
        if text.english in LOCAL:
            continue
        english, said = (
            [word for word in map(folded, words(one)) if word not in NAMES] for one in (text.english, text.text)
        )
        same = len(said) > 1 and said == english  # none of them is a loan, then: French has "versions", but not "all"
        left = [word for word in said if word in english and (same or not _is_loan(language, word, text, knows))]
        if left and (len(left) == len(said) or (len(left) > 1 and 2 * len(left) >= len(said))):
            yield Finding("english", text.key, f"{text.text!r} has English words left in: {', '.join(left)}")


def english_word(texts: list[Text]) -> Iterator[Finding]:
    """One of English's own words that a single message has, as its English does: "o %(other)s is"."""
    where = Counter(word for text in texts for word in {folded(word) for word in words(text.text)})
    for text in texts:
        english = {folded(word) for word in words(text.english)} & _ENGLISH
        for word in dict.fromkeys(map(folded, words(text.text))):
            if word in english and where[word] == 1:
                yield Finding("english", text.key, f"{text.text!r} has the English word {word!r}", word)


def _is_loan(language: str, word: str, text: Text, knows: Knows | None) -> bool:
    """Whether an English word is one of the language's too: a browser's label, or in the dictionary ("version")."""
    terms = ("Close", "Download", "Update", "browser", "version", "bookmarks", "passwords", "site")
    labels = {folded(part) for term in terms for label in known_words(language, term) for part in words(label)}
    return word in labels or (len(words(text.text)) > 1 and knows is not None and knows(word))


def foreign_letters(language: str, texts: Iterable[Text]) -> Iterator[Finding]:
    """Words with letters of another script than the language's, but for names and for what browsers write so."""
    own, seen = _SCRIPTS[script_of(language)], seen_words().get(language, frozenset())
    for text in texts:
        if text.english in LOCAL:
            continue
        for word in words(text.text):
            scripts = {unicodedata.name(letter, "?").split()[0] for letter in word if letter.isalpha()} - {"MODIFIER"}
            # Korean and Japanese put their particles right behind a name: "iPad에".
            name = folded(re.sub("[\u3040-\ud7ff]+$", "", word))
            if scripts - own and not (scripts - own == {"LATIN"} and (name in NAMES or folded(word) in seen)):
                what = f"{word!r} has letters of another script: {', '.join(sorted(scripts - own))}"
                yield Finding("script", text.key, what, word)


def reordered(texts: Iterable[Text]) -> Iterator[Finding]:
    """Placeholders in another order than the English has them: a note says why the language wants it so."""
    for text in texts:
        english, said = _PLACEHOLDER.findall(text.english), _PLACEHOLDER.findall(text.text)
        if sorted(english) == sorted(said) and english != said:
            order = ", ".join(said)
            yield Finding("order", text.key, f"placeholders stand in the order {order}", order)


def without_names(texts: Iterable[Text]) -> Iterator[Finding]:
    """Texts that lack a name which the English has."""
    for text in texts:
        for name in _WRITTEN:
            if name in text.english and name not in text.text:
                yield Finding("names", text.key, f"{name!r} is not in {text.text!r}", name)


def added_names(texts: Iterable[Text]) -> Iterator[Finding]:
    """Texts with a name that the English does not have: one of those that the comment gives as examples, mostly."""
    for text in texts:
        english = {folded(word) for word in words(text.english)}
        for word in words(text.text):
            # A short one, as "com", is a word of many a language.
            if len(word) > 3 and folded(word) in NAMES - english and text.english not in LOCAL:
                yield Finding("names", text.key, f"{word!r} is not in the English", word)


def without_stop(language: str, texts: Iterable[Text]) -> Iterator[Finding]:
    """Sentences without a full stop where the English has one. (Thai has none.)"""
    for text in texts:
        if text.english.endswith(".") and language != "th" and text.text.rstrip("\u200f\u200e")[-1:] not in _STOPS:
            yield Finding("stop", text.key, f"{text.text!r} ends without a full stop")


def differing(texts: Iterable[Text]) -> Iterator[Finding]:
    """A sentence that stands in two messages in English and is translated in two ways."""
    said: dict[str, dict[str, Text]] = defaultdict(dict)
    for text in texts:
        english, translated = _SENTENCES.split(text.english), _SENTENCES.split(text.text)
        if len(english) == len(translated) > 1:
            for one, other in zip(english, translated, strict=True):
                said[one].setdefault(other, text)
    for sentence, found in said.items():
        if len(found) > 1:
            first, *others = found
            for another in others:
                what = f"{sentence!r} is {another!r} here and {first!r} elsewhere"
                yield Finding("consistency", found[another].key, what)


def wrong_plural_rule(language: str, catalog: Catalog) -> Iterator[Finding]:
    """A rule that puts numbers together which CLDR keeps apart, or the other way round."""
    if catalog.num_plurals < 1:
        return
    ours, cldr = c2py(catalog.plural_expr), Locale.parse(language).plural_form
    pairs = {(ours(number), cldr(number)) for number in range(201)}
    if not len(pairs) == len({form for form, _ in pairs}) == len({category for _, category in pairs}):
        yield Finding("plural", "", f"the rule {catalog.plural_expr} does not tell numbers apart as CLDR does")
