"""Config files: the queries in a site's ``.browserslistrc`` or ``package.json``."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from browserbanner.errors import ConfigurationError


def read_config(path: str, env: str | None = None, *, option: str = "policy") -> list[str]:
    """The queries of a ``.browserslistrc`` (or ``browserslist``) or a ``package.json``, for one environment.

    The environment is ``env``, or what BROWSERSLIST_ENV or NODE_ENV say, or "production"; where the file does not have
    it, its "defaults" are taken. Raises ConfigurationError for a file that cannot be read or that says nothing.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
    except (OSError, ValueError) as error:  # a ValueError: no UTF-8, or a path with a NUL
        raise ConfigurationError(f"{option}={path!r}: cannot be read: {error}", option=option, value=path) from error
    try:
        by_environment = _of_package(text) if os.path.basename(path) == "package.json" else _of_sections(text)
        return _of_environment(by_environment, env)
    except _Unfit as unfit:
        raise ConfigurationError(f"{option}={path!r}: {unfit}", option=option, value=path) from None


class _Unfit(ValueError):
    """What is wrong with the file."""


def _of_environment(by_environment: Mapping[str, list[str]], env: str | None) -> list[str]:
    name = env or os.environ.get("BROWSERSLIST_ENV") or os.environ.get("NODE_ENV") or "production"
    queries = by_environment.get(name, by_environment.get("defaults"))
    if not queries:
        known = ", ".join(repr(known) for known, queries in by_environment.items() if queries) or "none"
        raise _Unfit(f"no queries for the environment {name!r}; environments with queries: {known}")
    return queries


def _of_sections(text: str) -> dict[str, list[str]]:
    """``.browserslistrc``: queries a line each, ``# comments``, ``[section]`` or ``[two sections]`` by environment."""
    queries: dict[str, list[str]] = {"defaults": []}
    current = ["defaults"]
    for line in re.split(r"[\n,]", re.sub(r"#[^\n]*", "", text)):
        line = line.strip()
        if line.startswith("[") and line.endswith("]") and len(line) > 2:
            current = line[1:-1].split()
            for section in current:
                if section in queries:
                    raise _Unfit(
                        f"the section {section!r} is there twice ('defaults' is what stands before any section)"
                    )
                queries[section] = []
        elif line:
            for section in current:
                queries[section].append(line)
    return queries


def _of_package(text: str) -> dict[str, list[str]]:
    """``package.json``: "browserslist" is a query, a list of them, or an object of these by environment."""
    import json

    try:
        package = json.loads(text)
    except ValueError as error:
        raise _Unfit(f"no JSON: {error}") from None
    found = package.get("browserslist") if isinstance(package, dict) else None
    if found is None:
        raise _Unfit('it has no "browserslist"' + (' but a "browserlist"' if '"browserlist"' in text else ""))
    by_environment = found if isinstance(found, dict) else {"defaults": found}
    queries = {name: [value] if isinstance(value, str) else value for name, value in by_environment.items()}
    for name, value in queries.items():
        if not isinstance(value, list) or not all(isinstance(query, str) for query in value):
            raise _Unfit(f'"browserslist" for {name!r} must be a query or a list of them, not {value!r}')
    return queries
