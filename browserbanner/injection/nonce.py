"""The nonce in a response's Content-Security-Policy, for the banner's style and script. No policy is ever changed."""

from __future__ import annotations

import re

from browserbanner.injection.response import HeaderList

# W3C CSP3 §2.3.1: nonce-source; base64 or its variant for URLs.
_NONCE = re.compile(rb"'nonce-([A-Za-z0-9+/_-]++={0,2})'", re.IGNORECASE)
_POLICIES = (b"content-security-policy", b"content-security-policy-report-only")
#: The style is what the banner needs most.
_DIRECTIVES = (b"style-src-elem", b"style-src", b"script-src-elem", b"script-src", b"default-src")


def nonce_in(headers: HeaderList) -> str | None:
    """The nonce that the policy among these response headers gives to styles or else to scripts, if any."""
    for policy in _POLICIES:
        nonces: dict[bytes, str] = {}
        for name, value in headers:
            if name.lower() == policy:
                for directive in re.split(rb"[;,]", value):
                    found = _NONCE.search(directive)
                    if found:
                        nonces.setdefault(directive.split(None, 1)[0].lower(), found[1].decode("ascii"))
        for directive in _DIRECTIVES:
            if directive in nonces:
                return nonces[directive]
    return None
