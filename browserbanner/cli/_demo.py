"""``browserbanner demo``: a news site with the middleware registered, and the same site without it to compare with."""

from __future__ import annotations

import argparse
import socket
from typing import TYPE_CHECKING, Any

from browserbanner.cli._refusals import lacks
from browserbanner.cli._serving import cannot_listen, port_number, serve
from browserbanner.errors import ConfigurationError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "demo",
        help="serve a news site that shows every banner",
        description="Serves a small news site with the middleware, and the same site without it on the next free port.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument(
        "--port", type=port_number, default=8000, help="the port to listen on; 0: any free one (default: 8000)"
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Serve until Ctrl-C. Returns 1 where it cannot: a package is missing or the port is taken."""
    try:
        import uvicorn  # noqa: F401

        from browserbanner.cli import demo_site
    except ModuleNotFoundError as missing:
        return lacks("demo", missing, extra="demo")
    try:
        asked.host.encode("idna")  # which a socket would do, too late to be closed
        listeners = _listen(asked.host, asked.port)
    except UnicodeError:  # what can be no host's name
        raise ConfigurationError.expected("host", asked.host, "an address of this machine") from None
    except OSError as error:
        return cannot_listen("demo", error, asked.host, asked.port)
    site, plain = (f"http://{_shown(asked.host)}:{each.getsockname()[1]}" for each in listeners)
    app = _by_port(demo_site.make_site(plain_address=plain), demo_site.make_plain_site(), listeners[1])
    return serve(
        "demo",
        app,
        listeners,
        f"The demo news site is served at\n\n  {site}   with the middleware: start here\n"
        f"  {plain}   the same site without it, to compare with",
    )


def _listen(host: str, port: int) -> list[socket.socket]:
    """Two listening sockets: the asked one and the next port, or any free one where that is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    asked = socket.create_server((host, port), family=family, backlog=128)
    following = asked.getsockname()[1] + 1
    try:
        return [asked, socket.create_server((host, following), family=family, backlog=128)]
    except (OSError, OverflowError):
        return [asked, socket.create_server((host, 0), family=family, backlog=128)]


def _by_port(site: ASGIApp, plain: ASGIApp, plain_listener: socket.socket) -> ASGIApp:
    plain_port = plain_listener.getsockname()[1]

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await (plain if scope["server"][1] == plain_port else site)(scope, receive, send)

    return app


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
