"""Options are typed: a misspelt one fails in a site's own type check, before anything runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

GOOD = """\
from browserbanner import BrowserBanner, Request
from browserbanner.asgi import BannerMiddleware as AsgiMiddleware
from browserbanner.wsgi import BannerMiddleware as WsgiMiddleware


async def app(scope: object, receive: object, send: object) -> None: ...
def wsgi_app(environ: dict[str, object], start_response: object) -> list[bytes]: return []
def is_staff(request: Request) -> bool: return request.headers.get("X-Staff") == "yes"


bb = BrowserBanner(policy={"chrome": 109, "ie": False}, exempt=["/admin", is_staff], locales=["en", "uk"], layout="cards")
AsgiMiddleware(app, banner=bb)
AsgiMiddleware(app, close_days=7, locale=lambda request: request.headers.get("X-Language"))
WsgiMiddleware(wsgi_app, banner=bb)
WsgiMiddleware(wsgi_app, close_days=7)
"""

# Each line is an error, and nothing else is.
BAD = """\
BrowserBanner(polcy="x")
BrowserBanner(layout=3)
BrowserBanner(layout="tall")
BrowserBanner(exempt=lambda path, headers: True)
AsgiMiddleware(app, close_days="a")
AsgiMiddleware(app, banner=bb, layout="cards")
WsgiMiddleware(wsgi_app, close_days="a")
WsgiMiddleware(wsgi_app, no_option=True)
"""


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> set[int]:
    """The lines of GOOD and BAD, one behind the other, that mypy complains of."""
    file = tmp_path_factory.mktemp("site") / "site.py"
    file.write_text(GOOD + BAD, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--config-file=", str(file)]
    done = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False)
    lines = [line.split(":") for line in done.stdout.splitlines() if line.startswith(str(file)) and ": error:" in line]
    return {int(line[1]) for line in lines}


def test_what_is_right_passes_mypy_strict_and_what_is_wrong_fails(complaints: set[int]) -> None:
    first = GOOD.count("\n") + 1
    assert complaints == set(range(first, first + BAD.count("\n")))
