"""What a command says that cannot do its work."""

from __future__ import annotations

from browserbanner.errors import BrowserBannerError


class CommandError(BrowserBannerError):
    """A command cannot do its work. ``status``: the exit status, 1 for what failed, 2 for what was given."""

    def __init__(self, sentence: str, status: int = 1) -> None:
        super().__init__(sentence)
        self.status: int = status
