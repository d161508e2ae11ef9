"""Takes up a data pack that was replaced, without a restart and without a thread."""

from __future__ import annotations

import os
import time
from _thread import allocate_lock  # threading itself would be 1.5 ms of a server's start
from collections.abc import Callable

from browserbanner.browsers.data import PACKAGED, BrowserData
from browserbanner.errors import ConfigurationError


class PackWatch:
    """Looks at a pack's file when it is asked, and at most once in ``every`` seconds.

    Ask on a cache miss or an outdated visit, never on a hit. Of many threads that ask at once, one looks. A replacement
    that is broken is logged once and ignored: the data that is there stays.
    """

    __slots__ = ("_due", "_every", "_lock", "_now", "_path", "_seen")

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        every: float = 60.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with the file as it is now. Make it before the data is loaded, so that nothing falls in between."""
        self._path = PACKAGED if path is None else os.fspath(path)
        self._every = every
        self._now = now
        self._seen = self._look()
        self._due = now() + every
        self._lock = allocate_lock()

    def replacement(self) -> BrowserData | None:
        """The new data, once for each time that the file was replaced; None where it is as it was. Never raises."""
        if self._now() < self._due or not self._lock.acquire(blocking=False):
            return None
        try:
            self._due = self._now() + self._every
            seen = self._look()
            if seen is None or seen == self._seen:
                return None
            self._seen = seen
            return self._load()
        finally:
            self._lock.release()

    def _look(self) -> tuple[int, int, int] | None:
        try:
            status = os.stat(self._path)
        except (OSError, ValueError):
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _load(self) -> BrowserData | None:
        try:
            return BrowserData.load(self._path)
        except ConfigurationError as error:
            import logging

            logging.getLogger("browserbanner").warning("the data was replaced and is not used: %s", error)
            return None
