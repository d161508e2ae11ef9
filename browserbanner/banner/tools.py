"""For the command line and for tests: the renderer itself, catalogs and their files. Imports Babel and Jinja2."""

from browserbanner.banner.catalogs import DOMAIN as DOMAIN
from browserbanner.banner.catalogs import SOURCE_LANGUAGE as SOURCE_LANGUAGE
from browserbanner.banner.catalogs import available_locales as available_locales
from browserbanner.banner.catalogs import compiled as compiled
from browserbanner.banner.catalogs import forms as forms
from browserbanner.banner.catalogs import load_catalog as load_catalog
from browserbanner.banner.catalogs import packaged_folder as packaged_folder
from browserbanner.banner.catalogs import parsed as parsed
from browserbanner.banner.catalogs import placeholders as placeholders
from browserbanner.banner.extraction import extract_messages as extract_messages
from browserbanner.banner.language import Languages as Languages
from browserbanner.banner.language import country_of_language as country_of_language
from browserbanner.banner.renderer import BannerRenderer as BannerRenderer
