"""`browserbanner preview` as a translator starts it, or its site alone; and the catalogs that they edit."""

from __future__ import annotations

import http.client
import json
import re
import shutil
from abc import ABC, abstractmethod
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from starlette.testclient import TestClient

from browserbanner.cli.preview_site.site import make_site
from tests.command_process import CommandProcess

LOCALES = Path(__file__).parents[1] / "locales"


class Preview(ABC):
    """The preview, however it is served."""

    @abstractmethod
    def ask(self, target: str, headers: dict[str, str]) -> tuple[int, str]:
        """The response to a GET: status and text."""

    def get(self, path: str, host: str | None = None, **query: str) -> tuple[int, str]:
        """A response: status and text."""
        return self.ask(path + ("?" + urlencode(query) if query else ""), {"Host": host} if host else {})

    def shown(self, path: str, **query: str) -> str:
        """What a page says, without its tags and with spaces collapsed."""
        status, text = self.get(path, **query)
        assert status == 200, text
        return " ".join(unescape(re.sub(r"(?s)<(style|script).*?</\1>|<[^>]+>", " ", text)).split())

    def revisions(self) -> dict[str, str]:
        """What the page asks several times a second."""
        answer: dict[str, str] = json.loads(self.get("/state")[1])
        return answer


class PreviewProcess(CommandProcess, Preview):
    """In a process of its own. ``address``: where it is served."""

    def __init__(self, *arguments: str | Path) -> None:
        super().__init__("preview", "--port", "0", *map(str, arguments))
        (self.address,) = self.addresses

    def ask(self, target: str, headers: dict[str, str]) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=20)
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response.status, text


class PreviewSite(Preview):
    """Its site in the tests' own process: where nothing depends on a server."""

    def __init__(self, folder: Path) -> None:
        self._client = TestClient(make_site(str(folder)), base_url="http://127.0.0.1")

    def ask(self, target: str, headers: dict[str, str]) -> tuple[int, str]:
        response = self._client.get(target, headers=headers)
        return response.status_code, response.text


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
