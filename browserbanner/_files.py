"""Files that are written whole or not at all: whoever reads one sees the old file or the new one."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress


def cannot_write(path: str) -> str | None:
    """Why a file cannot be written, or None."""
    if not path or "\0" in path:
        return f"{path!r}: is no path"
    if os.path.isdir(path):
        return f"{path}: is a folder"
    folder = os.path.dirname(os.path.realpath(path))
    if not os.path.isdir(folder):
        return f"{path}: there is no folder {folder}"
    if not os.access(path if _is_device(path) else folder, os.W_OK):  # the new file comes into being beside the old one
        return f"{path}: may not be written"
    return None


def write_whole(path: str, content: bytes) -> None:
    """Put bytes in the place of a file. Raises OSError, which names the path, with the old file as it was.

    The file keeps its permissions, and its owner where the system lets us; a new one has what the umask leaves. A link
    stays, and what it leads to is written. A pipe or a device, such as /dev/stdout, is written to as it is.
    """
    try:
        if _is_device(path):
            with open(path, "wb") as device:
                device.write(content)
        else:
            _replace(os.path.realpath(path), content)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from None


def _is_device(path: str) -> bool:
    """Whether it is there, and neither a file nor a folder: nothing to replace."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


def _replace(path: str, content: bytes) -> None:
    folder, name = os.path.split(path)
    new = os.path.join(folder, f".{name}.{secrets.token_hex(4)}.tmp")
    old = os.stat(path) if os.path.exists(path) else None
    # Until the new file has the old one's owner and permissions, nobody else may open it: an open file stays readable.
    mode = 0o666 if old is None else 0o600
    with open(new, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as file:
        try:
            if old is not None:
                _keep_owner_and_mode(new, old)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.replace(new, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(new)
            raise


def _keep_owner_and_mode(path: str, old: os.stat_result) -> None:
    """Give a file the old one's owner and group, as far as we may; then its permissions."""
    if hasattr(os, "chown"):
        for owner in (old.st_uid, -1):
            with suppress(OSError):
                os.chown(path, owner, old.st_gid)
                break
    os.chmod(path, stat.S_IMODE(old.st_mode))
