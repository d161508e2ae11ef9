"""The command line: ``browserbanner check|analyze|policy|data|demo|locales|preview|completion``: a module a command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from browserbanner.cli import _analyze, _check, _completion, _data, _demo, _locales, _policy, _preview
from browserbanner.errors import ConfigurationError

__all__ = ["main", "make_parser"]


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(prog="browserbanner", description="An upgrade banner for outdated browsers.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (_check, _analyze, _policy, _data, _demo, _locales, _preview):
        command.add_parser(commands)
    _completion.add_parser(commands, parser)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0, 1 for what went wrong, 2 for what was asked wrongly."""
    asked = make_parser().parse_args(arguments)
    try:
        status = asked.run(asked)
    except ConfigurationError as error:
        print(f"browserbanner: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()  # the reader has left (`| head`): nothing more to say to it, and no traceback either
        return 0
    assert isinstance(status, int)
    return status
