"""``locales/attested.json``: the words of our catalogs that no dictionary has, but the browsers' own translations do.

    python -m scripts.evidence.attested FOLDER [LANGUAGE ...]      # the unpacked packages: see packages.py

For a language without a dictionary: all words that are found there. A word counts if two messages have it, or one where
there are few; or if it is one of the browsers' words with another ending, which others of their words have too. Without
spaces, pairs of signs count.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from scripts.evidence.catalogs import LOCALES, languages, read, texts
from scripts.evidence.glossary import messages
from scripts.evidence.spelling import dictionary, pairs, unknown_words
from scripts.evidence.words import UNSPACED

TARGET = LOCALES / "attested.json"
_SHORTEST_STEM = 4  # letters
_LONGEST_ENDING = 9
ABOUT = (
    "Words of our catalogs that stand in the browsers' own translations (glossary.json names the packages): looked up "
    "by scripts/evidence/attested.py where no dictionary has them."
)


def attested(folder: Path, language: str) -> list[str]:
    """The words of a language's catalog that the browsers have."""
    counted: Counter[str] = Counter()
    said = messages(folder, language)
    for message in said:
        counted.update(pairs(message.text) if language in UNSPACED else message.words)
    knows, least = dictionary(language), 2 if len(said) > 5000 and language not in UNSPACED else 1
    unknown = {word for text in texts(read(language)) for word in unknown_words(language, text, knows)}
    found = {word for word in unknown if counted[word] >= least}
    if language not in UNSPACED:
        stems = _stems_by_ending(counted)
        found |= {word for word in unknown - found if _is_inflected(word, stems)}
    return sorted(found)


def _stems_by_ending(known: Iterable[str]) -> dict[str, set[str]]:
    """By each ending that words may have, the words without it: "sahifani" is "sahifa" without "ni"."""
    stems: dict[str, set[str]] = defaultdict(set)
    for word in known:
        for length in range(min(_LONGEST_ENDING, len(word) - _SHORTEST_STEM) + 1):
            stems[word[len(word) - length :]].add(word[: len(word) - length])
    return stems


def _is_inflected(word: str, stems: dict[str, set[str]]) -> bool:
    """Whether the browsers have the word with another ending, and three more words with both of these endings."""
    for length in range(1, min(_LONGEST_ENDING, len(word) - _SHORTEST_STEM) + 1):
        stem, ending = word[:-length], word[-length:]
        if len(stems[ending]) < 3:
            continue
        for other, words in stems.items():
            if other != ending and stem in words and len(stems[ending] & words) >= 3:
                return True
    return False


def main(folder: Path, asked: list[str]) -> None:
    rows: dict[str, list[str]] = json.loads(TARGET.read_text("utf-8"))["languages"] if TARGET.exists() else {}
    for language in asked or languages():
        if language != "en":
            rows[language] = attested(folder, language)
    lines = [
        f"  {json.dumps(language)}: {json.dumps(rows[language], ensure_ascii=False)}"
        for language in languages()
        if language in rows
    ]
    text = f'{{\n "about": {json.dumps(ABOUT)},\n "languages": {{\n' + ",\n".join(lines) + "\n }\n}\n"
    TARGET.write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
