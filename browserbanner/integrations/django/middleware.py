"""BannerMiddleware for Django's MIDDLEWARE: requests and responses of Django's in, the adapters' page and editor."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from asgiref.sync import async_to_sync, iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from browserbanner._adapter import (
    MARK,
    LazyVerdict,
    Page,
    answer,
    gate_page,
    page_for,
    report,
    tell,
    tell_of_answer,
    tell_verdict,
    varying,
)
from browserbanner.endpoints import MAX_BODY, Request, Response
from browserbanner.engine import BrowserBanner
from browserbanner.headers import Headers
from browserbanner.injection import HeaderList, without_coding_or_conditions
from browserbanner.integrations._template import PAGE
from browserbanner.integrations.django.conf import banner
from browserbanner.wsgi import fields_of


class BannerMiddleware:
    """Puts a banner into the project's HTML pages, for visitors with an outdated browser. Everybody else's requests and
    responses pass untouched; all requests get ``browser_verdict``, worked out when it is used.

    The options are the settings BROWSERBANNER_*. Raises ConfigurationError where Django loads its middleware.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.banner: BrowserBanner = banner()
        engine = self.banner
        self._verdict_of = engine.verdict_of
        # The verdict is there for everybody anyway: the option ``expose`` has nothing to add.
        options = engine.options
        wanted = options.on_verdict is not None or options.vary == "always"
        self._for_all = engine.always_ask or (engine.always_attend and wanted)
        # Where the middleware's own addresses lie; switched off, they are the project's (no path holds a NUL).
        self._prefix = engine.options.prefix + "/" if engine.options.enabled else "\0"
        self._is_async = iscoroutinefunction(get_response)
        if self._is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        meta = request.META
        request.browser_verdict = LazyVerdict(self.banner, lambda: fields_of(meta))  # type: ignore[attr-defined]
        if not self._is_concerned(request):
            return self.get_response(request)
        return self._attend_async(request) if self._is_async else self._attend(request)

    def _is_concerned(self, request: HttpRequest) -> bool:
        """Whether it is a request for one of our own addresses, or of a visitor who may get a banner."""
        try:
            user_agent = request.META.get("HTTP_USER_AGENT", "").encode("latin-1", "replace")
            return self._verdict_of(user_agent).actionable or self._for_all or self._prefix in request.path_info
        except Exception:
            report(self.banner, "a request could not be judged")
            return False

    def _attend(self, request: HttpRequest) -> HttpResponseBase:
        response, waiting = self._own_response(request)
        if response is None:
            page = self._prepare(request)
            if page is None:
                response = self.get_response(request)
            else:
                with _as_the_app_sees_it(request, page):
                    response = self.get_response(request)
                response = self._edited(request, page, response)
                waiting = page.tell()
            self._vary(request, response)
        self._finish(waiting)
        self._finish(self._told_verdict(request))
        return response

    async def _attend_async(self, request: HttpRequest) -> HttpResponseBase:
        finish = self.banner.announcer.finish
        response, waiting = self._own_response(request)
        if response is None:
            page = self._prepare(request)
            if page is None:
                response = cast(HttpResponseBase, await self.get_response(request))
            else:
                with _as_the_app_sees_it(request, page):
                    response = cast(HttpResponseBase, await self.get_response(request))
                response = self._edited(request, page, response)
                waiting = page.tell()
            self._vary(request, response)
        await finish(waiting)
        await finish(self._told_verdict(request))
        return response

    def _own_response(self, request: HttpRequest) -> tuple[HttpResponseBase | None, Awaitable[object] | None]:
        """The answer to a request for one of our own addresses, or the gate's page; and what hooks have to await."""
        if request.path_info.startswith(self._prefix):
            asked = _as_request(request)
            answered = answer(self.banner, asked)
            return _as_response(answered), tell_of_answer(self.banner, asked, answered)
        gate = self._gate(request) if self.banner.gated else None
        if gate is None:
            return None, None
        told = tell(self.banner, "shown", _headers(request), "gate") if request.method == "GET" else None
        return _as_response(gate), told

    def _gate(self, request: HttpRequest) -> Response | None:
        """For a visitor whom the site does not serve: the page to send instead of the project's."""
        try:
            return gate_page(self.banner, request.method or "", fields_of(request.META), **_address(request))
        except Exception:
            report(self.banner, "the gate was left open")
            return None

    def _prepare(self, request: HttpRequest) -> Page | None:
        """The page, for a visitor who gets a banner."""
        try:
            if MARK in request.META or MARK in getattr(request, "scope", ()):
                return None
            scheme = request.scheme or "http"
            return page_for(self.banner, request.method or "", _headers(request), scheme=scheme, **_address(request))
        except Exception:
            report(self.banner, "a request could not be prepared")
            return None

    def _told_verdict(self, request: HttpRequest) -> Awaitable[object] | None:
        if self.banner.options.on_verdict is None or request.path_info.startswith(self._prefix):
            return None
        return tell_verdict(self.banner, request.method or "", fields_of(request.META), request.path_info)

    def _finish(self, waiting: Awaitable[object] | None) -> None:
        """What async hooks await, where we are not async ourselves."""
        try:
            if waiting is not None:
                async_to_sync(self.banner.announcer.finish)(waiting)
        except RuntimeError:  # in the event loop's own thread
            self.banner.announcer.drop(waiting)

    # -- the response --------------------------------------------------------------------------------------------------

    def _edited(self, request: HttpRequest, page: Page, response: HttpResponseBase) -> HttpResponseBase:
        """The response through the page's editor; itself, altered in place, as Django's own middleware does it."""
        try:
            original = _head(response)
            head = page.start(response.status_code, original, request)
            if head is None and response.streaming:
                # Nothing is taken from the stream ahead of its time: the head goes out before its first piece is known.
                head = page.editor.feed(b"", True).headers
                _stream(cast(StreamingHttpResponse, response), self._pieces, self._async_pieces, page)
            elif head is None:
                content = cast(HttpResponse, response).content
                output = page.editor.feed(content, False)
                head = output.headers
                if output.body is not content:
                    cast(HttpResponse, response).content = output.body
            if head is not None and head is not original:
                _set_headers(response, head)
        except Exception:
            report(self.banner, "a response could not be edited")
        return response

    def _vary(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """The option ``vary``, applied to the project's response."""
        try:
            vary = varying(self.banner, request.method or "", lambda: fields_of(request.META), request.path_info)
            if vary is not None:
                head = _head(response)
                if vary(response.status_code, head) is not head:
                    patch_vary_headers(cast(HttpResponse, response), ("User-Agent",))
        except Exception:
            report(self.banner, "the head of a response could not be read")

    def _pieces(self, pieces: Iterator[bytes], page: Page) -> Iterator[bytes]:
        for piece in pieces:
            yield page.editor.feed(piece, True).body
            self._finish(page.tell())
        yield page.editor.finish().body
        self._finish(page.tell())

    async def _async_pieces(self, pieces: AsyncIterator[bytes], page: Page) -> AsyncIterator[bytes]:
        async for piece in pieces:
            yield page.editor.feed(piece, True).body
            await self.banner.announcer.finish(page.tell())
        yield page.editor.finish().body
        await self.banner.announcer.finish(page.tell())


def _stream(response: StreamingHttpResponse, pieces: Any, async_pieces: Any, page: Page) -> None:
    edited = async_pieces if response.is_async else pieces
    response.streaming_content = edited(response.streaming_content, page)


@contextmanager
def _as_the_app_sees_it(request: HttpRequest, page: Page) -> Iterator[None]:
    """No compression, and no conditions that only the browser's old copy meets; for middleware further out, which acts
    on the request again when the response passes, all is as it was."""
    meta = request.META
    names = ["HTTP_" + name.upper().replace("-", "_") for name in without_coding_or_conditions(_headers(request))]
    before = {name: meta.pop(name) for name in names if name in meta}
    meta["HTTP_ACCEPT_ENCODING"] = "identity"
    meta[MARK] = page
    setattr(request, PAGE, page)
    request.__dict__.pop("headers", None)  # Django keeps what it has read
    try:
        yield
    finally:
        meta.pop("HTTP_ACCEPT_ENCODING", None)
        meta.update(before)
        request.__dict__.pop("headers", None)


def _head(response: HttpResponseBase) -> HeaderList:
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]


def _set_headers(response: HttpResponseBase, head: HeaderList) -> None:
    kept = {name.decode("ascii").lower() for name, _ in head}
    for dropped in [name for name, _ in response.items() if name.lower() not in kept]:
        del response.headers[dropped]
    for name, value in head:
        response.headers[name.decode("ascii")] = value.decode("latin-1")


def _headers(request: HttpRequest) -> Headers:
    return Headers(fields_of(request.META))


def _address(request: HttpRequest) -> dict[str, str]:
    return {
        "path": request.path_info,
        "query": request.META.get("QUERY_STRING", ""),
        "root_path": request.META.get("SCRIPT_NAME", "").rstrip("/"),
    }


def _as_request(request: HttpRequest) -> Request:
    """As the endpoints take it."""
    try:
        body = request.read(MAX_BODY + 1)
    except OSError:  # the client is gone
        body = b""
    return Request(
        method=request.method or "",
        headers=_headers(request),
        body=body,
        scheme=request.scheme or "http",
        **_address(request),
    )


def _as_response(answered: Response) -> HttpResponse:
    """As Django takes it."""
    response = HttpResponse(answered.body, status=answered.status)
    del response.headers["Content-Type"]
    for name, value in answered.headers:
        response.headers[name] = value
    return response
