"""The command line: ``browserbanner check``, ``serve``, ``policy`` and so on, a module each."""

from __future__ import annotations

import argparse
import errno
import os
import platform
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NoReturn, TextIO

from browserbanner import __version__
from browserbanner.browsers import BrowserData
from browserbanner.cli import _analyze, _check, _completion, _data, _locales, _policy, _serving
from browserbanner.cli._arguments import flag
from browserbanner.cli._output import CommandError, open_streams, printable
from browserbanner.errors import ConfigurationError, did_you_mean

__all__ = ["main", "make_parser"]

# Why a write fails: the disk is full, or broken.
_WRITE_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


class _Parser(argparse.ArgumentParser):
    """Adds to an error which command or option may have been meant. ``asked.prog`` is the command as it is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_defaults(prog=self.prog)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        asked, unknown = super().parse_known_args(args, namespace)
        flags = [word for word in unknown if word.startswith("--")]
        if flags:
            known = re.findall(r"--[a-z-]+", self.format_usage())
            self.error(f"unrecognized arguments: {' '.join(unknown)}{did_you_mean(flags[0].partition('=')[0], known)}")
        return asked, unknown

    def error(self, message: str) -> NoReturn:
        choice = re.search(r"invalid choice: '(.*)' \(choose from (.*)\)$", message)
        super().error(message + (did_you_mean(choice[1], re.findall(r"[\w-]+", choice[2])) if choice else ""))


class _ShowVersion(argparse.Action):
    """Says the package's version and what else a report of a fault has to name, and ends."""

    def __call__(self, parser: argparse.ArgumentParser, *given: Any) -> None:
        try:
            data = BrowserData.load().date
        except ConfigurationError:
            data = "none"  # the package is broken, and that is when its version is asked for
        print(f"browserbanner {__version__} (browser data: {data}; Python {platform.python_version()})")
        parser.exit()


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = _Parser(prog="browserbanner", description="An upgrade banner for outdated browsers.")
    parser.add_argument(
        "-V", "--version", action=_ShowVersion, nargs=0, help="say the version, and the date of the browser data"
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in (_check, _analyze, _policy, _data, _locales, _serving):
        module.add_parsers(commands)
    _completion.add_parser(commands, parser)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status.

    0; 1 where it could not be done, or what was checked is not good; 2 where what was given cannot be used: an option,
    a file to read; 3 from `analyze --strict` where there are warnings; 130 after Ctrl-C.
    """
    open_streams()
    given = sys.argv[1:] if arguments is None else arguments
    asked = make_parser().parse_args(given)
    try:
        status = asked.run(asked)
        sys.stdout.flush()  # here, where what goes wrong can still be said
    except ConfigurationError as error:
        return _failed(_as_given(error, given), 2)
    except CommandError as error:
        return _failed(str(error), error.status, asked.prog)
    except ModuleNotFoundError as missing:
        if not asked.extra or (missing.name or "").startswith("browserbanner"):
            raise
        return _failed(f"needs {missing.name}: pip install 'browserbanner[{asked.extra}]'", 1, asked.prog)
    except BrokenPipeError:
        _let_go(sys.stdout)  # the reader has left (`| head`): nothing more to say to it, and no traceback either
        return 0
    except OSError as error:
        place = error.filename
        if place is None and error.errno in _WRITE_ERRORS:
            place = "standard output"  # other files are named
            _let_go(sys.stdout)
        return _failed(f"{f'{place}: ' if place is not None else ''}{error.strerror or error}", 1)
    except KeyboardInterrupt:
        return _failed("interrupted", 130)
    assert isinstance(status, int)
    return status


def _failed(sentence: str, status: int, prog: str = "browserbanner") -> int:
    print(printable(f"{prog}: {sentence}"), file=sys.stderr)
    return status


def _as_given(error: ConfigurationError, given: Sequence[str]) -> str:
    """What an error says, with the option's name as it is written here."""
    name = error.option or ""
    is_given = any(word.partition("=")[0] == flag(name) for word in given)
    return re.sub(rf"^{name}\b", flag(name), str(error)) if name and is_given else str(error)


def _let_go(stream: TextIO) -> None:
    """Forget what a stream could not take: at its end Python would try again, and complain."""
    with suppress(OSError):  # of a stream without a descriptor: a test's
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
