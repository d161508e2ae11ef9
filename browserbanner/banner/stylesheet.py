"""The banner's stylesheet: put together from ``style/*.css`` for one layout, theme, position and direction, on a line.

The sources are plain CSS in which a colour is written once, as ``var(--_muted)``. Each use gets its plain value before
it, for engines without custom properties, except in what only engines that have them read. A site's own colours are
checked here, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from browserbanner.errors import ConfigurationError

#: The sources by name, read with the module: a first banner must not open files in an event loop.
_SOURCES = {file.stem: file.read_text("ascii") for file in Path(__file__).with_name("style").glob("*.css")}

#: The parts of each shape, in order; those in a tuple are for engines where <details> works. A banner ships the rules
#: of its own shape only.
_PARTS: dict[str, tuple[str | tuple[str, ...], ...]] = {
    "bar": ("root", "action", "list", "fit", "small", "bar", "mark", ("summary", "button")),
    "update": ("root", "action", "list", "fit", "small", "bar", "mark", ("summary",), "update"),
    "cards": ("root", "action", "list", "fit", "small", "cards"),
    "action": ("root", "action", "small", "mark", "row", "one"),
    "app": ("root", "mark", "row", "app"),
    "notice": ("root", "mark", "row"),
    "page": ("root", "action", "list", "small", "app", "page"),
}
SHAPES = tuple(_PARTS)
NO_COLOURS: Mapping[str, str] = MappingProxyType({})
_KNOWS_CUSTOM_PROPERTIES = frozenset({"summary", "button", "update"})
# Chrome 49, Firefox 49, Safari 9.1 and later meet all three conditions; Internet Explorer, EdgeHTML and older Firefox,
# which lack the element, fail one of them.
_DETAILS_WORKS = "(--a: 0) and (-webkit-background-clip: text) and (not (-ms-ime-align: auto))"

#: What stands on what. WCAG 2.2, success criterion 1.4.3 asks for a contrast of 4.5 to 1 between text and its ground.
_PAIRS = (
    *((ink, ground) for ink in ("text", "muted", "accent") for ground in ("bg", "surface")),
    ("on-accent", "accent"),
)
_LEAST = 4.5
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")

_OTHER = {"left": "right", "right": "left", "ltr": "rtl", "rtl": "ltr"}

_TOKEN = re.compile(r"--_([a-z]+):\s*var\([^,()]+,\s*([^()]+)\)")
_PUBLIC = re.compile(r"var\(--bb-([a-z-]+),\s*(#[0-9a-f]+)\)")
_COLOURED = re.compile(r"([a-z-]+):\s*([^;{}]*?)var\(--_([a-z]+)\)\s*(?=[;}])")


def stylesheet(
    shape: str,
    theme: str,
    position: str,
    rtl: bool,
    colours: Mapping[str, str] = NO_COLOURS,
    *,
    first: bool = True,
) -> str:
    """The sheet, minified ASCII, for a ``shape``: "bar" (a list that opens), "update" (a link and such a list),
    "cards", "action" (one link, no list), "app" (what to tap in an app), "notice" (a sentence), "page" (a document of
    its own).

    ``theme``: "auto" (by the visitor's system), "light" or "dark"; ``position``: "top" or "bottom"; ``colours``: a
    site's own, checked; ``first``: whether the banner stands first in the body, and not at a marker.
    """
    base = "dark" if theme == "dark" else "light"
    plain = _plain_colours(base, colours)
    parts = [_colours(base, shape, colours), *(_part(name, plain) for name in _PARTS[shape])]
    if position == "bottom" and shape != "page":
        parts.append(_part("bottom", plain))
    if theme == "auto":
        parts.append("@media (prefers-color-scheme: dark) {" + _colours("dark", shape, colours) + "}")
    sheet = minified("".join(parts))
    if rtl:
        sheet = mirrored(sheet)
    if position != "bottom" and first and shape != "page":
        sheet += minified(_SOURCES["foot"])  # as the page runs, not the banner
    return sheet


def attribute_colours(theme: str, colours: Mapping[str, str] = NO_COLOURS) -> dict[str, str]:
    """The colours that attributes such as bgcolor take, in six digits: bg, surface, line, text, muted, accent, on."""
    plain = _plain_colours("dark" if theme == "dark" else "light", colours)
    return {name: six_digits(colour) for name, colour in plain.items()}


def usual_colours() -> dict[str, str]:
    """The banner's own colours by their public names, in six digits: "accent" by day, "dark-accent" by night ..."""
    found = _PUBLIC.findall(_SOURCES["light"]) + _PUBLIC.findall(_SOURCES["dark"])
    return {name: six_digits(colour) for name, colour in found}


def checked_colours(given: object) -> dict[str, str]:
    """The option ``colours``: ``{"accent": "#8b1a1a"}``, as six digits each. Names are those of
    :func:`usual_colours`.

    Raises ConfigurationError for a name that is none, for what is no colour, and where two colours that stand on each
    other have a contrast below 4.5 to 1.
    """
    if not isinstance(given, Mapping):
        raise ConfigurationError.expected("colours", given, 'a mapping such as {"accent": "#1a5aa8"}')
    usual, colours = usual_colours(), {}
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


def minified(css: str) -> str:
    """The same rules without comments, line breaks and needless spaces, with private variables of one letter.

    For the CSS written here: no string in it holds a comma, a colon, a brace or two spaces.
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    css = css.replace(": ", ":").replace(";}", "}")
    return re.sub(r"--_([a-z])[a-z]*", r"--_\1", css).strip()


def mirrored(css: str) -> str:
    """The sheet for the other direction: left and right swapped (it uses them in longhands and as values only)."""
    return re.sub(r"\b(left|right|ltr|rtl)\b", lambda found: _OTHER[found[0]], css)


def _colours(name: str, shape: str, colours: Mapping[str, str]) -> str:
    """The colours' names: the banner's, or those of a document that is all ours."""
    source = _source_with(name, colours)
    return source.replace("#bb {", "body {") if shape == "page" else source


def _part(name: str | tuple[str, ...], plain: Mapping[str, str]) -> str:
    if not isinstance(name, str):
        return f"@supports {_DETAILS_WORKS} {{" + "".join(_part(each, plain) for each in name) + "}"
    source = _SOURCES[name]
    return source if name in _KNOWS_CUSTOM_PROPERTIES else _with_plain_colours(source, plain)


def _plain_colours(base: str, colours: Mapping[str, str]) -> dict[str, str]:
    return dict(_TOKEN.findall(_source_with(base, colours)))


def _source_with(name: str, colours: Mapping[str, str]) -> str:
    """light.css or dark.css with a site's own colours in the place of ours."""
    return _PUBLIC.sub(lambda found: f"var(--bb-{found[1]}, {colours.get(found[1], found[2])})", _SOURCES[name])


def _with_plain_colours(css: str, plain: Mapping[str, str]) -> str:
    """Each coloured declaration twice: first with the colour itself, then with the variable (of a shorthand such as
    ``border`` the colour alone: a site's wrong value then costs the colour, not the border)."""

    def both(found: re.Match[str]) -> str:
        name, before, token = found.groups()
        longhand = f"{name.split('-')[0]}-color" if before else name
        return f"{name}:{before}{plain[token]};{longhand}:var(--_{token})"

    return _COLOURED.sub(both, css)
