"""A WebSocket client as small as DevTools needs it: text frames, no extensions (RFC 6455)."""

from __future__ import annotations

import base64
import os
import re
import socket
import struct
from collections.abc import Mapping
from types import MappingProxyType


class WebSocket:
    def __init__(self, url: str, timeout: float = 30, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        match = re.fullmatch(r"ws://([^:/]+):(\d+)(/.*)", url)
        if match is None:
            raise ValueError(f"no WebSocket address: {url!r}")
        host, port, path = match[1], int(match[2]), match[3]
        self._socket = socket.create_connection((host, port), timeout)
        self._unread = b""
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n".encode()
            + "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()
            + b"\r\n"
        )
        while b"\r\n\r\n" not in self._unread:
            self._fill()
        head, _, self._unread = self._unread.partition(b"\r\n\r\n")
        if b" 101 " not in head.splitlines()[0]:
            raise OSError(head.decode("latin-1"))

    def send(self, text: str) -> None:
        self._send(0x1, text.encode())

    def receive(self) -> str:
        message = b""
        while True:
            start, length = self._take(2)
            size = length & 0x7F
            if size == 126:
                (size,) = struct.unpack(">H", self._take(2))
            elif size == 127:
                (size,) = struct.unpack(">Q", self._take(8))
            data, opcode = self._take(size), start & 0x0F
            if opcode == 0x9:
                self._send(0xA, data)
            elif opcode == 0x8:
                raise OSError("the browser closed the WebSocket")
            elif opcode in (0x0, 0x1):
                message += data
                if start & 0x80:
                    return message.decode("utf-8", "replace")

    def close(self) -> None:
        self._socket.close()

    def _send(self, opcode: int, data: bytes) -> None:
        size, mask = len(data), os.urandom(4)
        if size < 126:
            head = struct.pack(">BB", 0x80 | opcode, 0x80 | size)
        elif size < 65536:
            head = struct.pack(">BBH", 0x80 | opcode, 0xFE, size)
        else:
            head = struct.pack(">BBQ", 0x80 | opcode, 0xFF, size)
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(data))
        self._socket.sendall(head + mask + masked)

    def _take(self, size: int) -> bytes:
        while len(self._unread) < size:
            self._fill()
        taken, self._unread = self._unread[:size], self._unread[size:]
        return taken

    def _fill(self) -> None:
        data = self._socket.recv(1 << 16)
        if not data:
            raise OSError("the WebSocket was closed")
        self._unread += data
