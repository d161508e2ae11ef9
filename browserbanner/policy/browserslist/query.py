"""Query: a statement of which browsers are supported, and the versions that it selects by the browser data."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from typing import NamedTuple

from browserbanner.browsers import BrowserData
from browserbanner.errors import ConfigurationError, did_you_mean
from browserbanner.policy.browserslist import selectors
from browserbanner.policy.browserslist.config import (
    Refused,
    line_of,
    read_config,
    read_nearest,
    read_shared,
    read_stats,
)
from browserbanner.policy.browserslist.grammar import EXAMPLES, UNDERSTOOD, clauses, read_condition
from browserbanner.policy.browserslist.selectors import Pair, agent_name

_FILES = (".browserslistrc", "package.json")
_WHAT = (
    'a browserslist query such as "baseline widely available", a list of them, a path (a pathlib.Path, or a text '
    'that ends in ".browserslistrc" or "package.json"), a mapping such as {"chrome": 109}, or a Policy'
)
_DEEPEST = 8  # shared configs within each other


class Origin(NamedTuple):
    """Why a version is selected: the clause's text, and whether it names versions by their numbers (``chrome >= 109``)
    or by what is new or used."""

    text: str
    absolute: bool


class Query:
    """A query in browserslist's language, or a list of them, which ``or`` joins, answered by the browser data.

    ``selected``: the versions, as (caniuse's agent, version), each with the clause that selects it, a relative one if
    there are several. ``named``: the agents that it asks for by name: ie for ``ie 11``, none for ``> 1%`` or
    ``not ie 11``. ``ignored``: the clauses that select no visitor's browser (``node 18``). ``relative``: the agents of
    which it may select others by other data (``last 2 chrome versions``, ``chrome >= 175`` where the data ends at 160),
    with "" for any (``> 5% in IN``).

    ``file``: the config file that it is from; ``folder``: where shared configs and the site's shares are looked for.
    Raises ConfigurationError, which names the part that is not understood, and says why, or what is; and for a browser,
    version or region that the data does not hold.
    """

    def __init__(
        self, query: str | Sequence[str], data: BrowserData, *, file: str | None = None, folder: str = "."
    ) -> None:
        queries = [query] if isinstance(query, str) else query
        self.text: str = ", ".join(queries)
        self.file = file
        self.named: set[str] = set()
        self.ignored: list[str] = []
        self.relative: set[str] = set()
        self._data = data
        self._folder = folder
        self.selected: dict[Pair, Origin] = self._answer(queries, 0)

    def _answer(self, queries: Sequence[str], depth: int) -> dict[Pair, Origin]:
        """What a list of queries selects; ``depth``: how many shared configs it is within."""
        selected: dict[Pair, Origin] = {}
        for index, (text, also) in enumerate(clauses(queries)):
            negated = text[:4].lower() == "not "
            if negated and index == depth == 0:
                raise self._refusal(text, "it takes away from nothing; write what is supported before it")
            try:
                found = self._select(text, negated, depth)
            except Refused as why:
                raise self._refusal(text, str(why)) from None
            if negated:
                selected = {pair: origin for pair, origin in selected.items() if pair not in found}
            elif also:
                selected = {
                    pair: Origin(f"{origin.text} and {text}", origin.absolute and found[pair].absolute)
                    for pair, origin in selected.items()
                    if pair in found
                }
            else:
                for pair, origin in found.items():
                    if pair not in selected or (selected[pair].absolute and not origin.absolute):
                        selected[pair] = origin
        return selected

    def _select(self, text: str, negated: bool, depth: int) -> dict[Pair, Origin]:
        """What one clause selects, its "not" left out. Raises Refused."""
        select, arguments = read_condition(text[4:] if negated else text)
        if select is None:  # it stands for the queries of a file
            name = arguments.get("config")
            if depth > _DEEPEST:
                raise Refused("shared configs extend each other" if name else "the file takes its queries from itself")
            return self._answer(read_shared(name, self._folder) if name else read_nearest(self._folder), depth + 1)
        if isinstance(select, tuple):
            inner = Query(select, self._data)
            self.relative |= inner.relative
            return dict.fromkeys(inner.selected, Origin(text, absolute=False))
        agent = agent_name(arguments.get("browser") or "")
        if agent and not negated:
            self.named.add(agent)
        if arguments.get("stats"):
            arguments["stats"] = read_stats(arguments["stats"], self._folder)
        pairs = select(self._data, **arguments)
        absolute = select in selectors.ABSOLUTE and arguments.get("version") != "esr"
        if select is selectors.node:
            self.ignored.append(text)
        elif not absolute or any(selectors.is_newer_than_known(self._data, pair) for pair in pairs):
            self.relative.add(agent)
        return dict.fromkeys(pairs, Origin(text, absolute))

    def _refusal(self, part: str, why: str) -> ConfigurationError:
        """The error for a part of the query. It names the file and the line where the query is from a file."""
        meant = "baseline widely available" if part.lower() == "baseline" else part
        because = f": {why}" if why else did_you_mean(meant, EXAMPLES)
        what = f"{part!r} is not understood" if part else "nothing stands between two operators, or after the last"
        line = line_of(self.file, part) if self.file is not None else None
        given = self.file or self.text
        said = f"policy={given!r}" + (f", line {line}" if line is not None else "")
        grammar = "" if why or not part else f". Understood: {UNDERSTOOD}"
        return ConfigurationError(f"{said}: {what}{because}{grammar}", option="policy", value=given)


def read_statement(spec: object, data: BrowserData) -> Query:
    """What the site said, as a query. Clauses that are about no visitor's browser are logged.

    Raises ConfigurationError for what cannot be understood, with the file and the line where it is in a file.
    """
    if isinstance(spec, os.PathLike) or (isinstance(spec, str) and spec.endswith(_FILES)):
        file = os.fspath(spec)
        query = Query(read_config(file), data, file=file, folder=os.path.dirname(file))
    elif isinstance(spec, str):
        try:
            query = Query(spec, data)
        except ConfigurationError:
            if not os.path.exists(spec):
                raise
            what = "is a folder" if os.path.isdir(spec) else "is no query but a file"
            ends = "a path has to end in '.browserslistrc' or 'package.json'"
            raise ConfigurationError(f"policy={spec!r}: {what}: {ends}", option="policy", value=spec) from None
    elif isinstance(spec, Sequence) and not isinstance(spec, bytes) and all(isinstance(item, str) for item in spec):
        if not spec:
            raise ConfigurationError.expected("policy", spec, "a list with at least one query")
        query = Query(spec, data)
    else:
        raise ConfigurationError.expected("policy", spec, _WHAT)
    if query.ignored:
        ignored = ", ".join(query.ignored)
        logging.getLogger("browserbanner").warning("policy: %s selects no visitor's browser and is ignored", ignored)
    return query
