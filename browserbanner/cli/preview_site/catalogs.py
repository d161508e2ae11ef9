"""The catalogs of a folder as they are on disk now; where one is broken, as it was when it was last good."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from gettext import NullTranslations
from typing import NamedTuple, TypeAlias

from babel.messages import Catalog

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
    """What a message says in a language. ``state``: "done", "fuzzy", "missing" or "broken".

    What is not done is shown as visitors would see it: in English, or as the installed package has it.
    """

    key: Key
    plural: str | None
    comment: str
    state: str
    line: int
    source: NullTranslations

    def text(self, n: int) -> str:
        """What is shown for a number."""
        if self.plural is None:
            return self.source.pgettext(*self.key)
        return self.source.npgettext(*self.key, self.plural, n)


class Language(NamedTuple):
    """``revision`` grows with each change; ``problem``: why the file cannot be read; ``shown``: by message."""

    name: str
    shown: Mapping[Key, Shown]
    revision: int = 1
    path: str | None = None
    problem: CatalogError | None = None
    findings: tuple[Finding, ...] = ()

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
        self._stamps: dict[str, tuple[int, int, int]] = {}
        self._languages: dict[str, Language] = {}
        for name in PSEUDO_LOCALES:
            self._languages[name] = Language(name, self._all("done", compiled(new_catalog(name, self._template))))
        # An installed package has its languages compiled: they are shown, and there is nothing to edit.
        self._is_packaged = os.path.realpath(folder) == os.path.realpath(packaged_folder())
        for name in available_locales(self._own) if self._is_packaged else [SOURCE_LANGUAGE]:
            if name not in languages_in(folder):
                self._languages[name] = Language(name, self._all("done", load_catalog(name, self._own)))

    def now(self) -> dict[str, Language]:
        """The languages; files that changed since the last call are read."""
        there = languages_in(self.folder)
        for name in there:
            path = catalog_path(self.folder, name)
            try:
                about = os.stat(path)
            except OSError:
                continue  # an editor is just replacing it
            stamp = (about.st_mtime_ns, about.st_size, about.st_ino)
            if self._stamps.get(name) != stamp:
                self._stamps[name] = stamp
                self._languages[name] = self._read(name, path)
        for name in [*self._stamps]:
            if name not in there and not os.path.isdir(os.path.join(self.folder, name, "LC_MESSAGES")):
                del self._stamps[name], self._languages[name]
        pseudo = {name: self._languages[name] for name in PSEUDO_LOCALES}
        return {name: self._languages[name] for name in sorted(self._languages.keys() - pseudo.keys())} | pseudo

    def _read(self, name: str, path: str) -> Language:
        known = self._languages.get(name)
        revision = known.revision + 1 if known else 1
        try:
            catalog = read_catalog(path, name)
            shown = self._shown(name, catalog)
        except CatalogError as error:
            before = known.shown if known else self._all("missing", self._beneath(name))
            return Language(name, before, revision, path, error, known.findings if known else ())
        findings = tuple(proofread(catalog, name, self._template))
        return Language(name, shown, revision, path, findings=findings)

    def _shown(self, name: str, catalog: Catalog) -> dict[Key, Shown]:
        own, beneath = compiled(catalog), self._beneath(name)
        shown = self._all("missing", beneath)
        for key, empty in shown.items():
            message = catalog.get(key[1], key[0])
            if message is None:
                continue
            state = "fuzzy" if message.fuzzy and message.string else "missing"
            if is_translated(message) and message.pluralizable == (empty.plural is not None):
                known = placeholders(key[1]) | placeholders(empty.plural or "")
                state = "done" if all(placeholders(text) <= known for text in forms(message.string)) else "broken"
            source = own if state == "done" else beneath
            shown[key] = empty._replace(state=state, source=source, line=message.lineno or 0)
        return shown

    def _all(self, state: str, source: NullTranslations) -> dict[Key, Shown]:
        every = {}
        for message in self._template:
            if message.id:
                one, *more = forms(message.id)
                key = (message.context or "", one)
                every[key] = Shown(key, more[0] if more else None, " ".join(message.auto_comments), state, 0, source)
        return every

    def _beneath(self, name: str) -> NullTranslations:
        """What visitors see of messages that the folder's catalog lacks."""
        return NullTranslations() if self._is_packaged else load_catalog(name, self._own)
