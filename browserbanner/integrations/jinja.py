"""``{{ browser_banner() }}`` in Jinja templates: of Flask, Quart, Starlette, FastAPI, Litestar, Django ...

Either of::

    app.jinja_env.add_extension("browserbanner.integrations.jinja.BannerExtension")   # Flask, Quart
    templates.env.globals["browser_banner"] = browser_banner                          # Starlette, FastAPI

The middleware is needed as well: it decides who gets a banner, answers the close button, and keeps the page out of
shared caches. Do not cache what a template with this in it has rendered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from jinja2.ext import Extension
from markupsafe import Markup

from browserbanner.integrations._template import banner_html

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Context

__all__ = ["BannerExtension", "browser_banner"]


@pass_context
def browser_banner(context: Context, nonce: str | None = None) -> Markup:
    """The banner for this request's visitor, to stand right here; nothing is put into the page besides. Empty for
    everybody else, and where no request named ``request`` is in the template's context.

    ``nonce``: the page's, where the option ``nonce`` does not find it: ``{{ browser_banner(nonce=csp_nonce()) }}``.
    """
    return Markup(banner_html(context.get("request"), nonce))


class BannerExtension(Extension):
    """Adds ``browser_banner`` to an environment's globals."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        globals_: dict[str, Any] = environment.globals
        globals_["browser_banner"] = browser_banner
