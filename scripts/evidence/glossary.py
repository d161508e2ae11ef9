"""``locales/glossary.json``: the browsers' own words for what the banner's messages speak of, each with its source.

    python -m scripts.evidence.glossary FOLDER [LANGUAGE ...]      # the unpacked packages: see packages.py

A *label* is a message of a button or a menu: all translations of the messages that read so in English are the browsers'
words for it. A *word* stands within sentences: the browsers' words for it are those that stand in the translations of
messages with the English word, rarely in others (in ``_SHARE`` of their places) and often enough.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from scripts.evidence.catalogs import LOCALES, languages
from scripts.evidence.packages import (
    LICENCES,
    chromium_messages,
    firefox_messages,
    package_version,
)
from scripts.evidence.serbian import in_latin
from scripts.evidence.words import UNSPACED, folded, words

TARGET = LOCALES / "glossary.json"

#: What browsers write on buttons and in menus, in English.
LABELS = {
    "Close": r"Close",
    "Download": r"Download",
    "Update": r"Update( now)?",
    "Continue": r"Continue( anyway| to site)?",
    "Back": r"(Go )?[Bb]ack",
    "Help": r"Help",
    "About": r"About (Chromium|\{ -brand-shorter-name \})",
    "bookmarks": r"Bookmarks?",
    "passwords": r"Passwords?|Logins?",
    "browser": r"([Ww]eb )?[Bb]rowser",
    "version": r"Version",
    "device": r"(Your |This )?[Dd]evices?",
    "page": r"(This )?[Pp]ages?",
    "site": r"(This )?([Ss]ites?|[Ww]ebsites?)",
}
#: The same within sentences.
WORDS = {
    "Download": r"downloads?",
    "Update": r"updates?|up to date",
    "Continue": r"continue",
    "bookmarks": r"bookmarks?",
    "passwords": r"passwords?",
    "browser": r"browsers?",
    "version": r"versions?",
    "device": r"devices?",
    "page": r"pages?|webpages?",
    "site": r"sites?|websites?|web sites?",
}
_SHARE = 0.7
_MOST = 6


class Message(NamedTuple):
    """A browser's message in English and in a language. ``words``: the folded words of its text."""

    source: str
    english: str
    text: str
    words: frozenset[str]


def messages(folder: Path, language: str) -> list[Message]:
    """Chromium's and Firefox's messages that are in English and in the language.

    Serbian in Latin letters is made from the Cyrillic one, which is the only one that there is.
    """
    if language == "sr_Latn":
        return [_message(m.source, m.english, in_latin(m.text)) for m in messages(folder, "sr_Cyrl")]
    found: list[Message] = []
    for name, read in (("chromium", chromium_messages), ("firefox", firefox_messages)):
        english = read(folder, "en")
        for key, text in read(folder, language).items():
            # What reads as in English is mostly not translated; Chromium's single words are.
            same = text == english.get(key)
            if key in english and (not same or (name == "chromium" and len(text.split()) == 1)):
                found.append(_message(f"{name}:{key}", english[key], text))
    return found


def _message(source: str, english: str, text: str) -> Message:
    return Message(source, english, text, frozenset(map(folded, words(text))))


def labels(found: Iterable[Message], pattern: str) -> dict[str, str]:
    """The translations of messages that read so, with a message that has each; the commonest first."""
    counted: Counter[str] = Counter()
    sources: dict[str, str] = {}
    for message in found:
        if re.fullmatch(pattern, message.english) and len(message.text) < 60:
            text = re.sub(r"\{ -brand-[\w-]+(\(.*?\))? \}", "Firefox", message.text).strip(" .:")
            counted[text] += 1
            sources[text] = min(sources.get(text, message.source), message.source, key=len)
    return {text: sources[text] for text, _ in counted.most_common(_MOST)}


def sentence_words(found: list[Message], pattern: str, language: str, known: Iterable[str]) -> dict[str, str]:
    """The words that go with an English one, with a message that has each; the commonest first.

    Without spaces there are no words to count: then those of the labels (``known``) that stand in such messages.
    """
    english = re.compile(rf"\b({pattern})\b", re.IGNORECASE)
    within: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    sources: dict[str, str] = {}
    for message in found:
        here = bool(english.search(message.english))
        if language in UNSPACED:
            parts = {word for word in known if word in message.text}
        else:
            parts = set(message.words)
        for word in parts:
            (within if here else beside)[word] += 1
            if here:
                sources[word] = min(sources.get(word, message.source), message.source, key=len)
    least = max(3 if len(found) > 3000 else 2, 0.05 * max(within.values(), default=0))
    chosen = [
        word
        for word, count in within.most_common()
        if count >= least and len(word) > 1 and count >= _SHARE * (count + beside[word])
    ]
    return {word: sources[word] for word in chosen[:_MOST]}


def glossary(folder: Path, language: str) -> dict[str, object]:
    """A language's words: for each term, its labels and its words within sentences; and how many messages were read."""
    found = messages(folder, language)
    as_labels = {term: labels(found, pattern) for term, pattern in LABELS.items()}
    in_sentences = {
        term: sentence_words(found, pattern, language, as_labels.get(term, ())) for term, pattern in WORDS.items()
    }
    read = Counter(message.source.partition(":")[0] for message in found)
    return {
        "messages": dict(read),
        "labels": {term: texts for term, texts in as_labels.items() if texts},
        "words": {term: texts for term, texts in in_sentences.items() if texts},
    }


def main(folder: Path, asked: list[str]) -> None:
    rows = json.loads(TARGET.read_text("utf-8"))["languages"] if TARGET.exists() else {}
    rows |= {language: glossary(folder, language) for language in asked or languages()}
    content = {
        "about": (
            "The browsers' own words, taken from Debian's packages by scripts/evidence/glossary.py. For each language "
            "and term: a word, and a message of the browser's that has it. labels: as they stand on buttons and in "
            "menus; words: as they stand within sentences; messages: how many are translated. sr_Latn is made from "
            "sr_Cyrl, letter by letter."
        ),
        "sources": {
            "chromium": f"chromium-l10n {package_version(folder, 'chromium-l10n')} (Debian), {LICENCES['chromium']}",
            "firefox": f"firefox-esr-l10n-* {package_version(folder, 'firefox-esr')} (Debian), {LICENCES['firefox']}",
        },
        "languages": {language: rows[language] for language in languages() if language in rows},
    }
    text = json.dumps(content, indent=1, ensure_ascii=False)
    flat = r'[^\[\]{}"]*(?:"(?:[^"\\]|\\.)*"[^\[\]{}"]*)*'
    text = re.sub(rf"\{{\n{flat}\}}", lambda found: f"{{{' '.join(found[0][1:-1].split())}}}", text)
    TARGET.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
