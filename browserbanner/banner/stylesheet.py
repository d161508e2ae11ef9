"""The banner's stylesheet: put together from ``style/*.css`` for one layout, theme, position and direction, on a line.

The sources are plain CSS in which a colour is written once, as ``var(--_muted)``. Each use gets its plain value before
it, for engines without custom properties, except in ``summary.css``, which only engines that have them read.
"""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache

_FOLDER = os.path.join(os.path.dirname(__file__), "style")

#: The parts of each shape, in order. A banner ships the rules of its own shape only.
_PARTS = {
    "bar": ("root", "action", "list", "bar", "mark", "summary"),
    "update": ("root", "action", "list", "bar", "mark", "summary", "update"),
    "cards": ("root", "action", "list", "cards"),
    "action": ("root", "action", "mark", "row", "one"),
    "notice": ("root", "mark", "row"),
    "page": ("root", "action", "list", "page"),
}
SHAPES = tuple(_PARTS)
_KNOWS_CUSTOM_PROPERTIES = frozenset({"summary"})

_TOKEN = re.compile(r"--_([a-z]+):\s*var\([^,()]+,\s*([^()]+)\)")
_COLOURED = re.compile(r"([a-z-]+):\s*([^;{}]*?)var\(--_([a-z]+)\)\s*(?=[;}])")


def stylesheet(shape: str, theme: str, position: str, rtl: bool) -> str:
    """The sheet, minified ASCII, for a ``shape``: "bar" (a list that opens), "update" (a link and
    such a list), "cards", "action" (one link, no list), "notice" (a sentence),
    "page" (a document of its own).

    ``theme``: "auto" (by the visitor's system), "light" or "dark"; ``position``: "top" or "bottom".
    """
    base = "dark" if theme == "dark" else "light"
    parts = [_colours(base, shape), *(_part(name, base) for name in _PARTS[shape])]
    if position == "bottom" and shape != "page":
        parts.append(_part("bottom", base))
    if theme == "auto":
        parts.append("@media (prefers-color-scheme: dark) {" + _colours("dark", shape) + "}")
    sheet = minified("".join(parts))
    return mirrored(sheet) if rtl else sheet


@lru_cache(maxsize=2)
def attribute_colours(theme: str) -> dict[str, str]:
    """The colours that attributes such as bgcolor take, by their private names: bg, surface, line, text, accent ...

    In six digits: old engines read three as something else.
    """
    plain = _plain_colours("dark" if theme == "dark" else "light")
    return {
        name: "#" + "".join(c * 2 for c in colour[1:]) if len(colour) == 4 else colour for name, colour in plain.items()
    }


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
    return re.sub(r"\b(left|right)\b", lambda found: "right" if found[0] == "left" else "left", css)


def _colours(name: str, shape: str) -> str:
    """The colours' names: the banner's, or those of a document that is all ours."""
    source = _source(name)
    return source.replace("#bb {", "body {") if shape == "page" else source


def _part(name: str, base: str) -> str:
    source = _source(name)
    return source if name in _KNOWS_CUSTOM_PROPERTIES else _with_plain_colours(source, _plain_colours(base))


def _plain_colours(base: str) -> dict[str, str]:
    return dict(_TOKEN.findall(_source(base)))


def _with_plain_colours(css: str, plain: dict[str, str]) -> str:
    """Each coloured declaration twice: first with the colour itself, then with the variable (of a shorthand such as
    ``border`` the colour alone: a site's wrong value then costs the colour, not the border)."""

    def both(found: re.Match[str]) -> str:
        name, before, token = found.groups()
        longhand = f"{name.split('-')[0]}-color" if before else name
        return f"{name}:{before}{plain[token]};{longhand}:var(--_{token})"

    return _COLOURED.sub(both, css)


@cache
def _source(name: str) -> str:
    with open(os.path.join(_FOLDER, f"{name}.css"), encoding="ascii") as file:
        return file.read()
