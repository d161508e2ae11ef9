"""Where sentences begin and end: a capital behind a full stop and nowhere else, and a colon where the English has one.

A comma typed for a full stop, a full stop for a comma, and a mark that is missing between two sentences show in the
capital that is behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from browserbanner.banner.names import LOCAL
from scripts.evidence.catalogs import Text
from scripts.evidence.findings import Finding
from scripts.evidence.rules import script_of
from scripts.evidence.spelling import NAMES
from scripts.evidence.words import folded

_WITH_CAPITALS = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_WORD = re.compile(r"(?<![\w\0])[^\W\d_]+")
_BEGINS = re.compile(r"(^|[.!?\u0589])[^\w\0]*$")
_MAY_BEGIN = re.compile(r"[:\u055d][^\w\0]*$")
_COLON = re.compile("[:\uff1a\u055d\u2018\u201c\u201e\u300c\u00ab]")


def check(language: str, texts: Iterable[Text]) -> Iterator[Finding]:
    """What is wrong, a function for each."""
    said = [text for text in texts if text.english not in LOCAL]
    if script_of(language) in _WITH_CAPITALS:
        yield from small_beginnings(said)
        if language != "de":  # whose nouns have capitals
            yield from capitals_within(said)
    if language != "th":  # which has neither full stops nor colons
        yield from without_colon(said)


def _words(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text that are no names, each with what stands before it."""
    shown = _PLACEHOLDER.sub("\0", text)
    for found in _WORD.finditer(shown):
        if not any(folded(found[0]).startswith(name) for name in NAMES if len(name) > 1):
            yield found[0], shown[: found.start()]


def small_beginnings(texts: Iterable[Text]) -> Iterator[Finding]:
    """Sentences that begin with a small letter, where the English text begins with a capital."""
    for text in texts:
        for word, before in _words(text.text):
            if word[0].islower() and text.english[0].isupper() and _BEGINS.search(before):
                yield Finding("stop", text.key, f"a sentence begins with {word!r} in {text.text!r}", word)


def capitals_within(texts: list[Text]) -> Iterator[Finding]:
    """A word with a capital within a sentence, which the catalog has there once only."""
    within = [
        (text, word)
        for text in texts
        for word, before in _words(text.text)
        if word[0].isupper() and not _BEGINS.search(before) and not _MAY_BEGIN.search(before)
    ]
    often = Counter(word for _, word in within)
    for text, word in within:
        if often[word] == 1:
            yield Finding("stop", text.key, f"{word!r} has a capital within a sentence of {text.text!r}", word)


def without_colon(texts: Iterable[Text]) -> Iterator[Finding]:
    """No colon, or quotation marks for it, where the English has one before a placeholder."""
    for text in texts:
        if ": %(" in text.english and not _COLON.search(text.text):
            yield Finding("stop", text.key, f"{text.text!r} has no colon")
