"""What the commands share that serve a site until Ctrl-C: their ports, and the server itself."""

from __future__ import annotations

import argparse
import asyncio
import errno
import signal
import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from browserbanner.cli._refusals import refuse

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_PATIENCE = 20.0  # seconds for the site to answer; it needs half of one


def port_number(text: str) -> int:
    """A port, from the command line."""
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535")
    return int(text)


def cannot_listen(command: str, error: OSError, host: str, port: int) -> int:
    """Say why nobody can listen there. Returns the command's exit status: 2 for an address that this machine lacks."""
    if error.errno == errno.EADDRINUSE:
        why = f"port {port} of {host} is taken by another program; --port 0 takes any free one"
    elif error.errno == errno.EACCES:
        why = f"port {port} is not for everybody; take one from 1024 on"
    else:
        said = (error.strerror or str(error)).partition(" (while ")[0]
        why = f"cannot listen on {host}, port {port}: {said}"
    refuse(command, why)
    return 2 if error.errno in (errno.EADDRNOTAVAIL, socket.EAI_NONAME) else 1


def serve(
    command: str, app: ASGIApp, listeners: Sequence[socket.socket], announcement: str, *, health: str = "/"
) -> int:
    """Serve until Ctrl-C or SIGTERM, and close the listeners. ``announcement``: printed once each of them really
    answers; ``health``: the path that is asked for then.

    Returns 1 where one does not answer in time.
    """
    import uvicorn

    # A service's manager asks with SIGTERM; it is no failure. Where a shell's script starts us in the background, we
    # would be deaf to SIGINT.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.default_int_handler)

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=2
    )
    try:
        return asyncio.run(_serve(command, uvicorn.Server(config), listeners, announcement, health))
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0
    finally:
        for listener in listeners:
            listener.close()


async def _serve(command: str, server: Any, listeners: Sequence[socket.socket], announcement: str, health: str) -> int:
    serving = asyncio.create_task(server.serve(sockets=listeners))
    try:
        async with asyncio.timeout(_PATIENCE):
            for listener in listeners:
                while not await _answers(listener, health):
                    await asyncio.sleep(0.05)
    except TimeoutError:
        server.should_exit = True
        await serving
        return refuse(command, f"the site did not answer within {_PATIENCE:.0f} seconds")
    print(f"{announcement}\n\nCtrl-C stops it.", flush=True)
    await serving
    return 0


async def _answers(listener: socket.socket, path: str) -> bool:
    host, port = listener.getsockname()[:2]
    try:
        reader, writer = await asyncio.open_connection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port)
        writer.write(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
        status = await reader.readline()
        writer.close()
    except OSError:
        return False
    return b" 200 " in status
