"""``browserbanner analyze``: who would get the banner, by a site's access logs, before anyone does."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from browserbanner._files import cannot_write, write_whole
from browserbanner.cli._arguments import POLICY, add_judging, judging_of, policy_of, whole_number
from browserbanner.cli._printable import printable
from browserbanner.cli._refusals import lacks, refuse
from browserbanner.errors import ConfigurationError

if TYPE_CHECKING:
    from browserbanner.analysis import Report

# Both progresses: what is read, in bytes, and what is judged, in user agents; all of it, where that is known.
_Tell = Callable[[int, "int | None"], None]

_ABOUT = """\
Reads access logs and says who would get the banner: how many of the visitors, with which browsers, what they can do
about it, and what another policy would change. Every distinct user agent is judged once, by the same judge as in a
request. What does not fit into memory is written to a temporary folder
(TMPDIR), which is removed; nobody is counted by name.
"""

_MORE = """\
formats:
  combined      nginx's and Apache's; forwarded: with X-Forwarded-For behind it; vhost: with the host before it
  common        without referrer, with the user agent behind it; vhost-common: with the host before it
  caddy, json   a JSON object a line: Caddy's, nginx's (escape=json), Cloudflare's (Logpush), CloudFront's, Akamai's,
                Azure Front Door's, Fastly's, and others with the usual names
  alb, envoy    AWS's Application Load Balancer; Envoy's default
  w3c           W3C extended logs, which begin with #Fields: IIS's, CloudFront's
  haproxy       HAProxy's `option httplog`, with `capture request header User-Agent len 512`
  Plain, gzip (.gz) or zstd (.zst). Anything else: --pattern, as it stands in the server's configuration.

examples:
  browserbanner analyze /var/log/nginx/access.log*
  browserbanner analyze --policy "baseline widely available" --policy "last 2 years" access.log.gz
  browserbanner analyze --html report.html --stats browserslist-stats.json 'logs/**/*.gz'
  ssh web1 cat /var/log/nginx/access.log | browserbanner analyze -
  browserbanner analyze --pattern '$remote_addr [$time_local] "$request" $status "$http_user_agent"' site.log

It needs DuckDB: pip install 'browserbanner[analyze]'. Exit status: 0; 1 where it could not be done; 2 for a log or an
option that cannot be used; 3 with --strict where there are warnings; 130 after Ctrl-C, with no report written.
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "analyze",
        help="say who would get the banner, by access logs",
        description=_ABOUT,
        epilog=_MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "log", nargs="+", metavar="LOG", help='an access log; *, ? and ** match; "-" is standard input, alone'
    )
    judging = parser.add_argument_group("what is asked")
    judging.add_argument(
        "--policy", action="append", default=[], metavar="QUERY",
        help=f"{POLICY}; more of them are compared",
    )  # fmt: skip
    judging.add_argument(
        "--no-next-year", action="store_true", help="do not compare with Baseline as it will be in a year"
    )
    judging.add_argument("--all-requests", action="store_true", help="count every request, and not page views only")
    add_judging(judging)
    reading = parser.add_argument_group("how the log is read")
    how = reading.add_mutually_exclusive_group()
    how.add_argument("--format", metavar="NAME", help="the log's format, where it is not recognised: see below")
    how.add_argument("--pattern", metavar="TEXT", help="the log's format as nginx's log_format or Apache's LogFormat")
    writing = parser.add_argument_group("what is written")
    writing.add_argument("--json", action="store_true", help="write JSON instead of tables")
    writing.add_argument("--html", metavar="PATH", help="write a page with charts, which needs no network and prints")
    writing.add_argument(
        "--stats", metavar="PATH", help="write the site's own usage for the bundler: browserslist-stats.json"
    )
    writing.add_argument("--top", default="10", metavar="N", help="rows of each table (default: 10)")
    writing.add_argument(
        "--strict",
        action="store_true",
        help="exit with 3 where there are warnings: the log was not understood",
    )
    writing.add_argument("--quiet", action="store_true", help="no progress bar")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Read, judge, write."""
    from browserbanner import analysis  # 30 ms that no other command has to wait for

    top = whole_number("--top", asked.top, 1)
    for path in filter(None, (asked.html, asked.stats)):
        if (why := cannot_write(path)) is not None:  # said before gigabytes are read
            return _fail(why, 2)
    for option, path, read in _overwritten(asked):
        raise ConfigurationError(f"{option}={path!r}: {read}: name another file", option=option, value=path)
    options, policies = judging_of(asked), [policy_of(text) for text in asked.policy]
    try:
        with _progress(asked.quiet) as (reading, judging):
            report = analysis.analyze(
                asked.log,
                policies=policies,
                next_year=not asked.no_next_year,
                format=asked.format,
                pattern=asked.pattern,
                every_request=asked.all_requests,
                progress=reading,
                judging=judging,
                **options,
            )
        files = {asked.html: analysis.as_html(report)} if asked.html else {}
        if asked.stats:
            files[asked.stats] = json.dumps(report.stats, indent=2) + "\n"
        for path, text in files.items():
            write_whole(path, text.encode("utf-8"))
    except analysis.LogError as error:
        return _fail(str(error), 2)
    except ModuleNotFoundError as error:
        return lacks("analyze", error, extra="analyze")
    except OSError as error:
        return _fail(f"{error.filename}: {error.strerror}", 1)
    except KeyboardInterrupt:
        return _fail("interrupted; no report was written", 130)
    _print(report, top, as_json=asked.json)
    for path in files:
        print(printable(f"{path}: written"), file=sys.stderr)
    return 3 if asked.strict and analysis.warnings(report) else 0


def _overwritten(asked: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    """Each output that would take the place of what is read, or of the other output: option, path, and what that is."""
    from browserbanner import analysis

    logs = ["/dev/stdin" if name == analysis.STDIN else name for name in asked.log]
    with suppress(analysis.LogError):  # which is said when they are read
        logs = [path for name in logs for path in analysis.paths_of([name])]
    read = {"a log that is read": logs, "the browser data": [asked.data], "a policy": asked.policy}
    for option, path in (("--html", asked.html), ("--stats", asked.stats)):
        for what, others in read.items():
            if path and os.path.isfile(path) and any(_is_same(path, other) for other in others if other):
                yield option, path, f"is {what}"
    if asked.html and asked.stats and _is_same(asked.html, asked.stats):
        yield "--stats", asked.stats, "is what --html writes"


def _is_same(path: str, other: str) -> bool:
    try:
        return os.path.samefile(path, other)
    except (OSError, ValueError):  # one of them is not there yet, or is no path at all
        return os.path.realpath(path) == os.path.realpath(other)


def _print(report: Report, top: int, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report.as_json()))
        return
    from browserbanner.cli._report import print_report

    print_report(report, top)


def _fail(sentence: str, status: int) -> int:
    refuse("analyze", sentence)
    return status


@contextmanager
def _progress(quiet: bool) -> Iterator[tuple[_Tell | None, Callable[[int, int], None] | None]]:
    """A bar with rate and time left on standard error, where that is a terminal, and rich is there."""
    if quiet or not sys.stderr.isatty():
        yield None, None
        return
    try:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )
    except ImportError:
        yield _plain_progress(), None
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("reading", total=None)

        def reading(done: int, whole: int | None) -> None:
            bars.update(task, completed=done, total=whole)

        def judging(done: int, whole: int) -> None:
            bars.update(task, description=f"judging {done:,} of {whole:,} user agents")

        yield reading, judging


def _plain_progress() -> _Tell:
    """A line that is written over."""
    import time

    begun = time.monotonic()

    def reading(done: int, whole: int | None) -> None:
        rate = done / max(0.001, time.monotonic() - begun)
        line = f"reading {done / 1e6:,.0f} MB, {rate / 1e6:,.0f} MB/s"
        if whole and done:
            line = f"{done / whole:4.0%}  {line}, {max(0, whole - done) / rate:,.0f} s left"
        sys.stderr.write(f"\r{line:<60}" + ("\r" + " " * 60 + "\r" if done == whole else ""))
        sys.stderr.flush()

    return reading
