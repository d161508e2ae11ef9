"""`browserbanner demo` as a user starts it."""

from __future__ import annotations

from tests.command_process import CommandProcess


class DemoProcess(CommandProcess):
    """The running demo. ``address``: the site with the middleware; ``plain``: the same without it."""

    def __init__(self, *arguments: str) -> None:
        super().__init__("demo", *(arguments or ("--port", "0")), sites=2)
        self.address, self.plain = self.addresses
