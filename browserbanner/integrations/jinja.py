"""``{{ browser_banner() }}`` in Jinja templates: of Flask, Quart, Starlette, FastAPI, Litestar, Django ...

Either of::

    app.jinja_env.add_extension("browserbanner.integrations.jinja.BannerExtension")   # Flask, Quart
    templates.env.globals["browser_banner"] = browser_banner                          # Starlette, FastAPI

It writes the marker that the middleware fills for each visitor who gets a banner, with the option ``place="marker"``.
The template's output is the same for everybody, so it may be cached.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension
from markupsafe import Markup

from browserbanner.injection import MARKER

__all__ = ["BannerExtension", "browser_banner"]


def browser_banner() -> Markup:
    """The marker ``<!-- browserbanner -->``: the banner is put right here. A minifier must keep this comment."""
    return Markup(MARKER.decode("ascii"))


class BannerExtension(Extension):
    """Adds ``browser_banner`` to an environment's globals."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        globals_: dict[str, Any] = environment.globals
        globals_["browser_banner"] = browser_banner
