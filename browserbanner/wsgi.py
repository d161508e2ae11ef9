"""WSGI (PEP 3333): ``BannerMiddleware(app, banner=bb)``. Translates an environ into a Request, and a decision into
what PEP 3333 asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from http import HTTPStatus
from itertools import chain
from typing import Any, TypeAlias, Unpack, overload

from browserbanner.decision import Decision, Edit, Pass, Respond
from browserbanner.endpoints import MAX_BODY, declared_length
from browserbanner.engine import BrowserBanner, engine_of
from browserbanner.errors import ConfigurationError
from browserbanner.events import Event, Hooks, drop, log_failure
from browserbanner.functions import check_app, is_async
from browserbanner.injection import HeaderList, Output
from browserbanner.options import GivenOptions
from browserbanner.policy import Verdict
from browserbanner.request import Headers, Request, Response

__all__ = ["BannerMiddleware", "request_of"]

Environ: TypeAlias = dict[str, Any]
TextHeaders: TypeAlias = list[tuple[str, str]]
Write: TypeAlias = Callable[[bytes], object]
StartResponse: TypeAlias = Callable[..., Write]
App: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]

#: In an environ: a middleware of ours further out has this response in hand, so that installed twice it is one banner.
MARK = "browserbanner.edited"
#: In an environ, with the option ``expose``: the visitor's Verdict.
VERDICT = "browserbanner.verdict"
_APP = (
    "a WSGI app, which takes an environ and start_response; for ASGI there is browserbanner.asgi, and for Django's "
    'MIDDLEWARE "browserbanner.integrations.django.BannerMiddleware"'
)


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
    def __init__(self, app: App, banner: None = None, **options: Unpack[GivenOptions]) -> None: ...
    def __init__(self, app: App, banner: BrowserBanner | None = None, **options: Unpack[GivenOptions]) -> None:
        check_app(app, 2, _APP)
        self.app = app
        self.banner: BrowserBanner = engine_of(banner, options)
        for name in ("on_verdict", "on_shown", "on_closed"):
            hook = getattr(self.banner.options, name)
            if is_async(hook):
                raise ConfigurationError.expected(name, hook, "no async function: WSGI cannot await it")
        self._verdicts = self.banner._verdicts
        self._attends_all = self.banner._asks_about_all
        self._prefix = self.banner._own_prefix

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        # This is all that a current visitor costs: a look at the verdict that is kept for the user agent's bytes.
        try:
            user_agent = environ.get("HTTP_USER_AGENT", "").encode("latin-1", "replace")
            kept = self._verdicts.get(user_agent) or self.banner._verdict(user_agent)
            attended = kept.actionable or self._attends_all
            attended = attended or self._prefix in environ.get("PATH_INFO", "")
        except Exception:
            log_failure("a request could not be judged")
            attended = False
        if attended:
            return self._attend(environ, start_response, kept)
        return self.app(environ, start_response)

    def _attend(self, environ: Environ, start_response: StartResponse, kept: Verdict) -> Iterable[bytes]:
        decision = self._decide(environ, kept)
        _tell(self.banner._hooks, decision.events)
        if isinstance(decision, Respond):
            return _send_response(start_response, decision.response)
        if decision.verdict is not None:
            environ[VERDICT] = decision.verdict
        if isinstance(decision, Pass):
            return self.app(environ, start_response)
        try:
            response = _EditedResponse(start_response, decision, environ, self.banner._hooks)
        except Exception:
            log_failure("a request could not be prepared")
            return self.app(environ, start_response)
        try:
            return response.body(self.app(environ, response.start_response))
        except BaseException:
            response.close()  # the server never sees what it would have to close
            raise

    def _decide(self, environ: Environ, kept: Verdict) -> Decision:
        """The engine's decision. Never raises, but for what reading a form does."""
        try:
            request = request_of(environ)
        except Exception:
            log_failure("a request could not be read")
            return Pass()
        owned = request.path.startswith(self._prefix)
        if MARK in environ and not owned:
            return Pass()
        if owned and request.method not in ("GET", "HEAD"):
            request = replace(request, body=_read(environ, declared_length(environ.get("CONTENT_LENGTH"))))
        return self.banner.decide(request, kept)


class _EditedResponse:
    """The ``start_response`` and ``write`` that the app gets, and the iterable that the server gets for the app's: its
    blocks through the editor, one for one. The server closes it, whether it was begun or not (PEP 3333)."""

    def __init__(self, start: StartResponse, edit: Edit, environ: Environ, hooks: Hooks) -> None:
        self._server_start = start
        self._server_write: Write | None = None
        self._edit = edit
        self._editor = edit.editor
        self._show = hide(environ, edit.hidden)
        self._hooks = hooks
        self._head: tuple[str, TextHeaders] | None = None  # held
        self._encoded: HeaderList = []
        self._started = False  # the server's start_response was called
        self._told = False
        self._blocks: Iterable[bytes] = ()  # the app's
        self._edited: Iterator[bytes] = iter(())

    def start_response(self, status: str, headers: Any, exc_info: Any = None) -> Write:
        self._show()
        if not isinstance(headers, (list, tuple)):
            headers = list(headers)  # an iterator, which PEP 3333 does not allow, would be used up by a look
        try:
            if self._started or (self._head is not None and exc_info is None):
                # Too late to decide again, or called twice: for the server to refuse, or to raise what went wrong.
                # What is held of the body belongs to the response that failed.
                self._commit(self._editor.release(why="the app has called start_response a second time"))
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
            edited = self._editor.start(int(status[:3]), self._encoded)
        except Exception:
            log_failure("the head of a response could not be read")
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
            return self._server_write
        finally:
            exc_info = None

    def _commit(self, output: Output) -> bytes:
        """Send the head, if its time has come; what of the body to send."""
        if output.headers is not None and self._head is not None:
            status, headers = self._head
            self._head = None
            self._call_server(status, self._decoded(output.headers, headers))
        if self._editor.shown and not self._told:
            self._told = True
            _tell(self._hooks, self._edit.shown())
        return output.body

    def _write(self, data: bytes) -> None:
        body = self._commit(self._editor.feed(data, True))
        if body:
            write: Any = self._server_write  # what the server gave: if it is no function, the app sees the error
            write(body)

    def feed(self, block: bytes, more: bool = True) -> bytes:
        """What to send for a block of the app's."""
        if self._started or self._head is not None:
            return self._commit(self._editor.feed(block, more))
        return block  # start_response was never called: for the server to refuse

    def body(self, blocks: Iterable[bytes]) -> Iterable[bytes]:
        """What the server gets for the app's iterable: that itself, wherever nothing is left to edit."""
        if self._started and self._editor.done:
            return blocks
        begun = self._started or self._head is not None
        if begun and isinstance(blocks, list | tuple) and not hasattr(blocks, "close"):
            last = len(blocks) - 1
            edited = [self.feed(block, index < last) for index, block in enumerate(blocks)]
            rest = self.feed(b"", False)
            return [*edited, rest] if rest else edited
        self._blocks = blocks
        self._edited = self._edited_blocks()
        if not self._started:
            self._begin()
        return self

    def _edited_blocks(self) -> Iterator[bytes]:
        for block in self._blocks:  # if it is no iterable, the server sees the error
            yield block if self._started and self._editor.done else self.feed(block)
        rest = self.feed(b"", False)
        if rest:
            yield rest

    def _begin(self) -> None:
        """Take the first block at once, since the head goes out with it: granian reads the status and the headers as
        soon as the app has returned, not with the first block (PEP 3333)."""
        for block in self._edited:
            if self._head is None:  # what was held comes with it
                self._edited = chain((block,), self._edited)
                return

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._edited)

    def close(self) -> None:
        """Close the app's iterable, once. Called by the server."""
        blocks, self._blocks = self._blocks, ()
        self._edited = iter(())  # it knows us, and would wait for the garbage collector
        close = getattr(blocks, "close", None)
        try:
            if close is not None:
                close()
        finally:
            self._show()


def request_of(environ: Environ) -> Request:
    """The request of a WSGI environ, without its body."""
    fields = [
        (name.removeprefix("HTTP_").replace("_", "-"), value)
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
    ]
    return Request(
        environ.get("REQUEST_METHOD", ""),
        _text(environ.get("PATH_INFO", "")),
        _text(environ.get("SCRIPT_NAME", "")),
        environ.get("QUERY_STRING", ""),
        environ.get("wsgi.url_scheme", "http"),
        Headers(fields),
        environ,
    )


def hide(environ: Environ, hidden: Iterable[str]) -> Callable[[], None]:
    """Take from the environ what the app must not see until its response begins: compression, and conditional headers
    (a 304 would show the browser's old copy). ``hidden``: the headers' names.

    Returns a function that puts everything back, once, for the middleware around us. What the app has put in its place
    stays.
    """
    names = ["HTTP_" + name.upper().replace("-", "_") for name in hidden]
    theirs = {name: environ.pop(name) for name in names if name in environ}
    environ |= {"HTTP_ACCEPT_ENCODING": "identity", MARK: True}

    def show() -> None:
        if not environ.pop(MARK, False):
            return
        if environ.get("HTTP_ACCEPT_ENCODING") == "identity":
            del environ["HTTP_ACCEPT_ENCODING"]
        for name, value in theirs.items():
            environ.setdefault(name, value)

    return show


def _tell(hooks: Hooks, events: Iterable[Event]) -> None:
    for event in events:
        drop(hooks.tell(event))


def _send_response(start_response: StartResponse, response: Response) -> Iterable[bytes]:
    start_response(f"{response.status} {HTTPStatus(response.status).phrase}", list(response.headers))
    return [response.body] if response.body else []


def _text(path: str) -> str:
    """A path as text, as ASGI has it. PEP 3333 gives its UTF-8 bytes decoded as latin-1."""
    return path.encode("latin-1", "replace").decode("utf-8", "replace")


def _read(environ: Environ, length: int) -> bytes:
    """The request's body, or its beginning. ``length``: as declared, 0 where it is not."""
    at_most = MAX_BODY + 1
    if length or not environ.get("wsgi.input_terminated"):
        at_most = min(at_most, length)
    body: bytes = environ["wsgi.input"].read(at_most) if at_most else b""
    return body
