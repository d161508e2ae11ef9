"""BrowserBanner: wires the four rooms; the one object that adapters call."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from browserbanner._knowledge import Knowledge
from browserbanner._pages import Pages
from browserbanner._passing import Passing
from browserbanner._readers import Readers
from browserbanner._visitors import Visitors, kind_of
from browserbanner.browsers import BrowserData, PackWatch
from browserbanner.errors import ConfigurationError
from browserbanner.events import Announcer
from browserbanner.headers import Headers
from browserbanner.options import Options, check_options
from browserbanner.policy import Policy, Verdict
from browserbanner.useragent import (
    UNKNOWN,
    Fallback,
    engine_token,
    identify,
    looks_like_a_person,
    overriding_evidence,
)

# The banner room and the endpoints are imported for the first outdated visitor: 10 ms that no start has to wait for.
if TYPE_CHECKING:
    from browserbanner.banner import Banner, Kind
    from browserbanner.endpoints import Embedded, Endpoints, Request, Response
    from browserbanner.headers import HeadersLike

#: The debug switch's visitors: each gets the banner of its name.
_SAMPLES: dict[Kind, bytes] = {
    "outdated": b"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    b" Chrome/60.0.3112.113 Safari/537.36",
    "cannot-update": b"Mozilla/5.0 (Windows NT 5.1) AppleWebKit/537.36 (KHTML, like Gecko)"
    b" Chrome/49.0.2623.112 Safari/537.36",
    "webview": b"Mozilla/5.0 (Linux; Android 10; SM-A505F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0"
    b" Chrome/80.0.3987.99 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/260.0.0.42.118;]",
    "desktop-site": b"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    b" Chrome/156.0.0.0 Mobile Safari/537.36",
}


class Visit(NamedTuple):
    """A request whose visitor gets a banner. What it needs besides is known when the page is: the nonce.

    ``country``: ISO 3166, None for the world; ``path``: below ``root_path``; ``query``: without "?"; ``token``: of the
    browser's engine, None for a sample of the debug switch's, which is shown to other browsers.
    """

    kind: Kind
    verdict: Verdict
    locale: str
    country: str | None
    path: str
    query: str
    root_path: str
    token: str | None


class BrowserBanner:
    """What the middleware asks: is this browser outdated, and which banner does its visitor get?

    Keyword arguments are the options of :class:`browserbanner.options.Options`; each has a default. Make it at module
    level and hand it over as ``banner=``: a bad option then stops the process at import.
    Raises ConfigurationError. Immutable but for its caches; safe under threads and asyncio; nothing is shared between
    processes, since every answer is a function of the request, the options and the dated browser data.
    """

    def __init__(self, **options: Any) -> None:
        self.options: Options = check_options(options)
        self._watch = PackWatch(self.options.data)
        self._known = self._learn(BrowserData.load(self.options.data))
        self._known.warn_of_old_data()
        #: Whether there is a gate: adapters then ask for it before they ask the app.
        self.gated: bool = self.options.enabled and self.options.block is not None
        #: True where the verdict alone does not decide who gets a banner: adapters then ask for each page.
        self.always_ask: bool = self.options.enabled and (self.options.debug or self.options.desktop_site)
        #: True where the app or a hook wants to know of everybody: adapters then do not let current visitors just pass.
        self.always_attend: bool = (
            self.always_ask
            or self.options.expose
            or (self.options.enabled and (self.options.on_verdict is not None or self.options.vary == "always"))
        )
        #: Who is told what happens: the hooks, the log, the counters.
        self.announcer: Announcer = Announcer(
            on_verdict=self.options.on_verdict,
            on_shown=self.options.on_shown,
            on_closed=self.options.on_closed,
            counters=self.options.counters,
            log_failure=self.log_failure,
        )
        self._passing: list[Passing] = []
        self._pages = Pages(self.options.exempt, self.options.only)
        self._readers = Readers(
            self.options, lambda: self._known.renderer.available_locales(), lambda: self._known.data.regions
        )
        self._visitors = Visitors(
            self.options, self._readers, lambda headers: self.judge(headers.get("user-agent"), headers)
        )

    @cached_property
    def _fallback(self) -> Fallback:

        return Fallback()

    @cached_property
    def _endpoints(self) -> Endpoints:
        from browserbanner.banner import CLOSE_SCRIPT
        from browserbanner.endpoints import Endpoints

        return Endpoints(
            prefix=self.options.prefix,
            cookie_name=self.options.cookie_name,
            cookie_path=self.options.cookie_path,
            campaign=self.options.campaign,
            close_days=self.options.close_days,
            close_script=CLOSE_SCRIPT,
            sheets=(lambda: self._known.renderer.sheets()) if self.options.stylesheet else None,
            may_continue=self.options.block is not None and self.options.block_continue,
            embedded=self._embedded,
            about=self._about,
            closing=self._closing,
            place=self.options.place,
        )

    # -- judging -----------------------------------------------------------------------------------------------------

    @property
    def data(self) -> BrowserData:
        """The browser data in use. A replaced file is taken up within a minute of visits that are not routine."""
        return self._known.data

    @property
    def policy(self) -> Policy:
        """The policy in use, over that data."""
        return self._known.policy

    def verdict_of(self, user_agent: bytes) -> Verdict:
        """The verdict that the string alone gives, from the cache where it is known. Never raises."""
        verdict = self._known.verdicts.get(user_agent)
        return self._miss(user_agent) if verdict is None else verdict

    def judge(self, user_agent: str | bytes | None, headers: HeadersLike | None = None) -> Verdict:
        """The verdict on a user agent string; with the request's other headers, theirs too.

        Headers can override "outdated" (client hints, fetch metadata), and corroborate it for a browser that only the
        fallback could name. ``headers`` is a mapping or a list of pairs, of text or bytes. Text is the bytes in
        latin-1, as PEP 3333 has it; None is a request without a user agent. Never raises for what a request says.
        """
        verdict = self.verdict_of(_as_bytes(user_agent))
        return verdict if headers is None else self._with_headers(verdict, Headers(headers))

    def passing(self) -> Passing:
        """A set for an adapter to keep current browsers in, as its protocol writes them: a look into it costs half of
        what :meth:`verdict_of` does. It is emptied when the data is replaced."""
        self._passing.append(Passing(self.options.cache_size))
        return self._passing[-1]

    def _miss(self, raw: bytes) -> Verdict:
        self._renew()
        known = self._known
        user_agent = identify(raw)
        if user_agent is None:
            user_agent = self._fallback.identify(raw, budgeted=self.options.fallback_budget is not None)
            if user_agent is None:
                return known.too_busy  # over budget: not remembered, so that it is asked again in calmer times
        verdict = known.policy.judge(user_agent)
        known.verdicts.put(raw, verdict)
        return verdict

    def _learn(self, data: BrowserData) -> Knowledge:
        """Raises ConfigurationError, for data that is whole and makes no sense too."""
        try:
            return Knowledge(data, self.options)
        except ConfigurationError:
            raise
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            what = f"browser data that makes sense ({type(error).__name__}: {error})"
            raise ConfigurationError.expected("data", self.options.data, what) from error

    def _renew(self) -> None:
        """Take up browser data that was replaced, if any: looked for on a miss and for an outdated visitor only."""
        data = self._watch.replacement()
        if data is None:
            return
        try:
            self._known = self._learn(data)
            for passing in self._passing:
                passing.renew()
        except ConfigurationError as error:
            import logging

            logging.getLogger("browserbanner").warning("the data was replaced and is not used: %s", error)

    @staticmethod
    def _with_headers(verdict: Verdict, headers: Headers) -> Verdict:
        if not verdict.actionable:
            return verdict
        if verdict.corroborated is not None and looks_like_a_person(headers):
            verdict = verdict.corroborated
        if verdict.outdated:
            why = overriding_evidence(verdict.user_agent, headers)
            if why is not None:
                return verdict.overridden(why)
        return verdict

    # -- the banner --------------------------------------------------------------------------------------------------

    def banner_for(
        self,
        headers: HeadersLike,
        *,
        path: str = "/",
        query: str = "",
        scheme: str = "http",
        root_path: str = "",
        nonce: str | None = None,
    ) -> Banner | None:
        """The banner that this request's visitor gets, or None.

        ``headers``: the request's; ``path``: as the app sees it, below ``root_path``, which is "" for an app at the
        root; ``query``: without "?"; ``scheme``: "http" or "https", which decides nothing today; ``nonce``: the page's
        Content-Security-Policy nonce, for the style element. Never raises: whatever goes wrong is logged in one line,
        and there is no banner.
        """
        visit = self.visit_for(headers, path=path, query=query, root_path=root_path)
        try:
            return None if visit is None else self.render(visit, nonce)
        except Exception:
            self.log_failure("no banner was made")
            return None

    def visit_for(self, headers: HeadersLike, *, path: str = "/", query: str = "", root_path: str = "") -> Visit | None:
        """What :meth:`render` makes this request's banner of, or None. Never raises."""
        try:
            known = headers if isinstance(headers, Headers) else Headers(headers)
            return self._visit_for(known, path, query, root_path)
        except Exception:
            self.log_failure("no banner was made")
            return None

    def concerns(self, headers: Headers, path: str | None) -> bool:
        """Whether a page may get a banner, as far as ``enabled``, ``only`` and ``exempt`` say. What a function of the
        site's raises goes through."""
        return self.options.enabled and self._pages.concern(path, headers)

    def _visit_for(self, headers: Headers, path: str, query: str, root_path: str) -> Visit | None:
        if not self.concerns(headers, path):
            return None
        self._renew()
        sample = self._sample(query) if self.options.debug else None
        token = None
        if sample is not None:
            kind, verdict, locale, country = *sample, *self._readers.of(headers)
        else:
            found, verdict, locale, country = self._visitors.of(headers, self._known)
            if found is None:
                return None
            kind = found
            token = engine_token(verdict.user_agent, _as_bytes(headers.get("user-agent")))
        if "cookie" in headers and kind in self._endpoints.closed(headers):
            return None
        return Visit(kind, verdict, locale, country, path, query, root_path, token)

    def render(self, visit: Visit, nonce: str | None = None, *, scripted: bool = True) -> Banner:
        """The banner for a visit. ``nonce``: as for :meth:`banner_for`; ``scripted``: whether its script is to be asked
        for, which otherwise comes with the page."""
        kind, verdict, locale, country, path, query, root_path, token = visit
        known, endpoints = self._known, self._endpoints
        return known.renderer.render(
            kind=kind,
            advice=verdict.advice,
            hint=verdict.hint,
            user_agent=verdict.user_agent,
            recommended=verdict.recommended,
            locale=locale,
            country=country,
            action=root_path + endpoints.close_path,
            script_src=root_path + endpoints.script_path if scripted else None,
            return_to=endpoints.return_to(root_path + path, query),
            nonce=nonce,
            own=root_path + self.options.prefix,
            token=token,
        )

    def _sample(self, query: str) -> tuple[Kind, Verdict] | None:
        """What the debug switch asks for: ``?browserbanner=outdated``."""
        fields = query.split("&")
        for kind, user_agent in _SAMPLES.items():
            if f"browserbanner={kind}" in fields:
                return kind, self.verdict_of(user_agent)
        return None

    # -- the gate ----------------------------------------------------------------------------------------------------

    def gate_for(
        self, headers: HeadersLike, *, path: str = "/", query: str = "", root_path: str = ""
    ) -> Response | None:
        """The page that this visitor gets instead of the app's, or None: nearly always. The option ``block`` decides.

        For requests that ask for a page; the parameters are :meth:`banner_for`'s. Never raises: whatever goes wrong is
        logged in one line, and the visitor passes.
        """
        if not self.gated:
            return None
        try:
            return self._gate_for(Headers(headers), path, query, root_path)
        except Exception:
            self.log_failure("the gate was left open")
            return None

    def _gate_for(self, headers: Headers, path: str, query: str, root_path: str) -> Response | None:
        options = self.options
        # Whoever does not ask for HTML by name may want a picture or a download: Internet Explorer up to 8 passes.
        if "text/html" not in (headers.get("accept") or "").lower() or not self.concerns(headers, path):
            return None
        self._renew()
        known = self._known
        if options.debug and "browserbanner=gate" in query.split("&"):
            verdict = self.verdict_of(_SAMPLES["outdated"])
        else:
            verdict = self.judge(headers.get("user-agent"), headers)
            if not verdict.outdated or known.block is None or not known.block.judge(verdict.user_agent).outdated:
                return None
        if self._endpoints.continues(headers):
            return None
        from browserbanner.endpoints import page_response

        return_to = self._endpoints.return_to(root_path + path, query)
        body, locale = self._page(verdict, headers, root_path, return_to)
        return page_response(options.block_status, body, locale)

    def _page(
        self, verdict: Verdict, headers: Headers, root_path: str, return_to: str, *, about: bool = False
    ) -> tuple[bytes, str]:
        """A document of ours and its language: in place of the app's, or ``about`` the visitor's browser."""
        locale, country = self._readers.of(headers)
        page = self._known.renderer.render(
            kind=kind_of(verdict) or "current",
            advice=verdict.advice,
            hint=verdict.hint,
            user_agent=verdict.user_agent,
            recommended=verdict.recommended,
            locale=locale,
            country=country,
            action=root_path + self._endpoints.continue_path,
            return_to=return_to,
            own=root_path + self.options.prefix,
            page="about" if about else "block",
        )
        return page.html, locale

    # -- the middleware's own addresses ------------------------------------------------------------------------------

    def respond(self, request: Request) -> Response:
        """The answer to a request below ``prefix``. Bad input gets a 4xx."""
        return self._endpoints.respond(request)

    def _embedded(self, headers: Headers, path: str | None, query: str, root_path: str) -> Embedded:
        """What ``banner.js`` is to put into the page of that path, None where the browser does not say which page."""
        from browserbanner.endpoints import Embedded

        self._renew()
        verdict = self.verdict_of(_as_bytes(headers.get("user-agent")))
        if not verdict.actionable and not self.always_ask:
            return Embedded(None, lasting=verdict is not self._known.too_busy)
        known = path is not None or self.concerns(headers, None)
        visit = self._visit_for(headers, path or "/", query, root_path) if known else None
        return Embedded(None if visit is None else self.render(visit, scripted=False), lasting=False)

    def _about(self, headers: Headers, root_path: str, return_to: str) -> tuple[bytes, str]:
        """The document about the visitor's browser, and its language."""
        self._renew()
        verdict = self.judge(headers.get("user-agent"), headers)
        return self._page(verdict, headers, root_path, return_to, about=True)

    def _closing(self, headers: Headers, kind: str, root_path: str, return_to: str) -> tuple[bytes, str]:
        """The document with the form that closes this kind of banner, and its language."""
        locale, _ = self._readers.of(headers)
        page = self._known.renderer.render(
            kind=cast("Kind", kind),
            advice="none",
            user_agent=UNKNOWN,
            recommended=(),
            locale=locale,
            country=None,
            action=root_path + self._endpoints.close_path,
            return_to=return_to,
            own=root_path + self.options.prefix,
            page="close",
        )
        return page.html, locale

    # -- around it ---------------------------------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Import and load what the first outdated visitor would wait for, about 0.2 s: for servers that fork."""
        self._fallback.warm_up()
        _ = self._endpoints
        self._known.renderer.warm_up(self._known.renderer.available_locales())
        self.announcer.warm_up()

    def log_failure(self, where: str) -> None:
        """To the log "browserbanner": a line (ERROR) with the exception being handled; its traceback (DEBUG)."""
        import logging  # 10 ms, which nobody needs until something fails
        import sys

        error = sys.exc_info()[1]
        logger = logging.getLogger("browserbanner")
        logger.error("%s, and no response suffered: %s", where, repr(error))
        logger.debug("the traceback", exc_info=True)


def _as_bytes(user_agent: str | bytes | None) -> bytes:
    """A header's text as it came over the wire (latin-1: PEP 3333); other letters, from elsewhere, as UTF-8."""
    if user_agent is None:
        return b""
    if isinstance(user_agent, bytes):
        return user_agent
    try:
        return user_agent.encode("latin-1")
    except UnicodeEncodeError:
        return user_agent.encode("utf-8", "surrogatepass")
