"""Sphinx's configuration, for `make docs`: the project's Markdown, as it stands and where it stands.

The sources' folder is the checkout itself, so that the links between README.md, docs/ and TRANSLATING.md are the ones
that GitHub follows, and no text is there twice. What the pages need comes with them: no other host is asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent

#: Every page, by its reader. One that is not there is left out, so that a page may come or go with its feature.
CHAPTERS = {
    "": ("README.uk",),
    "For site owners": (
        "docs/site-owner", "docs/apps", "docs/any-site", "docs/looks", "docs/options", "docs/analyze", "docs/data",
        "docs/upgrading",
    ),
    "For translators": ("TRANSLATING", "TRANSLATING.uk", "locales/EVIDENCE"),
    "For contributors": ("CONTRIBUTING", "docs/architecture", "docs/api", "benchmarks/README", "SECURITY", "CHANGELOG"),
}  # fmt: skip
#: What a page is called in the navigation, where that is not its own title.
TITLES = {"README.uk": "Українською </{}>"}

project = "browserbanner"
author = "The browserbanner authors"
copyright = "2026, the browserbanner authors"
html_title = "browserbanner"

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "README"
include_patterns = [f"{page}.md" for page in (root_doc, *(page for pages in CHAPTERS.values() for page in pages))]
# Folders that hold thousands of files, and none of the pages.
exclude_patterns = [".*", "build", "dist", "node_modules", "screenshots", "tests"]
myst_heading_anchors = 4
# By default locales/ beside the sources: Sphinx would take the banner's catalogs for its own, and compile them there.
locale_dirs: list[str] = []

html_theme = "furo"
html_theme_options = {"footer_icons": [], "top_of_page_buttons": []}
html_additional_pages = {"index": "home.html"}
templates_path = ["templates"]
html_static_path = ["static"]
html_css_files = ["pages.css"]
html_copy_source = False
html_show_sourcelink = False
html_use_index = False


def _with_navigation(app: Sphinx, page: str, source: list[str]) -> None:
    """Hang the other pages below the first one. Markdown has no word for that, and GitHub's readers need none."""
    if page != root_doc:
        return
    for chapter, pages in CHAPTERS.items():
        there = [TITLES.get(each, "/{}").format(each) for each in pages if (ROOT / f"{each}.md").exists()]
        caption = [f":caption: {chapter}"] if chapter else []
        if there:
            source[0] += "\n".join(["\n```{toctree}", ":hidden:", *caption, "", *there, "```", ""])


def _in_its_language(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    if page.endswith(".uk"):
        context["language"] = "uk"


def setup(app: Sphinx) -> None:
    app.connect("source-read", _with_navigation)
    app.connect("html-page-context", _in_its_language)
