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
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from browserbanner import __version__
from browserbanner.analysis import (
    FIRST,
    MALFORMED,
    OTHER,
    PAGE,
    Dialect,
    Judge,
    LogError,
    LogFormat,
    Report,
    Row,
    Taken,
    as_sent,
    format_of_pattern,
    gather,
    make_report,
    named_format,
    recognise,
    requests,
)
from browserbanner.errors import ConfigurationError
from browserbanner.integrations._missing import missing

try:
    from pyspark.sql import functions
    from pyspark.sql.types import BinaryType, StringType
except ModuleNotFoundError as _error:
    raise missing("pyspark", _error) from _error

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from browserbanner.policy import PolicyLike

__all__ = ["analyze"]

_SAMPLES = 3
_SOURCE = "browserbanner_lines"
_IS_TEXT = "is_valid_utf8(line)"  # DuckDB refuses other lines


class SparkDialect(Dialect):
    """Spark's words."""

    def literal(self, text: str) -> str:
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def split(self, line: str, at_least: int, exact: bool, wanted: Sequence[int]) -> Taken:
        items = [f"get(taken, {at})" for at in wanted]
        fits = f"size(taken) {'=' if exact else '>='} {at_least} AND {_IS_TEXT}"
        return Taken(f"split({line}, chr(34))", fits, items)

    def match(self, regex: str, groups: int) -> Taken:
        pattern = self.literal(regex)
        found = ", ".join(f"regexp_extract(line, {pattern}, {group})" for group in range(1, groups + 1))
        return self._listed(f"CASE WHEN line RLIKE {pattern} THEN array({found}) END", groups)

    def has(self, text: str, regex: str) -> str:
        return f"{text} RLIKE {self.literal(regex)}"

    def json(self, paths: Sequence[Sequence[str | int]]) -> Taken:
        found = ", ".join(f"get_json_object(line, {self.literal(_json_path(path))})" for path in paths)
        return self._listed(f"CASE WHEN get_json_object(line, '$') IS NOT NULL THEN array({found}) END", len(paths))

    @staticmethod
    def _listed(column: str, length: int) -> Taken:
        return Taken(column, f"taken IS NOT NULL AND {_IS_TEXT}", [f"get(taken, {at})" for at in range(length)])


def _json_path(path: Sequence[str | int]) -> str:
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f"['{part}']" for part in path)


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
    cannot be meant. What fails in Spark comes as Spark's own exception.
    """
    judge = Judge(policies, next_year=next_year, **options)
    text = lines.select(lines[_text_column(lines, column)].alias("line"))
    layout = _format_of(text, name, format, pattern)
    asked = _ask(text, layout, every_request=every_request)
    # A salt in the question would stand in the plans that Spark's history keeps; a table's content does not.
    salt = lines.sparkSession.createDataFrame([(secrets.randbits(62),)], "salt bigint")
    visitor = "CASE WHEN address <> '' THEN xxhash64(address, agent, salt) END AS visitor"
    seen = asked.crossJoin(salt).selectExpr("kind", "agent", "day", visitor)
    seen = seen.groupBy("kind", "agent", "day", "visitor").count().persist()
    try:
        pages = seen.where(f"kind = {PAGE}")
        views = functions.sum("count").alias("views")
        others = seen.where(f"kind <> {PAGE}").groupBy("kind").agg(views).collect()
        days = pages.groupBy("agent", "day").agg(views, functions.count("visitor").alias("visitors")).collect()
        agents = (
            pages.groupBy("agent")
            .agg(functions.count_distinct("visitor").alias("visitors"))
            .withColumn("judgement", _judging(judge, options, layout.escapes)("agent"))
            .collect()
        )
    finally:
        seen.unpersist()
    rest = {row["kind"]: row["views"] for row in others}
    samples = asked.where(f"kind = {MALFORMED}").selectExpr("left(line, 200) AS line").orderBy("line").limit(_SAMPLES)
    visits = gather(
        (Row(row["agent"], row["day"], row["views"], row["visitors"]) for row in days),
        ((row["agent"], row["visitors"]) for row in agents),
        escapes=layout.escapes,
        addresses=layout.tells_visitors,
        other=rest.get(OTHER, 0),
        malformed=rest.get(MALFORMED, 0),
        samples=[row["line"] for row in samples.collect()] if MALFORMED in rest else [],
        share=1.0,
    )
    return make_report(
        visits,
        {as_sent(row["agent"], layout.escapes): pickle.loads(row["judgement"]) for row in agents},
        judge,
        names=[name],
        formats=[layout.name],
        size=None,
        every_request=every_request,
    )


def _text_column(lines: DataFrame, column: str | None) -> str:
    """The column with the lines. Raises ConfigurationError."""
    texts = [field.name for field in lines.schema if isinstance(field.dataType, StringType)]
    if column is None and len(texts) == 1:
        return texts[0]
    if column not in texts:
        raise ConfigurationError.choice("column", column, texts)
    return column


def _format_of(lines: DataFrame, name: str, format: str | None, pattern: str | None) -> LogFormat:
    if pattern is not None:
        return format_of_pattern(pattern)
    first = [row["line"] for row in lines.where("trim(line) <> ''").limit(FIRST).collect()]
    if not first:
        raise LogError(f"{name}: is empty")
    if format is not None:
        return named_format(format, first, name)

    dialect = SparkDialect()

    def attempt(layout: LogFormat, some: Sequence[str]) -> list[tuple[int, str, str]]:
        # Literals: Spark answers that on the spot, without a job.
        sample = ", ".join(f"({dialect.literal(line)})" for line in some)
        question = requests(layout, dialect, f"(SELECT * FROM VALUES {sample} AS t(line))", every_request=True)
        return [(row["kind"], row["agent"], row["address"]) for row in lines.sparkSession.sql(question).collect()]

    return recognise(first, attempt, name)


def _ask(lines: DataFrame, layout: LogFormat, *, every_request: bool) -> DataFrame:
    """The requests in some lines."""
    question = requests(layout, SparkDialect(), _SOURCE, every_request=every_request)
    # Spark formats the text: what is in braces is a table's name.
    text = question.replace("{", "{{").replace("}", "}}").replace(_SOURCE, "{lines}")
    return lines.sparkSession.sql(text, lines=lines)


def _judging(judge: Judge, options: dict[str, Any], escapes: bool) -> Any:
    """A function of Spark's: a user agent as a log writes it -> its Judgement, pickled."""
    asked, known, given = pickle.dumps(judge.portable), _known(judge), tuple(sorted(options.items()))

    def judged(agent: str) -> bytes:
        return pickle.dumps(_judge(asked, given, known).judge(as_sent(agent, escapes)))

    return functions.udf(judged, BinaryType(), useArrow=False)


@cache
def _judge(asked: bytes, options: tuple[tuple[str, Any], ...], known: tuple[str, str]) -> Judge:
    """The judge of an executor's process, made once. Raises RuntimeError where it would judge otherwise than the
    driver's, or, without what the fallback needs, in silence worse."""
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
