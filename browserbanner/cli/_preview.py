"""``browserbanner preview``: every banner in every language on a page, which follows the catalogs as they are saved."""

from __future__ import annotations

import argparse
import asyncio
import socket
import sys
from typing import Any

from browserbanner.cli._catalog_files import catalogs_folder
from browserbanner.cli._demo import port_number, why_not


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
        import uvicorn

        from browserbanner.cli.preview_site import make_site
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == "browserbanner":
            raise
        return _fail(f"needs {missing.name}: pip install 'browserbanner[demo]'")
    try:
        listener = socket.create_server(("127.0.0.1", asked.port), backlog=128)
    except OSError as error:
        return _fail(why_not(error, "127.0.0.1", asked.port))
    config = uvicorn.Config(
        make_site(folder),
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=2,
    )
    with listener:
        try:
            asyncio.run(_serve(uvicorn.Server(config), listener, folder))
        except KeyboardInterrupt:
            print("\nStopped.")
    return 0


async def _serve(server: Any, listener: socket.socket, folder: str) -> None:
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not (server.started or serving.done()):
        await asyncio.sleep(0.02)
    if server.started:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        print(f"The banners, with the catalogs in {folder}:\n\n  {address}\n\nCtrl-C stops it.", flush=True)
    await serving


def _fail(sentence: str) -> int:
    print(f"browserbanner preview: {sentence}", file=sys.stderr)
    return 1
