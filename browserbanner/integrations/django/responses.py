"""Django's responses through the editor. A shallow copy goes out, since the app may keep its response and reuse it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, TypeVar, cast

from asgiref.sync import async_to_sync, sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase, ResponseHeaders

from browserbanner.decision import Edit
from browserbanner.events import Event, Hooks, drop, finish, log_failure
from browserbanner.injection import HeaderList, Output

R = TypeVar("R", bound=HttpResponseBase)


def edited(response: HttpResponseBase, edit: Edit, hooks: Hooks) -> HttpResponseBase:
    """The response with the banner in it; the response itself where it gets none. Of a stream's banner the hooks are
    told as it goes out.

    A stream's first piece is taken at once, since the head depends on it: a stream that fails before it becomes a 500,
    where it would have been a broken 200. Where it has a Content-Length, as files have, so are all the pieces before
    the banner's place.
    """
    if not getattr(response, "is_rendered", True):  # a template's, for a middleware further out to render
        edit.editor.release(why="its template is rendered further out than this middleware")
        return response
    head, original = _start(response, edit)
    if head is not None:
        return _with_head(response, head, original)
    if not response.streaming:
        return _edited_whole(cast(HttpResponse, response), edit, original)
    stream = cast(StreamingHttpResponse, response)
    if stream.is_async:  # nobody can await here: the head goes out before the first piece is known
        return _with_pieces(stream, edit.editor.commit(), _async_pieces(edit, b"", aiter(stream), hooks))
    pieces = iter(stream)
    output = _fed(edit, next(pieces, None))
    while output.headers is None:
        output = _fed(edit, next(pieces, None))
    return _with_pieces(stream, output.headers, _pieces(edit, output.body, pieces, hooks))


async def edited_async(response: HttpResponseBase, edit: Edit, hooks: Hooks) -> HttpResponseBase:
    """The same where an event loop runs."""
    stream = cast(StreamingHttpResponse, response)
    if not response.streaming:
        return edited(response, edit, hooks)
    if not stream.is_async:  # it may block
        return await sync_to_async(edited)(response, edit, hooks)
    head, original = _start(response, edit)
    if head is not None:
        return _with_head(response, head, original)
    pieces = aiter(stream)
    output = _fed(edit, await anext(pieces, None))
    while output.headers is None:
        output = _fed(edit, await anext(pieces, None))
    return _with_pieces(stream, output.headers, _async_pieces(edit, output.body, pieces, hooks))


def tell(hooks: Hooks, events: Iterable[Event]) -> None:
    """Tell of events, and await what async hooks give."""
    for event in events:
        waiting = hooks.tell(event)
        try:
            if waiting is not None:
                async_to_sync(finish)(waiting)
        except RuntimeError:  # in the event loop's own thread: nobody can await
            drop(waiting)


async def tell_async(hooks: Hooks, events: Iterable[Event]) -> None:
    """The same where an event loop runs."""
    for event in events:
        await finish(hooks.tell(event))


def _start(response: HttpResponseBase, edit: Edit) -> tuple[HeaderList | None, HeaderList]:
    """What to send of the head now, None to wait for the body; and the head as the app made it."""
    try:
        original = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
        return edit.editor.start(response.status_code, original), original
    except Exception:
        log_failure("the head of a response could not be read")
        unread: HeaderList = []
        return unread, unread  # the response goes out as it is


def _fed(edit: Edit, piece: bytes | None) -> Output:
    """What to send for a stream's next piece; None: it has ended."""
    return edit.editor.feed(piece or b"", piece is not None)


def _edited_whole(response: HttpResponse, edit: Edit, original: HeaderList) -> HttpResponse:
    content = response.content
    output = edit.editor.feed(content, False)
    copied = _with_head(response, output.headers, original)
    if output.body is not content:
        copied.content = output.body
    return copied


def _with_head(response: R, head: HeaderList | None, original: HeaderList) -> R:
    """A copy of the response with this head, or the response itself where its head stays as it was."""
    return response if head is None or head is original else _copy(response, head)


def _with_pieces(response: StreamingHttpResponse, head: HeaderList, pieces: Any) -> StreamingHttpResponse:
    copied = _copy(response, head)
    copied.streaming_content = pieces
    return copied


def _copy(response: R, head: HeaderList) -> R:
    """The same response with headers of its own. (``copy.copy`` would drop what Django's test client adds.)"""
    copied = response.__class__.__new__(response.__class__)
    copied.__dict__.update(response.__dict__)
    copied.headers = ResponseHeaders({name.decode("ascii"): value.decode("latin-1") for name, value in head})
    copied._resource_closers = list(response._resource_closers)  # type: ignore[attr-defined]
    return copied


def _pieces(edit: Edit, body: bytes, pieces: Iterator[bytes], hooks: Hooks) -> Iterator[bytes]:
    """What goes out: the first piece, which is edited already, and the others; and the event behind the banner."""
    told = ended = False
    while True:
        if body:
            yield body
        if edit.editor.shown and not told:
            told = True
            tell(hooks, edit.shown())
        if ended:
            return
        piece = next(pieces, None)
        ended = piece is None
        body = _fed(edit, piece).body


async def _async_pieces(edit: Edit, body: bytes, pieces: AsyncIterator[bytes], hooks: Hooks) -> AsyncIterator[bytes]:
    """The same for an async stream."""
    told = ended = False
    while True:
        if body:
            yield body
        if edit.editor.shown and not told:
            told = True
            await tell_async(hooks, edit.shown())
        if ended:
            return
        piece = await anext(pieces, None)
        ended = piece is None
        body = _fed(edit, piece).body
