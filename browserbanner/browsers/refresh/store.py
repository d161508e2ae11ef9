"""Writes a pack so that whoever reads it sees the old one or the new one, whole."""

from __future__ import annotations

import os
import stat
import tempfile
import time
from contextlib import suppress

from browserbanner.browsers.refresh.errors import RefreshError

_STALE = 3600.0  # seconds after which a temporary file was left by a refresh that was killed


def replace(path: str, content: bytes) -> None:
    """Put ``content`` in the place of the file at ``path``; RefreshError, and the old file as it was, if that fails."""
    folder, name = os.path.split(os.path.abspath(path))
    prefix = f".{name}."
    temporary = None
    try:
        _sweep(folder, prefix)
        descriptor, temporary = tempfile.mkstemp(prefix=prefix, suffix=".tmp", dir=folder)
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)
        raise RefreshError(f"cannot write {path}: {error.strerror or error}; what was there is unchanged") from None
    _sync(folder)


def _mode(path: str) -> int:
    with suppress(OSError):
        return stat.S_IMODE(os.stat(path).st_mode)
    return 0o644


def _sweep(folder: str, prefix: str) -> None:
    for entry in os.scandir(folder):
        if entry.name.startswith(prefix) and entry.name.endswith(".tmp"):
            with suppress(OSError):
                if time.time() - entry.stat().st_mtime > _STALE:
                    os.unlink(entry.path)


def _sync(folder: str) -> None:
    """Have the rename on disk too; where a folder cannot be synced (Windows), the file system's own order must do."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
