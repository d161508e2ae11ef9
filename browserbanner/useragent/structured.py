"""The little of Structured Field Values (RFC 8941) that client hints need: lists of strings with parameters, a string,
a boolean. What is malformed says nothing, as §4.2 asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_LONGEST: Final = 2048

_STRING: Final = r'"((?:[ !#-\[\]-~]|\\["\\])*+)"'
_BARE: Final = r"-?\d{1,15}(?:\.\d{1,3})?|[A-Za-z*][\w!#$%&'*+.^`|~:/-]*+|\?[01]|:[A-Za-z0-9+/=]*+:"
_item = re.compile(_STRING).match
_parameter = re.compile(rf";[ ]*+([a-z*][a-z0-9_.*-]*+)(?:=(?:{_STRING}|{_BARE}))?").match
_separator = re.compile(r"[ \t]*+,[ \t]*+").match
_escape = re.compile(r"\\(.)").sub


def strings_with(field: str | None, name: str) -> list[tuple[str, str]]:
    """The members of a list of strings (§3.1) with their parameter ``name``, where it is a string; [] if malformed."""
    try:
        return list(_members((field or "")[:_LONGEST].strip(" "), name))
    except ValueError:
        return []


def _members(field: str, name: str) -> Iterator[tuple[str, str]]:
    at = 0
    while field:
        m = _item(field, at)
        if m is None:
            raise ValueError(field)
        member, value, at = m[1], None, m.end()
        while m := _parameter(field, at):
            if m[1] == name:  # the last of the same name counts (§3.1.2)
                value = m[2]
            at = m.end()
        if value is not None:
            yield _escape(r"\1", member), _escape(r"\1", value)
        if at == len(field):
            return
        m = _separator(field, at)
        if m is None:
            raise ValueError(field)
        at = m.end()


def text(field: str | None) -> str | None:
    """A string (§3.3.3), without its parameters; None if it is not one."""
    m = _item((field or "")[:_LONGEST].strip(" "))
    return None if m is None else _escape(r"\1", m[1])


def boolean(field: str | None) -> bool | None:
    """A boolean (§3.3.6); None if it is not one."""
    return {"?1": True, "?0": False}.get((field or "")[:_LONGEST].strip(" ").partition(";")[0])
