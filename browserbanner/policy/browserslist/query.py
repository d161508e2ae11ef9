"""Query: a statement of which browsers are supported, parsed once, answered by the browser data."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from browserbanner.browsers import BrowserData
from browserbanner.errors import ConfigurationError, did_you_mean
from browserbanner.policy.browserslist import selectors
from browserbanner.policy.browserslist.config import Surroundings, line_of, read_config
from browserbanner.policy.browserslist.grammar import EXAMPLES, UNDERSTOOD, Clause, NotUnderstood, clauses
from browserbanner.policy.browserslist.selectors import Pair, Unknown, agent_name

_FILES = (".browserslistrc", "package.json")
_WHAT = (
    'a browserslist query such as "baseline widely available", a list of them, a path (a pathlib.Path, or a text '
    'that ends in ".browserslistrc" or "package.json"), a mapping such as {"chrome": 109}, or a Policy'
)


class Origin(NamedTuple):
    """Why a version is selected: the clause's text, whether it names versions by number, and the agent it names."""

    text: str
    absolute: bool
    agent: str | None


class Query(NamedTuple):
    """A query in browserslist's language, made by :func:`parse`. ``file``: the config file that it is from, if any."""

    text: str
    clauses: tuple[Clause, ...]
    file: str | None

    @property
    def named(self) -> frozenset[str]:
        """The agents that the query asks for by name: ie for ``ie 11``, none for ``> 1%`` or ``not ie 11``."""
        names = (clause.arguments.get("browser") for clause in _all(self.clauses) if not clause.negated)
        return frozenset(agent_name(name) for name in names if name)

    @property
    def ignored(self) -> tuple[str, ...]:
        """The clauses that select no visitor's browser: ``node 18``."""
        return tuple(clause.text for clause in _all(self.clauses) if clause.select is selectors.node)

    @property
    def may_select_later(self) -> bool:
        """Whether a query that selects nothing by some data may do so by other data: ``> 5% in IN``."""
        return not all(
            clause.absolute or clause.arguments.get("browser") or clause.select in selectors.FIXED
            for clause in _all(self.clauses)
        )

    def select(self, data: BrowserData) -> dict[Pair, tuple[Origin, ...]]:
        """The versions that the query selects, as (caniuse's agent, version), each with the clauses that select it.

        Raises ConfigurationError for a browser, version or region that the data does not hold.
        """
        return self._select(self.clauses, data)

    def ahead(self, data: BrowserData) -> Iterator[tuple[str, Origin]]:
        """The agents of which a clause asks for versions newer than any that the data knows: ``chrome >= 175``."""
        for clause in _adding(self.clauses):
            agent = data.agents().get(agent_name(clause.arguments.get("browser") or ""))
            if agent is None or clause.select is not selectors.version_ray:
                continue
            if clause.arguments["sign"][0] == ">" and selectors.is_ahead(agent, clause.arguments["version"]):
                yield agent.name, Origin(clause.text, True, agent.name)

    def _select(self, clauses: Iterable[Clause], data: BrowserData) -> dict[Pair, tuple[Origin, ...]]:
        selected: dict[Pair, tuple[Origin, ...]] = {}
        for clause in clauses:
            found = self._of_clause(clause, data)
            if clause.negated:
                selected = {pair: origins for pair, origins in selected.items() if pair not in found}
            elif clause.also:
                selected = {
                    pair: tuple(
                        Origin(f"{each.text} and {clause.text}", each.absolute and clause.absolute, each.agent)
                        for each in origins
                    )
                    for pair, origins in selected.items()
                    if pair in found
                }
            else:
                for pair, origins in found.items():
                    selected[pair] = selected.get(pair, ()) + origins
        return selected

    def _of_clause(self, clause: Clause, data: BrowserData) -> dict[Pair, tuple[Origin, ...]]:
        if clause.extended:
            return self._select(clause.extended, data)
        try:
            pairs = clause.select(data, **clause.arguments)
        except Unknown as unknown:
            raise _refusal(self.text, clause.text, str(unknown), self.file) from None
        name = clause.arguments.get("browser")
        return dict.fromkeys(pairs, (Origin(clause.text, clause.absolute, agent_name(name) if name else None),))


def _all(clauses: Iterable[Clause]) -> Iterator[Clause]:
    for clause in clauses:
        yield clause
        yield from _all(clause.extended)


def _adding(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses that neither narrow what is selected nor take away from it."""
    for clause in clauses:
        if not (clause.negated or clause.also):
            yield clause
            yield from _adding(clause.extended)


def parse(query: str | Sequence[str], *, file: str | None = None, where: Surroundings | None = None) -> Query:
    """A query, or a list of them, which ``or`` joins; ``file``: what it is from.

    ``where``: the place that shared configs and the site's own shares are looked for from; the current folder for None.
    Raises ConfigurationError, which names the part that is not understood, and says why, or what is.
    """
    queries = [query] if isinstance(query, str) else query
    text = ", ".join(queries)
    try:
        parsed = tuple(clauses(queries, where or Surroundings()))
    except NotUnderstood as error:
        raise _refusal(text, error.part, str(error), file) from None
    if parsed and parsed[0].negated:
        why = "it takes away from nothing; write what is supported before it"
        raise _refusal(text, parsed[0].text, why, file)
    return Query(text, parsed, file)


def read_statement(spec: object) -> Query:
    """What the site said, as a query. Clauses that are about no visitor's browser are logged.

    Raises ConfigurationError for what cannot be understood, with the file and the line where it is in a file.
    """
    file = (
        os.fspath(spec) if isinstance(spec, os.PathLike) or (isinstance(spec, str) and spec.endswith(_FILES)) else None
    )
    if file is not None:
        query = parse(read_config(file), file=file, where=Surroundings(os.path.dirname(file) or "."))
    elif isinstance(spec, str):
        query = _of_text(spec)
    elif isinstance(spec, Sequence) and not isinstance(spec, bytes) and all(isinstance(item, str) for item in spec):
        if not spec:
            raise ConfigurationError.expected("policy", spec, "a list with at least one query")
        query = parse(spec)
    else:
        raise ConfigurationError.expected("policy", spec, _WHAT)
    if query.ignored:
        ignored = ", ".join(query.ignored)
        logging.getLogger("browserbanner").warning("policy: %s selects no visitor's browser and is ignored", ignored)
    return query


def _of_text(spec: str) -> Query:
    try:
        return parse(spec)
    except ConfigurationError:
        if not os.path.exists(spec):
            raise
        what = "is a folder" if os.path.isdir(spec) else "is no query but a file"
        ends = "a path has to end in '.browserslistrc' or 'package.json'"
        raise ConfigurationError(f"policy={spec!r}: {what}: {ends}", option="policy", value=spec) from None


def _refusal(text: str, part: str, why: str, file: str | None) -> ConfigurationError:
    """The error for a part of a query. It names the file and the line where the query is from a file."""
    meant = "baseline widely available" if part.lower() == "baseline" else part
    because = f": {why}" if why else did_you_mean(meant, EXAMPLES)
    what = f"{part!r} is not understood" if part else "nothing stands between two operators, or after the last"
    line = line_of(file, part) if file is not None else None
    said = f"policy={file or text!r}" + (f", line {line}" if line is not None else "")
    grammar = "" if why or not part else f". Understood: {UNDERSTOOD}"
    return ConfigurationError(f"{said}: {what}{because}{grammar}", option="policy", value=file or text)
