"""What Gecko says: Firefox from 1.0, on the desktop and on Android."""

from __future__ import annotations

import re
from typing import Final

from browserbanner.useragent.products import NOT_IOS, ProductTokens
from browserbanner.versions import parse_version

# "Gecko/20100101 Firefox/115.0"; up to 3.6 Linux distributions put themselves before, components of Windows behind.
_FIREFOX: Final = (
    rb"Gecko(?:/[\d.]{0,14})? +"
    rb"(?:(?:Ubuntu|Fedora|Red Hat|SUSE|Mandriva|Mandriva Linux|CentOS|Gentoo|Debian|Mint)"
    rb"(?:/[\w.+~-]{1,30})?(?: \([\w. ]{1,20}\))? "
    rb"|BTRS\d{1,8} |MRA \d{1,2}\.\d{1,2} \(build \d{4,6}\) )?"
    rb"Firefox/(\d{1,3}(?:\.\d{1,4}){0,3})(?:(?:a|b|rc|RC)\d{0,3}(?:pre)?|pre|esr|\+)?"
    rb"(?: +(?:GTB[\d.]{1,6}|Fennec/[\d.]{1,12}|FirePHP/[\d.]{1,8}"
    rb"|\( ?\.NET[\w. ]{1,24}(?:; ?\.NET[\w. ]{1,24})*+;? ?\)"
    rb"|\((?:ax|Debian[\w.+ ~-]{0,40}|Ubuntu[\w.+ ~-]{0,30}|Swiftfox)\)))*+ ?"
)
_firefox = re.compile(_FIREFOX).fullmatch


def gecko(text: bytes) -> ProductTokens | None:
    """Firefox, where ``text``, from "Gecko" on, says so and nothing else; else None."""
    m = _firefox(text)
    if m is None:
        return None
    version = parse_version(m[1])
    return ProductTokens("firefox", version, "gecko", version, NOT_IOS)
