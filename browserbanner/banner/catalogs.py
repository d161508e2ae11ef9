"""Message catalogs: where they lie, which languages there are, and how one is loaded.

In a checkout the ``.po`` files below ``locales/`` are read as they are, so that a translator sees an edit at once; an
installed package carries the ``.mo`` files that hatch_build.py compiles from them. A site's own folders have the same
layout, ``<language>/LC_MESSAGES/browserbanner.po`` or ``.mo``, and win message by message.
"""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from gettext import GNUTranslations, NullTranslations, c2py
from io import BytesIO

from babel.messages import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import PoFileError, read_po

from browserbanner.banner.names import LOCAL
from browserbanner.banner.slots import without_marks
from browserbanner.errors import ConfigurationError

DOMAIN = "browserbanner"
SOURCE_LANGUAGE = "en"

_PACKAGE = os.path.dirname(os.path.dirname(__file__))
_LINE = re.compile(r"""(#~ ?)?((msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])\s+)?"([^"\\]|\\.)*"\Z|#|\Z""")
_FORMER = re.compile(rb"^#~\|.*$", re.M)
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?([a-zA-Z%]?)")
# Where they stand: with a catalog that lacks these, the sentences around them are English.
_WITH_FORMATS = (
    ("card", "Available for: %(systems)s"),
    ("source", "Share on computers worldwide, %(date)s: StatCounter via %(link)s, CC BY 4.0"),
)


class Catalogs:
    """What a site's banners say, by language. ``folders``: the site's own; ``read``: reads a language's messages in the
    folders' place. Raises ConfigurationError, see :func:`check_folders`."""

    def __init__(self, folders: Sequence[str], read: Callable[[str], NullTranslations] | None = None) -> None:
        check_folders(folders)
        self.messages: Callable[[str], NullTranslations] = cache(read or (lambda locale: load_catalog(locale, folders)))
        self.formats: Callable[[str], str] = cache(self._formats)

    def _formats(self, locale: str) -> str:
        """Whose figures, months and lists a banner has: its language's, or English ones in English sentences."""
        speaks = any(self.messages(locale).pgettext(*message) != message[1] for message in _WITH_FORMATS)
        return locale if speaks or locale.startswith(SOURCE_LANGUAGE) else SOURCE_LANGUAGE

    def local_name(self, name: str, locale: str) -> str:
        """A browser's or an app's name as it is written in a language: "QQ\u6d4f\u89c8\u5668"."""
        return without_marks(self.messages(locale).pgettext("name", name)) if name in LOCAL else name


def packaged_folder() -> str:
    """Where the project's own catalogs lie: the checkout's ``locales/``, else the installed package's."""
    checkout = os.path.join(os.path.dirname(_PACKAGE), "locales")
    # The template tells our folder from any other one that happens to stand beside an installed package.
    if os.path.isfile(os.path.join(checkout, f"{DOMAIN}.pot")):
        return checkout
    return os.path.join(_PACKAGE, "locales")


def available_locales(folders: Iterable[str] = ()) -> tuple[str, ...]:
    """The languages with a catalog, in the folders' own spelling, sorted; English always."""
    found = {SOURCE_LANGUAGE}
    for folder in (packaged_folder(), *folders):
        found.update(_catalogs(folder))
    return tuple(sorted(found))


def load_catalog(locale: str, folders: Sequence[str] = ()) -> NullTranslations:
    """The messages of one language: the first folder's, then the next one's, ours, and the English of the templates."""
    chain = NullTranslations()
    for folder in (packaged_folder(), *reversed(folders)):
        path = _catalog_file(folder, locale)
        if path is not None:
            messages = _read(path, locale)
            messages.add_fallback(chain)
            chain = messages
    return chain


def check_folders(folders: Sequence[str]) -> None:
    """Raise ConfigurationError for a folder without catalogs, and for a catalog that is broken or breaks a sentence.

    For a site's own folders, at start-up. It reads each catalog once, for which it imports Babel.
    """
    for folder in folders:
        catalogs = _catalogs(folder)
        if not catalogs:
            what = f"folders with catalogs, such as uk/LC_MESSAGES/{DOMAIN}.po"
            raise ConfigurationError.expected("locale_dirs", folder, what)
        for locale, path in catalogs.items():
            problem = _problem(path, locale)
            if problem:
                raise ConfigurationError(f"locale_dirs: {path}: {problem}", option="locale_dirs", value=folder)


def compiled(catalog: Catalog) -> GNUTranslations:
    """The translations in a catalog's text, without fuzzy and unfinished ones."""
    finished = Catalog(locale=catalog.locale)  # no copy, which Babel before 2.18 cannot make
    finished.mime_headers = catalog.mime_headers
    for message in catalog:
        # Babel would write English for a form that is empty.
        if message.id and (not message.pluralizable or all(message.string or ())):
            finished[message.id] = message
    binary = BytesIO()
    write_mo(binary, finished)  # leaves fuzzy messages out
    binary.seek(0)
    return GNUTranslations(binary)


def parsed(content: bytes, locale: str) -> Catalog:
    """The catalog in a ``.po`` file. Raises PoFileError for a line that is not understood, and what else Babel raises.

    Babel takes a line without its closing quote, and cuts a letter off. It knows neither the mark that Windows editors
    begin a file with, nor "#~| msgid", which msgmerge writes for messages that are gone. Line numbers stay as they are.
    """
    for index, line in enumerate(content.splitlines()):
        try:
            text = line.decode("utf-8" if index else "utf-8-sig").strip()
        except UnicodeDecodeError:
            raise PoFileError("not in UTF-8", Catalog(), "", index) from None
        if not _LINE.match(text):
            what = f"not understood: {text if len(text) < 80 else text[:77] + '...'}"
            raise PoFileError(what, Catalog(), text, index)
    known = _FORMER.sub(b"", content.removeprefix(BOM_UTF8))
    return _with_plurals(read_po(BytesIO(known), locale=locale, abort_invalid=True))


def placeholders(message: str) -> frozenset[str]:
    """The names of a message's placeholders: {"browser"} for "%(browser)s ...". One that would break is named "%"."""
    found = set()
    for name, conversion in _PLACEHOLDER.findall(message):
        if name and conversion == "s":
            found.add(name)
        elif name or conversion != "%":
            found.add("%")
    return frozenset(found)


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """A message's English or translation, as Babel has it: one text, or one for each form of a number."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def _catalogs(folder: str) -> dict[str, str]:
    """The folder's languages, and where the catalog of each is; none where there is no such folder."""
    try:
        entries = sorted(os.listdir(folder))
    except OSError:
        return {}
    return {locale: path for locale in entries if (path := _catalog_file(folder, locale)) is not None}


def _catalog_file(folder: str, locale: str) -> str | None:
    """The language's catalog there. The text wins over the binary: it is what people edit."""
    for ending in (".po", ".mo"):
        path = os.path.join(folder, locale, "LC_MESSAGES", DOMAIN + ending)
        if os.path.isfile(path):
            return path
    return None


def _read(path: str, locale: str) -> NullTranslations:
    with open(path, "rb") as file:
        return GNUTranslations(file) if path.endswith(".mo") else compiled(parsed(file.read(), locale))


def _with_plurals(catalog: Catalog) -> Catalog:
    """The catalog. Raises ValueError or ArithmeticError where its rule for plurals leads to no form that it has."""
    rule = c2py(catalog.plural_expr)
    for number in range(200):
        if not 0 <= rule(number) < catalog.num_plurals:
            raise ValueError(f"Plural-Forms: {number} has form {rule(number)} of {catalog.num_plurals}")
    return catalog


def _problem(path: str, locale: str) -> str | None:
    """What is wrong with a catalog, or None."""
    try:
        with open(path, "rb") as file:
            content = file.read()
        is_text = path.endswith(".po")
        catalog = parsed(content, locale) if is_text else _with_plurals(read_mo(BytesIO(content)))
    except PoFileError as error:
        return f"not a message catalog: line {error.lineno + 1}: {str(error).removesuffix(f' on {error.lineno}')}"
    except Exception as error:  # a damaged .mo fails in struct, codecs or anywhere else
        return f"not a message catalog: {type(error).__name__}: {error}"
    for message in catalog:
        if not message.id or message.fuzzy:
            continue
        known = frozenset().union(*map(placeholders, forms(message.id)))
        for text in forms(message.string):
            extra = placeholders(text) - known
            if extra:
                return f"{forms(message.id)[0]!r} has no placeholder {', '.join(sorted(extra))}"
    return None
