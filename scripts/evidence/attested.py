"""``locales/attested.json``: the words of our catalogs that no dictionary has, but the browsers' own translations do.

    python -m scripts.evidence.attested FOLDER [LANGUAGE ...]      # the unpacked packages: see packages.py

For a language without a dictionary: all words that are found there. A word counts if two messages have it, or one where
there are few; without spaces, pairs of signs do.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from scripts.evidence.catalogs import LOCALES, languages, read, texts
from scripts.evidence.glossary import messages
from scripts.evidence.spelling import dictionary, pairs, unknown_words
from scripts.evidence.words import UNSPACED

TARGET = LOCALES / "attested.json"
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
    knows, least = dictionary(language), 2 if len(said) > 5000 else 1
    unknown = {word for text in texts(read(language)) for word in unknown_words(language, text, knows)}
    return sorted(word for word in unknown if counted[word] >= least)


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
