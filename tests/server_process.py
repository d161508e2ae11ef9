"""A server as its users start it: in a process of its own, on a free port of this machine."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.reply import Reply

EXAMPLES = Path(__file__).parents[1] / "examples"
_PATIENCE = 30.0  # seconds for a server to come up; it needs one or two


class Server:
    """``command`` begins behind "python"; ``{port}`` in it is the port, which PORT says too."""

    def __init__(self, *command: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._output = tempfile.TemporaryFile("w+")  # noqa: SIM115  # closed where the process ends
        self._process = subprocess.Popen(
            [sys.executable, *(part.format(port=self.port) for part in command)],
            cwd=EXAMPLES,
            env={**os.environ, "PORT": str(self.port), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )

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

    def __enter__(self) -> Self:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            try:
                self.request("/favicon.ico")
            except OSError:
                time.sleep(0.05)
            else:
                return self
        self.__exit__(None, None, None)
        raise AssertionError(f"the server did not start: {self.said()}")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.said()
        self._output.close()
