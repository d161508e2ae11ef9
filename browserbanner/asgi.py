"""ASGI: ``BannerMiddleware(app, banner=bb)``. Protocol in, engine and editor, protocol out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
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

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
# Frameworks type the three each in their own way, and none takes another's.
App: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]

# With these an app has the server send files, past the middleware.
_SHORTCUTS = frozenset({"http.response.pathsend", "http.response.zerocopysend"})


class BannerMiddleware:
    """Puts a banner into the HTML pages of ``app``, for visitors with an outdated browser. Everybody else's requests
    and responses pass untouched.

    ``banner`` is a BrowserBanner, best made at module level, so that a bad option stops the process at import; or give
    its options here. Raises ConfigurationError. Register it inside of whatever compresses responses.
    """

    @overload
    def __init__(self, app: App, banner: BrowserBanner) -> None: ...

    @overload
    def __init__(self, app: App, banner: None = None, **options: Any) -> None: ...

    def __init__(self, app: App, banner: BrowserBanner | None = None, **options: Any) -> None:
        self.app = app
        self.banner: BrowserBanner = engine_of(banner, options)
        engine = self.banner
        self._verdict_of = engine.verdict_of
        self._passing = engine.passing()
        self._for_all = engine.always_attend
        # Where the middleware's own addresses lie; switched off, they are the app's (no path holds a NUL).
        self._prefix = engine.options.prefix + "/" if engine.options.enabled else "\0"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        # This is all that a current visitor costs. Whatever else there is to look at comes after the verdict.
        if scope["type"] == "http":
            try:
                user_agent = b""
                for name, value in scope["headers"]:
                    if name == b"user-agent":
                        user_agent = value
                        break
                concerned = (user_agent not in self._passing and self._is_actionable(user_agent)) or (
                    self._prefix in scope["path"]
                )
            except Exception:
                report(self.banner, "a request could not be judged")
                concerned = False
            if concerned:
                return await self._attend(scope, receive, send)
        return await self.app(scope, receive, send)

    def _is_actionable(self, user_agent: bytes) -> bool:
        """Whether the visitor may get a banner, or is asked about for another reason."""
        age = self._passing.age
        verdict = self._verdict_of(user_agent)
        if self._for_all:
            return True
        if verdict.status == "current":
            self._passing.let(user_agent, age)
        return verdict.actionable

    async def _attend(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request for one of our own addresses, or of a visitor who may get a banner."""
        root_path, path = _paths(scope)
        if path.startswith(self._prefix):
            await self._answer(scope, receive, send, root_path, path)
            return
        announcer = self.banner.announcer
        vary = varying(self.banner, scope.get("method", ""), lambda: scope["headers"], path)
        if vary is not None:
            send = self._varied(send, vary)
        gate = self._gate(scope, root_path, path) if self.banner.gated else None
        if gate is not None:
            await _send_whole(send, gate)
            if scope["method"] == "GET":
                await announcer.finish(tell(self.banner, "shown", Headers(scope["headers"]), "gate"))
        elif prepared := self._prepare(scope, root_path, path):
            page, inner_scope = prepared
            response = _EditedSend(send, page, inner_scope, self.banner)
            await self.app(inner_scope, receive, response.send)
            for message in response.release():  # if it forgot to end its response
                await send(message)
            await announcer.finish(page.tell())
        else:
            await self.app(self._exposed(scope), receive, send)
        # The response is out: whatever hooks do, nobody waits for them.
        if self.banner.options.on_verdict is not None:
            fields = scope.get("headers") or ()
            await announcer.finish(tell_verdict(self.banner, scope.get("method", ""), fields, path))

    def _gate(self, scope: Scope, root_path: str, path: str) -> Response | None:
        """For a visitor whom the site does not serve: the page to send instead of the app's."""
        try:
            if self._passes(scope):
                return None
            query = scope.get("query_string", b"").decode("latin-1")
            return gate_page(
                self.banner, scope["method"], scope["headers"], path=path, query=query, root_path=root_path
            )
        except Exception:
            report(self.banner, "the gate was left open")
            return None

    def _passes(self, scope: Scope) -> bool:
        """Whether the visitor certainly gets none: hooks and ``expose`` bring everybody here."""
        if self.banner.always_ask or not self._for_all:
            return False
        user_agent = next((value for name, value in scope["headers"] if name == b"user-agent"), b"")
        return not self._verdict_of(user_agent).actionable

    def _exposed(self, scope: Scope) -> Scope:
        """The scope, with the verdict in it where the site wants that."""
        if not self.banner.options.expose:
            return scope
        return {**scope, VERDICT: LazyVerdict(self.banner, lambda: scope["headers"])}

    def _varied(self, send: Send, vary: Callable[[int, HeaderList], HeaderList]) -> Send:
        """The server's ``send``, with the option ``vary`` applied to the head."""

        async def varied(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = _listed(message)
                try:
                    headers = [(bytes(name), bytes(value)) for name, value in message["headers"]]
                    said = vary(message["status"], headers)
                    if said is not headers:
                        message = {**message, "headers": said}
                except Exception:
                    report(self.banner, "the head of a response could not be read")
            await send(message)

        return varied

    def _prepare(self, scope: Scope, root_path: str, path: str) -> tuple[Page, Scope] | None:
        """For a visitor who gets a banner: the page, and the scope that the app is to see."""
        if MARK in scope:
            return None
        try:
            if self._passes(scope):
                return None
            headers = Headers(scope["headers"])
            page = page_for(
                self.banner,
                scope["method"],
                headers,
                path=path,
                query=scope.get("query_string", b"").decode("latin-1"),
                scheme=scope.get("scheme", "http"),
                root_path=root_path,
            )
            return None if page is None else (page, _inner_scope(self._exposed(scope), headers, page))
        except Exception:
            report(self.banner, "a request could not be prepared")
            return None

    async def _answer(self, scope: Scope, receive: Receive, send: Send, root_path: str, path: str) -> None:
        from browserbanner.endpoints import MAX_BODY, Request

        body = b""
        more = scope["method"] not in ("GET", "HEAD")
        while more and len(body) <= MAX_BODY:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
        request = Request(
            method=scope["method"],
            path=path,
            query=scope.get("query_string", b"").decode("latin-1"),
            headers=Headers(scope["headers"]),
            body=body[: MAX_BODY + 1],
            scheme=scope.get("scheme", "http"),
            root_path=root_path,
        )
        response = answer(self.banner, request)
        await _send_whole(send, response)
        await self.banner.announcer.finish(tell_of_answer(self.banner, request, response))


async def _send_whole(send: Send, response: Response) -> None:
    """A response of our own."""
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


class _EditedSend:
    """The ``send`` that the app gets: through the editor, then on to the server's."""

    __slots__ = ("_editor", "_engine", "_head", "_original", "_page", "_scope", "_send", "_settled", "_waiting")

    def __init__(self, send: Send, page: Page, scope: Scope, engine: BrowserBanner) -> None:
        self._send = send
        self._page = page
        self._editor = page.editor
        self._scope = scope  # as the app sees it
        self._engine = engine
        self._head: Message | None = None  # the start message, held
        self._original: HeaderList = []
        self._waiting: list[Message] = []  # the one that is being sent, and what came meanwhile
        self._settled = False  # nothing is left to edit, and nothing waits

    def send(self, message: Message) -> Awaitable[None]:
        # Once it is settled what happens, a message costs this one call, of a method: an object's own costs twice that.
        return self._send(message) if self._settled else self._pass(message)

    async def _pass(self, message: Message) -> None:
        self._waiting.append(message)
        if len(self._waiting) > 1:
            return  # the app does not wait for its sends: whoever is at the first one sends this one after it
        try:
            while self._waiting:
                for edited in self._edited(self._waiting[0]):
                    await self._send(edited)
                del self._waiting[0]
            self._settled = self._editor.done
        finally:
            self._waiting.clear()  # the server took one badly: what came meanwhile has nowhere to go

    def _edited(self, message: Message) -> list[Message]:
        """What to send for a message of the app's, in order; whatever fails, that is at least the message."""
        if message["type"] == "http.response.start":
            message = _listed(message)
        try:
            return [message] if self._editor.done else self._edit(message)
        except Exception:
            report(self._engine, "a message could not be edited")
            messages = [*self.release(), message]
            self._editor.done = True
            return messages

    def _edit(self, message: Message) -> list[Message]:
        kind = message["type"]
        if kind == "http.response.start" and self._head is None:
            return self._start(message)
        if kind == "http.response.body":
            return self._body(message)
        # Early hints and the like before the start; or something that we do not know in the midst of the response: then
        # it is out of our hands.
        return [*self.release(), message]

    def _start(self, message: Message) -> list[Message]:
        self._original = [(bytes(name), bytes(value)) for name, value in message["headers"]]
        headers = self._page.start(message["status"], self._original, self._scope)
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

    def release(self) -> list[Message]:
        """Everything held, as it is; nothing is edited from here on."""
        if self._head is None or self._editor.done:
            return []
        output = self._editor.release()
        messages = self._head_of(output)
        if output.body:
            messages.append({"type": "http.response.body", "body": output.body, "more_body": True})
        return messages


def _listed(message: Message) -> Message:
    """A head whose headers may be looked at: an iterator would be used up by that."""
    if isinstance(message.get("headers"), list | tuple):
        return message
    return {**message, "headers": list(message.get("headers") or ())}


def _paths(scope: Scope) -> tuple[str, str]:
    """The path that the app is mounted at, and the request's path below it (ASGI's "path" holds both)."""
    root_path, path = scope.get("root_path", ""), scope["path"]
    if root_path and path.startswith(root_path) and path[len(root_path) : len(root_path) + 1] in ("", "/"):
        path = path[len(root_path) :]
    return root_path, path


@cache
def _encoded(names: frozenset[str]) -> frozenset[bytes]:
    return frozenset(name.encode() for name in names)


def _inner_scope(scope: Scope, headers: Headers, page: Page) -> Scope:
    """What the app is to see: no compression, no conditions that only the browser's old copy meets, no shortcuts."""
    unseen = _encoded(injection().without_coding_or_conditions(headers))
    seen = [(name, value) for name, value in scope["headers"] if name.lower() not in unseen]
    seen.append((b"accept-encoding", b"identity"))
    inner = {**scope, "headers": seen, MARK: page}
    extensions = scope.get("extensions")
    if extensions:
        inner["extensions"] = {name: value for name, value in extensions.items() if name not in _SHORTCUTS}
    return inner
