"""``browserbanner demo``: a news site with the middleware registered, and the same site without it to compare with."""

from __future__ import annotations

import argparse
import asyncio
import errno
import socket
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_PATIENCE = 20.0  # seconds for the site to answer; it needs half of one


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
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
        import uvicorn

        from browserbanner.cli import demo_site
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == "browserbanner":
            raise
        return _fail(f"needs {missing.name}: pip install 'browserbanner[demo]'")
    try:
        listeners = _listen(asked.host, asked.port)
    except OSError as error:
        return _fail(why_not(error, asked.host, asked.port))
    site, plain = (f"http://{_shown(asked.host)}:{each.getsockname()[1]}" for each in listeners)
    app = _by_port(demo_site.make_site(plain_address=plain), demo_site.make_plain_site(), listeners[1])
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=2
    )
    try:
        return asyncio.run(_serve(uvicorn.Server(config), listeners, site, plain))
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0
    finally:
        for listener in listeners:
            listener.close()


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


async def _serve(server: Any, listeners: list[socket.socket], site: str, plain: str) -> int:
    """Run the server; say the addresses once both really answer."""
    serving = asyncio.create_task(server.serve(sockets=listeners))
    try:
        async with asyncio.timeout(_PATIENCE):
            for listener in listeners:
                while not await _answers(listener):
                    await asyncio.sleep(0.05)
    except TimeoutError:
        server.should_exit = True
        await serving
        return _fail(f"the site did not answer within {_PATIENCE:.0f} seconds")
    print(
        f"The demo news site is served at\n\n  {site}   with the middleware: start here\n"
        f"  {plain}   the same site without it, to compare with\n\nCtrl-C stops it.",
        flush=True,
    )
    await serving
    return 0


async def _answers(listener: socket.socket) -> bool:
    host, port = listener.getsockname()[:2]
    try:
        reader, writer = await asyncio.open_connection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port)
        writer.write(b"GET / HTTP/1.0\r\n\r\n")
        status = await reader.readline()
        writer.close()
    except OSError:
        return False
    return b" 200 " in status


def port_number(text: str) -> int:
    """A port, from the command line."""
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{port} is no port: 0 to 65535")
    return port


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def why_not(error: OSError, host: str, port: int) -> str:
    """Why nobody can listen there, in a sentence."""
    if error.errno == errno.EADDRINUSE:
        return f"port {port} of {host} is taken by another program; --port 0 takes any free one"
    if error.errno == errno.EACCES:
        return f"port {port} is not for everybody; take one from 1024 on"
    return f"cannot listen on {host}, port {port}: {error.strerror or error}"


def _fail(sentence: str) -> int:
    print(f"browserbanner demo: {sentence}", file=sys.stderr)
    return 1
