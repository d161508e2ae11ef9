"""LogFormat: where a line of an access log has which field; and the formats that have names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import unquote_to_bytes

from browserbanner.analysis.fields import ADDRESSES, Field, Path, fields_of
from browserbanner.analysis.pattern import Pattern, parse_pattern
from browserbanner.errors import ConfigurationError

#: How a server writes what a user agent string must not have in a log: with backslashes (Apache, nginx), with "+" or
#: "%20" for a space (IIS, CloudFront), with "#22" for a quotation mark (HAProxy), or not at all (JSON).
Escapes: TypeAlias = Literal["backslash", "percent", "hash", "none"]


#: Stand-ins for ``\\"`` and ``\\\\`` while a line is split at its quotation marks.
QUOTE, BACKSLASH = "\x01", "\x02"


class Place(NamedTuple):
    """A field's place in a line that is split at a separator: ``segment`` counts from 0; ``cuts`` are made one after
    another, each (separator, which part of it: from 1, or from the end -1)."""

    segment: int
    cuts: tuple[tuple[str, int], ...] = ()


class Split(NamedTuple):
    """A line that is split at ``separator``: at its quotation marks (``\\"`` is none), or at spaces or tabs.

    ``segments``: how many there are, at least, or exactly that many. This is ten times as fast as a regular expression.
    """

    fields: Mapping[Field, Place]
    segments: int
    exact: bool = False
    separator: str = '"'


class Matched(NamedTuple):
    """Any other line: a regular expression for all of it, and its groups' fields, in order."""

    regex: str
    fields: tuple[Field, ...]


class Json(NamedTuple):
    """A JSON object a line: each field's path, of names and of places in lists."""

    fields: Mapping[Field, Path]


class LogFormat(NamedTuple):
    """How to read an access log. ``directives``: lines that begin with "#" are no requests; ``header``: lines begin
    with what syslog or a container's runtime put there, a regular expression; ``envelope``: lines are JSON objects that
    have the server's own line as a text at this path."""

    name: str
    layout: Split | Matched | Json
    escapes: Escapes = "backslash"
    directives: bool = False
    header: str = ""
    envelope: Path = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """What its lines tell, in the order of the layout."""
        return tuple(self.layout.fields)

    def without_addresses(self) -> LogFormat:
        """The same format without its addresses: for a log in which something else stands in their place."""
        layout = self.layout
        assert isinstance(layout, Split)
        kept = {field: place for field, place in layout.fields.items() if field not in ADDRESSES}
        return self._replace(layout=layout._replace(fields=kept))


#: The fields by what nginx calls them, with and without "http_"; Apache's names are translated to these.
_VARIABLES: dict[str, Field] = {
    "remote_addr": "address",
    "realip_remote_addr": "address",
    "binary_remote_addr": "address",
    "http_x_forwarded_for": "forwarded",
    "proxy_add_x_forwarded_for": "forwarded",
    "time_local": "time",
    "time_iso8601": "time",
    "msec": "time",
    "request": "request",
    "request_method": "method",
    "request_uri": "uri",
    "uri": "uri",
    "document_uri": "uri",
    "status": "status",
    "http_user_agent": "agent",
    "peer": "peer",
}


def format_of_pattern(text: str, *, name: str = "pattern", exact: bool = False) -> LogFormat:
    """The format of a pattern: nginx's ``log_format`` or Apache's ``LogFormat``, with or without the directive, or a
    W3C extended log's ``#Fields:``.

    Raises ConfigurationError for a pattern without a user agent, or whose fields nobody could tell apart.
    """
    if text.startswith(FIELDS):
        return format_of_directive(text)
    pattern = parse_pattern(text)
    fields = [_VARIABLES.get(variable) for variable in pattern.variables]
    if "agent" not in fields:
        wanted = "one with the user agent: nginx's $http_user_agent, or Apache's %{User-Agent}i"
        raise ConfigurationError.expected("pattern", text, wanted)
    layout = _split(pattern, exact) or _matched(pattern)
    return LogFormat(name, layout)


def _split(pattern: Pattern, exact: bool) -> Split | None:
    """The layout by quotation marks, or None where the user agent has none, or a field cannot be cut out."""
    places: dict[Field, Place] = {}
    segments = pattern.segments()
    for number, segment in enumerate(segments):
        for at, variable in enumerate(segment.variables):
            field = _VARIABLES.get(variable)
            if field is None or field in places:
                continue
            cuts = segment.cuts(at)
            if cuts is None or (field == "agent" and (number % 2 == 0 or cuts)):
                return None
            places[field] = Place(number, cuts)
    return Split(places, len(segments), exact)


def _matched(pattern: Pattern) -> Matched:
    groups: dict[Field, int] = {}
    for at, variable in enumerate(pattern.variables):
        if (field := _VARIABLES.get(variable)) is not None:
            groups.setdefault(field, at)
    return Matched(pattern.regex(groups.values()), tuple(groups))


#: How the line begins that names a W3C extended log's fields.
FIELDS = "#Fields:"


def format_of_directive(directive: str, lines: Sequence[str] = ()) -> LogFormat:
    """The format of a W3C extended log by its ``#Fields:`` line. ``lines``: some of its requests, which show whether
    they are split at tabs (CloudFront) or spaces (IIS).

    Raises ConfigurationError for one without a user agent.
    """
    names = directive[len(FIELDS) :].split()
    tabs = any("\t" in line for line in lines) or (not lines and "x-edge-location" in names)
    separator = "\t" if tabs else " "
    rows = [row for line in lines if len(row := line.split(separator)) == len(names)]
    columns: dict[Path, list[str]] = {(name, at): [row[at] for row in rows] for at, name in enumerate(names)}
    places = {field: Place(at) for field, (_, at) in fields_of(columns).items() if isinstance(at, int)}
    if "agent" not in places:
        raise ConfigurationError.expected("pattern", directive, "a #Fields: line with cs(User-Agent)")
    layout = Split(places, len(names), exact=True, separator=separator)
    return LogFormat("w3c", layout, escapes="percent", directives=True)


_COMMON = '%h %l %u %t "%r" %>s %b'
_COMBINED = f'{_COMMON} "%{{Referer}}i" "%{{User-Agent}}i"'
_PATTERNS = {
    "forwarded": f'{_COMBINED} "%{{X-Forwarded-For}}i"',
    "combined": _COMBINED,
    "vhost": f"%v {_COMBINED}",
    "common": f'{_COMMON} "%{{User-Agent}}i"',
    "vhost-common": f'%v {_COMMON} "%{{User-Agent}}i"',
    "alb": '$type $time_iso8601 $elb $peer $target $time1 $time2 $time3 $status $status2 $bytes1 $bytes2 "$request"'
    ' "$http_user_agent"',
    "envoy": '[$time_iso8601] "$request" $status $flags $bytes1 $bytes2 $time1 $time2 "$http_x_forwarded_for"'
    ' "$http_user_agent"',
}
#: The formats that can be named, or are recognised in this order. Of the others the first lines show the fields.
FORMATS: dict[str, LogFormat] = {
    # Of "common", "combined" is the same with more behind it.
    name: format_of_pattern(pattern, name=name, exact="common" in name)
    for name, pattern in _PATTERNS.items()
}

#: What ``--format`` takes.
NAMES = (*FORMATS, "w3c", "haproxy", "caddy", "json")


# What a server escaped in a user agent is undone.
_BACKSLASHED = re.compile(rb'\\x([0-9A-Fa-f]{2})|\\([bfnrtv"\\])|' + f"{QUOTE}|{BACKSLASH}".encode())
_LETTERS = {
    rb"\b": b"\b", rb"\f": b"\f", rb"\n": b"\n", rb"\r": b"\r", rb"\t": b"\t", rb"\v": b"\v",
    rb'\"': b'"', rb"\\": b"\\", QUOTE.encode(): b'"', BACKSLASH.encode(): b"\\",
}  # fmt: skip
_HASHED = re.compile(rb"#([0-9A-Fa-f]{2})")


def as_sent(agent: str, escapes: Escapes = "backslash") -> bytes:
    """A user agent's own bytes: what its server escaped is undone. "-" is how none is written."""
    raw = b"" if agent == "-" else agent.encode("utf-8", "surrogatepass")
    if escapes == "percent":
        return _unquoted(raw)
    if escapes == "hash":
        return _HASHED.sub(_unescaped, raw)
    # Most have none of these, which is seen ten times as fast as by the regular expression.
    if escapes == "backslash" and ("\\" in agent or QUOTE in agent or BACKSLASH in agent):
        return _BACKSLASHED.sub(_unescaped, raw)
    return raw


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes.fromhex(found[1].decode()) if found[1] is not None else _LETTERS[found[0]]


def _unquoted(raw: bytes) -> bytes:
    """IIS writes "+" for a space, and no other sign of a user agent otherwise; CloudFront writes "%20", and for some
    years wrote "%2520"."""
    if b" " in raw:
        return raw
    if b"+" in raw and b"%20" not in raw and b"%2520" not in raw:
        return raw.replace(b"+", b" ")
    raw = unquote_to_bytes(raw)
    return unquote_to_bytes(raw) if b"%20" in raw else raw


def is_undecoded(agent: bytes) -> bool:
    """Whether a user agent still has "+" or "%20" where a space was, so that it cannot be recognised."""
    return b" " not in agent and agent.startswith(b"Mozilla/") and (b"+" in agent or b"%20" in agent)
