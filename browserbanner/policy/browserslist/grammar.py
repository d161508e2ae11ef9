"""The grammar: a query's text as clauses, each with what it selects and how it joins those before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from browserbanner.policy.browserslist import selectors
from browserbanner.policy.browserslist.baseline import baseline
from browserbanner.policy.browserslist.config import Surroundings, Unusable, read_nearest, read_shared, read_stats

UNDERSTOOD = (
    "last 2 versions, last 2 Chrome major versions, last 2 years, since 2020-05, > 0.5%, >= 1% in UA, > 5% in alt-eu, "
    "> 0.5% in my stats, cover 99.5% in UA, supports es6-module, baseline 2023, baseline newly available, "
    "baseline widely available [on 2026-01-01] [with downstream] [including kaios], firefox >= 115, ie 6-8, "
    "ios_saf 15.2-15.3, chrome 109, Firefox ESR, op_mini all, dead, unreleased versions, electron >= 30, defaults, "
    "extends browserslist-config-x; joined by `and`, `or`, `,` and `not`"
)
#: One of each kind, as they stand there.
EXAMPLES = re.sub(r" \[[^]]*\]", "", UNDERSTOOD.partition(";")[0]).split(", ")


class Clause(NamedTuple):
    """One condition of a query. ``also``: it follows ``and``, and narrows what is selected; else it adds to that.

    ``extended``: the clauses of the shared config that it stands for.
    """

    text: str
    also: bool
    negated: bool
    select: selectors.Select
    arguments: Mapping[str, Any]
    extended: tuple[Clause, ...] = ()

    @property
    def absolute(self) -> bool:
        """Whether it names versions by their numbers, and not by what is new or used."""
        return self.select in selectors.ABSOLUTE and self.arguments.get("version") != "esr"


class NotUnderstood(ValueError):
    """A part of a query that is no clause: ``part`` as written, the message says why, where that is known."""

    def __init__(self, part: str, why: str = "") -> None:
        super().__init__(why)
        self.part = part


def clauses(queries: Sequence[str], where: Surroundings) -> Iterator[Clause]:
    """The clauses of a list of queries, which ``or`` joins unless one ends in an operator. Raises NotUnderstood.

    ``where``: the place from which shared configs and the site's own shares are looked for.
    """
    pending = ""
    for query in queries:
        if query:
            pending = f"{pending} {query}" if pending else query
            if not _is_unfinished(query):
                yield from _of_block(pending, where)
                pending = ""
    if pending:
        yield from _of_block(pending, where)


# What JavaScript calls white space. Python's set is another: it has U+001C to U+001F and U+0085, and not U+FEFF.
_SPACES = re.compile("[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_OPERATOR = re.compile(r", ?| (?:and|or) ", re.IGNORECASE | re.ASCII)
_AND_KAIOS = re.compile(r" with downstream and kaios(?= ?$|,| and | or )", re.IGNORECASE)
_NUMBER = r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+"
_PLACE = r"(?: in (?:(?P<place>(?:alt-)?\w\w)|(?P<stats>\S+(?: stats|\.json))))?"
_SUPPORTS = r"supports (?P<feature>[\w-]+)"
_BASELINE = (
    r"baseline (?:(?P<year>[0-9]{4})"
    r"|(?P<availability>newly|widely) available(?: on (?P<on>[0-9]{4}-[0-9]{2}-[0-9]{2}))?)"
    r"(?P<downstream> with downstream)?(?P<kaios> including kaios)?"
)

# A clause's first word tells its kind, so that few of these are tried, and compiled, for a query. A single blank stands
# for any white space, and no two neighbours that repeat can match the same character: matching is linear.
_BY_FIRST_WORD: Mapping[str, Sequence[tuple[str, selectors.Select]]] = {
    "baseline": [(_BASELINE, baseline)],
    "browserslist": [(r"browserslist (?P<nearest>config)", selectors.nothing)],
    "cover": [(rf"cover (?P<share>{_NUMBER})%{_PLACE}", selectors.cover)],
    "current": [(r"current node", selectors.node)],
    "dead": [("dead", selectors.dead)],
    "defaults": [("defaults", selectors.defaults)],
    "extends": [(r"extends (?P<config>.+)", selectors.nothing)],
    "fully": [(rf"(?P<degree>fully) {_SUPPORTS}", selectors.supports)],
    "last": [
        (r"last [0-9]+ node (?:major )?versions?", selectors.node),
        (r"last (?P<count>[0-9]+) electron (?P<major>major )?versions?", selectors.last_electron),
        (r"last (?P<count>[0-9]+) (?:(?!major v)(?P<browser>\w+) )?(?P<major>major )?versions?", selectors.last),
        (r"last (?P<years>[0-9]+(?:\.[0-9]+)?) years?", selectors.last_years),
    ],
    "maintained": [(r"maintained node versions", selectors.node)],
    "partially": [(rf"(?P<degree>partially) {_SUPPORTS}", selectors.supports)],
    "since": [(r"since (?P<year>[0-9]+)(?:-(?P<month>[0-9]+)(?:-(?P<day>[0-9]+))?)?", selectors.since)],
    "supports": [(rf"(?P<degree>){_SUPPORTS}", selectors.supports)],
    "unreleased": [
        (r"unreleased electron versions?", selectors.nothing),
        (r"unreleased (?:(?P<browser>\w+) versions?|versions)", selectors.unreleased),
    ],
}
_POPULARITY = (rf"(?P<sign>[<>]=?) ?(?P<share>{_NUMBER})%{_PLACE}", selectors.popularity)
_OPERA_MINI = (r".*(?P<browser>operamini|op_mini) all.*", selectors.opera_mini)  # anywhere, as browserslist has it
_BY_BROWSER: Sequence[tuple[str, selectors.Select]] = [
    (r"node ?[<>]=? ?[0-9.]+|node [0-9.]+(?: ?- ?[0-9.]+)?", selectors.node),
    (r"electron (?P<first>[0-9.]+)(?: ?- ?(?P<final>[0-9.]+))?", selectors.electron_range),
    (r"electron ?(?P<sign>[<>]=?) ?(?P<version>[0-9.]+)", selectors.electron_ray),
    (r"(?P<browser>firefox|ff|fx) esr", selectors.firefox_esr),
    (r"(?P<browser>\w+) ?(?P<sign>[<>]=?) ?(?P<version>[0-9.]+|esr)", selectors.version_ray),
    (r"(?P<browser>\w+) (?P<first>[0-9.]+) ?- ?(?P<final>[0-9.]+)", selectors.version_range),
    (r"phantomjs (?P<version>1\.9|2\.1)", selectors.phantomjs),
    (r"(?P<browser>\w+) (?P<version>tp|[0-9.]+)", selectors.one_version),
    (r"(?P<browser>\w+)", selectors.without_version),
]


def _blanks(text: str) -> str:
    return _SPACES.sub(" ", text)


def _is_unfinished(query: str) -> bool:
    """Whether the query ends in an operator, so that the next in its list goes on with it."""
    text = _blanks(query).strip(" ").lower()
    return text.endswith((" and", " or")) or (text.endswith(",") and text != ",")


def _of_block(text: str, where: Surroundings) -> Iterator[Clause]:
    # "and" joins two clauses, but in this one that people write for "including".
    text = _AND_KAIOS.sub(" with downstream including kaios", _blanks(text))
    start, also = 0, False
    for operator in _OPERATOR.finditer(text):
        if operator.start():  # nothing stands before an operator that begins the text
            yield _clause(text[start : operator.start()].strip(" "), also, where)
        start, also = operator.end(), operator[0][1:2] in ("a", "A")
    yield _clause(text[start:].strip(" "), also, where)


def _clause(text: str, also: bool, where: Surroundings) -> Clause:
    negated = text[:4].lower() == "not "
    condition = text[4:] if negated else text
    word = condition.partition(" ")[0].lower()
    if condition[:1] in ("<", ">"):
        patterns: Sequence[tuple[str, selectors.Select]] = [_POPULARITY, _OPERA_MINI]
    elif word in _BY_FIRST_WORD:
        patterns = [*_BY_FIRST_WORD[word], _OPERA_MINI]
    else:
        patterns = [*_BY_BROWSER, _OPERA_MINI]
    for pattern, select in patterns:
        found = re.fullmatch(pattern, condition, re.IGNORECASE | re.ASCII)
        if found:
            try:
                return _with_files(Clause(text, also, negated, select, found.groupdict()), where)
            except Unusable as error:
                raise NotUnderstood(text, str(error)) from None
    raise NotUnderstood(text)


def _with_files(clause: Clause, where: Surroundings) -> Clause:
    """The clause with what it takes from other files. Raises Unusable."""
    name = clause.arguments.get("config")
    if name or clause.arguments.get("nearest"):
        queries = read_shared(name, where) if name else read_nearest(where)
        inside = where._replace(depth=where.depth + 1)
        return clause._replace(extended=tuple(clauses(queries, inside)))
    if name := clause.arguments.get("stats"):
        return clause._replace(arguments={**clause.arguments, "stats": read_stats(name, where)})
    return clause
