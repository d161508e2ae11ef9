"""Why a refresh did not happen."""

from __future__ import annotations

from browserbanner.errors import BrowserBannerError


class RefreshError(BrowserBannerError):
    """A refresh failed, and the old data is as it was. The message tells the person who asked for it what failed.

    ``asked``: whether it is for something that they named: a registry's address, a tarball.
    """

    def __init__(self, message: str, *, asked: bool = False) -> None:
        super().__init__(message)
        self.asked: bool = asked
