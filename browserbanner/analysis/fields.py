"""Field: what is read of a request; and the names that it has in logs that name their fields: JSON and W3C's."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal, TypeAlias

#: What is read of a request. ``peer``: an address with a port; ``forwarded``: X-Forwarded-For, whose first address is
#: the visitor's; ``request``: the whole request line; ``method`` and ``uri`` where they are separate.
Field: TypeAlias = Literal["address", "peer", "forwarded", "time", "request", "method", "uri", "status", "agent"]

#: Those that tell visitors apart.
ADDRESSES: tuple[Field, ...] = ("address", "peer", "forwarded")

#: Where a field is in a line: names, and places in lists.
Path: TypeAlias = tuple[str | int, ...]

# The usual names, in lower case and without punctuation, from the last name on a path to the whole of it:
# "request.headers.User-Agent" is known by "useragent". Earlier ones win; "*" stands for any beginning.
# They are those of nginx (escape=json), Caddy, Traefik, Google Cloud, Logstash, Cloudflare Logpush, Azure Front Door,
# Fastly, Akamai DataStream, and of W3C's extended logs (www.w3.org/TR/WD-logfile): IIS, CloudFront.
_NAMES: dict[Field, tuple[str, ...]] = {
    "agent": (
        "requestheadersuseragent", "useragent", "csuseragent", "useragentoriginal", "agent", "ua", "browser",
        "*useragent",
    ),
    "address": (
        "requestclientip", "requestremoteip", "realip", "xrealip", "httpxrealip", "clientip", "cip", "cliip",
        "clienthost", "client", "remoteaddr", "remoteip", "clientaddress", "ip", "remotehost", "sourceip", "remote",
        "host",
    ),
    "peer": ("requestremoteaddr", "clientaddr", "clientipport", "clientport"),
    "forwarded": ("httpxforwardedfor", "xforwardedfor", "csxforwardedfor", "forwardedfor", "xff"),
    "time": (
        "timeiso8601", "timelocal", "timestamp", "edgestarttimestamp", "date", "time", "datetime", "msec", "ts",
        "starttime", "startutc", "startlocal", "receivedat", "reqtimesec", "t",
    ),
    "request": ("request", "requestline", "httprequest"),
    "method": ("requestmethod", "httpmethod", "method", "csmethod", "verb", "*method"),
    "uri": (
        "requesturi", "requestpath", "uri", "path", "url", "requesturl", "documenturi", "csuristem", "csuri", "*uri",
        "*path",
    ),
    "status": (
        "status", "statuscode", "httpstatus", "httpstatuscode", "edgeresponsestatus", "responsestatus",
        "responsestatuscode", "responsecode", "downstreamstatus", "scstatus", "code",
        "*status", "*statuscode",
    ),
}  # fmt: skip


def fields_of(columns: Mapping[Path, Sequence[str]]) -> dict[Field, Path]:
    """The fields of a log by the names in it. ``columns``: their paths, each with values that stand there, most of
    which must be what the name says; where there are none, only whole names count."""
    named: dict[str, list[Path]] = {}
    for path in columns:
        parts = [re.sub(r"[^a-z0-9]", "", part.lower()) for part in path if isinstance(part, str)]
        for at in range(len(parts)):
            named.setdefault("".join(parts[at:]), []).append(path)
    fields: dict[Field, Path] = {}
    for field, names in _NAMES.items():
        found = [path for name in names for path in _paths(name, named, columns) if _may_be(field, columns[path])]
        if found:
            fields[field] = min(found, key=lambda path: not _told(columns[path]))
    if "address" in fields:
        fields.pop("peer", None)
    if "request" in fields:
        fields.pop("method", None)
        fields.pop("uri", None)
    return fields


def _paths(name: str, named: Mapping[str, list[Path]], columns: Mapping[Path, Sequence[str]]) -> Iterator[Path]:
    if name.startswith("*"):
        for known, paths in named.items():
            yield from (path for path in paths if known.endswith(name[1:]) and columns[path])
    else:
        yield from named.get(name, ())


@lru_cache(maxsize=1024)
def iso_date(day: str) -> str | None:
    """ "10/Oct/2000", "2000-10-10" or days since 1970, as an ISO date; None for what is none."""
    try:
        if day[2:3] == "/":
            return datetime.strptime(day, "%d/%b/%Y").replace(tzinfo=UTC).date().isoformat()
        if day[4:5] == "-":
            return date.fromisoformat(day).isoformat()
        return (date(1970, 1, 1) + timedelta(days=int(day))).isoformat()
    except (ValueError, OverflowError):
        return None


def is_address(text: str) -> bool:
    """Whether a text is an IP address, with or without brackets and zone."""
    try:
        ipaddress.ip_address(text.partition("%")[0].strip("[]"))
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    if text[2:3] == "/" or text[4:5] == "-":
        return iso_date(text[:11] if text[2:3] == "/" else text[:10]) is not None
    return bool(re.fullmatch(r"\d{9,19}(\.\d+)?", text))


def _matches(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).fullmatch


# What most of a field's values must be, where they are not empty.
_VALUES: dict[Field, Callable[[str], object]] = {
    "time": _is_time,
    "request": _matches(r"[A-Z]+ \S+ HTTP/.*"),
    "method": _matches(r"[A-Z]+"),
    "status": _matches(r"[1-9]\d\d"),
    "address": is_address,
    "peer": _matches(r".+:\d+"),
}


def _may_be(field: Field, values: Sequence[str]) -> bool:
    told, is_one = _told(values), _VALUES.get(field)
    return is_one is None or 2 * sum(bool(is_one(value)) for value in told) >= len(told)


def _told(values: Sequence[str]) -> list[str]:
    return [value for value in values if value not in ("", "-")]
