"""Query: a statement of which browsers are supported, parsed once, answered by the browser data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from browserbanner.errors import ConfigurationError
from browserbanner.policy.browserslist.grammar import UNDERSTOOD, Clause, NotUnderstood, clauses
from browserbanner.policy.browserslist.javascript import sort_versions
from browserbanner.policy.browserslist.selectors import Pair, Unknown, agent_name

if TYPE_CHECKING:
    from browserbanner.browsers import BrowserData


class Query:
    """A query in browserslist's language. Immutable; made by :func:`parse`."""

    __slots__ = ("_option", "clauses", "text")

    def __init__(self, text: str, clauses: tuple[Clause, ...], option: str) -> None:
        self.text: str = text
        self.clauses: tuple[Clause, ...] = clauses
        self._option = option

    def __repr__(self) -> str:
        return f"<Query {self.text!r}>"

    @property
    def named(self) -> frozenset[str]:
        """The agents that the query asks for by name: ie for ``ie 11``, none for ``> 1%`` or ``not ie 11``."""
        names = (clause.arguments.get("browser") for clause in self.clauses if not clause.negated)
        return frozenset(agent_name(name) for name in names if name)

    def select(self, data: BrowserData) -> tuple[Pair, ...]:
        """The versions that the query selects, as (caniuse's agent, version): browserslist's answer, in its order.

        Raises ConfigurationError for a browser, version or region that the data does not hold.
        """
        selected: dict[Pair, None] = {}
        for clause in self.clauses:
            try:
                pairs = clause.select(data, **clause.arguments)
            except Unknown as unknown:
                raise _refusal(self._option, self.text, clause.text, str(unknown)) from None
            if clause.also or clause.negated:
                others = frozenset(pairs)
                selected = {pair: None for pair in selected if (pair in others) is not clause.negated}
            else:
                selected.update(dict.fromkeys(pairs))
        return tuple(sort_versions(selected))


def parse(query: str | Sequence[str], *, option: str = "policy") -> Query:
    """A query, or a list of them, which ``or`` joins; ``option`` is the setting's name.

    Raises ConfigurationError, which names the part that is not understood, and says what is.
    """
    queries = [query] if isinstance(query, str) else query
    if not isinstance(queries, Sequence) or not all(isinstance(text, str) for text in queries):
        raise ConfigurationError.expected(option, query, "a browserslist query, or a list of them")
    text = ", ".join(queries)
    try:
        parsed = tuple(clauses(queries))
    except NotUnderstood as error:
        raise _refusal(option, text, error.part, str(error)) from None
    if parsed and parsed[0].negated:
        raise _refusal(option, text, parsed[0].text, "it takes away from nothing; write what is supported before it")
    return Query(text, parsed, option)


def _refusal(option: str, text: str, part: str, why: str) -> ConfigurationError:
    because = f": {why}" if why else ""
    what = f"{part!r} is not understood" if part else "nothing stands between two operators, or after the last"
    return ConfigurationError(
        f"{option}={text!r}: {what}{because}. Understood: {UNDERSTOOD}", option=option, value=text
    )
