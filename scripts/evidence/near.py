"""Typing errors that make another word of the language, told by the catalog itself: "visa delar" beside "vissa delar".

No dictionary finds them. A word that one message has is looked at if it is one letter away from a word that several
others have, within the word (endings differ rightly), and stands beside the same neighbour as that word; or if two of
its letters have changed places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import takewhile
from operator import eq
from typing import NamedTuple

from scripts.evidence.catalogs import Text
from scripts.evidence.findings import Finding
from scripts.evidence.spelling import NAMES
from scripts.evidence.words import UNSPACED, folded, words

_SHORTEST = 4  # letters


class _Word(NamedTuple):
    """Where a word stands: by the message's number, with the words before and behind ("" for none)."""

    places: dict[int, Text]
    neighbours: set[tuple[str, str]]


def check(language: str, texts: Iterable[Text]) -> Iterator[Finding]:
    """Words of one message that are nearly those of others."""
    found = {} if language in UNSPACED else _words(texts)
    common = [(known, about) for known, about in found.items() if len(about.places) > 1]
    for word, about in found.items():
        if len(about.places) > 1:
            continue
        (text,) = about.places.values()
        for known, others in common:
            near = abs(len(known) - len(word)) < 2 and len(others.places.keys() - about.places) > 1
            if near and (_is_swapped(word, known) or (_is_near(word, known) and about.neighbours & others.neighbours)):
                yield Finding("spelling", text.key, f"{word!r} is nearly {known!r}, which others have", word)


def _words(texts: Iterable[Text]) -> dict[str, _Word]:
    """The words of a catalog, folded, but for names and short ones."""
    found: dict[str, _Word] = defaultdict(lambda: _Word({}, set()))
    for number, text in enumerate(texts):
        said = ["", *map(folded, words(text.text)), ""]
        for before, word, behind in zip(said, said[1:], said[2:], strict=False):
            if len(word) >= _SHORTEST and word not in NAMES:
                found[word].places[number] = text
                found[word].neighbours.update(pair for pair in (("<", before), (">", behind)) if pair[1])
    return found


def _parts(word: str, known: str) -> tuple[str, str, str, str]:
    """What two words begin with alike, what is the one's own and the other's, and what they end with alike."""
    alike = sum(takewhile(bool, map(eq, reversed(word), reversed(known))))
    start = min(sum(takewhile(bool, map(eq, word, known))), len(word) - alike, len(known) - alike)
    return word[:start], word[start : len(word) - alike], known[start : len(known) - alike], word[len(word) - alike :]


def _is_near(word: str, known: str) -> bool:
    """Whether one letter differs, is missing or is too many, before the last two, which may be an ending."""
    start, own, others, end = _parts(word, known)
    return bool(start) and max(len(own), len(others)) == 1 and len(end) > 1


def _is_swapped(word: str, known: str) -> bool:
    """Whether two letters beside each other within have changed places."""
    start, own, others, end = _parts(word, known)
    return bool(start and end) and len(own) == 2 and own == others[::-1]
