"""A command that serves until Ctrl-C, as its user starts it: in a process of its own, known by what it prints."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self


class CommandProcess:
    """A running ``browserbanner ...``. ``said``: what it printed until it was ready; ``addresses``: of its sites."""

    def __init__(self, *arguments: str, sites: int = 1) -> None:
        command = [sys.executable, "-m", "browserbanner", *arguments]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self._process.stdout is not None
        self.said = ""
        for line in self._process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                break
        self.addresses = re.findall(r"http://[^\s/]+", self.said)
        if len(self.addresses) != sites:
            self._process.kill()
            self._process.communicate()
            raise AssertionError(f"{' '.join(arguments)} did not start: {self.said}")

    def interrupt(self) -> tuple[int, str]:
        """Ctrl-C; its exit status and what it said last."""
        return self.end(signal.SIGINT)

    def memory(self) -> int:
        """Bytes that are resident (Linux: proc_pid_statm(5))."""
        return int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * 4096

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Its exit status after this signal, and what it said last."""
        self._process.send_signal(number)
        rest, _ = self._process.communicate(timeout=20)
        return self._process.returncode, rest

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._process.poll() is None:
            self.interrupt()
