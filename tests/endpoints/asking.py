"""Asking the middleware's own addresses: one Endpoints with all defaults, and requests for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from browserbanner import Headers, Request, Response
from browserbanner.banner import Kind
from browserbanner.endpoints import Answer, Endpoints
from browserbanner.options import check_options

NOW = 1_791_806_400.0
FORM = {"content-type": "application/x-www-form-urlencoded", "host": "site.example"}
SHEETS = {"banner-0123abcd.css": b"#bb{}"}
COOKIE = (
    "browserbanner=1.1.outdated; Path=/; Max-Age=2419200; Expires=Mon, 09 Nov 2026 12:00:00 GMT; HttpOnly; SameSite=Lax"
)


def about(request: Request, back: str) -> tuple[bytes, str]:
    return f"about, back to {back}".encode(), "pt_BR"


def closing(request: Request, kind: Kind, back: str) -> tuple[bytes, str]:
    return f"close {kind}, back to {back}".encode(), "uk"


def make(**options: Any) -> Endpoints:
    return Endpoints(
        check_options(options),
        sheets=lambda: SHEETS,
        is_never_told=lambda request: True,
        embedded=lambda page, including: None,
        about=about,
        closing=closing,
        clock=lambda: NOW,
    )


ENDPOINTS = make()
CONTINUING = make(block={"ie": False}, block_continue=True)


def close_answer(
    body: bytes | dict[str, str],
    headers: dict[str, str] | None = None,
    *,
    endpoints: Endpoints = ENDPOINTS,
    **request: Any,
) -> Answer:
    raw = body if isinstance(body, bytes) else urlencode(body).encode()
    fields = Headers({**FORM, **(headers or {})})
    return endpoints.respond(Request("POST", "/_browserbanner/close", headers=fields, body=raw, **request))


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
    return endpoints.respond(request).response


def field(response: Response, name: str) -> str | None:
    return Headers(response.headers).get(name)
