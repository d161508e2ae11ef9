"""``{% load browserbanner %}``."""

from __future__ import annotations

from django.template import Context, Library
from django.utils.safestring import SafeString, mark_safe

from browserbanner.integrations._template import banner_html

register: Library = Library()


@register.simple_tag(takes_context=True)
def browser_banner(context: Context, nonce: str | None = None) -> SafeString:
    """``{% browser_banner %}``: the banner for this request's visitor, to stand right here; nothing is put into the
    page besides. Empty for everybody else. Never put it into a fragment that is cached.

    ``nonce``: the page's, where the setting BROWSERBANNER_NONCE does not find it:
    ``{% browser_banner nonce=request.csp_nonce %}``.
    """
    request = getattr(context, "request", None) or context.get("request")
    return mark_safe(banner_html(request, nonce))
