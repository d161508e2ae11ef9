"""The demo: a small fictional newspaper in Ukrainian and English, with the middleware registered as any site would.

``make_site()`` is the Starlette app with the middleware, ``make_plain_site()`` the same without it.
"""

from browserbanner.cli.demo_site.site import bb as bb
from browserbanner.cli.demo_site.site import make_plain_site as make_plain_site
from browserbanner.cli.demo_site.site import make_site as make_site

__all__ = ["bb", "make_plain_site", "make_site"]
