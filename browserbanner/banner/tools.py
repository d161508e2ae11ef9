"""For the command line and for tests: the renderer itself, catalogs, their files and their template. Imports Babel and
Jinja2."""

from __future__ import annotations

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir

from browserbanner.banner.catalogs import DOMAIN as DOMAIN
from browserbanner.banner.catalogs import SOURCE_LANGUAGE as SOURCE_LANGUAGE
from browserbanner.banner.catalogs import available_locales as available_locales
from browserbanner.banner.catalogs import compiled as compiled
from browserbanner.banner.catalogs import forms as forms
from browserbanner.banner.catalogs import load_catalog as load_catalog
from browserbanner.banner.catalogs import packaged_folder as packaged_folder
from browserbanner.banner.catalogs import parsed as parsed
from browserbanner.banner.catalogs import placeholders as placeholders
from browserbanner.banner.language import Languages as Languages
from browserbanner.banner.language import country_of_language as country_of_language
from browserbanner.banner.renderer import BannerRenderer as BannerRenderer
from browserbanner.banner.templating import FOLDER

_HEADER = """\
# The template of browserbanner's message catalogs: begin a new language with a copy of it.
# Distributed under the same licence as browserbanner (MIT)."""


def extract_messages(version: str = "") -> Catalog:
    """What ``locales/browserbanner.pot`` has to hold: each message with its context and the comment for translators."""
    catalog = Catalog(project=DOMAIN, version=version, charset="utf-8", fuzzy=False, header_comment=_HEADER)
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    for _, _, message, comments, context in extract_from_dir(
        FOLDER,
        [("**.html", "jinja2")],
        {"**.html": {"silent": "false"}},  # a template that Jinja cannot read is an error
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    ):
        catalog.add(message, None, auto_comments=[" ".join(comment.split()) for comment in comments], context=context)
    return catalog
