"""What commands say that cannot do their work: in a sentence, and where a package is missing, what brings it."""

from __future__ import annotations

import sys

from browserbanner.cli._printable import printable


def refuse(command: str, sentence: str) -> int:
    """Say why a command cannot do its work. Returns its exit status."""
    print(printable(f"browserbanner {command}: {sentence}"), file=sys.stderr)
    return 1


def lacks(command: str, missing: ModuleNotFoundError, extra: str) -> int:
    """The same where a package is missing that an extra brings. Raises what is missing of our own."""
    if (missing.name or "").partition(".")[0] == "browserbanner":
        raise missing
    return refuse(command, f"needs {missing.name}: pip install 'browserbanner[{extra}]'")
