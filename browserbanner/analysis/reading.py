"""Reading a log: DuckDB groups its page views by user agent, day and visitor, and gives them back in order."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from browserbanner.analysis.duck import REJECTS, DuckDialect, connected, format_of, lines_of
from browserbanner.analysis.errors import LogError
from browserbanner.analysis.formats import Field, LogFormat, format_of_pattern
from browserbanner.analysis.logs import STDIN, LogFile, StandardInput, find_logs
from browserbanner.analysis.report import Log
from browserbanner.analysis.sql import FIELD_LIST, MALFORMED, OTHER, PAGE, always_blank, has_visitors, requests
from browserbanner.analysis.visits import Agent, as_sent, iso_date
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
_SAMPLES = 3
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
    if STDIN in names and len(names) > 1:
        raise ConfigurationError('log="-": standard input is read alone', option="log", value=list(names))
    given = None if pattern is None else format_of_pattern(pattern)
    found: list[LogFile | StandardInput] = [StandardInput()] if list(names) == [STDIN] else [*find_logs(names)]
    empty = tuple(file.path for file in found if file.is_empty)
    files = [file for file in found if not file.is_empty]
    if not files:
        raise LogError(f"{', '.join(empty)}: {'is' if len(empty) == 1 else 'all of them are'} empty")
    with connected(threads, names) as connection:
        runs: list[tuple[LogFormat, list[LogFile | StandardInput]]] = []
        for file in files:
            form = given or format_of(file, format, connection)
            same = next((some for known, some in runs if known == form), None)
            if same is None:
                runs.append((form, [file]))
            else:
                same.append(file)
        log = ReadLog(connection, [form for form, _ in runs], _share(files))
        whole = None if list(names) == [STDIN] else sum(file.size for file in files)
        before = 0
        for number, (_, some) in enumerate(runs):
            with _watched(connection, some, before, whole, progress):
                log.read(number, some, every_request)
            before += sum(file.size for file in some)
        log.finish(
            Log(
                names=tuple(names),
                empty=empty,
                formats=tuple(form.name for form, _ in runs),
                size=sum(file.size for file in files),
                other=0,
                malformed=0,
                at_least=False,
                samples=(),
                every_request=every_request,
            )
        )
        yield log


class ReadLog:
    """A log whose page views are in DuckDB's table ``seen``, grouped.

    ``formats``: what was read, once each; ``facts``: what a report says of it; ``share``: which part of the visitors
    was counted; ``has_visitors``: whether there are addresses; ``distinct``: about how many user agents.
    """

    def __init__(self, connection: DuckDBPyConnection, formats: Sequence[LogFormat], share: float) -> None:
        self._connection = connection
        self.formats: tuple[LogFormat, ...] = tuple(formats)
        self.share: float = share
        self.facts: Log
        self.has_visitors: bool = False
        self.distinct: int = 0
        self._rejected = 0
        self._refused: list[str] = []
        # The salt is nowhere but here, so that nobody can find out whose address a hash is of.
        self._hash = f"hash(address, agent, {secrets.randbits(62)})"
        connection.execute(
            "CREATE TABLE seen (format UTINYINT, kind UTINYINT, agent VARCHAR, day VARCHAR, visitor UBIGINT,"
            " views BIGINT, blank INTEGER)"
        )

    def read(self, number: int, files: _Files, every_request: bool) -> None:
        """Read files of the format with this number."""
        question = requests(
            self.formats[number], DuckDialect(), lines_of(files, rejects=True), every_request=every_request
        )
        counted = f"address <> '' AND {self._hash} <= {int(self.share * (2**64 - 1))}"
        self._connection.execute(
            f"INSERT INTO seen SELECT {number}, kind, agent, day, CASE WHEN {counted} THEN {self._hash} END AS visitor,"
            f" count(*), bit_and(blank) FROM ({question}) GROUP BY kind, agent, day, visitor"
        )
        rejected, samples = self._all(f"SELECT count(*), min(left(csv_line, 200), {_SAMPLES}) FROM reject_errors")[0]
        self._connection.execute("DELETE FROM reject_errors")
        self._rejected += rejected
        self._refused += samples or []

    def finish(self, facts: Log) -> None:
        """Find out, when all is read, what a report says of the log as a whole. ``facts``: what is known of it."""
        views = dict(self._all("SELECT kind, sum(views)::BIGINT FROM seen GROUP BY kind"))
        shown = self._all(
            f"SELECT agent, least(sum(views), {_SAMPLES})::INTEGER FROM seen WHERE kind = {MALFORMED}"
            f" GROUP BY agent ORDER BY agent LIMIT {_SAMPLES}"
        )
        blanks = self._blanks()
        self.facts = facts._replace(
            other=views.get(OTHER, 0),
            malformed=views.get(MALFORMED, 0) + self._rejected,
            at_least=self._rejected >= REJECTS,
            samples=tuple([line for line, times in shown for _ in range(times)] + self._refused)[:_SAMPLES],
            blank=tuple(dict.fromkeys(field for fields in blanks for field in fields)),
            mixed=self._is_mixed(),
        )
        self.has_visitors = all(map(has_visitors, self.formats, blanks))
        ((self.distinct,),) = self._all(f"SELECT approx_count_distinct(agent) FROM seen WHERE kind = {PAGE}")

    def agents(self) -> Iterator[Agent]:
        """The user agents, one after another: they need not fit into memory. Can be asked for once."""
        # In steps, so that what one of them holds in memory is let go before the next.
        key = "hash(agent, format) AS key"
        self._connection.execute(
            f"CREATE TABLE totals AS SELECT key, count(*) AS visitors FROM"
            f" (SELECT DISTINCT {key}, visitor FROM seen WHERE visitor IS NOT NULL) GROUP BY key"
        )
        self._connection.execute(
            f"CREATE TABLE days AS SELECT {key}, format, agent, day, sum(views)::BIGINT AS views,"
            f" count(visitor) AS visitors FROM seen WHERE kind = {PAGE} GROUP BY ALL"
        )
        self._connection.execute("DROP TABLE seen")
        answer = self._connection.execute(
            "SELECT * FROM (FROM days UNION ALL SELECT key, NULL, NULL, NULL, NULL, visitors FROM totals)"
            " ORDER BY key, agent NULLS FIRST"
        )
        total = 0
        for (_, number, agent), rows in groupby(_fetched(answer), itemgetter(0, 1, 2)):
            if agent is None:
                total = next(rows)[-1]
                continue
            days: dict[str | None, tuple[int, int]] = {}
            for *_, day, views, visitors in rows:
                before = days.get(iso_date(day), (0, 0))
                days[iso_date(day)] = before[0] + views, before[1] + visitors
            yield Agent(as_sent(agent, self.formats[number].escapes), days, total)
            total = 0

    def _blanks(self) -> list[tuple[Field, ...]]:
        """The fields that are empty in all lines of a format, for each."""
        bits = dict(
            self._all(f"SELECT format, bit_and(blank) FROM seen WHERE kind IN ({OTHER}, {PAGE}) GROUP BY format")
        )
        return [always_blank(form, bits.get(number)) for number, form in enumerate(self.formats)]

    def _is_mixed(self) -> bool:
        """Whether a file lists other fields than its first list has."""
        rows = self._all(f"SELECT format, count(DISTINCT agent) FROM seen WHERE kind = {FIELD_LIST} GROUP BY format")
        return any(number > 1 for _, number in rows)

    def _all(self, query: str) -> list[Any]:
        return self._connection.execute(query).fetchall()


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
def _watched(
    connection: DuckDBPyConnection, files: _Files, before: int, whole: int | None, progress: Progress | None
) -> Iterator[None]:
    """Pump standard input into DuckDB, and tell ten times a second how far DuckDB has come, while it reads."""
    piped = next((file for file in files if isinstance(file, StandardInput)), None)
    stop = threading.Event()

    def tell() -> None:
        assert progress is not None
        while not stop.wait(0.1):
            percent = connection.query_progress()
            if piped is not None:
                progress(piped.size, None)
            elif percent > 0:
                progress(before + int(sum(file.size for file in files) * min(1.0, percent / 100)), whole)

    threads = [] if piped is None else [piped.pump()]
    teller = threading.Thread(target=tell, daemon=True)
    if progress is not None:
        teller.start()
    try:
        yield
    finally:
        stop.set()
        if piped is not None:
            piped.close()
        if progress is not None:
            teller.join()
    for pump in threads:
        pump.join()
    if piped is not None and piped.error is not None:
        raise piped.error
    if progress is not None:
        progress(before + sum(file.size for file in files), whole)
