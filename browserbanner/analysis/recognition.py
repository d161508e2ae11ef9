"""Which format a log has, by its first lines."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from browserbanner.analysis.errors import LogError
from browserbanner.analysis.formats import (
    FIELDS,
    FORMATS,
    NAMES,
    Field,
    Json,
    LogFormat,
    format_of_directive,
    format_of_haproxy,
)
from browserbanner.analysis.sql import MALFORMED
from browserbanner.analysis.visits import iso_date
from browserbanner.errors import ConfigurationError

#: How a few lines read by a format: ``kind``, agent and address of each, every request as if it were a page view.
Try: TypeAlias = Callable[[LogFormat, Sequence[str]], Sequence[tuple[int, str, str]]]

#: How many lines are looked at.
FIRST = 200

# The usual names of fields in JSON, in lower case and without punctuation, from the last name on a path to the whole of
# it: "request.headers.User-Agent" is known by "useragent". Earlier ones win. They are those of nginx (escape=json),
# Caddy, Traefik, Google Cloud, Logstash, Cloudflare Logpush, Azure Front Door and Fastly.
_NAMES: dict[Field, tuple[str, ...]] = {
    "agent": (
        "httpuseragent", "requestheadersuseragent", "requestuseragent", "clientrequestuseragent", "useragent",
        "useragentoriginal", "downstreamuseragent", "agent", "ua", "browser",
    ),
    "address": (
        "requestclientip", "requestremoteip", "realip", "xrealip", "httpxrealip", "clientip", "clienthost", "client",
        "remoteaddr", "remoteip", "clientaddress", "ip", "remotehost", "sourceip", "remote", "host",
    ),
    "peer": ("requestremoteaddr", "clientaddr", "clientipport", "clientport"),
    "forwarded": ("httpxforwardedfor", "xforwardedfor", "forwardedfor", "xff"),
    "time": (
        "timeiso8601", "timelocal", "timestamp", "edgestarttimestamp", "time", "datetime", "date", "msec", "ts",
        "starttime", "startutc", "startlocal", "receivedat", "t",
    ),
    "request": ("request", "requestline", "httprequest"),
    "method": ("requestmethod", "clientrequestmethod", "httpmethod", "method", "verb"),
    "uri": (
        "requesturi", "clientrequesturi", "clientrequestpath", "uri", "requestpath", "path", "url", "requesturl",
        "documenturi",
    ),
    "status": (
        "status", "statuscode", "httpstatus", "httpstatuscode", "edgeresponsestatus", "responsestatus",
        "responsestatuscode", "responsecode", "downstreamstatus", "code",
    ),
}  # fmt: skip

# "<134>2026-11-02T10:00:00Z cache-fra1 access[417]: ", "Nov  2 10:00:00 lb1 haproxy[14389]: ".
_SYSLOG = re.compile(
    r"(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) \S+ [^\s:\[]+(?:\[[^]]*\])?: "
)


def named_format(name: str, lines: Sequence[str], source: str) -> LogFormat:
    """The format of a name, its fields found in the log's first lines where it is JSON.

    Raises ConfigurationError for a name that is none; LogError for JSON without a user agent.
    """
    if name not in NAMES:
        raise ConfigurationError.choice("format", name, NAMES)
    asked, syslog = _without_syslog([line for line in lines if line.strip()][:FIRST])
    if name in FORMATS:
        return FORMATS[name]._replace(syslog=syslog)
    if name in ("w3c", "haproxy"):
        found = _w3c_format(lines, source) if name == "w3c" else _haproxy_format(asked, source)
        wanted = '"#Fields:" line' if name == "w3c" else "requests in HAProxy's HTTP log format"
    else:
        found, wanted = _json_format(asked), "JSON objects with a user agent"
    if found is None:
        raise LogError(f"{source}: its first lines are no {wanted}: {_shown(lines)}")
    return found._replace(name=name, syslog=syslog)


def recognise(lines: Sequence[str], attempt: Try, source: str) -> LogFormat:
    """The format that most of a log's first lines have. Raises LogError where none fits half of them."""
    asked, syslog = _without_syslog([line for line in lines if line.strip()][:FIRST])
    found = _w3c_format(lines, source) or _json_format(asked) or _haproxy_format(asked, source)
    if found is not None:
        return found._replace(syslog=syslog)
    best: tuple[tuple[float, ...], LogFormat] | None = None
    for candidate in FORMATS.values() if asked else ():
        rows = [row for row in attempt(candidate, asked) if row[0] != MALFORMED]
        if not rows or 2 * len(rows) < len(asked):
            continue
        # A format with a field too many reads one thing for another: where addresses stand, there must be some; where
        # a user agent stands, no address may.
        score = (
            round(sum(_is_agent(agent) for _, agent, _ in rows) / len(asked), 1),
            round(sum(_is_address(address) for _, _, address in rows) / len(asked), 1),
        )
        if best is None or score > best[0]:
            best = score, candidate
    if best is None:
        raise LogError(
            f"{source}: its format is not recognised; name it with --format ({', '.join(NAMES)}) or give the server's "
            f"own with --pattern. It begins with: {_shown(asked)}"
        )
    return best[1]._replace(syslog=syslog)


def _without_syslog(lines: list[str]) -> tuple[list[str], bool]:
    """Lines without syslog's header, and whether most have one."""
    found = [_SYSLOG.match(line) for line in lines]
    if 2 * sum(each is not None for each in found) <= len(lines):
        return lines, False
    return [line[each.end() :] for line, each in zip(lines, found, strict=True) if each is not None], True


def _w3c_format(lines: Sequence[str], source: str) -> LogFormat | None:
    """The format that a W3C extended log declares, or None where it declares none."""
    declared = next((line for line in lines if line.startswith(FIELDS)), None)
    if declared is None or not lines[0].startswith("#"):
        return None
    try:
        return format_of_directive(declared, [line for line in lines if not line.startswith("#")])
    except ConfigurationError:
        raise LogError(f"{source}: its fields have no user agent, cs(User-Agent): {_shown([declared])}") from None


def _haproxy_format(lines: Sequence[str], source: str) -> LogFormat | None:
    found = format_of_haproxy(lines)
    if found is not None and "agent" not in found.fields:
        raise LogError(
            f"{source}: HAProxy's log has no user agents: its configuration needs "
            f"`capture request header User-Agent len 512`. It begins with: {_shown(lines)}"
        )
    return found


def _shown(lines: Sequence[str]) -> str:
    first = next(iter(lines), "")
    return repr(first[:100] + ("..." if len(first) > 100 else ""))


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.partition("%")[0].strip("[]"))
    except ValueError:
        return False
    return True


def _is_agent(text: str) -> bool:
    """Whether a text may be a user agent, and is not what else stands in quotation marks: an address, a referrer."""
    return bool(text) and not text.startswith(("http://", "https://")) and not _is_address(text.partition(",")[0])


def _json_format(lines: Sequence[str]) -> LogFormat | None:
    """The format of lines most of which are JSON objects with a user agent, by the names in them."""
    objects = [item for line in lines[:FIRST] if line.lstrip().startswith("{") and (item := _object(line)) is not None]
    if not objects or 2 * len(objects) < len(lines[:FIRST]):
        return None
    seen: dict[str, dict[tuple[str | int, ...], None]] = {}
    values: dict[tuple[str | int, ...], list[str]] = {}
    for item in objects:
        for path, value in _leaves(item, ()):
            parts = [re.sub(r"[^a-z0-9]", "", part.lower()) for part in path if isinstance(part, str)]
            for at in range(len(parts)):
                seen.setdefault("".join(parts[at:]), {}).setdefault(path)
            values.setdefault(path, []).append(value)
    paths: dict[Field, tuple[str | int, ...]] = {}
    for field, names in _NAMES.items():
        found = [path for name in names for path in seen.get(name, ()) if _may_be(field, values[path])]
        if found:
            paths[field] = found[0]
    if "agent" not in paths:
        return None
    if "address" in paths:
        paths.pop("peer", None)
    if "request" in paths:
        paths.pop("method", None)
        paths.pop("uri", None)
    is_caddy = paths["agent"][:2] == ("request", "headers")
    return LogFormat("caddy" if is_caddy else "json", Json(paths), escapes="none")


def _may_be(field: Field, values: Sequence[str]) -> bool:
    """Whether what stands at a path is what its name says: most of it, at least."""
    if field == "time":
        good = [value for value in values if _is_time(value)]
    elif field == "request":
        good = [value for value in values if re.match(r"[A-Z]+ \S+ HTTP/|-?$", value)]
    elif field == "status":
        good = [value for value in values if re.fullmatch(r"[1-9][0-9][0-9]", value)]
    elif field == "address":
        good = [value for value in values if _is_address(value)]
    elif field == "peer":
        good = [value for value in values if re.fullmatch(r".+:\d+", value)]
    else:
        return True
    return 2 * len(good) >= len(values)


def _is_time(text: str) -> bool:
    if text[2:3] == "/" or text[4:5] == "-":
        return iso_date(text[:11] if text[2:3] == "/" else text[:10]) is not None
    return bool(re.fullmatch(r"\d{9,19}(\.\d+)?", text))


def _object(line: str) -> dict[str, Any] | None:
    try:
        item = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return item if isinstance(item, dict) else None


def _leaves(item: dict[str, Any], path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts and numbers in an object, with their paths; of a list the first."""
    for name, value in item.items():
        if re.search(r"[\"'\\]", name):
            continue  # which would end its name in a path
        here = (*path, name)
        if isinstance(value, list) and value:
            here, value = (*here, 0), value[0]
        if isinstance(value, dict) and len(path) < 4:
            yield from _leaves(value, here)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            yield here, str(value)
