"""LogFormat: how the fields of a line are said in SQL; the formats that have names, and those of a server's own words.

``format_of_pattern`` reads nginx's ``log_format`` and Apache's ``LogFormat``, ``format_of_directive`` a W3C extended
log's ``#Fields:``. The SQL is Spark's, which DuckDB is taught (``duck``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import unquote_to_bytes

from browserbanner.analysis.fields import Field, Path, fields_of
from browserbanner.errors import ConfigurationError

#: How a server writes what a user agent string must not have in a log: with backslashes (Apache, nginx), with "+" or
#: "%20" for a space (IIS, CloudFront), with "#22" for a quotation mark (HAProxy), or not at all (JSON).
Escapes: TypeAlias = Literal["backslash", "percent", "hash", "none"]

#: Stand-ins for ``\\"`` and ``\\\\`` while a line is split at its quotation marks.
QUOTE, BACKSLASH = "\x01", "\x02"
#: What is in no line of a log.
BORDER = "\x01\x02\x03\x04"
#: How the line begins that names a W3C extended log's fields.
FIELDS = "#Fields:"


class LogFormat(NamedTuple):
    """How to read an access log, in SQL. ``taken``: an array of texts, of the column ``line``, which is then the column
    ``taken``; over it, ``fits`` says whether the line is of this format, and ``fields`` what it tells.

    ``directives``: lines that begin with "#" are no requests; ``line``: the server's own line, where others have put
    something around it.
    """

    name: str
    taken: str
    fits: str
    fields: Mapping[Field, str]
    escapes: Escapes = "backslash"
    directives: bool = False
    line: str = "line"


def literal(text: str) -> str:
    """A text in SQL. Spark reads backslashes in it, DuckDB does not: neither gets any."""
    pieces = [f"chr({ord(piece)})" if piece in "\\'" else f"'{piece}'" for piece in re.split(r"(['\\])", text) if piece]
    return f"concat({', '.join(pieces)})" if len(pieces) > 1 else "".join(pieces) or "''"


def item(number: int) -> str:
    """The text in ``taken`` at a place, from 0; NULL where there are less."""
    return f"get(taken, {number})"


def cut(text: str, *cuts: tuple[str, int]) -> str:
    """A part of a text: one cut after another, each the separator and which part of it, from 1."""
    for separator, part in cuts:
        text = f"split_part({text}, {literal(separator)}, {part})"
    return text


# A backslash before a quotation mark keeps it; one before itself is none. (nginx writes \\x22 for both.)
_UNESCAPED = (
    f"CASE WHEN contains(line, chr(92)) THEN replace(replace(line, chr(92) || chr(92), chr({ord(BACKSLASH)})),"
    f" chr(92) || chr(34), chr({ord(QUOTE)})) ELSE line END"
)


def split_format(
    name: str, fields: Mapping[Field, str], number: int, *, separator: str = '"', exact: bool = False
) -> LogFormat:
    """The format of lines that are split at a separator: at their quotation marks (``\\"`` is none), spaces or tabs,
    into ``number`` texts or more, or ``exact`` so many. This is ten times as fast as a regular expression."""
    line = _UNESCAPED if separator == '"' else "line"
    fits = f"{item(number - 1)} IS NOT NULL" + (f" AND {item(number)} IS NULL" if exact else "")
    return LogFormat(name, f"split({line}, {literal(separator)})", fits, fields)


# -- a server's own words ----------------------------------------------------------------------------------------------

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


def format_of_pattern(text: str, *, name: str = "pattern", exact: bool = False) -> LogFormat:
    """The format of a pattern: nginx's ``log_format`` or Apache's ``LogFormat``, with or without the directive, or a
    W3C extended log's ``#Fields:``. ``exact``: nothing stands behind it in a line.

    Raises ConfigurationError for a pattern without variables, or without a user agent.
    """
    if text.startswith(FIELDS):
        return format_of_directive(text)
    source = _undirected(text)
    if not _NGINX.search(source):
        source = _APACHE.sub(_as_nginx, source)
    texts, fields = _parsed(source)
    if not fields:
        what = "nginx's log_format, such as '$remote_addr ... \"$http_user_agent\"', or Apache's LogFormat, '%h ...'"
        raise ConfigurationError.expected("pattern", text, what)
    if "agent" not in fields:
        wanted = "one with the user agent: nginx's $http_user_agent, or Apache's %{User-Agent}i"
        raise ConfigurationError.expected("pattern", text, wanted)
    return _split(source, name, exact) or _matched(texts, fields, name)


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


def _parsed(source: str) -> tuple[list[str], list[Field | None]]:
    """The texts in a pattern, and between each two of them what its variable tells, if that is read."""
    pieces = _NGINX.split(source)  # a text, a name in braces or one without, a text ...
    names = zip(pieces[1::3], pieces[2::3], strict=True)
    return pieces[::3], [_VARIABLES.get(braced or plain) for braced, plain in names]


def _split(source: str, name: str, exact: bool) -> LogFormat | None:
    """The format by quotation marks, or None where the user agent has none, or a field cannot be cut out."""
    found: dict[Field, str] = {}
    segments = source.split('"')
    for number, segment in enumerate(segments):
        texts, fields = _parsed(segment)
        for at, field in enumerate(fields):
            if field is None or field in found:
                continue
            cuts = _cuts(texts, at)
            if cuts is None or (field == "agent" and (number % 2 == 0 or cuts)):
                return None
            found[field] = cut(item(number), *cuts)
    return split_format(name, found, len(segments), exact=exact)


def _cuts(texts: Sequence[str], at: int) -> list[tuple[str, int]] | None:
    """How to cut a variable's value out of the texts around it, or None where its borders are not clear enough."""
    before, after = texts[: at + 1], texts[at + 1]
    if "" in before[1:] or not (after or at == len(texts) - 2):
        return None  # two variables that nothing stands between
    border, before = before[-1], [text for text in before if text]
    if before.count(border) not in (0, 1, len(before)):
        return None
    cuts = [(border, 2 if before.count(border) == 1 else len(before) + 1)] if before else []
    return cuts if not after or (cuts and after == border) else [*cuts, (after, 1)]


def _matched(texts: Sequence[str], fields: Sequence[Field | None], name: str) -> LogFormat:
    """The format of any other line, by a regular expression (RE2's, Java's and Python's) for all of it: a value ends
    where the text after it begins."""
    found: dict[Field, str] = {}
    regex = f"^{_escaped(texts[0])}"
    for at, field in enumerate(fields):
        end = next(filter(None, texts[at + 1 :]), None)  # where nothing stands between two, both end there
        value = ".*" if end is None else f"[^{_escaped(end[0])}]*"
        if field == "agent" and end is not None:
            value = ".*?"  # it has what it likes in it: as little as leads to the text behind
        if field is not None and field not in found:
            found[field] = item(len(found))
            value = f"({value})"
        regex += value + _escaped(texts[at + 1])
    if texts[-1]:
        regex += ".*"
    groups = "".join(f"${number}{BORDER}" for number in range(1, len(found) + 1))
    taken = f"split(regexp_replace(line, {literal(regex + '$')}, {literal(groups)}), {literal(BORDER)})"
    return LogFormat(name, taken, f"{item(len(found))} IS NOT NULL", found)


def _escaped(text: str) -> str:
    """Literal text in a regular expression and in a class of characters, alike for RE2, Java and Python."""
    return re.sub(r"[^A-Za-z0-9_ \t]", lambda found: "\\" + found[0] if ord(found[0]) < 128 else found[0], text)


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
    fields = {field: item(at) for field, (_, at) in fields_of(columns).items() if isinstance(at, int)}
    if "agent" not in fields:
        raise ConfigurationError.expected("pattern", directive, "a #Fields: line with cs(User-Agent)")
    form = split_format("w3c", fields, len(names), separator=separator, exact=True)
    return form._replace(escapes="percent", directives=True)


# -- formats with names ------------------------------------------------------------------------------------------------

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


# -- what a server escaped in a user agent is undone -------------------------------------------------------------------

_BACKSLASHED = re.compile(rb'\\x([0-9A-Fa-f]{2})|\\([bfnrtv"\\])|' + f"{QUOTE}|{BACKSLASH}".encode())
_UNESCAPED_LETTERS = {
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
    return bytes.fromhex(found[1].decode()) if found[1] is not None else _UNESCAPED_LETTERS[found[0]]


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
