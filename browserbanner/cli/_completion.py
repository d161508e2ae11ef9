"""``browserbanner completion``: what a shell reads to complete commands, options and their values at the Tab key."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial
from typing import Any

from browserbanner.cli._arguments import add_command

SHELLS = ("bash", "zsh", "fish")
_HOW = """\
To use it, in:
  bash   browserbanner completion bash > ~/.local/share/bash-completion/completions/browserbanner
  zsh    browserbanner completion zsh > ~/.zfunc/_browserbanner      (with ~/.zfunc in $fpath)
  fish   browserbanner completion fish > ~/.config/fish/completions/browserbanner.fish
"""


def add_parser(commands: Any, whole: argparse.ArgumentParser) -> None:
    """Add the command to the parser. ``whole``: that of all commands, which is what gets completed."""
    parser = add_command(
        commands,
        "completion",
        "write a shell's script that completes commands and options at the Tab key",
        partial(run, whole=whole),
        extra="cli",
        epilog=_HOW,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("shell", choices=SHELLS, help="which shell")


def run(asked: argparse.Namespace, whole: argparse.ArgumentParser) -> int:
    import shtab

    for action in _actions(whole):
        if action.metavar in ("PATH", "LOG"):
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar == "DIR":
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
        elif asked.shell == "zsh" and not action.option_strings and action.choices is None:
            # Nothing to offer. Without this zsh tells what is wanted there, and completes no option then.
            action.complete = {"zsh": "( )"}  # type: ignore[attr-defined]
    print(shtab.complete(whole, asked.shell))
    return 0


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """All arguments and options, those of the commands below too."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _actions(below)
