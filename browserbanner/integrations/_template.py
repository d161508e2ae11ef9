"""What template helpers share: from a framework's request to the page that the middleware has in hand."""

from __future__ import annotations

from typing import Any

from browserbanner._adapter import MARK, Page

#: Where Django's middleware notes the page, on its request.
PAGE = "_browserbanner_page"


def banner_html(request: Any, nonce: str | None = None) -> str:
    """The banner, for a template to place; "" for those who get none, and where the page has it already.

    Never raises, whatever passes for a request: Flask's outside of one does for most of what it is asked.
    """
    try:
        for carrier in _carriers(request):
            page = getattr(carrier, PAGE, None) or (carrier.get(MARK) if isinstance(carrier, dict) else None)
            if isinstance(page, Page):
                return page.place(carrier, nonce).decode("ascii")
    except Exception:
        return ""
    return ""


def _carriers(request: Any) -> list[Any]:
    """What may hold the page: Django's request; the scope of ASGI frameworks' requests, the environ of WSGI ones'."""
    return [request, getattr(request, "scope", None), getattr(request, "environ", None)]
