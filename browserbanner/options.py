"""Every option: what a site decides, checked once, when its BrowserBanner is made."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypedDict, get_args

from browserbanner.errors import ConfigurationError, did_you_mean
from browserbanner.events import Hook
from browserbanner.functions import check_function
from browserbanner.paths import PathPatterns
from browserbanner.policy import Policy, PolicyLike
from browserbanner.request import Request

if TYPE_CHECKING:
    from jinja2 import BaseLoader  # Jinja2 is loaded with the renderer

Layout: TypeAlias = Literal["bar", "cards"]
Theme: TypeAlias = Literal["auto", "light", "dark"]
Position: TypeAlias = Literal["top", "bottom"]
Place: TypeAlias = Literal["top", "marker"]

#: Does this hold for the request? It gets the request before the app does.
Predicate: TypeAlias = Callable[[Request], bool]
#: From a request to a text, or None: a language, a nonce, a country.
Chooser: TypeAlias = Callable[[Request], str | None]
Path: TypeAlias = str | os.PathLike[str]
Pages: TypeAlias = str | Predicate | Iterable[str | Predicate]


class GivenOptions(TypedDict, total=False):
    """The keyword arguments of BrowserBanner and of each BannerMiddleware. :class:`Options` says what each is for."""

    policy: PolicyLike
    grace: int
    esr: bool | Literal["all"]
    data: Path | None
    enabled: bool
    exempt: Pages
    only: Pages | None
    locale: str | Chooser | None
    default_locale: str
    locales: Sequence[str] | None
    country: str | Chooser | None
    country_header: str | None
    shares: Path | None
    layout: Layout
    theme: Theme
    colours: Mapping[str, str]
    position: Position
    place: Place
    browsers: Sequence[str] | None
    extra_browsers: Mapping[str, Mapping[str, Any]]
    locale_dirs: Sequence[Path]
    templates: Path | BaseLoader | None
    stylesheet: bool
    block: PolicyLike | None
    block_status: int
    block_continue: bool
    site_name: str | None
    nonce: Chooser | None
    statuses: Iterable[int]
    origin: str | None
    prefix: str
    campaign: str
    close_days: int
    cookie_name: str
    cookie_path: str
    cookie_domain: str | None
    desktop_site: bool
    debug: bool
    expose: bool
    on_verdict: Hook | None
    on_shown: Hook | None
    on_closed: Hook | None
    counters: bool


class Options(NamedTuple):
    """What a site decides. Each option has a default: ``BrowserBanner()`` works. Made by :func:`check_options`."""

    policy: PolicyLike = "baseline widely available"
    """What the site supports: a browserslist query, a list of them, the path of a ``.browserslistrc`` or
    ``package.json``, a mapping such as ``{"chrome": 109, "safari": "15.4", "ie": False}``, or a ``Policy``."""
    grace: int = 180
    """Days: a version released within so many days before the data's date is never outdated."""
    esr: bool | Literal["all"] = True
    """Whether an old version that its maker still patches counts as supported, even below the minimum version. True: a
    Firefox ESR, on the systems where it is patched; ``"all"``: the iOS versions that Apple still patches, too."""
    data: Path | None = None
    """The path of a browser data pack of the site's own. None takes the one in the package."""
    enabled: bool = True
    """False turns everything off: no banner, and the middleware's own addresses go to the app."""
    exempt: tuple[str | Predicate, ...] = ()
    """Pages that never get a banner: path patterns, functions from a :class:`Request` to a bool, or a list of both.
    ``"/admin"`` covers ``/admin`` and everything below it, ``"/api/*"`` covers ``/api`` too, ``"/"`` is the home page
    alone. Paths are below the app's root path."""
    only: tuple[str | Predicate, ...] | None = None
    """The pages that may get a banner, in the same way. None: all that are not exempt."""
    locale: str | Chooser | None = None
    """A fixed language; ``"page"`` for the one that the page declares; or a function from the request to a language or
    None, called when the app sends its response's head. None: by what the page declares and the visitor reads."""
    default_locale: str = "en"
    """The language where neither the page nor the visitor names one that there is. Where this is not given and
    ``locales`` has no English: the first of those."""
    locales: tuple[str, ...] | None = None
    """The languages that the site wants at all, e.g. ``["en", "uk"]``. None: every language that has a catalog."""
    country: str | Chooser | None = None
    """The visitors' country (ISO 3166, two letters) for the shares, or a function from the request to it. None: by
    ``country_header`` or the language."""
    country_header: str | None = None
    """A request header that names the visitor's country, e.g. ``"CF-IPCountry"``. Name only one that you trust."""
    shares: Path | None = None
    """The path of the site's own figures, a ``browserslist-stats.json`` as ``browserbanner analyze --stats`` writes it:
    the cards then show the shares among this site's visitors. None: the country's."""
    layout: Layout = "bar"
    """``"bar"``: one line that opens; ``"cards"``: a card for each browser."""
    theme: Theme = "auto"
    """``"auto"`` follows the visitor's system; ``"light"`` and ``"dark"`` are for sites that always are."""
    colours: Mapping[str, str] = MappingProxyType({})
    """Colours of the site's own, e.g. ``{"accent": "#8b1a1a"}``. Refused where a text's contrast is below 4.5 to 1."""
    position: Position = "top"
    """``"top"``: above everything, scrolls with the page; ``"bottom"``: fixed to the bottom of the window."""
    place: Place = "top"
    """``"top"``: first in the body; ``"marker"``: where the page says ``<!-- browserbanner -->``, else nowhere. The
    template helpers write that marker."""
    browsers: tuple[str, ...] | None = None
    """The families that may be recommended, in this order. None: all that suit, by their share in the country."""
    extra_browsers: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    """Browsers of the site's own, behind the others or where ``browsers`` names them:
    ``{"brave": {"name": "Brave", "link": "https://brave.com/download/", "systems": ["windows", "macos"]}}``."""
    locale_dirs: tuple[Path, ...] = ()
    """Folders with message catalogs of the site's own, ``uk/LC_MESSAGES/browserbanner.po`` or ``.mo``. They need not be
    complete: for each message the first folder wins, then the next, then the package's."""
    templates: Path | BaseLoader | None = None
    """A folder, or a Jinja loader, with templates of the site's own that replace the package's of the same name:
    ``bar.html``, ``cards.html``, ``page.html``, ``frame.html``, ``update.html``, ``app.html``, ``list.html``,
    ``facts.html``, ``source.html``, ``sheet.html``, ``messages.html``. They may extend ``browserbanner/bar.html`` and
    so on, which are always the package's."""
    stylesheet: bool = False
    """Link the stylesheet from below ``prefix`` instead of writing it into the page: for a Content-Security-Policy with
    ``style-src 'self'`` and without nonces."""
    block: PolicyLike | None = None
    """The block page: visitors who are outdated under this policy too get a page of ours instead of the app's, where
    they ask for HTML by name with GET or HEAD. Never bots, unknown browsers, or ``exempt`` pages. A download that is
    followed like a link cannot be told from a page: exempt such paths."""
    block_status: int = 406
    """The status of that page: 200, or 400 to 599 where the status asks for no header of its own."""
    block_continue: bool = False
    """Whether that page has a button "Continue anyway", which a cookie remembers for ``close_days``."""
    site_name: str | None = None
    """What that page calls the site, above its title. None: nothing."""
    nonce: Chooser | None = None
    """The nonce of the page's Content-Security-Policy, for the banner's style and script: a function from the request,
    called when the app sends its response's head. Where it gives None, or is None, the policy in the response's own
    headers is read. In Django the default finds Django's own and django-csp's. No policy is changed."""
    statuses: frozenset[int] = frozenset({200})
    """The statuses whose pages get the banner, all of them: ``{200, 404}`` adds your 404 page."""
    origin: str | None = None
    """The site's own origin, e.g. ``"https://example.org"``, known to be safe in a page's ``<base href>``."""
    prefix: str = "/_browserbanner"
    """Where the middleware's own addresses lie, below the app's root path."""
    campaign: str = "1"
    """Change it to show closed banners again."""
    close_days: int = 28
    """Days that a closed banner stays closed: 1 to 3650."""
    cookie_name: str = "browserbanner"
    """The cookie that remembers a closed banner, and the beginning of the name of the block page's."""
    cookie_path: str = "/"
    """Its path: below it a closed banner stays closed."""
    cookie_domain: str | None = None
    """Its domain, e.g. ``"example.org"``, so that a banner closed on one subdomain is closed on the others. None: the
    host that the visitor is on."""
    desktop_site: bool = False
    """Tell phones that the site is made for computers."""
    debug: bool = False
    """``?browserbanner=outdated`` (``cannot-update``, ``webview`` ...) shows that banner to anybody;
    ``?browserbanner=block`` the block page, where there is one; ``?browserbanner-as=<user agent>`` what that visitor
    would get."""
    expose: bool = False
    """Put the visitor's verdict into ``scope["browserbanner.verdict"]`` or ``environ["browserbanner.verdict"]``, for
    everybody. (Django's ``request.browser_verdict`` is there without this.)"""
    on_verdict: Hook | None = None
    """Called with an Event for each request for a page that may get a banner, current visitors' too. In ASGI and Django
    hooks may be async. What a hook raises is logged, and the response goes out all the same."""
    on_shown: Hook | None = None
    """Called with an Event when a banner went out in a page, or the block page instead of one (its kind is "block")."""
    on_closed: Hook | None = None
    """Called with an Event when a visitor closed a banner."""
    counters: bool = True
    """Whether banners shown and closed are counted with prometheus_client, where that is installed."""


OPTION_NAMES: tuple[str, ...] = Options._fields
#: What other libraries call some of them.
SYNONYMS: Mapping[str, str] = {
    **dict.fromkeys(("exclude", "ignore", "skip", "whitelist", "allowlist"), "exempt"),
    **dict.fromkeys(("lang", "language"), "locale"),
    "languages": "locales",
    "include": "only",
    "browserslist": "policy",
}
DEFAULTS: Mapping[str, Any] = MappingProxyType(Options._field_defaults)

_CHOICES = {"layout": Layout, "theme": Theme, "position": Position, "place": Place}
_CHOOSERS = ("locale", "country", "nonce")
_HOOKS = ("on_verdict", "on_shown", "on_closed")
_TAG = r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*"
_SEGMENT = r"(?!\.\.?(/|$))[A-Za-z0-9._~-]+"  # browsers resolve "." and ".." before they ask
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"


def check_options(given: Mapping[str, Any]) -> Options:
    """The options made from keyword arguments.

    Raises ConfigurationError for a name that is no option and for an invalid value. ``policy``, ``block``, ``data``,
    the languages and what goes onto the cards are checked where they are read: when the policies are made, the data is
    loaded, and the renderer is set up.
    """
    for name in given:
        if name not in OPTION_NAMES:
            hint = did_you_mean(SYNONYMS.get(name, name), OPTION_NAMES)
            hint = hint or f"; the options are: {', '.join(sorted(OPTION_NAMES))}"
            raise ConfigurationError(f"{name!r} is no option{hint}", option=name)
    checked = {name: _checked(name, value) for name, value in given.items()}
    if locales := checked.get("locales"):
        first = locales[0] if all(re.match("en(?![a-z])", tag, re.IGNORECASE) is None for tag in locales) else "en"
        checked.setdefault("default_locale", first)
    return Options(**checked)


def _checked(name: str, value: Any) -> Any:
    """An option's value as :class:`Options` has it. None is valid where it is the default."""
    if value is None and DEFAULTS[name] is None:
        return None
    if name in _LISTS:
        return _list(name, value, *_LISTS[name])
    if name in ("exempt", "only"):
        return PathPatterns.check(name, value)
    choices = get_args(_CHOICES.get(name))
    if choices and value not in choices:
        raise ConfigurationError.choice(name, value, choices)
    if name in _HOOKS:
        check_function(name, value, "the Event", may_be_async=True)
    elif name in _CHOOSERS and callable(value):
        check_function(name, value, "the Request")
    elif name == "country_header" and isinstance(value, str) and value.upper().startswith("HTTP_"):
        own = value[len("HTTP_") :].replace("_", "-")
        raise ConfigurationError.expected(name, value, f"the header's name, not WSGI's key for it: write {own!r}")
    elif name in _CHECKS:
        is_valid, what = _CHECKS[name]
        if not is_valid(value):
            raise ConfigurationError.expected(name, value, what)
    return value


def _is_path(value: object) -> bool:
    return isinstance(value, str | os.PathLike) and "\0" not in str(value)


def _is_page_status(status: object) -> bool:
    """Whether a page may go out with it. 401, 405, 407, 416 and 426 must have headers that no page of ours has."""
    return _is_status(status) and status in list(HTTPStatus) and status not in (401, 405, 407, 416, 426)


def _list(name: str, given: object, is_valid: Callable[[object], bool], what: str) -> Collection[Any]:
    """The items of a list, a tuple or a set, which is sorted, so that every process has the same order. An empty one is
    invalid, but for folders: nothing would be left."""
    if isinstance(given, Iterable) and not isinstance(given, str | bytes | Mapping):
        items = tuple(sorted(given, key=str) if isinstance(given, Set) else given)
        if all(map(is_valid, items)) and (items or name == "locale_dirs"):
            return frozenset(items) if name == "statuses" else items
    raise ConfigurationError.expected(name, given, what)


def _is_status(value: object) -> bool:
    return isinstance(value, int) and (value == 200 or 400 <= value <= 599)


def _text(pattern: str) -> Callable[[object], bool]:
    """A check: a text that all of the pattern matches."""
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _whole(least: int, most: int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


_BOOLEANS = ("enabled", "desktop_site", "debug", "stylesheet", "block_continue", "expose", "counters")
_BOOLEAN = (lambda value: isinstance(value, bool)), "True or False"
#: What single values have to be: a check, and the words for it. Functions and None are asked about before.
_CHECKS: dict[str, tuple[Callable[[object], bool], str]] = {
    **dict.fromkeys(_BOOLEANS, _BOOLEAN),
    "esr": (lambda value: isinstance(value, bool) or value == "all", 'True, False or "all"'),
    "grace": (_whole(0, 36500), "a whole number of days, 0 or more"),
    "close_days": (_whole(1, 3650), "a whole number of days, 1 to 3650"),
    "shares": (_is_path, "the path of a browserslist-stats.json, or None"),
    "data": (_is_path, "the path of a browser data pack, or None"),
    "templates": (
        lambda value: _is_path(value) or callable(getattr(value, "get_source", None)),
        "a folder, a Jinja loader, or None",
    ),
    "locale": (
        _text(_TAG),
        'a language such as "uk" or "pt-BR", "page", a function from a request to a language, or None',
    ),
    "block": (
        lambda value: isinstance(value, str | os.PathLike | Sequence | Mapping | Policy),
        'a browserslist query such as "chrome >= 49", a mapping such as {"ie": False}, or None (no block page)',
    ),
    "default_locale": (_text(_TAG), 'a language such as "en" or "pt-BR"'),
    "country": (
        _text(r"[A-Za-z]{2}"),
        'a country\'s two letters, such as "UA", a function from a request to them, or None',
    ),
    "country_header": (_text(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"), 'a header\'s name, such as "CF-IPCountry", or None'),
    "nonce": (callable, "a function from a request to a text, or None"),
    "origin": (_text(r"https?://[^/?#\s\"'<>\\@]+"), 'an origin such as "https://example.org" (no path), or None'),
    "prefix": (_text(f"(/{_SEGMENT})+"), 'a path such as "/_browserbanner", without "." and ".." in it'),
    "campaign": (_text(r"[A-Za-z0-9_-]{1,32}"), "a text of 1 to 32 letters, digits, - or _"),
    "cookie_name": (_text(r"[A-Za-z0-9_-]{1,64}"), "a text of 1 to 64 letters, digits, - or _"),
    "cookie_path": (_text(f"(/({_SEGMENT})?)+"), 'a path such as "/", without "." and ".." in it'),
    "cookie_domain": (_text(rf"\.?{_LABEL}(\.{_LABEL})+"), 'a domain such as "example.org", or None'),
    "site_name": (_text(r"(?s).*\S.*"), "the site's name, or None"),
    "block_status": (_is_page_status, "200, or a status of 400 to 599 that asks for no header of its own, such as 403"),
}
#: What each item of a list has to be.
_LISTS: dict[str, tuple[Callable[[object], bool], str]] = {
    "browsers": (_text(r"[a-z0-9-]+"), 'a list of families such as ["chrome", "firefox"], or None'),
    "locales": (_text(_TAG), 'a list of languages such as ["en", "uk"], or None'),
    "locale_dirs": (_is_path, "a list of folders with catalogs"),
    "statuses": (_is_status, "a list of statuses among 200 and 400 to 599"),
}
