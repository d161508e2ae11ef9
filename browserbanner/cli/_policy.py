"""``browserbanner policy``: a policy's minimum versions, and the share of page views below them.

``browserbanner export``: a policy in other servers' words, and as files for sites where nothing runs.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from browserbanner.cli._arguments import (
    POLICY,
    add_command,
    add_group,
    add_judging,
    add_policy,
    add_site,
    banner_of,
    given_options,
    region_of,
)
from browserbanner.cli._output import print_columns, printable
from browserbanner.engine import BrowserBanner
from browserbanner.export import LOADER, MAPS, make_map, static_files
from browserbanner.policy import FAMILIES, Explanation
from browserbanner.versions import dotted


def add_parsers(commands: Any) -> None:
    """Add both commands."""
    about = "show what a policy comes down to: each family's oldest supported version, and the page views below"
    parser = add_command(commands, "policy", about, _run_policy)
    parser.add_argument("policy", nargs="?", metavar="QUERY", help=POLICY)
    parser.add_argument(
        "--region",
        action="append",
        default=[],
        metavar="UA",
        help="a country (ISO 3166) beside the world; may be repeated",
    )
    add_judging(parser)
    parser.add_argument("--json", action="store_true", help="write JSON")

    about = "write the policy for other servers"
    kinds = add_group(commands, "export", about, "Writes a policy for other servers.", "WHAT")
    for server in MAPS:
        about = f"print {server.title()}'s configuration that finds browsers that may be outdated"
        add_policy(add_command(kinds, server, about, partial(_run_map, server)))
    about = f"write {LOADER}, which pages include where nothing runs, and the banners that it loads; name the --locales"
    below = add_command(kinds, "static", about, _run_static)
    below.add_argument("folder", metavar="DIR", help="the folder to write into; it is made where there is none")
    add_site(below)


def _run_policy(asked: argparse.Namespace) -> int:
    bb = BrowserBanner(**given_options(asked))
    explanation = bb.policy.explain(*(region_of(region, bb.data) for region in asked.region))
    if asked.json:
        print(json.dumps(_as_json(explanation)))
        return 0
    print(printable(f'"{explanation.spec}", by browser data of {bb.data.date_and_age}') + "\n")
    rows = [("browser", "minimum", "released", "before grace", "from")]
    for row in explanation.minimums:
        asked_for = "" if row.requested == row.minimum else _shown(row.requested)
        rows.append((_unit(row.family, bb), _shown(row.minimum), row.released or "", asked_for, row.clause))
    print_columns(rows)
    print()
    if bb.policy.family_of_macs == "ios":
        minimum = _shown(bb.policy.minimums.by_family.get("ios", ()))
        print(f"Safari on a Mac has iOS' minimum, {minimum}: iPads say that they are Macs.\n")
    if sentences := "\n".join(_built_on_older_engines(bb)):
        print(f"{sentences}\n")
    for region, share in explanation.below.items():
        place = "of the world" if region is None else f"in {region}"
        without = explanation.below_requested[region]
        grace = f"; without grace, {without:.2f}%" if without != share else ""
        print(f"{share:.2f}% of the page views {place} come from below{grace}")
    if explanation.ignored:
        print(printable(f"Ignored, since it selects no visitor's browser: {', '.join(explanation.ignored)}"))
    return 0


def _unit(family: str, bb: BrowserBanner) -> str:
    """What the minimum's number counts, where it is not the family's own."""
    if family == "ios":
        return "iOS (any browser)"
    name = bb.data.name(family)
    return f"{name} (its Chromium)" if bb.data.chromium_bases(family) else name


def _built_on_older_engines(bb: BrowserBanner) -> Iterator[str]:
    """The families whose newest release has a Chromium below Chrome's minimum, a sentence each."""
    minimums = bb.policy.minimums
    chrome = minimums.by_family.get("chrome") or ()
    for family in FAMILIES:
        newest = bb.data.newest(family)
        base = None if newest is None else bb.data.chromium_base(family, newest.version)
        minimum = minimums.by_family.get(family, chrome if minimums.derived else ())
        if newest is not None and base is not None and chrome and bb.data.still_made(family) and base < chrome[0]:
            verdict = "outdated" if minimum is False or (base,) < minimum else "supported all the same"
            name = f"{bb.data.name(family)} {dotted(newest.version)}"
            yield f"{name}, its newest release, is built on Chromium {base}, below {_shown(chrome)}: {verdict}."


def _shown(minimum: object) -> str:
    if not isinstance(minimum, tuple):
        return "none"
    return dotted(minimum) or "all"


def _as_json(explanation: Explanation) -> dict[str, object]:
    return {
        "policy": explanation.spec,
        "data": explanation.date,
        "minimums": [row._asdict() for row in explanation.minimums],
        "below": {region or "world": share for region, share in explanation.below.items()},
        "below_requested": {region or "world": share for region, share in explanation.below_requested.items()},
        "ignored": explanation.ignored,
    }


def _run_map(server: str, asked: argparse.Namespace) -> int:
    print(make_map(server, BrowserBanner(**given_options(asked)).policy), end="")
    return 0


def _run_static(asked: argparse.Namespace) -> int:
    folder, banner = Path(asked.folder), banner_of(asked)
    folder.mkdir(parents=True, exist_ok=True)
    size = count = 0
    for name, content in static_files(banner):
        (folder / name).write_bytes(content)
        size, count = size + len(content), count + 1
    print(f"{count} files, {size // 1024} KB in {folder}. Put that folder beside your pages, and into them:")
    print(f'<script src="{quote(folder.resolve().name)}/{LOADER}" async></script>')
    return 0
