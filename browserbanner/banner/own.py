"""What a site adds to the cards: browsers of its own choice. Checked at start-up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from browserbanner.errors import ConfigurationError

_SYSTEMS = ("windows", "macos", "linux", "android", "ios")
_ID = re.compile(r"[a-z][a-z0-9-]{0,31}")
_LINK = re.compile(r"https?://[^/?#\s\"'<>\\@]+[^\s\"'<>\\]*")


class ExtraBrowser(NamedTuple):
    """A browser that is not in the data. ``systems``: the visitors' systems that it is shown on, such as "windows"."""

    name: str
    link: str
    systems: tuple[str, ...]


def checked_browsers(given: object, known: Collection[str]) -> dict[str, ExtraBrowser]:
    """The option ``extra_browsers``: by an identifier that is none of ``known``. Raises ConfigurationError."""
    what = (
        'a mapping such as {"name": "Brave", "link": "https://brave.com/download/", "systems": ["windows", "macos"]}, '
        f"of these and no others; systems are: {', '.join(_SYSTEMS)}"
    )
    if not isinstance(given, Mapping):
        raise ConfigurationError.expected("extra_browsers", given, f'a mapping from names such as "brave" to {what}')
    browsers = {}
    for family, about in given.items():
        if not (isinstance(family, str) and _ID.fullmatch(family)) or family in known:
            raise ConfigurationError.expected(
                "extra_browsers", family, "short names in a-z, 0-9 and -, and none that the data has"
            )
        if not isinstance(about, Mapping) or set(about) != set(ExtraBrowser._fields):
            which = f"extra_browsers[{family!r}]={about!r}"
            raise ConfigurationError(f"{which}: must be {what}", option="extra_browsers", value=about)
        browsers[family] = _checked(*(about[field] for field in ExtraBrowser._fields))
    return browsers


def _checked(name: object, link: object, systems: object) -> ExtraBrowser:
    if not (isinstance(name, str) and name.strip() and name.isprintable()):
        raise ConfigurationError.expected("extra_browsers", name, "a browser's name")
    if not (isinstance(link, str) and _LINK.fullmatch(link)):
        raise ConfigurationError.expected("extra_browsers", link, 'a link such as "https://brave.com/download/"')
    listed = tuple(systems) if isinstance(systems, Iterable) and not isinstance(systems, str) else ()
    if not listed:
        raise ConfigurationError.expected("extra_browsers", systems, f"a list of {', '.join(_SYSTEMS)}")
    for system in listed:
        if system not in _SYSTEMS:
            raise ConfigurationError.choice("extra_browsers", system, _SYSTEMS)
    return ExtraBrowser(name, link, listed)
