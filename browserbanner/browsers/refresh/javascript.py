"""Reads the JavaScript that caniuse-lite is published as: one literal a module. Nothing is ever evaluated.

Only literals are understood: objects, arrays, strings, numbers and null. Anything else is refused, with its place.
"""

from __future__ import annotations

import json
import re
from typing import TypeAlias, TypeVar

V = TypeVar("V")
Literal: TypeAlias = "dict[str, Literal] | list[Literal] | str | int | float | None"

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>"(?:[^"\\\n\r]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*")
    | (?P<number>-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)
    | (?P<name>[A-Za-z_$][A-Za-z0-9_$]*)
    | (?P<mark>[{}\[\]:,;])
    )""",
    re.VERBOSE,
)
_PREFIX = re.compile(r"\s*(?:['\"]use strict['\"];?\s*)?module\.exports\s*=")
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
_DEPTH = 8  # caniuse-lite nests 3 deep


class NotALiteral(ValueError):
    """The text is not the literal that it should be."""


def read_module(text: str) -> Literal:
    """The value of ``module.exports = <literal>``; NotALiteral for anything else.

    Keys come in JavaScript's order (whole numbers first, ascending), since browserslist's answers depend on it.
    """
    prefix = _PREFIX.match(text)
    if prefix is None:
        raise NotALiteral("does not begin with module.exports=")
    reader = _Reader(text, prefix.end())
    value = reader.value(0)
    if reader.kind == "mark" and reader.token == ";":
        reader.advance()
    if reader.kind != "end":
        raise reader.refusal("the end")
    return value


class _Reader:
    __slots__ = ("_at", "_text", "kind", "token")

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._at = at
        self.advance()

    def advance(self) -> None:
        match = _TOKEN.match(self._text, self._at)
        if match is not None:
            self._at = match.end()
            self.kind = str(match.lastgroup)
            self.token = match[self.kind]
        elif self._text[self._at :].strip():
            self.kind, self.token = "other", self._text[self._at : self._at + 20].strip()
        else:
            self.kind, self.token = "end", ""

    def refusal(self, expected: str) -> NotALiteral:
        return NotALiteral(f"expected {expected} at character {self._at}, found {self.token[:40]!r}")

    def take(self, mark: str) -> bool:
        if self.kind == "mark" and self.token == mark:
            self.advance()
            return True
        return False

    def value(self, depth: int) -> Literal:
        if depth > _DEPTH:
            raise NotALiteral(f"nested deeper than {_DEPTH}")
        kind, token = self.kind, self.token
        if kind == "string":
            self.advance()
            return str(json.loads(token))
        if kind == "number":
            self.advance()
            return float(token) if any(c in token for c in ".eE") else int(token)
        if kind == "name" and token == "null":
            self.advance()
            return None
        if self.take("{"):
            return self._object(depth)
        if self.take("["):
            return self._array(depth)
        raise self.refusal("a literal")

    def _array(self, depth: int) -> list[Literal]:
        values: list[Literal] = []
        if self.take("]"):
            return values
        while True:
            values.append(self.value(depth + 1))
            if self.take("]"):
                return values
            if not self.take(","):
                raise self.refusal("',' or ']'")

    def _object(self, depth: int) -> dict[str, Literal]:
        values: dict[str, Literal] = {}
        if self.take("}"):
            return values
        while True:
            key = self._key()
            if key in values:
                raise NotALiteral(f"the key {key!r} twice")
            self.advance()
            if not self.take(":"):
                raise self.refusal("':'")
            values[key] = self.value(depth + 1)
            if self.take("}"):
                return in_javascript_order(values)
            if not self.take(","):
                raise self.refusal("',' or '}'")

    def _key(self) -> str:
        if self.kind == "string":
            return str(json.loads(self.token))
        if self.kind == "name" or (self.kind == "number" and _INDEX.fullmatch(self.token)):
            return self.token
        raise self.refusal("a key")


def in_javascript_order(values: dict[str, V]) -> dict[str, V]:
    """The same object with its keys as JavaScript enumerates them: indexes ascending, then the rest as written."""
    indexes = sorted((key for key in values if _INDEX.fullmatch(key)), key=int)
    return {key: values[key] for key in indexes} | values
