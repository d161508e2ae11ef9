"""``browserbanner demo``: a news site with the middleware registered, and the same site without it to compare with."""

from __future__ import annotations

import argparse
from typing import Any

from browserbanner.asgi import Receive, Scope, Send
from browserbanner.cli._arguments import add_address, add_command
from browserbanner.cli._output import CommandError


def add_parser(commands: Any) -> None:
    about = "serve a news site that shows every banner, and on the next free port the same site without any"
    add_address(add_command(commands, "demo", about, run, extra="demo"), 8000)


def run(asked: argparse.Namespace) -> int:
    from browserbanner.cli import _serving
    from browserbanner.cli.demo_site.site import make_site

    first = _serving.listen(asked.host, asked.port)
    try:
        plain = _serving.listen(asked.host, (first.port + 1) % 65536)
    except CommandError:
        plain = _serving.listen(asked.host, 0)
    site, plain_site = make_site(plain.address), make_site(banners=())

    async def by_port(scope: Scope, receive: Receive, send: Send) -> None:
        await (plain_site if scope["server"][1] == plain.port else site)(scope, receive, send)

    announcement = (
        f"The demo news site is served at\n\n  {first.address}   with the middleware: start here\n"
        f"  {plain.address}   the same site without it, to compare with"
    )
    return _serving.serve(by_port, [first, plain], announcement)
