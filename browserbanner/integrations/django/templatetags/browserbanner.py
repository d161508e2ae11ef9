"""``{% load browserbanner %}``."""

from __future__ import annotations

from django.template import Library
from django.utils.safestring import SafeString, mark_safe

from browserbanner.injection import MARKER

register: Library = Library()


@register.simple_tag
def browser_banner() -> SafeString:
    """``{% browser_banner %}``: the marker ``<!-- browserbanner -->``. With the setting ``BROWSERBANNER_PLACE =
    "marker"`` the middleware puts the banner right here, for each visitor who gets one; what the template writes is the
    same for everybody, so it may be cached."""
    return mark_safe(MARKER.decode("ascii"))
