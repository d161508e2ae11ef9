"""A site's statement in browserslist's language: a query, a list of them, or the path of a config file."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence

from browserbanner.errors import ConfigurationError
from browserbanner.policy.browserslist.config import Surroundings, read_config
from browserbanner.policy.browserslist.query import Query, parse

_FILES = (".browserslistrc", "package.json")
_WHAT = (
    'a browserslist query such as "baseline widely available", a list of them, a path (a pathlib.Path, or a text '
    'that ends in ".browserslistrc" or "package.json"), a mapping such as {"chrome": 109}, or a Policy'
)


def read_statement(spec: object) -> tuple[str, Query]:
    """What the site said, as a text and as a query. Clauses that are about no visitor's browser are logged.

    Raises ConfigurationError for what cannot be understood, with the file and the line where it is in a file.
    """
    file = (
        os.fspath(spec) if isinstance(spec, os.PathLike) or (isinstance(spec, str) and spec.endswith(_FILES)) else None
    )
    if file is not None:
        where = Surroundings(os.path.dirname(file) or ".")
        query = parse(queries := read_config(file), file=file, where=where)
    elif isinstance(spec, str):
        query = _of_text(spec)
        queries = [spec]
    elif isinstance(spec, Sequence) and not isinstance(spec, bytes) and all(isinstance(item, str) for item in spec):
        if not spec:
            raise ConfigurationError.expected("policy", spec, "a list with at least one query")
        query = parse(queries := list(spec))
    else:
        raise ConfigurationError.expected("policy", spec, _WHAT)
    if query.ignored:
        ignored = ", ".join(query.ignored)
        logging.getLogger("browserbanner").warning("policy: %s selects no visitor's browser and is ignored", ignored)
    return ", ".join(queries), query


def _of_text(spec: str) -> Query:
    try:
        return parse(spec)
    except ConfigurationError:
        if not os.path.exists(spec):
            raise
        what = "is a folder" if os.path.isdir(spec) else "is no query but a file"
        ends = "a path has to end in '.browserslistrc' or 'package.json'"
        raise ConfigurationError(f"policy={spec!r}: {what}: {ends}", option="policy", value=spec) from None
