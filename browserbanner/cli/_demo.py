"""``browserbanner demo``: a news site with the middleware registered, and the same site without it to compare with."""

from __future__ import annotations

import argparse
from contextlib import suppress
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

    listeners = [_serving.listen(asked.host, asked.port)]
    following = (_serving.port_of(listeners[0]) + 1) % 65536
    with suppress(CommandError):
        listeners.append(_serving.listen(asked.host, following))
    if len(listeners) == 1:
        listeners.append(_serving.listen(asked.host, 0))
    plain_port = _serving.port_of(listeners[1])
    address, plain_address = (_serving.address_of(asked.host, each) for each in listeners)
    site, plain_site = make_site(plain_address), make_site(banners=())

    async def by_port(scope: Scope, receive: Receive, send: Send) -> None:
        await (plain_site if scope["server"][1] == plain_port else site)(scope, receive, send)

    announcement = (
        f"The demo news site is served at\n\n  {address}   with the middleware: start here\n"
        f"  {plain_address}   the same site without it, to compare with"
    )
    return _serving.serve(by_port, listeners, announcement)
