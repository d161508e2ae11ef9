"""What a report calls browsers and systems."""

from __future__ import annotations

from typing import NamedTuple

from browserbanner.banner import short_name, system_name
from browserbanner.browsers import BrowserData
from browserbanner.useragent import UserAgent, Version

_OTHER = "Not recognised"
_MINORS = ("safari",)  # its features come with minor versions, too


class Browser(NamedTuple):
    """A browser as a report counts it. ``version``: the major, of Safari the minor too; () where unknown.

    ``on_ios``: every browser there is the system's WebKit. ``app``: whose webview it is.
    """

    family: str | None
    version: Version
    on_ios: bool
    app: str | None
    name: str


class System(NamedTuple):
    """A system. Windows counts as NT does; () where the browser does not tell the version."""

    os: str | None
    version: Version
    name: str


def browser_of(user_agent: UserAgent, data: BrowserData) -> Browser:
    """What a user agent's browser is counted as."""
    family, on_ios = user_agent.family, user_agent.os == "ios"
    if user_agent.kind == "webview":
        version = user_agent.engine_version[:1]
        name = f"{user_agent.app} (app)" if user_agent.app else "Webview in an app"
    elif family is None:
        return Browser(None, (), False, None, _OTHER)
    else:
        version = user_agent.version[: 2 if family in _MINORS else 1]
        name = short_name(data, family) or family.capitalize()
    return Browser(family, version, on_ios, user_agent.app, f"{name} on iOS" if on_ios else name)


def system_of(user_agent: UserAgent) -> System:
    """What a user agent's system is counted as."""
    os, version = user_agent.os, user_agent.os_version
    if os is None:
        return System(None, (), _OTHER)
    kept = version[: 2 if os == "windows" or (os == "macos" and version[:1] == (10,)) else 1]
    if os == "windows" and kept == (10, 0):
        return System(os, kept, "Windows 10 or 11")  # which of them, no user agent tells
    name = system_name(os, kept) or os.capitalize()
    return System(os, kept, name.replace("\u00a0", " "))
