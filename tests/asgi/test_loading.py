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

# In a process of its own, since nothing may be loaded before. Prints whether each heavy module was imported in the event
# loop's thread, and whether each response had the banner in it.
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

async def main(user_agents, lifespan):
    middleware = BannerMiddleware(app, banner=BrowserBanner())
    assert not loaded, loaded
    if lifespan:
        await middleware({"type": "lifespan"}, None, send)
        assert set(loaded) == {"babel", "jinja2", "user_agents", "prometheus_client"}, loaded
    banners = []
    for user_agent in user_agents:
        headers = [(b"user-agent", user_agent.encode()), (b"accept", b"text/html"), (b"accept-language", b"uk")]
        await middleware({"type": "http", "method": "GET", "path": "/", "headers": headers}, None, send)
        banners.append(b"id=bb" in b"".join(sent))
        sent.clear()
    return banners

banners = asyncio.run(main(*json.loads(sys.argv[1])))
print(json.dumps([loaded, banners]))
"""


def requests(*user_agents: str, lifespan: bool) -> tuple[dict[str, bool], list[bool]]:
    """The modules that they load, and whether in the event loop's thread; who got a banner."""
    arguments = [sys.executable, "-c", SCRIPT, json.dumps([user_agents, lifespan])]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded, banners = json.loads(done.stdout)
    return loaded, banners


ALL = {"user_agents", "babel", "jinja2", "prometheus_client"}
FIRST_REQUESTS: dict[str, tuple[str, set[str], bool]] = {
    "current": (CURRENT, set(), False),
    "unknown token": (STRANGER, {"user_agents"}, False),
    "IE 11": (IE, ALL - {"user_agents"}, True),
    "outdated through the fallback": (CHROME_60 + " Maxthon/5.0", ALL, True),
}


@pytest.mark.parametrize(("user_agent", "modules", "banner"), FIRST_REQUESTS.values(), ids=FIRST_REQUESTS)
def test_no_request_waits_for_an_import_in_the_event_loop(user_agent: str, modules: set[str], banner: bool) -> None:
    """An unknown token behind a current Chrome held up everybody for 0.3 to 1.2 s."""
    loaded, banners = requests(user_agent, lifespan=False)
    assert set(loaded) == modules
    assert not any(loaded.values())
    assert banners == [banner]


def test_with_a_lifespan_all_is_loaded_before_the_first_request_and_not_in_the_event_loop() -> None:
    user_agents, _, expected = zip(*FIRST_REQUESTS.values(), strict=True)
    loaded, banners = requests(*user_agents, lifespan=True)
    assert set(loaded) == ALL
    assert not any(loaded.values())
    assert banners == [*expected]


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
