"""A server as its users start it: in a process of its own, on a free port of this machine."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.browsers.process import free_port
from tests.reply import Reply

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
_PATIENCE = 30.0  # seconds for a server to come up; it needs one or two


class Server:
    """``command`` is started in ``folder``; a first part that is no program of the system's stands behind "python".
    ``{port}`` in it is the port, which PORT says too."""

    def __init__(
        self, *command: str, folder: Path = EXAMPLES, env: Mapping[str, str] | None = None, port: int | None = None
    ) -> None:
        self.port = free_port() if port is None else port
        self._output = tempfile.TemporaryFile("a+")  # noqa: SIM115  # closed where the process ends
        arguments = [part.replace("{port}", str(self.port)) for part in command]
        self._process = subprocess.Popen(
            arguments if arguments[0].startswith("/") else [sys.executable, *arguments],
            cwd=folder,
            env={**os.environ, "PORT": str(self.port), "PYTHONUNBUFFERED": "1", **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def said(self) -> str:
        """What it has written to its terminal."""
        if not self._output.closed:
            self._output.seek(0)
            self._said = self._output.read()
        return self._said

    def request(
        self, path: str = "/", headers: Mapping[str, str] | None = None, *, method: str = "GET", body: str | None = None
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return Reply(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    def stop(self) -> int:
        """Ask it to end, wait for that, and say its exit status; what does not end in time is killed."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._kill_the_rest()
        status = self._process.wait()
        self.said()
        self._output.close()
        return status

    def _kill_the_rest(self) -> None:
        """Its session holds nothing but its own workers."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def __enter__(self) -> Self:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            try:
                self.request("/favicon.ico")
            except OSError:
                time.sleep(0.05)
            else:
                return self
        self.stop()
        raise AssertionError(f"the server did not start: {self.said()}")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if not self._output.closed:
            self.stop()
