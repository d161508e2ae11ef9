"""DuckDB reads, parses and groups a log, on all cores, in memory that does not grow with the log."""

from __future__ import annotations

import glob
import secrets
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from browserbanner.analysis.errors import LogError
from browserbanner.analysis.formats import LogFormat, format_of_pattern
from browserbanner.analysis.logs import STDIN, LogFile, StandardInput, find_logs
from browserbanner.analysis.recognition import FIRST, named_format, recognise
from browserbanner.analysis.sql import MALFORMED, OTHER, PAGE, Dialect, Taken, requests
from browserbanner.analysis.visits import Row, Visits, gather, merged
from browserbanner.errors import ConfigurationError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Called while a log is read, with the bytes read so far, and how many there are (None for standard input).
Progress: TypeAlias = Callable[[int, int | None], None]

#: So many rows of (user agent, day, visitor) at most: what is above is left to a sample, so that memory stays flat.
_ROWS = 4_000_000
#: The bytes of a short line; only logs in which each is a page view of somebody else come near ``_ROWS``.
_LINE = 200
#: How much of a big log's lines that DuckDB itself refuses (not UTF-8, longer than a megabyte) is counted.
_REJECTS = 100_000
_LONGEST_LINE = 1_000_000
_SAMPLES = 3
_HEAD = 1 << 16


class ReadLog(NamedTuple):
    """A log's visits. ``formats``: what was read, once each; ``names``: its files, ``empty`` those that were left out;
    ``size``: in bytes."""

    visits: Visits
    formats: tuple[LogFormat, ...]
    names: tuple[str, ...]
    empty: tuple[str, ...]
    size: int


class DuckDialect(Dialect):
    """DuckDB's words."""

    def literal(self, text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    def split(self, line: str, at_least: int, exact: bool, wanted: Sequence[int]) -> Taken:
        items = [f"taken[{at + 1}]" for at in wanted]
        return Taken(f"string_split({line}, chr(34))", f"len(taken) {'=' if exact else '>='} {at_least}", items)

    def match(self, regex: str, groups: int) -> Taken:
        # The whole match first: where it is empty, there was none.
        names = ", ".join(f"'g{number}'" for number in range(groups + 1))
        column = f"regexp_extract(line, {self.literal(f'({regex})')}, [{names}])"
        return Taken(column, "taken.g0 <> ''", [f"taken.g{number}" for number in range(1, groups + 1)])

    def has(self, text: str, regex: str) -> str:
        return f"regexp_matches({text}, {self.literal(regex)})"

    def json(self, paths: Sequence[Sequence[str | int]]) -> Taken:
        listed = ", ".join(self.literal(_json_path(path)) for path in paths)
        column = f"CASE WHEN json_valid(line) THEN json_extract_string(line, [{listed}]) END"
        return Taken(column, "taken IS NOT NULL", [f"taken[{at + 1}]" for at in range(len(paths))])


def _json_path(path: Sequence[str | int]) -> str:
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f'."{part}"' for part in path)


def read_log(
    names: Sequence[str],
    *,
    format: str | None = None,
    pattern: str | None = None,
    every_request: bool = False,
    progress: Progress | None = None,
    threads: int | None = None,
) -> ReadLog:
    """Read the log in some files ("-": standard input), each of a format of its own unless one is given.

    A file that is empty is left out, as one is just after it was rotated.
    Raises LogError for a file that is missing, unreadable or of no known format, and where all are empty;
    ConfigurationError for a format that is none; ModuleNotFoundError, which says what to install; KeyboardInterrupt,
    soon.
    """
    if STDIN in names and len(names) > 1:
        raise ConfigurationError('log="-": standard input is read alone', option="log", value=list(names))
    given = None if pattern is None else format_of_pattern(pattern)
    files: list[LogFile] | list[StandardInput]
    empty: list[str] = []
    if list(names) == [STDIN]:
        files = [StandardInput()]
    else:
        found = find_logs(names)
        files = [file for file in found if not file.is_empty]
        empty = [file.path for file in found if file.is_empty]
        if not files:
            raise LogError(f"{', '.join(empty)}: {'is' if len(empty) == 1 else 'all of them are'} empty")
    with _connected(threads, names) as connection:
        runs: list[tuple[LogFormat, list[LogFile | StandardInput]]] = []
        for file in files:
            layout = given or _format_of(file, format, connection)
            same = next((run for run in runs if run[0] == layout), None)
            if same is None:
                runs.append((layout, [file]))
            else:
                same[1].append(file)
        share = _share(files)
        watch = _Watch(connection, files, progress)
        read = [_read(connection, layout, some, every_request, share, watch) for layout, some in runs]
    return ReadLog(
        merged(read),
        formats=tuple(layout for layout, _ in runs),
        names=tuple(names),
        empty=tuple(empty),
        size=sum(_size(file) for file in files),
    )


@contextmanager
def _connected(threads: int | None, names: Sequence[str]) -> Iterator[DuckDBPyConnection]:
    """A connection to a database in memory; DuckDB's errors as ours, with the log's name."""
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "analyze needs DuckDB: pip install 'browserbanner[analyze]'", name=error.name
        ) from None  # fmt: skip
    # Without a folder for what does not fit into memory, nothing of a log is written anywhere; nor is anything fetched.
    connection = duckdb.connect(config={"temp_directory": "", "autoinstall_known_extensions": False})
    try:
        connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        if threads is not None:
            connection.execute(f"SET threads = {threads}")
        yield connection
    except duckdb.OutOfMemoryException:
        raise LogError("the log has more distinct user agents than fit into memory: read fewer files at once") from None
    except duckdb.Error as error:
        why = str(error).splitlines()[0]
        why = why.partition("Error: ")[2] or why
        raise LogError(why if any(name in why for name in names) else f"{', '.join(names)}: {why}") from None
    except RuntimeError as error:
        if "interrupted" not in str(error).lower():
            raise
        raise KeyboardInterrupt from None
    finally:
        connection.close()


def _format_of(file: LogFile | StandardInput, name: str | None, connection: DuckDBPyConnection) -> LogFormat:
    source = STDIN if isinstance(file, StandardInput) else file.path
    lines = _first_lines(file, connection)
    if name is not None:
        return named_format(name, lines, source)

    def attempt(layout: LogFormat, some: Sequence[str]) -> list[tuple[int, str, str]]:
        query = requests(layout, DuckDialect(), "sample", every_request=True)
        answer = connection.execute(
            f"WITH sample AS (SELECT unnest(?) AS line) SELECT kind, agent, address FROM ({query})", [list(some)]
        )
        return answer.fetchall()

    return recognise(lines, attempt, source)


def _first_lines(file: LogFile | StandardInput, connection: DuckDBPyConnection) -> list[str]:
    """The whole lines among a log's first bytes."""
    if isinstance(file, StandardInput):
        head, whole = file.head[:_HEAD], len(file.head) <= _HEAD
    elif file.compression == "zstd":
        rows = connection.execute(f"SELECT line FROM {_lines([file])} WHERE line <> '' LIMIT {FIRST}").fetchall()
        return [line for (line,) in rows]
    else:
        try:
            with open(file.path, "rb") as stream:
                head = stream.read(_HEAD)
            if file.compression == "gzip":
                head = zlib.decompressobj(wbits=31).decompress(head, _HEAD)
        except (OSError, zlib.error) as error:
            raise LogError(f"{file.path}: {error}") from None
        whole = file.compression == "none" and file.size <= _HEAD
    # Bytes know fewer ends of lines than text does, which takes U+0085 for one.
    lines = [line.decode("utf-8", "replace") for line in head.splitlines()]
    return lines if whole or len(lines) < 2 else lines[:-1]


def _lines(files: Sequence[LogFile | StandardInput], rejects: bool = False) -> str:
    """A relation with the column ``line`` of some files, as each is packed. No line is split or unquoted: what would
    do so (``delim``) is in no log."""
    packed: dict[str, list[str]] = {}
    for file in files:
        compression = "none" if isinstance(file, StandardInput) else file.compression
        packed.setdefault(compression, []).append(glob.escape(file.path))  # DuckDB matches, too
    bad = f"store_rejects = true, rejects_limit = {_REJECTS}" if rejects else "ignore_errors = true"
    dialect = DuckDialect()
    reads = (
        f"SELECT line FROM read_csv([{', '.join(map(dialect.literal, paths))}], compression = '{compression}',"
        " columns = {'line': 'VARCHAR'}, auto_detect = false, header = false, delim = '\x01\x02\x03\x04',"
        f" quote = '', escape = '', strict_mode = false, max_line_size = {_LONGEST_LINE}, {bad})"
        for compression, paths in packed.items()
    )
    return f"({' UNION ALL '.join(reads)})"


def _size(file: LogFile | StandardInput) -> int:
    return file.done if isinstance(file, StandardInput) else file.size


def _share(files: Sequence[LogFile | StandardInput]) -> float:
    """Which part of the visitors to count: all of them in a log of usual size, else a half, a quarter, an eighth ..."""
    lines = sum(_ROWS * 8 if file.plain_size is None else file.plain_size // _LINE for file in files)
    share = 1.0
    while lines * share > _ROWS:
        share /= 2
    return share


def _read(
    connection: DuckDBPyConnection,
    layout: LogFormat,
    files: Sequence[LogFile | StandardInput],
    every_request: bool,
    share: float,
    watch: _Watch,
) -> Visits:
    """Read files of one format."""
    # The salt is nowhere but here, so that nobody can find out whose address a hash is of.
    salt = secrets.randbits(62)
    hashed, counted = f"hash(address, agent, {salt})", int(share * (2**64 - 1))
    question = requests(layout, DuckDialect(), _lines(files, rejects=True), every_request=every_request)
    with watch.reading(files):
        answer = connection.execute(
            "WITH seen AS MATERIALIZED ("
            f" SELECT kind, agent, day, CASE WHEN address <> '' AND {hashed} <= {counted} THEN {hashed} END AS visitor,"
            f" count(*) AS views, min(left(line, 200), {_SAMPLES}) FILTER (WHERE kind = {MALFORMED}) AS samples"
            f" FROM ({question}) GROUP BY kind, agent, day, visitor"
            ") SELECT kind, agent, day, sum(views)::BIGINT, count(visitor), any_value(samples)"
            " FROM seen GROUP BY kind, agent, day"
            # With a day that is none: the user agent's visitors of all days.
            f" UNION ALL SELECT kind, agent, NULL, 0, count(DISTINCT visitor), NULL FROM seen WHERE kind = {PAGE}"
            " GROUP BY kind, agent"
        ).fetchall()
    rows: list[Row] = []
    visitors: list[tuple[str, int]] = []
    rest: dict[int, tuple[int, list[str] | None]] = {}
    for kind, agent, day, views, number, samples in answer:
        if kind != PAGE:
            rest[kind] = views, samples
        elif day is None:
            visitors.append((agent, number))
        else:
            rows.append(Row(agent, day, views, number))
    rejected, refused = _rejected(connection)
    malformed, shown = rest.get(MALFORMED, (0, None))
    return gather(
        rows,
        visitors,
        escapes=layout.escapes,
        addresses=layout.tells_visitors,
        other=rest.get(OTHER, (0, None))[0],
        malformed=malformed + rejected,
        samples=[*(shown or ()), *refused][:_SAMPLES],
        share=share,
        at_least=rejected >= _REJECTS,
    )


def _rejected(connection: DuckDBPyConnection) -> tuple[int, list[str]]:
    """How many lines DuckDB refused, with some of them. Forgets them, for the next run."""
    number, samples = connection.execute(
        f"SELECT count(*), min(left(csv_line, 200), {_SAMPLES}) FROM reject_errors"
    ).fetchall()[0]
    connection.execute("DELETE FROM reject_errors")
    return number, samples or []


class _Watch:
    """Tells how far DuckDB has come, ten times a second, while it reads."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        files: Sequence[LogFile | StandardInput],
        progress: Progress | None,
    ) -> None:
        self._connection = connection
        self._progress = progress
        self._whole = None if any(isinstance(file, StandardInput) for file in files) else sum(map(_size, files))
        self._before = 0

    @contextmanager
    def reading(self, files: Sequence[LogFile | StandardInput]) -> Iterator[None]:
        """While some of the files are read."""
        piped = next((file for file in files if isinstance(file, StandardInput)), None)
        pump = None if piped is None else piped.pump()
        stop = threading.Event()
        teller = threading.Thread(target=self._tell, args=(files, piped, stop), daemon=True)
        if self._progress is not None:
            teller.start()
        try:
            yield
        finally:
            stop.set()
            if piped is not None:
                piped.close()
            if self._progress is not None:
                teller.join()
        if piped is not None and pump is not None:
            pump.join()
            if piped.error is not None:
                raise piped.error
        self._before += sum(map(_size, files))
        if self._progress is not None:
            self._progress(self._before, self._whole)

    def _tell(
        self,
        files: Sequence[LogFile | StandardInput],
        piped: StandardInput | None,
        stop: threading.Event,
    ) -> None:
        assert self._progress is not None
        size = sum(map(_size, files))
        while not stop.wait(0.1):
            if piped is not None:
                self._progress(piped.done, None)
                continue
            percent = self._connection.query_progress()
            if percent > 0:
                self._progress(self._before + int(size * min(1.0, percent / 100)), self._whole)
