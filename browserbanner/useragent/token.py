"""The engine token of a user agent string: the part by which the banner's script tells that its browser is still the
one that the banner was made for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from browserbanner.useragent.model import UserAgent

# What each engine's version is read from, the best one first; {0} and {1} are its first two numbers. Chromium and
# Firefox count in whole numbers, and the dot behind keeps "Chrome/6" from meaning 60.
_TOKENS: Final[dict[str, tuple[str, ...]]] = {
    "blink": ("Chrome/{0}.", "CrMo/{0}.", "Chromium/{0}."),
    "gecko": ("Firefox/{0}.", "rv:{0}."),
    "edgehtml": ("Edge/{0}.",),
    "presto": ("Version/{0}.{1}", "Opera/{0}.{1}", "Opera {0}.{1}"),
    "trident": ("Trident/{0}.{1}",),
    "webkit": ("Version/{0}.{1}", "OS {0}_{1}", "Version/{0}", "OS {0}"),
}
_webkit_build = re.compile(rb"AppleWebKit/\d{2,3}\.").search


@lru_cache(maxsize=512)
def engine_token(user_agent: UserAgent, raw: bytes) -> str | None:
    """The token in ``raw``, a User-Agent header, that says which engine ``user_agent`` has: ``Chrome/60.``.

    It stands in ``raw`` as it is, in ASCII, and so in ``navigator.userAgent`` of the browser that sent it: Internet
    Explorer 9 to 11 send a shorter string than they expose, but the tokens that are sent are exposed too. None where no
    single token says it: there is nothing to compare then.
    """
    engine, version = user_agent.engine, user_agent.engine_version
    templates = _TOKENS.get(engine or "", ())
    if engine == "trident" and not version and b"Trident/" not in raw:  # Internet Explorer up to 7
        templates, version = ("MSIE {0}.{1}",), user_agent.version
    for template in templates:
        if len(version) > ("{1}" in template):
            token = template.format(*version)
            if token.encode("ascii") in raw:
                return token
    if engine == "webkit" and (build := _webkit_build(raw)):
        return build[0].decode("ascii")  # Android's own browser, whose Version says nothing; Safari up to 2
    return None
