"""ASGI: ``BannerMiddleware(app, banner=bb)``. Translates a scope into a Request, and a decision into messages."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import replace
from typing import Any, TypeAlias, Unpack, overload

from browserbanner.decision import Decision, Edit, Pass, Respond
from browserbanner.endpoints import MAX_BODY
from browserbanner.engine import BrowserBanner, engine_of
from browserbanner.events import finish, log_failure
from browserbanner.functions import check_app
from browserbanner.injection import Editor, HeaderList, Output
from browserbanner.options import GivenOptions
from browserbanner.policy import Verdict
from browserbanner.request import Headers, Request, Response

__all__ = ["BannerMiddleware"]

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
# Each framework has its own types for scope, receive and send, and they are not compatible: hence Any.
App: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]

#: In a scope: an outer BannerMiddleware is editing this response, so that two of them give one banner.
MARK = "browserbanner.edited"
#: In a scope, with the option ``expose``: the visitor's Verdict.
VERDICT = "browserbanner.verdict"
# Extensions that let an app hand a file to the server without its bytes passing the middleware.
_SHORTCUTS = frozenset({"http.response.pathsend", "http.response.zerocopysend"})
# Keys of the scope that we changed for the app: they are not repeated in the server's.
_OURS = frozenset({"headers", "extensions", MARK})
_APP = "an ASGI app, which takes scope, receive and send; for WSGI (Flask, Pyramid, Bottle) there is browserbanner.wsgi"


class BannerMiddleware:
    """Puts a banner into the HTML pages of ``app``, for visitors with an outdated browser. Everybody else's requests
    and responses pass untouched.

    ``banner`` is a BrowserBanner, best made at module level, so that a bad option stops the process at import; or give
    its options here. Raises ConfigurationError. Register it inside of whatever compresses responses.
    """

    @overload
    def __init__(self, app: App, banner: BrowserBanner) -> None: ...
    @overload
    def __init__(self, app: App, banner: None = None, **options: Unpack[GivenOptions]) -> None: ...
    def __init__(self, app: App, banner: BrowserBanner | None = None, **options: Unpack[GivenOptions]) -> None:
        check_app(app, 3, _APP)
        self.app = app
        self.banner: BrowserBanner = engine_of(banner, options)
        self._verdicts = self.banner._verdicts
        self._attends_all = self.banner._asks_about_all
        self._prefix = self.banner._own_prefix

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        # This is all that a current visitor costs: a look at the verdict that is kept for the user agent's bytes.
        if scope["type"] == "http":
            try:
                headers = scope["headers"]
                if type(headers) is not list or not headers or type(headers[0]) is not tuple:
                    headers = scope["headers"] = _readable(headers)
                user_agent = b""
                for name, value in headers:
                    if name == b"user-agent":
                        user_agent = value
                        break
                # None where the fallback has to be loaded first.
                verdict = self._verdicts.get(user_agent) or self.banner._verdict_at_once(user_agent)
                attended = verdict is None or verdict.actionable or self._attends_all or self._prefix in scope["path"]
            except Exception:
                log_failure("a request could not be judged")
                attended = False
            if attended:
                return await self._attend(scope, receive, send, verdict)
        elif scope["type"] == "lifespan":
            await self._warm_up()
        return await self.app(scope, receive, send)

    async def _attend(self, scope: Scope, receive: Receive, send: Send, verdict: Verdict | None) -> None:
        decision = await self._decide(scope, receive, verdict)
        if decision is None:
            return
        events = decision.events
        if isinstance(decision, Respond):
            for message in messages_of(decision.response):
                await send(message)
        else:
            if decision.verdict is not None:
                scope[VERDICT] = decision.verdict
            if isinstance(decision, Edit):
                await self._edit(decision, scope, receive, send)
                events = (*decision.shown(), *events)
            else:
                await self.app(scope, receive, send)
        for event in events:  # the response is out: whatever hooks do, nobody waits for them
            await finish(self.banner._hooks.tell(event))

    async def _decide(self, scope: Scope, receive: Receive, verdict: Verdict | None) -> Decision | None:
        """The engine's decision; None: the client has gone. Raises only what ``receive`` raises."""
        try:
            request = _request(scope)
        except Exception:
            log_failure("a request could not be read")
            return Pass()
        if verdict is not None and "," in request.headers.fields.get("user-agent", ""):
            verdict = None  # it may be of the first field of several: the engine judges them all as one
        owned = request.path.startswith(self._prefix)
        if MARK in scope and not owned:
            return Pass()
        if owned and request.method not in ("GET", "HEAD"):
            body = await _body(receive)
            if body is None:
                return None
            request = replace(request, body=body)
        try:
            for load in self.banner._missing(request, verdict):
                await _in_thread(load)
        except Exception:
            log_failure("what a banner needs could not be loaded")
            return Pass()
        return self.banner.decide(request, verdict)

    async def _edit(self, edit: Edit, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            inner = _inner_scope(scope, edit.hidden)
        except Exception:
            log_failure("a request could not be prepared")
            await self.app(scope, receive, send)
            return
        response = _EditedSend(send, edit.editor, scope, inner)
        try:
            await self.app(inner, receive, response.send)
        finally:
            response.hand_out()
        for message in response.release("the app has not ended its response"):
            await send(message)

    async def _warm_up(self) -> None:
        """Load what the first outdated visitor would wait for, at the app's start. Never raises."""
        try:
            if self.banner.options.enabled and not self.banner._is_warm:
                await _in_thread(self.banner.warm_up)
        except Exception:
            log_failure("the warm-up failed", "so the first outdated visitor waits for it")


class _EditedSend:
    """The ``send`` that the app gets: through the editor, then on to the server's. ``outer``: the server's scope;
    ``inner``: the app's."""

    def __init__(self, send: Send, editor: Editor, outer: Scope, inner: dict[str, Any]) -> None:
        self._send = send
        self._editor = editor
        self._outer = outer
        self._inner = inner
        self._before = inner.copy()  # as it was when it was last handed out
        self._head: Message | None = None  # the start message, held
        self._original: HeaderList = []
        self._ready: deque[Message] = deque()  # not sent yet
        self._sending = False

    async def send(self, message: Message) -> None:
        if self._editor.done and not (self._ready or self._sending):
            await self._send(message)
            return
        self._ready += self._edited(message)
        if self._sending:
            return  # the app did not await its last send: that call sends this message too
        self._sending = True
        try:
            while self._ready:  # if the app cancels this call, what is left goes out with its next one
                await self._send(self._ready.popleft())
        finally:
            self._sending = False

    def _edited(self, message: Message) -> list[Message]:
        """The messages to send in place of this one. If editing fails: the held ones and this one, unchanged."""
        kind = message["type"]
        if kind == "http.response.start":
            self.hand_out()
            if not isinstance(message.get("headers"), list | tuple):  # an iterator would be used up by a look
                message = {**message, "headers": list(message.get("headers") or ())}
        try:
            if self._editor.done:
                return [message]
            if kind == "http.response.start" and self._head is None:
                return self._start(message)
            if kind == "http.response.body":
                return self._body(message)
            # Early hints and the like before the start; or an unknown message during the response: stop editing, and
            # send everything as it is.
            return [*self.release(f"the app has sent {kind}"), message]
        except Exception:
            log_failure("a message could not be edited")
            messages = [*self.release(), message]
            self._editor.done = True
            return messages

    def _start(self, message: Message) -> list[Message]:
        self._original = [(bytes(name), bytes(value)) for name, value in message["headers"]]
        headers = self._editor.start(message["status"], self._original)
        if headers is None:
            self._head = {**message, "headers": list(message["headers"])}
            return []
        return [message if headers is self._original else {**message, "headers": headers}]

    def _body(self, message: Message) -> list[Message]:
        body = message.get("body", b"")
        more = message.get("more_body", False)
        output = self._editor.feed(body if isinstance(body, bytes) else bytes(memoryview(body)), more)
        messages = self._head_of(output)
        if messages or output.body or not more:  # a head alone is not sent on by every server
            messages.append(message if output.body is body else {**message, "body": output.body})
        return messages

    def _head_of(self, output: Output) -> list[Message]:
        if output.headers is None or self._head is None:
            return []
        return [self._head if output.headers is self._original else {**self._head, "headers": output.headers}]

    def hand_out(self) -> None:
        """Repeat in the server's scope what the app wrote into its own (route, state, user) and deleted there, for the
        middleware around us, and no more: they write there too. Never raises."""
        before, now = self._before, self._inner.copy()  # a copy, since threads of the app may go on writing
        self._before = now
        try:
            for name, value in now.items():
                if before.pop(name, self) is not value and name not in _OURS:
                    self._outer[name] = value
            for name in before.keys() - _OURS:
                self._outer.pop(name, None)
        except Exception:
            log_failure("what the app wrote into its scope could not be handed on", "so nobody further out sees it")

    def release(self, why: str | None = None) -> list[Message]:
        """Everything held, as it is; nothing is edited from here on. ``why``: for the log."""
        if self._head is None or self._editor.done:
            return []
        output = self._editor.release(why=why)
        messages = self._head_of(output)
        if output.body:
            messages.append({"type": "http.response.body", "body": output.body, "more_body": True})
        return messages


def _inner_scope(scope: Scope, hidden: frozenset[str]) -> dict[str, Any]:
    """What the app is to see: no compression, no conditional headers (a 304 would show the browser's old copy), no
    extensions that send files past us. A copy, as ASGI asks for: whoever is around us looks at the scope, too."""
    unseen = {name.encode() for name in hidden}
    headers = [(name, value) for name, value in scope["headers"] if name.lower() not in unseen]
    headers.append((b"accept-encoding", b"identity"))
    inner = {**scope, "headers": headers, MARK: True}
    if extensions := scope.get("extensions"):
        inner["extensions"] = {name: value for name, value in extensions.items() if name not in _SHORTCUTS}
    return inner


def _request(scope: Scope) -> Request:
    """ASGI's "path" holds the root path too, where there is one."""
    root_path, path = scope.get("root_path", "").rstrip("/"), scope["path"]
    if root_path and path.startswith(root_path) and path[len(root_path) : len(root_path) + 1] in ("", "/"):
        path = path[len(root_path) :]
    return Request(
        scope["method"],
        path,
        root_path,
        scope.get("query_string", b"").decode("latin-1"),
        scope.get("scheme", "http"),
        Headers(scope["headers"]),
        scope,
    )


async def _body(receive: Receive) -> bytes | None:
    """The request's body, cut after MAX_BODY + 1 bytes: enough to see that it is too long. None: the client has
    gone."""
    body = b""
    more = True
    while more and len(body) <= MAX_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body[: MAX_BODY + 1]


def _readable(headers: Iterable[Iterable[bytes]]) -> list[tuple[bytes, ...]]:
    """Headers that can be read twice: Falcon's test client sends an iterator of iterators, which a look uses up."""
    return [tuple(header) for header in headers]


def messages_of(response: Response) -> list[Message]:
    """A response of ours as ASGI's messages."""
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    return [
        {"type": "http.response.start", "status": response.status, "headers": headers},
        {"type": "http.response.body", "body": response.body},
    ]


async def _in_thread(load: Callable[[], object]) -> None:
    """In a thread of asyncio's executor, so that the event loop goes on; in place outside of asyncio."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        load()
        return
    await loop.run_in_executor(None, load)
