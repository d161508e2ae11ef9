"""Spark, on a cluster of two workers on this machine: the same figures as `analyze` on the same log."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from browserbanner import ConfigurationError
from browserbanner.analysis import LogError, Report, analyze, summary
from tests.analysis.install import program
from tests.analysis.logs import WRITERS, Hit, hits, write
from tests.analysis.test_reading import BAD_LINES, NASTY
from tests.docs.markdown import block_that

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from browserbanner.policy import PolicyLike

pytestmark = [
    pytest.mark.long,
    # pyspark's own: sockets to its Java that it leaves to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    import pyspark
    from pyspark.sql import SparkSession

    program("java")
    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))  # by which the master starts its workers
    os.environ["PYSPARK_PYTHON"] = sys.executable  # else Spark's workers are the system's Python, without this package
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", "/nonexistent")
        .getOrCreate()
    )
    yield session
    session.stop()
    shutil.rmtree(Path(os.environ["SPARK_HOME"]) / "work", ignore_errors=True)  # the workers' own folder


def figures(report: Report) -> dict[str, Any]:
    """All that a report says, but for what the log is called, how large its file is, and which bad lines it shows."""
    said: dict[str, Any] = json.loads(json.dumps(report.as_json()))
    assert len(said["log"].pop("samples")) == min(3, said["log"]["malformed"])
    del said["log"]["names"], said["log"]["size"]
    return {**said, "stats": report.stats}


@pytest.mark.parametrize("form", [*WRITERS, "iis", "haproxy", "docker", "kubernetes"])
def test_the_figures_are_those_of_analyze(form: str, spark: SparkSession, week: list[Hit], tmp_path: Path) -> None:
    from browserbanner.integrations.spark import analyze as spark_analyze

    nasty = [week[0]._replace(agent=agent, method="GET", target="/", status=200) for agent in NASTY if form in WRITERS]
    bad = [line for line in BAD_LINES if len(line) < 1000]  # Spark has no longest line
    log = write(tmp_path / "access.log", [*week[:5000], *nasty], form, extra=[*bad, b"", b""])
    policies = ["baseline widely available", "last 5 years"]
    expected = analyze([str(log)], policies=policies)
    found = spark_analyze(spark.read.text(str(log)), policies=policies)
    assert figures(found) == figures(expected)
    assert expected.log.malformed >= len(bad)
    assert found.log.names == ("a Spark DataFrame",)


def test_policies_that_are_no_text_reach_the_executors(spark: SparkSession, week_log: Path, tmp_path: Path) -> None:
    from browserbanner.integrations.spark import analyze as spark_analyze

    config = tmp_path / ".browserslistrc"
    config.write_text("last 2 years")
    policies: list[PolicyLike] = [
        {"chrome": 109, "firefox": "116", "ie": False},
        config,
        ["chrome >= 120", "safari >= 16"],
    ]
    found = spark_analyze(spark.read.text(str(week_log)), policies=policies, esr=False)
    assert figures(found) == figures(analyze([str(week_log)], policies=policies, esr=False))
    assert found.policies[0].outdated.views


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        ("%h %{%Y-%m-%d}t %>s %m %U%q %{User-agent}i", "192.0.2.{at} 2026-11-02 200 GET / Mozilla/5.0 {it's} \\d {at}"),
        ('$remote_addr [$time_iso8601] "$request_method $uri" $status "$http_user_agent"', '192.0.2.{at} [2026-11-02T10:00:00Z] "GET /" 200 "a{at}"'),
    ],
)  # fmt: skip
def test_patterns_are_read_alike(pattern: str, line: str, spark: SparkSession, tmp_path: Path) -> None:
    from browserbanner.integrations.spark import analyze as spark_analyze

    log = tmp_path / "a.log"
    log.write_text("".join(line.replace("{at}", str(at % 5)) + "\n" for at in range(20)) + "junk\n", "utf-8")
    found = spark_analyze(spark.read.text(str(log)), pattern=pattern)
    assert figures(found) == figures(analyze([str(log)], pattern=pattern))
    assert (found.people.views, found.people.visitors, found.log.malformed) == (20, 5, 1)


def test_every_request_counts_where_that_is_asked_for(spark: SparkSession, week_log: Path) -> None:
    from browserbanner.integrations.spark import analyze as spark_analyze

    found = spark_analyze(spark.read.text(str(week_log)), format="combined", every_request=True, next_year=False)
    assert figures(found) == figures(analyze([str(week_log)], every_request=True, next_year=False))


def test_each_line_is_read_once(spark: SparkSession, tmp_path: Path) -> None:
    """What is kept of a log was forgotten before the questions about the whole of it: each read the log again. And it
    was read for each partition of the salt's table."""
    from browserbanner.integrations.spark import analyze as spark_analyze

    log, read = write(tmp_path / "access.log", list(hits(500))), spark.sparkContext.accumulator(0)

    def line_of(row: Any) -> tuple[str]:
        read.add(1)
        return (row[0],)

    lines = spark.createDataFrame(spark.read.text(str(log)).rdd.map(line_of), "value string")
    pattern = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"'
    assert spark_analyze(lines, pattern=pattern).log.lines == read.value == 500
    assert not spark.catalog.listTables()


def test_the_documents_block_says_what_analyze_says(
    spark: SparkSession, week_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def text(path: str) -> Any:
        assert path.startswith("s3a://")
        return spark.read.text(str(week_log))

    block = block_that("python", "from browserbanner.analysis")
    exec(compile(block.code, block.place, "exec"), {"spark": SimpleNamespace(read=SimpleNamespace(text=text))})
    expected = analyze([str(week_log)], policies=["baseline widely available", "last 2 years"])
    assert capsys.readouterr().out.splitlines() == list(summary(expected))


def test_what_cannot_be_meant_is_refused_on_the_driver(spark: SparkSession) -> None:
    from browserbanner.integrations.spark import analyze as spark_analyze

    lines = spark.createDataFrame([("a poem", "x"), ("by nobody", "y")], "value string, other string")
    with pytest.raises(ConfigurationError, match="column=None: must be one of: 'value', 'other'"):
        spark_analyze(lines)
    with pytest.raises(ConfigurationError, match="chrme"):
        spark_analyze(lines, column="value", policies=["chrme > 1"])
    with pytest.raises(LogError, match="not recognised"):
        spark_analyze(lines, column="value")
    with pytest.raises(LogError, match="a Spark DataFrame: is empty"):
        spark_analyze(lines.where("value = ''"), column="value")


_OTHER_PYTHON = """
import sys
from pyspark.sql import SparkSession
from browserbanner.integrations.spark import analyze
spark = (
    SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
    .config("spark.executorEnv.PYTHONPATH", sys.argv[2]).getOrCreate()
)
analyze(spark.read.text(sys.argv[1]), format="combined")
"""


def test_an_executor_without_the_fallback_s_packages_says_so(spark: SparkSession, tmp_path: Path) -> None:
    """Seen with the system's Python as worker: it judged rare browsers otherwise, in silence."""
    log = write(tmp_path / "access.log", list(hits(100)))
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "ua_parser.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'ua_parser'\", name='ua_parser')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", _OTHER_PYTHON, str(log), str(hidden)],
        capture_output=True, text=True, check=False, env={**os.environ, "PYSPARK_PYTHON": sys.executable},
    )  # fmt: skip
    assert done.returncode == 1
    assert "No module named 'ua_parser'" in done.stderr


def test_the_speed_of_both_on_the_same_log_is_said(spark: SparkSession, tmp_path: Path) -> None:
    """No limit: on one machine Spark pays for what it does for many. The figures are the same."""
    from browserbanner.integrations.spark import analyze as spark_analyze

    log = tmp_path / "access.log"
    lines = write(tmp_path / "part.log", list(hits(30_000))).read_bytes()
    log.write_bytes(lines * 10)

    def duckdb() -> Report:
        return analyze([str(log)])

    def on_spark() -> Report:
        return spark_analyze(spark.read.text(str(log)))

    reports = []
    for name, run in (("DuckDB", duckdb), ("Spark", on_spark), ("Spark, warm", on_spark)):
        began = time.perf_counter()
        reports.append(figures(run()))
        print(f"\n{name}: {300_000 / (time.perf_counter() - began):,.0f} lines a second")
    assert reports[0] == reports[1] == reports[2]
