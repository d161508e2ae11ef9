"""Said: what the products behind the platform's parenthesis say, whatever the platform is."""

from typing import Final, NamedTuple

from browserbanner.useragent.model import Kind, Version

_UNIX: Final = ("macos", "linux", "chromeos", "freebsd", "openbsd", "netbsd", "dragonfly", "sunos")
ANDROID: Final = frozenset(("android",))
IOS: Final = frozenset(("ios",))
WINDOWS: Final = frozenset(("windows",))
NOT_IOS: Final = frozenset(("windows", "android", *_UNIX))
NOT_LINUX: Final = NOT_IOS - {"linux"}
ANYWHERE: Final = NOT_IOS | IOS
NOT_ANDROID: Final = ANYWHERE - ANDROID


class Said(NamedTuple):
    """A browser as its products name it. ``systems``: where that can be true. ``mobile``: a phone, where the platform
    does not tell. ``engine``: None where the tokens contradict each other, or themselves: named, and judged by nobody.
    """

    family: str
    version: Version
    engine: str | None
    engine_version: Version
    systems: frozenset[str]
    mobile: bool = False
    kind: Kind = "browser"
    app: str | None = None
