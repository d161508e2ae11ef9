"""The catalogs of a folder as they are on disk now; where one is broken, as it was when it was last good."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from gettext import NullTranslations
from typing import NamedTuple, TypeAlias

from babel.messages import Message

from browserbanner.banner.tools import (
    SOURCE_LANGUAGE,
    available_locales,
    compiled,
    extract_messages,
    forms,
    load_catalog,
    packaged_folder,
    placeholders,
)
from browserbanner.cli._catalog_files import (
    PSEUDO_LOCALES,
    CatalogError,
    catalog_path,
    languages_in,
    new_catalog,
    read_catalog,
)
from browserbanner.cli._proofreading import Finding, is_translated, proofread

Key: TypeAlias = tuple[str, str]
"""A message: its context and its English."""


class Shown(NamedTuple):
    """How a message stands in a language. ``state``: "done", "fuzzy", "missing" or "broken"; ``line``: in the file, 0
    for none; ``text``: what visitors see, five days where it has a plural; ``comment``: for translators."""

    state: str
    line: int
    text: str
    comment: str


class Language(NamedTuple):
    """``texts``: what visitors see, which is English, or as the installed package has it, where nothing is done;
    ``revision``: another one with each change; ``problem``: why the file cannot be read."""

    name: str
    texts: NullTranslations
    shown: Mapping[Key, Shown]
    findings: tuple[Finding, ...] = ()
    revision: str = ""
    path: str | None = None
    problem: CatalogError | None = None

    @property
    def states(self) -> list[str]:
        return [message.state for message in self.shown.values()]

    @property
    def done(self) -> int:
        return self.states.count("done")


class Catalogs:
    """``folder``: with ``LANGUAGE/LC_MESSAGES/browserbanner.po``; ``own``: a site's, with compiled ones."""

    def __init__(self, folder: str, own: Sequence[str | os.PathLike[str]] = ()) -> None:
        self.folder = folder
        self._own = [os.fspath(each) for each in own]
        self._template = extract_messages()
        whole: dict[str, NullTranslations] = {
            name: compiled(new_catalog(name, self._template)) for name in PSEUDO_LOCALES
        }
        # An installed package has its languages compiled: they are shown, and there is nothing to edit.
        self._is_packaged = os.path.realpath(folder) == os.path.realpath(packaged_folder())
        for name in available_locales(self._own) if self._is_packaged else [SOURCE_LANGUAGE]:
            if name not in languages_in(folder):
                whole[name] = load_catalog(name, self._own)
        self._languages = {name: Language(name, texts, self._shown(texts, "done")) for name, texts in whole.items()}

    def now(self) -> dict[str, Language]:
        """The languages; files that changed since the last call are read."""
        for name in languages_in(self.folder):
            path = catalog_path(self.folder, name)
            try:
                about = os.stat(path)
            except OSError:
                continue  # an editor is just replacing it
            revision = f"{about.st_mtime_ns} {about.st_size} {about.st_ino}"
            known = self._languages.get(name)
            if known is None or known.revision != revision:
                self._languages[name] = self._read(name, path)._replace(revision=revision, path=path)
        for name, language in [*self._languages.items()]:
            if language.path is not None and not os.path.isdir(os.path.dirname(language.path)):
                del self._languages[name]
        names = [*sorted(self._languages.keys() - PSEUDO_LOCALES), *PSEUDO_LOCALES]
        return {name: self._languages[name] for name in names}

    def _read(self, name: str, path: str) -> Language:
        # What visitors see of messages that the folder's catalog lacks.
        beneath = NullTranslations() if self._is_packaged else load_catalog(name, self._own)
        try:
            catalog = read_catalog(path, name)
        except CatalogError as error:
            known = self._languages.get(name) or Language(name, beneath, self._shown(beneath, "missing"))
            return known._replace(problem=error)
        findings = tuple(proofread(catalog, name, self._template))
        standing = {}
        for wanted in self._template:
            message = catalog.get(wanted.id, wanted.context) if wanted.id else None
            if message is not None:
                state = _state(wanted, message)
                standing[_key(wanted)] = state, message.lineno or 0
                if state != "done":
                    catalog.delete(wanted.id, wanted.context)
        texts = compiled(catalog)
        texts.add_fallback(beneath)
        shown = self._shown(texts, "missing")
        for key, (state, line) in standing.items():
            shown[key] = shown[key]._replace(state=state, line=line)
        return Language(name, texts, shown, findings)

    def _shown(self, texts: NullTranslations, state: str) -> dict[Key, Shown]:
        """All messages, in the template's order."""
        shown = {}
        for message in filter(lambda each: each.id, self._template):
            key, (_, *more) = _key(message), forms(message.id)
            text = texts.npgettext(*key, more[0], 5) if more else texts.pgettext(*key)
            shown[key] = Shown(state, 0, text, " ".join(message.auto_comments))
        return shown


def _key(message: Message) -> Key:
    return message.context or "", forms(message.id)[0]


def _state(wanted: Message, message: Message) -> str:
    """How a catalog's message stands. ``wanted``: the template's."""
    if message.fuzzy and message.string:
        return "fuzzy"
    if not is_translated(message) or message.pluralizable != wanted.pluralizable:
        return "missing"
    known = frozenset().union(*map(placeholders, forms(wanted.id)))
    return "done" if all(placeholders(text) <= known for text in forms(message.string)) else "broken"
