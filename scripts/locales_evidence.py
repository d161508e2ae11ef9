"""How good the translations are, as far as that can be told without speaking the languages.

    python -m scripts.locales_evidence                    # write locales/EVIDENCE.md; fails where a check fails
    python -m scripts.locales_evidence --check            # the same, but only compare: what CI runs
    python -m scripts.locales_evidence sheet de           # what a reader gets: the texts without the English
    python -m scripts.locales_evidence record de FILE     # store the reader's answer, {"1": "English", ...}
    python -m scripts.locales_evidence compare de         # English, translation and reading, side by side

The checks are in scripts/evidence/, a module for each.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from scripts.evidence.readings import BadAnswer, comparison, record, sheet


def main() -> int:
    parser = argparse.ArgumentParser(description="The evidence for the banner's translations.")
    actions = parser.add_subparsers(dest="action", metavar="COMMAND", required=True)
    for name, about in (
        ("sheet", "print what an independent reader gets"),
        ("record", "store a reader's answer"),
        ("compare", "English, translation and reading, side by side"),
    ):
        action = actions.add_parser(name, help=about)
        action.add_argument("language", metavar="LANGUAGE", help="such as de or pt_BR")
        if name == "record":
            action.add_argument("file", metavar="FILE", type=Path, help='JSON: {"1": "English", ...}')
    asked = parser.parse_args()
    if asked.action == "sheet":
        print(json.dumps(sheet(asked.language), indent=1, ensure_ascii=False))
    elif asked.action == "record":
        try:
            print(record(asked.language, json.loads(asked.file.read_text("utf-8"))))
        except (BadAnswer, ValueError) as error:
            print(error, file=sys.stderr)
            return 1
    else:
        for english, text, back in comparison(asked.language):
            print(f"{english}\n    {text}\n    {back}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
