"""``browserbanner preview``: every banner in every language on a page, which follows the catalogs as they are saved."""

from __future__ import annotations

import argparse
import socket
from typing import Any

from browserbanner.cli._catalog_files import catalogs_folder
from browserbanner.cli._refusals import lacks
from browserbanner.cli._serving import cannot_listen, port_number, serve


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "preview",
        help="show every banner in every language, for translators",
        description="Serves a page with every banner, to this machine only. It follows the catalogs as they are saved.",
    )
    parser.add_argument("--locales", metavar="DIR", help="the folder with the catalogs (default: the checkout's)")
    parser.add_argument("--port", type=port_number, default=8010, help="0: any free one (default: 8010)")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Serve until Ctrl-C. Returns 1 where it cannot: a package is missing or the port is taken."""
    folder = catalogs_folder(asked.locales)
    try:
        import uvicorn  # noqa: F401

        from browserbanner.cli.preview_site import make_site
    except ModuleNotFoundError as missing:
        return lacks("preview", missing, extra="demo")
    try:
        listener = socket.create_server(("127.0.0.1", asked.port), backlog=128)
    except OSError as error:
        return cannot_listen("preview", error, "127.0.0.1", asked.port)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    return serve(
        "preview", make_site(folder), [listener], f"The banners, with the catalogs in {folder}:\n\n  {address}"
    )
