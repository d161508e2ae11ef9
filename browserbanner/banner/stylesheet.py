"""The banner's stylesheet: put together from ``style/*.css`` for one layout, theme, position and direction, on a line.

The sources are plain CSS in which a colour is written once, as ``var(--_muted)``. Each use gets its plain value before
it, for engines without custom properties, except in what only engines that have them read. A site's own colours are
checked here, too.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from browserbanner.errors import ConfigurationError
from browserbanner.options import Options

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
_KNOWS_CUSTOM_PROPERTIES = frozenset({"summary", "button", "update"})
# Chrome 49, Firefox 49, Safari 9.1 and later meet all three conditions; Internet Explorer, EdgeHTML and older Firefox,
# which lack the element, fail one of them.
_DETAILS_WORKS = "(--a: 0) and (-webkit-background-clip: text) and (not (-ms-ime-align: auto))"

# The colours by their public names: by day, and by night. A site sets --bb-bg or --bb-dark-bg on :root, so that its one
# light colour never meets a dark ground; the private names (--_bg, and --_on for "on-accent") are ours.
_DAY_AND_NIGHT = {
    "bg": ("#f3f6fa", "#1a2028"),
    "surface": ("#fff", "#222a34"),
    "line": ("#cbd5e0", "#3a4553"),
    "text": ("#18212b", "#e8edf3"),
    "muted": ("#4a5563", "#a9b5c2"),
    "accent": ("#1a5aa8", "#8abcf5"),
    "on-accent": ("#fff", "#0e1b2b"),
}
USUAL_COLOURS = {name: day for name, (day, _) in _DAY_AND_NIGHT.items()} | {
    f"dark-{name}": night for name, (_, night) in _DAY_AND_NIGHT.items()
}
"""The banner's own colours: "accent" by day, "dark-accent" by night ..."""

#: What stands on what. WCAG 2.2, success criterion 1.4.3 asks for a contrast of 4.5 to 1 between text and its ground.
_PAIRS = (
    *((ink, ground) for ink in ("text", "muted", "accent") for ground in ("bg", "surface")),
    ("on-accent", "accent"),
)
_LEAST = 4.5
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")

_OTHER = {"left": "right", "right": "left", "ltr": "rtl", "rtl": "ltr"}

_COLOURED = re.compile(r"([a-z-]+):\s*([^;{}]*?)var\(--_([a-z]+)\)\s*(?=[;}])")


class Stylesheets:
    """A site's stylesheets, minified ASCII. Of ``options`` it reads ``theme``, ``position``, ``place`` and ``colours``.

    Each is for a shape: "bar" (a list that opens), "update" (a link and such a list), "cards", "action" (one link, no
    list), "app" (what to tap in an app), "notice" (a sentence), "page" (a document of its own). ``attributes``: the
    colours that attributes such as bgcolor take: bg, surface, line, text, muted, accent, on. Raises ConfigurationError,
    see :func:`checked_colours`.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._colours = USUAL_COLOURS | checked_colours(options.colours)
        self._base = "dark-" if options.theme == "dark" else ""
        # The plain values by their private names.
        self._plain = {name.partition("-")[0]: self._colours[self._base + name] for name in _DAY_AND_NIGHT}
        self.attributes: dict[str, str] = {name: six_digits(colour) for name, colour in self._plain.items()}
        self.sheet: Callable[[str, bool], bytes] = cache(self._make)

    def name(self, shape: str, rtl: bool) -> str:
        """The name of a sheet's file. It changes with the content, so that caches may keep it for a year."""
        return f"banner-{zlib.crc32(self.sheet(shape, rtl)):08x}.css"

    def by_name(self) -> dict[str, bytes]:
        """Every stylesheet that may be linked, by its file's name."""
        every = ((shape, rtl) for shape in SHAPES for rtl in (False, True))
        return {self.name(shape, rtl): self.sheet(shape, rtl) for shape, rtl in every}

    def _make(self, shape: str, rtl: bool) -> bytes:
        options, parts = self._options, list(_PARTS[shape])
        root = "body" if shape == "page" else "#bb"  # a document is all ours
        if shape != "page" and options.position == "bottom":
            parts.append("bottom")
        css = [self._variables(root, self._base), *map(self._part, parts)]
        if options.theme == "auto":
            css.append(f"@media (prefers-color-scheme: dark) {{{self._variables(root, 'dark-')}}}")
        sheet = minified("".join(css))
        if rtl:
            sheet = mirrored(sheet)
        if shape != "page" and options.position == "top" and options.place == "top":
            sheet += minified(_SOURCES["foot"])  # as the page runs, not the banner
        return sheet.encode("ascii")

    def _variables(self, root: str, prefix: str) -> str:
        variables = (
            f"--_{name.partition('-')[0]}: var(--bb-{prefix}{name}, {self._colours[prefix + name]});"
            for name in _DAY_AND_NIGHT
        )
        return f"{root} {{{''.join(variables)}}}"

    def _part(self, name: str | tuple[str, ...]) -> str:
        if not isinstance(name, str):
            return f"@supports {_DETAILS_WORKS} {{" + "".join(map(self._part, name)) + "}"
        source = _SOURCES[name]
        return source if name in _KNOWS_CUSTOM_PROPERTIES else _with_plain_colours(source, self._plain)


def checked_colours(given: object) -> dict[str, str]:
    """The option ``colours``: ``{"accent": "#8b1a1a"}``, as six digits each. Names are those of
    :data:`USUAL_COLOURS`.

    Raises ConfigurationError for a name that is none, for what is no colour, and where two colours that stand on each
    other have a contrast below 4.5 to 1.
    """
    if not isinstance(given, Mapping):
        raise ConfigurationError.expected("colours", given, 'a mapping such as {"accent": "#1a5aa8"}')
    colours = {}
    for name, colour in given.items():
        if name not in USUAL_COLOURS:
            raise ConfigurationError.choice("colours", name, USUAL_COLOURS)
        if not (isinstance(colour, str) and _HEX.fullmatch(colour)):
            raise ConfigurationError.expected(f"colours[{name!r}]", colour, 'a colour such as "#1a5aa8" or "#fff"')
        colours[name] = six_digits(colour.lower())
    whole = {name: six_digits(colour) for name, colour in (USUAL_COLOURS | colours).items()}
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


def _with_plain_colours(css: str, plain: Mapping[str, str]) -> str:
    """Each coloured declaration twice: first with the colour itself, then with the variable (of a shorthand such as
    ``border`` the colour alone: a site's wrong value then costs the colour, not the border)."""

    def both(found: re.Match[str]) -> str:
        name, before, token = found.groups()
        longhand = f"{name.split('-')[0]}-color" if before else name
        return f"{name}:{before}{plain[token]};{longhand}:var(--_{token})"

    return _COLOURED.sub(both, css)
