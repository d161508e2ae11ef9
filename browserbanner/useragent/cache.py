"""RecentCache: a bounded memory of what was asked lately, which a stream of made-up keys cannot flush."""

from __future__ import annotations

from contextlib import suppress
from typing import Final, Generic, TypeVar

V = TypeVar("V")

_LONGEST_KEY: Final = 512


class RecentCache(Generic[V]):
    """A mapping from bytes to values that are not None, of at most ``capacity`` entries, and three at the least.

    What is new waits in an anteroom, a tenth of the room. What is asked for again there, or comes back soon after it
    had to leave, moves to the main room, whose entries are of two generations: hot and old. A hit in the old one moves
    to the hot; room is made from the old one, and when that is used up, the hot one becomes it. So what is asked for
    once, a made-up key above all, never displaces what is asked for often. The idea is that of S3-FIFO (Yang et al.,
    SOSP 2023), with no work at all on a hit of the hot generation. Keys longer than 512 bytes are not kept.

    ``hot`` is public for callers that count nanoseconds: ``cache.hot.get(key)`` first, `get` where that is None.

    No lock, on reads or writes. Every step is one operation of a ``dict`` or ``set``, or one assignment, which CPython
    makes atomic (by the GIL, or by the object's own lock in the free-threaded build), and none relies on the one
    before: threads that move, swap or drop at once can forget an entry early or keep a few too many until the next
    swap. That costs a miss, never a wrong answer.
    """

    __slots__ = ("_ghosts", "_main", "_many_ghosts", "_new", "_newer", "_old", "_past_ghosts", "_waiting", "hot")

    def __init__(self, capacity: int) -> None:
        waiting = max(2, capacity // 10)
        self._waiting = waiting // 2
        self._main = max(1, capacity - waiting)
        self._many_ghosts = max(1, capacity // 4)
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.hot: dict[bytes, V] = {}
        self._old: dict[bytes, V] = {}
        # The anteroom, and the hashes of the keys that had to leave it: each of two generations too.
        self._newer: dict[bytes, V] = {}
        self._new: dict[bytes, V] = {}
        self._ghosts: set[int] = set()
        self._past_ghosts: set[int] = set()

    def get(self, key: bytes) -> V | None:
        """The value put for ``key`` lately, or None."""
        value = self.hot.get(key)
        if value is None:
            value = self._old.pop(key, None)
            if value is None:
                value = self._newer.pop(key, None)
                if value is None:
                    value = self._new.pop(key, None)
                    if value is None:
                        return None
            self._keep(key, value)
        return value

    def put(self, key: bytes, value: V) -> None:
        """Remember ``value`` for ``key``: for a while, and for longer if it is asked for again."""
        if len(key) > _LONGEST_KEY:
            return
        ghost = hash(key)
        if ghost in self._ghosts or ghost in self._past_ghosts:
            self._keep(key, value)
            return
        newer = self._newer
        if len(newer) >= self._waiting:
            ghosts = self._ghosts
            if len(ghosts) >= self._many_ghosts:
                self._past_ghosts = ghosts
                self._ghosts = ghosts = set()
            ghosts.update(map(hash, list(self._new)))
            self._new = newer
            self._newer = newer = {}
        newer[key] = value

    def _keep(self, key: bytes, value: V) -> None:
        if len(self.hot) + len(self._old) >= self._main:
            if not self._old:
                self._old = self.hot
                self.hot = {}
            with suppress(KeyError):  # another thread was faster
                self._old.popitem()  # the last that came is the one that is asked for least
        self.hot[key] = value

    def __len__(self) -> int:
        return len(self.hot) + len(self._old) + len(self._newer) + len(self._new)
