"""Message catalogs as files: where they are, how they are read and written, which plural forms they have."""

from __future__ import annotations

import os
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from browserbanner._files import write_whole
from browserbanner.banner.tools import DOMAIN, SOURCE_LANGUAGE, packaged_folder, wrong_line
from browserbanner.errors import BrowserBannerError, ConfigurationError

if TYPE_CHECKING:
    from babel.messages import Catalog

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{2,8})*\Z")
_WIDTH = 120

# As Weblate, Crowdin and the gettext manual order them; Babel has the last two the other way round.
_PLURAL_FORMS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
}

# What changes with every writing, and says nothing.
_STAMPS = re.compile(rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Project-Id-Version): .*\n', re.MULTILINE)


class CatalogError(BrowserBannerError, ValueError):
    """A file that is no catalog. ``line``: where, counted from 1; 0 where that is not known."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")
        self.path: str = path
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
            return parse_catalog(file.read(), path, language)
    except OSError as error:
        raise CatalogError(path, 0, error.strerror or str(error)) from None


def parse_catalog(content: bytes, path: str, language: str) -> Catalog:
    """The same for a file's content."""
    from babel.messages.pofile import PoFileError, read_po

    wrong = wrong_line(content)
    if wrong is not None:
        raise CatalogError(path, *wrong)
    try:
        return read_po(BytesIO(content), locale=language, abort_invalid=True)
    except PoFileError as error:
        raise CatalogError(path, error.lineno + 1, str(error.args[0] if error.args else "not understood")) from None
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise CatalogError(path, 0, f"not understood: {error}") from None


def write_catalog(path: str, catalog: Catalog) -> bool:
    """Write a catalog unless the file says the same already; True if it was written. Raises OSError."""
    from babel.messages.pofile import write_po

    written = BytesIO()
    write_po(written, catalog, width=_WIDTH)
    content = written.getvalue().rstrip(b"\n") + b"\n"
    try:
        with open(path, "rb") as file:
            if _STAMPS.sub(b"", file.read()) == _STAMPS.sub(b"", content):
                return False
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    write_whole(path, content)
    return True


def plural_forms(language: str) -> str:
    """The header Plural-Forms for a language: ``nplurals=...; plural=...;``. Raises CatalogError."""
    from babel.core import UnknownLocaleError
    from babel.messages.plurals import get_plural

    base = language.partition("_")[0]
    if base in _PLURAL_FORMS:
        return _PLURAL_FORMS[base]
    try:
        return str(get_plural(language))
    except (UnknownLocaleError, ValueError):
        pass
    try:
        return str(get_plural(base))
    except (UnknownLocaleError, ValueError):
        raise CatalogError(language, 0, "no language that CLDR knows") from None


def new_catalog(language: str, template: Catalog) -> Catalog:
    """A language's empty catalog. Raises ConfigurationError for a language that CLDR does not know."""
    from babel.core import Locale, UnknownLocaleError
    from babel.messages import Catalog

    from browserbanner.cli._pseudo import PSEUDO_LOCALES, pseudo_text

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
        catalog.mime_headers = [*catalog.mime_headers, ("Plural-Forms", plural_forms(known))]
    for message in template:
        if not message.id:
            continue
        text: Any = "" if isinstance(message.id, str) else ("",) * catalog.num_plurals
        if pseudo and isinstance(message.id, str):
            text = pseudo_text(message.id, language)
        elif pseudo:
            text = tuple(pseudo_text(message.id[-1], language) for _ in range(catalog.num_plurals))
        elif language == SOURCE_LANGUAGE:
            text = message.id
        catalog.add(message.id, text, auto_comments=message.auto_comments, context=message.context)
    return catalog
