"""Request headers as the rooms read them, whatever the protocol gave."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

HeaderPairs: TypeAlias = Iterable[tuple[bytes | str, bytes | str]]
HeadersLike: TypeAlias = "Headers | Mapping[str, str] | Mapping[bytes, bytes] | HeaderPairs"


class Headers:
    """An immutable view of header fields: names in any case, values as latin-1 text (RFC 9110 §5.5).

    Made from a mapping or from pairs, of text or bytes, or from another one, which it shares. Made on the outdated
    visitor's path only, so it may copy.
    """

    __slots__ = ("_fields", "_repeated", "names")

    _fields: dict[str, str]  # the first one of each name
    _repeated: dict[str, list[str]] | None  # all of a name, where it came more than once
    #: The fields' names, in lower case.
    names: Collection[str]

    def __init__(self, source: HeadersLike | None = None) -> None:
        if isinstance(source, Headers):
            self._fields, self._repeated, self.names = source._fields, source._repeated, source.names
            return
        fields: dict[str, str] = {}
        self._fields = self.names = fields
        self._repeated = None
        pairs: HeaderPairs
        if isinstance(source, list) or not isinstance(source, Mapping):  # to ask for the first is cheap
            pairs = source or ()
        else:
            pairs = source.items()
        for name, value in pairs:
            if isinstance(name, bytes):
                name = name.decode("latin-1")
            if isinstance(value, bytes):
                value = value.decode("latin-1")
            name = name.lower()
            if name not in fields:
                fields[name] = value
            else:
                if self._repeated is None:
                    self._repeated = {}
                self._repeated.setdefault(name, [fields[name]]).append(value)

    def get(self, name: str) -> str | None:
        """The field's value, or None. ``name`` in lower case. Repeated fields are joined with ", " (RFC 9110 §5.3),
        cookies with "; " (RFC 9113 §8.2.3)."""
        if self._repeated is not None and name in self._repeated:
            return ("; " if name == "cookie" else ", ").join(self._repeated[name])
        return self._fields.get(name)

    def values_of(self, names: Iterable[str]) -> tuple[str | None, ...]:
        """What :meth:`get` gives for each of these."""
        return tuple(map(self._fields.get if self._repeated is None else self.get, names))

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __repr__(self) -> str:
        return f"Headers({ {name: self.get(name) for name in self}!r})"
