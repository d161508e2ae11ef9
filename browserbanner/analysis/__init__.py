"""The dry run: a site's access logs, and who of its visitors would get the banner.

``analyze`` makes a `Report` of logs, by DuckDB; `Report.as_json`, ``as_html`` and ``stats`` write it. Spark shares
with it ``counted`` and ``facts_of``, the questions in SQL that both are asked in their `Dialect`; `Judge`; and `Tally`,
which makes the report.

Inside: ``pattern`` reads a server's statement of its log, of which ``formats`` makes a `LogFormat`; ``recognition``
finds one by a log's first lines, and ``fields`` by the names in them; ``sql`` and ``facts`` are the questions, which
``reading`` asks of ``duck``; ``judging`` judges each user agent; ``tally`` adds up; ``names`` and ``stats`` say what
browsers are called, here and by caniuse; ``sentences`` and ``html`` write for people.
"""

from browserbanner.analysis.errors import LogError as LogError
from browserbanner.analysis.facts import Log as Log
from browserbanner.analysis.facts import counted as counted
from browserbanner.analysis.facts import facts_of as facts_of
from browserbanner.analysis.fields import Path as Path
from browserbanner.analysis.fields import iso_date as iso_date
from browserbanner.analysis.formats import Escapes as Escapes
from browserbanner.analysis.formats import Json as Json
from browserbanner.analysis.formats import LogFormat as LogFormat
from browserbanner.analysis.formats import Split as Split
from browserbanner.analysis.formats import format_of_pattern as format_of_pattern
from browserbanner.analysis.html import as_html as as_html
from browserbanner.analysis.judging import Group as Group
from browserbanner.analysis.judging import Judge as Judge
from browserbanner.analysis.logs import STDIN as STDIN
from browserbanner.analysis.logs import paths_of as paths_of
from browserbanner.analysis.names import Browser as Browser
from browserbanner.analysis.names import System as System
from browserbanner.analysis.recognition import FIRST as FIRST
from browserbanner.analysis.recognition import format_of as format_of
from browserbanner.analysis.report import Outcomes as Outcomes
from browserbanner.analysis.report import Part as Part
from browserbanner.analysis.report import Report as Report
from browserbanner.analysis.run import analyze as analyze
from browserbanner.analysis.sentences import notes as notes
from browserbanner.analysis.sentences import number as number
from browserbanner.analysis.sentences import percent as percent
from browserbanner.analysis.sentences import plural as plural
from browserbanner.analysis.sentences import summary as summary
from browserbanner.analysis.sentences import warnings as warnings
from browserbanner.analysis.sql import PAGE as PAGE
from browserbanner.analysis.sql import Dialect as Dialect
from browserbanner.analysis.sql import Taken as Taken
from browserbanner.analysis.tables import Table as Table
from browserbanner.analysis.tables import tables_of as tables_of
from browserbanner.analysis.tally import Tally as Tally
from browserbanner.analysis.visits import Count as Count
from browserbanner.analysis.visits import as_sent as as_sent

#: What is public; the rest is for the command line and for Spark.
__all__ = [
    "Browser",
    "Count",
    "Log",
    "LogError",
    "Outcomes",
    "Part",
    "Report",
    "System",
    "analyze",
    "as_html",
    "notes",
    "summary",
    "warnings",
]
