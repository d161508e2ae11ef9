"""What they see: a verdict, a language and a country in, the banner's HTML out.

:class:`BannerRenderer` makes a :class:`Banner` for a visit: from templates and message catalogs once for all visitors
alike, and with the slots of one request (nonce, addresses) filled in each time. :func:`negotiate_locale` and
:func:`country_of_language` read Accept-Language; :func:`embed_script` is for pages that others serve. The rest is for
translators' tools. Babel and Jinja2 are imported for the first outdated visitor only.
"""

from browserbanner.banner.catalogs import DOMAIN as DOMAIN
from browserbanner.banner.catalogs import SOURCE_LANGUAGE as SOURCE_LANGUAGE
from browserbanner.banner.catalogs import compiled as compiled
from browserbanner.banner.catalogs import load_catalog as load_catalog
from browserbanner.banner.catalogs import packaged_folder as packaged_folder
from browserbanner.banner.catalogs import placeholders as placeholders
from browserbanner.banner.catalogs import untranslated as untranslated
from browserbanner.banner.catalogs import wrong_line as wrong_line
from browserbanner.banner.close_script import CLOSE_SCRIPT as CLOSE_SCRIPT
from browserbanner.banner.embed_script import embed_script as embed_script
from browserbanner.banner.extraction import extract_messages as extract_messages
from browserbanner.banner.language import country_of_language as country_of_language
from browserbanner.banner.language import negotiate_locale as negotiate_locale
from browserbanner.banner.names import browser_name as browser_name
from browserbanner.banner.names import system_name as system_name
from browserbanner.banner.renderer import BannerRenderer as BannerRenderer
from browserbanner.banner.renderer import Kind as Kind
from browserbanner.banner.renderer import PageKind as PageKind
from browserbanner.banner.slots import Banner as Banner
from browserbanner.banner.slots import Outline as Outline

__all__ = [
    "CLOSE_SCRIPT",
    "DOMAIN",
    "SOURCE_LANGUAGE",
    "Banner",
    "BannerRenderer",
    "Kind",
    "Outline",
    "PageKind",
    "browser_name",
    "compiled",
    "country_of_language",
    "embed_script",
    "extract_messages",
    "load_catalog",
    "negotiate_locale",
    "packaged_folder",
    "placeholders",
    "system_name",
    "untranslated",
    "wrong_line",
]
