"""WSGI (PEP 3333): ``BannerMiddleware(app, banner=bb)``. Protocol in, engine and editor, protocol out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from browserbanner._adapter import (
    MARK,
    VERDICT,
    LazyVerdict,
    Page,
    answer,
    engine_of,
    gate_page,
    injection,
    page_for,
    refuse_async_hooks,
    report,
    tell,
    tell_of_answer,
    tell_verdict,
    varying,
)
from browserbanner.headers import Headers

if TYPE_CHECKING:
    from browserbanner.endpoints import Response
    from browserbanner.engine import BrowserBanner
    from browserbanner.injection import HeaderList, Output

__all__ = ["BannerMiddleware"]

Environ: TypeAlias = dict[str, Any]
TextHeaders: TypeAlias = list[tuple[str, str]]
Write: TypeAlias = Callable[[bytes], object]
StartResponse: TypeAlias = Callable[..., Write]
App: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]


class BannerMiddleware:
    """Puts a banner into the HTML pages of ``app``, for visitors with an outdated browser. Everybody else's requests
    and responses pass untouched: the app's own iterable goes to the server.

    ``banner`` is a BrowserBanner, best made at module level, so that a bad option stops the process at import; or give
    its options here. Raises ConfigurationError, for async hooks too: nobody awaits here. Register it inside of whatever
    compresses responses.
    """

    @overload
    def __init__(self, app: App, banner: BrowserBanner) -> None: ...

    @overload
    def __init__(self, app: App, banner: None = None, **options: Any) -> None: ...

    def __init__(self, app: App, banner: BrowserBanner | None = None, **options: Any) -> None:
        self.app = app
        self.banner: BrowserBanner = engine_of(banner, options)
        engine = self.banner
        refuse_async_hooks(engine)
        self._verdict_of = engine.verdict_of
        self._for_all = engine.always_attend
        # Current browsers as PEP 3333 writes them: making the engine's key of the text costs as much as all the rest.
        self._passing = engine.passing()
        # Where the middleware's own addresses lie; switched off, they are the app's (no path holds a NUL).
        self._prefix = engine.options.prefix + "/" if engine.options.enabled else "\0"

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        # This is all that a current visitor costs. Whatever else there is to look at comes after the verdict.
        if (environ.get("HTTP_USER_AGENT") in self._passing or not self._is_actionable(environ)) and (
            self._prefix not in environ.get("PATH_INFO", "")
        ):
            return self.app(environ, start_response)
        return self._attend(environ, start_response)

    def _is_actionable(self, environ: Environ) -> bool:
        """Whether the visitor may get a banner."""
        try:
            user_agent = environ.get("HTTP_USER_AGENT", "")
            age = self._passing.age
            verdict = self._verdict_of(user_agent.encode("latin-1", "replace"))
            if self._for_all:
                return True
            if verdict.status == "current":
                self._passing.let(user_agent, age)
            return verdict.actionable
        except Exception:
            report(self.banner, "a request could not be judged")
            return False

    def _attend(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """A request for one of our own addresses, or of a visitor who may get a banner."""
        if environ.get("PATH_INFO", "").startswith(self._prefix):
            return self._answer(environ, start_response)
        announcer = self.banner.announcer
        method, path = environ["REQUEST_METHOD"], _text(environ.get("PATH_INFO", ""))
        if self.banner.options.on_verdict is not None:
            announcer.drop(tell_verdict(self.banner, method, fields_of(environ), path))
        vary = varying(self.banner, method, lambda: fields_of(environ), path)
        if vary is not None:
            start_response = self._varied(start_response, vary)
        gate = self._gate(environ) if self.banner.gated else None
        if gate is not None:
            if method == "GET":
                announcer.drop(tell(self.banner, "shown", Headers(fields_of(environ)), "gate"))
            return _send_whole(start_response, gate)
        prepared = self._prepare(environ)
        if prepared is None:
            return self.app(self._exposed(environ), start_response)
        page, inner_environ = prepared
        response = _EditedResponse(start_response, page, inner_environ, self.banner)
        return response.body(self.app(inner_environ, response.start_response))

    def _passes(self, environ: Environ) -> bool:
        """Whether the visitor certainly gets none: hooks and ``expose`` bring everybody here."""
        if self.banner.always_ask or not self._for_all:
            return False
        user_agent = environ.get("HTTP_USER_AGENT", "").encode("latin-1", "replace")
        return not self._verdict_of(user_agent).actionable

    def _exposed(self, environ: Environ) -> Environ:
        """The environ, with the verdict in it where the site wants that."""
        if not self.banner.options.expose:
            return environ
        return {**environ, VERDICT: LazyVerdict(self.banner, lambda: fields_of(environ))}

    def _gate(self, environ: Environ) -> Response | None:
        """For a visitor whom the site does not serve: the page to send instead of the app's."""
        try:
            if self._passes(environ):
                return None
            return gate_page(
                self.banner,
                environ["REQUEST_METHOD"],
                fields_of(environ),
                path=_text(environ.get("PATH_INFO", "")),
                query=environ.get("QUERY_STRING", ""),
                root_path=_text(environ.get("SCRIPT_NAME", "")),
            )
        except Exception:
            report(self.banner, "the gate was left open")
            return None

    def _varied(self, start_response: StartResponse, vary: Callable[[int, HeaderList], HeaderList]) -> StartResponse:
        """The server's ``start_response``, with the option ``vary`` applied to the head."""

        def varied(status: str, headers: TextHeaders, *exc_info: Any) -> Write:
            headers = _listed(headers)
            try:
                encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
                said = vary(int(status[:3]), encoded)
                if said is not encoded:
                    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in said]
            except Exception:
                report(self.banner, "the head of a response could not be read")
            return start_response(status, headers, *exc_info)

        return varied

    def _prepare(self, environ: Environ) -> tuple[Page, Environ] | None:
        """For a visitor who gets a banner: the page, and the environ that the app is to see."""
        if MARK in environ:
            return None
        try:
            if self._passes(environ):
                return None
            headers = Headers(fields_of(environ))
            page = page_for(
                self.banner,
                environ["REQUEST_METHOD"],
                headers,
                path=_text(environ.get("PATH_INFO", "")),
                query=environ.get("QUERY_STRING", ""),
                scheme=environ.get("wsgi.url_scheme", "http"),
                root_path=_text(environ.get("SCRIPT_NAME", "")),
            )
            return None if page is None else (page, _inner_environ(self._exposed(environ), headers, page))
        except Exception:
            report(self.banner, "a request could not be prepared")
            return None

    def _answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        from browserbanner.endpoints import MAX_BODY, Request, declared_length

        request = Request(
            method=environ["REQUEST_METHOD"],
            path=_text(environ["PATH_INFO"]),
            query=environ.get("QUERY_STRING", ""),
            headers=Headers(fields_of(environ)),
            body=_read(environ, declared_length(environ.get("CONTENT_LENGTH")), MAX_BODY + 1),
            scheme=environ.get("wsgi.url_scheme", "http"),
            root_path=_text(environ.get("SCRIPT_NAME", "")),
        )
        response = answer(self.banner, request)
        self.banner.announcer.drop(tell_of_answer(self.banner, request, response))
        return _send_whole(start_response, response)


def _send_whole(start_response: StartResponse, response: Response) -> Iterable[bytes]:
    """A response of our own."""
    from http import HTTPStatus

    start_response(f"{response.status} {HTTPStatus(response.status).phrase}", list(response.headers))
    return [response.body] if response.body else []


class _EditedResponse:
    """The ``start_response`` and ``write`` that the app gets, and what becomes of its iterable."""

    __slots__ = (
        "_editor", "_encoded", "_engine", "_environ", "_head", "_page", "_server_start", "_server_write", "_started",
    )  # fmt: skip

    def __init__(self, server_start: StartResponse, page: Page, environ: Environ, engine: BrowserBanner) -> None:
        self._server_start = server_start
        self._server_write: Write | None = None
        self._page = page
        self._editor = page.editor
        self._environ = environ  # as the app sees it
        self._engine = engine
        self._head: tuple[str, TextHeaders] | None = None  # held
        self._encoded: HeaderList = []
        self._started = False  # the server's start_response was called

    def start_response(self, status: str, headers: TextHeaders, exc_info: Any = None) -> Write:
        headers = _listed(headers)
        try:
            if self._started or (self._head is not None and exc_info is None):
                # Too late to decide again, or called twice: for the server to refuse, or to raise what went wrong.
                # What is held of the body belongs to the response that failed.
                self._commit(self._editor.release())
                return self._call_server(status, headers, exc_info)
            self._head = None
            edited = self._decide(status, headers)
            if edited is None:
                self._head = (status, headers)
                return self._write
            return self._call_server(status, edited, exc_info)
        finally:
            exc_info = None

    def _decide(self, status: str, headers: TextHeaders) -> TextHeaders | None:
        """The headers to send at once; None: hold them until the body's first block."""
        try:
            self._encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
            edited = self._page.start(int(status[:3]), self._encoded, self._environ)
        except Exception:
            report(self._engine, "the head of a response could not be read")
            self._editor.release()
            return headers
        return None if edited is None else self._decoded(edited, headers)

    def _decoded(self, edited: HeaderList, original: TextHeaders) -> TextHeaders:
        if edited is self._encoded:
            return original
        return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in edited]

    def _call_server(self, status: str, headers: TextHeaders, exc_info: Any = None) -> Write:
        self._started = True
        try:
            start = self._server_start
            self._server_write = start(status, headers) if exc_info is None else start(status, headers, exc_info)
            self._tell()
            return self._server_write
        finally:
            exc_info = None

    def _commit(self, output: Output) -> bytes:
        """Send the head, if its time has come; what of the body to send."""
        if output.headers is not None and self._head is not None:
            status, headers = self._head
            self._head = None
            self._call_server(status, self._decoded(output.headers, headers))
        self._tell()
        return output.body

    def _tell(self) -> None:
        if self._editor.shown:
            self._engine.announcer.drop(self._page.tell())

    def _write(self, data: bytes) -> None:
        body = self._commit(self._editor.feed(data, True))
        if body:
            write: Any = self._server_write  # whatever the server gave: where it is no function, the app is to see that
            write(body)

    def feed(self, block: bytes, more: bool = True) -> bytes:
        """What to send for a block of the app's."""
        if self._started or self._head is not None:
            return self._commit(self._editor.feed(block, more))
        return block  # start_response was never called: for the server to refuse

    @property
    def settled(self) -> bool:
        """Whether all blocks go out as they come."""
        return self._started and self._editor.done

    def body(self, blocks: Iterable[bytes]) -> Iterable[bytes]:
        """What the server gets for the app's iterable: that itself, wherever nothing is left to edit."""
        if self.settled:
            return blocks
        if (
            isinstance(blocks, list | tuple)
            and not hasattr(blocks, "close")
            and (self._started or self._head is not None)
        ):
            last = len(blocks) - 1
            edited = [self.feed(block, index < last) for index, block in enumerate(blocks)]
            rest = self.feed(b"", False)
            return [*edited, rest] if rest else edited
        body = _EditedBody(self, blocks)
        if not self._started:
            body.begin()
        return body


class _EditedBody:
    """The app's blocks through the editor, one for one."""

    __slots__ = ("_blocks", "_first", "_iterator", "_response")

    def __init__(self, response: _EditedResponse, blocks: Iterable[bytes]) -> None:
        self._response = response
        self._blocks = blocks
        self._iterator: Iterator[bytes] | None = None
        self._first: bytes | None = None

    def begin(self) -> None:
        """Take the first block at once, since the head goes out with it: granian reads the status and the headers as
        soon as the app has returned, not with the first block (PEP 3333)."""
        try:
            self._first = next(self)
        except StopIteration:
            return
        except BaseException:
            self.close()  # the server never sees what it would have to close
            raise

    def __iter__(self) -> _EditedBody:
        return self

    def __next__(self) -> bytes:
        if self._first is not None:
            block, self._first = self._first, None
            return block
        if self._iterator is None:
            self._iterator = iter(self._blocks)  # of what is no iterable the server is to see it
        try:
            block = next(self._iterator)
        except StopIteration:
            rest = self._response.feed(b"", False)
            if rest:
                return rest
            raise
        return block if self._response.settled else self._response.feed(block)

    def close(self) -> None:
        """Close the app's iterable, once, whether it was begun or not (PEP 3333)."""
        blocks, self._blocks = self._blocks, ()
        close = getattr(blocks, "close", None)
        if close is not None:
            close()


def _inner_environ(environ: Environ, headers: Headers, page: Page) -> Environ:
    """What the app is to see: no compression, and no conditions that only the browser's old copy meets."""
    inner = {**environ, MARK: page}
    for name in injection().without_coding_or_conditions(headers):
        inner.pop("HTTP_" + name.upper().replace("-", "_"), None)
    inner["HTTP_ACCEPT_ENCODING"] = "identity"
    return inner


def fields_of(environ: Environ) -> list[tuple[str, str]]:
    """The request's header fields."""
    return [
        (name.removeprefix("HTTP_").replace("_", "-"), value)
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
    ]


def _text(path: str) -> str:
    """A path of PEP 3333 (bytes in latin-1's clothes) as text, as ASGI has it."""
    return path.encode("latin-1", "replace").decode("utf-8", "replace")


def _listed(headers: TextHeaders) -> TextHeaders:
    """Headers that may be looked at: an iterator, which servers take although PEP 3333 does not, would be used up."""
    return headers if isinstance(headers, list | tuple) else list(headers)


def _read(environ: Environ, length: int, at_most: int) -> bytes:
    """The request's body, or its beginning. ``length``: as declared, 0 where it is not."""
    if length or not environ.get("wsgi.input_terminated"):
        at_most = min(at_most, length)
    body: bytes = environ["wsgi.input"].read(at_most) if at_most else b""
    return body
