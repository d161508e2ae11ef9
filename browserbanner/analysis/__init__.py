"""The dry run: a site's access logs, and who of its visitors would get the banner.

``analyze`` makes a `Report` of logs, by DuckDB; `Report.as_json`, ``as_html`` and ``stats`` write it. Spark
(``integrations.spark``) is asked the same questions in the same SQL, and shares all the rest.

Inside: ``run`` asks ``duck`` about ``logs``, in the SQL of ``sql``. A ``LogFormat`` of ``formats`` is a log's fields in
that SQL; ``recognition`` finds one by the first lines, ``fields`` by the names in them. ``judging`` judges each user
agent and names it, ``stats`` says which of caniuse's browsers that is; ``tally`` adds up to a ``report``; ``sentences``
and ``page`` write that for people.
"""

from browserbanner.analysis.logs import STDIN as STDIN
from browserbanner.analysis.logs import LogError
from browserbanner.analysis.logs import paths_of as paths_of
from browserbanner.analysis.page import Table as Table
from browserbanner.analysis.page import as_html
from browserbanner.analysis.page import tables_of as tables_of
from browserbanner.analysis.report import Browser, Count, Log, Outcomes, Part, Report, System
from browserbanner.analysis.run import analyze
from browserbanner.analysis.sentences import notes, summary, warnings
from browserbanner.analysis.sentences import number as number
from browserbanner.analysis.sentences import percent as percent
from browserbanner.analysis.sentences import plural as plural

#: What is public; the rest is for the command line.
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
