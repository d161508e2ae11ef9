"""What a check finds, and the notes by which a language explains what is right all the same.

``locales/notes/LANGUAGE.json`` is a list of notes::

    [{"check": "glossary", "message": "link|Back to the page", "why": "..."},
     {"check": "spelling", "word": "tablet", "why": "..."}]

A note is for the findings of a check in a message, or for a word wherever it stands. One that is for nothing any more
is a finding itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from scripts.evidence.catalogs import LOCALES


class Finding(NamedTuple):
    """``check``: such as "spelling"; ``message``: its key, "" for the language as a whole; ``word``: "" for none."""

    check: str
    message: str
    what: str
    word: str = ""


class Note(NamedTuple):
    """Why findings of a check are none: in a message, or of a word ("" for none)."""

    check: str
    message: str
    word: str
    why: str

    def explains(self, finding: Finding) -> bool:
        """Whether it is for this finding."""
        return self.check == finding.check and (
            (bool(self.word) and self.word == finding.word and self.message in ("", finding.message))
            or (not self.word and self.message == finding.message)
        )


def notes_file(language: str, folder: Path = LOCALES) -> Path:
    """Where a language's notes are."""
    return folder / "notes" / f"{language}.json"


def notes(language: str, folder: Path = LOCALES) -> list[Note]:
    """A language's notes; none where there is no file."""
    path = notes_file(language, folder)
    rows = json.loads(path.read_text("utf-8")) if path.exists() else []
    return [Note(row["check"], row.get("message", ""), row.get("word", ""), row["why"]) for row in rows]


def unexplained(found: Iterable[Finding], known: Iterable[Note]) -> list[Finding]:
    """The findings that no note explains, and a finding for each note that explains none."""
    found, known = list(found), list(known)
    left = [finding for finding in found if not any(note.explains(finding) for note in known)]
    needless = [note for note in known if not any(note.explains(finding) for finding in found)]
    return left + [
        Finding(note.check, note.message, f"the note {note.word or note.why!r} explains nothing any more")
        for note in needless
    ]
