"""What tests put into pages: a text that is known beforehand."""

from __future__ import annotations


class Inserted:
    """Puts ``whole`` into the page, or ``bare`` where the page's base address is another site's. ``asked``: the
    languages that pages were said to be in; ``utf_8``: whether the last one's head said that it is in UTF-8."""

    def __init__(self, whole: bytes, bare: bytes | None = None) -> None:
        self.whole = whole
        self.bare = whole if bare is None else bare
        self.nonce: str | None = None
        self.utf_8 = False
        self.asked: list[str | None] = []

    def prepare(self, nonce: str | None, utf_8: bool, /) -> None:
        self.nonce = nonce
        self.utf_8 = utf_8

    def fill(self, page_language: str | None, /) -> tuple[bytes, bytes]:
        self.asked.append(page_language)
        return self.whole, self.bare
