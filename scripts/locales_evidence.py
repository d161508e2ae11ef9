"""How good the translations are, as far as that can be told without speaking the languages.

    python -m scripts.locales_evidence                    # write locales/EVIDENCE.md; fails where a check fails
    python -m scripts.locales_evidence --check            # the same, but only compare: what CI runs
    python -m scripts.locales_evidence sheet de           # what a reader gets: the texts without the English
    python -m scripts.locales_evidence record de FILE     # store the reader's answer, {"1": "English", ...}
    python -m scripts.locales_evidence compare de         # English, translation and reading, side by side
    python -m scripts.locales_evidence findings de        # what the checks find in one language

The checks are in scripts/evidence/, a module for each.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from browserbanner.cli._catalog_files import CatalogError
from scripts.evidence.catalogs import languages
from scripts.evidence.readings import BadAnswer, comparison, record, sheet
from scripts.evidence.report import TARGET, findings_in, listed, score, written
from scripts.evidence.spelling import NoDictionary


def main() -> int:
    parser = argparse.ArgumentParser(description="The evidence for the banner's translations.")
    parser.add_argument("--check", action="store_true", help="write nothing: fail where locales/EVIDENCE.md differs")
    actions = parser.add_subparsers(dest="action", metavar="COMMAND")
    for name, about in (
        ("sheet", "print what an independent reader gets"),
        ("record", "store a reader's answer"),
        ("compare", "English, translation and reading, side by side"),
        ("findings", "what the checks find in one language"),
    ):
        action = actions.add_parser(name, help=about)
        action.add_argument("language", metavar="LANGUAGE", help="such as de or pt_BR")
        if name == "record":
            action.add_argument("file", metavar="FILE", type=Path, help='JSON: {"1": "English", ...}')
    asked = parser.parse_args()
    try:
        return _run(asked)
    except (BadAnswer, NoDictionary, CatalogError, json.JSONDecodeError) as error:
        print(error, file=sys.stderr)
        return 1


def _run(asked: argparse.Namespace) -> int:
    if asked.action == "sheet":
        print(json.dumps(sheet(asked.language), indent=1, ensure_ascii=False))
    elif asked.action == "record":
        print(record(asked.language, json.loads(asked.file.read_text("utf-8"))))
    elif asked.action == "compare":
        for english, text, back in comparison(asked.language):
            print(f"{english}\n    {text}\n    {back}\n")
    elif asked.action == "findings":
        found = findings_in(asked.language)
        for finding in found:
            print(f"{finding.check}: {finding.message}: {finding.what}")
        return 1 if found else 0
    else:
        return _evidence(only_compare=asked.check)
    return 0


def _evidence(only_compare: bool) -> int:
    known = listed()
    scores = [score(language) for language in languages()]
    failed = 0
    for row in scores:
        for finding in row.findings:
            print(f"{row.language}: {finding.check}: {finding.message}: {finding.what}", file=sys.stderr)
            failed |= row.language in known or not only_compare
    if not only_compare:
        TARGET.write_text(written(scores), "utf-8")
    elif TARGET.read_text("utf-8") != written([row for row in scores if row.language in known]):
        print(f"{TARGET.name} says otherwise: make locales-evidence writes it", file=sys.stderr)
        failed = 1
    for row in scores:
        if only_compare and row.language not in known:  # a pull request with a new language is one file
            print(f"{row.language} is new: make locales-evidence adds it to {TARGET.name}")
    print(f"{len(scores)} languages: {TARGET}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
