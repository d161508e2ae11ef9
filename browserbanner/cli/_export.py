"""``browserbanner export``: a policy in other servers' words, and as files for sites where nothing runs."""

from __future__ import annotations

import argparse
from typing import Any

from browserbanner.cli._arguments import POLICY, add_judging, site_of
from browserbanner.engine import BrowserBanner
from browserbanner.export import MAPS, make_map


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "export", help="write the policy for other servers", description="Writes a policy for other servers."
    )
    kinds = parser.add_subparsers(title="for", metavar="WHAT", required=True)
    for server in MAPS:
        about = f"print {server.title()}'s configuration that finds browsers that may be outdated"
        below = kinds.add_parser(server, help=about, description=about[0].upper() + about[1:] + ".")
        below.add_argument("--policy", metavar="QUERY", help=POLICY)
        add_judging(below)
        below.set_defaults(run=_run_map, server=server)


def _run_map(asked: argparse.Namespace) -> int:
    print(make_map(asked.server, BrowserBanner(**site_of(asked)).policy), end="")
    return 0
