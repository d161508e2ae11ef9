"""Request headers as the rooms read them, whatever the protocol gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

HeaderPairs: TypeAlias = Iterable[tuple[bytes | str, bytes | str]]
HeadersLike: TypeAlias = "Headers | Mapping[str, str] | Mapping[bytes, bytes] | HeaderPairs"


class Headers:
    """An immutable view of header fields: names in any case, values as latin-1 text (RFC 9110 §5.5).

    Made from a mapping or from pairs, of text or bytes, or from another one, which it shares. Made on the outdated
    visitor's path only, so it may copy.
    """

    __slots__ = ("_fields",)

    def __init__(self, source: HeadersLike | None = None) -> None:
        if isinstance(source, Headers):
            self._fields: dict[str, list[str]] = source._fields
            return
        pairs: HeaderPairs = source.items() if isinstance(source, Mapping) else source or ()
        fields: dict[str, list[str]] = {}
        for name, value in pairs:
            fields.setdefault(_text(name).lower(), []).append(_text(value))
        self._fields = fields

    def get(self, name: str) -> str | None:
        """The field's value, or None. ``name`` in lower case. Repeated fields are joined with ", " (RFC 9110 §5.3),
        cookies with "; " (RFC 9113 §8.2.3)."""
        values = self._fields.get(name)
        if values is None:
            return None
        return ("; " if name == "cookie" else ", ").join(values)

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __repr__(self) -> str:
        return f"Headers({self._fields!r})"


def _text(value: bytes | str) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
