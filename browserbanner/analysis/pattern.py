"""Pattern: a server's own statement of how it writes its log, nginx's ``log_format`` or Apache's ``LogFormat``."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from browserbanner.errors import ConfigurationError

# Apache's letters, by nginx's names. The rest is text between the fields that are read.
_LETTERS = {
    "h": "remote_addr",
    "a": "remote_addr",
    "r": "request",
    "m": "request_method",
    "U": "uri",
    "s": "status",
    "t": "time_local",
}
_HEADERS = {"user-agent": "http_user_agent", "x-forwarded-for": "http_x_forwarded_for"}

_NGINX = re.compile(r"\$(?:\{(\w+)\}|(\w+))", re.ASCII)
# "%>s", "%!200,304{User-agent}i", "%{%Y-%m-%d}t", "%%".
_APACHE = re.compile(r"%(?:%|[<>!,0-9]*(?:\{([^}]*)\})?(\^[a-z]{2}|[A-Za-z]))", re.ASCII)
_DIRECTIVE = re.compile(r"\s*(?:log_format|LogFormat|CustomLog|access_log)\b", re.IGNORECASE)


class Pattern(NamedTuple):
    """Variables, by nginx's names, with the texts around them: one text more than variables. ``source``: as nginx's
    ``log_format`` says it."""

    source: str
    texts: list[str]
    variables: list[str]

    def cuts(self, at: int) -> tuple[tuple[str, int], ...] | None:
        """How to cut a variable's value out of a line, or None where its borders are not clear enough."""
        before, after, is_last = self.texts[: at + 1], self.texts[at + 1], at == len(self.variables) - 1
        if "" in before[1:] or not (after or is_last):
            return None  # two variables that nothing stands between
        cuts: tuple[tuple[str, int], ...] = ()
        border = before[-1]
        texts = [text for text in before if text]
        if texts:
            if all(text == border for text in texts):
                cuts = ((border, len(texts) + 1),)
            elif texts.count(border) == 1:
                cuts = ((border, 2),)
            else:
                return None
        if after and (not cuts or after != border):
            cuts += ((after, 1),)
        return cuts

    def segments(self) -> list[Pattern]:
        """The pattern split at its quotation marks, as a line would be."""
        return [_pattern(part) for part in self.source.split('"')]

    def regex(self, groups: Collection[int]) -> str:
        """A regular expression (RE2's, Java's and Python's) for the whole line: a value ends where the text after it
        begins. ``groups``: which variables' values are asked for."""
        parts = ["^", _escaped(self.texts[0])]
        for at, variable in enumerate(self.variables):
            end = next(filter(None, self.texts[at + 1 :]), None)  # where nothing stands between two, both end there
            value = ".*" if end is None else f"[^{_escaped(end[0])}]*"
            if variable == "http_user_agent" and end is not None:
                value = ".*?"  # it has what it likes in it: as little as leads to the text behind
            parts += [f"({value})" if at in groups else value, _escaped(self.texts[at + 1])]
        if self.texts[-1] or not self.variables:
            parts.append(".*")
        return "".join((*parts, "$"))


def parse_pattern(text: str) -> Pattern:
    """Read a pattern, or the whole directive that it stands in. Raises ConfigurationError for one without variables."""
    source = _undirected(text)
    pattern = _pattern(source if _NGINX.search(source) else _APACHE.sub(_as_nginx, source))
    if not pattern.variables:
        what = "nginx's log_format, such as '$remote_addr ... \"$http_user_agent\"', or Apache's LogFormat, '%h ...'"
        raise ConfigurationError.expected("pattern", text, what)
    return pattern


def _pattern(source: str) -> Pattern:
    pieces = _NGINX.split(source)  # a text, a name in braces or one without, a text ...
    names = [braced or plain for braced, plain in zip(pieces[1::3], pieces[2::3], strict=True)]
    return Pattern(source, pieces[::3], names)


def _undirected(text: str) -> str:
    """The format in a directive, whose pieces are quoted; and without a shell's or a configuration's backslashes."""
    if _DIRECTIVE.match(text):
        pieces = re.findall(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"", text, re.DOTALL)
        text = "".join(single or double for single, double in pieces)
    return text.replace('\\"', '"').replace("\\'", "'").replace("\\t", "\t").strip("\r\n")


def _as_nginx(found: re.Match[str]) -> str:
    """What Apache's format writes as nginx's does."""
    argument, letter = found[1], found[2]
    if letter is None:
        return "%"
    if letter == "t" and argument is None:  # Apache writes the brackets itself
        return "[${time_local}]"
    if letter == "i":
        return f"${{{_HEADERS.get((argument or '').lower(), 'other')}}}"
    if letter in ("h", "a", "s", "t") or argument is None:
        return f"${{{_LETTERS.get(letter, 'other')}}}"
    return "${other}"


def _escaped(text: str) -> str:
    """Literal text in a regular expression and in a class of characters, alike for RE2, Java and Python."""
    return re.sub(r"[^A-Za-z0-9_ \t]", lambda found: "\\" + found[0] if ord(found[0]) < 128 else found[0], text)
