"""What the other headers say: whether a person asks, and whether the user agent string lies.

Client hints (User-Agent Client Hints, W3C) and fetch metadata (Fetch Metadata Request Headers, W3C) can only override
"outdated": a browser that is as old as its string says could not have sent them, or not these. We ask for nothing with
Accept-CH.
"""

from __future__ import annotations

import re
from typing import Final

from browserbanner.request import Headers
from browserbanner.useragent.model import UserAgent, Version
from browserbanner.versions import leading_version

# The first version of each engine that sends the header (MDN's browser-compat-data, http.headers.Sec-Fetch-*).
_SINCE: Final[dict[str, dict[str, Version]]] = {
    "sec-fetch-site": {"blink": (76,), "gecko": (90,), "webkit": (16, 4)},
    "sec-fetch-mode": {"blink": (76,), "gecko": (90,), "webkit": (16, 4)},
    "sec-fetch-user": {"blink": (76,), "gecko": (90,)},
    "sec-fetch-dest": {"blink": (80,), "gecko": (90,), "webkit": (16, 4)},
}
# Sec-CH-UA-Platform's values.
_PLATFORMS: Final = {
    "Android": "android",
    "Chrome OS": "chromeos",
    "Chromium OS": "chromeos",
    "Linux": "linux",
    "Windows": "windows",
    "iOS": "ios",
    "macOS": "macos",
}
_HINTS: Final = (
    "sec-ch-ua",
    "sec-ch-ua-full-version-list",
    "sec-ch-ua-mobile",
    "sec-ch-ua-platform",
    "sec-ch-ua-platform-version",
)
#: The fields that tell of the browser, besides the user agent. Nearly all old browsers send none of them, and then
#: `overriding_evidence` finds nothing.
IDENTIFYING_HEADERS: Final = frozenset((*_SINCE, *_HINTS))
_HTML: Final = frozenset(("text/html", "application/xhtml+xml", "text/*", "*/*"))


def looks_like_a_person(headers: Headers) -> bool:
    """Whether a person seems to ask: there are Accept-Language and an Accept that takes HTML (RFC 9110 §12.5)."""
    return bool((headers.get("accept-language") or "").strip()) and any(
        _takes_html(media_range) for media_range in (headers.get("accept") or "").split(",")
    )


def _takes_html(media_range: str) -> bool:
    kind, *parameters = (part.strip().lower() for part in media_range.split(";"))
    return kind in _HTML and not any(
        name.strip() == "q" and not value.strip(" 0.") for name, _, value in (p.partition("=") for p in parameters)
    )


def overriding_evidence(user_agent: UserAgent, headers: Headers) -> str | None:
    """What in ``headers`` shows that the browser is not as old as ``user_agent``, its string, says: an English clause.

    None where nothing does: what a browser of that age could have sent overrides nothing.
    """
    return _client_hints(user_agent, headers) or _fetch_metadata(user_agent, headers)


def _client_hints(user_agent: UserAgent, headers: Headers) -> str | None:
    for name, field in (("Sec-CH-UA", "sec-ch-ua"), ("Sec-CH-UA-Full-Version-List", "sec-ch-ua-full-version-list")):
        chromium = _chromium(headers.get(field))
        if chromium and (user_agent.engine != "blink" or chromium[:1] > user_agent.engine_version[:1]):
            return f"{name} says Chromium {chromium[0]}"
    os = _PLATFORMS.get(_text(headers.get("sec-ch-ua-platform")))
    # A phone that asks for the desktop's page is Android to us and may call itself Linux in both places.
    if user_agent.os is not None and os not in (None, user_agent.os) and {os, user_agent.os} != {"android", "linux"}:
        return f"Sec-CH-UA-Platform says {headers.get('sec-ch-ua-platform')}"
    mobile = _boolean(headers.get("sec-ch-ua-mobile"))
    if (mobile is True and user_agent.form == "desktop") or (mobile is False and user_agent.form == "phone"):
        return f"Sec-CH-UA-Mobile says {headers.get('sec-ch-ua-mobile')}"
    system = leading_version(_text(headers.get("sec-ch-ua-platform-version")))
    if system and _is_newer(system, user_agent):
        return f"Sec-CH-UA-Platform-Version says {headers.get('sec-ch-ua-platform-version')}"
    return None


def _is_newer(system: Version, user_agent: UserAgent) -> bool:
    """Whether Sec-CH-UA-Platform-Version is of a later system than the string's; where that is frozen, it is not."""
    said = user_agent.os_version
    if not said:
        return False
    if user_agent.os == "windows":
        return said < (10,) and system[0] >= 1  # 0.1 to 0.3 are Windows 7 to 8.1; from 1 on it is 10
    return user_agent.os in ("android", "macos") and system[: len(said)] > said


def _fetch_metadata(user_agent: UserAgent, headers: Headers) -> str | None:
    for field, since in _SINCE.items():
        if field in headers:
            first = since.get(user_agent.engine or "")
            if first is None or user_agent.engine_version < first:
                name = "-".join(part.capitalize() for part in field.split("-"))
                return f"{name} comes only from newer browsers"
    return None


# The little of Structured Field Values (RFC 8941) that client hints need: lists of strings with parameters, a string, a
# boolean. What is malformed says nothing, as §4.2 asks.
_LONGEST: Final = 2048
_INSIDE: Final = r'(?:[ !#-\[\]-~]|\\["\\])*+'
_BARE: Final = r"-?\d{1,15}(?:\.\d{1,3})?|[A-Za-z*][\w!#$%&'*+.^`|~:/-]*+|\?[01]|:[A-Za-z0-9+/=]*+:"
_PARAMETER: Final = rf';[ ]*+([a-z*][a-z0-9_.*-]*+)(?:=(?:"({_INSIDE})"|{_BARE}))?'
_MEMBER: Final = rf'"({_INSIDE})"((?:{_PARAMETER})*+)'
_list = re.compile(rf"{_MEMBER}(?:[ \t]*+,[ \t]*+{_MEMBER})*+").fullmatch
_members = re.compile(_MEMBER).finditer
_parameters = re.compile(_PARAMETER).findall
_string = re.compile(rf'"({_INSIDE})"').match


def _chromium(field: str | None) -> Version:
    """Chromium's version in a list of brands (§3.1), () where it is not there or the list is malformed.

    GREASE and derived browsers add brands of their own; Chromium's is always there.
    """
    field = (field or "")[:_LONGEST].strip(" ")
    if not _list(field):
        return ()
    # Of a member's parameters the last one with a name counts (§3.1.2), as in `dict`.
    versions = (dict(_parameters(m[2])).get("v", "") for m in _members(field) if m[1] == "Chromium")
    return max(map(leading_version, versions), default=())


def _text(field: str | None) -> str:
    """A string (§3.3.3), without its parameters; "" if it is not one."""
    m = _string((field or "")[:_LONGEST].strip(" "))
    return "" if m is None else m[1]


def _boolean(field: str | None) -> bool | None:
    """A boolean (§3.3.6); None if it is not one."""
    return {"?1": True, "?0": False}.get((field or "")[:_LONGEST].strip(" ").partition(";")[0])
