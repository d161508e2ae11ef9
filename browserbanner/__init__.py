"""Tells visitors with an outdated browser so, kindly and in their language; leaves everybody else's response alone.

What you import::

    from browserbanner import BrowserBanner, ConfigurationError
    from browserbanner.asgi import BannerMiddleware    # Starlette, FastAPI, Quart ...
    from browserbanner.wsgi import BannerMiddleware    # Flask, Pyramid, Bottle ...

    bb = BrowserBanner(policy="baseline widely available")      # at module level: a bad option stops the import
    app = BannerMiddleware(app, banner=bb)

``bb.judge(user_agent)`` says the verdict without a request; ``bb.banner_for(headers)`` gives the banner to place
yourself. ``Verdict``, ``UserAgent``, ``Banner`` and ``Event``, which is what hooks are called with, are here for
annotations. All that is public is listed in docs/api.md.

The house, for when you go deeper. A request passes four rooms, with browser data behind them, each with a face of its
own:

    useragent/   who asks?              request headers -> UserAgent
    browsers/    what browsers exist?   releases, shares by country, downloads, what each system still gets
    policy/      is it outdated?        UserAgent and browser data -> Verdict
    banner/      what do they see?      Verdict, language, country -> Banner (HTML)
    injection/   where does it go?      a response's headers and body -> the same with the banner in it

``engine`` wires them, ``endpoints/`` answers the middleware's own addresses, ``options`` holds every setting, and
``events`` tells the site's owner what happened. ``integrations/`` has what Django, Litestar and template engines want
besides. ``analysis/`` is the dry run over access logs: who would get the banner, before anyone does.
"""

from typing import TYPE_CHECKING

from browserbanner.engine import BrowserBanner as BrowserBanner
from browserbanner.errors import ConfigurationError as ConfigurationError
from browserbanner.events import Event as Event
from browserbanner.policy import Verdict as Verdict
from browserbanner.useragent import UserAgent as UserAgent

if TYPE_CHECKING:
    from browserbanner.banner import Banner as Banner
else:

    def __getattr__(name: str) -> object:
        if name == "Banner":  # its room costs 10 ms, which no start has to wait for
            from browserbanner.banner import Banner

            return Banner
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__version__ = "0.1.0"
__all__ = ["Banner", "BrowserBanner", "ConfigurationError", "Event", "UserAgent", "Verdict"]
