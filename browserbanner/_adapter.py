"""What the ASGI and the WSGI adapter share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from browserbanner.errors import ConfigurationError

if TYPE_CHECKING:
    from browserbanner.endpoints import Request, Response
    from browserbanner.engine import BrowserBanner
    from browserbanner.headers import HeaderPairs, Headers
    from browserbanner.injection import Editor

#: In a scope or environ: a middleware of ours further out has this response in hand, so that installed twice it is one
#: banner.
MARK = "browserbanner.edited"


def engine_of(banner: BrowserBanner | None, options: Mapping[str, Any]) -> BrowserBanner:
    """The engine that a middleware was given, or one made of the options that it was given.

    Raises ConfigurationError for both at once, for a ``banner`` that is none, and for bad options.
    """
    from browserbanner.engine import BrowserBanner

    if banner is None:
        return BrowserBanner(**options)
    if options:
        raise ConfigurationError(
            f"banner= and options ({', '.join(sorted(options))}) were given: hand over a BrowserBanner(...) made with "
            "these options, or the options alone",
            option="banner",
            value=banner,
        )
    if not isinstance(banner, BrowserBanner):
        raise ConfigurationError.expected("banner", banner, "a BrowserBanner(...), or None")
    return banner


def editor_for(
    engine: BrowserBanner,
    method: str,
    headers: Headers,
    *,
    path: str,
    query: str,
    scheme: str,
    root_path: str,
) -> Editor | None:
    """The editor for the response to this request, or None if its visitor gets no banner."""
    from browserbanner.injection import Editor, asks_for_a_page

    if not asks_for_a_page(method, headers):
        return None
    banner = engine.banner_for(headers, path=path, query=query, scheme=scheme, root_path=root_path)
    if banner is None:
        return None
    options = engine.options
    host = headers.get("host")
    return Editor(
        banner.html,
        banner.bare_html,
        method=method,
        statuses=options.statuses,
        place=options.place,
        origins=[*([options.origin] if options.origin else []), *([f"{scheme}://{host}"] if host else [])],
        log_failure=engine.log_failure,
    )


def gate_page(
    engine: BrowserBanner, method: str, fields: HeaderPairs, *, path: str, query: str, root_path: str
) -> Response | None:
    """The page of ours that this request's visitor gets instead of the app's; nearly always None."""
    from browserbanner.headers import Headers
    from browserbanner.injection import asks_for_a_page

    headers = Headers(fields)
    if not asks_for_a_page(method, headers):
        return None
    page = engine.gate_for(headers, path=path, query=query, root_path=root_path)
    return page._replace(body=b"") if page is not None and method == "HEAD" else page


def answer(engine: BrowserBanner, request: Request) -> Response:
    """The answer to a request for one of the middleware's own addresses; these never reach the app."""
    from browserbanner.endpoints import Response

    try:
        response = engine.respond(request)
    except Exception:
        report(engine, f"{request.path} could not be answered")
        return Response(500, (("content-length", "0"), ("cache-control", "no-store")))
    return response._replace(body=b"") if request.method == "HEAD" else response


def report(engine: BrowserBanner, where: str) -> None:
    """Log the exception that is being handled; a log that fails harms no response either."""
    try:
        engine.log_failure(where)
    except Exception:
        return
