"""``browserbanner locales new|extract|update|check|stats``: the translators' files, kept in step. Thin over Babel."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from babel.messages import Catalog

from browserbanner import __version__
from browserbanner.analysis import plural
from browserbanner.banner.tools import extract_messages, forms
from browserbanner.cli._arguments import add_command, add_group
from browserbanner.cli._catalog_files import (
    CatalogError,
    catalog_path,
    catalogs_folder,
    fill,
    is_written,
    languages_in,
    new_catalog,
    read_catalog,
    template_path,
    write_catalog,
)
from browserbanner.cli._output import print_columns, printable
from browserbanner.cli._proofreading import is_translated, proofread
from browserbanner.errors import ConfigurationError


def add_parsers(commands: Any) -> None:
    description = "The banner's gettext catalogs, LANGUAGE/LC_MESSAGES/browserbanner.po: see TRANSLATING.md."
    actions = add_group(commands, "locales", "begin, update and check translations", description)
    for name, run, languages, about in (
        ("new", _new, "+", "begin a language: an empty catalog (en_XA and ar_XB: a pseudo-locale, filled)"),
        ("extract", _extract, "", "write the template, browserbanner.pot, again"),
        ("update", _update, "*", "bring catalogs up to the messages, pseudo-locales too (default: all languages)"),
        ("check", _check, "*", "say what is wrong with catalogs (default: all languages)"),
        ("stats", _stats, "*", "how much of each catalog is translated"),
    ):
        action = add_command(actions, name, about, run)
        action.add_argument("--locales", metavar="DIR", help="the folder with the catalogs (default: the checkout's)")
        if languages:
            action.add_argument("languages", nargs=languages, metavar="LANGUAGE", help="such as pl or pt_BR")
        if name == "check":
            action.add_argument(
                "--partial", action="store_true", help="the catalogs need not be finished: only what is broken is said"
            )


def _new(asked: argparse.Namespace) -> int:
    folder, template = catalogs_folder(asked.locales, made=True), _template()
    for language in asked.languages:
        path = catalog_path(folder, language)
        if os.path.exists(path):
            raise ConfigurationError(f"{path} is there already", option="language", value=language)
        write_catalog(path, new_catalog(language, template))
        print(printable(f"{path}: {_count(template)} messages to translate; TRANSLATING.md says how"))
    return 0


def _extract(asked: argparse.Namespace) -> int:
    path = template_path(catalogs_folder(asked.locales))
    written = write_catalog(path, _template())
    print(f"{path}: {'written' if written else 'is up to date'}, {_count(_template())} messages")
    return 0


def _update(asked: argparse.Namespace) -> int:
    folder = catalogs_folder(asked.locales)
    failed = 0
    for language in asked.languages or languages_in(folder):
        path = catalog_path(folder, language)
        try:
            catalog = read_catalog(path, language)
        except CatalogError as error:
            print(printable(str(error)), file=sys.stderr)
            failed = 1
            continue
        # Its fuzzy guesses are wild; the old text stays, as obsolete. It keeps the template's messages: one for each.
        catalog.update(_template(), no_fuzzy_matching=True)
        fill(catalog, language)
        print(f"{path}: {'updated' if write_catalog(path, catalog) else 'is up to date'}")
    return failed


def _check(asked: argparse.Namespace) -> int:
    folder, template = catalogs_folder(asked.locales), _template()
    languages = asked.languages or languages_in(folder)
    if not languages:
        raise ConfigurationError(
            f"{folder} has no catalogs, such as uk/LC_MESSAGES/browserbanner.po", option="--locales"
        )
    findings, written = [], template_path(folder)
    if os.path.exists(written) and not is_written(written, template):
        findings.append(
            f"{written}: is not what the banner's templates say: `browserbanner locales extract` writes it again"
        )
    for language in languages:
        path = catalog_path(folder, language)
        try:
            catalog = read_catalog(path, language)
        except CatalogError as error:
            findings.append(str(error))
            continue
        for line, message, problem in proofread(catalog, language, template, partial=asked.partial):
            place = f"{path}:{line}" if line else path  # what is missing has no line
            findings.append(f"{place}: {message!r} {problem}" if message else f"{place}: {problem}")
    for finding in findings:
        print(printable(finding))
    print(
        f"{plural(len(languages), 'language')}, {plural(_count(template), 'message')}: "
        + (plural(len(findings), "finding") if findings else "nothing to complain about")
    )
    return 1 if findings else 0


def _stats(asked: argparse.Namespace) -> int:
    folder, template = catalogs_folder(asked.locales), _template()
    total = _count(template)
    rows = [("language", "translated", "fuzzy", "missing", "obsolete", "")]
    for language in asked.languages or languages_in(folder):
        catalog = read_catalog(catalog_path(folder, language), language)
        known = [m for m in catalog if m.id and template.get(forms(m.id)[0], m.context)]
        done = sum(map(is_translated, known))
        fuzzy = sum(message.fuzzy for message in known)
        left = total - done - fuzzy
        obsolete = len(catalog.obsolete) + sum(bool(m.id) for m in catalog) - len(known)
        rows.append((language, f"{done}/{total}", str(fuzzy), str(left), str(obsolete), f"{100 * done // total}%"))
    print_columns(rows)
    return 0


def _template() -> Catalog:
    return extract_messages(__version__)


def _count(template: Catalog) -> int:
    return sum(bool(message.id) for message in template)
