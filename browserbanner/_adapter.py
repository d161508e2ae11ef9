"""What the adapters for ASGI, WSGI and Django share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from browserbanner.errors import ConfigurationError
from browserbanner.headers import Headers

if TYPE_CHECKING:
    from browserbanner.endpoints import Request, Response
    from browserbanner.engine import BrowserBanner, Visit
    from browserbanner.events import EventName
    from browserbanner.headers import HeaderPairs
    from browserbanner.injection import Editor, HeaderList
    from browserbanner.policy import Verdict

#: In a scope or environ: the Page that a middleware of ours further out has in hand, so that installed twice it is one
#: banner, and that templates find it.
MARK = "browserbanner.page"
#: In a scope or environ, with the option ``expose``: the visitor's verdict.
VERDICT = "browserbanner"


def engine_of(banner: BrowserBanner | None, options: Mapping[str, Any]) -> BrowserBanner:
    """The engine that a middleware was given, or one made of the options that it was given.

    Raises ConfigurationError for both at once, for a ``banner`` that is none, and for bad options.
    """
    from browserbanner.engine import BrowserBanner

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


@cache
def injection() -> ModuleType:
    """The room, imported for the first outdated visitor."""
    from browserbanner import injection

    return injection


class Page:
    """A response that is to carry a banner: what an adapter, its editor and the app's templates share of it.

    The banner is made once the head is there, since that, or the app's request by then, holds the page's nonce.
    """

    __slots__ = ("_engine", "_told", "_visit", "editor")

    def __init__(self, engine: BrowserBanner, visit: Visit, method: str, headers: Headers, scheme: str) -> None:
        options = engine.options
        host = headers.get("host")
        self._engine = engine
        self._visit = visit
        self._told = False
        self.editor: Editor = injection().Editor(
            b"",
            method=method,
            statuses=options.statuses,
            place=options.place,
            origins=[*([options.origin] if options.origin else []), *([f"{scheme}://{host}"] if host else [])],
            log_failure=engine.log_failure,
        )

    def start(self, status: int, headers: HeaderList, request: Any) -> HeaderList | None:
        """The editor's ``start``. ``request``: the scope, environ or the like that the app saw, for ``nonce``."""
        head = self.editor.start(status, headers)
        if head is not None:
            return head
        try:
            banner = self._engine.render(self._visit, self._nonce(request, headers))
            self.editor.fill(banner.html, banner.bare_html)
            return None
        except Exception:
            report(self._engine, "no banner was made")
            return self.editor.release().headers

    def place(self, request: Any, nonce: str | None = None) -> bytes:
        """The banner, for the app's template to write into the page; nothing is put in besides. Empty where that comes
        too late, and the second time. Never raises."""
        try:
            banner = self._engine.render(self._visit, nonce or self._nonce(request, []))
            return banner.html if self.editor.give_way() else b""
        except Exception:
            report(self._engine, "no banner was made for a template")
            return b""

    def tell(self) -> Awaitable[object] | None:
        """Tell, once, that the banner went out, if it did; what is to be awaited of it."""
        if self._told or not self.editor.shown:
            return None
        self._told = True
        return self._engine.announcer.tell("shown", self._visit.verdict, self._visit.kind, self._visit.locale)

    def _nonce(self, request: Any, headers: HeaderList) -> str | None:
        find = self._engine.options.nonce
        nonce = None if find is None else find(request)
        found: str | None = str(nonce) if nonce else injection().nonce_in(headers)
        return found


def page_for(
    engine: BrowserBanner, method: str, headers: Headers, *, path: str, query: str, scheme: str, root_path: str
) -> Page | None:
    """The page that the app is going to answer this request with, or None if its visitor gets no banner."""
    if not injection().asks_for_a_page(method, headers):
        return None
    visit = engine.visit_for(headers, path=path, query=query, root_path=root_path)
    return None if visit is None else Page(engine, visit, method, headers, scheme)


class LazyVerdict:
    """A request's verdict, worked out when an attribute is first asked for: those of browserbanner.policy.Verdict."""

    __slots__ = ("_engine", "_fields", "_verdict")

    def __init__(self, engine: BrowserBanner, fields: Callable[[], HeaderPairs]) -> None:
        self._engine = engine
        self._fields = fields
        self._verdict: Verdict | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)  # a copy has no slots yet, and asks for methods of its own
        if self._verdict is None:
            headers = Headers(self._fields())
            self._verdict = self._engine.judge(headers.get("user-agent"), headers)
        return getattr(self._verdict, name)

    def __repr__(self) -> str:
        return f"<LazyVerdict: {self.status}>"


def gate_page(
    engine: BrowserBanner, method: str, fields: HeaderPairs, *, path: str, query: str, root_path: str
) -> Response | None:
    """The page of ours that this request's visitor gets instead of the app's; nearly always None."""
    headers = Headers(fields)
    if not injection().asks_for_a_page(method, headers):
        return None
    page = engine.gate_for(headers, path=path, query=query, root_path=root_path)
    return page._replace(body=b"") if page is not None and method == "HEAD" else page


def tell_verdict(engine: BrowserBanner, method: str, fields: HeaderPairs, path: str) -> Awaitable[object] | None:
    """Tell of the verdict on a request, if it is for a page that may get a banner; what is to be awaited of it."""
    try:
        headers = Headers(fields)
        wanted = injection().asks_for_a_page(method, headers) and engine.concerns(headers, path)
        return tell(engine, "verdict", headers) if wanted else None
    except Exception:
        report(engine, "a verdict could not be told")
        return None


def tell(
    engine: BrowserBanner, name: EventName, headers: Headers, kind: str | None = None, locale: str | None = None
) -> Awaitable[object] | None:
    """Tell of something about the visitor who sent this request; what is to be awaited of it."""
    return engine.announcer.tell(name, engine.judge(headers.get("user-agent"), headers), kind, locale)


def tell_of_answer(engine: BrowserBanner, request: Request, response: Response) -> Awaitable[object] | None:
    """Tell what happened with an answer of our own, if anything did; what is to be awaited of it."""
    if response.closed is not None:
        return tell(engine, "closed", request.headers, response.closed)
    if response.shown is not None:
        return tell(engine, "shown", request.headers, response.shown.kind, response.shown.locale)
    return None


def varying(
    engine: BrowserBanner, method: str, fields: Callable[[], HeaderPairs], path: str
) -> Callable[[int, HeaderList], HeaderList] | None:
    """What the option ``vary`` does to the head of an answer to this request: a status and headers in, headers out, the
    same object where nothing is to be said. None: nothing."""
    options = engine.options
    if options.vary != "always":
        return None
    try:
        headers = Headers(fields())
        if not (injection().asks_for_a_page(method, headers) and engine.concerns(headers, path)):
            return None
    except Exception:
        report(engine, "a request could not be read")
        return None
    by_name = "text/html" in (headers.get("accept") or "").lower()
    return lambda status, head: injection().says_it_varies(status, head, options.statuses, by_name)


def refuse_async_hooks(engine: BrowserBanner) -> None:
    """For where nobody awaits. Raises ConfigurationError."""
    for name in ("on_verdict", "on_shown", "on_closed"):
        hook = getattr(engine.options, name)
        if hook is not None:
            from inspect import iscoroutinefunction

            if iscoroutinefunction(hook) or iscoroutinefunction(getattr(hook, "__call__", None)):  # noqa: B004
                raise ConfigurationError.expected(name, hook, "no async function: WSGI cannot await it")


def answer(engine: BrowserBanner, request: Request) -> Response:
    """The answer to a request for one of the middleware's own addresses; these never reach the app."""
    from browserbanner.endpoints import Response

    try:
        return engine.respond(request)
    except Exception:
        report(engine, f"{request.path} could not be answered")
        nothing = (("content-type", "text/plain"), ("content-length", "0"), ("cache-control", "no-store"))
        return Response(500, nothing)


def report(engine: BrowserBanner, where: str) -> None:
    """Log the exception that is being handled; a log that fails harms no response either."""
    try:
        engine.log_failure(where)
    except Exception:
        return
