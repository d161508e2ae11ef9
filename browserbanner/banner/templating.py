"""Templates: Jinja2 and Babel, set up for the banner. Imported for the first outdated visitor, not before."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from gettext import NullTranslations
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup, escape

from browserbanner.banner.slots import MARKS, without_marks
from browserbanner.banner.writing import listed
from browserbanner.errors import ConfigurationError

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")  # as Jinja writes its files' paths
NAMES = tuple(sorted(os.listdir(FOLDER)))
"""The templates, each of which a site may replace."""

# Stands in the share's sentence for the figure, until it is known whether the sentence begins with it.
_FIGURE = "\uf8ff"
_LINE_BREAK = re.compile(r"[ \t]*\n[ \t\n]*")
# Quotes in text are character references by now (autoescape): what is left of them stands in tags.
_NEEDLESS_QUOTES = re.compile(r'="([A-Za-z0-9_#%-]+)"')
_NAMED = re.compile(r"%\((browser|system|other|app|name|words|path)\)s")
# Marks of direction, and those of `browserbanner preview`.
_INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\U000f0000-\U000ffffd]+")


class Templates:
    """The environment: autoescape, undefined names are errors, messages by newstyle gettext with named placeholders.

    One environment serves all languages: the catalog is in each rendering's own context.

    ``own``: a site's folder or Jinja loader, whose templates win over those of the same name here; they may extend
    ``browserbanner/bar.html`` and the like, which are always ours. Raises ConfigurationError for a folder or loader
    without any of :data:`NAMES`, and for a template that cannot be read or compiled.
    """

    def __init__(self, own: str | BaseLoader | None = None) -> None:
        ours = FileSystemLoader(FOLDER, encoding="ascii")
        loader: BaseLoader = ours
        self._minified = own is None  # what a site writes, scripts perhaps, stays as it is
        if own is not None:
            site = FileSystemLoader(own) if isinstance(own, str) else own
            loader = ChoiceLoader([site, ours, PrefixLoader({"browserbanner": ours})])
        self._environment = Environment(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            extensions=["jinja2.ext.i18n"],
        )
        messages = {name: _translated(name) for name in ("gettext", "ngettext", "pgettext", "npgettext")}
        self._environment.install_gettext_callables(**messages, newstyle=True)  # type: ignore[attr-defined]
        self._environment.filters["figure"] = _figure
        self._environment.filters["listed"] = _listed
        self._environment.globals.update(slots=MARKS, figure_mark=_FIGURE)
        self._load(own)

    def render(self, layout: str, catalog: NullTranslations, values: Mapping[str, object]) -> str:
        """One line of HTML, with the marks of the slots in it. ``values``: what the template may use besides."""
        text = self._environment.get_template(f"{layout}.html").render(values, catalog=catalog)
        return _NEEDLESS_QUOTES.sub(r"=\1", _LINE_BREAK.sub("", text)) if self._minified else text

    def _load(self, own: object) -> None:
        """Compile every template now: a first banner must not open files in an event loop."""
        of_site = 0
        for name in NAMES:
            try:
                of_site += not str(self._environment.get_template(name).filename).startswith(FOLDER + os.sep)
            except (TemplateError, UnicodeError, OSError) as error:
                raise ConfigurationError(f"templates: {name}: {error}", option="templates") from error
        if own is not None and not of_site:
            what = f"a folder with at least one of: {', '.join(NAMES)}"
            raise ConfigurationError.expected("templates", own, what)


def _translated(method: str) -> Callable[..., Markup]:
    """A function for templates: the messages that the catalog's method of this name gives, as plain text, whoever wrote
    them: what looks like markup in a catalog is shown as it stands."""
    english = getattr(NullTranslations(), method)

    @pass_context
    def translate(context: Context, *arguments: Any) -> Markup:
        text = getattr(context["catalog"], method)(*arguments)
        if context.get("dir") == "rtl":
            text = _from_right_to_left(text, _INVISIBLE.sub("", text) == english(*arguments))
        return escape(without_marks(text.replace("\n", " ")))

    return translate


def _from_right_to_left(text: str, is_english: bool) -> str:
    """A sentence among those of a right-to-left language. English, where the catalog has a gap, is embedded left to
    right: else its full stop would stand at its wrong end. (Many browsers that a banner is for know no isolates.) In
    the others each name stands between two marks, so that two Latin names beside each other are not read as one."""
    if is_english and any(map(str.isalpha, text)):
        return f"\u202a{text}\u202c"
    return _NAMED.sub("\u200f\\g<0>\u200f", text)


@pass_context
def _listed(context: Context, names: Sequence[str]) -> str:
    """The names as a list in the banner's language."""
    between = "\u200f" if context["dir"] == "rtl" else ""
    return listed([f"{between}{name}{between}" for name in names], context["formats"])


def _figure(sentence: Markup, figure: Markup) -> Markup:
    """The share's sentence with its figure: ``<b>`` where it begins with that (CSS then sets it on a line of its own),
    else ``<span>``."""
    before, mark, after = str(sentence).partition(_FIGURE)
    if not mark:
        return sentence
    tag = "span" if _INVISIBLE.sub("", before) else "b"
    return Markup(f"{before}<{tag}>{escape(figure)}</{tag}>{after}")
