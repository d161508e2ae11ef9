"""Independent readings: each language's messages translated back into English by somebody who has not seen the English.

``locales/readings/LANGUAGE.json``::

    {"language": "de", "catalog": "<hash of the messages>", "read_on": "2026-11-26",
     "back": {"title|Your browser is out of date": "Your browser is outdated", ...},
     "findings": [{"message": "link|Update", "what": "...", "settled": "..."}]}

A reading is of one state of the catalog: one that changed since has none. A person who speaks the language natively and
has read it may add their name as ``"native_speaker"``; nobody else does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel import Locale

from browserbanner.banner.writing import month, own_digits, percent
from scripts.evidence.catalogs import LOCALES, Text, digest, note_of, read, texts

_MENUS = LOCALES.parent / "browserbanner" / "banner" / "menus.json"
_TYPICAL = {
    "browser": "Chrome 60",
    "other": "Firefox",
    "name": "Chrome",
    "menu": "\u22ee",
    "system": "Windows 10",
    "systems": "Windows, macOS, Linux",
    "app": "Facebook",
    "words": "\u2026",
    "link": "caniuse.com",
}


class BadAnswer(Exception):
    """What is wrong with a reader's answer; one line."""


def reading_file(language: str, folder: Path = LOCALES) -> Path:
    """Where a language's reading is."""
    return folder / "readings" / f"{language}.json"


def sheet(language: str, folder: Path = LOCALES) -> dict[str, Any]:
    """What a reader gets: every text with its number and context, typical names for placeholders, no English."""
    catalog = read(language, folder)
    return {
        "language": language,
        "catalog": digest(catalog),
        "messages": [
            {"number": number, "context": text.context, "text": filled(text, language)}
            for number, text in enumerate(texts(catalog), start=1)
        ],
    }


def filled(text: Text, language: str) -> str:
    """A text as a visitor may see it, with typical names and figures."""
    return text.text % _values(text, language)


def shown_names(text: Text, language: str) -> list[str]:
    """The names that are filled in, in the order of the English. Figures, dates and menus are left out."""
    values = _values(text, language)
    order = re.findall(r"%\((\w+)\)s", text.english)
    return [values[name] for name in order if name in ("browser", "system", "other", "app", "name", "link")]


def _values(text: Text, language: str) -> dict[str, str]:
    locale = Locale.parse(language)
    days = 28 if text.number is None else text.number
    values = _TYPICAL | {
        "path": " \u203a ".join(menu_words(language) or ("\u2026", "Google Chrome")),
        "share": percent(84.9, language),
        "country": locale.territories.get("CA", "Canada"),
        "date": month("2026-10", language),
        "days": own_digits(str(days), language),
    }
    if text.context == "link" and "browser" in text.note:
        values["browser"] = "Firefox"
    noted = {name: note_of(text.note, name) for name in ("browser", "system", "name", "app")}
    return values | {name: value for name, value in noted.items() if value}


def menu_words(language: str) -> list[str]:
    """Chrome's words for Help and About in a language; none where there is no source."""
    rows = json.loads(_MENUS.read_text("ascii"))["menus"]
    found: list[str] = next((row["words"].get(language, []) for row in rows if row["family"] == "chrome"), [])
    return found


def record(language: str, answer: Mapping[str, Any], folder: Path = LOCALES) -> Path:
    """Store a reader's answer: ``{"1": "Your browser ...", ...}``, or that as "back", with the sheet's "catalog" and
    "findings". Findings that were settled before stay. Raises BadAnswer."""
    catalog = read(language, folder)
    said = list(texts(catalog))
    back = answer.get("back", {key: value for key, value in answer.items() if str(key).isdigit()})
    wanted = {str(number) for number in range(1, len(said) + 1)}
    if set(back) != wanted or not all(isinstance(text, str) and text.strip() for text in back.values()):
        odd = sorted(wanted.symmetric_difference(back), key=lambda number: number.rjust(4))
        raise BadAnswer(f"{language}: every number of the sheet and no other, each with a text; look at {odd[:5]}")
    if answer.get("catalog", digest(catalog)) != digest(catalog):
        raise BadAnswer(f"{language}: the catalog has changed since the sheet was printed")
    path = reading_file(language, folder)
    before = json.loads(path.read_text("utf-8")) if path.exists() else {}
    content = {
        "language": language,
        "catalog": digest(catalog),
        "read_on": answer.get("read_on", datetime.now(UTC).date().isoformat()),
        "back": {text.key: back[str(number)] for number, text in enumerate(said, start=1)},
        "findings": answer.get("findings", before.get("findings", [])),
    }
    if "native_speaker" in before and before.get("catalog") == content["catalog"]:
        content["native_speaker"] = before["native_speaker"]  # who has read these very texts
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path


def comparison(language: str, folder: Path = LOCALES) -> list[tuple[str, str, str]]:
    """The English, the translation and what the reader made of it, for each text: for whoever compares them."""
    back = stored(language, folder).get("back", {})
    return [(text.english, text.text, back.get(text.key, "")) for text in texts(read(language, folder))]


def stored(language: str, folder: Path = LOCALES) -> dict[str, Any]:
    """A language's reading; empty where there is none."""
    path = reading_file(language, folder)
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found
