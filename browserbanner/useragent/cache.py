"""RecentCache: a bounded memory of what was asked lately, which a flood of new keys cannot flush for long."""

from __future__ import annotations

from typing import Generic, TypeVar

V = TypeVar("V")


class RecentCache(Generic[V]):
    """A mapping from bytes of at most ``2 * capacity`` entries, in two generations.

    What is put goes into the young generation; when that is full it becomes the old one and the former old one is
    forgotten. A hit in the old generation moves the entry to the young: what is asked for often stays.

    No lock: a read is one or two ``dict.get``, a write one ``dict.__setitem__``, each atomic by CPython's per-object
    guarantees (the GIL, or the dict's own lock without it). Two threads that swap at once may forget a generation
    early, which costs a miss, never a wrong answer.
    """

    __slots__ = ("_capacity", "_old", "_young")

    def __init__(self, capacity: int) -> None:
        self._capacity = max(1, capacity)
        self._young: dict[bytes, V] = {}
        self._old: dict[bytes, V] = {}

    def get(self, key: bytes) -> V | None:
        """The value put for ``key`` lately, or None."""
        value = self._young.get(key)
        if value is None:
            value = self._old.get(key)
            if value is not None:
                self.put(key, value)
        return value

    def put(self, key: bytes, value: V) -> None:
        """Remember ``value`` for ``key``."""
        young = self._young
        if len(young) >= self._capacity:
            self._old = young
            self._young = young = {}
        young[key] = value

    def clear(self) -> None:
        """Forget everything."""
        self._young = {}
        self._old = {}

    def __len__(self) -> int:
        return len(self._young) + len(self._old)
