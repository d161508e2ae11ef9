"""The template of all message catalogs, as it stands in the banner's templates now."""

from __future__ import annotations

import os

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir

from browserbanner.banner.catalogs import DOMAIN

_TEMPLATES = os.path.join(os.path.dirname(__file__), "templates")

_HEADER = """\
# The template of browserbanner's message catalogs: begin a new language with a copy of it.
# Distributed under the same licence as browserbanner (MIT)."""


def extract_messages(version: str = "") -> Catalog:
    """What ``locales/browserbanner.pot`` has to hold: each message with its context and the comment for translators."""
    catalog = Catalog(project=DOMAIN, version=version, charset="utf-8", fuzzy=False, header_comment=_HEADER)
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    for _, _, message, comments, context in extract_from_dir(
        _TEMPLATES,
        [("**.html", "jinja2")],
        {"**.html": {"silent": "false"}},  # a template that Jinja cannot read is an error
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    ):
        catalog.add(message, None, auto_comments=[" ".join(comment.split()) for comment in comments], context=context)
    return catalog
