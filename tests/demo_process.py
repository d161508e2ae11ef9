"""`browserbanner demo` as a user starts it: in a process of its own, known by the addresses that it prints."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from types import TracebackType
from typing import Self


class DemoProcess:
    """The running demo. ``address``: the site with the middleware; ``plain``: the same without it."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "browserbanner", "demo", *(arguments or ("--port", "0"))]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self._process.stdout is not None
        self.said = ""
        for line in self._process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                break
        addresses = re.findall(r"http://[^\s/]+", self.said)
        if len(addresses) != 2:
            self._process.kill()
            self._process.communicate()
            raise AssertionError(f"the demo did not start: {self.said}")
        self.address, self.plain = addresses

    def interrupt(self) -> tuple[int, str]:
        """Ctrl-C; its exit status and what it said last."""
        self._process.send_signal(signal.SIGINT)
        rest, _ = self._process.communicate(timeout=20)
        return self._process.returncode, rest

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._process.poll() is None:
            self.interrupt()
