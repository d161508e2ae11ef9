"""What the site's owner is told: hooks, a log line, counters. Never more than family, major version and system."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import subprocess
import sys
from functools import cache, partial
from typing import Any

import pytest
import sniffio
import trio

from browserbanner import BrowserBanner, ConfigurationError, Event, events, wsgi
from browserbanner.asgi import BannerMiddleware
from tests.faults import fails
from tests.injection.drivers import DRIVERS, Driver, Page, Reply, Request, asgi_scope
from tests.visitors import CURRENT, GOOGLEBOT, IE, IPHONE_12

PAGE = Page([b"<!doctype html><title>News</title><body>", b"Hello"])
STREAM = PAGE._replace(streamed=True)
FRAGMENT = Page([b"<p>Hello"])
ASYNC = [name for name in DRIVERS if name.startswith("asgi")]
CLOSE = Request(
    method="POST",
    path="/_browserbanner/close",
    body=b"next=%2Fsecret&kind=outdated",
    headers=[("content-type", "application/x-www-form-urlencoded"), ("cookie", "session=secret")],
)
SHOWN = Event("shown", "outdated", "ie", 11, "windows", "outdated", "en")
CLOSED = Event("closed", "outdated", "ie", 11, "windows", "outdated", None)


def with_hook(name: str, hook: object) -> BrowserBanner:
    options: Any = {name: hook}
    return BrowserBanner(**options)


@pytest.fixture(params=ASYNC)
def drive_async(request: pytest.FixtureRequest) -> Driver:
    return DRIVERS[request.param]


def closing(drive: Driver) -> Driver:
    """wsgiref's validator wants a Content-Type in an answer without content."""
    return drive if drive.shows_the_end else DRIVERS["wsgi"]


# -- hooks -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [PAGE, STREAM], ids=["whole", "streamed"])
def test_on_shown_hears_of_a_banner_that_went_out_once(drive: Driver, page: Page) -> None:
    told: list[Event] = []
    drive(BrowserBanner(on_shown=told.append), page, Request())
    assert told == [SHOWN]


@pytest.mark.parametrize(
    ("page", "request_"),
    [
        (PAGE, Request(user_agent=CURRENT)),
        (PAGE, Request(user_agent=GOOGLEBOT)),
        (PAGE, Request(method="HEAD")),
        (PAGE, Request(method="POST")),
        (PAGE, Request(headers=[("cookie", "browserbanner=1.1.outdated")])),
        (FRAGMENT, Request()),
        (PAGE._replace(status=404), Request()),
        (PAGE._replace(headers=[("content-type", "text/plain")]), Request()),
    ],
    ids=["current", "bot", "head", "post", "closed", "fragment", "404", "plain text"],
)
def test_on_shown_hears_of_nothing_else(drive: Driver, page: Page, request_: Request) -> None:
    told: list[Event] = []
    if request_.method == "HEAD":
        page = page._replace(chunks=[])
    drive(BrowserBanner(on_shown=told.append), page, request_)
    assert told == []


def test_on_shown_hears_of_the_gate_s_page(drive: Driver) -> None:
    told: list[Event] = []
    bb = BrowserBanner(block={"ie": False}, on_shown=told.append)
    drive(bb, PAGE, Request(headers=[("accept", "text/html")]))
    assert told == [SHOWN._replace(kind="block", locale=None)]


def test_on_closed_hears_of_a_closed_banner(drive: Driver) -> None:
    told: list[Event] = []
    bb = BrowserBanner(on_closed=told.append)
    assert closing(drive)(bb, PAGE, CLOSE).status == 303
    assert told == [CLOSED]
    drive(bb, PAGE, CLOSE._replace(body=b"kind=nonsense"))
    drive(bb, PAGE, CLOSE._replace(method="GET", body=b""))
    assert told == [CLOSED]


def test_on_verdict_hears_of_everybody_who_asks_for_a_page(drive: Driver) -> None:
    told: list[Event] = []
    bb = BrowserBanner(on_verdict=told.append, exempt=["/api/*"])
    for user_agent in (IE, CURRENT, GOOGLEBOT, None):
        drive(bb, PAGE, Request(user_agent=user_agent))
    assert [event[:5] for event in told] == [
        ("verdict", "outdated", "ie", 11, "windows"),
        ("verdict", "current", "chrome", 999, "windows"),
        ("verdict", "bot", None, None, None),
        ("verdict", "unknown", None, None, None),
    ]
    told.clear()
    drive(bb, PAGE, Request(path="/api/users"))
    drive(bb, PAGE, Request(headers=[("x-requested-with", "XMLHttpRequest")]))
    drive(bb, PAGE, Request(path="/_browserbanner/close.js"))
    assert told == []


def test_on_verdict_hears_what_other_headers_say(drive: Driver) -> None:
    told: list[Event] = []
    drive(BrowserBanner(on_verdict=told.append), PAGE, Request(headers=[("sec-fetch-mode", "navigate")]))
    assert [event.status for event in told] == ["unknown"]


def test_async_hooks_are_awaited(drive_async: Driver) -> None:
    told: list[Event] = []

    async def tell(event: Event) -> None:
        await _pause()
        told.append(event)

    bb = BrowserBanner(on_shown=tell, on_closed=tell, on_verdict=tell)
    drive_async(bb, PAGE, Request())
    drive_async(bb, PAGE, CLOSE)
    assert [event.name for event in told] == ["shown", "verdict", "closed"]


def test_hooks_run_when_the_response_is_out() -> None:
    sent: list[str] = []

    async def tell(event: Event) -> None:
        sent.append(event.name)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.body", "body": b"<!doctype html><body>Hello"})

    async def send(message: Any) -> None:
        sent.append(message["type"])

    middleware = BannerMiddleware(app, banner=BrowserBanner(on_shown=tell, on_verdict=tell))
    asyncio.run(middleware(asgi_scope(Request()), None, send))
    assert sent == ["http.response.start", "http.response.body", "shown", "verdict"]


async def _pause() -> None:
    await (trio.sleep(0) if sniffio.current_async_library() == "trio" else asyncio.sleep(0))


@pytest.mark.parametrize("name", ["on_verdict", "on_shown", "on_closed"])
def test_wsgi_refuses_async_hooks_when_it_is_made(name: str) -> None:
    async def hook(event: Event) -> None: ...

    class Hook:
        async def __call__(self, event: Event) -> None: ...

    for each in (hook, Hook()):
        with pytest.raises(ConfigurationError, match=f"{name}=.*no async function"):
            wsgi.BannerMiddleware(lambda environ, start: [], banner=with_hook(name, each))


def test_what_turns_out_to_be_async_in_wsgi_is_logged_and_dropped(caplog: pytest.LogCaptureFixture) -> None:
    async def tell() -> None: ...

    reply = DRIVERS["wsgi"](BrowserBanner(on_shown=lambda event: tell()), PAGE, Request())
    assert b"id=bb " in reply.body
    assert "WSGI cannot" in caplog.text


# -- faults ------------------------------------------------------------------------------------------------------------


def _raises(event: Event) -> None:
    raise RuntimeError("the hook's own\nmistake")


async def _raises_later(event: Event) -> None:
    await _pause()
    raise RuntimeError("the hook's own\nmistake")


def _answers(drive: Driver, bb: BrowserBanner) -> list[Reply]:
    asked = [Request(), Request(user_agent=CURRENT), CLOSE, Request(path="/_browserbanner/close.js")]
    replies = [(closing(drive) if request is CLOSE else drive)(bb, PAGE, request) for request in asked]
    return [reply._replace(headers=[(name, re.sub("Expires=[^;]*", "", value)) for name, value in reply.headers])
            for reply in replies]  # fmt: skip


@pytest.mark.parametrize("name", ["on_verdict", "on_shown", "on_closed"])
def test_a_failing_hook_harms_no_response(drive: Driver, name: str, caplog: pytest.LogCaptureFixture) -> None:
    good = _answers(drive, BrowserBanner())
    assert _answers(drive, with_hook(name, _raises)) == good
    lines = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(lines) == (2 if name == "on_verdict" else 1)
    assert all("mistake" in line and "\n" not in line for line in lines)


@pytest.mark.parametrize("name", ["on_verdict", "on_shown", "on_closed"])
def test_a_failing_async_hook_harms_no_response(
    drive_async: Driver, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    good = _answers(drive_async, BrowserBanner())
    assert _answers(drive_async, with_hook(name, _raises_later)) == good
    assert "mistake" in caplog.text


def test_a_log_and_counters_that_fail_harm_no_response(drive: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    good = _answers(drive, BrowserBanner())
    for name in ("_log", "_count"):
        monkeypatch.setattr(f"browserbanner.events.{name}", fails)
    bb = BrowserBanner()
    assert _answers(drive, bb) == good
    monkeypatch.setattr(events.LOGGER, "error", fails)
    assert _answers(drive, bb) == good


@pytest.mark.parametrize("name", ["on_verdict", "on_shown", "on_closed"])
def test_a_hook_that_does_not_take_the_event_alone_is_refused(name: str) -> None:
    for wrong in (lambda: None, lambda event, request: None):
        with pytest.raises(ConfigurationError, match=f"{name}=.*one argument, the Event"):
            with_hook(name, wrong)
    heard: list[Event] = []
    for right in (lambda event, more=None: None, lambda *given: None, heard.append, print):
        with_hook(name, right)


@pytest.mark.parametrize("value", ["print", 3, [print]])
@pytest.mark.parametrize("name", ["on_verdict", "on_shown", "on_closed"])
def test_what_is_no_function_is_refused(name: str, value: object) -> None:
    with pytest.raises(ConfigurationError, match=rf"{name}=.*a function that takes one argument, the Event"):
        with_hook(name, value)


# -- the log -----------------------------------------------------------------------------------------------------------


def test_one_line_says_that_a_banner_was_shown_and_one_that_it_was_closed(
    drive: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "browserbanner")
    bb = BrowserBanner()
    drive(bb, PAGE, Request(headers=[("accept-language", "uk")]))
    closing(drive)(bb, PAGE, CLOSE)
    drive(bb, PAGE, Request(user_agent=CURRENT))
    assert [(record.name, record.levelname, record.getMessage()) for record in caplog.records] == [
        ("browserbanner", "INFO",
         "banner shown: status=outdated family=ie major=11 os=windows kind=outdated locale=uk"),
        ("browserbanner", "INFO", "banner closed: status=outdated family=ie major=11 os=windows kind=outdated"),
    ]  # fmt: skip
    assert vars(caplog.records[0])["browserbanner"] == SHOWN._replace(locale="uk")._asdict()


#: What logging itself counts and measures in a record: now and then it looks like a version.
NUMBERS = {"created", "msecs", "relativeCreated", "thread", "process", "lineno"}


def test_no_personal_data_is_told(drive: Driver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "browserbanner")
    told: list[Event] = []
    bb = BrowserBanner(on_verdict=told.append, on_shown=told.append, on_closed=told.append)
    personal = [
        ("accept", "text/html"),
        ("cookie", "session=secret"),
        ("referer", "http://example.org/secret"),
        ("x-forwarded-for", "192.0.2.7"),
    ]
    drive(bb, PAGE, Request(path="/secret", query="q=secret", headers=personal, user_agent=IPHONE_12))
    closing(drive)(bb, PAGE, CLOSE._replace(user_agent=IPHONE_12))
    assert [event.name for event in sorted(told)] == ["closed", "shown", "verdict"]
    fields = [{key: value for key, value in vars(record).items() if key not in NUMBERS} for record in caplog.records]
    records = json.dumps(fields, default=str)
    for text in (records, repr(told)):
        assert not re.search(r"secret|12[._]5|12\.1\.2|15E148|192\.0|Mozilla", text)
        assert "ios" in text


# -- counters ----------------------------------------------------------------------------------------------------------


def test_banners_are_counted_where_prometheus_client_is_installed(drive: Driver) -> None:
    from prometheus_client import REGISTRY

    def count(name: str) -> float:
        labels = {"kind": "outdated", "family": "ie", "os": "windows"}
        return REGISTRY.get_sample_value(f"browserbanner_{name}_total", labels) or 0.0

    before = count("shown"), count("closed")
    bb = BrowserBanner()
    for request in (Request(), Request(), Request(user_agent=CURRENT)):
        drive(bb, PAGE, request)
    closing(drive)(bb, PAGE, CLOSE)
    assert (count("shown"), count("closed")) == (before[0] + 2, before[1] + 1)
    drive(BrowserBanner(counters=False), PAGE, Request())
    assert count("shown") == before[0] + 2


def test_nothing_is_counted_and_nothing_missed_where_it_is_not_installed() -> None:
    script = """
import sys
sys.modules["prometheus_client"] = None
from browserbanner import BrowserBanner
from tests.injection.drivers import DRIVERS, Page, Request
bb = BrowserBanner()
bb.warm_up()
assert b"id=bb " in DRIVERS["wsgi"](bb, Page([b"<!doctype html><body>"]), Request()).body
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_it_is_not_imported_before_the_first_banner() -> None:
    script = """
import sys
from browserbanner import BrowserBanner
from tests.injection.drivers import DRIVERS, Page, Request
from tests.visitors import CURRENT
bb = BrowserBanner()
DRIVERS["wsgi"](bb, Page([b"<!doctype html><body>"]), Request(user_agent=CURRENT))
assert "prometheus_client" not in sys.modules
DRIVERS["wsgi"](bb, Page([b"<!doctype html><body>"]), Request())
assert "prometheus_client" in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)


def test_many_threads_make_the_counters_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import Barrier, Thread

    import prometheus_client

    registry = prometheus_client.CollectorRegistry()
    counter = prometheus_client.Counter
    monkeypatch.setattr(prometheus_client, "Counter", partial(counter, registry=registry))
    monkeypatch.setattr(events, "_made_counters", cache(events._made_counters.__wrapped__))
    barrier = Barrier(8)
    made: list[Any] = []

    def make() -> None:
        barrier.wait()
        made.append(events._counters())

    threads = [Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert all(each is made[0] and each for each in made)


def test_an_exemption_that_fails_is_told_of_nothing_and_harms_nothing(
    drive: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(request: Any) -> bool:
        raise LookupError("the site's own mistake")

    told: list[Event] = []
    reply = drive(BrowserBanner(on_verdict=told.append, exempt=fails), PAGE, Request(user_agent=CURRENT))
    assert reply == drive(None, PAGE, Request(user_agent=CURRENT))
    assert told == []
    assert "the site's own mistake" in caplog.text


def test_current_visitors_pass_the_gate_where_hooks_look_at_everybody(drive: Driver) -> None:
    told: list[Event] = []
    bb = BrowserBanner(on_verdict=told.append, block={"ie": False})
    html = [("accept", "text/html")]
    assert drive(bb, PAGE, Request(user_agent=CURRENT, headers=html)).body == b"".join(PAGE.chunks)
    assert drive(bb, PAGE, Request(headers=html)).status == 406
    assert [event.status for event in told] == ["current", "outdated"]


def test_warming_up_never_fails_for_counters(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> Any:
        raise ValueError("Duplicated timeseries")

    monkeypatch.setattr("browserbanner.events._counters", fails)
    BrowserBanner().warm_up()
    BrowserBanner(counters=False).warm_up()
    assert caplog.text.count("Duplicated timeseries") == 1
