"""The evidence can fail: of ten errors in each of ten languages at least nine are found, and none where there are none."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from scripts.evidence import spelling
from scripts.evidence.catalogs import read, texts
from scripts.evidence.findings import Finding
from scripts.evidence.rendered import check, draw
from scripts.evidence.report import findings_in, listed
from scripts.evidence.words import folded, words
from tests.locales.planting import DRAWN, ERRORS, KINDS, drawn_with_error, with_error

pytestmark = pytest.mark.long
#: The language whose month or list is put in the place of a language's own.
ANOTHER = dict.fromkeys(ERRORS, "en")


def found_in(kind: str, language: str, folder: Path) -> list[Finding]:
    """What is found where an error of this kind is planted."""
    if kind not in DRAWN:
        return findings_in(language, with_error(kind, language, folder))
    drawn, other = draw(language, read(language)), draw(ANOTHER[language], read(ANOTHER[language]))
    return list(check(language, drawn_with_error(kind, language, drawn, other)))


@pytest.mark.parametrize("language", ERRORS)
def test_nine_of_ten_errors_are_found_in_each_language(language: str, tmp_path: Path) -> None:
    missed = [kind for kind in KINDS if not found_in(kind, language, tmp_path / kind.replace(" ", "-"))]
    assert len(KINDS) == 10
    assert len(missed) <= 1, missed


@pytest.mark.parametrize("language", ERRORS)
def test_none_is_found_where_there_is_none(language: str) -> None:
    assert findings_in(language) == []
    assert list(check(language, draw(language, read(language)))) == []


@pytest.mark.parametrize("language", listed())
def test_most_letters_that_change_places_anywhere_are_found(language: str) -> None:
    """Nearly all in most languages; fewer where three consonants in another order are another word, or words unspaced."""
    knows, seen = spelling.dictionary(language), spelling.seen_words().get(language, frozenset())
    chance = random.Random(7)
    said = [(text, word) for text in texts(read(language)) for word in words(text.text) if len(word) > 4]
    said = [(text, word) for text, word in said if text.context != "name" and folded(word) not in spelling.NAMES]
    found = swapped = 0
    for text, word in chance.sample(said, 40):
        place = chance.randrange(1, len(word) - 2)
        changed = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        if folded(changed) != folded(word):
            swapped += 1
            wrong = text._replace(text=text.text.replace(word, changed))
            found += bool(list(spelling.check(language, [wrong], knows, seen)))
    assert found >= 0.6 * swapped, f"{found} of {swapped}"
