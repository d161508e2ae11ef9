"""Passing: the current browsers that an adapter lets pass without another look."""

from __future__ import annotations

from collections.abc import Hashable


class Passing(set[Hashable]):
    """User agents as the adapter's protocol writes them, at most so many: who is in it gets no banner.

    ``age`` counts how often the data was replaced. Who judges reads it before, so that a verdict by the data of before
    does not stay: no lock is needed for that, whichever thread comes first.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self.age: int = 0

    def let(self, user_agent: Hashable, age: int) -> None:
        """Let a current browser pass from now on. ``age``: this set's, before it was judged."""
        if len(self) >= self._most:
            self.clear()  # rare, and the next request of each brings it back
        self.add(user_agent)
        if self.age != age:
            self.discard(user_agent)

    def renew(self) -> None:
        """The data was replaced: judge all anew."""
        self.age += 1
        self.clear()
