"""Browser: what a test can do with any real browser, whichever protocol drives it."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from tests.browsers.process import Deadline


class Browser(ABC):
    """A running browser with one page."""

    @abstractmethod
    def goto(self, url: str) -> None:
        """Load a page and wait until it has loaded."""

    @abstractmethod
    def js(self, expression: str) -> Any:
        """The value of an ES3 expression in the page."""

    @abstractmethod
    def click(self, css: str) -> None:
        """A click of the mouse in the middle of the first such element, as a person's."""

    @abstractmethod
    def screenshot(self, path: Path) -> None:
        """A PNG of what the window shows."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Give the page so many CSS pixels, where the browser can."""

    @abstractmethod
    def close(self) -> None:
        """End it."""

    def wait(self, expression: str, seconds: float = 10) -> None:
        """Until the expression is true: a click is handled a moment after it was sent."""
        deadline = Deadline(seconds, expression)
        while not self.js(f"!!({expression})"):
            deadline.wait()

    def text(self, css: str) -> str:
        """The text that the element shows, with its spaces collapsed."""
        text = self.js(f"document.querySelector({json.dumps(css)}).innerText")
        return " ".join(str(text).split())

    def present(self, css: str) -> bool:
        return bool(self.js(f"!!document.querySelector({json.dumps(css)})"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


class Browse(Protocol):
    """The fixture ``browse``: starts an engine, which is ended when the test is over."""

    def __call__(self, name: str, language: str = "", user_agent: str = "", *, javascript: bool = True) -> Browser: ...
