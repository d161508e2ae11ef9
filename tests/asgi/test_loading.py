"""What only outdated and unknown visitors need is loaded in another thread, so that the event loop never waits for it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest

from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware
from tests.visitors import CHROME_60, CURRENT, IE

#: Nobody's grammar knows it: the fallback is asked.
STRANGER = CURRENT + " Foo/1.0"

# In a process of its own, since nothing may be loaded before. Prints the thread that each heavy module was imported in,
# and whether the response had the banner in it.
SCRIPT = """
import asyncio, json, sys, threading

loaded = {}

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name in ("babel", "jinja2", "user_agents", "prometheus_client"):
            loaded[name] = threading.current_thread() is threading.main_thread()

sys.meta_path.insert(0, Watch())
from browserbanner import BrowserBanner
from browserbanner.asgi import BannerMiddleware

sent = []

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": b"<!doctype html><body>Hello"})

async def send(message):
    sent.append(message.get("body", b""))

async def main(user_agent, lifespan):
    middleware = BannerMiddleware(app, banner=BrowserBanner())
    assert not loaded, loaded
    if lifespan:
        await middleware({"type": "lifespan"}, None, send)
        assert set(loaded) == {"babel", "jinja2", "user_agents", "prometheus_client"}, loaded
    headers = [(b"user-agent", user_agent.encode()), (b"accept", b"text/html"), (b"accept-language", b"uk")]
    scope = {"type": "http", "method": "GET", "path": "/", "headers": headers}
    await middleware(scope, None, send)

asyncio.run(main(*json.loads(sys.argv[1])))
print(json.dumps([loaded, b"id=bb" in b"".join(sent)]))
"""


def first_request(user_agent: str, *, lifespan: bool) -> tuple[dict[str, bool], bool]:
    """The modules that a first request loads, and whether in the event loop's thread; whether it got a banner."""
    arguments = [sys.executable, "-c", SCRIPT, json.dumps([user_agent, lifespan])]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded, banner = json.loads(done.stdout)
    return loaded, banner


@pytest.mark.parametrize("lifespan", [False, True])
@pytest.mark.parametrize(
    ("user_agent", "modules", "banner"),
    [
        (CURRENT, set(), False),
        (STRANGER, {"user_agents"}, False),
        (IE, {"babel", "jinja2", "prometheus_client"}, True),
        (CHROME_60 + " Maxthon/5.0", {"user_agents", "babel", "jinja2", "prometheus_client"}, True),
    ],
    ids=["current", "unknown token", "IE 11", "outdated through the fallback"],
)
def test_no_request_waits_for_an_import_in_the_event_loop(
    user_agent: str, modules: set[str], banner: bool, lifespan: bool
) -> None:
    """An unknown token behind a current Chrome held up everybody for 0.3 to 1.2 s."""
    loaded, shown = first_request(user_agent, lifespan=lifespan)
    assert set(loaded) == ({"user_agents", "babel", "jinja2", "prometheus_client"} if lifespan else modules)
    assert not any(loaded.values())
    assert shown is banner


def test_a_start_up_does_not_wait_for_a_thread_where_all_is_loaded(banner: BrowserBanner) -> None:
    """Falcon's tests give an app one turn of the event loop to answer its start-up."""
    banner.warm_up()

    async def app(scope: object, receive: object, send: object) -> None:
        pass

    async def is_over_after_one_turn() -> bool:
        start_up = asyncio.create_task(BannerMiddleware(app, banner=banner)({"type": "lifespan"}, None, None))
        await asyncio.sleep(0)
        over = start_up.done()
        await start_up
        return over

    assert asyncio.run(is_over_after_one_turn())
