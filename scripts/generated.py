"""What scripts share that make a file of the project: write it, or say whether it is up to date."""

from __future__ import annotations

from pathlib import Path


def write_or_check(arguments: list[str], path: Path, text: str, script: str) -> int:
    """Write ``text``; with ``--check`` only compare. Returns the exit status: 1 where the file would change."""
    if arguments != ["--check"]:
        path.write_text(text, encoding="utf-8")
        return 0
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return 0
    print(f"{path.parent.name}/{path.name} is not what the code says: python -m {script}, and look at what it changed")
    return 1
