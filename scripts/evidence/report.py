"""The score of each language, and ``locales/EVIDENCE.md``, which says it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale

from browserbanner.cli._catalog_files import CatalogError
from scripts.evidence import days, menu_check, near, punctuation, register, rendered, rules, sentences, spelling
from scripts.evidence.catalogs import LOCALES, Text, digest, read, texts
from scripts.evidence.findings import Finding, Note, notes, unexplained
from scripts.evidence.readings import shown_names, stored

TARGET = LOCALES / "EVIDENCE.md"
NATIVE = "read by a native speaker"
COMPARED = "compared with the browsers' own words"
TOOLS = "checked by tools"
FAILED = "a check fails"
#: The columns, and the checks whose findings each of them counts.
COLUMNS = {
    "glossary": ("glossary",),
    "spelling": ("spelling",),
    "catalog": ("catalog", "english", "script", "names", "stop", "punctuation", "order", "consistency"),
    "address": ("register",),
    "CLDR": ("plural", "date", "list", "digits", "direction"),
    "bidi": ("bidi",),
    "reading": ("reading",),
}
_HEAD = """\
# What is known of the translations

<!-- Written by `make locales-evidence`: see TRANSLATING.md, "For maintainers". -->

Nobody of the project speaks all of these languages. This page says how far each translation was looked at, and by what.

- **read by a native speaker**: a person whose language it is has read it, and their name is in `locales/readings/`.
- **compared with the browsers' own words**: its menu and button words are those of Chromium or Firefox in that
  language, all of the checks below pass, and a reader who had not seen the English translated it back (no native
  speaker is meant); what differed is settled.
- **checked by tools**: the checks pass; what is missing for more is said behind it.

| column | what passes |
|---|---|
| glossary | words for what browsers have are a browser's own: Chromium's (C), Firefox's (F) (`locales/glossary.json`) |
| spelling | each word is in the dictionary, or in the browsers' translations, or noted below (*) |
| catalog | complete; placeholders, lengths, letters, punctuation; no markup, no English, no sentence in two ways |
| address | the visitor is spoken to in one way: not *du* here and *Sie* there |
| CLDR | plural forms, months, lists, digits and the direction of writing are the language's |
| bidi | names in right-to-left sentences stand between marks of direction |
| reading | translated back into English by a reader who has not seen it; a catalog that changes loses its reading |

(*) Of two letters that change places, nearly all are found; in Arabic, Hebrew and Thai, about two of three.
Meaning is for readers: no tool tells a wrong sentence of right words.
"""


class Score(NamedTuple):
    """``findings``: those that no note explains; ``notes``: the language's; ``cells``: by column."""

    language: str
    level: str
    findings: list[Finding]
    notes: list[Note]
    cells: dict[str, str]
    reading: dict[str, Any]


def listed() -> list[str]:
    """The languages that the page has."""
    return re.findall(r"^\| [^|]*\(`(\w+)`\) \|", TARGET.read_text("utf-8"), re.M)


def findings_in(language: str, folder: Path = LOCALES) -> list[Finding]:
    """What the checks find in a folder's catalog and in what is rendered from it; what a note explains is left out."""
    try:
        catalog = read(language, folder)
    except CatalogError as error:
        return [Finding("catalog", "", error.problem)]
    found = list(rules.in_file(language, catalog))
    if any(not finding.message and finding.check == "catalog" for finding in found):
        return found  # its header is broken
    said = list(texts(catalog))
    knows = spelling.dictionary(language)
    found += rules.check(language, catalog, said, knows)
    if language != "en":
        for one in (days, near, punctuation, sentences):
            found += one.check(language, said)
    found += [*menu_check.check(language, said), *menu_check.wrong_menus(language, menu_check.menus())]
    found += register.check(language, said, knows)
    found += spelling.check(language, said, knows, spelling.seen_words().get(language, frozenset()))
    if not any(finding.check == "catalog" for finding in found):  # a broken placeholder stops the drawing
        found += rendered.check(language, rendered.draw(language, catalog))
    reading = stored(language)
    if reading.get("catalog") == digest(catalog):
        found += _misread(language, said, reading["back"])
    return unexplained(found, notes(language))


def score(language: str) -> Score:
    """A language's findings and its level."""
    found, reading, known = findings_in(language), stored(language), notes(language)
    current = reading.get("catalog") == digest(read(language))
    settled = all(row.get("settled") for row in reading.get("findings", ()))
    if language == "en":
        level = "the source"
    elif found:
        level = FAILED
    elif reading.get("native_speaker") and current and settled:
        level = f"{NATIVE}: {reading['native_speaker']}"
    elif menu_check.has_source(language) and current and settled:
        level = COMPARED
    else:
        level = f"{TOOLS}; {', '.join(_missing(language, reading, current, settled))}"
    counted = Counter(finding.check for finding in found)
    cells = {}
    for column, checks in COLUMNS.items():
        failed = sum(counted[check] for check in checks)
        cells[column] = f"**{failed}**" if failed else _passed(column, language, reading, current)
    return Score(language, level, found, known, cells, reading)


def _missing(language: str, reading: dict[str, Any], current: bool, settled: bool) -> Iterator[str]:
    """What a language lacks for a higher level."""
    if not menu_check.has_source(language):
        yield "no browser has all of its words in this language"
    if not reading:
        yield "not read"
    elif not current:
        yield "changed since it was read"
    elif not settled:
        yield "what its reader found is not settled"


def _passed(column: str, language: str, reading: dict[str, Any], current: bool) -> str:
    if column == "glossary":
        if not menu_check.has_source(language):
            return "no source"
        made = " (from `sr_Cyrl`)" if language == "sr_Latn" else ""
        return ", ".join(_browsers(language)) + made
    if column == "spelling":
        return spelling.source(language)
    if column == "address" and language not in register.FORMS and language not in register.ENDINGS:
        return "\u2013"
    if column == "bidi" and not rendered.is_rtl(language):
        return "\u2013"
    if column == "reading":
        if language == "en":
            return "\u2013"
        return str(reading["read_on"]) if current else "changed since" if reading else "none"
    return "\u2713"


def _browsers(language: str) -> Iterator[str]:
    """C for Chromium, F for Firefox; "F in part" where it has not half of the messages that it has in German."""
    whole = menu_check.browsers("de")
    for name, count in menu_check.browsers(language).items():
        yield name[0].upper() + (" in part" if 2 * count < whole[name] and language != "en" else "")


def _misread(language: str, said: Iterable[Text], back: dict[str, str]) -> Iterator[Finding]:
    """Sentences in which the reader found the names in another order than both the English and the translation have."""
    for text in said:
        read_as = back.get(text.key, "")
        orders = [shown_names(text._replace(english=order), language) for order in (text.english, text.text)]
        places = [[read_as.index(name) for name in names if name in read_as] for names in orders]
        if not any(place == sorted(place) for place in places):
            yield Finding("reading", text.key, f"the reader found the names elsewhere: {read_as!r}")


def written(scores: list[Score]) -> str:
    """The page."""
    lines = [
        _HEAD,
        "## The languages",
        "",
        f"| language | level | {' | '.join(COLUMNS)} |",
        "|---" * (2 + len(COLUMNS)) + "|",
    ]
    for row in scores:
        name = Locale.parse(row.language).get_display_name("en")
        cells = " | ".join(row.cells[column] for column in COLUMNS)
        lines.append(f"| {name} (`{row.language}`) | {row.level} | {cells} |")
    levels = Counter(re.split("[:;]", row.level)[0] for row in scores if row.language != "en")
    lines += [
        "",
        "; ".join(f"{levels[level]} {level}" for level in (NATIVE, COMPARED, TOOLS, FAILED) if levels[level]) + ".",
    ]
    lines += ["", "## Notes and findings", ""]
    lines.append("What a check would find and is right all the same, and where the readers' remarks are.")
    for row in scores:
        said = list(_remarks(row))
        if said:
            lines += ["", f"### {Locale.parse(row.language).get_display_name('en')} (`{row.language}`)", "", *said]
    return "\n".join(lines) + "\n"


def _remarks(row: Score) -> Iterator[str]:
    for finding in row.findings:
        yield f"- **fails**, {finding.check}: {_message(finding.message)}{_plain(finding.what)}"
    for note in row.notes:
        yield f"- {note.check}: {_message(note.message)}{f'*{note.word}*: ' if note.word else ''}{_plain(note.why)}"
    found = row.reading.get("findings", [])
    for entry in (entry for entry in found if not entry.get("settled")):
        yield f"- reading, **not settled**: {_message(entry['message'])}{_plain(entry['what'])}"
    if found:
        settled = sum(bool(entry.get("settled")) for entry in found)
        yield f"- reading: {settled} remarks, settled in [readings/{row.language}.json](readings/{row.language}.json)"


def _message(key: str) -> str:
    return f"`{key.partition('|')[2] or key}`: " if key else ""


def _plain(text: str) -> str:
    return re.sub(r"([<>|])", r"\\\1", " ".join(text.split()))
