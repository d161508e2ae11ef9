"""``browserbanner export``: a policy in other servers' words, and as files for sites where nothing runs."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from browserbanner.cli._arguments import add_command, add_group, add_policy, add_site, banner_of, given_options
from browserbanner.engine import BrowserBanner
from browserbanner.export import LOADER, MAPS, make_map, static_files


def add_parser(commands: Any) -> None:
    about = "write the policy for other servers"
    kinds = add_group(commands, "export", about, "Writes a policy for other servers.", "WHAT")
    for server in MAPS:
        about = f"print {server.title()}'s configuration that finds browsers that may be outdated"
        add_policy(add_command(kinds, server, about, partial(_run_map, server)))
    about = f"write {LOADER}, which pages include where nothing runs, and the banners that it loads; name the --locales"
    below = add_command(kinds, "static", about, _run_static)
    below.add_argument("folder", metavar="DIR", help="the folder to write into; it is made where there is none")
    add_site(below)


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
