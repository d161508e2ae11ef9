"""What a current visitor costs in Django, and where the app is shown the verdict, beside the same without.

Run with `make bench`. What it asserts is compared within one run, by turns, and by the fastest round, since machines are noisy.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import django
import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from benchmarks.figures import at_most
from browserbanner import BrowserBanner, asgi, wsgi
from tests.visitors import CURRENT

OURS = "browserbanner.integrations.django.BannerMiddleware"
BATCH = 100


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><body>Hello")


urlpatterns = [path("page", page)]


@pytest.fixture(scope="module", autouse=True)
def project() -> None:
    if not settings.configured:
        settings.configure(SECRET_KEY="of the benchmark", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__)
        django.setup()


def _environ() -> dict[str, Any]:
    import io

    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/page",
        "SCRIPT_NAME": "",
        "SERVER_NAME": "example.org",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "HTTP_HOST": "example.org",
        "HTTP_ACCEPT_LANGUAGE": "uk",
        "HTTP_USER_AGENT": bytearray(CURRENT, "ascii").decode(),  # with a hash that nobody knows yet
    }


def _scope() -> dict[str, Any]:
    agent = bytes(bytearray(CURRENT, "ascii"))
    return {"type": "http", "method": "GET", "path": "/page", "headers": [(b"host", b"a"), (b"user-agent", agent)]}


def _start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Any:
    return None


def _fastest(make: Callable[[], Any], *calls: Callable[[Any], object], rounds: int = 60) -> list[float]:
    """The least seconds for one request of each, taken by turns on fresh requests."""
    best = [float("inf")] * len(calls)
    for _ in range(rounds):
        for index, call in enumerate(calls):
            requests = [make() for _ in range(BATCH)]
            begun = time.perf_counter()
            for request in requests:
                call(request)
            best[index] = min(best[index], (time.perf_counter() - begun) / BATCH)
    return best


def test_django_s_middleware_costs_a_current_visitor_little_beside_django_itself() -> None:
    applications = []
    for middleware in ([], [OURS]):
        with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=middleware):
            applications.append(get_wsgi_application())
    with override_settings(ROOT_URLCONF=__name__):
        bare, ours = _fastest(
            _environ, *[lambda environ, app=app: app(environ, _start).close() for app in applications]
        )
    # 3 to 4 % more in quiet; noise is more than that.
    at_most(1.15, ours / bare, "A current visitor's request in Django", "Django without the middleware")


def test_showing_the_app_the_verdict_costs_what_a_copy_of_the_request_costs() -> None:
    bb, exposing = BrowserBanner(), BrowserBanner(expose=True)

    def app(environ: Any, start_response: Any) -> list[bytes]:
        return []

    async def async_app(scope: Any, receive: Any, send: Any) -> None:
        return None

    def call(app: Any) -> Callable[[Any], object]:
        def one(scope: Any) -> None:
            with pytest.raises(StopIteration):
                app(scope, None, None).send(None)

        return one

    plain, exposed = (wsgi.BannerMiddleware(app, banner=each) for each in (bb, exposing))
    without, with_it = _fastest(_environ, lambda e: plain(e, _start), lambda e: exposed(e, _start))
    at_most(20, (with_it - without) * 1e6, "`expose=True`, WSGI, a current visitor", "without it", "µs more")
    plain_, exposed_ = (asgi.BannerMiddleware(async_app, banner=each) for each in (bb, exposing))
    without, with_it = _fastest(_scope, call(plain_), call(exposed_))
    at_most(20, (with_it - without) * 1e6, "`expose=True`, ASGI, a current visitor", "without it", "µs more")
