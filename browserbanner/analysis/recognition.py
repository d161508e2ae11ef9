"""Which format a log has, by its first lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from browserbanner.analysis.fields import ADDRESSES, Field, Path, fields_of, is_address
from browserbanner.analysis.formats import (
    FIELDS,
    FORMATS,
    NAMES,
    LogFormat,
    cut,
    format_of_directive,
    is_undecoded,
    item,
    literal,
    split_format,
)
from browserbanner.analysis.logs import LogError
from browserbanner.analysis.sql import MALFORMED, Ask, requests
from browserbanner.errors import ConfigurationError

#: Makes the SQL for an array of the texts at some paths of a ``line`` of JSON; NULL for other lines.
Texts: TypeAlias = Callable[[Sequence[Path]], str]
#: How many lines are looked at.
FIRST = 200

# What is before a server's own line: syslog's header (RFC 3164, or with an ISO date; RFC 5424), or a container's:
# "<134>2026-11-02T10:00:00Z cache-fra1 access[417]: ", "<134>1 2026-11-02T10:00:00Z lb1 haproxy 14389 - - ",
# "2026-11-02T10:00:00.123456789Z stdout F ".
_HEADER = (
    r"^(?:(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) \S+ [^\s:\[]+(?:\[[^]]*\])?: "
    r"|<\d{1,3}>1 \S+ \S+ \S+ \S+ \S+ (?:-|\[[^]]*\]) "
    r"|\d{4}-\d\d-\d\dT\S+ std(?:out|err) [FP] )"
)
# Where collectors put that line, in a JSON object that has no user agent itself: Docker, Filebeat, Fluentd, journald,
# Google Cloud.
_ENVELOPES = ("log", "message", "MESSAGE", "textPayload")
# 10.0.1.2:33317 [06/Feb/2026:12:14:14.655] web app/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {UA} "GET / ...
_HAPROXY = re.compile(r"\S+:\d+ \[\d\d/[A-Z][a-z]{2}/\d{4}:[^]]+\] \S+ \S+ [-+/\d]+ -?\d+ ")
_CAPTURES = re.compile(r"\{([^}]*)\}")
_CAPTURED: dict[Field, str] = {"agent": r"Mozilla/|[\w.-]+/\d", "forwarded": r"[\da-fA-F.:]{7,}(?:,|$)"}
_WANTED = {
    "w3c": '"#Fields:" line',
    "haproxy": "requests in HAProxy's HTTP log format",
    **dict.fromkeys(("caddy", "json"), "JSON objects with a user agent"),
}


def format_of(lines: Sequence[str], name: str | None, source: str, ask: Ask, texts: Texts) -> LogFormat:
    """The format of a log by its first lines: the one with a name, or the one that most of them have.

    ``source``: what errors call the log. Raises ConfigurationError for a name that is none; LogError for lines that are
    not of that format, or of none.
    """
    if name is not None and name not in NAMES:
        raise ConfigurationError.choice("format", name, NAMES)
    own, lines, asked = _unwrapped(lines, texts)
    form = FORMATS.get(name or "")
    if form is None and name in (None, "w3c"):
        form = _w3c_format(lines, source)
    if form is None and name in (None, "json", "caddy"):
        form = _json_format(asked, texts)
    if form is None and name in (None, "haproxy"):
        form = _haproxy_format(asked, source)
    if form is None and name is None:
        form = _text_format(asked, source, ask)
    if form is None:
        raise LogError(f"{source}: its first lines are no {_WANTED[name or '']}: {_shown(lines)}")
    return form._replace(name=name or form.name, line=own)


def _unwrapped(lines: Sequence[str], texts: Texts) -> tuple[str, Sequence[str], list[str]]:
    """The SQL for the server's own line, without what others put around it; the lines without their envelope; and those
    of them that are not blank, without their header."""
    own, objects = "line", _objects(lines)
    envelope = next((name for name in _ENVELOPES if objects and all(name in known for known in objects)), None)
    if envelope is not None and _json_format(lines, texts) is None:
        own = f"coalesce(replace(get({texts([(envelope,)])}, 0), chr(10), ''), line)"
        lines = [str(known[envelope]).rstrip("\n") for line in lines if envelope in (known := _object(line) or {})]
    asked = [line for line in lines if line.strip()][:FIRST]
    headers = [found for line in asked if (found := re.match(_HEADER, line))]
    if 2 * len(headers) > len(asked):
        own = f"regexp_replace({own}, {literal(_HEADER)}, '')"
        asked = [found.string[found.end() :] for found in headers]
    return own, lines, asked


def _text_format(lines: Sequence[str], source: str, ask: Ask) -> LogFormat:
    """The format of ``FORMATS`` in which most lines have a user agent. Raises LogError where none fits."""
    best: tuple[tuple[float, float], LogFormat, list[str]] | None = None
    for candidate in FORMATS.values() if lines else ():
        values = ", ".join(f"({literal(line.replace(chr(0), ' '))})" for line in lines)
        question = requests(candidate, f"(VALUES {values}) AS t(line)", every_request=True)
        rows = [(agent, address) for kind, agent, _, address, _ in ask(question) if kind != MALFORMED]
        # A format with a field too many reads one thing for another: where addresses stand, there must be some; where a
        # user agent stands, no address may.
        agents, addresses = sum(_is_agent(agent) for agent, _ in rows), sum(is_address(address) for _, address in rows)
        score = round(agents / len(lines), 1), round(addresses / len(lines), 1)
        if 2 * len(rows) >= len(lines) and (best is None or score > best[0]):
            best = score, candidate, [address for _, address in rows]
    if best is None:
        raise LogError(
            f"{source}: its format is not recognised; name it with --format ({', '.join(NAMES)}) or give the server's "
            f"own with --pattern. It begins with: {_shown(lines)}"
        )
    _, form, hosts = best
    if 2 * sum(map(_is_host, hosts)) >= len(hosts):
        return form
    # Something else stands in the addresses' place.
    return form._replace(fields={field: said for field, said in form.fields.items() if field not in ADDRESSES})


def _is_host(text: str) -> bool:
    """Whether a text may stand where the visitor's address does: an address or a host's name, or nothing."""
    return (
        text == ""
        or is_address(text)
        or re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\.?|localhost", text) is not None
    )


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
    """The format of HAProxy's ``option httplog`` where most lines are so, or None. Which of the captured headers is
    the user agent, and which is X-Forwarded-For, is seen by their values: the log does not name them.

    Raises LogError where none is the user agent.
    """
    fitting = [line for line in lines if _HAPROXY.match(line)]
    if not fitting or 2 * len(fitting) < len(lines):
        return None
    fields: dict[Field, str] = {
        "peer": cut(item(0), (" ", 1)),
        "time": cut(item(0), (" [", 2), ("]", 1)),
        "status": cut(item(0), ("] ", 2), (" ", 4)),
        "request": item(1),
    }
    captures = [found[1].split("|") for line in fitting if (found := _CAPTURES.search(line))]
    for at in range(min(map(len, captures), default=0)):
        values = [capture[at] for capture in captures]
        for field, pattern in _CAPTURED.items():
            if 2 * sum(bool(re.match(pattern, value)) for value in values) > len(values):
                fields.setdefault(field, cut(item(0), ("{", 2), ("}", 1), ("|", at + 1)))
    if "agent" not in fields:
        raise LogError(
            f"{source}: HAProxy's log has no user agents: its configuration needs "
            f"`capture request header User-Agent len 512`. It begins with: {_shown(lines)}"
        )
    return split_format("haproxy", fields, 3)._replace(escapes="hash")


def _shown(lines: Sequence[str]) -> str:
    first = next(iter(lines), "")
    return repr(first[:100] + ("..." if len(first) > 100 else ""))


def _is_agent(text: str) -> bool:
    """Whether a text may be a user agent, and is not what else stands in quotation marks: an address, a referrer."""
    return bool(text) and not text.startswith(("http://", "https://")) and not is_address(text.partition(",")[0])


# -- JSON --------------------------------------------------------------------------------------------------------------


def _json_format(lines: Sequence[str], texts: Texts) -> LogFormat | None:
    """The format of lines most of which are JSON objects with a user agent, by the names in them."""
    columns: dict[Path, list[str]] = {}
    for found in _objects(lines):
        for path, value in _leaves(found, ()):
            columns.setdefault(path, []).append(value)
    paths: dict[Field, Path] = fields_of(columns)
    if "agent" not in paths:
        return None
    agents = columns[paths["agent"]]
    is_percent = 2 * sum(is_undecoded(agent.encode()) for agent in agents) > len(agents)
    return LogFormat(
        "caddy" if paths["agent"][:2] == ("request", "headers") else "json",
        texts(tuple(paths.values())),
        "taken IS NOT NULL",
        {field: item(at) for at, field in enumerate(paths)},
        escapes="percent" if is_percent else "none",
    )


def _objects(lines: Sequence[str]) -> list[dict[str, Any]]:
    """The JSON objects, where most lines are some."""
    objects = [
        found for line in lines[:FIRST] if line.lstrip().startswith("{") and (found := _object(line)) is not None
    ]
    return objects if 2 * len(objects) >= len(lines[:FIRST]) else []


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _leaves(found: dict[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    """The texts and numbers in an object, with their paths; of a list the first."""
    for name, value in found.items():
        if re.search(r"[\"'\\]", name):
            continue  # which would end its name in a path
        here: Path = (*path, name)
        if isinstance(value, list) and value:
            here, value = (*here, 0), value[0]
        if isinstance(value, dict) and len(path) < 4:
            yield from _leaves(value, here)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            yield here, str(value)
