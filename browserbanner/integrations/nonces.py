"""Where frameworks keep a page's Content-Security-Policy nonce: functions for the option ``nonce``.

Needed where the policy's header is set further out than the middleware, and in templates. A header that is there when
the response passes (Flask-Talisman's, ``secure``'s, the site's own) is read without any of these. Each gives a nonce
that exists already, and None otherwise: asking for one would make some of them put it into the header.
"""

from __future__ import annotations

from browserbanner.integrations._missing import missing
from browserbanner.request import Request

__all__ = ["django_csp", "flask_talisman"]


def django_csp(request: Request) -> str | None:
    """django-csp's, and Django's own (from 6.0 on): made once ``request.csp_nonce`` or ``{{ csp_nonce }}`` was used."""
    nonce = getattr(request.raw, "_csp_nonce", None)
    return str(nonce) if nonce else None  # both libraries' lazy nonces are false until they are made


def flask_talisman(asked: Request) -> str | None:
    """Flask-Talisman's, where ``content_security_policy_nonce_in`` asks for one.

    Raises ModuleNotFoundError, with the command to install it, where there is no Flask.
    """
    try:
        from flask import has_request_context, request
    except ModuleNotFoundError as error:
        raise missing("flask", error) from error
    return getattr(request, "csp_nonce", None) if has_request_context() else None
