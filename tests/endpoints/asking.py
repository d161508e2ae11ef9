"""Asking the middleware's own addresses: one Endpoints with all defaults, and requests for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from browserbanner import BrowserBanner, Headers, Request, Respond, Response, Verdict
from browserbanner.banner import Kind
from browserbanner.cookies import Cookies
from browserbanner.endpoints import Endpoints
from browserbanner.options import Options, check_options
from tests.visitors import IE

VERDICT = BrowserBanner().judge(IE)
NOW = 1_791_806_400.0
FORM = {"content-type": "application/x-www-form-urlencoded", "host": "site.example"}
SHEETS = {"banner-0123abcd.css": b"#bb{}"}
COOKIE = (
    "browserbanner=1.1.outdated; Path=/; Max-Age=2419200; Expires=Mon, 09 Nov 2026 12:00:00 GMT; HttpOnly; SameSite=Lax"
)


class Documents:
    """In place of a Presenter: its documents say what was asked for."""

    def __init__(self, options: Options) -> None:
        self.options, self.cookies, self.renderer = options, Cookies(options), self

    def sheets(self) -> dict[str, bytes]:
        return SHEETS

    def about_page(self, request: Request, verdict: Verdict, kind: Kind | None, back: str) -> tuple[bytes, str]:
        return f"about, back to {back}".encode(), "pt_BR"

    def closing_page(self, request: Request, kind: Kind, back: str) -> tuple[bytes, str]:
        return f"close {kind}, back to {back}".encode(), "uk"


def make(**options: Any) -> Endpoints:
    documents: Any = Documents(check_options(options))
    return Endpoints(
        documents, is_never_told=lambda user_agent: True, embedded=lambda page, known: None, clock=lambda: NOW
    )


def ask(endpoints: Endpoints, request: Request) -> Respond:
    return endpoints.respond(request, VERDICT, None)


ENDPOINTS = make()
CONTINUING = make(block={"ie": False}, block_continue=True)


def close_answer(
    body: bytes | dict[str, str],
    headers: dict[str, str] | None = None,
    *,
    endpoints: Endpoints = ENDPOINTS,
    **request: Any,
) -> Respond:
    raw = body if isinstance(body, bytes) else urlencode(body).encode()
    fields = Headers({**FORM, **(headers or {})})
    return ask(endpoints, Request("POST", "/_browserbanner/close", headers=fields, body=raw, **request))


def close(body: bytes | dict[str, str], headers: dict[str, str] | None = None, **request: Any) -> Response:
    return close_answer(body, headers, **request).response


def get(
    name: str,
    method: str = "GET",
    query: str = "",
    headers: dict[str, str] | None = None,
    endpoints: Endpoints = ENDPOINTS,
) -> Response:
    request = Request(method, f"/_browserbanner/{name}", query=query, headers=Headers(headers or {}))
    return ask(endpoints, request).response


def field(response: Response, name: str) -> str | None:
    return Headers(response.headers).get(name)
