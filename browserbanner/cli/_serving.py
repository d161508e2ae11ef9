"""What the commands share that serve a site until Ctrl-C: where they listen, and the server. Imports uvicorn."""

from __future__ import annotations

import errno
import signal
import socket
from collections.abc import Sequence
from typing import Any, NamedTuple

import uvicorn

from browserbanner.cli._output import CommandError
from browserbanner.errors import ConfigurationError


class Listener(NamedTuple):
    """A socket that listens. ``address``: the one to ask, such as "http://127.0.0.1:8000"."""

    socket: socket.socket
    port: int
    address: str


def listen(host: str, port: int) -> Listener:
    """Listen at a port, 0 for any free one. Raises CommandError, and ConfigurationError for what can be no host."""
    try:
        if not host.encode("idna"):  # which a socket would do, too late to be closed; "" is every address
            raise UnicodeError
        made = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
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
    port = made.getsockname()[1]
    return Listener(made, port, f"http://{f'[{host}]' if ':' in host else host}:{port}")


def serve(app: Any, listeners: Sequence[Listener], announcement: str) -> int:
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
        uvicorn.Server(config).run(sockets=[listener.socket for listener in listeners])
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        for listener in listeners:
            listener.socket.close()
    return 0
