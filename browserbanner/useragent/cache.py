"""RecentCache: a bounded cache that a stream of made-up keys cannot flush."""

from __future__ import annotations

from contextlib import suppress
from typing import Final, Generic, TypeVar

V = TypeVar("V")

_LONGEST_KEY: Final = 512


class RecentCache(Generic[V]):
    """A mapping from bytes to values that are not None: at most ``capacity`` entries (3 or more).

    This is S3-FIFO (Yang et al., SOSP 2023) on dicts. A new key enters the small queue, a tenth of the capacity. A key
    that is asked for while it is there moves to the main queue. A key that leaves the small queue unasked leaves its
    hash in the ghost queue; if it is put again while its hash is there, it goes straight to the main queue. So a key
    that comes once never displaces one that comes often. Keys longer than 512 bytes are not kept.

    Each queue is two generations of a dict. When the young one is full, the old one is dropped and the young one
    becomes the old one: a dict cannot drop its first key in constant time. In the main queue a hit in the old
    generation moves the entry to the young one, and entries of the old one leave one by one. A hit in the young
    generation of the main queue is one lookup and moves nothing.

    There is no lock. Every step is one operation of a ``dict`` or ``set``, or one assignment, which CPython makes
    atomic, and no step relies on the one before. Threads that move or drop entries at once can forget an entry early
    or keep a few too many for a while. That costs a miss, never a wrong answer.
    """

    __slots__ = (
        "_ghost", "_ghost_old", "_ghost_size", "_main", "_main_old", "_main_size", "_small", "_small_old", "_small_size"
    )  # fmt: skip

    def __init__(self, capacity: int) -> None:
        small = max(2, capacity // 10)
        self._small_size = small // 2  # of one generation
        self._main_size = max(1, capacity - small)
        self._ghost_size = max(1, capacity // 4)
        self._main: dict[bytes, V] = {}
        self._main_old: dict[bytes, V] = {}
        self._small: dict[bytes, V] = {}
        self._small_old: dict[bytes, V] = {}
        self._ghost: set[int] = set()
        self._ghost_old: set[int] = set()

    def get(self, key: bytes) -> V | None:
        """The value that was put for ``key``, or None."""
        value = self._main.get(key)
        if value is None:
            for queue in (self._main_old, self._small, self._small_old):
                value = queue.pop(key, None)
                if value is not None:
                    self._put_main(key, value)
                    break
        return value

    def put(self, key: bytes, value: V) -> None:
        """Remember ``value`` for ``key``."""
        if len(key) > _LONGEST_KEY:
            return
        ghost = hash(key)
        if ghost in self._ghost or ghost in self._ghost_old:
            self._put_main(key, value)
            return
        if len(self._small) >= self._small_size:
            if len(self._ghost) >= self._ghost_size:
                self._ghost_old, self._ghost = self._ghost, set()
            self._ghost.update(map(hash, list(self._small_old)))
            self._small_old, self._small = self._small, {}
        self._small[key] = value

    def _put_main(self, key: bytes, value: V) -> None:
        if len(self._main) + len(self._main_old) >= self._main_size:
            if not self._main_old:
                self._main_old, self._main = self._main, {}
            with suppress(KeyError):  # another thread was faster
                self._main_old.popitem()  # the entry that came last is the one that is asked for least
        self._main[key] = value

    def __len__(self) -> int:
        return len(self._main) + len(self._main_old) + len(self._small) + len(self._small_old)
