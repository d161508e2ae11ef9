"""The banner's scripts: ``close.js`` beside it, and ``banner.js``, which puts it into a page that the middleware does
not see. Their sources are in ``script/``; they go out on one line, without the lines that are comments."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

from browserbanner.banner.model import Banner


def _on_one_line(name: str) -> str:
    lines = Path(__file__).with_name("script").joinpath(name).read_text("ascii").splitlines()
    return "".join(line.strip() for line in lines if not line.lstrip().startswith("//"))


CLOSE_SCRIPT = _on_one_line("close.js")
"""Closes the banner in place, and takes it away from whom it is not for. It asks for a 204 with ``X-Requested-With:
XMLHttpRequest``."""
SCRIPT_KEY = f"{zlib.crc32(CLOSE_SCRIPT.encode('ascii')):08x}"
"""The query of ``close.js``: it changes with the script, so that caches may keep it for a year."""
_EMBED_SCRIPT = _on_one_line("banner.js").encode("ascii")


def embed_script(banner: Banner, *, at_marker: bool, then: str = "") -> bytes:
    """``banner.js`` for a visitor who gets this banner, made without script and return address: ASCII.

    It puts the banner first into the body, or ``at_marker`` where the page says ``<!-- browserbanner -->`` (else
    nowhere), and closes it as :data:`CLOSE_SCRIPT` does. ``then``: statements that follow.
    """
    return _EMBED_SCRIPT % {
        b"html": json.dumps(banner.html.decode("ascii")).replace("</", "<\\/").encode("ascii"),
        b"top": b"false" if at_marker else b"true",
        b"close": f"{CLOSE_SCRIPT};{then}".encode("ascii"),
    }
