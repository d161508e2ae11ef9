"""The commands that serve a site until Ctrl-C.

``browserbanner serve``: the middleware's own addresses, for sites that are no Python app. ``browserbanner demo``: a
news site with the middleware registered, and the same site without it to compare with. ``browserbanner preview``: every
banner in every language on a page, which follows the catalogs as they are saved.
"""

from __future__ import annotations

import argparse
import errno
import os
import signal
import socket
import sys
from collections.abc import Sequence
from importlib import import_module
from operator import attrgetter
from typing import Any, NamedTuple

from browserbanner.asgi import Receive, Scope, Send
from browserbanner.banner.tools import packaged_folder
from browserbanner.cli._arguments import add_command, add_site, banner_of
from browserbanner.cli._catalog_files import catalogs_folder
from browserbanner.cli._output import CommandError
from browserbanner.engine import BrowserBanner
from browserbanner.errors import ConfigurationError
from browserbanner.serving import HEALTH, StandAlone


def add_parsers(commands: Any) -> None:
    """Add the three commands."""
    about = "serve the banner to a site that is no Python app"
    description = (
        "Serves what is below /_browserbanner/ (banner.js, fragment, close ...) to a site that another server serves, "
        "and /health to whoever watches. Lists are written with commas."
    )
    serve = add_command(commands, "serve", about, _serve, extra="serve", description=description)
    about = "serve a news site that shows every banner, and on the next free port the same site without any"
    demo = add_command(commands, "demo", about, _demo, extra="demo")
    about = "show every banner in every language, to this machine only; catalogs are followed as they are saved"
    preview = add_command(commands, "preview", about, _preview, extra="demo")
    for command, port in ((serve, 8020), (demo, 8000), (preview, 8010)):
        if command is not preview:  # which is for this machine only
            command.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
        command.add_argument("--port", type=_port, default=port, help=f"0: any free one (default: {port})")
    add_site(serve)
    preview.add_argument(
        "site", nargs="?", metavar="MODULE:NAME", help="your BrowserBanner, such as mysite.banner:bb: with its options"
    )
    preview.add_argument("--locales", metavar="DIR", help="the folder with the catalogs (default: the package's)")


def _serve(asked: argparse.Namespace) -> int:
    banner = banner_of(asked)
    banner.warm_up()
    listener = _listen(asked.host, asked.port)
    announcement = f"{listener.address}{banner.options.prefix}/ is served, {HEALTH} says whether it lives."
    return _run(StandAlone(banner), [listener], announcement)


def _demo(asked: argparse.Namespace) -> int:
    from browserbanner.cli.demo_site.site import make_site

    first = _listen(asked.host, asked.port)
    try:
        plain = _listen(asked.host, (first.port + 1) % 65536)
    except CommandError:
        plain = _listen(asked.host, 0)
    site, plain_site = make_site(plain.address), make_site(banners=())

    async def by_port(scope: Scope, receive: Receive, send: Send) -> None:
        await (plain_site if scope["server"][1] == plain.port else site)(scope, receive, send)

    announcement = (
        f"The demo news site is served at\n\n  {first.address}   with the middleware: start here\n"
        f"  {plain.address}   the same site without it, to compare with"
    )
    return _run(by_port, [first, plain], announcement)


def _preview(asked: argparse.Namespace) -> int:
    from browserbanner.cli.preview_site.site import make_site

    folder = packaged_folder() if asked.locales is None else catalogs_folder(asked.locales)
    site = make_site(folder, None if asked.site is None else banner_named(asked.site))
    listener = _listen("127.0.0.1", asked.port)
    return _run(site, [listener], f"The banners, with the catalogs in {folder}:\n\n  {listener.address}")


def banner_named(name: str) -> BrowserBanner:
    """The object of a name such as "mysite.banner:bb", found from the current folder, too.

    Raises ConfigurationError.
    """
    module, _, attribute = name.partition(":")
    if not attribute:
        raise ConfigurationError.expected("site", name, 'a module and the name in it, such as "mysite.banner:bb"')
    sys.path.insert(0, os.getcwd())
    try:
        found = attrgetter(attribute)(import_module(module))
    except Exception as error:  # a site's module may raise anything
        why = f"{type(error).__name__}: {error}"
        raise ConfigurationError(f"{name!r}: cannot be imported: {why}", option="site", value=name) from error
    finally:
        sys.path.pop(0)
    if not isinstance(found, BrowserBanner):
        raise ConfigurationError.expected("site", name, "a module and a BrowserBanner in it: mysite.banner:bb")
    return found


class _Listener(NamedTuple):
    """A socket that listens. ``address``: the one to ask, such as "http://127.0.0.1:8000"."""

    socket: socket.socket
    port: int
    address: str


def _listen(host: str, port: int) -> _Listener:
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
    return _Listener(made, port, f"http://{f'[{host}]' if ':' in host else host}:{port}")


def _run(app: Any, listeners: Sequence[_Listener], announcement: str) -> int:
    """Serve an ASGI app until Ctrl-C or SIGTERM. ``announcement``: printed first, as the listeners take
    requests already. Returns the exit status."""
    try:
        import uvicorn

        # A service's manager asks with SIGTERM; it is no failure. Where a shell's script starts us in the background,
        # we would be deaf to SIGINT.
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.default_int_handler)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=2
        )
        print(f"{announcement}\n\nCtrl-C stops it.", flush=True)
        uvicorn.Server(config).run(sockets=[listener.socket for listener in listeners])
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        for listener in listeners:
            listener.socket.close()
    return 0


def _port(text: str) -> int:
    """A port, from the command line."""
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535")
    return int(text)
