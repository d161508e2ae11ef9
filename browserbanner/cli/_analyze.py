"""``browserbanner analyze``: who would get the banner, by a site's access logs, before anyone does."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from functools import partial
from typing import Any

from browserbanner._files import cannot_write, write_whole
from browserbanner.analysis import (
    STDIN,
    LogError,
    Outcomes,
    Report,
    Table,
    analyze,
    as_html,
    notes,
    number,
    paths_of,
    percent,
    plural,
    summary,
    tables_of,
    warnings,
)
from browserbanner.cli._arguments import POLICY, add_command, add_judging, given_options, policy_of, whole_number
from browserbanner.cli._output import CommandError, bar, print_table, printable, progress_bars
from browserbanner.errors import ConfigurationError

_BAR = 20  # characters of the longest bar
_ABOUT = """\
Reads access logs and says who would get the banner: how many of the visitors, with which browsers, what they can do
about it, and what another policy would change. Every distinct user agent is judged once, by the same judge as in a
request. What does not fit into memory is written to a temporary folder (TMPDIR), which is removed; nobody is counted by
name.
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


def add_parsers(commands: Any) -> None:
    """Add the command to the parser."""
    about, as_written = "say who would get the banner, by access logs", argparse.RawDescriptionHelpFormatter
    parser = add_command(
        commands, "analyze", about, run, extra="analyze", description=_ABOUT, epilog=_MORE, formatter_class=as_written
    )
    parser.add_argument(
        "log", nargs="+", metavar="LOG", help='an access log; *, ? and ** match; "-" is standard input, alone'
    )
    judging = parser.add_argument_group("what is asked")
    judging.add_argument(
        "--policy", dest="policies", action="append", default=[], metavar="QUERY",
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
    writing.add_argument("--top", type=whole_number, default=10, metavar="N", help="rows of each table (default: 10)")
    writing.add_argument(
        "--strict",
        action="store_true",
        help="exit with 3 where there are warnings: the log was not understood",
    )
    writing.add_argument("--quiet", action="store_true", help="no progress bar")


def run(asked: argparse.Namespace) -> int:
    """Read, judge, write."""
    if not isinstance(asked.top, int) or asked.top < 1:
        raise ConfigurationError.expected("--top", asked.top, "a whole number, 1 or more")
    for path in filter(None, (asked.html, asked.stats)):
        if (why := cannot_write(path)) is not None:  # said before gigabytes are read
            raise CommandError(why, 2)
    for option, path, read in _overwritten(asked):
        raise ConfigurationError(f"{option}={path!r}: {read}: name another file", option=option, value=path)
    try:
        report = _analyzed(asked)
        files = {asked.html: as_html(report)} if asked.html else {}
        if asked.stats:
            files[asked.stats] = json.dumps(report.stats, indent=2) + "\n"
        for path, text in files.items():
            write_whole(path, text.encode("utf-8"))
    except LogError as error:
        raise CommandError(str(error), 2) from None
    except KeyboardInterrupt:
        raise CommandError("interrupted; no report was written", 130) from None
    if asked.json:
        print(json.dumps(report.as_json()))
    else:
        _print_report(report, asked.top)
    for path in files:
        print(printable(f"{path}: written"), file=sys.stderr)
    return 3 if asked.strict and warnings(report) else 0


def _analyzed(asked: argparse.Namespace) -> Report:
    """The report that the command line asks for, with a bar on standard error where that is a terminal."""
    quiet = asked.quiet or not sys.stderr.isatty()
    with nullcontext((None, None)) if quiet else progress_bars(transient=True) as (tell, rename):

        def judging(done: int, whole: int) -> None:
            if rename is not None:
                rename("reading", f"judging {done:,} of {whole:,} user agents")

        return analyze(
            asked.log,
            policies=[policy_of(text) for text in asked.policies],
            next_year=not asked.no_next_year,
            format=asked.format,
            pattern=asked.pattern,
            every_request=asked.all_requests,
            progress=tell and partial(tell, "reading"),
            judging=judging,
            **given_options(asked),
        )


def _overwritten(asked: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    """Each output that would take the place of what is read, or of the other output: option, path, and what that is."""
    logs = ["/dev/stdin" if name == STDIN else name for name in asked.log]
    with suppress(LogError):  # which is said when they are read
        logs = [path for name in logs for path in paths_of([name])]
    read = {"a log that is read": logs, "the browser data": [asked.data], "a policy": asked.policies}
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


def _print_report(report: Report, top: int) -> None:
    """Print a report: sentences first, then tables with bars. ``top``: the rows of each table."""
    for warning in warnings(report):
        _say(f"WARNING: {warning}")
    for sentence in summary(report):
        _say(sentence)
    if report.people.views:
        _policies(report)
        for table in tables_of(report, top):
            _table(report, table)
    print()
    for note in notes(report):
        _say(note)
    for sample in report.log.samples:
        print(f"  {printable(sample)}")


def _policies(report: Report) -> None:
    whole, several = report.people.views, len(report.policies) > 1
    largest = max(outcomes.outdated.views for outcomes in report.policies) or 1
    rows = []
    for outcomes in report.policies:
        row = {
            "policy": outcomes.policy,
            "outdated": percent(outcomes.outdated.views, whole),
            "cannot update": percent(outcomes.cannot_update.views, whole),
            "unknown": percent(outcomes.unknown.views, whole),
        }
        if report.people.visitors is not None:
            row["visitors outdated"] = number(outcomes.outdated.visitors, report.estimated)
        if several:
            row["against the first"] = _difference(report, outcomes)
        rows.append({**row, "": _drawn(outcomes.outdated.views, largest)})
    _print("Policies" if several else "Policy", rows)


def _difference(report: Report, outcomes: Outcomes) -> str:
    """Whom a policy adds to those that the first one calls outdated, and whom it spares: "+1.2% (17 visitors)"."""
    said = []
    for sign, count in (("+", outcomes.added), ("-", outcomes.spared)):
        if count.views:
            visitors = "" if count.visitors is None else f" ({plural(count.visitors, 'visitor', report.estimated)})"
            said.append(f"{sign}{percent(count.views, report.people.views)}{visitors}")
    return ", ".join(said) or "-"


def _table(report: Report, table: Table) -> None:
    rows = []
    for each in table.rows:
        row = {
            table.first: each.name,
            "page views": number(each.whole.views),
            "share": percent(each.whole.views, table.whole),
        }
        if report.people.visitors is not None:
            row["visitors"] = number(each.whole.visitors, report.estimated)
        if each.outdated is not None:
            row["outdated"] = percent(each.outdated.views, each.whole.views)
        rows.append({**row, "": _drawn(each.whole.views, table.largest)})
    cut = f", {len(rows)} of {table.number}" if len(rows) < table.number else ""
    _print(f"{table.title}{cut}", rows)


def _drawn(part: int, largest: int) -> str:
    return bar(part / largest * _BAR) if part else ""


def _print(title: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Print rows, whose columns are the same, as a table."""
    print_table(title, list(rows[0]), [[*row.values()] for row in rows], figures=True)


def _say(sentence: str) -> None:
    print(printable(sentence))
