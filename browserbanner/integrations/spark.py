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

import functools
import operator
import pickle
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from browserbanner import __version__
from browserbanner.analysis import (
    FIELD_LIST,
    FIRST,
    MALFORMED,
    OTHER,
    PAGE,
    Dialect,
    Escapes,
    Judge,
    Log,
    LogError,
    LogFormat,
    Report,
    Split,
    Taken,
    Tally,
    always_blank,
    as_sent,
    format_of_pattern,
    has_visitors,
    iso_date,
    named_format,
    recognise,
    requests,
)
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

_SAMPLES = 3
_SOURCE = "browserbanner_lines"
_IS_TEXT = "is_valid_utf8(line)"  # DuckDB refuses other lines


class SparkDialect(Dialect):
    """Spark's words."""

    def literal(self, text: str) -> str:
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def split(self, line: str, layout: Split) -> Taken:
        items = [f"get(taken, {place.segment})" for place in layout.places.values()]
        fits = f"size(taken) {'=' if layout.exact else '>='} {layout.segments} AND {_IS_TEXT}"
        return Taken(f"split({line}, {self.literal(layout.separator)})", fits, items)

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
    is invalid. What fails in Spark comes as Spark's own exception.
    """
    judge = Judge(policies, next_year=next_year, **options)
    text = lines.select(lines[_text_column(lines, column)].alias("line"))
    form = _format_of(text, name, format, pattern)
    # A salt in the question would stand in the plans that Spark's history keeps; a table's content does not.
    salt = lines.sparkSession.createDataFrame([(secrets.randbits(62),)], "salt bigint")
    visitor = "CASE WHEN address <> '' THEN xxhash64(address, agent, salt) END AS visitor"
    asked = _ask(text, form, every_request=every_request).crossJoin(salt)
    views, blank = functions.count("*").alias("views"), functions.bit_and("blank").alias("blank")
    seen = asked.selectExpr("kind", "agent", "day", "blank", visitor)
    seen = seen.groupBy("kind", "agent", "day", "visitor").agg(views, blank).persist()
    tally = Tally(judge)
    try:
        # Only groups of user agents come to the driver, of which there are few; never the user agents themselves.
        pages = seen.where(f"kind = {PAGE}")
        agents = pages.groupBy("agent").agg(
            functions.count_distinct("visitor").alias("visitors"), functions.sum("views").alias("views")
        )
        judged = _judging(judge, options, form.escapes)("agent")
        agents = agents.select("*", judged["group"].alias("group"), judged["length"].alias("length")).persist()
        for row in agents.groupBy("group").agg(functions.sum("visitors").alias("visitors")).collect():
            tally.add_group(pickle.loads(row["group"]), row["visitors"])
        for row in agents.groupBy("length").agg(functions.sum("views"), functions.count("*")).collect():
            tally.add_length(*row)
        by_day = pages.groupBy("agent", "day").agg(
            functions.sum("views").alias("views"), functions.count("visitor").alias("visitors")
        )
        by_day = by_day.join(agents.select("agent", "group"), "agent")
        sums = functions.sum("views"), functions.sum("visitors")
        for group, day, number, visitors in by_day.groupBy("group", "day").agg(*sums).collect():
            tally.add_day(pickle.loads(group), iso_date(day), number, visitors)
        agents.unpersist()
        facts, has_visitors = _facts(seen, form)
    finally:
        seen.unpersist()
    facts = facts._replace(names=(name,), every_request=every_request)
    return tally.report(facts, share=1.0, has_visitors=has_visitors)


def _facts(seen: DataFrame, form: LogFormat) -> tuple[Log, bool]:
    """What a report says of the log as a whole, and whether there are visitors in it."""
    rows = seen.groupBy("kind").agg(functions.sum("views").alias("views"), functions.bit_and("blank").alias("blank"))
    views, blanks = {}, []
    for row in rows.collect():
        views[row["kind"]] = row["views"]
        if row["kind"] in (OTHER, PAGE):
            blanks.append(row["blank"])
    blank = always_blank(form, functools.reduce(operator.and_, blanks) if blanks else 0)
    shown = seen.where(f"kind = {MALFORMED}").select("agent", "views").orderBy("agent").limit(_SAMPLES)
    samples = [line for line, times in shown.collect() for _ in range(times)]
    lists = seen.where(f"kind = {FIELD_LIST}").select("agent").distinct().count() if form.directives else 0
    facts = Log(
        names=(),
        empty=(),
        formats=(form.name,),
        size=None,
        other=views.get(OTHER, 0),
        malformed=views.get(MALFORMED, 0),
        at_least=False,
        samples=tuple(samples[:_SAMPLES]),
        every_request=False,
        blank=blank,
        mixed=lists > 1,
    )
    return facts, has_visitors(form, blank)


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

    def attempt(form: LogFormat, some: Sequence[str]) -> list[tuple[int, str, str]]:
        # Literals: Spark answers that on the spot, without a job.
        sample = ", ".join(f"({dialect.literal(line)})" for line in some)
        question = requests(form, dialect, f"(SELECT * FROM VALUES {sample} AS t(line))", every_request=True)
        return [(row["kind"], row["agent"], row["address"]) for row in lines.sparkSession.sql(question).collect()]

    return recognise(first, attempt, name)


def _ask(lines: DataFrame, form: LogFormat, *, every_request: bool) -> DataFrame:
    """The requests in some lines."""
    question = requests(form, SparkDialect(), _SOURCE, every_request=every_request)
    # Spark formats the text: what is in braces is a table's name.
    text = question.replace("{", "{{").replace("}", "}}").replace(_SOURCE, "{lines}")
    return lines.sparkSession.sql(text, lines=lines)


def _judging(judge: Judge, options: dict[str, Any], escapes: Escapes) -> Any:
    """A function of Spark's: a user agent as a log writes it -> its Group, pickled, and its length in bytes."""
    asked, known, given = pickle.dumps(judge.portable), _known(judge), tuple(sorted(options.items()))

    def judged(agent: str) -> tuple[bytes, int]:
        sent = as_sent(agent, escapes)
        return pickle.dumps(_judge(asked, given, known).group(sent)), len(sent)

    return functions.udf(judged, "struct<group: binary, length: int>", useArrow=False)


@functools.cache
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
