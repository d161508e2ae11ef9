"""A response as tests look at it, over whatever it came."""

from __future__ import annotations

from typing import NamedTuple


class Reply(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """The field's values, joined; ``name`` in lower case."""
        values = [value for key, value in self.headers if key.lower() == name]
        return ", ".join(values) if values else None
