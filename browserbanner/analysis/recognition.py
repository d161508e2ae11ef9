"""Which format a log has, by its first lines."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from browserbanner.analysis.errors import LogError
from browserbanner.analysis.formats import FORMATS, NAMES, Field, Json, LogFormat
from browserbanner.analysis.sql import MALFORMED
from browserbanner.analysis.visits import iso_date
from browserbanner.errors import ConfigurationError

#: How a few lines read by a format: ``kind``, agent and address of each, every request as if it were a page view.
Try: TypeAlias = Callable[[LogFormat, Sequence[str]], Sequence[tuple[int, str, str]]]

#: How many lines are looked at.
FIRST = 200

# The usual names of fields in JSON, without punctuation: "http_user_agent", "request.headers.User-Agent",
# "request_User-Agent", "httpRequest.userAgent" ... Earlier ones win.
_NAMES: dict[Field, tuple[str, ...]] = {
    "agent": (
        "httpuseragent", "useragent", "agent", "ua", "requestheadersuseragent", "requestuseragent",
        "httprequestuseragent", "headersuseragent", "requesthttpuseragent", "nginxhttpuseragent",
        "useragentoriginal", "nginxuseragent", "downstreamuseragent", "browser",
    ),
    "address": (
        "requestclientip", "requestremoteip", "realip", "xrealip", "httpxrealip", "clientip", "clienthost", "client",
        "remoteaddr", "remoteip", "clientaddress", "ip", "remotehost", "httprequestremoteip", "sourceip",
        "nginxremoteaddr", "nginxclientip", "remote", "host",
    ),
    "peer": ("requestremoteaddr", "clientaddr", "clientipport", "clientport"),
    "forwarded": ("httpxforwardedfor", "xforwardedfor", "forwardedfor", "xff", "nginxhttpxforwardedfor"),
    "time": (
        "timeiso8601", "timelocal", "timestamp", "time", "datetime", "date", "msec", "ts", "starttime", "startutc",
        "startlocal", "nginxtimeiso8601", "nginxtimelocal", "nginxtime", "receivedat", "t",
    ),
    "request": ("request", "requestline", "httprequest", "nginxrequest"),
    "method": ("requestmethod", "method", "httpmethod", "verb", "httprequestrequestmethod", "nginxrequestmethod"),
    "uri": (
        "requesturi", "uri", "requestpath", "path", "url", "requesturl", "httprequestrequesturl", "documenturi",
        "nginxrequesturi", "nginxuri",
    ),
    "status": (
        "status", "statuscode", "httpstatus", "httpstatuscode", "responsestatus", "responsecode", "downstreamstatus",
        "code", "httprequeststatus", "nginxstatus", "responsestatuscode",
    ),
}  # fmt: skip


def named_format(name: str, lines: Sequence[str], source: str) -> LogFormat:
    """The format of a name, its fields found in the log's first lines where it is JSON.

    Raises ConfigurationError for a name that is none; LogError for JSON without a user agent.
    """
    if name in FORMATS:
        return FORMATS[name]
    if name not in NAMES:
        raise ConfigurationError.choice("format", name, NAMES)
    found = _json_format(lines)
    if found is None:
        raise LogError(f"{source}: its first lines are no JSON objects with a user agent: {_shown(lines)}")
    return found._replace(name=name)


def recognise(lines: Sequence[str], attempt: Try, source: str) -> LogFormat:
    """The format that most of a log's first lines have. Raises LogError where none fits half of them."""
    asked = [line for line in lines if line.strip()][:FIRST]
    found = _json_format(asked)
    if found is not None:
        return found
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
    return best[1]


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
    seen: dict[str, tuple[str | int, ...]] = {}
    values: dict[tuple[str | int, ...], list[str]] = {}
    for item in objects:
        for path, value in _leaves(item, ()):
            plain = re.sub(r"[^a-z0-9]", "", "".join(part for part in path if isinstance(part, str)).lower())
            seen.setdefault(plain, path)
            values.setdefault(path, []).append(value)
    paths: dict[Field, tuple[str | int, ...]] = {}
    for field, names in _NAMES.items():
        found = [seen[name] for name in names if name in seen and _may_be(field, values[seen[name]])]
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
    return LogFormat("caddy" if is_caddy else "json", Json(paths), escapes=False)


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
