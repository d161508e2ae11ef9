"""Files that are written whole or not at all."""

from __future__ import annotations

import os


def cannot_write(path: str) -> str | None:
    """Why a file could not be written, or None."""
    folder = os.path.dirname(os.path.abspath(path))
    if os.path.isdir(path):
        return f"{path}: is a folder"
    if not os.path.isdir(folder):
        return f"{path}: there is no folder {folder}"
    if not os.access(path if os.path.exists(path) else folder, os.W_OK):
        return f"{path}: may not be written"
    return None


def write_whole(path: str, text: str) -> None:
    """Put a text in the place of a file, which is the old one or the new one at any time. Raises OSError."""
    if os.path.exists(path) and not os.path.isfile(path):  # a pipe, or /dev/stdout: nothing to replace there
        with open(path, "w", encoding="utf-8") as device:
            device.write(text)
        return
    import tempfile  # 5 ms that no other command has to wait for

    path = os.path.realpath(path)
    descriptor, temporary = tempfile.mkstemp(prefix=f".{os.path.basename(path)}.", dir=os.path.dirname(path))
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
