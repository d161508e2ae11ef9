"""Presenter: what a visitor is shown. A verdict and a request in, a banner or a page of ours out."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from browserbanner.addresses import mount_address, return_address
from browserbanner.banner import SCRIPT_KEY, Banner, Kind, Page, PageKind, Visit, load_renderer
from browserbanner.browsers import BrowserData
from browserbanner.cookies import Cookies
from browserbanner.errors import ConfigurationError
from browserbanner.events import LOGGER
from browserbanner.functions import call
from browserbanner.options import DEFAULTS, Options
from browserbanner.policy import Verdict
from browserbanner.request import Request
from browserbanner.useragent import UNKNOWN, engine_token

if TYPE_CHECKING:
    from browserbanner.banner import BannerRenderer  # loaded later, with Babel and Jinja2

_MOST_MET = 512
#: Characters of an Accept-Language that are remembered.
LONGEST_LANGUAGES = 256
#: Options that only the renderer can check. If one is set, the renderer is made at start, so that a bad value fails
#: then.
_CHECKED_BY_RENDERER = (
    "locale", "locales", "default_locale", "locale_dirs",
    "browsers", "extra_browsers", "shares", "colours", "templates",
)  # fmt: skip


class Presenter:
    """Makes banners and documents. ``options``: the site's; ``data``: the browser data in use.

    The renderer, with Babel and Jinja2, is loaded when it is first needed. Raises ConfigurationError where an option
    names a language without a translation, and for what the renderer refuses.
    """

    def __init__(self, options: Options, data: BrowserData) -> None:
        self.options: Options = options
        self._data = data
        self.cookies: Cookies = Cookies(options)
        self._lock = threading.Lock()
        self._renderer: BannerRenderer | None = None
        #: The Accept-Language values (so much as is remembered of them) whose messages are loaded: at most 512.
        self.met: set[str] = set()
        self._fixed_locale: str | None = None
        if any(getattr(options, name) != DEFAULTS[name] for name in _CHECKED_BY_RENDERER):
            renderer = self.renderer
            if isinstance(options.locale, str) and options.locale != "page":
                self._fixed_locale = renderer.languages.fixed(options.locale)
                if self._fixed_locale is None:
                    raise renderer.languages.refusal("locale", options.locale)
        if isinstance(options.country, str) and options.country.upper() not in data.regions:
            what = 'a country of ISO 3166 whose shares are known, such as "UA" or "GB", or None for the world\'s'
            raise ConfigurationError.expected("country", options.country, what)

    @property
    def renderer(self) -> BannerRenderer:
        """The renderer. Loading it takes 0.1 s: first in a thread of its own where an event loop runs."""
        if self._renderer is None:
            with self._lock:
                self._renderer = self._renderer or load_renderer(self._data, self.options)
        return self._renderer

    def meet(self, languages: str) -> None:
        """Load what the first banner for this Accept-Language needs: the renderer, the templates, the messages."""
        self.renderer.meet(languages)
        if len(self.met) == _MOST_MET:
            self.met.clear()  # so that those of clients who send anything do not stay for good
        self.met.add(languages[:LONGEST_LANGUAGES])

    def page_banner(self, request: Request, verdict: Verdict, kind: Kind, *, sample: bool) -> PageBanner | str:
        """The banner for a page; or why there is none, a clause: the visitor has closed it, or no address of ours can
        be written below this mount path.

        ``sample``: the debug switch asks for it. The visitor's browser is then not the one that the banner is about, so
        the banner's script must not compare the two. Raises FunctionFailed.
        """
        fields = request.headers.fields
        own = mount_address(request.root_path + self.options.prefix)
        if own is None:
            return "no address can be written below this mount path"
        if "cookie" in fields and kind in self.cookies.closed(fields["cookie"]):
            return "the visitor has closed it, and has a cookie that says so"
        user_agent = fields.get("user-agent", "").encode("latin-1", "replace")
        token = None if sample else engine_token(verdict.user_agent, user_agent)
        return PageBanner(self, request, verdict, kind, own, token)

    def block_page(self, request: Request, verdict: Verdict, kind: Kind | None) -> tuple[bytes, str]:
        """The page in place of the app's, and its language. Raises FunctionFailed."""
        back = return_address(request.root_path + request.path, request.query)
        return self._document(request, _visit(verdict, kind or "current", "block"), back)

    def about_page(self, request: Request, verdict: Verdict, kind: Kind | None, back: str) -> tuple[bytes, str]:
        """The page about the visitor's browser, and its language. ``back``: the address that its link leads to. Raises
        FunctionFailed."""
        return self._document(request, _visit(verdict, kind or "current", "about"), back)

    def closing_page(self, request: Request, kind: Kind, back: str) -> tuple[bytes, str]:
        """The page with the form that closes a kind of banner, and its language. ``back``: the address that it leads
        back to. Raises FunctionFailed."""
        return self._document(request, Visit(kind, "none", UNKNOWN, page="close"), back)

    def _document(self, request: Request, visit: Visit, back: str) -> tuple[bytes, str]:
        # Where the middleware's own addresses lie: below the app's mount path, if that can be written.
        own = mount_address(request.root_path + self.options.prefix) or self.options.prefix
        banner = self.renderer.render(
            visit,
            locale=self.wanted_locale(request),
            country=None if visit.page == "close" else self.country(request),
            accept_language=request.headers.fields.get("accept-language"),
            action=own + ("/close" if visit.page == "close" else "/continue"),
            return_to=back,
            own=own,
            utf_8=True,
        )
        return banner.html, banner.locale

    def country(self, request: Request) -> str | None:
        """The country that the option ``country`` or the header ``country_header`` gives (ISO 3166), or None."""
        named = self.options.country
        if callable(named):
            named = call("country", named, request)
            if self.options.debug and named is not None and str(named).strip().upper() not in self._data.regions:
                LOGGER.warning("the option country gave %r, which is no country whose shares are known", named)
        if named is None and self.options.country_header is not None:
            named = request.headers.fields.get(self.options.country_header.lower())
        named = str(named or "").strip().upper()
        return named if len(named) == 2 and named.isascii() and named.isalpha() else None

    def wanted_locale(self, request: Request) -> str | None:
        """The language that the option ``locale`` fixes or chooses for a request, as its catalog is spelled; None where
        it names none. A chosen language without a catalog becomes ``default_locale``."""
        locale = self.options.locale
        if not callable(locale):
            return self._fixed_locale
        named, languages = call("locale", locale, request), self.renderer.languages
        if named is None:
            return None
        fixed = languages.fixed(str(named))  # a Babel Locale, too
        if fixed is None and self.options.debug:
            LOGGER.warning("the option locale gave %r, which has no catalog: it is %s", named, languages.default)
        return fixed or languages.default


class PageBanner:
    """The banner for one page, in two steps: :meth:`prepare` when the app sends its response's head, :meth:`fill` where
    the banner goes into the page, since the page has said by then which language it is in."""

    def __init__(
        self, presenter: Presenter, request: Request, verdict: Verdict, kind: Kind, own: str, token: str | None
    ) -> None:
        self.kind = kind
        self.verdict: Verdict = verdict
        #: The language of the banner, once that is made.
        self.locale: str | None = None
        self._presenter = presenter
        self._request = request
        self._country = presenter.country(request)
        self._own = own
        self._token = token
        self._return_to = return_address(request.root_path + request.path, request.query)
        self._locale: str | None = None
        self._nonce: str | None = None
        self._utf_8 = False

    def prepare(self, nonce: str | None, utf_8: bool) -> None:
        """Ask the site's functions ``nonce`` and ``locale``, now that the app sends its response's head. ``nonce``:
        what the policy there says; ``utf_8``: whether the page is in UTF-8. Raises FunctionFailed."""
        self._utf_8 = utf_8
        find = self._presenter.options.nonce
        named = None if find is None else call("nonce", find, self._request)
        self._nonce = str(named) if named else nonce
        self._locale = self._presenter.wanted_locale(self._request)

    def fill(self, page_language: str | None) -> tuple[bytes, bytes]:
        """The banner's HTML, and the same without its close button and script. ``page_language``: what the page
        declares, or None."""
        banner = self._render(page_language)
        return banner.html, banner.bare_html

    def make(self, nonce: str | None, page_language: str | None = None, *, scripted: bool = True) -> Banner:
        """The banner without a page. ``nonce``: of the page that it is for; ``page_language``: what that declares;
        ``scripted``: whether the banner asks for its script, which ``banner.js`` has in itself. Raises
        FunctionFailed."""
        self._nonce = nonce
        self._locale = self._presenter.wanted_locale(self._request)
        return self._render(page_language, scripted=scripted)

    def _render(self, page_language: str | None, *, scripted: bool = True) -> Banner:
        renderer, own, locale = self._presenter.renderer, self._own, self._locale
        if locale is None and page_language is not None and self._presenter.options.locale == "page":
            locale = renderer.languages.fixed(page_language)
        banner = renderer.render(
            _visit(self.verdict, self.kind),
            locale=locale,
            country=self._country,
            accept_language=self._request.headers.fields.get("accept-language"),
            page_language=page_language,
            action=own + "/close",
            script_src=f"{own}/close.js?{SCRIPT_KEY}" if scripted else None,
            return_to=self._return_to,
            nonce=self._nonce,
            own=own,
            token=self._token,
            utf_8=self._utf_8,
        )
        self.locale = banner.locale
        return banner


def _visit(verdict: Verdict, kind: PageKind, page: Page = "") -> Visit:
    return Visit(kind, verdict.advice, verdict.user_agent, verdict.recommended, verdict.hint, page)
