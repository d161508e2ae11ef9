"""``browserbanner check``: the verdict on user agents, and how it came about."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from browserbanner.cli._arguments import add_command, add_policy, given_options
from browserbanner.cli._output import printable
from browserbanner.engine import BrowserBanner
from browserbanner.errors import ConfigurationError
from browserbanner.policy import Verdict
from browserbanner.request import Headers
from browserbanner.useragent import explain
from browserbanner.versions import dotted

# The fields of `check --json`: DESIGN.md's contract.
_OF_USER_AGENT = ("family", "version", "engine", "engine_version", "os", "os_version", "form", "kind", "app")
_OF_VERDICT = ("status", "outdated", "reason", "advice", "recommended")


def add_parsers(commands: Any) -> None:
    parser = add_command(commands, "check", "say whether user agents are outdated, why, and what to do", run)
    parser.add_argument(
        "user_agent",
        nargs="+",
        metavar="UA",
        help='a user agent string; "-" reads them from standard input, one a line',
    )
    add_policy(parser)
    parser.add_argument(
        "-H", "--header", action="append", default=[], metavar="'NAME: VALUE'",
        help="another header of the request, e.g. 'Sec-CH-UA: ...': headers override or corroborate the string",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="write a JSON object a line")


def run(asked: argparse.Namespace) -> int:
    bb = BrowserBanner(**given_options(asked))
    headers = _headers(asked.header)
    for user_agent in _user_agents(asked.user_agent):
        verdict = bb.judge(user_agent, headers)
        if asked.json:
            print(json.dumps(as_json(user_agent, verdict)))
        else:
            print(_as_text(user_agent, verdict, bb, headers), end="\n\n")
    return 0


def as_json(user_agent: bytes, verdict: Verdict) -> dict[str, object]:
    """The verdict as ``check --json`` writes it, versions as lists of ints."""
    return {
        "user_agent": user_agent.decode("utf-8", "backslashreplace"),
        **{name: getattr(verdict.user_agent, name) for name in _OF_USER_AGENT},
        **{name: getattr(verdict, name) for name in _OF_VERDICT},
    }


def _as_text(user_agent: bytes, verdict: Verdict, bb: BrowserBanner, headers: Headers) -> str:
    ua = verdict.user_agent
    rows = [
        ("user agent", user_agent.decode("utf-8", "backslashreplace")),
        ("browser", _joined(ua.family, ua.version, ua.app and f"in {ua.app}")),
        ("engine", _joined(ua.engine, ua.engine_version)),
        ("system", _joined(ua.os, ua.os_version, ua.form)),
        ("kind", ua.kind),
        ("status", verdict.status),
        ("reason", verdict.reason),
        ("data", f"of {bb.data.date_and_age}"),
    ]
    if verdict.outdated:
        rows += [("advice", verdict.advice), ("recommended", ", ".join(map(bb.data.name, verdict.recommended)) or "-")]
        rows += [("hint", verdict.hint)] if verdict.hint else []
    rows += [("step", step) for step in explain(user_agent, headers)]
    return "\n".join(f"{name + ':':<13}{printable(value)}" for name, value in rows)


def _joined(name: str | None, version: tuple[int, ...], more: str | None = None) -> str:
    return " ".join(filter(None, (name or "unknown", dotted(version), more)))


def _headers(given: Iterable[str]) -> Headers:
    """The headers of ``-H 'Name: value'``. Raises ConfigurationError for one that is not of that form."""
    pairs = []
    for line in given:
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            raise ConfigurationError.expected("--header", line, "'Name: value'")
        pairs.append((name.strip(), value.strip()))
    return Headers(pairs)


def _user_agents(given: Iterable[str]) -> Iterator[bytes]:
    """The user agents' bytes: as given on the command line, or for "-" the lines of standard input."""
    for text in given:
        if text == "-":
            for line in sys.stdin.buffer:
                yield line.rstrip(b"\r\n")
        else:
            yield text.encode("utf-8", "surrogateescape")
