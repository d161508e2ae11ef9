"""DuckDB: a connection with bounded memory that knows Spark's words, and a log's lines as a table."""

from __future__ import annotations

import glob
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from browserbanner.analysis.fields import Path
from browserbanner.analysis.formats import BORDER, literal
from browserbanner.analysis.logs import LogError, LogFile, StandardInput
from browserbanner.analysis.recognition import FIRST

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: How many lines that DuckDB itself refuses (not UTF-8, longer than a megabyte) are counted.
REJECTS = 100_000
_LONGEST_LINE = 1_000_000
#: What DuckDB reads at once, in bytes: what one thread of it takes. With half of that it needs a tenth more time; its
#: own default, four times as much, takes 60 MB more.
_BUFFER = 8_000_000
#: What DuckDB may take: so much, and so much for each thread, which has buffers of its own. (MB)
_MEMORY, _MEMORY_OF_A_THREAD = 140, 30
_HEAD = 1 << 16

#: Called while a log is read, with the bytes read so far, and how many there are (None for standard input).
Progress: TypeAlias = Callable[[int, int | None], None]


# Spark's functions that DuckDB lacks. ``is_valid_utf8``: it refuses other lines when it reads them; ``regexp_replace``:
# it calls the groups of a regular expression \1, not $1.
_WORDS = r"""
CREATE MACRO get(list, number) AS list[number + 1];
CREATE MACRO is_valid_utf8(line) AS TRUE;
CREATE MACRO regexp_like(text, regex) AS regexp_matches(text, regex);
CREATE MACRO regexp_replace(text, regex, groups) AS system.main.regexp_replace(text, regex, replace(groups, '$', '\'));
"""


def texts_in_json(paths: Sequence[Path]) -> str:
    """The texts at some paths of a line of JSON, an array, in SQL; NULL for other lines."""
    steps = ([f"[{part}]" if isinstance(part, int) else f'."{part}"' for part in path] for path in paths)
    listed = ", ".join(literal("$" + "".join(path)) for path in steps)
    return f"CASE WHEN json_valid(line) THEN json_extract_string(line, [{listed}]) END"


@contextmanager
def connected(threads: int | None, names: Sequence[str]) -> Iterator[DuckDBPyConnection]:
    """A connection to a database in memory, which spills into a temporary folder; DuckDB's errors as ours, with the
    log's name. Nothing is fetched."""
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "analyze needs DuckDB: pip install 'browserbanner[analyze]'", name=error.name
        ) from None  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="browserbanner-") as folder:  # which nobody else may read
        connection = duckdb.connect(config={"temp_directory": folder, "autoinstall_known_extensions": False})
        try:
            connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
            connection.execute("SET preserve_insertion_order = false")
            connection.execute(_WORDS)
            if threads is not None:
                connection.execute(f"SET threads = {threads}")
            ((threads,),) = connection.execute("SELECT current_setting('threads')").fetchall()
            connection.execute(f"SET memory_limit = '{_MEMORY + threads * _MEMORY_OF_A_THREAD}MB'")
            yield connection
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


def first_lines(file: LogFile | StandardInput, connection: DuckDBPyConnection) -> list[str]:
    """The whole lines among a log's first bytes."""
    if isinstance(file, StandardInput):
        head, whole = bytes(file.head[:_HEAD]), len(file.head) <= _HEAD
    elif file.compression == "zstd":
        answer = connection.execute(f"SELECT line FROM {lines_of([file])} WHERE line <> '' LIMIT {FIRST}")
        return [line for (line,) in answer.fetchall()]
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


def lines_of(files: Sequence[LogFile | StandardInput], rejects: bool = False) -> str:
    """A relation with the column ``line`` of some files, as each is packed. No line is split or unquoted: what would
    do so (``delim``) is in no log."""
    packed: dict[str, list[str]] = {}
    for file in files:
        packed.setdefault(file.compression, []).append(glob.escape(file.path))  # DuckDB matches, too
    bad = f"store_rejects = true, rejects_limit = {REJECTS}" if rejects else "ignore_errors = true"
    reads = (
        f"SELECT line FROM read_csv([{', '.join(map(literal, paths))}], compression = '{compression}',"
        f" columns = {{'line': 'VARCHAR'}}, auto_detect = false, header = false, delim = '{BORDER}',"
        f" quote = '', escape = '', strict_mode = false, max_line_size = {_LONGEST_LINE},"
        f" buffer_size = {_BUFFER}, {bad})"
        for compression, paths in packed.items()
    )
    return f"({' UNION ALL '.join(reads)})"


@contextmanager
def told(
    connection: DuckDBPyConnection,
    files: Sequence[LogFile | StandardInput],
    before: int,
    whole: int | None,
    progress: Progress | None,
) -> Iterator[None]:
    """Tell ten times a second how far DuckDB has come, while it reads some files, and at the end that it has.
    ``before``: the bytes that were read before; ``whole``: all there are, None where that is not known."""
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
