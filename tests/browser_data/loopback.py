"""An npm registry on the loopback interface, which answers what a test wants."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import unquote

from tests.browser_data.npm_packages import Members, tarball


class Answer(NamedTuple):
    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


class Registry:
    """``answers``: by path. ``asked``: the paths that were asked for."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []

    def publish(self, name: str, members: Members, **changes: object) -> str:
        """Offer a package; ``changes`` are written over its metadata's ``dist``. The path of its tarball."""
        return self.offer(name, tarball(members), version=version_of(members), **changes)

    def offer(self, name: str, archive: bytes, *, version: str = "1.0.0", **changes: object) -> str:
        path = f"/{name}/-/{name.rpartition('/')[2]}-{version}.tgz"
        dist = {"integrity": integrity(archive), "tarball": f"{self.base}{path}", **changes}
        self.answers[path] = Answer(archive)
        self.answers[f"/{name}/latest"] = Answer(json.dumps({"name": name, "version": version, "dist": dist}).encode())
        return path


def integrity(archive: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()


def version_of(members: Members) -> str:
    """The version in a package's own package.json."""
    return str(json.loads(members["package.json"])["version"])


@contextmanager
def serving() -> Iterator[Registry]:
    """A registry that answers until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            registry.asked.append(self.path)
            answer = registry.answers.get(unquote(self.path), Answer(b"not found", 404))
            self.send_response(answer.status)
            headers = dict(answer.headers)
            headers.setdefault("Content-Length", str(len(answer.body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    registry = Registry(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield registry
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
