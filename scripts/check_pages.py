"""Look through built pages: what they need is there, no other host is asked, and every link of theirs leads somewhere.

python -m scripts.check_pages build/docs
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: What a browser fetches by itself: these may name no other host. What a person follows, <a href>, may.
_FETCHED = {
    ("audio", "src"), ("embed", "src"), ("iframe", "src"), ("img", "src"), ("link", "href"), ("object", "data"),
    ("script", "src"), ("source", "src"), ("video", "src"),
}  # fmt: skip
_IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class Page(HTMLParser):
    """A page's anchors, what it fetches, and where its links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors = {"", "top"}
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" or (tag, name) == ("a", "name"):
                self.anchors.add(value or "")
            elif (tag, name) in _FETCHED:
                self.fetched.append(value or "")
            elif (tag, name) == ("a", "href"):
                self.links.append(value or "")


def problems(site: Path) -> Iterator[str]:
    """What is wrong with the pages below a folder, a line each."""
    pages = {path.resolve(): Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    if not pages:
        yield f"{site}: no pages there"
    for path, page in pages.items():
        for address in page.fetched:
            yield from _missing(path, address, f"{path.relative_to(site.resolve())} fetches")
        for address in page.links:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = _target(path, address)
            if not target.is_file():
                yield f"{path.relative_to(site.resolve())} links to {address}, which is not there"
            elif target in pages and unquote(parts.fragment) not in pages[target].anchors:
                yield f"{path.relative_to(site.resolve())} links to {address}, where no such anchor is"
    for path in sorted(site.rglob("*.css")):
        for plain, imported in _IN_STYLES.findall(_COMMENT.sub("", path.read_text(encoding="utf-8"))):
            yield from _missing(path.resolve(), plain or imported, f"{path.relative_to(site)} fetches")


def _missing(path: Path, address: str, who: str) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme == "data":
        return
    if parts.scheme or parts.netloc:
        yield f"{who} {address}, of another host"
    elif not _target(path, address).is_file():
        yield f"{who} {address}, which is not there"


def _target(path: Path, address: str) -> Path:
    place = unquote(urlsplit(address).path)
    return (path.parent / place).resolve() if place else path


def main(arguments: list[str]) -> int:
    site = Path(arguments[0])
    found = list(problems(site))
    for problem in found:
        print(problem)
    if not found:
        print(f"{site}: {len(list(site.rglob('*.html')))} pages, whole, and no other host is asked")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
