"""Text browsers on a pseudo-terminal: what they show, and what a person does with a few keys."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.browsers.engines import ENGINES
from tests.browsers.process import make_home

ROWS, COLUMNS = 50, 120
_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|[()][A-Za-z0-9]|[=>78MHD])|[\x00-\x08\x0e-\x1f]")
# The session's first process takes the terminal that it opens for its own: w3m asks for /dev/tty.
_ON_TERMINAL = 'exec "$@" <>"$TERMINAL" >&0 2>&1'


def _command(name: str, home: Path, language: str, user_agent: str) -> list[str]:
    path = ENGINES[name].path()
    assert path is not None
    if name == "w3m":
        options = {"accept_language": language, "display_charset": "UTF-8", "accept_cookie": "1"}
        if user_agent:
            options["user_agent"] = user_agent
        return [path, "-cookie", *(part for option in options.items() for part in ("-o", "=".join(option)))]
    settings = home / "lynx.cfg"
    settings.write_text(f"INCLUDE:/etc/lynx/lynx.cfg\nPREFERRED_LANGUAGE:{language}\n")
    agent = [f"-useragent={user_agent}"] if user_agent else []
    return [path, f"-cfg={settings}", "-display_charset=utf-8", "-accept_all_cookies", "-nopause", *agent]


def dump(name: str, url: str, language: str = "en", user_agent: str = "") -> str:
    """The page as text, as the browser lays it out for a pipe."""
    home = make_home()
    try:
        width = ["-cols", str(COLUMNS)] if name == "w3m" else [f"-width={COLUMNS}"]
        command = [*_command(name, home, language, user_agent), "-dump", *width, url]
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, env=_env(home))
        return result.stdout.decode("utf-8", "replace")
    finally:
        shutil.rmtree(home)


def _env(home: Path, **more: str) -> dict[str, str]:
    size = {"LINES": str(ROWS), "COLUMNS": str(COLUMNS)}  # pytest-xdist sets them for its workers
    return {**os.environ, "HOME": str(home), "TERM": "xterm", "LC_ALL": "C.UTF-8", **size, **more}


class Terminal:
    """A text browser with a page open, on a terminal of its own."""

    def __init__(self, name: str, url: str, language: str = "en", user_agent: str = "") -> None:
        self._home = make_home()
        self._terminal, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        command = ["sh", "-c", _ON_TERMINAL, "sh", *_command(name, self._home, language, user_agent), url]
        env = _env(self._home, TERMINAL=os.ttyname(other))
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=env,
            start_new_session=True,
        )
        self._other = other
        self._raw = b""

    def press(self, keys: str) -> None:
        """Type, then give it a moment to draw."""
        os.write(self._terminal, keys.encode())
        self._read(0.3)

    def screen(self) -> str:
        """What was drawn since the last look, without control sequences, spaces collapsed; all of it is drawn again."""
        self._raw = b""
        self.press("\x0c")
        return self._text()

    def wait(self, text: str, seconds: float = 30) -> None:
        """Until this was drawn."""
        end = time.monotonic() + seconds
        while text not in self._text():
            if time.monotonic() > end:
                raise AssertionError(f"{text!r} was not drawn: {self._text()[-2000:]}")
            self._read(0.1)

    def _text(self) -> str:
        return " ".join(_ESCAPES.sub(" ", self._raw.decode("utf-8", "replace")).split())

    def _read(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._terminal], [], [], left)[0]:
                self._raw += os.read(self._terminal, 65536)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._terminal)
        os.close(self._other)
        shutil.rmtree(self._home, ignore_errors=True)
