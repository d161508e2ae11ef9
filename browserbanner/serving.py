"""The stand-alone server's app: the middleware around nothing, for sites that are no Python app."""

from __future__ import annotations

from typing import Any

from browserbanner.asgi import BannerMiddleware, Message, Receive, Scope, Send, messages_of
from browserbanner.endpoints import NOTHING_TO_SHOW, text_response
from browserbanner.engine import BrowserBanner

#: Outside of the option ``prefix``: a proxy that hands on only what is below that keeps it to itself.
HEALTH = "/health"

_HEALTHY = messages_of(text_response(200, "ok\n"))
_NOT_FOUND = messages_of(text_response(404, "Not found.\n"))


class StandAlone(BannerMiddleware):
    """The app of ``browserbanner serve``: the middleware around nothing. ``banner``: made with the site's options.

    What a site's current visitors ask for, ``banner.js`` and ``fragment``, is answered here, without a Request, where
    the user agent string alone says that there is nothing to show.
    """

    def __init__(self, banner: BrowserBanner) -> None:
        super().__init__(_nothing, banner)
        self._empty_answers: dict[str, list[Message]] = {
            f"{self._prefix}{name}": messages_of(response) for name, response in NOTHING_TO_SHOW.items()
        }

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in self._empty_answers:
            user_agent = next((value for name, value in scope["headers"] if name == b"user-agent"), b"")
            if self.banner._is_never_told(user_agent):
                for message in self._empty_answers[scope["path"]]:
                    await send(message)
                return
        await super().__call__(scope, receive, send)


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """The app that the middleware stands around."""
    if scope["type"] == "http":
        for message in _HEALTHY if scope["path"] == HEALTH else _NOT_FOUND:
            await send(message)
