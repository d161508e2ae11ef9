"""Litestar: ``Litestar(..., plugins=[BannerPlugin(bb)])``."""

from __future__ import annotations

from typing import Any, Unpack

from browserbanner.asgi import BannerMiddleware
from browserbanner.engine import BrowserBanner, engine_of
from browserbanner.integrations._missing import missing
from browserbanner.options import GivenOptions

try:
    from litestar.config.app import AppConfig
    from litestar.handlers import asgi
    from litestar.middleware import DefineMiddleware
    from litestar.plugins import InitPlugin
    from litestar.types import Receive, Scope, Send  # Litestar reads the handler's annotations
except ModuleNotFoundError as _error:
    raise missing("litestar", _error) from _error

__all__ = ["BannerPlugin"]


class BannerPlugin(InitPlugin):
    """Registers BannerMiddleware for the whole app, and a route for the middleware's own addresses.

    Litestar runs middleware around routes only: ``DefineMiddleware(BannerMiddleware, banner=bb)`` alone would put
    banners into pages, but the close button's address would be a 404.
    """

    def __init__(self, banner: BrowserBanner | None = None, **options: Unpack[GivenOptions]) -> None:
        """``banner``: a BrowserBanner, best made at module level; or its options. Raises ConfigurationError."""
        self.banner: BrowserBanner = engine_of(banner, options)
        self._own = BannerMiddleware(_not_found, banner=self.banner)

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        """Called by Litestar."""
        app_config.middleware.append(DefineMiddleware(BannerMiddleware, banner=self.banner))
        if self.banner.options.enabled:
            app_config.route_handlers.append(self._addresses())
            app_config.on_startup.append(self._own._warm_up)
        return app_config

    def _addresses(self) -> Any:
        own, prefix = self._own, self.banner.options.prefix

        # The form has no token: closing a banner for somebody else does no harm.
        @asgi(prefix, is_mount=True, copy_scope=True, exclude_from_csrf=True)
        async def addresses(scope: Scope, receive: Receive, send: Send) -> None:
            # Litestar tells the path below the mount, with a slash at its end.
            await own({**scope, "path": prefix + scope["path"].rstrip("/")}, receive, send)

        return addresses


async def _not_found(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
