"""Every setting, in one immutable value, checked once, at start-up."""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from browserbanner.errors import ConfigurationError
from browserbanner.headers import Headers

if TYPE_CHECKING:
    from jinja2 import BaseLoader

    from browserbanner.events import Hook
    from browserbanner.policy import PolicyLike

LAYOUTS = ("bar", "cards")
THEMES = ("auto", "light", "dark")
POSITIONS = ("top", "bottom")
PLACES = ("top", "marker", "template")
VARIES = ("banner", "always")

LocaleChooser: TypeAlias = Callable[[Headers], str | None]
#: Is a page exempt? Called with its path, below the app's root path, and the request's headers.
Exemption: TypeAlias = Callable[[str, Headers], bool]
#: From a request (ASGI: the scope, WSGI: the environ, Django: the HttpRequest; as the app sees it) to its page's nonce.
NonceFinder: TypeAlias = Callable[[Any], str | None]


class Options(NamedTuple):
    """What a site decides. Each option has a default: ``BrowserBanner()`` works. Made by :func:`check_options`."""

    policy: "PolicyLike" = "baseline widely available"
    """What the site supports: a browserslist query, a list of them, the path of a ``.browserslistrc`` or
    ``package.json``, a mapping such as ``{"chrome": 109, "safari": "15.4", "ie": False}``, or a ``Policy``."""
    grace: int = 180
    """Days: a version released within so many days before the data's date is never outdated."""
    esr: bool = True
    """Whether a Firefox ESR that is still patched on the visitor's system is supported, though below the minimum."""
    data: str | os.PathLike[str] | None = None
    """The path of a browser data pack of the site's own; None takes the one in the package."""
    enabled: bool = True
    """False turns everything off: no banner, and the middleware's own addresses go to the app."""
    exempt: tuple[str | Exemption, ...] = ()
    """Pages that never get a banner: shell-style patterns of paths, such as ``"/api/*"``, or functions from a path and
    the request's headers to a bool; or one such function. Paths are below the app's root path."""
    only: tuple[str, ...] | None = None
    """Paths that may get a banner, as such patterns. None: all that are not exempt."""
    locale: str | LocaleChooser | None = None
    """A fixed language, or a function from the request's headers to a language (None: decide as usual)."""
    default_locale: str = "en"
    """The language where the visitor's Accept-Language names none that there is."""
    country: str | None = None
    """The visitors' country (ISO 3166, two letters) for the shares. None: by ``country_header`` or the language."""
    country_header: str | None = None
    """A request header that names the visitor's country, e.g. ``"CF-IPCountry"``. Name only one to be trusted."""
    layout: str = "bar"
    """How it is laid out: ``"bar"`` (one line that opens) or ``"cards"``."""
    theme: str = "auto"
    """``"auto"`` follows the visitor's system; ``"light"`` and ``"dark"`` are for sites that always are."""
    position: str = "top"
    """``"top"``: in the flow, above everything; ``"bottom"``: fixed to the foot of the window."""
    place: str = "top"
    """``"top"``: first in the body; ``"marker"``: where the page says ``<!-- browserbanner -->``, else nowhere;
    ``"template"``: where ``browser_banner()`` stands in the page's template, else nowhere. Whatever it is: a page whose
    template has placed the banner gets no second one."""
    browsers: tuple[str, ...] | None = None
    """The families that may be recommended, in this order. None: all that pass, by their share in the country."""
    extra_browsers: Mapping[str, Any] = MappingProxyType({})
    """Browsers of the site's own, behind the others or where ``browsers`` names them:
    ``{"brave": {"name": "Brave", "link": "https://brave.com/download/", "systems": ["windows", "macos"]}}``."""
    locale_dirs: tuple[str | os.PathLike[str], ...] = ()
    """Folders with message catalogs of the site's own, ``uk/LC_MESSAGES/browserbanner.po`` or ``.mo``. They need not be
    complete: message by message the first folder wins, then the next, then the package's."""
    templates: "str | os.PathLike[str] | BaseLoader | None" = None
    """A folder, or a Jinja loader, with templates of the site's own that replace the package's of the same name:
    ``bar.html``, ``cards.html``, ``page.html``, ``frame.html``, ``list.html``, ``sheet.html``, ``messages.html``. They
    may extend ``browserbanner/bar.html`` and so on, which are always the package's."""
    stylesheet: bool = False
    """Link the stylesheet from below ``prefix`` instead of writing it into the page: for a Content-Security-Policy with
    ``style-src 'self'`` and without nonces."""
    block: "PolicyLike | None" = None
    """The gate: visitors outdated under this policy too get a page of ours instead of the app's, where they ask for
    HTML by GET or HEAD. Never bots, strangers, paths in ``exempt``, or what only the fallback could name. A download
    that is followed like a link cannot be told from a page: exempt such paths."""
    block_status: int = 406
    """The status of that page: 200, or 400 to 599 where the status asks for no header of its own."""
    block_continue: bool = False
    """Whether that page has a button "Continue anyway", which a cookie remembers for ``close_days``."""
    site_name: str | None = None
    """What that page calls the site, above its title. None: nothing."""
    nonce: NonceFinder | None = None
    """The nonce of the page's Content-Security-Policy, for the banner's style and script: a function from the request
    (ASGI: the scope, WSGI: the environ, Django: the HttpRequest). Where it gives None, or is None, the policy in the
    response's own headers is read. In Django the default finds Django's own and django-csp's. No policy is changed."""
    statuses: frozenset[int] = frozenset({200})
    """Response statuses whose pages get the banner: 200, and the error pages that the site opts in for."""
    vary: str = "banner"
    """``"banner"``: only what carries a banner says ``Vary: User-Agent``; ``"always"``: every page that another visitor
    might get with one says so, for shared caches that would hand old browsers the current ones' copy. Most then keep a
    copy for each user agent there is, or none."""
    origin: str | None = None
    """The site's own origin, e.g. ``"https://example.org"``, known to be safe in a page's ``<base href>``."""
    prefix: str = "/_browserbanner"
    """Where the middleware's own addresses lie, below the app's root path."""
    campaign: str = "1"
    """Change it to show closed banners again."""
    close_days: int = 28
    """Days that a closed banner stays closed."""
    cookie_name: str = "browserbanner"
    """The cookie that remembers a closed banner, and the beginning of the name of the gate's."""
    cookie_path: str = "/"
    """Its path: below it a closed banner stays closed."""
    desktop_site: bool = False
    """Tell phones that the site is made for computers."""
    debug: bool = False
    """``?browserbanner=outdated`` (``cannot-update``, ``webview``, ``desktop-site``) shows that banner to anybody;
    ``?browserbanner=gate`` the gate's page, where there is a gate."""
    expose: bool = False
    """Put the visitor's verdict into ``scope["browserbanner"]`` or ``environ["browserbanner"]``, for everybody; it is
    worked out when it is used. (Django's ``request.browser_verdict`` is there without this.)"""
    on_verdict: "Hook | None" = None
    """Called with an Event for each request for a page that may get a banner, current visitors' too. In ASGI and Django
    hooks may be async. What a hook raises is logged, and the response goes out all the same."""
    on_shown: "Hook | None" = None
    """Called with an Event when a banner went out in a page, or the gate's page instead of one (its kind is "gate")."""
    on_closed: "Hook | None" = None
    """Called with an Event when a visitor closed a banner."""
    counters: bool = True
    """Whether banners shown and closed are counted with prometheus_client, where that is installed."""
    fallback_budget: int | None = 20
    """20 ms a second, for each process, is what user agents that are no mainstream browser's may cost; those beyond it
    are "unknown" for the moment. None: no limit."""
    cache_size: int = 2048
    """User agents remembered, for each process. About 0.6 to 1 KiB for each."""


def check_options(given: Mapping[str, Any]) -> Options:
    """The options made from keyword arguments.

    Raises ConfigurationError for a name that is no option and for a value that cannot be meant.
    ``policy``, ``block``, ``data`` and what goes onto the cards are checked where they are read: when the policies are
    made, the data is loaded, and the renderer is set up.
    """
    for name in given:
        if name not in Options._fields:
            raise ConfigurationError(
                f"{name!r} is no option; the options are: {', '.join(sorted(Options._fields))}", option=name
            )
    options = Options(**given)
    for name in ("esr", "enabled", "desktop_site", "debug", "stylesheet", "block_continue", "expose", "counters"):
        _expect(options, name, isinstance(getattr(options, name), bool), "True or False")
    for name, least in (("grace", 0), ("close_days", 1), ("cache_size", 1)):
        _expect(options, name, _is_whole(getattr(options, name), least), f"a whole number, {least} or more")
    good = options.fallback_budget is None or _is_whole(options.fallback_budget, 1)
    _expect(options, "fallback_budget", good, "a whole number, 1 or more, or None")
    for name, choices in (
        ("layout", LAYOUTS),
        ("theme", THEMES),
        ("position", POSITIONS),
        ("place", PLACES),
        ("vary", VARIES),
    ):
        if getattr(options, name) not in choices:
            raise ConfigurationError.choice(name, getattr(options, name), choices)
    for name, pattern, what in _PATTERNS:
        value = getattr(options, name)
        fine = value == Options._field_defaults[name]  # which no pattern has to be compiled for
        _expect(options, name, fine or (isinstance(value, str) and re.fullmatch(pattern, value) is not None), what)
    _expect(options, "block_status", options.block_status == 406 or _is_page_status(options.block_status),
            "200, or a status of 400 to 599 that asks for no header of its own, such as 403")  # fmt: skip
    good = options.site_name is None or (isinstance(options.site_name, str) and bool(options.site_name.strip()))
    _expect(options, "site_name", good, "the site's name, or None")
    _expect(options, "data", options.data is None or _is_path(options.data), "a file of browser data, or None")
    # No list at all would be a banner that nobody can act upon.
    _expect(options, "browsers", options.browsers is None or bool(options.browsers), _FAMILIES)
    good = options.templates is None or _is_path(options.templates)
    _expect(options, "templates", good or callable(getattr(options.templates, "get_source", None)),
            "a folder, a Jinja loader, or None")  # fmt: skip
    _expect(options, "locale", options.locale is None or callable(options.locale) or _is_tag(options.locale),
            'a language such as "uk" or "pt-BR", a function from headers to one, or None')  # fmt: skip
    for name in ("nonce", "on_verdict", "on_shown", "on_closed"):
        value = getattr(options, name)
        _expect(options, name, value is None or callable(value), "a function, or None")
    return options._replace(
        exempt=_exemptions(options),
        only=None if options.only is None else _strings(options, "only", _GLOB, _GLOBS),
        browsers=None if options.browsers is None else _strings(options, "browsers", r"[a-z]+", _FAMILIES),
        locale_dirs=_folders(options),
        statuses=_statuses(options),
    )


_FAMILIES = "a list of families, or None"
_GLOB = r"[/*?\[].*"
_GLOBS = 'a list of path patterns such as "/api/*"'
_PATTERNS = (
    ("default_locale", r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", 'a language such as "en" or "pt-BR"'),
    ("country", r"[A-Za-z]{2}", 'a country\'s two letters, such as "UA", or None'),
    ("country_header", r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", 'a header\'s name, such as "CF-IPCountry", or None'),
    ("origin", r"https?://[^/?#\s\"'<>\\@]+", 'an origin such as "https://example.org" (no path), or None'),
    ("prefix", r"(/[A-Za-z0-9._~-]+)+", 'a path such as "/_browserbanner"'),
    ("campaign", r"[A-Za-z0-9_-]{1,32}", "a text of 1 to 32 letters, digits, - or _"),
    ("cookie_name", r"[A-Za-z0-9_-]{1,64}", "a text of 1 to 64 letters, digits, - or _"),
    ("cookie_path", r"/[A-Za-z0-9._~/-]*", 'a path such as "/"'),
)


def _expect(options: Options, name: str, good: bool, what: str) -> None:
    if not good:
        raise ConfigurationError.expected(name, getattr(options, name), what)


def _is_whole(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _is_path(value: object) -> bool:
    return isinstance(value, str | os.PathLike) and "\0" not in str(value)


def _is_tag(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", value) is not None


def _strings(options: Options, name: str, pattern: str, what: str) -> tuple[str, ...]:
    given = getattr(options, name)
    good = isinstance(given, Sequence | frozenset | set) and not isinstance(given, str | bytes)
    good = good and all(isinstance(item, str) and re.fullmatch(pattern, item) for item in given)
    _expect(options, name, good, what)
    return tuple(given)


def _exemptions(options: Options) -> tuple[str | Exemption, ...]:
    given: object = options.exempt
    if callable(given):
        return (given,)
    good = isinstance(given, Sequence | frozenset | set) and not isinstance(given, str | bytes)
    good = good and all(
        callable(item) or (isinstance(item, str) and re.fullmatch(_GLOB, item) is not None) for item in options.exempt
    )
    _expect(options, "exempt", good, _GLOBS + " and functions from a path and headers to a bool")
    return tuple(options.exempt)


def _folders(options: Options) -> tuple[str | os.PathLike[str], ...]:
    given: object = options.locale_dirs
    good = isinstance(given, Sequence) and not isinstance(given, str | bytes)
    good = good and all(map(_is_path, options.locale_dirs))
    _expect(options, "locale_dirs", good, "a list of folders with message catalogs")
    return tuple(options.locale_dirs)


def _is_page_status(status: object) -> bool:
    """Whether a page may go out with it. 401, 405, 407, 416 and 426 must have headers that no page of ours has."""
    if not isinstance(status, int) or not (status == 200 or 400 <= status <= 599):
        return False
    from http import HTTPStatus

    return status in list(HTTPStatus) and status not in (401, 405, 407, 416, 426)


def _statuses(options: Options) -> frozenset[int]:
    given: object = options.statuses
    what = "a list of statuses among 200 and 400 to 599"
    if not isinstance(given, Iterable) or isinstance(given, str | bytes):
        raise ConfigurationError.expected("statuses", given, what)
    statuses = frozenset(given)
    good = all(isinstance(status, int) and (status == 200 or 400 <= status <= 599) for status in statuses)
    if not statuses or not good:
        raise ConfigurationError.expected("statuses", given, what)
    return statuses
