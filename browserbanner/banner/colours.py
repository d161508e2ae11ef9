"""A site's own colours: that there are such, and that they can be read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from browserbanner.errors import ConfigurationError

#: What stands on what. WCAG 2.2, success criterion 1.4.3 asks for a contrast of 4.5 to 1 between text and its ground.
_PAIRS = (
    *((ink, ground) for ink in ("text", "muted", "accent") for ground in ("bg", "surface")),
    ("on-accent", "accent"),
)
_LEAST = 4.5
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def checked_colours(given: object, usual: Mapping[str, str]) -> dict[str, str]:
    """The option ``colours``: ``{"accent": "#8b1a1a"}``, as six digits each. ``usual``: the banner's own, by
    name: what it has by day and, with "dark-" before it, by night.

    Raises ConfigurationError for a name that is none, for what is no colour, and where two colours that stand on each
    other have a contrast below 4.5 to 1.
    """
    if not isinstance(given, Mapping):
        raise ConfigurationError.expected("colours", given, 'a mapping such as {"accent": "#1a5aa8"}')
    colours = {}
    for name, colour in given.items():
        if name not in usual:
            raise ConfigurationError.choice("colours", name, usual)
        if not (isinstance(colour, str) and _HEX.fullmatch(colour)):
            raise ConfigurationError.expected("colours", colour, 'a colour such as "#1a5aa8" or "#fff"')
        colours[name] = six_digits(colour.lower())
    whole = {**usual, **colours}
    for prefix in ("", "dark-"):
        for ink, ground in ((prefix + ink, prefix + ground) for ink, ground in _PAIRS):
            contrast = _contrast(whole[ink], whole[ground])
            if contrast < _LEAST and (ink in colours or ground in colours):
                raise ConfigurationError(
                    f"colours: {ink} {whole[ink]} on {ground} {whole[ground]} has a contrast of {contrast:.1f} to 1: "
                    f"at least {_LEAST} is needed to be read",
                    option="colours",
                    value=given,
                )
    return colours


def six_digits(colour: str) -> str:
    """ "#fff" as "#ffffff": old engines read three digits in attributes as something else."""
    return "#" + "".join(digit * 2 for digit in colour[1:]) if len(colour) == 4 else colour


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance of a colour in six digits, 0 to 1."""
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
