"""TagEnd: where does a tag end? At the first ``>`` that no quotes hold."""

from __future__ import annotations

import re

# Whole attributes, as many as there are (HTML §13.2.5.32 to §13.2.5.39). Possessive: no byte is tried twice. An
# attribute that the piece may have cut is left to the states below, which can stop at any byte.
_WHOLE_ATTRIBUTES = re.compile(
    rb"""(?>[\t\n\f\r /]++|[^\t\n\f\r />][^\t\n\f\r />=]*+(?>"""
    rb"""[\t\n\f\r ]*+=[\t\n\f\r ]*+(?>"[^"]*+"|'[^']*+'|[^\t\n\f\r >"'][^\t\n\f\r >]*+(?=[\t\n\f\r >]))"""
    rb"""|[\t\n\f\r ]*+(?=[^\t\n\f\r =])))*+"""
)
_NAME_REST = re.compile(rb"[^\t\n\f\r />=]*+")
_UNQUOTED = re.compile(rb"[^\t\n\f\r >]*+")
_SPACES = re.compile(rb"[\t\n\f\r ]*+")

_BEFORE_NAME, _NAME, _AFTER_NAME, _BEFORE_VALUE, _DOUBLE, _SINGLE, _BARE = range(7)


class TagEnd:
    """Finds a tag's ``>``, from the end of the tag's name on, resumable at every byte."""

    __slots__ = ("_state",)

    def __init__(self) -> None:
        self._state = _BEFORE_NAME

    def begin(self) -> None:
        """Another tag's name has just ended."""
        self._state = _BEFORE_NAME

    def find(self, buffer: bytes, at: int) -> int:
        """Where the ``>`` is, reading on from ``at``; -1 if it is not in here (then all of it was read)."""
        state = self._state
        size = len(buffer)
        while True:
            if state == _BEFORE_NAME:
                whole = _WHOLE_ATTRIBUTES.match(buffer, at)
                at = whole.end() if whole else at
                if at < size:
                    if buffer[at] == 0x3E:
                        return at
                    at += 1  # of the name even if it is "="
                    state = _NAME
            elif state == _NAME:
                rest = _NAME_REST.match(buffer, at)
                at = rest.end() if rest else at
                if at < size:
                    state = _AFTER_NAME
            elif state in (_DOUBLE, _SINGLE):
                quote = buffer.find(b'"' if state == _DOUBLE else b"'", at)
                at = quote + 1 if quote >= 0 else size
                if quote >= 0:
                    state = _BEFORE_NAME
            elif state == _BARE:
                rest = _UNQUOTED.match(buffer, at)
                at = rest.end() if rest else at
                if at < size:
                    state = _BEFORE_NAME
            else:
                spaces = _SPACES.match(buffer, at)
                at = spaces.end() if spaces else at
                if at < size:
                    byte = buffer[at]
                    if byte == 0x3E:
                        return at
                    if state == _AFTER_NAME:
                        state = _BEFORE_VALUE if byte == 0x3D else _BEFORE_NAME
                        at += byte == 0x3D
                    else:
                        state = {0x22: _DOUBLE, 0x27: _SINGLE}.get(byte, _BARE)
                        at += state != _BARE
            if at >= size:
                self._state = state
                return -1
