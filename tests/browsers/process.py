"""A browser's process: in a session of its own, with a home of its own, ended with all its children."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


class BrowserFailed(Exception):
    """A browser that did not start, or said that it could not do what was asked."""


class Process:
    """A started browser. Its output goes to a file; ``home`` is its $HOME and is removed with it."""

    def __init__(
        self, arguments: Sequence[str], *, env: Mapping[str, str] | None = None, home: Path | None = None
    ) -> None:
        self.home = home or make_home()
        self._output = (self.home / "output.txt").open("w+b")
        self._process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=self._output,
            env={**os.environ, "HOME": str(self.home), **(env or {})},
            start_new_session=True,
        )

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def output(self) -> str:
        return (self.home / "output.txt").read_text("utf-8", "replace")

    def wait(self, seconds: float) -> None:
        """Let it end by itself, for at most so long."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return

    def close(self) -> None:
        """End it and its children: its session holds nothing but what this object started."""
        for number, patience in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
            try:
                os.killpg(self._process.pid, number)
            except ProcessLookupError:
                break
            self.wait(patience)
        self._process.wait()
        self._output.close()
        shutil.rmtree(self.home, ignore_errors=True)


def make_home() -> Path:
    """A new folder for a browser's profile."""
    return Path(tempfile.mkdtemp(prefix="browserbanner-browser-"))


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Deadline:
    """``while deadline.wait(): ...`` tries again every few milliseconds, and raises when the time is over."""

    def __init__(self, seconds: float, what: str) -> None:
        self._end, self._what = time.monotonic() + seconds, what

    def wait(self) -> bool:
        if time.monotonic() > self._end:
            raise BrowserFailed(f"gave up waiting: {self._what}")
        time.sleep(0.02)
        return True
