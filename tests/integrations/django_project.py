"""A project of Django's with every kind of response."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import get_template
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import condition

PAGE = b"<!doctype html><title>News</title><body><h1>Hello</h1>" + b"<p>News" * 200
CHUNKS = (b"<!doctype html><title>News</title><bo", "dy>", b"", b"<h1>Hello</h1>")

closed: list[str] = []
"""Which streams were closed."""


def page(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(PAGE, headers={"Cache-Control": "public, max-age=60", "ETag": '"a"', "Vary": "Cookie"})
    response.set_cookie("session", "1")
    return response


async def async_page(request: HttpRequest) -> HttpResponse:
    return page(request)


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    def chunks() -> Iterator[bytes | str]:
        try:
            yield from CHUNKS
        finally:
            closed.append("streamed")

    return StreamingHttpResponse(chunks(), headers={"ETag": '"a"'})


async def async_streamed(request: HttpRequest) -> StreamingHttpResponse:
    async def chunks() -> AsyncIterator[bytes | str]:
        for chunk in CHUNKS:
            yield chunk

    return StreamingHttpResponse(chunks(), headers={"ETag": '"a"'})


def template(request: HttpRequest, name: str) -> HttpResponse:
    response = render(request, name)
    response["Cache-Control"] = "public, max-age=60"
    return response


def missing(request: HttpRequest) -> HttpResponse:
    response = template(request, "page.html")
    response.status_code = 404
    return response


def streamed_template(request: HttpRequest) -> StreamingHttpResponse:
    def chunks() -> Iterator[str]:
        yield "<!doctype html>"
        yield get_template("page.html").render({}, request).removeprefix("<!doctype html>")

    return StreamingHttpResponse(chunks())


def file(request: HttpRequest) -> FileResponse:
    return FileResponse(io.BytesIO(PAGE), content_type="text/html", filename="page.html")


#: Its body begins after the first of the pieces that Django makes of a file.
LONG_HEAD = PAGE.replace(b"<title>", b"<style>" + b"p{}" * 2000 + b"</style><title>")


def long_file(request: HttpRequest) -> FileResponse:
    return FileResponse(io.BytesIO(LONG_HEAD), content_type="text/html", filename="page.html")


async def async_measured(request: HttpRequest) -> StreamingHttpResponse:
    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(LONG_HEAD), 4096):
            yield LONG_HEAD[start : start + 4096]

    return StreamingHttpResponse(chunks(), headers={"Content-Length": str(len(LONG_HEAD))})


def attachment(request: HttpRequest) -> FileResponse:
    return FileResponse(io.BytesIO(PAGE), content_type="text/html", filename="page.html", as_attachment=True)


SHARED = HttpResponse(PAGE, headers={"ETag": '"shared"'})


def shared(request: HttpRequest) -> HttpResponse:
    return SHARED


def csv(request: HttpRequest) -> StreamingHttpResponse:
    first = request.GET.getlist("first")
    return StreamingHttpResponse(iter([*first, "name,year\n", "Olena,1990\n"]), headers={"ETag": '"a"'})


def json(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"a": 1})


def fragment(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>Hello", headers={"ETag": '"a"'})


def fails(request: HttpRequest) -> HttpResponse:
    raise LookupError("the view's own")


@condition(etag_func=lambda request: '"a"')
def conditional(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


def seen(request: HttpRequest) -> HttpResponse:
    verdict: Any = request.browser_verdict  # type: ignore[attr-defined]
    coding = (request.headers.get("Accept-Encoding"), request.META.get("HTTP_ACCEPT_ENCODING"))
    return HttpResponse(f"<!doctype html><body>{verdict.status} {coding}")


def with_nonce(request: HttpRequest) -> HttpResponse:
    nonce: Any = request.csp_nonce  # type: ignore[attr-defined]
    return HttpResponse(f'<!doctype html><body><script nonce="{nonce}"></script>')


class AnswersWithATemplate:
    """A middleware whose template nobody has rendered yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None: ...

    def __call__(self, request: HttpRequest) -> TemplateResponse:
        return TemplateResponse(request, "page.html")


class RendersTemplates:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        return response.render() if isinstance(response, TemplateResponse) else response


def _named(name: str) -> Callable[[HttpRequest], HttpResponseBase]:
    return lambda request: template(request, name)


urlpatterns = [
    path("", page),
    *(
        path(view.__name__, view)
        for view in (page, async_page, streamed, async_streamed, missing, streamed_template, file, attachment, json,
                     fragment, fails, conditional, seen, with_nonce, shared, csv, long_file, async_measured)
    ),
    *(path(name, _named(name)) for name in ("page.html", "twice.html", "include.html")),
]  # fmt: skip
