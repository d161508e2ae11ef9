"""What a current visitor costs in Django, and where the app is shown the verdict, beside the same without.

Run with `make bench`. What it asserts is compared within one run, by turns, and by the fastest round, since machines are noisy.
"""

from __future__ import annotations

import io
from typing import Any

import django
import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import re_path

from benchmarks.figures import at_most
from benchmarks.limits import fastest_call
from benchmarks.requests import Asgi, Wsgi, environs, scopes
from browserbanner import BrowserBanner, asgi, wsgi
from tests.visitors import CURRENT

OURS = "browserbanner.integrations.django.BannerMiddleware"


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><body>Hello")


urlpatterns = [re_path("", page)]


@pytest.fixture(scope="module", autouse=True)
def project() -> None:
    if not settings.configured:
        settings.configure(SECRET_KEY="of the benchmark", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__)
        django.setup()


def test_django_s_middleware_costs_a_current_visitor_little_beside_django_itself() -> None:
    with override_settings(ROOT_URLCONF=__name__):
        calls = []
        for middleware in ([], [OURS]):
            with override_settings(MIDDLEWARE=middleware):
                calls.append(Wsgi(get_wsgi_application()))
        bare, ours = fastest_call(*(lambda call=call: (call, _requests()) for call in calls), rounds=60)
    at_most(1.15, ours / bare, "A current visitor's request in Django", "Django without the middleware")


def _requests() -> list[dict[str, Any]]:
    return [{**environ, "wsgi.input": io.BytesIO()} for environ in environs([CURRENT] * 100)]


def test_showing_the_app_the_verdict_costs_little() -> None:
    bb, exposing = BrowserBanner(), BrowserBanner(expose=True)
    visits = [CURRENT] * 100

    def app(environ: Any, start_response: Any) -> list[bytes]:
        return []

    async def async_app(scope: Any, receive: Any, send: Any) -> None:
        return None

    calls = [Wsgi(wsgi.BannerMiddleware(app, banner=each)) for each in (bb, exposing)]
    without, with_it = fastest_call(*(lambda call=call: (call, environs(visits)) for call in calls), rounds=60)
    at_most(20, (with_it - without) * 1e6, "`expose=True`, WSGI, a current visitor", "without it", "µs more")
    async_calls = [Asgi(asgi.BannerMiddleware(async_app, banner=each)) for each in (bb, exposing)]
    without, with_it = fastest_call(*(lambda call=call: (call, scopes(visits)) for call in async_calls), rounds=60)
    at_most(20, (with_it - without) * 1e6, "`expose=True`, ASGI, a current visitor", "without it", "µs more")
