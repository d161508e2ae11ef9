"""What scripts share that make a file of the project: write it, or say whether it is up to date."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path


def write_or_check(arguments: list[str], path: Path, make: Callable[[], str], script: str) -> int:
    """Write what ``make`` returns; with ``--check`` only compare. Returns the exit status: 1 where the file would
    change. Ends the process with 2 for any other argument, before anything is made."""
    parser = argparse.ArgumentParser(f"python -m {script}", description=f"Make {path.name}.", allow_abbrev=False)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the file would change")
    check = parser.parse_args(arguments).check
    text = make()
    if not check:
        path.write_text(text, encoding="utf-8")
        return 0
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return 0
    print(f"{path.parent.name}/{path.name} is not what the code says: python -m {script}, and look at what it changed")
    return 1
