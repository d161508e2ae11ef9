"""The catalogs as the checks read them: each text with its message, and the hash that a reading belongs to."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from gettext import c2py
from pathlib import Path
from typing import NamedTuple

from babel.messages import Catalog

from browserbanner.banner.tools import forms
from browserbanner.cli._catalog_files import languages_in, read_catalog

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "locales"


class Text(NamedTuple):
    """One translated text: a message's, or one of its plural forms (``form``, counted from 0; None without plural).

    ``number``: of the days, for which a form stands; ``note``: the comment for translators.
    """

    context: str
    english: str
    text: str
    form: int | None
    number: int | None
    note: str

    @property
    def key(self) -> str:
        """What a message is called in readings and exceptions: "title|Your browser is out of date"."""
        return f"{self.context}|{self.english}" + ("" if self.form is None else f"[{self.form}]")


def languages(folder: Path = LOCALES) -> list[str]:
    """The languages that have a catalog."""
    return languages_in(str(folder))


def catalog_file(language: str, folder: Path = LOCALES) -> Path:
    """Where a language's catalog is."""
    return folder / language / "LC_MESSAGES" / "browserbanner.po"


def read(language: str, folder: Path = LOCALES) -> Catalog:
    """A language's catalog. Raises CatalogError."""
    return read_catalog(str(catalog_file(language, folder)), language)


def texts(catalog: Catalog) -> Iterator[Text]:
    """What is translated and not fuzzy, in the catalog's order."""
    for message in catalog:
        if not message.id or message.fuzzy:
            continue
        for form, text in enumerate(forms(message.string)):
            plural = message.pluralizable
            number = _number(catalog, form) if plural else None
            note = " ".join(" ".join(message.auto_comments).split())
            if text:
                yield Text(message.context or "", forms(message.id)[0], text, form if plural else None, number, note)


def digest(catalog: Catalog) -> str:
    """The hash of what a catalog says: of its messages and their translations, not of header, comments and order."""
    said = sorted([text.key, text.text] for text in texts(catalog))
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def note_of(note: str, placeholder: str) -> str | None:
    """The first of a placeholder's values in a note: "%(system)s is one of: iOS, iPadOS" has "iOS"."""
    listed = r"(?:one of:|such as|always:) (.+?)(?:,|;| or |\)|\.(?: |$)|$)"
    found = re.search(rf"%\({placeholder}\)s(?:(?!%\().)*?{listed}", note)
    return found[1] if found else None


def _number(catalog: Catalog, form: int) -> int:
    """A number of days that a plural form is for: 28, if it is for that, which is what most sites have."""
    of = c2py(catalog.plural_expr)
    return next((number for number in (28, *range(1, 201), 0) if of(number) == form), 28)
