"""The laws that browser data has to keep, whatever its sources say: checked before a refresh replaces a file.

1. The newest release of a family that is still made is never outdated under a relative query.
2. Real statements of support, which start with the data that there is, start with the new one.
3. No line of Firefox ESR that is patched with the data that there is has ended with the new one, but on its last day.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

from browserbanner.browsers import BrowserData
from browserbanner.errors import ConfigurationError
from browserbanner.policy.browserslist import Query, queries_of
from browserbanner.policy.explanation import VISITORS, visitor
from browserbanner.policy.minimums import GRACE, minimums_of_query
from browserbanner.policy.policy import Policy
from browserbanner.useragent import UserAgent
from browserbanner.versions import dotted

#: Relative queries, for law 1: where data lags behind, each could make current browsers outdated. A query with explicit
#: numbers may do that.
RELATIVE = (
    "last 1 version", "last 2 versions", "last 1 major version", "last 1 year", "last 0.1 years", "unreleased versions",
    "baseline newly available", "baseline widely available", "baseline widely available with downstream", "> 0.5%",
    "> 5%", "cover 50%", "defaults", "Firefox ESR, last 1 chrome version", "last 1 safari version, last 1 ios version",
)  # fmt: skip
_SYSTEMS = (("windows", (6, 1)), ("windows", (10, 0)), ("macos", (10, 14)), ("macos", ()), ("linux", ()))


def broken_laws(before: BrowserData | None, data: BrowserData) -> Iterator[str]:
    """What new data would do that it must not, a sentence each; ``before``: the data that it is to replace."""
    visitors = list(newest_visitors(data))
    for query in RELATIVE:
        try:
            if not minimums_of_query(Query(query, data), 0, data).by_family:
                continue  # nobody is outdated by it, which Policy would log
            policy = Policy(query, data=data, grace=0)
        except ConfigurationError as error:
            yield f'"{query}" would be refused: {error}'
            continue
        for each in visitors:
            if policy.judge(each).outdated:
                yield f'"{query}" would call the newest release outdated: {policy.judge(each).reason}'
    for source, statement in statements():
        try:
            minimums_of_query(Query(statement, data), GRACE, data)
        except ConfigurationError as error:
            yield f"the statement of {source} would be refused: {error}"
    if before is None:
        return
    known = before.systems_on(data.date)  # so that what Mozilla has ended in between has ended in both
    for system, version in _SYSTEMS:
        for line in sorted(known.patched_esr(system, version) - data.systems.patched_esr(system, version)):
            yield f"Firefox ESR {dotted(line)} would have ended on {system} {dotted(version)}"


def newest_visitors(data: BrowserData) -> Iterator[UserAgent]:
    """A visitor with the newest release of each line that is still made."""
    for line in VISITORS:
        newest = data.newest(line)
        if newest is not None and data.still_made(line):
            yield visitor(line, newest.version, data)


def statements() -> Iterator[tuple[str, list[str]]]:
    """Statements that real projects have, each with its source; those that say nothing of browsers are left out."""
    for row in rows():
        if "refused" not in row:
            queries = queries_of(row["file"], row["text"], row.get("env"))
            shared = {f"extends {name}": exported for name, exported in row.get("modules", {}).items()}
            yield row["source"], [each for query in queries for each in shared.get(query, [query])]


def rows() -> list[dict[str, Any]]:
    """The rows of ``statements.jsonl``: a config file's name and text, its source, and what else it needs."""
    with open(os.path.join(os.path.dirname(__file__), "statements.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]
