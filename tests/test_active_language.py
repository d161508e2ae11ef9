"""The banner follows the framework's active language: a function of the site's, as TRANSLATING.md has it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextvars import ContextVar

import httpx2 as httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware
from tests.visitors import CHROME_60_ON_WINDOWS_7

DJANGO = f"""
from django.conf import settings
from django.utils.translation import get_language
settings.configure(
    ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="x", LANGUAGE_CODE="en",
    LANGUAGES=[("de", "Deutsch"), ("en", "English"), ("uk", "Українська")],
    MIDDLEWARE=["django.middleware.locale.LocaleMiddleware", "browserbanner.integrations.django.BannerMiddleware"],
    BROWSERBANNER_LOCALE=lambda headers: get_language(),
)
import django
django.setup()
from django.http import HttpResponse
from django.test import Client
from django.urls import path
urlpatterns = [path("", lambda request: HttpResponse("<html><body><p>" + get_language()))]
for chosen, header in (("de", "uk"), ("uk", "en"), ("de", "en"), (None, "uk")):
    client = Client(headers={{"User-Agent": {CHROME_60_ON_WINDOWS_7!r}, "Accept-Language": header}})
    if chosen:
        client.cookies["django_language"] = chosen
    page = client.get("/").content.decode()
    active = page.rpartition("<p>")[2]
    assert active == (chosen or header), page
    assert f"lang={{active}} " in page, page
print("followed")
"""


def test_django_behind_its_locale_middleware() -> None:
    result = subprocess.run([sys.executable, "-c", DJANGO], capture_output=True, text=True, check=False)
    assert result.stdout == "followed\n", result.stderr


@pytest.mark.parametrize(("chosen", "expected"), [("de", "de"), ("ar", "ar"), ("xx", "en"), (None, "uk")])
def test_a_context_variable_of_the_sites(chosen: str | None, expected: str) -> None:
    active: ContextVar[str | None] = ContextVar("active", default=None)
    banner = BrowserBanner(locale=lambda headers: active.get())

    async def page(request: Request) -> HTMLResponse:
        return HTMLResponse("<html><body><p>Text")

    app: ASGIApp = BannerMiddleware(Starlette(routes=[Route("/", page)]), banner=banner)

    async def with_language(scope: Scope, receive: Receive, send: Send) -> None:
        active.set(chosen)
        await app(scope, receive, send)

    async def fetch() -> str:
        transport = httpx.ASGITransport(with_language)
        async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
            visitor = {"User-Agent": CHROME_60_ON_WINDOWS_7, "Accept-Language": "uk", "Accept": "text/html"}
            return (await client.get("/", headers=visitor)).text

    assert f"lang={expected} " in asyncio.run(fetch())
