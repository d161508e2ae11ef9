"""Requests as servers make them, and how an app is called with them without a server: none of these ever waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tests.visitors import CURRENT

#: As a browser behind a proxy sends them: the user agent is the fifth of fourteen.
FIELDS = (
    ("host", "example.org"),
    ("x-forwarded-for", "192.0.2.7"),
    ("x-forwarded-proto", "https"),
    ("connection", "keep-alive"),
    ("user-agent", CURRENT),
    ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("accept-language", "uk,en;q=0.8"),
    ("accept-encoding", "gzip, deflate, br"),
    ("cookie", "session=0123456789abcdef"),
    ("upgrade-insecure-requests", "1"),
    ("sec-fetch-dest", "document"),
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-site", "none"),
    ("priority", "u=0, i"),
)
PATH = "/news/2026/11/an-article"
#: What browsers that are outdated do not send yet.
_NEWER = ("upgrade-insecure-requests", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "priority")


def fields(user_agent: str) -> list[tuple[str, str]]:
    left_out = () if user_agent == CURRENT else _NEWER
    return [(name, user_agent if name == "user-agent" else value) for name, value in FIELDS if name not in left_out]


def scopes(user_agents: Sequence[str]) -> list[dict[str, Any]]:
    """For ASGI. Each string is a new object: a string that was hashed before keeps its hash."""
    return [
        {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "path": PATH,
            "raw_path": PATH.encode(),
            "root_path": "",
            "query_string": b"",
            "scheme": "https",
            "client": ("192.0.2.7", 50000),
            "server": ("127.0.0.1", 8000),
            "headers": [(name.encode(), bytes(bytearray(value, "latin-1"))) for name, value in fields(user_agent)],
        }
        for user_agent in user_agents
    ]


def environs(user_agents: Sequence[str]) -> list[dict[str, Any]]:
    """For WSGI."""
    return [
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": PATH,
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": "example.org",
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "https",
            **{
                "HTTP_" + name.upper().replace("-", "_"): bytearray(value, "latin-1").decode("latin-1")
                for name, value in fields(user_agent)
            },
        }
        for user_agent in user_agents
    ]


class Asgi:
    """Calls an app with one scope after another, and keeps the last response's body."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.body = b""

    def __call__(self, scope: dict[str, Any]) -> None:
        try:
            self.app(scope, _receive, self._send).send(None)
        except StopIteration:
            return
        raise AssertionError("it waits")

    async def _send(self, message: Any) -> None:
        self.body = message.get("body", self.body)


async def _receive() -> Any:
    return {"type": "http.request", "body": b"", "more_body": False}


class Wsgi:
    """The same over WSGI."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.body: Iterable[bytes] = ()

    def __call__(self, environ: dict[str, Any]) -> None:
        blocks = self.app(environ, _start_response)
        self.body = list(blocks)
        close = getattr(blocks, "close", None)
        if close is not None:
            close()


def _start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
    return None
