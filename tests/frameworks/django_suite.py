"""Runs Django's own test suite with our middleware around all of a project's own: ``python .../django_suite.py
LABEL...``, in the suite's folder. The settings are those of :mod:`tests.frameworks.plugin`.

Django's test client calls no WSGI or ASGI app, and its runner is not pytest: hence a script of its own. Not to be run
by ``python -m``: the folder's own copy of Django would be imported, and not the one that is installed.
"""

from __future__ import annotations

import copy
import json
import os
import runpy
import sys
import unittest
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase, ResponseHeaders
from django.test.runner import DiscoverRunner

from browserbanner.integrations.django.middleware import BannerMiddleware
from tests.frameworks import plugin

outcomes: dict[str, str] = {}


class Outcomes(unittest.TextTestResult):
    """What became of each test, by its id."""

    def startTest(self, test: Any) -> None:
        outcomes[test.id()] = "passed"
        super().startTest(test)

    def addSkip(self, test: Any, reason: str) -> None:
        outcomes[test.id()] = "skipped"
        super().addSkip(test, reason)

    def addError(self, test: Any, err: Any) -> None:
        outcomes[test.id()] = "failed"
        super().addError(test, err)

    def addFailure(self, test: Any, err: Any) -> None:
        outcomes[test.id()] = "failed"
        super().addFailure(test, err)

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:
        if err is not None:
            outcomes[test.id()] = "failed"
        super().addSubTest(test, subtest, err)


def with_handler(handler: Any, before: Any, after: Any) -> Any:
    """The handler in the context that ``before`` makes of its request, its response changed by ``after``."""
    if iscoroutinefunction(handler):

        async def handle_async(request: Any) -> Any:
            with before(request):
                response = await handler(request)
            return after(request, response)

        markcoroutinefunction(handle_async)
        return handle_async

    def handle(request: Any) -> Any:
        with before(request):
            response = handler(request)
        return after(request, response)

    return handle


def around(chain: Any) -> Any:
    """A project's middleware behind ours, as this run's visitor meets it."""

    @contextmanager
    def as_visitor(request: Any) -> Iterator[None]:
        request.own_user_agent = request.META.get("HTTP_USER_AGENT")
        with user_agent(request, plugin.USER_AGENT):
            yield

    inside = with_handler(chain, lambda request: user_agent(request, request.own_user_agent), as_page)
    middleware = BannerMiddleware(inside)
    middleware.banner = plugin.ENGINE
    return with_handler(convert_exception_to_response(middleware), as_visitor, as_answer)


@contextmanager
def user_agent(request: Any, value: str | None) -> Iterator[None]:
    before = request.META.get("HTTP_USER_AGENT")
    _set_user_agent(request, value)
    try:
        yield
    finally:
        _set_user_agent(request, before)


def _set_user_agent(request: Any, value: str | None) -> None:
    request.META.pop("HTTP_USER_AGENT", None)
    if value is not None:
        request.META["HTTP_USER_AGENT"] = value
    request.__dict__.pop("headers", None)  # Django keeps what it has read


def as_page(request: Any, response: HttpResponseBase) -> HttpResponseBase:
    headers = plugin.as_page(response.status_code, request.method, list(response.items()))
    if headers is None:
        return response
    page = _with_headers(response, headers)
    before = plugin.HEAD + plugin.MARK
    if isinstance(page, StreamingHttpResponse):
        _stream(page, before)
    elif isinstance(page, HttpResponse):
        page.content = before + page.content
    return page


def as_answer(request: Any, response: HttpResponseBase) -> HttpResponseBase:
    answer = plugin.Answer(list(response.items()))
    if not answer.is_page:
        return response
    made = _with_headers(response, answer.headers)
    if isinstance(made, StreamingHttpResponse):
        _stream(made, b"", answer.part, answer.end)
    elif isinstance(made, HttpResponse):
        made.content = answer.part(made.content)
        answer.end()
    return made


def _with_headers(response: HttpResponseBase, headers: list[plugin.Header]) -> HttpResponseBase:
    made = copy.copy(response)
    made.headers = ResponseHeaders(dict(headers))
    return made


def _stream(response: StreamingHttpResponse, before: bytes, part: Any = bytes, end: Any = lambda: None) -> None:
    content: Any = response.streaming_content

    async def pieces_async() -> AsyncIterator[bytes]:
        if before:
            yield before
        async for piece in content:
            if left := part(piece):
                yield left
        end()

    def pieces() -> Iterator[bytes]:
        if before:
            yield before
        yield from filter(None, map(part, content))
        end()

    response.streaming_content = pieces_async() if response.is_async else pieces()


def patch() -> None:
    plugin.ENGINE.warm_up()
    load: Any = BaseHandler.load_middleware

    def load_middleware(self: Any, is_async: bool = False) -> None:
        load(self, is_async)
        self._middleware_chain = around(self._middleware_chain)

    BaseHandler.load_middleware = load_middleware  # type: ignore[method-assign]


def main() -> None:
    DiscoverRunner.get_resultclass = lambda self: Outcomes  # type: ignore[method-assign]
    if plugin.USER_AGENT:
        patch()
    os.chdir("tests")
    sys.path[0] = os.getcwd()
    sys.argv[0] = "runtests.py"
    try:
        runpy.run_path("runtests.py", run_name="__main__")
    finally:
        with open(os.environ["BETWEEN_REPORT"], "w", encoding="utf-8") as file:
            json.dump({"outcomes": outcomes, **plugin.counts}, file)


if __name__ == "__main__":
    main()
