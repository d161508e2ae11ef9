"""Nothing that the middleware does in an event loop blocks it: no file is opened there, nothing is waited for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.visitors import CHROME_60, FACEBOOK_ON_ANDROID_10, IE, IPHONE_12

# In a process of its own, since nothing may have been read before. BlockBuster raises in place of each call that blocks.
SCRIPT = """
import asyncio, sys
from blockbuster import blockbuster_ctx
from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware

sent = []

async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": b"<!doctype html><html lang=de><body>Hello"})

async def send(message):
    sent.append(message.get("body", b""))

async def main():
    middleware = BannerMiddleware(app, banner=BrowserBanner(layout=sys.argv[1], stylesheet=sys.argv[1] == "cards"))
    with blockbuster_ctx():
        for user_agent in sys.argv[2:]:
            for path in ("/", "/_browserbanner/banner.js", "/_browserbanner/banner", "/_browserbanner/close"):
                headers = [(b"user-agent", user_agent.encode()), (b"accept", b"text/html"), (b"accept-language", b"uk")]
                scope = {"type": "http", "method": "GET", "path": path, "query_string": b"kind=outdated&next=/"}
                await middleware({**scope, "headers": headers}, None, send)

asyncio.run(main())
print(b"".join(sent).count(b"id=bb"))
"""


@pytest.mark.parametrize("layout", ["bar", "cards"])
def test_no_request_opens_a_file_in_the_event_loop(layout: str) -> None:
    """A stylesheet, the templates and what systems can install were read there, one after the other."""
    visitors = [CHROME_60, IE, FACEBOOK_ON_ANDROID_10, IPHONE_12]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, layout, *visitors], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) >= 2 * len(visitors)
