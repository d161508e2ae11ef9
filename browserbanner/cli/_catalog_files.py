"""Message catalogs as files: where they are, how they are read and written, and how one is begun.

The pseudo-locales have CLDR's names: English that nobody mistakes for a translation, longer, and with odd letters;
``en_XA`` reads left to right, ``ar_XB`` right to left. What is in plain English on a banner then cannot be translated.
"""

from __future__ import annotations

import os
import re
from io import BytesIO

from babel.core import Locale, UnknownLocaleError
from babel.messages import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po
from babel.plural import PluralRule, to_gettext

from browserbanner._files import write_whole
from browserbanner.banner.tools import DOMAIN, SOURCE_LANGUAGE, forms, packaged_folder, parsed
from browserbanner.cli._output import CommandError
from browserbanner.errors import ConfigurationError

PSEUDO_LOCALES = ("en_XA", "ar_XB")

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{2,8})*\Z")
_WIDTH = 120

_PLURALS = ("zero", "one", "two", "few", "many", "other")
_ODD_LETTERS = str.maketrans(
    "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpRrSsTtUuVvWwYyZz", "ÅåƁƀÇçÐðÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀɱÑñÖöÞþŔŕŠšŢţÛûṼṽŴŵÝýŽž"
)
_PLACEHOLDER = re.compile(r"(%\(\w+\)s)")
_WORD = 8
_LONGER = 1.4  # German and Ukrainian sentences are at most so much longer than English ones

# What changes with every writing, and says nothing.
_STAMPS = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Project-Id-Version")


class CatalogError(CommandError):
    """A file that is no catalog. ``line``: where, counted from 1; 0 where that is not known."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}", status=2)
        self.line: int = line
        self.problem: str = problem


def catalogs_folder(asked: str | None, *, made: bool = False) -> str:
    """The folder with the languages: the one asked for, or the checkout's ``locales/``. Raises ConfigurationError.

    ``made``: one that is not there yet will do, since it is made when a catalog is written.
    """
    if asked is not None:
        if not os.path.isdir(asked) and (not asked or os.path.exists(asked) or not made):
            raise ConfigurationError(f"--locales: there is no folder {asked!r}", option="--locales", value=asked)
        return asked
    folder = packaged_folder()
    if not os.path.isfile(template_path(folder)):
        raise ConfigurationError(
            "an installed package has no catalogs to edit: say with --locales where yours are", option="--locales"
        )
    return folder


def template_path(folder: str) -> str:
    """Where the template of a folder's catalogs is."""
    return os.path.join(folder, f"{DOMAIN}.pot")


def catalog_path(folder: str, language: str) -> str:
    """Where a language's catalog is. Raises ConfigurationError for what is no language's name."""
    if not _LANGUAGE.match(language):
        raise ConfigurationError.expected("language", language, 'a language such as "pl" or "pt_BR"')
    return os.path.join(folder, language, "LC_MESSAGES", f"{DOMAIN}.po")


def languages_in(folder: str) -> list[str]:
    """The languages with a catalog there."""
    return sorted(
        name for name in os.listdir(folder) if _LANGUAGE.match(name) and os.path.isfile(catalog_path(folder, name))
    )


def read_catalog(path: str, language: str) -> Catalog:
    """A catalog's messages. Raises CatalogError."""
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise CatalogError(path, 0, error.strerror or str(error)) from None
    try:
        return parsed(content, language)
    except PoFileError as error:
        raise CatalogError(path, error.lineno + 1, str(error).removesuffix(f" on {error.lineno}")) from None
    except (ValueError, ArithmeticError, LookupError, TypeError) as error:
        raise CatalogError(path, 0, f"not understood: {error}") from None


def write_catalog(path: str, catalog: Catalog) -> bool:
    """Write a catalog unless the file says the same already; True if it was written. Raises OSError."""
    if is_written(path, catalog):
        return False
    os.makedirs(os.path.dirname(path), exist_ok=True)
    written = BytesIO()
    write_po(written, catalog, width=_WIDTH)
    write_whole(path, written.getvalue().rstrip(b"\n") + b"\n")
    return True


def is_written(path: str, catalog: Catalog) -> bool:
    """Whether the file says what the catalog does, however its editor wrapped the lines. Raises OSError."""
    try:
        with open(path, "rb") as file:
            return _said(read_po(file, locale=catalog.locale)) == _said(catalog)
    except (FileNotFoundError, PoFileError, ValueError):  # there is none, or it is no catalog
        return False


def _said(catalog: Catalog) -> tuple[object, ...]:
    """What a catalog says, however its lines are wrapped, and whenever it was written."""
    headers = [(name, value) for name, value in catalog.mime_headers if name not in _STAMPS]
    messages = [
        (
            *(message.context, message.id, [*filter(None, forms(message.string))], sorted(message.flags)),
            message.user_comments,
            " ".join(" ".join(message.auto_comments).split()),
        )
        for message in (*catalog, *catalog.obsolete.values())
        if message.id
    ]
    return " ".join(catalog.header_comment.replace("#", " ").split()), headers, messages, list(catalog.obsolete)


def new_catalog(language: str, template: Catalog) -> Catalog:
    """A language's empty catalog. Raises ConfigurationError for a language that CLDR does not know."""
    pseudo = language in PSEUDO_LOCALES
    known = language.partition("_")[0] if pseudo else language
    try:
        name = Locale.parse(known).get_display_name("en")
    except (UnknownLocaleError, ValueError):
        raise ConfigurationError.expected("language", language, 'a language such as "pl" or "pt_BR"') from None
    catalog = Catalog(
        locale=language,
        project=template.project,
        version=template.version,
        charset="utf-8",
        fuzzy=False,
        header_comment=(
            f"# {name}{' (pseudo-locale)' if pseudo else ''} messages of browserbanner.\n"
            "# Distributed under the same licence as browserbanner (MIT)."
        ),
        language_team=name,
    )
    catalog.msgid_bugs_address = catalog.last_translator = ""
    if not pseudo:  # Babel writes the header for languages that it knows
        catalog.mime_headers = [*catalog.mime_headers, ("Plural-Forms", plural_forms(language))]
    for message in template:
        if message.id:
            catalog.add(message.id, auto_comments=message.auto_comments, context=message.context)
    fill(catalog, language)
    return catalog


def fill(catalog: Catalog, language: str) -> None:
    """Translate what needs no translator: English is its own translation, and the pseudo-locales are made of it."""
    if language != SOURCE_LANGUAGE and language not in PSEUDO_LOCALES:
        return
    for message in catalog:
        if message.id:
            texts = forms(message.id)
            if language in PSEUDO_LOCALES:
                texts = tuple(pseudo_text(text, language) for text in texts)
            message.string = texts if message.pluralizable else texts[0]
            message.flags.discard("fuzzy")


def plural_forms(language: str) -> str:
    """The header for a language such as "uk" or "pt_BR": ``nplurals=...; plural=...;``, a form for each of CLDR's that
    a number below a thousand takes, in CLDR's order. (French has one more, for millions: no banner counts as many days;
    Ukrainian for fractions.) Raises UnknownLocaleError and ValueError, as Babel does.

    Babel's own table for gettext is not CLDR's, and changes from release to release.
    """
    if language.partition("_")[0] == "vi":
        return "nplurals=1; plural=0;"  # its nouns have no plural, though CLDR 48 (Babel 2.19) tells 0 and 1 apart
    rule = Locale.parse(language).plural_form
    taken = sorted({rule(number) for number in range(1000)}, key=_PLURALS.index)
    return to_gettext(PluralRule({form: rule.rules[form] for form in taken[:-1]}))  # the last: all other numbers


def pseudo_text(message: str, locale: str) -> str:
    """A message in a pseudo-locale: placeholders kept, brackets around it. Without letters it stays as it is."""
    if not any(map(str.isalpha, _PLACEHOLDER.sub("", message))):
        return message
    parts = _PLACEHOLDER.split(message)
    more = round(sum(map(len, parts[::2])) * (_LONGER - 1)) - 2
    parts[-1] = (parts[-1] + "".join("o" if index % _WORD else " " for index in range(more))).rstrip()
    if not message.startswith("%("):  # the share's sentence has to begin with its figure
        parts[0] = "[" + parts[0]
        parts[-1] += "]"
    turned, back = ("\u202e", "\u202c") if locale == "ar_XB" else ("", "")
    return "".join(
        part if index % 2 or not part else f"{turned}{part.translate(_ODD_LETTERS)}{back}"
        for index, part in enumerate(parts)
    )
