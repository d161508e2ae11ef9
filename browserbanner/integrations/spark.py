"""Spark: the dry run over access logs that outgrow one machine.

::

    from browserbanner.analysis import as_html, summary
    from browserbanner.integrations.spark import analyze

    report = analyze(spark.read.text("s3a://logs/2026/*.gz"), policies=["last 2 years"])
    print(*summary(report), sep="\\n")

Its figures are those of ``browserbanner analyze`` on the same lines: Spark is asked the same question in SQL, and the
same judge judges each distinct user agent, once, where its rows lie. The package has to be installed on the executors.
"""

from __future__ import annotations

import pickle
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from browserbanner import __version__
from browserbanner.analysis.fields import Path, iso_date
from browserbanner.analysis.formats import Escapes, LogFormat, as_sent, format_of_pattern, literal
from browserbanner.analysis.judging import Judge
from browserbanner.analysis.logs import LogError
from browserbanner.analysis.recognition import FIRST, format_of
from browserbanner.analysis.report import Log, Report
from browserbanner.analysis.sql import Ask, by_day, counted, facts_of
from browserbanner.analysis.tally import Tally
from browserbanner.errors import ConfigurationError
from browserbanner.integrations._missing import missing

try:
    from pyspark.sql import functions
    from pyspark.sql.types import StringType
except ModuleNotFoundError as _error:
    raise missing("pyspark", _error) from _error

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from browserbanner.policy import PolicyLike

__all__ = ["analyze"]


def texts_in_json(paths: Sequence[Path]) -> str:
    """The texts at some paths of a line of JSON, an array, in SQL; NULL for other lines."""
    steps = ([f"[{part}]" if isinstance(part, int) else f"['{part}']" for part in path] for path in paths)
    listed = ", ".join(f"get_json_object(line, {literal('$' + ''.join(path))})" for path in steps)
    return f"CASE WHEN get_json_object(line, '$') IS NOT NULL THEN array({listed}) END"


def analyze(
    lines: DataFrame,
    *,
    column: str | None = None,
    name: str = "a Spark DataFrame",
    policies: Sequence[PolicyLike] = (),
    next_year: bool = True,
    format: str | None = None,
    pattern: str | None = None,
    every_request: bool = False,
    **options: Any,
) -> Report:
    """The report on the lines of access logs, all of one format.

    ``lines``: as ``spark.read.text`` makes them; ``column``: the one with the text, where there are several; ``name``:
    what the report calls them. The rest is as for :func:`browserbanner.analysis.analyze`; a ``data`` pack has to be at
    its path on the executors, too. Visitors are counted one by one: Spark has room for them. Their hashes, salted, may
    pass through its shuffle files; the salt is in none of them, nor in a plan that its history keeps.

    Raises LogError for lines that are none, or whose format is not recognised; ConfigurationError for an option that
    is invalid. What fails in Spark comes as Spark's own exception.
    """

    def ask(question: str) -> list[Any]:
        return lines.sparkSession.sql(question).collect()

    judge = Judge(policies, next_year=next_year, **options)
    text = lines.select(lines[_text_column(lines, column)].alias("line"))
    form = _format_of(text, name, format, ask) if pattern is None else format_of_pattern(pattern)
    with _seen(text, form, every_request) as seen, _named(seen.persist()) as (table,):
        log = Log((name,), (form.name,), every_request)
        tally = Tally(judge, facts_of(log, [form], ask, table))
        _add_up(lines.sparkSession.sql(by_day(table)), tally, _judging(judge, options, form.escapes))
    return tally.report()


@contextmanager
def _named(*tables: DataFrame) -> Iterator[list[str]]:
    """Names for tables, by which questions find them. A name's end is the end of what was persisted of its table, too:
    so Spark does it, also with the names that it gives itself, `spark.sql("... {table}", table=...)`."""
    names = [f"browserbanner_{secrets.token_hex(8)}" for _ in tables]
    try:
        for name, table in zip(names, tables, strict=True):
            table.createTempView(name)
        yield names
    finally:
        for name, table in zip(names, tables, strict=True):
            table.sparkSession.catalog.dropTempView(name)


@contextmanager
def _seen(lines: DataFrame, form: LogFormat, every_request: bool) -> Iterator[DataFrame]:
    """The table ``seen``. The names in its question last as long as it does: Spark Connect looks them up when its rows
    are asked for. The salt is in a table: Spark's history keeps the question, and not what is in tables."""
    spark = lines.sparkSession
    salt = spark.createDataFrame([(secrets.randbits(62),)], "salt bigint")
    visitor = "xxhash64(address, agent, salt)"
    # Each executor gets the salt: else the log is read once for each of the salt's partitions, of which all but one are
    # empty, and there are as many as cores.
    with _named(lines, functions.broadcast(salt)) as (source, salts):
        yield spark.sql(counted(form, source, visitor=visitor, joined=salts, every_request=every_request))


def _add_up(days: DataFrame, tally: Tally, judged_as: Any) -> None:
    """Count page views. Only groups of user agents come to the driver, of which there are few; never the user agents
    themselves."""
    agents, judged = days.groupBy("agent").agg(functions.sum("views").alias("views")), judged_as("agent")
    agents = agents.select("*", judged["group"].alias("group"), judged["length"].alias("length")).persist()
    for length, views, distinct in agents.groupBy("length").agg(functions.sum("views"), functions.count("*")).collect():
        tally.add_length(length, views, distinct)
    by_day = days.join(agents.select("agent", "group"), "agent").groupBy("group", "day")
    for group, day, *counts in by_day.agg(*map(functions.sum, ("views", "visitors", "new"))).collect():
        tally.add(pickle.loads(group), iso_date(day), *counts)
    agents.unpersist()


def _text_column(lines: DataFrame, column: str | None) -> str:
    """The column with the lines. Raises ConfigurationError."""
    texts = [field.name for field in lines.schema if isinstance(field.dataType, StringType)]
    if column is None and len(texts) == 1:
        return texts[0]
    if column not in texts:
        raise ConfigurationError.choice("column", column, texts)
    return column


def _format_of(lines: DataFrame, name: str, format: str | None, ask: Ask) -> LogFormat:
    first = [row["line"] for row in lines.where("trim(line) <> ''").limit(FIRST).collect()]
    if not first:
        raise LogError(f"{name}: is empty")
    return format_of(first, format, name, ask, texts_in_json)


def _judging(judge: Judge, options: dict[str, Any], escapes: Escapes) -> Any:
    """A function of Spark's: a user agent as a log writes it -> its Group, pickled, and its length in bytes."""
    asked, known, given = pickle.dumps(judge.portable), _known(judge), tuple(sorted(options.items()))

    def judged(agent: str) -> tuple[bytes, int]:
        sent = as_sent(agent, escapes)
        return pickle.dumps(_judge(asked, given, known).group(sent)), len(sent)

    return functions.udf(judged, "struct<group: binary, length: int>", useArrow=False)


@cache
def _judge(asked: bytes, options: tuple[tuple[str, Any], ...], known: tuple[str, str]) -> Judge:
    """The judge of an executor's process, made once. Raises RuntimeError where its version or data is not the
    driver's, and ModuleNotFoundError where the fallback's packages are missing, without which it would judge worse."""
    import ua_parser
    import user_agents

    del ua_parser, user_agents
    judge = Judge(pickle.loads(asked), next_year=False, **dict(options))  # the next year's policy is among them
    if _known(judge) != known:
        raise RuntimeError(
            f"the executor has browserbanner {' with the data of '.join(_known(judge))}, "
            f"the driver {' with the data of '.join(known)}: install the same on both"
        )
    return judge


def _known(judge: Judge) -> tuple[str, str]:
    return __version__, judge.data.date
