"""LogFormat: where a line of an access log says what; and the formats that have names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from browserbanner.analysis.pattern import Pattern, parse_pattern
from browserbanner.errors import ConfigurationError

#: What is read of a request. ``peer``: an address with a port; ``forwarded``: X-Forwarded-For, whose first address is
#: the visitor's; ``request``: the whole request line; ``method`` and ``uri`` where they are told apart.
Field: TypeAlias = Literal["address", "peer", "forwarded", "time", "request", "method", "uri", "status", "agent"]


class Place(NamedTuple):
    """A field's place in a line that is split at its quotation marks: ``segment`` counts from 0; ``cuts`` are made
    one after another, each (separator, which part of it, from 1)."""

    segment: int
    cuts: tuple[tuple[str, int], ...] = ()


class Quoted(NamedTuple):
    """A line with its user agent in quotation marks, ``\\"`` inside. ``segments``: how many there are, at least, or
    exactly that many. Splitting is ten times as fast as a regular expression."""

    places: Mapping[Field, Place]
    segments: int
    exact: bool = False


class Matched(NamedTuple):
    """Any other line: a regular expression for all of it, and its groups' fields, in order."""

    regex: str
    groups: tuple[Field, ...]


class Json(NamedTuple):
    """A JSON object a line: each field's path, of names and of places in lists."""

    paths: Mapping[Field, tuple[str | int, ...]]


class LogFormat(NamedTuple):
    """How to read an access log. ``escapes``: user agents are written with backslashes, which are undone."""

    name: str
    layout: Quoted | Matched | Json
    escapes: bool = True

    @property
    def fields(self) -> frozenset[Field]:
        """What its lines tell."""
        layout = self.layout
        if isinstance(layout, Quoted):
            return frozenset(layout.places)
        return frozenset(layout.groups if isinstance(layout, Matched) else layout.paths)

    @property
    def tells_visitors(self) -> bool:
        """Whether there is an address, so that visitors can be told apart."""
        return bool(self.fields & {"address", "peer", "forwarded"})


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
    """The format of a pattern: nginx's ``log_format`` or Apache's ``LogFormat``, with or without the directive.

    Raises ConfigurationError for a pattern without a user agent, or whose fields nobody could tell apart.
    """
    pattern = parse_pattern(text)
    fields = [_VARIABLES.get(variable) for variable in pattern.variables]
    if "agent" not in fields:
        wanted = "one with the user agent: nginx's $http_user_agent, or Apache's %{User-Agent}i"
        raise ConfigurationError.expected("pattern", text, wanted)
    layout = _quoted(pattern, exact) or _matched(pattern)
    return LogFormat(name, layout)


def _quoted(pattern: Pattern, exact: bool) -> Quoted | None:
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
    return Quoted(places, len(segments), exact)


def _matched(pattern: Pattern) -> Matched:
    groups: list[Field] = []

    def group_of(variable: str) -> bool:
        field = _VARIABLES.get(variable)
        if field is None or field in groups:
            return False
        groups.append(field)
        return True

    return Matched(pattern.regex(group_of), tuple(groups))


_COMBINED = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"'

#: The formats that can be named, or are recognised in this order. JSON's fields are found in the first lines.
FORMATS: dict[str, LogFormat] = {
    "forwarded": format_of_pattern(f'{_COMBINED} "%{{X-Forwarded-For}}i"', name="forwarded"),
    "combined": format_of_pattern(_COMBINED, name="combined"),
    "vhost": format_of_pattern(f"%v {_COMBINED}", name="vhost"),
    "common": format_of_pattern('%h %l %u %t "%r" %>s %b "%{User-Agent}i"', name="common", exact=True),
    "vhost-common": format_of_pattern(
        '%v %h %l %u %t "%r" %>s %b "%{User-Agent}i"', name="vhost-common", exact=True
    ),
    "alb": format_of_pattern(
        '$type $time_iso8601 $elb $peer $target $time1 $time2 $time3 $status $status2 $bytes1 $bytes2 "$request"'
        ' "$http_user_agent"',
        name="alb",
    ),
}  # fmt: skip

#: What ``--format`` takes.
NAMES = (*FORMATS, "caddy", "json")
