"""Reads a JavaScript module that is one literal: ``module.exports = {...}``. Nothing is ever evaluated.

caniuse-lite's files are such modules, and so are shared browserslist configs. Understood are objects, arrays, strings,
numbers, true, false, null, undefined (as None), comments and commas at the end. All else is refused, with its place.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TypeAlias, TypeVar

V = TypeVar("V")
Literal: TypeAlias = "dict[str, Literal] | list[Literal] | str | int | float | None"

_BLANK = r"(?:\s|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)*"
_PREFIX = rf"\ufeff?{_BLANK}(?:(?:'use strict'|\"use strict\");?{_BLANK})?(?:module\.exports\s*=|export\s+default\s)"
_ESCAPE = r"\\[\"'\\/bfnrt]|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}"
_TOKEN = _BLANK + "(?:{})".format(
    "|".join(
        (
            rf"(?P<string>\"(?:[^\"\\\n\r]|{_ESCAPE})*\"|'(?:[^'\\\n\r]|{_ESCAPE})*')",
            r"(?P<number>-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)",
            r"(?P<name>[A-Za-z_$][A-Za-z0-9_$]*)",
            r"(?P<mark>[{}\[\]:,;])",
            r"(?P<end>\Z)",
            r"(?P<other>.{1,20})",
        )
    )
)
_NAMED: dict[str, Literal] = {"null": None, "undefined": None, "true": True, "false": False}
_INDEX = "(?:0|[1-9][0-9]{0,8})"
_DEPTH = 8  # caniuse-lite nests 3 deep


class NotALiteral(ValueError):
    """The text is not the literal that it should be."""


def read_module(text: str) -> Literal:
    """The value of ``module.exports = <literal>``; NotALiteral for anything else.

    Keys come in JavaScript's order (whole numbers first, ascending), since browserslist's answers depend on it.
    """
    prefix = _compiled(_PREFIX).match(text)
    if prefix is None:
        raise NotALiteral("does not begin with module.exports=")
    reader = _Reader(text, prefix.end())
    value = reader.value(0)
    reader.take(";")
    if reader.kind != "end":
        raise reader.refusal("the end")
    return value


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)  # when the first module is read, which most servers never do


class _Reader:
    __slots__ = ("_at", "_text", "_token", "kind", "token")

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._at = at
        self._token = _compiled(_TOKEN)
        self.advance()

    def advance(self) -> None:
        match = self._token.match(self._text, self._at)
        assert match is not None  # "other" is any character, "end" is none
        self._at = match.end()
        self.kind = str(match.lastgroup)
        self.token = match[self.kind]

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
        if self.take("{"):
            return self._object(depth)
        if self.take("["):
            return self._array(depth)
        if kind not in ("string", "number") and not (kind == "name" and token in _NAMED):
            raise self.refusal("a literal")
        self.advance()
        if kind == "string":
            return _string(token)
        if kind == "number":
            return float(token) if any(c in token for c in ".eE") else int(token)
        return _NAMED[token]

    def _array(self, depth: int) -> list[Literal]:
        values: list[Literal] = []
        while not self.take("]"):
            values.append(self.value(depth + 1))
            self._comma("]")
        return values

    def _object(self, depth: int) -> dict[str, Literal]:
        values: dict[str, Literal] = {}
        while not self.take("}"):
            key = self._key()
            if key in values:
                raise NotALiteral(f"the key {key!r} twice")
            self.advance()
            if not self.take(":"):
                raise self.refusal("':'")
            values[key] = self.value(depth + 1)
            self._comma("}")
        return in_javascript_order(values)

    def _comma(self, closing: str) -> None:
        if not self.take(",") and not (self.kind == "mark" and self.token == closing):
            raise self.refusal(f"',' or {closing!r}")

    def _key(self) -> str:
        if self.kind == "string":
            return _string(self.token)
        if self.kind == "name" or (self.kind == "number" and _compiled(_INDEX).fullmatch(self.token)):
            return self.token
        raise self.refusal("a key")


def _string(token: str) -> str:
    inner = re.sub(r"""\\.|\"""", _as_json, token[1:-1]) if "'" in token or "\\x" in token else token[1:-1]
    return str(json.loads(f'"{inner}"'))


def _as_json(found: re.Match[str]) -> str:
    """As JSON writes it: an apostrophe has no escape there, a double quote needs one, ``\\x41`` is ``\\u0041``."""
    return {"\\'": "'", '"': '\\"', "\\x": "\\u00"}.get(found[0], found[0])


def in_javascript_order(values: dict[str, V]) -> dict[str, V]:
    """The same object with its keys as JavaScript enumerates them: indexes ascending, then the rest as written."""
    indexes = sorted((key for key in values if _compiled(_INDEX).fullmatch(key)), key=int)
    return {key: values[key] for key in indexes} | values
