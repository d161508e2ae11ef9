"""Passing: the current browsers that an adapter lets pass without another look."""

from __future__ import annotations

from collections.abc import Hashable


class Passing(set[Hashable]):
    """User agents as the adapter's protocol writes them, at most so many: who is in it gets no banner."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def let(self, user_agent: Hashable) -> None:
        """Let a current browser pass from now on."""
        if len(self) >= self._most:
            self.clear()  # rare, and the next request of each brings it back
        self.add(user_agent)
