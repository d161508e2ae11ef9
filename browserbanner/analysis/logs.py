"""Logs: the files that were asked for, and standard input as a file that DuckDB can read."""

from __future__ import annotations

import glob
import os
import sys
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import BinaryIO

from browserbanner.errors import BrowserBannerError, ConfigurationError

STDIN = "-"
# What neither DuckDB nor this package reads, by its first bytes; and what makes lines of UTF-8 of it.
_CONVERTERS = {
    b"\xfd7zXZ\0": "xz -dc LOG",
    b"BZh": "bzip2 -dc LOG",
    b"\x04\x22\x4d\x18": "lz4 -dc LOG",
    b"PK\x03\x04": "unzip -p LOG",
    b"\xff\xfe": "iconv -f UTF-16 -t UTF-8 LOG",
    b"\xfe\xff": "iconv -f UTF-16 -t UTF-8 LOG",
    b"[": "jq -c '.[]' LOG",
}
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
#: What is read of standard input at once. A gzipped log unpacks to a thousand times as much, at most.
_BLOCK = 1 << 16
#: What is read of standard input before anything is known of it: a log that ends there is small.
_HEAD = 64 << 20
#: How many times larger a compressed log is, at most as a rule: access logs repeat themselves.
_RATIO = 10
#: A compressed file of nothing has fewer bytes, its name in the header included; one of zstd's no more than these.
_NOTHING_PACKED = 4096
_NOTHING_IN_ZSTD = 18


class LogError(BrowserBannerError):
    """A log that is missing, empty, unreadable, or of a format that nobody knows. Its message says which, and why."""


class LogFile:
    """A log file. ``compression``: by its first bytes: "none", "gzip", "zstd"; ``size``: in bytes, as it is stored;
    ``is_empty``: nothing is in it, packed or not."""

    def __init__(self, path: str) -> None:
        self.path: str = path
        try:
            self.size: int = os.path.getsize(path)
            with open(path, "rb") as file:
                head = file.read(_NOTHING_PACKED)
        except OSError as error:
            raise LogError(f"{path}: {error.strerror}") from None
        refuse_foreign(path, head)
        self.compression: str = compression_of(head)
        self.is_empty: bool = self.size < _NOTHING_PACKED and _holds_nothing(head, self.compression)

    @property
    def plain_size(self) -> int:
        """Its size unpacked, or about that."""
        return self.size * (1 if self.compression == "none" else _RATIO)


class StandardInput:
    """Standard input, plain or gzipped, which DuckDB reads as the file ``path`` while it is :meth:`pumped`.

    ``head``: its first bytes, unpacked; ``plain_size``: what is known of how long it is, in bytes, or None.
    """

    compression = "none"
    is_empty = False

    def __init__(self) -> None:
        if not os.path.exists("/dev/fd"):
            raise LogError("-: this system has no /dev/fd, so standard input cannot be read: name the log's files")
        # Unbuffered: a thread that waits in a buffer's lock would end the interpreter with a fatal error.
        self._blocks = _unpacked(getattr(sys.stdin.buffer, "raw", sys.stdin.buffer))
        head = bytearray()
        while len(head) < _HEAD and (block := next(self._blocks, b"")):
            head += block
        if not head:
            raise LogError("-: standard input is empty")
        self.head: bytearray = head
        self.plain_size: int | None = len(head) if len(head) < _HEAD else None
        self.size: int = 0  # of what was read so far, unpacked
        self._error: LogError | None = None
        self._read, self._write = os.pipe()
        self.path: str = f"/dev/fd/{self._read}"

    @contextmanager
    def pumped(self) -> Iterator[None]:
        """While DuckDB reads it, a thread writes it there. Raises LogError for what is no whole gzip stream."""
        thread = threading.Thread(target=self._pump, name="standard input", daemon=True)
        thread.start()
        try:
            yield
        finally:
            os.close(self._read)
        thread.join()
        if self._error is not None:
            raise self._error

    def _pump(self) -> None:
        try:
            with open(self._write, "wb", buffering=0) as pipe:
                self._all_of(self.head, pipe)
                self.head = bytearray()
                for block in self._blocks:
                    self._all_of(block, pipe)
        except BrokenPipeError:
            pass  # DuckDB has stopped reading; it says why
        except LogError as error:
            self._error = error
        except OSError as error:
            self._error = LogError(f"-: {error.strerror}")

    def _all_of(self, block: bytes | bytearray, pipe: BinaryIO) -> None:
        view = memoryview(block)
        while view:
            written = pipe.write(view[:_BLOCK]) or 0
            view = view[written:]
            self.size += written


def _unpacked(stream: BinaryIO) -> Iterator[bytes]:
    """The blocks of a stream, plain or gzipped, none of them empty. Raises LogError."""
    first = stream.read(_BLOCK)
    while 0 < len(first) < 4 and (more := stream.read(_BLOCK)):
        first += more
    refuse_foreign(STDIN, first)
    compression = compression_of(first)
    if compression == "zstd":
        raise _foreign(STDIN, "zstd -dc LOG")
    blocks = chain([first], iter(partial(stream.read, _BLOCK), b""))
    yield from filter(None, blocks if compression == "none" else _gunzipped(blocks))


def _gunzipped(blocks: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    for block in blocks:
        packed = block.lstrip(b"\0") if unpacker.eof else block  # zeros may stand behind a member, or another one
        while packed:
            if unpacker.eof:
                unpacker = zlib.decompressobj(wbits=31)
            try:
                yield unpacker.decompress(packed)
            except zlib.error as error:
                raise LogError(f"-: standard input is no whole gzip stream: {error}") from None
            packed = unpacker.unused_data.lstrip(b"\0")
    if not unpacker.eof:
        raise LogError("-: standard input ends within a gzip stream")


def compression_of(head: bytes) -> str:
    """How bytes that begin so are packed: "gzip", "zstd" or "none"."""
    if head.startswith(_GZIP):
        return "gzip"
    return "zstd" if head.startswith(_ZSTD) else "none"


def refuse_foreign(source: str, head: bytes) -> None:
    """Raise LogError, with the command that helps, for bytes that begin like what cannot be read here."""
    for begin, command in _CONVERTERS.items():
        if head.startswith(begin) and (begin != b"[" or head[1:].lstrip().startswith(b"{")):
            raise _foreign(source, command)


def _foreign(source: str, command: str) -> LogError:
    return LogError(
        f"{source}: is no plain, gzip or zstd file of lines in UTF-8: `{command} | browserbanner analyze -`"
    )


def _holds_nothing(content: bytes, compression: str) -> bool:
    """Whether a file's whole content is nothing, or nothing packed. What is broken is not: its reader says why."""
    if compression == "zstd":  # which only DuckDB unpacks: an empty last block, in a frame of nothing else
        return len(content) <= _NOTHING_IN_ZSTD and b"\x01\0\0" in content[-7:]
    if compression == "none":
        return not content
    unpacker = zlib.decompressobj(wbits=31)
    try:
        return not unpacker.decompress(content, 1) and unpacker.eof and not unpacker.unused_data
    except zlib.error:
        return False


def paths_of(names: Sequence[str]) -> list[str]:
    """The files of some names, in which ``*``, ``?``, ``[...]`` and ``**`` match; each file once, in order.

    Raises LogError for a name or a pattern of no file.
    """
    paths: dict[str, None] = {}
    for name in names:
        found = [name] if os.path.exists(name) else sorted(filter(os.path.isfile, glob.glob(name, recursive=True)))
        if not found:
            raise LogError(f"{name}: matches no file" if glob.has_magic(name) else f"{name}: No such file or directory")
        paths.update(dict.fromkeys(found))
    return [*paths]


def opened(names: Sequence[str]) -> tuple[Sequence[LogFile | StandardInput], tuple[str, ...]]:
    """The files of some names that are not empty, and the paths of those that are. Raises LogError."""
    if STDIN in names and len(names) > 1:
        raise ConfigurationError('log="-": standard input is read alone', option="log", value=list(names))
    found = [StandardInput()] if STDIN in names else [LogFile(path) for path in paths_of(names)]
    empty = tuple(file.path for file in found if file.is_empty)
    if len(empty) == len(found):
        raise LogError(f"{', '.join(empty)}: {'is' if len(empty) == 1 else 'all of them are'} empty")
    return [file for file in found if not file.is_empty], empty
