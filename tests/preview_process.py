"""`browserbanner preview` as a translator starts it: in a process of its own, known by the address that it prints."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import signal
import subprocess
import sys
from html import unescape
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

LOCALES = Path(__file__).parents[1] / "locales"


class PreviewProcess:
    """The running preview. ``address``: where it is served."""

    def __init__(self, *arguments: str | Path) -> None:
        command = [sys.executable, "-m", "browserbanner", "preview", "--port", "0", *map(str, arguments)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self._process.stdout is not None
        self.said = ""
        for line in self._process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                break
        found = re.search(r"http://[^\s/]+", self.said)
        if found is None:
            self._process.kill()
            self._process.communicate()
            raise AssertionError(f"the preview did not start: {self.said}")
        self.address = found[0]

    def get(self, path: str, host: str | None = None, **query: str) -> tuple[int, str]:
        """A response: status and text."""
        connection = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=20)
        headers = {"Host": host} if host else {}
        connection.request("GET", path + ("?" + urlencode(query) if query else ""), headers=headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response.status, text

    def shown(self, path: str, **query: str) -> str:
        """What a page says, without its tags and with spaces collapsed."""
        status, text = self.get(path, **query)
        assert status == 200, text
        return " ".join(unescape(re.sub(r"(?s)<(style|script).*?</\1>|<[^>]+>", " ", text)).split())

    def revisions(self) -> dict[str, int]:
        """What the page asks several times a second."""
        answer: dict[str, int] = json.loads(self.get("/state")[1])
        return answer

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


def copied(folder: Path, *languages: str) -> Path:
    """A folder with copies of these languages' catalogs."""
    for language in languages:
        shutil.copytree(LOCALES / language, folder / language)
    return folder


def po_file(folder: Path, language: str) -> Path:
    """A language's catalog in a folder."""
    return folder / language / "LC_MESSAGES" / "browserbanner.po"


def edit(path: Path, before: str, after: str) -> None:
    """Save a catalog with something else in it."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
