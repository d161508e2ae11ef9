"""The grammar: a query's text as clauses, each with what it selects and how it joins those before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from browserbanner.policy.browserslist import selectors
from browserbanner.policy.browserslist.baseline import baseline
from browserbanner.policy.browserslist.javascript import WHITE_SPACE

UNDERSTOOD = (
    "last 2 versions, last 2 Chrome major versions, last 2 years, since 2020-05, > 0.5%, >= 1% in UA, > 5% in alt-eu, "
    "cover 99.5% in UA, baseline 2023, baseline newly available, baseline widely available [on 2026-01-01] "
    "[with downstream] [including kaios], firefox >= 115, ie 6-8, ios_saf 15.2-15.3, chrome 109, Firefox ESR, "
    "op_mini all, dead, unreleased versions, defaults; joined by `and`, `or`, `,` and `not`"
)


class Clause(NamedTuple):
    """One condition of a query. ``also``: it keeps what is selected too (``and``), else it adds to that (``or``)."""

    text: str
    also: bool
    negated: bool
    select: selectors.Select
    arguments: Mapping[str, str | None]


class NotUnderstood(ValueError):
    """A part of a query that is no clause: ``part`` as written, the message says why, where that is known."""

    def __init__(self, part: str, why: str = "") -> None:
        super().__init__(why)
        self.part = part


def clauses(queries: Sequence[str]) -> Iterator[Clause]:
    """The clauses of a list of queries, which ``or`` joins unless one ends in an operator. Raises NotUnderstood."""
    pending = ""
    for query in queries:
        if query:
            pending = f"{pending} {query}" if pending else query
            if not _is_unfinished(query):
                yield from _of_block(pending)
                pending = ""
    if pending:
        yield from _of_block(pending)


_SPACES = re.compile(f"[{WHITE_SPACE}]+")
_OPERATOR = re.compile(r", ?| (?:and|or) ", re.IGNORECASE | re.ASCII)
_NUMBER = r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+"
_BASELINE = (
    r"baseline (?:(?P<year>[0-9]{4})"
    r"|(?P<availability>newly|widely) available(?: on (?P<on>[0-9]{4}-[0-9]{2}-[0-9]{2}))?)"
    r"(?P<downstream> with downstream)?(?P<kaios> including kaios)?"
)

# A clause's first word tells its kind, so that few of these are tried, and compiled, for a query. A single blank stands
# for any white space, and no two neighbours that repeat can match the same character: matching is linear.
_BY_FIRST_WORD: Mapping[str, Sequence[tuple[str, selectors.Select]]] = {
    "baseline": [(_BASELINE, baseline)],
    "cover": [(rf"cover (?P<share>{_NUMBER})%(?: in (?P<place>(?:alt-)?\w\w))?", selectors.cover)],
    "dead": [("dead", selectors.dead)],
    "defaults": [("defaults", selectors.defaults)],
    "last": [
        (r"last (?P<count>[0-9]+) (?:(?!major v)(?P<browser>\w+) )?(?P<major>major )?versions?", selectors.last),
        (r"last (?P<years>[0-9]+(?:\.[0-9]+)?) years?", selectors.last_years),
    ],
    "since": [(r"since (?P<year>[0-9]+)(?:-(?P<month>[0-9]+)(?:-(?P<day>[0-9]+))?)?", selectors.since)],
    "unreleased": [(r"unreleased (?:(?P<browser>\w+) versions?|versions)", selectors.unreleased)],
}
_POPULARITY = (rf"(?P<sign>[<>]=?) ?(?P<share>{_NUMBER})%(?: in (?P<place>(?:alt-)?\w\w))?", selectors.popularity)
_OPERA_MINI = (r".*(?P<browser>operamini|op_mini) all.*", selectors.opera_mini)  # anywhere, as browserslist has it
_BY_BROWSER: Sequence[tuple[str, selectors.Select]] = [
    (r"(?P<browser>firefox|ff|fx) esr", selectors.firefox_esr),
    (r"(?P<browser>\w+) ?(?P<sign>[<>]=?) ?(?P<version>[0-9.]+|esr)", selectors.version_ray),
    (r"(?P<browser>\w+) (?P<first>[0-9.]+) ?- ?(?P<final>[0-9.]+)", selectors.version_range),
    (r"phantomjs (?P<version>1\.9|2\.1)", selectors.phantomjs),
    (r"(?P<browser>\w+) (?P<version>tp|[0-9.]+)", selectors.one_version),
    (r"(?P<browser>\w+)", selectors.without_version),
]

# What browserslist answers and we do not, by a clause's first word; and why.
_TOOLS = "it is about what runs the site's code elsewhere, not about a visitor's browser"
_FEATURES = "the browser data holds no support tables of single features"
_CONFIGS = "packages of npm are not read; write their queries out"
_STATISTICS = "shares are those of the world (`> 1%`) or of a region (`> 1% in UA`), not a site's own"
_FOREIGN = {
    "node": _TOOLS, "electron": _TOOLS, "current": _TOOLS, "maintained": _TOOLS,
    "supports": _FEATURES, "fully": _FEATURES, "partially": _FEATURES, "extends": _CONFIGS, "browserslist": _CONFIGS,
}  # fmt: skip


def _blanks(text: str) -> str:
    return _SPACES.sub(" ", text)


def _is_unfinished(query: str) -> bool:
    """Whether the query ends in an operator, so that the next in its list goes on with it."""
    text = _blanks(query).strip(" ").lower()
    return text.endswith((" and", " or")) or (text.endswith(",") and text != ",")


def _of_block(text: str) -> Iterator[Clause]:
    text = _blanks(text)
    start, also = 0, False
    for operator in _OPERATOR.finditer(text):
        if operator.start():  # nothing stands before an operator that begins the text
            yield _clause(text[start : operator.start()].strip(" "), also)
        start, also = operator.end(), operator[0][1:2] in ("a", "A")
    yield _clause(text[start:].strip(" "), also)


def _clause(text: str, also: bool) -> Clause:
    negated = text[:4].lower() == "not "
    condition = text[4:] if negated else text
    word = condition.partition(" ")[0].lower()
    if condition[:1] in ("<", ">"):
        patterns: Sequence[tuple[str, selectors.Select]] = [_POPULARITY, _OPERA_MINI]
    elif word in _BY_FIRST_WORD or word in _FOREIGN:
        patterns = [*_BY_FIRST_WORD.get(word, ()), _OPERA_MINI]
    else:
        patterns = [*_BY_BROWSER, _OPERA_MINI]
    for pattern, select in patterns:
        found = re.fullmatch(pattern, condition, re.IGNORECASE | re.ASCII)
        if found:
            arguments = found.groupdict()
            if (arguments.get("browser") or "").lower() in ("node", "electron"):
                raise NotUnderstood(text, _TOOLS)
            return Clause(text, also, negated, select, arguments)
    raise NotUnderstood(text, _STATISTICS if condition.lower().endswith(" stats") else _FOREIGN.get(word, ""))
