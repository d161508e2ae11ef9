"""The values that other packages meet: kinds of banners, the banner itself, and what a renderer can be told."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Required, TypeAlias, TypedDict, get_args

from browserbanner.browsers import BrowserData, SiteShares

Kind: TypeAlias = Literal["outdated", "cannot-update", "webview", "desktop-site"]
KINDS: frozenset[Kind] = frozenset(get_args(Kind))
#: What a document of ours can be about besides: "current", for who has nothing to update as far as we can tell.
PageKind: TypeAlias = Literal[Kind, "current"]
#: "" for a banner; a document: "block" in place of the site's page, "about" the visitor's browser, or "close" with the
#: form that closes the banner, to which its close button leads where no script runs.
Page: TypeAlias = Literal["", "block", "about", "close"]


class Banner(NamedTuple):
    """A banner for one request.

    ``html``: the whole of it, in UTF-8 if it is made for a page in that, else in ASCII; ``kind``: "outdated",
    "cannot-update", "webview" or "desktop-site"; ``locale``: its language, as the catalog is spelled ("uk", "pt_BR");
    ``bare_html``: the same without close button and script, for a page whose ``<base href>`` would send them elsewhere.
    """

    html: bytes
    kind: str
    locale: str
    bare_html: bytes


class Settings(TypedDict, total=False):
    """What a renderer can be told. All but ``data`` have a default."""

    data: Required[BrowserData]
    layout: str  # "bar" or "cards"
    theme: str  # "auto", "light" or "dark"
    colours: Mapping[str, str]  # a site's own, such as {"accent": "#8b1a1a"}; names: banner/colours.py
    position: str  # "top" or "bottom"
    place: str  # "top" (first in the body) or "marker"
    browsers: tuple[str, ...] | None  # the families that may be shown, in this order; None: all, by their share
    close_days: int  # what the close button promises
    default_locale: str  # the language where neither visitor nor page name one that there is
    locales: Sequence[str] | None  # the languages that the site wants at all; None: all that there are
    locale_dirs: Sequence[str | os.PathLike[str]]  # a site's own folders of catalogs; the first one wins
    templates: Any  # a site's own templates: a folder, or a Jinja loader
    extra_browsers: Mapping[str, object]  # a site's own browsers
    site_shares: SiteShares | None  # the shares among the site's own visitors; None: the country's
    linked: bool  # whether the stylesheet is linked, and not in the page
    may_continue: bool  # whether the block page has a button that leads on
    site_name: str | None  # what documents call the site
    read_catalog: Callable[[str], Any] | None  # for tools: reads a language (a gettext catalog) in the folders' place
