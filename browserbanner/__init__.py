"""Tells visitors with an outdated browser so, kindly and in their language; leaves everybody else's response alone.

What you import::

    from browserbanner import BrowserBanner, ConfigurationError, Request
    from browserbanner.asgi import BannerMiddleware    # Starlette, FastAPI, Quart ...
    from browserbanner.wsgi import BannerMiddleware    # Flask, Pyramid, Bottle ...

    bb = BrowserBanner(policy="baseline widely available")      # at module level: a bad option stops the import
    app = BannerMiddleware(app, banner=bb)

``bb.judge(user_agent)`` says the verdict without a request; ``bb.banner_for(headers)`` gives the banner for you to
place. The other names are for annotations. docs/api.md lists everything that is public; docs/architecture.md says what
lies where in the package.
"""

from browserbanner.banner import Banner
from browserbanner.decision import Decision, Edit, Pass, Respond
from browserbanner.engine import BrowserBanner
from browserbanner.errors import BrowserBannerError, ConfigurationError
from browserbanner.events import Event
from browserbanner.options import Options
from browserbanner.policy import Advice, Hint, Policy, Status, Verdict
from browserbanner.request import Headers, Request, Response
from browserbanner.useragent import UserAgent

__version__ = "0.2.0"
__all__ = [
    "Advice",
    "Banner",
    "BrowserBanner",
    "BrowserBannerError",
    "ConfigurationError",
    "Decision",
    "Edit",
    "Event",
    "Headers",
    "Hint",
    "Options",
    "Pass",
    "Policy",
    "Request",
    "Respond",
    "Response",
    "Status",
    "UserAgent",
    "Verdict",
]
