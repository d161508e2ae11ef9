"""The data pack: one UTF-8 text file of JSON lines, made by ``browserbanner data refresh``.

1. meta: format, date, month of the shares, sources with licences, and the size and CRC-32 of all that follows
2. what minimum versions need: releases with dates, Chromium bases, the Baseline timeline
3. caniuse's browsers: their versions and release dates
4. from here on rows with a name: ``["world", usage]``, ``["AD", usage]`` ...: each region in the alphabet's order,
   usage as two columns for each browser: its versions, and their percent of all page views
5. ``["features", {...}]``: by caniuse's features, which versions support them
6. ``["electron-to-chromium", "1.0=49 ..."]``

Lists are packed into strings, as ``"109=2023-01-10 110=2023-02-07"``. Rows are parsed when they are asked for, so that
a start costs the first three lines only. Same sources and same pack before, same bytes.
"""

from __future__ import annotations

import json
import os
from binascii import crc32
from functools import cached_property
from shlex import quote
from typing import Any

from browserbanner.errors import ConfigurationError

FORMAT = 2
_READ = (1, 2)  # 1 had no features and no Electron
WORLD = "world"
FEATURES = "features"
ELECTRON = "electron-to-chromium"
_BEGINNING = b'{"format":'  # of every pack, broken ones too
_LARGEST = 16 * 1024 * 1024


class Pack:
    """A pack's bytes, and its lines as they are asked for. Immutable, though it remembers where its rows are."""

    def __init__(self, content: bytes, name: str) -> None:
        """ConfigurationError for content that is not a whole pack; ``name`` (the path) is what the message quotes."""
        try:
            head = content.index(b"\n") + 1
            meta = json.loads(content[:head])
            if meta["format"] not in _READ:
                raise broken(name, f"its format is {meta['format']!r}, and this version reads {FORMAT}", content)
            body = memoryview(content)[head:]  # nearly all of it, which no start has to copy
            if len(body) != meta["size"] or crc32(body) != meta["crc32"]:
                raise broken(name, "it is truncated or was changed", content)
            core = content.index(b"\n", head) + 1
            self._rows_at = content.index(b"\n", core) + 1
            self.meta: dict[str, Any] = meta
            self.core: dict[str, Any] = json.loads(content[head:core])
            self.agents: dict[str, list[str]] = json.loads(content[core : self._rows_at])
            self._content = content
            self.name = name
        except ConfigurationError:
            raise
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise broken(name, f"it cannot be read ({type(error).__name__}: {error})", content) from None

    @cached_property
    def _rows(self) -> dict[str, bytes]:
        """The lines that have a name, by name: found when the first of them is asked for."""
        rows = self._content[self._rows_at :].splitlines()
        return {row[2 : row.index(b'"', 2)].decode("ascii"): row for row in rows}

    @classmethod
    def read(cls, path: str) -> Pack:
        """The pack in a file; ConfigurationError where there is none."""
        try:
            with open(path, "rb") as file:
                # Looked at before reading: read(n) would reserve n bytes at once.
                size = os.fstat(file.fileno()).st_size
                content = file.read(-1 if size <= _LARGEST else len(_BEGINNING))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            advice = _advice("make it", path) if path and isinstance(error, FileNotFoundError) else ""
            raise ConfigurationError(
                f"data={path!r}: no browser data there ({reason}){advice}", option="data", value=path
            ) from None
        if size > _LARGEST:
            raise broken(path, f"it is larger than {_LARGEST} bytes", content)
        return cls(content, path)

    def row(self, name: str) -> Any:
        """What the row of a region, WORLD, FEATURES or ELECTRON has; None where the pack does not have it."""
        return json.loads(self._rows[name])[1] if name in self._rows else None

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that the pack has, the world apart."""
        return tuple(name for name in self._rows if name not in (WORLD, FEATURES, ELECTRON))


def begins_like_a_pack(content: bytes) -> bool:
    """Whether it may be a pack, perhaps a broken or an empty one, which a refresh may replace."""
    return content[: len(_BEGINNING)] == _BEGINNING[: len(content)]


def broken(name: str, what: str, content: bytes = _BEGINNING) -> ConfigurationError:
    """The error for a pack that cannot be used: ``what`` is wrong with it. ``content``: what the file has.

    A refresh is advised only where it would replace a pack.
    """
    advice = _advice("make it again", name) if begins_like_a_pack(content) else ""
    return ConfigurationError(f"data={name!r}: not usable browser data: {what}{advice}", option="data", value=name)


def _advice(to: str, path: str) -> str:
    return f"; to {to}: browserbanner data refresh --to {quote(path)}"
