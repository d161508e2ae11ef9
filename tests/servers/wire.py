"""A client for where bytes matter: it sends what it is told to, and has h11 judge what comes back."""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Callable
from types import TracebackType
from typing import Self

import h11

from tests.reply import Reply
from tests.servers.cases import Case

PATIENCE = 20.0  # seconds for an answer; it takes milliseconds


def request(case: Case, user_agent: str | None, *, last: bool = True, version: str = "1.1") -> bytes:
    """The case as a browser sends it; the server is to close the connection after the ``last`` one."""
    fields = [("Host", "example.org"), *([("User-Agent", user_agent)] if user_agent is not None else [])]
    fields += [*case.headers, *([("Content-Length", str(len(case.body)))] if case.body else [])]
    fields += [("Connection", "close")] if last else []
    lines = [f"{case.method} {case.path} HTTP/{version}", *(f"{name}: {value}" for name, value in fields), "", ""]
    return "\r\n".join(lines).encode("latin-1") + case.body


def exchange(port: int, data: bytes) -> bytes:
    """What a server sends for ``data`` until it closes the connection."""
    with Connection(port) as connection:
        connection.send(data)
        got = bytearray()
        while more := connection.receive():
            got += more
        return bytes(got)


def undated(raw: bytes) -> bytes:
    """The bytes of responses without the seconds at which they were made."""
    return re.sub(rb"(?im)^(date:)[^\r\n]*+", rb"\1", raw)


def read(raw: bytes, method: str) -> Reply:
    """The response that these bytes are, whole and nothing besides. Raises h11.RemoteProtocolError."""
    pieces = iter((raw, b""))
    judge = Judge(lambda: next(pieces))
    got = judge.reply(method)
    if judge.left:
        raise h11.RemoteProtocolError(f"more than was asked for: {judge.left[:80]!r}")
    return got


def ask(port: int, case: Case, user_agent: str | None) -> Reply:
    """One request on a connection of its own."""
    return read(exchange(port, request(case, user_agent)), case.method)


class Judge:
    """Reads responses with h11, which refuses a body that is longer or shorter than what its head says."""

    def __init__(self, receive: Callable[[], bytes]) -> None:
        self._receive = receive
        self._client = h11.Connection(h11.CLIENT, max_incomplete_event_size=1 << 20)

    @property
    def left(self) -> bytes:
        return self._client.trailing_data[0]

    def reply(self, method: str) -> Reply:
        """The next response, to a request of this method. Raises h11.RemoteProtocolError."""
        client = self._client
        if client.our_state is h11.DONE:
            client.start_next_cycle()
        client.send(h11.Request(method=method, target="/", headers=[("Host", "example.org")]))
        client.send(h11.EndOfMessage())
        head, body = None, bytearray()
        while True:
            event = client.next_event()
            if event is h11.NEED_DATA:
                client.receive_data(self._receive())
            elif isinstance(event, h11.Response):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                fields = [(name.decode(), value.decode("latin-1")) for name, value in head.headers]
                return Reply(head.status_code, fields, bytes(body))
            elif not isinstance(event, h11.InformationalResponse):
                raise h11.RemoteProtocolError(f"no response, but {event}")


class Connection:
    """To a server of this machine. Left with ``with``, it is closed as usual."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._judge = Judge(self.receive)

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def receive(self) -> bytes:
        """Some bytes; none: the server has closed the connection."""
        return self._socket.recv(1 << 20)

    def reply(self, method: str = "GET") -> Reply:
        """The next response on this connection."""
        return self._judge.reply(method)

    def leave(self, how: str) -> None:
        """ "close" it as usual; or "reset" it: be gone at once, whatever the server still sends."""
        if how == "reset":
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._socket.close()
