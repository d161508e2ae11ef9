"""The servers: a row each, how it is started and what it can do. To try another one, add its row."""

from __future__ import annotations

import re
import time
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self

from tests.server_process import ROOT, Server

#: "keep-alive without lengths": after a response without Content-Length; "write": the callable that start_response returns;
#: "aborts": it ends the connection where the app fails in its midst; "unmounts": mounted below /site it is asked for
#: the paths that lie there without it, as behind a proxy.
Ability = Literal[
    "keep-alive", "keep-alive without lengths", "pipelining", "http2", "websocket", "lifespan", "pathsend",
    "file_wrapper", "write", "aborts", "unmounts",
]  # fmt: skip


class Row(NamedTuple):
    """``command`` stands behind "python" and before the app; ``{port}`` in it is the port. ``mounted``: the option that
    puts the app below /site. ``settles``: seconds until it has noticed that its clients are gone."""

    name: str
    interface: Literal["asgi", "wsgi"]
    command: str
    mounted: str
    can: tuple[Ability, ...]
    settles: float = 0.0

    def start(self, bare: bool, folder: Path, more: str = "") -> Server:
        """A process with the site in it, with the middleware or ``bare``; ``folder`` is for the files that it sends.
        ``more``: options of this server."""
        app = f"tests.servers.site:{'bare_' if bare else ''}{self.interface}"
        command = f"{self.command} {more} {app}".split()
        return Server(*command, folder=ROOT, env={"BROWSERBANNER_SITE": str(folder)})


_UVICORN = "-m uvicorn --port={port} --no-access-log --http="
_GUNICORN = "-m gunicorn --bind=127.0.0.1:{port} --no-control-socket --worker-class="
_GRANIAN = "-m granian --port={port} --interface="
_HYPERCORN = "-m hypercorn --bind=127.0.0.1:{port} --worker-class="
_DAPHNE = "-m daphne --port={port} --access-log=/dev/null"
# Its limit is 100 connections at once, and 200 visitors come at once: whether it says so is a matter of time.
_WAITRESS = "-m waitress --connection-limit=1000 --listen=127.0.0.1:{port}"
_ROOT, _PREFIX, _ENV = "--root-path=/site", "--url-path-prefix=/site", "--env=SCRIPT_NAME=/site"
_KEPT: tuple[Ability, ...] = ("keep-alive", "keep-alive without lengths", "pipelining")
_LIVE: tuple[Ability, ...] = ("websocket", "lifespan")
_FILES: tuple[Ability, ...] = ("file_wrapper", "write")

SERVERS: tuple[Row, ...] = (
    Row("uvicorn-h11", "asgi", _UVICORN + "h11", _ROOT, (*_KEPT, *_LIVE, "aborts", "unmounts")),
    Row("uvicorn-httptools", "asgi", _UVICORN + "httptools", _ROOT, (*_KEPT, *_LIVE, "aborts", "unmounts")),
    Row("hypercorn-asyncio", "asgi", _HYPERCORN + "asyncio", _ROOT, (*_KEPT, *_LIVE, "http2", "aborts")),
    Row("hypercorn-trio", "asgi", _HYPERCORN + "trio", _ROOT, (*_KEPT, *_LIVE, "http2", "aborts")),
    Row("granian-asgi", "asgi", _GRANIAN + "asgi", _PREFIX, (*_KEPT, *_LIVE, "http2", "pathsend", "aborts")),
    Row("granian-wsgi", "wsgi", _GRANIAN + "wsgi", _PREFIX, (*_KEPT, "http2", "aborts")),
    Row("daphne", "asgi", _DAPHNE, _ROOT, (*_KEPT, "websocket"), settles=1.1),
    Row("gunicorn-sync", "wsgi", _GUNICORN + "sync", _ENV, (*_FILES, "aborts")),
    Row("gunicorn-gthread", "wsgi", _GUNICORN + "gthread --threads=8", _ENV, (*_KEPT, *_FILES, "aborts")),
    Row("gunicorn-asgi", "asgi", _GUNICORN + "asgi", _ROOT, (*_KEPT, *_LIVE, "aborts")),
    Row("waitress", "wsgi", _WAITRESS, "--url-prefix=/site", ("keep-alive", "pipelining", *_FILES, "aborts")),
)


class Pair:
    """One server, twice: ``ours`` with the middleware, ``bare`` without."""

    def __init__(self, row: Row, folder: Path) -> None:
        self.row = row
        self.ours, self.bare = row.start(False, folder), row.start(True, folder)

    def __enter__(self) -> Self:
        try:
            self.ours.__enter__()
            self.bare.__enter__()
        except BaseException:
            self.ours.__exit__(None, None, None)
            self.bare.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        time.sleep(self.row.settles)
        statuses = self.ours.stop(), self.bare.stop()
        if error is None:
            assert statuses[0] == statuses[1], statuses
            unexpected = new_lines(self.ours.said(), self.bare.said())
            assert not unexpected, f"{self.row.name} logs what it does not log of the bare app: {unexpected}"


#: What the middleware logs at INFO, which daphne writes out.
_TOLD = re.compile(r"INFO +banner (shown: status=outdated family=ie|closed: status=(outdated|current)) ")


def new_lines(ours: str, bare: str) -> list[str]:
    """The lines of a server's log that its twin with the bare app has none like: numbers apart, and without the
    indented ones, which are a traceback's frames."""
    known = {_like(line) for line in bare.splitlines()}
    lines = [line for line in ours.splitlines() if line[:1].strip() and _like(line) not in known]
    return [line for line in lines if not _TOLD.search(line)]


def _like(line: str) -> str:
    return re.sub(r"0x[0-9a-f]+|\d+", "#", line.replace("site:bare_", "site:"))
