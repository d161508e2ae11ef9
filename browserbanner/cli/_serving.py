"""What the commands share that serve a site until Ctrl-C: where they listen, and the server. Imports uvicorn."""

from __future__ import annotations

import errno
import signal
import socket
from collections.abc import Sequence
from typing import Any

import uvicorn

from browserbanner.cli._output import CommandError
from browserbanner.errors import ConfigurationError


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises CommandError, and ConfigurationError for what can be no host's name."""
    try:
        host.encode("idna")  # which a socket would do, too late to be closed
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except UnicodeError:
        raise ConfigurationError.expected("host", host, "an address of this machine") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            why = f"port {port} of {host} is taken by another program; --port 0 takes any free one"
        elif error.errno == errno.EACCES:
            why = f"port {port} is not for everybody; take one from 1024 on"
        else:
            said = (error.strerror or str(error)).partition(" (while ")[0]
            why = f"cannot listen on {host}, port {port}: {said}"
        # An address that this machine lacks was given wrongly.
        raise CommandError(why, 2 if error.errno in (errno.EADDRNOTAVAIL, socket.EAI_NONAME) else 1) from None


def port_of(listener: socket.socket) -> int:
    """The port that a socket listens at."""
    port: int = listener.getsockname()[1]
    return port


def address_of(host: str, listener: socket.socket) -> str:
    """The address to ask, such as "http://127.0.0.1:8000"."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port_of(listener)}"


def serve(app: Any, listeners: Sequence[socket.socket], announcement: str) -> int:
    """Serve an ASGI app until Ctrl-C or SIGTERM. ``announcement``: printed first, as the
    listeners take requests already. Returns the exit status."""
    # A service's manager asks with SIGTERM; it is no failure. Where a shell's script starts us in the background, we
    # would be deaf to SIGINT.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.default_int_handler)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=2
    )
    try:
        print(f"{announcement}\n\nCtrl-C stops it.", flush=True)
        uvicorn.Server(config).run(sockets=list(listeners))
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        for listener in listeners:
            listener.close()
    return 0
