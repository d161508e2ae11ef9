"""The dry run: logs in, a report out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from browserbanner.analysis.judging import Judge
from browserbanner.analysis.reading import Progress, read_log
from browserbanner.analysis.report import Report
from browserbanner.analysis.tally import Tally
from browserbanner.policy import PolicyLike

_TOLD = 500  # user agents between two calls of ``judging``


def analyze(
    logs: Sequence[str],
    *,
    policies: Sequence[PolicyLike] = (),
    next_year: bool = True,
    format: str | None = None,
    pattern: str | None = None,
    every_request: bool = False,
    progress: Progress | None = None,
    judging: Callable[[int, int], None] | None = None,
    threads: int | None = None,
    **options: Any,
) -> Report:
    """Who a site's visitors are, whom each policy would tell that their browser is outdated, and what they can do.

    ``logs``: paths, in which ``*`` and the like match; or ``["-"]``, standard input. ``policies``: each as for
    BrowserBanner; none: its default. ``next_year``: compare with Baseline as it will be a year after the data's date.
    ``format``, ``pattern``: instead of recognising the log's format, its name or the server's own statement of it.
    ``every_request``: count them all, and not page views only. ``progress``: called with the bytes that are read, and
    all there are, if that is known; ``judging``: with the user agents that are judged, and all. ``threads``: as many as
    there are cores. ``options``: BrowserBanner's ``data``, ``grace`` and ``esr``.

    Raises LogError for a log that cannot be read, ConfigurationError for an invalid option, ModuleNotFoundError where
    DuckDB is missing.
    """
    judge = Judge(policies, next_year=next_year, **options)  # before gigabytes are read
    judged = 0
    with read_log(
        logs, format=format, pattern=pattern, every_request=every_request, progress=progress, threads=threads
    ) as log:
        tally = Tally(judge, log.facts)
        for judged, (agent, days) in enumerate(log.agents(), start=1):
            group = judge.group(agent)
            for day in days:
                tally.add(group, *day)
            tally.add_length(len(agent), sum(views for _, views, _, _ in days), 1)
            if judging is not None and judged % _TOLD == 0:
                judging(judged, max(judged, log.distinct))
        if judging is not None:
            judging(judged, judged)
    return tally.report()
