"""``browserbanner data refresh|show|verify``: the browser data. Tables and bars with rich where it is installed."""

from __future__ import annotations

import argparse
from operator import attrgetter
from typing import Any, Literal

from browserbanner.analysis import plural
from browserbanner.browsers import BrowserData, problems_of
from browserbanner.browsers.refresh import RefreshError, refresh_data
from browserbanner.cli._arguments import add_command, add_group, region_of
from browserbanner.cli._output import CommandError, bar, print_table, printable, progress_bars
from browserbanner.policy import broken_laws
from browserbanner.versions import dotted

_FAMILIES = (
    "chrome", "chrome-android", "edge", "firefox", "firefox-android",
    "safari", "safari-ios", "opera", "samsung",
)  # fmt: skip
_BAR = 30  # characters for the largest share
_FORMS: tuple[Literal["desktop", "mobile"], ...] = ("desktop", "mobile")


def add_parsers(subparsers: Any) -> None:
    """Add the command ``data`` and its own three."""
    description = "The browser data: which browsers there are, their shares, and what each system can install."
    commands = add_group(subparsers, "data", "the browser data: refresh, show, verify", description)
    about = "make new data of four npm packages, from a registry or from local tarballs, and check it"
    refresh = add_command(commands, "refresh", about, _refresh)
    refresh.add_argument("--to", metavar="PATH", help="the file to write (default: the data in the package)")
    refresh.add_argument(
        "--registry", metavar="BASE", help="the npm registry's address (default: the machine's setting)"
    )
    refresh.add_argument(
        "--tarball", metavar="PATH", nargs="+", action="extend", default=[], help="npm packages to read"
    )
    refresh.add_argument("--only", metavar="PACKAGE", nargs="+", action="extend", default=[], help="renew only these")
    refresh.add_argument("--check", action="store_true", help="write nothing; say what would change, and exit with 1")
    refresh.add_argument("--force", action="store_true", help="take versions that the data already has, and older ones")
    about = "show versions, Baseline's minimum versions, systems' limits, shares and sources"
    show = add_command(commands, "show", about, _show)
    show.add_argument("--region", metavar="CODE", help="a country's shares, like UA, or a continent's, like alt-eu")
    verify = add_command(commands, "verify", "check the data, and the curated files against it", _verify)
    for command in (show, verify):
        command.add_argument("--data", metavar="PATH", help="a data file (default: the data in the package)")


def _refresh(asked: argparse.Namespace) -> int:
    try:
        with progress_bars() as (progress, _):
            done = refresh_data(
                asked.to,
                registry=asked.registry,
                tarballs=asked.tarball,
                only=asked.only,
                dry=asked.check,
                force=asked.force,
                progress=progress,
                check=broken_laws,
            )
    except RefreshError as error:
        raise CommandError(f"the data was not refreshed: {error}", 2 if error.asked else 1) from error
    for change in done.changes:
        print(printable(change))
    if done.written:
        print(f"{done.path}: browser data of {done.data.date}")
        return 0
    if asked.check and done.changes:
        print(f"{done.path}: would change")
        return 1
    print(f"{done.path}: up to date ({done.data.date})")
    return 0


def _show(asked: argparse.Namespace) -> int:
    data = BrowserData.load(asked.data)
    region = None if asked.region is None else region_of(asked.region, data)
    if region is None:
        minimums = data.baseline_widely_available()
        print_table(
            f"Browsers on {data.date_and_age}",
            ("browser", "newest", "released", "Baseline widely available"),
            (
                (family, dotted(newest.version), newest.date or "", dotted(minimums.get(family, ())))
                for family in _FAMILIES
                if (newest := data.newest(family)) is not None
            ),
        )
        print("\nThe last versions that systems can install (from one version of a system on: the browser's version;")
        print("* inferred, no source was seen that says so)")
        for system, family, steps in data.last_versions():
            said = (f"{since}: {last or 'none'}{'' if seen else '*'}" for since, last, seen in steps)
            print(f"  {system}, {data.name(family)}: {', '.join(said)}")
        print()
    for form in _FORMS:
        shares = data.shares(region, form)
        if shares is None:
            print(f"No shares, {form}, {region or 'world'}: fewer than 95 % of the page views are counted")
        else:
            title, most = f"Shares, {form}, {region or 'world'}, {data.month}", max(shares.percent.values())
            rows = ((data.name(name), f"{part:.2f}", bar(part / most * _BAR)) for name, part in shares.percent.items())
            print_table(title, ("browser", "%", ""), rows, figures=True)
    columns = ("package", "version", "date", "licence")
    print_table("Sources", columns, map(attrgetter(*columns), data.sources))
    print("\nShares: caniuse.com (CC BY 4.0), after StatCounter, as parts of each form's page views.")
    return 0


def _verify(asked: argparse.Namespace) -> int:
    data = BrowserData.load(asked.data)
    problems = problems_of(data)
    for problem in problems:
        print(printable(problem))
    print(
        plural(len(problems), "problem")
        if problems
        else f"the data of {data.date_and_age} is good: {len(data.regions)} regions"
    )
    return 1 if problems else 0
