"""Reads a JavaScript module that is one literal: ``module.exports = {...}``. Nothing is ever evaluated.

caniuse-lite's files are such modules, and so are shared browserslist configs. The literal is translated into JSON,
token by token. Understood are objects, arrays, strings, numbers, true, false, null, undefined (as None), comments, and
commas at the end. All else is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TypeAlias, TypeVar

V = TypeVar("V")
Literal: TypeAlias = "dict[str, Literal] | list[Literal] | str | int | float | None"

_BLANK = r"(?:\s|//[^\n]*|/\*.*?\*/)*+"
_PREFIX = rf"\ufeff?{_BLANK}(?:(?:'use strict'|\"use strict\");?{_BLANK})?(?:module\.exports\s*=|export\s+default\s)"
_INDEX = "(?:0|[1-9][0-9]{0,8})"
_TOKEN = _BLANK + "(?:{})".format(
    "|".join(
        (
            r"(?P<string>\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*')",
            rf"(?P<key>[A-Za-z_$][A-Za-z0-9_$]*|{_INDEX})(?={_BLANK}:)",
            r"(?P<decimal>-?(?:(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)",
            r"(?P<same>(?:null|true|false|-?(?:0|[1-9][0-9]{0,400})(?:[eE][-+]?[0-9]+)?)(?![A-Za-z0-9_$]))",
            r"(?P<undefined>undefined)",
            rf"(?P<last_comma>,(?={_BLANK}[}}\]]))",
            rf"(?P<mark>[{{\[,](?!{_BLANK},)|[}}\]:])",
            rf"(?P<end>;?{_BLANK}\Z)",
            r"(?P<other>.{1,20})",
        )
    )
)
_DEPTH = 8  # caniuse-lite nests 3 deep


class NotALiteral(ValueError):
    """The text is not the literal that it should be."""


def read_module(text: str) -> Literal:
    """The value of ``module.exports = <literal>``; NotALiteral for anything else.

    Keys come in JavaScript's order (whole numbers first, ascending), since browserslist's answers depend on it.
    """
    prefix = re.match(_PREFIX, text, re.DOTALL)
    if prefix is None:
        raise NotALiteral("does not begin with module.exports=")
    try:
        value: Literal = json.loads(_as_json(text, prefix.end()), strict=False, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise NotALiteral(f"{error.msg} at {error.doc[error.pos : error.pos + 40]!r}") from None
    return value


def _as_json(text: str, at: int) -> str:
    tokens: list[str] = []
    depth = 0
    for match in re.compile(_TOKEN, re.DOTALL).finditer(text, at):
        kind = str(match.lastgroup)
        token = match[kind]
        if kind == "other":
            raise NotALiteral(f"expected a literal at character {match.start(kind)}, found {token!r}")
        depth += (token in ("{", "[")) - (token in ("}", "]"))
        if depth > _DEPTH:
            raise NotALiteral(f"nested deeper than {_DEPTH}")
        tokens.append(_JSON[kind](token))
    return " ".join(tokens)


def _string(token: str) -> str:
    """A string as JSON writes it: an apostrophe has no escape there, a double quote needs one."""
    escapes = {"\\'": "'", '"': '\\"', "\\x": "\\u00"}
    inner = re.sub(r"""\\.|\"""", lambda found: escapes.get(found[0], found[0]), token[1:-1], flags=re.DOTALL)
    return f'"{inner}"'


# What JSON writes for each kind of token.
_JSON: dict[str, Callable[[str], str]] = {
    "string": _string,
    "key": '"{}"'.format,
    "decimal": lambda number: str(float(number)),  # JSON has neither .5 nor 5.
    "undefined": lambda _: "null",
    "last_comma": lambda _: "",
    "end": lambda _: "",
    "same": str,
    "mark": str,
}


def _object(pairs: list[tuple[str, Literal]]) -> dict[str, Literal]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise NotALiteral(f"has a key twice, of {', '.join(values)[:40]!r}")
    return in_javascript_order(values)


def in_javascript_order(values: dict[str, V]) -> dict[str, V]:
    """The same object with its keys as JavaScript enumerates them: indexes ascending, then the rest as written."""
    indexes = sorted((key for key in values if re.fullmatch(_INDEX, key)), key=int)
    return {key: values[key] for key in indexes} | values
