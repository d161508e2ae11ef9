"""What they see: a verdict, a language and a country in, the banner's HTML out.

:func:`load_renderer` makes the :class:`BannerRenderer`, which makes a :class:`Banner` for each visit: it renders
templates and catalogs once for all visitors alike, and fills in what belongs to one request (nonce, addresses).
:func:`embed_script` is for pages that others serve. What only tools need is in :mod:`browserbanner.banner.tools`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from browserbanner.banner.model import KINDS as KINDS
from browserbanner.banner.model import Banner as Banner
from browserbanner.banner.model import Kind as Kind
from browserbanner.banner.model import Page as Page
from browserbanner.banner.model import PageKind as PageKind
from browserbanner.banner.model import Visit as Visit
from browserbanner.banner.names import short_name as short_name
from browserbanner.banner.names import system_name as system_name
from browserbanner.banner.scripts import CLOSE_SCRIPT as CLOSE_SCRIPT
from browserbanner.banner.scripts import SCRIPT_KEY as SCRIPT_KEY
from browserbanner.banner.scripts import embed_script as embed_script
from browserbanner.browsers import BrowserData
from browserbanner.options import Options

if TYPE_CHECKING:
    from browserbanner.banner.renderer import BannerRenderer as BannerRenderer


def load_renderer(data: BrowserData, options: Options) -> BannerRenderer:
    """The renderer of a site. Imports Babel and Jinja2, about 0.1 s: no current visitor waits for them.

    Raises ConfigurationError.
    """
    from browserbanner.banner.renderer import BannerRenderer

    return BannerRenderer(data, options)
