"""What may be printed: user agents, logs, catalogs and data are strangers', and a terminal obeys some letters."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


def printable(text: str) -> str:
    """A text in one line, with what a terminal would obey as Python writes it: ``\\x1b``, ``\\n``."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def open_streams() -> None:
    """Have both outputs take every letter: those that they lack are written as ``\\u0411``. A closed one is nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115  (for as long as the process runs)
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
