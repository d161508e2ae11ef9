"""Config files: the queries in a site's ``.browserslistrc`` or ``package.json``, and in what these take from others."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from browserbanner._javascript import NotALiteral, read_module
from browserbanner.browsers import Stats, load_stats
from browserbanner.errors import ConfigurationError

_STATS = "browserslist-stats.json"
# What browserslist accepts as the name of a shared config, so that no other package is ever taken for one.
_SHARED = r"(?:browserslist-config-[^@\\.]+|@[^/\\]+(?:/[^/\\.]+)?/browserslist-config(?:[-/][^\\.]+)?)"
_WRITE_DOWN = "write its queries down: npx browserslist > .browserslistrc"


class Refused(ValueError):
    """Says why a clause, or a file that it takes something from, cannot be used. Without a message it is no clause."""


def read_config(path: str, env: str | None = None) -> list[str]:
    """The queries of a ``.browserslistrc`` (or ``browserslist``) or a ``package.json``, for one environment.

    The environment is ``env``, or what BROWSERSLIST_ENV or NODE_ENV say, or "production"; where the file does not have
    it, its "defaults" are taken. Raises ConfigurationError for a file that cannot be read or that says nothing.
    """
    try:
        return queries_of(path, _read(path), env)
    except Refused as error:
        raise ConfigurationError(f"policy={path!r}: {error}", option="policy", value=path) from None


def queries_of(path: str, text: str, env: str | None = None) -> list[str]:
    """The queries in a config file's text, for one environment. Raises Refused."""
    by_environment = _of_package(text) if os.path.basename(path) == "package.json" else _of_sections(text)
    return _of_environment(by_environment, env)


def read_shared(name: str, folder: str) -> list[str]:
    """The queries of a shared config (``extends name``) in a node_modules folder. Read as data, and never run.

    Raises Refused for a name that browserslist refuses too, and for a package that is missing or is a program.
    """
    if not re.fullmatch(_SHARED, name) or "node_modules" in name:
        raise Refused(f"{name!r} is no shared config: its name has to begin with browserslist-config-")
    for above in _from_here_up(folder):
        for path in _modules(os.path.join(above, "node_modules", *name.split("/"))):
            if os.path.isfile(path):
                return _of_environment(_of_module(path))
    raise Refused(f"{name} is in no node_modules folder beside the file or above it: install it, or {_WRITE_DOWN}")


def read_nearest(folder: str) -> list[str]:
    """The queries of the config file in the folder, or above it (``browserslist config``). Raises Refused."""
    for above in _from_here_up(folder):
        for name in ("browserslist", ".browserslistrc", "package.json"):
            path = os.path.join(above, name)
            if os.path.isfile(path) and (name != "package.json" or '"browserslist"' in _read(path)):
                return queries_of(path, _read(path))
    return ["defaults"]


def read_stats(name: str, folder: str) -> Stats:
    """The site's own shares: ``my stats`` (browserslist-stats.json in the folder or above it, or BROWSERSLIST_STATS), a
    path that ends in .json, or ``name stats`` for a shared config's. Raises Refused."""
    if name.endswith(".json"):
        paths = [os.path.normpath(os.path.join(folder, name))]
    elif name.lower() == "my stats":
        paths = [os.environ.get("BROWSERSLIST_STATS") or "", *(os.path.join(f, _STATS) for f in _from_here_up(folder))]
    else:
        package = name[: -len(" stats")]
        if not re.fullmatch(_SHARED, package):
            raise Refused(f"{package!r} is neither a shared config nor a file: say `in my stats`, or `in ./stats.json`")
        paths = [os.path.join(f, "node_modules", *package.split("/"), _STATS) for f in _from_here_up(folder)]
    for path in filter(os.path.isfile, paths):
        try:
            return load_stats(path)
        except (OSError, ValueError) as error:
            raise Refused(f"{path}: {error}") from None
    raise Refused(
        f"there is no {_STATS if name.lower() == 'my stats' else paths[0]}; `browserbanner analyze --stats` "
        "writes such a file from access logs"
    )


def line_of(path: str, part: str) -> int | None:
    """The line of a config file that has a part of a query; None where it is on several or is written otherwise."""
    try:
        lines = _read(path).splitlines()
    except Refused:
        return None
    found = (number for number, line in enumerate(lines, 1) if part and part in " ".join(line.split("#")[0].split()))
    return next(found, None)


def _from_here_up(folder: str) -> tuple[Path, ...]:
    here = Path(os.path.abspath(folder))
    return (here, *here.parents)


def _modules(base: str) -> Iterator[str]:
    """The files that Node would take for a module of that path, in its order."""
    yield base
    yield f"{base}.js"
    yield f"{base}.json"
    package = os.path.join(base, "package.json")
    if os.path.isfile(package):
        main = _json(_read(package), package)
        main = main.get("main") if isinstance(main, dict) else None
        if isinstance(main, str) and ".." not in main.split("/"):
            for ending in ("", ".js", ".json"):
                yield os.path.normpath(os.path.join(base, main.lstrip("/") + ending))
    yield os.path.join(base, "index.js")
    yield os.path.join(base, "index.json")
    yield package


def _of_module(path: str) -> dict[str, list[str]]:
    text = _read(path)
    if os.path.basename(path) == "package.json":
        return _of_package(text)
    try:
        value = _json(text, path) if path.endswith(".json") else read_module(text)
    except NotALiteral as error:
        raise Refused(f"{path} is a program, which is not run ({error}): {_WRITE_DOWN}") from None
    if not isinstance(value, list | dict):
        raise Refused(f"{path} has neither a list of queries nor environments with lists")
    return _checked(value, path)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except (OSError, ValueError) as error:  # a ValueError: no UTF-8, or a path with a NUL
        raise Refused(f"cannot be read: {error}") from error


def _json(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{what} is no JSON: {error}") from None


def _of_environment(by_environment: Mapping[str, list[str]], env: str | None = None) -> list[str]:
    name = env or os.environ.get("BROWSERSLIST_ENV") or os.environ.get("NODE_ENV") or "production"
    queries = by_environment.get(name, by_environment.get("defaults"))
    if not queries:
        known = ", ".join(repr(known) for known, queries in by_environment.items() if queries) or "none"
        raise Refused(
            f"no queries for the environment {name!r}, which BROWSERSLIST_ENV or else NODE_ENV names; "
            f"environments with queries: {known}"
        )
    return queries


def _of_sections(text: str) -> dict[str, list[str]]:
    """``.browserslistrc``: queries a line each, ``# comments``, ``[section]`` or ``[two sections]`` by environment."""
    if text.lstrip().startswith('["'):  # a list as in package.json, of which browserslist reads nothing
        return _checked(_json(text, "it"), "it")
    queries: dict[str, list[str]] = {"defaults": []}
    current = ["defaults"]
    for line in re.split(r"[\n,]", re.sub(r"#[^\n]*", "", text)):
        line = line.strip()
        if line.startswith("[") and line.endswith("]") and len(line) > 2:
            current = line[1:-1].split()
            for section in current:
                if section in queries:
                    raise Refused(
                        f"the section {section!r} is there twice ('defaults' is what stands before any section)"
                    )
                queries[section] = []
        elif line:
            for section in current:
                queries[section].append(line)
    return queries


def _of_package(text: str) -> dict[str, list[str]]:
    """``package.json``: "browserslist" is a query, a list of them, or an object of these by environment."""
    package = _json(text, "it")
    found = package.get("browserslist") if isinstance(package, dict) else None
    if found is None:
        raise Refused('it has no "browserslist"' + (' but a "browserlist"' if '"browserlist"' in text else ""))
    return _checked(found, '"browserslist"')


def _checked(given: Any, what: str) -> dict[str, list[str]]:
    """Queries by environment. What is not by environment are the defaults."""
    by_environment = given if isinstance(given, dict) else {"defaults": given}
    queries = {name: [value] if isinstance(value, str) else value for name, value in by_environment.items()}
    for name, value in queries.items():
        if not isinstance(value, list) or not all(isinstance(query, str) for query in value):
            raise Refused(f"{what} for {name!r} must be a query or a list of them, not {value!r}")
    return queries
