"""Reading a log: DuckDB groups its page views by user agent, day and visitor, and gives them back in order."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from browserbanner.analysis.duck import REJECTS, connected, first_lines, lines_of, texts_in_json
from browserbanner.analysis.fields import iso_date
from browserbanner.analysis.formats import LogFormat, as_sent, format_of_pattern
from browserbanner.analysis.logs import STDIN, LogError, LogFile, StandardInput, paths_of
from browserbanner.analysis.recognition import format_of
from browserbanner.analysis.report import Log
from browserbanner.analysis.sql import PAGE, SAMPLES, Ask, by_day, counted, facts_of
from browserbanner.errors import ConfigurationError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Called while a log is read, with the bytes read so far, and how many there are (None for standard input).
Progress: TypeAlias = Callable[[int, int | None], None]
_Files: TypeAlias = Sequence[LogFile | StandardInput]

#: So many rows of (user agent, day, visitor) at most: what is above is left to a sample, so that it stays fast.
_ROWS = 4_000_000
#: The bytes of a short line; only logs in which each is a page view of somebody else come near ``_ROWS``.
_LINE = 200
_FETCHED = 2_000  # rows at once


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
    files, empty = _opened(names)
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
            lines = lines_of(some, rejects=True)
            question = counted(form, lines, visitor=visitor, number=number, every_request=every_request)
            pumped = some[0].pumped() if isinstance(some[0], StandardInput) else nullcontext()
            with _told(connection, some, size, whole, progress), pumped:
                connection.execute(f"INSERT INTO seen {question}")
            size += sum(file.size for file in some)
        log = Log(tuple(names), tuple(form.name for form in formats), every_request, empty, size, share=share)
        facts = _facts(log, formats, ask)
        ((distinct,),) = ask(f"SELECT approx_count_distinct(agent) FROM seen WHERE kind = {PAGE}")
        yield ReadLog(connection, tuple(formats), facts, distinct)


def _opened(names: Sequence[str]) -> tuple[_Files, tuple[str, ...]]:
    """The files of some names that are not empty, and the paths of those that are."""
    if STDIN in names and len(names) > 1:
        raise ConfigurationError('log="-": standard input is read alone', option="log", value=list(names))
    found = [StandardInput()] if STDIN in names else [LogFile(path) for path in paths_of(names)]
    empty = tuple(file.path for file in found if file.is_empty)
    if len(empty) == len(found):
        raise LogError(f"{', '.join(empty)}: {'is' if len(empty) == 1 else 'all of them are'} empty")
    return [file for file in found if not file.is_empty], empty


def _visitor(share: float) -> str:
    """What tells visitors apart, in SQL; NULL for those who are not counted."""
    # The salt is nowhere but here, so that nobody can find out whose address a hash is of. It comes first: DuckDB only
    # XORs the last argument, so that any two hashes would cancel a salt there, and it would shuffle no sample.
    visitor = f"hash({secrets.randbits(62)}, address, agent)"
    return visitor if share == 1 else f"CASE WHEN {visitor} <= {int(share * (2**64 - 1))} THEN {visitor} END"


def _facts(log: Log, formats: Sequence[LogFormat], ask: Ask) -> Log:
    """What the table ``seen`` and the lines that DuckDB refused say of the log as a whole; see :func:`facts_of`."""
    facts = facts_of(log, formats, ask)
    ((rejected, samples),) = ask(f"SELECT count(*), min(left(csv_line, 200), {SAMPLES}) FROM reject_errors")
    return facts._replace(
        malformed=facts.malformed + rejected,
        samples=(*facts.samples, *(samples or ()))[:SAMPLES],
        at_least=rejected >= REJECTS,
    )


class ReadLog(NamedTuple):
    """A log whose page views are in DuckDB's table ``seen``, grouped.

    ``formats``: what was read, once each; ``facts``: what a report says of it; ``distinct``: user agents, about.
    """

    connection: DuckDBPyConnection
    formats: tuple[LogFormat, ...]
    facts: Log
    distinct: int

    def agents(self) -> Iterator[tuple[bytes, list[tuple[str | None, int, int, int]]]]:
        """The user agents, one after another: they need not fit into memory. Each as it was sent, with its days: ISO
        date or None, page views, visitors, new ones. Can be asked for once."""
        # In steps, so that what one of them holds in memory is let go before the next.
        self.connection.execute(f"CREATE TABLE days AS {by_day()}")
        self.connection.execute("DROP TABLE seen")
        answer = self.connection.execute("FROM days ORDER BY format, agent")
        for (number, agent), rows in groupby(_fetched(answer), itemgetter(0, 1)):
            days = [(iso_date(day), int(views), visitors, new) for _, _, day, views, visitors, new in rows]
            yield as_sent(agent, self.formats[number].escapes), days


def _fetched(answer: DuckDBPyConnection) -> Iterator[Any]:
    while rows := answer.fetchmany(_FETCHED):
        yield from rows


def _share(files: _Files) -> float:
    """Which part of the visitors to count: all of them in a log of usual size, else a half, a quarter, an eighth ..."""
    lines = sum(_ROWS * 8 if file.plain_size is None else file.plain_size // _LINE for file in files)
    share = 1.0
    while lines * share > _ROWS:
        share /= 2
    return share


@contextmanager
def _told(
    connection: DuckDBPyConnection, files: _Files, before: int, whole: int | None, progress: Progress | None
) -> Iterator[None]:
    """Tell ten times a second how far DuckDB has come, while it reads some files."""
    if progress is None:
        yield
        return
    stop = threading.Event()

    def tell() -> None:
        while not stop.wait(0.1):
            percent, size = connection.query_progress(), sum(file.size for file in files)
            if whole is None:
                progress(size, None)
            elif percent > 0:
                progress(before + int(size * min(1.0, percent / 100)), whole)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        stop.set()
        teller.join()
    progress(before + sum(file.size for file in files), whole)
