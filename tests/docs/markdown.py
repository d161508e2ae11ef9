"""The project's documents, and what a test asks of one: its code blocks, headings, links, tables, code in its text."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]


class Block(NamedTuple):
    """A fenced block of code. ``line``: of its fence, from 1; ``language``: as written behind it."""

    document: str
    line: int
    language: str
    code: str

    @property
    def place(self) -> str:
        return f"{self.document}:{self.line}"

    @property
    def without_comments(self) -> str:
        """The code, which is the same in the documents in Ukrainian. They have comments of their own."""
        if self.language != "python":
            return re.sub(r"\s+# .*", "", self.code)
        tokens = tokenize.generate_tokens(io.StringIO(self.code).readline)
        return " ".join(token.string for token in tokens if token.type != tokenize.COMMENT)


class Heading(NamedTuple):
    level: int
    text: str
    anchor: str


class Link(NamedTuple):
    """A link or a picture: where it leads, and what it says (a picture's alternative text)."""

    target: str
    text: str
    picture: bool


class Document:
    """A Markdown file of the project, known by its path in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def _tokens(self) -> list[Token]:
        return MarkdownIt("commonmark").enable("table").parse(self.text)

    @cached_property
    def blocks(self) -> list[Block]:
        return [
            Block(self.name, token.map[0] + 1, token.info.strip(), token.content)
            for token in self._tokens
            if token.type in ("fence", "code_block") and token.map is not None
        ]

    @cached_property
    def headings(self) -> list[Heading]:
        found: list[Heading] = []
        for token, inline in zip(self._tokens, self._tokens[1:], strict=False):
            if token.type == "heading_open":
                text = "".join(part.content for part in inline.children or ())
                anchor = _anchor(text)
                doubles = sum(other.anchor == anchor for other in found)
                found.append(Heading(int(token.tag[1:]), text, f"{anchor}-{doubles}" if doubles else anchor))
        return found

    @property
    def _inline(self) -> Iterator[list[Token]]:
        yield from (token.children for token in self._tokens if token.type == "inline" and token.children)

    @cached_property
    def links(self) -> list[Link]:
        found: list[Link] = []
        for children in self._inline:
            for number, token in enumerate(children):
                if token.type == "image":
                    found.append(Link(str(token.attrGet("src")), token.content, picture=True))
                elif token.type == "link_open":
                    text = children[number + 1].content
                    found.append(Link(str(token.attrGet("href")), text, picture=False))
        return found

    @cached_property
    def code(self) -> list[str]:
        """What stands between backticks in the text."""
        return [token.content for children in self._inline for token in children if token.type == "code_inline"]

    @cached_property
    def tables(self) -> list[list[list[str]]]:
        """The cells of each table, as they are written, row by row, the head first."""
        tables: list[list[list[str]]] = []
        for token, inline in zip(self._tokens, self._tokens[1:], strict=False):
            if token.type == "table_open":
                tables.append([])
            elif token.type == "tr_open":
                tables[-1].append([])
            elif token.type in ("th_open", "td_open"):
                tables[-1][-1].append(inline.content)
        return tables


def _anchor(text: str) -> str:
    """As GitHub makes it, and MyST after it: lower case, no punctuation, a hyphen for each blank."""
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


DOCUMENTS = {
    document.name: document for document in map(Document, [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))])
}


def blocks(*languages: str) -> list[Block]:
    """All blocks in these languages."""
    return [block for document in DOCUMENTS.values() for block in document.blocks if block.language in languages]


def different_blocks(*languages: str) -> list[Block]:
    """One of each code: to be run, which takes longer than to be compared (test_readmes.py)."""
    found: dict[str, Block] = {}
    for block in blocks(*languages):
        found.setdefault(block.without_comments, block)
    return list(found.values())


def block_that(language: str, beginning: str) -> Block:
    """The one block in a language that begins so."""
    (found,) = (block for block in blocks(language) if block.code.startswith(beginning))
    return found
