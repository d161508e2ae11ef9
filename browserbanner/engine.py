"""BrowserBanner: one decision for each request. Who asks, is it outdated, what is shown, and where does it go?"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple, Unpack

from browserbanner import debug
from browserbanner.banner import Banner, Kind
from browserbanner.browsers import BrowserData
from browserbanner.decision import Decision, Edit, Pass, Respond
from browserbanner.endpoints import Endpoints, page_response, text_response
from browserbanner.errors import ConfigurationError
from browserbanner.events import LOGGER, Event, Hooks, log_failure, tell_why_not
from browserbanner.injection import HIDDEN_FROM_OTHERS, HIDDEN_FROM_PAGES, Editor, asks_for_a_page, why_no_page
from browserbanner.options import GivenOptions, Options, check_options
from browserbanner.paths import PathPatterns
from browserbanner.policy import Advice, Policy, PolicyLike, Verdict
from browserbanner.presenter import LONGEST_LANGUAGES, PageBanner, Presenter
from browserbanner.request import Headers, HeadersLike, Request
from browserbanner.useragent import (
    IDENTIFYING_HEADERS,
    UNKNOWN,
    Fallback,
    RecentCache,
    identify,
    looks_like_a_person,
    overriding_evidence,
)

#: Which banner a piece of advice calls for; "outdated" for the rest.
KIND_OF_ADVICE: dict[Advice, Kind] = {"none": "cannot-update", "open-in-browser": "webview"}
# Verdicts kept for each process: 0.6 to 1 KiB each.
_VERDICTS = 2048


class _Visitor(NamedTuple):
    """Who sent a request: the verdict, and the kind of banner for it, if any. ``asked``: what ``?browserbanner=...``
    asks for, or None; if it is set, the verdict is about the browser named there."""

    verdict: Verdict
    kind: Kind | None
    asked: debug.Asked | None


class BrowserBanner:
    """What the middleware asks: is this browser outdated, and which banner does its visitor get?

    Keyword arguments are the options of :class:`browserbanner.options.Options`; each has a default. Make it at module
    level and hand it over as ``banner=``: a bad option then stops the process at import. Raises ConfigurationError.

    Immutable but for its caches: data, policy, catalogs and templates are read when it is made. Safe under threads and
    asyncio. Nothing is shared between processes: every answer is a function of the request, the options and the dated
    browser data.
    """

    def __init__(self, **options: Unpack[GivenOptions]) -> None:
        self._given = options
        self.options: Options = check_options(options)
        self.data: BrowserData = BrowserData.load(self.options.data)
        _ = self.data.systems  # read now: the first outdated visitor must not open a file in an event loop
        self.policy: Policy = self._make_policy("policy", self.options.policy)
        self._block = None if self.options.block is None else self._make_policy("block", self.options.block)
        self._exempt = PathPatterns("exempt", self.options.exempt) if self.options.exempt else None
        self._only = None if self.options.only is None else PathPatterns("only", self.options.only)
        self._is_selective = not self.options.enabled or self._only is not None or self._exempt is not None
        self._verdicts: RecentCache[Verdict] = RecentCache(_VERDICTS)
        self._fallback = Fallback()
        self._presenter = Presenter(self.options, self.data)
        self._endpoints = Endpoints(self._presenter, is_never_told=self._is_never_told, embedded=self._page_banner)
        self._hooks = Hooks(
            self.options.on_verdict, self.options.on_shown, self.options.on_closed, self.options.counters
        )
        # Whether decide() has to be asked about everybody, not only about those whose verdict is actionable.
        tells_all = self.options.enabled and (self.options.on_verdict is not None or self.options.desktop_site)
        self._asks_about_all: bool = self.options.expose or self.options.debug or tells_all
        # Where the middleware's own addresses lie. If it is switched off no path may match: none contains a NUL.
        self._own_prefix: str = self.options.prefix + "/" if self.options.enabled else "\0"
        self._is_warm = False
        self._warn_of_old_data()

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), **self._given), ()

    # -- is it outdated? -----------------------------------------------------------------------------------------------

    def judge(self, user_agent: str | bytes | None, headers: HeadersLike | None = None) -> Verdict:
        """The verdict on a user agent string; with the request's other headers, theirs too.

        Headers can override an outdated verdict (client hints, fetch metadata). They can corroborate the verdict on a
        browser that only the fallback recognised; without that it is "unknown". ``headers`` is a mapping or a list of
        pairs, of text or bytes. Text is what WSGI gives: bytes decoded as latin-1 (PEP 3333). None is a request without
        a user agent. Never raises for what a request says.
        """
        raw = _as_bytes(user_agent)
        verdict = self._verdicts.get(raw) or self._new_verdict(raw, budgeted=False)
        return verdict if headers is None else _weighed(verdict, Headers(headers))

    def _verdict(self, user_agent: bytes) -> Verdict:
        """The verdict that the string alone gives. While the fallback's time budget is used up, what only it can name
        is "unknown"."""
        return self._verdicts.get(user_agent) or self._new_verdict(user_agent, budgeted=True)

    def _new_verdict(self, user_agent: bytes, *, budgeted: bool) -> Verdict:
        named = identify(user_agent) or self._fallback.identify(user_agent, budgeted=budgeted)
        if named is None:
            return self.policy.judge(UNKNOWN)  # not cached: the next request tries again
        verdict = self.policy.judge(named)
        self._verdicts.put(user_agent, verdict)
        return verdict

    def _verdict_at_once(self, user_agent: bytes) -> Verdict | None:
        """Like :meth:`_verdict`, but never waits for an import: None if the fallback is needed and not loaded yet."""
        if self._fallback.loaded or self._verdicts.get(user_agent) or identify(user_agent) is not None:
            return self._verdict(user_agent)
        return None

    def _visitor(self, request: Request, kept: Verdict | None = None) -> _Visitor:
        """``kept``: the cached verdict, if the adapter has already looked it up."""
        asked = debug.asked_for(request.query) if self.options.debug else None
        if asked is not None:
            verdict = self._verdict(asked.user_agent)
            return _Visitor(verdict, asked.kind or self._kind(verdict), asked)
        if kept is None:
            kept = self._verdict(_as_bytes(request.headers.fields.get("user-agent")))
        verdict = _weighed(kept, request.headers)
        return _Visitor(verdict, self._kind(verdict), None)

    def _kind(self, verdict: Verdict) -> Kind | None:
        """Which banner a verdict calls for, if any."""
        if verdict.outdated:
            return KIND_OF_ADVICE.get(verdict.advice, "outdated")
        ua = verdict.user_agent
        if self.options.desktop_site and ua.form == "phone" and ua.kind == "browser":
            return "desktop-site"
        return None

    # -- one request, one decision -------------------------------------------------------------------------------------

    def decide(self, request: Request, kept: Verdict | None = None) -> Decision:
        """What to do with a request. ``kept``: the cached verdict, if the adapter has already looked it up. Never
        raises: whatever goes wrong is logged in one line, and the visitor gets the app's own response."""
        try:
            visitor = self._visitor(request, kept)
            if request.path.startswith(self._own_prefix):
                return self._answer(request, visitor)
            decision = self._decide(request, visitor)
            if self.options.debug and isinstance(decision, Pass):
                # Who is outdated by the string, and whoever asks to see a banner, wants to know why there is none.
                named = self._verdict(_as_bytes(request.headers.get("user-agent")))
                if visitor.asked is not None or visitor.kind is not None or named.actionable:
                    verdict = visitor.verdict
                    why = decision.why or f"the browser counts as {verdict.status}: {verdict.reason}"
                    tell_why_not(f"{request.method} {request.path}", why)
            return decision
        except Exception:
            log_failure("a request could not be judged")
            return Pass()

    def _decide(self, request: Request, visitor: _Visitor) -> Decision:
        verdict, kind, asked = visitor
        exposed = verdict if self.options.expose else None
        if not asks_for_a_page(request.method, request.headers, verdict.user_agent.engine):
            return Pass(exposed, why=why_no_page(request.method, request.headers) if self.options.debug else None)
        excluded = self._excluded(request) if self._is_selective else None
        if excluded is not None:
            return Pass(exposed, why=excluded)
        if asked is not None:
            problem = debug.problem_with(asked, has_block_page=self._block is not None)
            if asked.block and (why := self._why_not_blocked(request, visitor)) is not None:
                if self._endpoints.continues(request.headers.fields.get("cookie")):
                    return Pass(exposed, why=why)  # the page's own button has led back here
                problem = f"block: {why}"
            if problem is not None:
                return Respond(text_response(400, f"browserbanner={problem}\n"))
        events = (Event.of("verdict", verdict),) if self.options.on_verdict is not None else ()
        if kind is None:
            return Pass(exposed, events)
        blocked = self._block_page(request, visitor, events) if self._block is not None else None
        if blocked is not None:
            return blocked
        banner = self._presenter.page_banner(request, verdict, kind, sample=asked is not None)
        if isinstance(banner, str):
            return Pass(exposed, events, banner)
        options, fields = self.options, request.headers.fields
        host = fields.get("host")
        origins = [f"{request.scheme}://{host}"] if host else []
        editor = Editor(
            banner,
            method=request.method,
            statuses=options.statuses,
            place=options.place,
            origins=origins if options.origin is None else [options.origin, *origins],
            debug=f"{request.method} {request.path}" if options.debug else None,
        )
        hidden = HIDDEN_FROM_PAGES if "text/html" in fields.get("accept", "").lower() else HIDDEN_FROM_OTHERS
        return Edit(editor, banner, hidden, exposed, events)

    def _missing(self, request: Request, kept: Verdict | None) -> Iterator[Callable[[], object]]:
        """Yields functions that load what this request needs and is not loaded yet: nearly always none. An adapter with
        an event loop calls each in a thread."""
        fields, presenter = request.headers.fields, self._presenter
        user_agent = _as_bytes(fields.get("user-agent"))
        if kept is None and self._verdict_at_once(user_agent) is None:
            yield self._fallback.warm_up
        languages = fields.get("accept-language", "")
        if languages[:LONGEST_LANGUAGES] in presenter.met:
            return
        if request.path.startswith(self._own_prefix) or self._may_get_a_banner(self._verdict(user_agent)):
            yield self._hooks.warm_up
            yield partial(presenter.meet, languages)

    def _may_get_a_banner(self, kept: Verdict) -> bool:
        """Whether a banner is possible, by the string alone and the options."""
        return self.options.debug or self.options.desktop_site or kept.actionable

    def _excluded(self, request: Request) -> str | None:
        """Which of ``enabled``, ``only`` and ``exempt`` allows no banner on this page, a clause; None where they all
        do. Raises FunctionFailed."""
        if not self.options.enabled:
            return "the option enabled is False"
        if self._only is not None and not self._only.match(request):
            return "the option only does not name it"
        return "the option exempt names it" if self._exempt is not None and self._exempt.match(request) else None

    def _page_banner(self, request: Request, known: bool = True) -> PageBanner | None:
        """The banner for a page, None where the visitor gets none there. ``known``: whether the request names the page;
        where it does not, there is a banner only if no page is excluded. Raises FunctionFailed."""
        if self._is_selective and (not known or self._excluded(request) is not None):
            return None
        verdict, kind, asked = self._visitor(request)
        if kind is None or (asked is not None and asked.block):
            return None
        banner = self._presenter.page_banner(request, verdict, kind, sample=asked is not None)
        return None if isinstance(banner, str) else banner

    def banner_for(
        self,
        headers: HeadersLike,
        *,
        path: str = "/",
        query: str = "",
        root_path: str = "",
        nonce: str | None = None,
    ) -> Banner | None:
        """The banner that this request's visitor gets, in ASCII, which fits a page in any charset; or None.

        ``headers``: the request's; ``path``: as the app sees it, below ``root_path``, which is "" for an app at the
        root; ``query``: without "?"; ``nonce``: the page's Content-Security-Policy nonce, for style and script. Never
        raises: whatever goes wrong is logged in one line, and there is no banner.
        """
        try:
            request = Request("GET", path, root_path, query, headers=Headers(headers))
            banner = self._page_banner(request)
            return None if banner is None else banner.make(nonce)
        except Exception:
            log_failure("a banner could not be made", "so there is none")
            return None

    # -- our own pages and addresses -----------------------------------------------------------------------------------

    def _why_not_blocked(self, request: Request, visitor: _Visitor) -> str | None:
        """Why this visitor does not get the block page, a clause; None where the visitor gets it."""
        verdict, _, asked = visitor
        fields = request.headers.fields
        if self._block is None:
            return "there is no block page: set the option block"
        if asked is not None and asked.kind is not None:
            return "a banner is asked for"
        asked_for = asked is not None and asked.block
        if not (asked_for or (verdict.outdated and self._block.judge(verdict.user_agent).outdated)):
            return "the site does not block this browser"
        # It may be a picture or a download. Internet Explorer up to 8 does not send it, so that never gets the page.
        if "text/html" not in fields.get("accept", "").lower():
            return "the request's header Accept does not name text/html"
        if self._endpoints.continues(fields.get("cookie")):
            return "the visitor has continued past it, and has a cookie that says so"
        return None

    def _block_page(self, request: Request, visitor: _Visitor, events: tuple[Event, ...]) -> Respond | None:
        """The page in place of the app's, None for a visitor who does not get it. Never raises."""
        try:
            if self._why_not_blocked(request, visitor) is not None:
                return None
            body, locale = self._presenter.block_page(request, visitor.verdict, visitor.kind)
        except Exception:
            log_failure("no block page was made", "so the page itself went out")
            return None
        response = page_response(self.options.block_status, body, locale)
        if request.method == "HEAD":
            return Respond(response._replace(body=b""), events)
        return Respond(response, (Event.of("shown", visitor.verdict, "block"), *events))

    def _answer(self, request: Request, visitor: _Visitor) -> Respond:
        """The answer to a request for one of our own addresses, which never reaches the app."""
        try:
            return self._endpoints.respond(request, visitor.verdict, visitor.kind)
        except Exception:
            log_failure(f"{request.path} could not be answered", "so the answer was an empty 500")
            return Respond(text_response(500, ""))

    def _is_never_told(self, user_agent: str | bytes | None) -> bool:
        """Whether a browser gets no banner, whatever the page and whatever was closed. False where its string is not
        kept: then the fallback's budget was used up, and the answer may change soon."""
        kept = self._verdicts.get(_as_bytes(user_agent))
        return kept is not None and not self._may_get_a_banner(kept)

    # -- around it -----------------------------------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Load what the first outdated visitor would wait for, about 0.4 s: for servers that fork, and at start-up. The
        renderer with the default language, user-agents, and prometheus_client if it is installed."""
        self._fallback.warm_up()
        self._presenter.meet("")
        self._hooks.warm_up()
        self._is_warm = True

    def _make_policy(self, option: str, given: PolicyLike) -> Policy:
        """Raises ConfigurationError, naming the option; also if the data is invalid."""
        asked: GivenOptions = {"grace": self.options.grace, "esr": self.options.esr}
        if isinstance(given, Policy):
            # It has its own: beside it they are refused, unless the other option takes them. So grace=30 is refused
            # beside policy=Policy(...), and taken beside policy=Policy(...), block="last 5 years": for the block page.
            others = (self.options.policy, self.options.block)
            are_taken = any(each is not None and not isinstance(each, Policy) for each in others)
            asked = {} if are_taken else self._given
        try:
            return Policy(given, data=self.data, grace=asked.get("grace"), esr=asked.get("esr"))
        except ConfigurationError as error:
            if option == "policy" or error.option != "policy":
                raise
            raise error.about(option) from error
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            what = f"browser data that makes sense ({type(error).__name__}: {error})"
            raise ConfigurationError.expected("data", self.options.data, what) from error

    def _warn_of_old_data(self) -> None:
        """With old data too few visitors are told, never too many, so this only warns. It reads today's date, which no
        verdict does."""
        age = datetime.date.today() - datetime.date.fromisoformat(self.data.date)
        if age.days > 365:
            LOGGER.warning(
                "the browser data is of %s, so the minimum versions stand still: update the package, or run"
                " `browserbanner data refresh` and restart",
                self.data.date,
            )


def engine_of(banner: BrowserBanner | None, options: GivenOptions) -> BrowserBanner:
    """The BrowserBanner that a middleware was given, or one made of the options that it was given.

    Raises ConfigurationError for both at once, for a ``banner`` that is none, and for bad options.
    """
    if banner is None:
        return BrowserBanner(**options)
    if options:
        raise ConfigurationError(
            f"banner= and options ({', '.join(sorted(options))}) were given: hand over a BrowserBanner(...) made with "
            "these options, or the options alone",
            option="banner",
            value=banner,
        )
    if not isinstance(banner, BrowserBanner):
        raise ConfigurationError.expected("banner", banner, "a BrowserBanner(...), or None")
    return banner


def _weighed(verdict: Verdict, headers: Headers) -> Verdict:
    """The verdict, with what the other headers say of it."""
    if not verdict.actionable:
        return verdict
    if verdict.corroborated is not None and looks_like_a_person(headers):
        verdict = verdict.corroborated
    if verdict.outdated and not IDENTIFYING_HEADERS.isdisjoint(headers.fields):
        why = overriding_evidence(verdict.user_agent, headers)
        if why is not None:
            return verdict.overridden(why)
    return verdict


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
