"""The values that other packages meet: kinds of banners, who sees one, and the banner itself."""

from typing import Literal, NamedTuple, TypeAlias, get_args

from browserbanner.policy import Hint
from browserbanner.useragent import UserAgent

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


class Visit(NamedTuple):
    """Who sees a banner, and which. ``advice``, ``user_agent``, ``recommended``, ``hint``: the verdict's; ``kind``: of
    the banner, or of what a document is about; ``page``: which document, "" for a banner."""

    kind: PageKind
    advice: str
    user_agent: UserAgent
    recommended: tuple[str, ...] = ()
    hint: Hint | None = None
    page: Page = ""
