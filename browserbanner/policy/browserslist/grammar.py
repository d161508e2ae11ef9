"""The grammar: a query's text as clauses, and what each of them selects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from browserbanner.policy.browserslist import selectors
from browserbanner.policy.browserslist.baseline import baseline
from browserbanner.policy.browserslist.config import Refused

UNDERSTOOD = (
    "last 2 versions, last 2 Chrome major versions, last 2 years, since 2020-05, > 0.5%, >= 1% in UA, > 5% in alt-eu, "
    "> 0.5% in my stats, cover 99.5% in UA, supports es6-module, baseline 2023, baseline newly available, "
    "baseline widely available [on 2026-01-01] [with downstream] [including kaios], firefox >= 115, ie 6-8, "
    "ios_saf 15.2-15.3, chrome 109, Firefox ESR, op_mini all, dead, unreleased versions, electron >= 30, defaults, "
    "extends browserslist-config-x; joined by `and`, `or`, `,` and `not`"
)
#: One of each kind, as they stand there.
EXAMPLES = re.sub(r" \[[^]]*\]", "", UNDERSTOOD.partition(";")[0]).split(", ")


def clauses(queries: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The clauses of a list of queries, which ``or`` joins unless one ends in an operator.

    Yields each clause's text, and whether it follows ``and``: then it narrows what is selected, else it adds to that.
    """
    pending = ""
    for query in filter(None, queries):
        pending += f" {query}" if pending else query
        if not _UNFINISHED.search(_blanks(query)):
            yield from _of_block(pending)
            pending = ""
    if pending:
        yield from _of_block(pending)


# What JavaScript calls white space. Python's set is another: it has U+001C to U+001F and U+0085, and not U+FEFF.
_SPACES = re.compile("[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_OPERATOR = re.compile(r", ?| (?:and|or) ", re.IGNORECASE | re.ASCII)
_UNFINISHED = re.compile(r"[^ ](?: and| or| ?,) ?\Z", re.IGNORECASE)  # the next in its list goes on with it
_AND_KAIOS = re.compile(r" with downstream and kaios(?= ?$|,| and | or )", re.IGNORECASE)
_NUMBER = r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+"
_PLACE = r"(?: in (?:(?P<place>(?:alt-)?\w\w)|(?P<stats>\S+(?: stats|\.json))))?"
_SUPPORTS = r"supports (?P<feature>[\w-]+)"
_BASELINE = (
    r"baseline (?:(?P<year>[0-9]{4})"
    r"|(?P<availability>newly|widely) available(?: on (?P<on>[0-9]{4}-[0-9]{2}-[0-9]{2}))?)"
    r"(?P<downstream> with downstream)?(?P<kaios> including kaios)?"
)

#: A function; or the queries that a clause stands for, None for those of a file.
Selects: TypeAlias = selectors.Select | tuple[str, ...] | None
Patterns: TypeAlias = Sequence[tuple[str, Selects]]

# A clause's first word tells its kind, so that few of these are tried, and compiled, for a query. A single blank stands
# for any white space, and no two neighbours that repeat can match the same character: matching is linear.
_BY_FIRST_WORD: Mapping[str, Patterns] = {
    "baseline": [(_BASELINE, baseline)],
    "browserslist": [(r"browserslist config", None)],
    "cover": [(rf"cover (?P<share>{_NUMBER})%{_PLACE}", selectors.cover)],
    "current": [(r"current node", selectors.node)],
    "dead": [("dead", ("baidu >= 0", "ie <= 11", "ie_mob <= 11", "bb <= 10", "op_mob <= 12.1", "samsung 4"))],
    "defaults": [("defaults", ("> 0.5%", "last 2 versions", "Firefox ESR", "not dead"))],
    "extends": [(r"extends (?P<config>.+)", None)],
    "fully": [(rf"(?P<degree>fully) {_SUPPORTS}", selectors.supports)],
    "last": [
        (r"last [0-9]+ node (?:major )?versions?", selectors.node),
        (r"last (?P<count>[0-9]+) (?:(?!major v)(?P<browser>\w+) )?(?P<major>major )?versions?", selectors.last),
        (r"last (?P<years>[0-9]+(?:\.[0-9]+)?) years?", selectors.last_years),
    ],
    "maintained": [(r"maintained node versions", selectors.node)],
    "partially": [(rf"(?P<degree>partially) {_SUPPORTS}", selectors.supports)],
    "since": [(r"since (?P<year>[0-9]+)(?:-(?P<month>[0-9]+)(?:-(?P<day>[0-9]+))?)?", selectors.since)],
    "supports": [(rf"(?P<degree>){_SUPPORTS}", selectors.supports)],
    "unreleased": [(r"unreleased (?:(?P<browser>\w+) versions?|versions)", selectors.unreleased)],
}
_POPULARITY = (rf"(?P<sign>[<>]=?) ?(?P<share>{_NUMBER})%{_PLACE}", selectors.popularity)
_OPERA_MINI = (r".*(?P<browser>operamini|op_mini) all.*", selectors.opera_mini)  # anywhere, as browserslist has it
_BY_BROWSER: Patterns = [
    (r"node ?[<>]=? ?[0-9.]+|node [0-9.]+(?: ?- ?[0-9.]+)?", selectors.node),
    (r"electron (?P<first>[0-9.]+)(?: ?- ?(?P<final>[0-9.]+))?", selectors.electron_range),
    (r"(?P<browser>firefox|ff|fx) esr", selectors.firefox_esr),
    (r"(?P<browser>\w+) ?(?P<sign>[<>]=?) ?(?P<version>[0-9.]+|esr)", selectors.version_ray),
    (r"(?P<browser>\w+) (?P<first>[0-9.]+) ?- ?(?P<final>[0-9.]+)", selectors.version_range),
    (r"phantomjs 1\.9", ("safari 5",)),  # whose WebKit it had
    (r"phantomjs 2\.1", ("safari 6",)),
    (r"(?P<browser>\w+) (?P<version>tp|[0-9.]+)", selectors.one_version),
    (r"(?P<browser>\w+)", selectors.without_version),
]


def _blanks(text: str) -> str:
    return _SPACES.sub(" ", text)


def _of_block(text: str) -> Iterator[tuple[str, bool]]:
    # "and" joins two clauses, but in this one that people write for "including".
    text = _AND_KAIOS.sub(" with downstream including kaios", _blanks(text))
    start, also = 0, False
    for operator in _OPERATOR.finditer(text):
        if operator.start():  # nothing stands before an operator that begins the text
            yield text[start : operator.start()].strip(" "), also
        start, also = operator.end(), operator[0][1:2] in ("a", "A")
    yield text[start:].strip(" "), also


def read_condition(text: str) -> tuple[Selects, dict[str, Any]]:
    """What a clause without its "not" selects, and the function's arguments.

    Raises Refused, without a message, for what is no clause.
    """
    word = text.partition(" ")[0].lower()
    patterns = [_POPULARITY] if text[:1] in ("<", ">") else _BY_FIRST_WORD.get(word, _BY_BROWSER)
    for pattern, select in (*patterns, _OPERA_MINI):
        found = re.fullmatch(pattern, text, re.IGNORECASE | re.ASCII)
        if found:
            return select, found.groupdict()
    raise Refused
