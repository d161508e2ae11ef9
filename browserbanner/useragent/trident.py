"""Internet Explorer 6 to 11, whose parenthesis every installed component adds its token to."""

from __future__ import annotations

import re

from browserbanner.useragent.model import UserAgent, Version

_MSIE = re.compile(
    rb"Mozilla/[45]\.0 \(compatible; MSIE (\d{1,2})\.(\d{1,2}); Windows NT (\d{1,2})\.(\d)((?:; [^;()]{1,40})*)\)"
).fullmatch
_IE11 = re.compile(rb"Mozilla/5\.0 \(Windows NT (\d{1,2})\.(\d)((?:; [^;()]{1,40})*?); rv:11\.0\) like Gecko").fullmatch
_TRIDENT = re.compile(rb"; Trident/([4-7])\.0").search


def internet_explorer(raw: bytes) -> UserAgent | None:
    """Internet Explorer, named by its Trident token where there is one: in compatibility view MSIE lies."""
    m = _IE11(raw)
    if m:
        trident = _TRIDENT(m[3])
        if trident is None:
            return None
        version: Version = (11, 0)
        system = (int(m[1]), int(m[2]))
    else:
        m = _MSIE(raw)
        if m is None:
            return None
        version = (int(m[1]), int(m[2]))
        system = (int(m[3]), int(m[4]))
        trident = _TRIDENT(m[5])
        if trident is not None:
            version = (int(trident[1]) + 4, 0)
    engine: Version = (int(trident[1]), 0) if trident else ()
    return UserAgent("ie", version, "trident", engine, "windows", system, "desktop", "browser", None, "grammar")
