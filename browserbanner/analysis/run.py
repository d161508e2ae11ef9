"""The dry run: logs in, a report out. DuckDB groups a log's page views by user agent, day and visitor; each user agent
is judged once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from browserbanner.analysis.duck import REJECTS, Progress, connected, first_lines, lines_of, texts_in_json, told
from browserbanner.analysis.fields import iso_date
from browserbanner.analysis.formats import LogFormat, as_sent, format_of_pattern
from browserbanner.analysis.judging import Judge
from browserbanner.analysis.logs import STDIN, LogFile, StandardInput, opened
from browserbanner.analysis.recognition import format_of
from browserbanner.analysis.report import Log, Report
from browserbanner.analysis.sql import PAGE, SAMPLES, by_day, counted, facts_of
from browserbanner.analysis.tally import Tally
from browserbanner.policy import PolicyLike

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TOLD = 500  # user agents between two calls of ``judging``
#: So many rows of (user agent, day, visitor) at most: what is above is left to a sample, so that it stays fast.
_ROWS = 4_000_000
#: The bytes of a short line; only logs in which each is a page view of somebody else come near ``_ROWS``.
_LINE = 200
_FETCHED = 2_000  # rows at once


def analyze(
    logs: Sequence[str],
    *,
    policies: Sequence[PolicyLike] = (),
    next_year: bool = True,
    format: str | None = None,
    pattern: str | None = None,
    every_request: bool = False,
    progress: Progress | None = None,
    judging: Callable[[int, int], None] | None = None,
    threads: int | None = None,
    **options: Any,
) -> Report:
    """Who a site's visitors are, whom each policy would tell that their browser is outdated, and what they can do.

    ``logs``: paths, in which ``*`` and the like match; or ``["-"]``, standard input. ``policies``: each as for
    BrowserBanner; none: its default. ``next_year``: compare with Baseline as it will be a year after the data's date.
    ``format``, ``pattern``: instead of recognising the log's format, its name or the server's own statement of it.
    ``every_request``: count them all, and not page views only. ``progress``: called with the bytes that are read, and
    all there are, if that is known; ``judging``: with the user agents that are judged, and all. ``threads``: as many as
    there are cores. ``options``: BrowserBanner's ``data``, ``grace`` and ``esr``.

    Raises LogError for a log that cannot be read, ConfigurationError for an invalid option, ModuleNotFoundError where
    DuckDB is missing.
    """
    judge = Judge(policies, next_year=next_year, **options)  # before gigabytes are read
    judged = 0
    with read_log(
        logs, format=format, pattern=pattern, every_request=every_request, progress=progress, threads=threads
    ) as log:
        tally = Tally(judge, log.facts)
        for judged, (agent, days) in enumerate(log.agents, start=1):
            group = judge.group(agent)
            for day in days:
                tally.add(group, *day)
            tally.add_length(len(agent), sum(views for _, views, _, _ in days), 1)
            if judging is not None and judged % _TOLD == 0:
                judging(judged, max(judged, log.distinct))
        if judging is not None:
            judging(judged, judged)
    return tally.report()


#: User agents as they were sent, each with its days: ISO date or None, page views, visitors, new visitors.
Agents: TypeAlias = Iterator[tuple[bytes, list[tuple[str | None, int, int, int]]]]


class ReadLog(NamedTuple):
    """A log. ``facts``: what a report says of it; ``distinct``: about how many user agents it has; ``agents``: these,
    one after another, since they need not fit into memory."""

    facts: Log
    distinct: int
    agents: Agents


@contextmanager
def read_log(
    names: Sequence[str],
    *,
    format: str | None = None,
    pattern: str | None = None,
    every_request: bool = False,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Iterator[ReadLog]:
    """The log in some files ("-": standard input), each of a format of its own unless one is given.

    A file that is empty is left out, as one is just after it was rotated.
    Raises LogError for a file that is missing, unreadable or of no known format, and where all are empty;
    ConfigurationError for a format that is none; ModuleNotFoundError, which says what to install; KeyboardInterrupt,
    soon.
    """
    given = None if pattern is None else format_of_pattern(pattern)
    files, empty = opened(names)
    with connected(threads, names) as connection:

        def ask(question: str) -> list[Any]:
            return connection.execute(question).fetchall()

        def recognised(file: LogFile | StandardInput) -> LogFormat:
            source = STDIN if isinstance(file, StandardInput) else file.path
            return format_of(first_lines(file, connection), format, source, ask, texts_in_json)

        forms = [given or recognised(file) for file in files]
        formats = [form for at, form in enumerate(forms) if form not in forms[:at]]
        connection.execute(
            "CREATE TABLE seen (format UTINYINT, kind UTINYINT, agent VARCHAR, day VARCHAR, visitor UBIGINT,"
            " views BIGINT, blank INTEGER)"
        )
        share, size = _share(files), 0
        visitor, whole = _visitor(share), None if STDIN in names else sum(file.size for file in files)
        for number, form in enumerate(formats):
            some = [file for file, its in zip(files, forms, strict=True) if its == form]
            question = counted(
                form, lines_of(some, rejects=True), visitor=visitor, number=number, every_request=every_request
            )
            pumped = some[0].pumped() if isinstance(some[0], StandardInput) else nullcontext()
            with told(connection, some, size, whole, progress), pumped:
                connection.execute(f"INSERT INTO seen {question}")
            size += sum(file.size for file in some)
        # Lines that DuckDB itself refused.
        ((rejected, samples),) = ask(f"SELECT count(*), min(left(csv_line, 200), {SAMPLES}) FROM reject_errors")
        log = Log(
            names=tuple(names),
            formats=tuple(form.name for form in formats),
            every_request=every_request,
            empty=empty,
            size=size,
            malformed=rejected,
            at_least=rejected >= REJECTS,
            samples=tuple(samples or ()),
            share=share,
        )
        ((distinct,),) = ask(f"SELECT approx_count_distinct(agent) FROM seen WHERE kind = {PAGE}")
        yield ReadLog(facts_of(log, formats, ask), distinct, _agents(connection, formats))


def _share(files: Sequence[LogFile | StandardInput]) -> float:
    """Which part of the visitors to count: all of them in a log of usual size, else a half, a quarter, an eighth ..."""
    lines = sum(_ROWS * 8 if file.plain_size is None else file.plain_size // _LINE for file in files)
    share = 1.0
    while lines * share > _ROWS:
        share /= 2
    return share


def _visitor(share: float) -> str:
    """What tells visitors apart, in SQL; NULL for those who are not counted."""
    # The salt is nowhere but here, so that nobody can find out whose address a hash is of. It comes first: DuckDB only
    # XORs the last argument, so that any two hashes would cancel a salt there, and it would shuffle no sample.
    visitor = f"hash({secrets.randbits(62)}, address, agent)"
    return visitor if share == 1 else f"CASE WHEN {visitor} <= {int(share * (2**64 - 1))} THEN {visitor} END"


def _agents(connection: DuckDBPyConnection, formats: Sequence[LogFormat]) -> Agents:
    """The user agents in the table ``seen``, which is let go."""
    # In steps, so that what one of them holds in memory is let go before the next.
    connection.execute(f"CREATE TABLE days AS {by_day()}")
    connection.execute("DROP TABLE seen")
    answer = connection.execute("FROM days ORDER BY format, agent")
    rows = (row for some in iter(lambda: answer.fetchmany(_FETCHED), []) for row in some)
    for (number, agent), days in groupby(rows, itemgetter(0, 1)):
        counts = [(iso_date(day), int(views), visitors, new) for _, _, day, views, visitors, new in days]
        yield as_sent(agent, formats[number].escapes), counts
