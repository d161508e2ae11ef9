"""What a site's owner decides page by page: exempt, only, enabled, nonce, place, and whether apps see the verdict."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from browserbanner import BrowserBanner, ConfigurationError
from browserbanner._adapter import MARK, LazyVerdict
from browserbanner.asgi import BannerMiddleware
from browserbanner.headers import Headers
from browserbanner.injection import Editor, nonce_in
from browserbanner.wsgi import BannerMiddleware as WsgiMiddleware
from tests.injection.drivers import CURRENT, DRIVERS, IE, Driver, Page, Request, asgi_scope, wsgi_environ

PAGE = Page([b"<!doctype html><title>News</title><body>", b"Hello"])


@pytest.fixture(params=DRIVERS)
def drive(request: pytest.FixtureRequest) -> Driver:
    return DRIVERS[request.param]


def shown(drive: Driver, bb: BrowserBanner, **request: Any) -> bool:
    reply = drive(bb, PAGE, Request(**request))
    banners = reply.body.count(b"id=bb ")
    assert banners <= 1
    if not banners:
        assert reply._replace(seen={}) == drive(None, PAGE, Request(**request))._replace(seen={})
    return banners == 1


# -- exempt, only, enabled ---------------------------------------------------------------------------------------------


def is_staff(path: str, headers: Headers) -> bool:
    return headers.get("x-staff") == "yes" or path.startswith("/intern")


@pytest.mark.parametrize(
    ("exempt", "path", "headers", "gets_one"),
    [
        (["/api/*"], "/api/users", (), False),
        (["/api/*"], "/apis", (), True),
        (["*.xml", "/a?c"], "/abc", (), False),
        (is_staff, "/article", [("X-Staff", "yes")], False),
        (is_staff, "/article", (), True),
        (is_staff, "/internals", (), False),
        (["/api/*", is_staff], "/internals", (), False),
        (["/api/*", is_staff], "/api/users", (), False),
        (["/api/*", is_staff], "/article", (), True),
    ],
    ids=str,
)
def test_exempt_pages_get_none(drive: Driver, exempt: Any, path: str, headers: Any, gets_one: bool) -> None:
    assert shown(drive, BrowserBanner(exempt=exempt), path=path, headers=headers) is gets_one


@pytest.mark.parametrize(
    ("only", "exempt", "path", "gets_one"),
    [
        (["/news/*"], [], "/news/today", True),
        (["/news/*"], [], "/shop", False),
        (["/news/*", "/"], [], "/", True),
        (["/news/*"], ["/news/old/*"], "/news/old/1", False),
        ([], [], "/", False),
        (None, [], "/", True),
    ],
)
def test_only_the_pages_that_are_listed_get_one(
    drive: Driver, only: Any, exempt: Any, path: str, gets_one: bool
) -> None:
    assert shown(drive, BrowserBanner(only=only, exempt=exempt), path=path) is gets_one


def test_paths_are_those_below_the_app_s_root(drive: Driver) -> None:
    assert not shown(drive, BrowserBanner(exempt=["/api/*"]), path="/api/users", root_path="/site")
    assert shown(drive, BrowserBanner(only=["/news/*"]), path="/news/today", root_path="/site")


def test_an_exemption_that_fails_costs_the_banner_and_one_line_in_the_log(
    drive: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(path: str, headers: Headers) -> bool:
        raise LookupError("the site's own mistake")

    assert not shown(drive, BrowserBanner(exempt=fails))
    assert len(caplog.records) == 1
    assert "the site's own mistake" in caplog.text


def test_exempt_and_only_hold_for_the_gate_too(drive: Driver) -> None:
    for option in ({"exempt": is_staff}, {"only": ["/news/*"]}):
        bb = BrowserBanner(block={"ie": False}, **option)
        assert not shown(drive, bb, path="/intern", headers=[("accept", "text/html")])


def test_switched_off_nothing_is_left_of_it(drive: Driver) -> None:
    bb = BrowserBanner(enabled=False, debug=True, desktop_site=True, on_verdict=print)
    for request in (Request(), Request(query="browserbanner=outdated"), Request(path="/_browserbanner/close.js")):
        assert drive(bb, PAGE, request) == drive(None, PAGE, request)


@pytest.mark.parametrize(
    ("option", "value"),
    [("only", "/news/*"), ("only", ["news"]), ("only", [print]), ("exempt", [3]), ("exempt", 3), ("expose", "yes"),
     ("counters", None)],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(option: str, value: object) -> None:
    with pytest.raises(ConfigurationError, match=f"{option}="):
        BrowserBanner(**{option: value})


# -- the verdict for the app -------------------------------------------------------------------------------------------


def ask_asgi(bb: BrowserBanner, request: Request) -> tuple[Any, Any]:
    """The scope that the app saw, and the server's."""
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope)

    scope = asgi_scope(request)
    asyncio.run(BannerMiddleware(app, banner=bb)(scope, None, None))
    return seen[0], scope


def ask_wsgi(bb: BrowserBanner, request: Request) -> tuple[Any, Any]:
    seen: list[Any] = []

    def app(environ: Any, start_response: Any) -> list[bytes]:
        seen.append(environ)
        return []

    environ = wsgi_environ(request)
    WsgiMiddleware(app, banner=bb)(environ, lambda *given: lambda data: None)
    return seen[0], environ


@pytest.fixture(params=[ask_asgi, ask_wsgi])
def ask(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (Request(), "outdated"),
        (Request(user_agent=CURRENT), "current"),
        (Request(user_agent=None), "unknown"),
        (Request(headers=[("sec-fetch-mode", "navigate")]), "unknown"),
        (Request(method="POST"), "outdated"),
        (Request(path="/api/users"), "outdated"),
    ],
    ids=["outdated", "current", "nobody", "acquitted", "post", "exempt"],
)
def test_every_request_has_its_verdict_where_the_site_wants_it(
    ask: Any, request_: Request, status: str, enabled: bool
) -> None:
    seen, given = ask(BrowserBanner(expose=True, exempt=["/api/*"], enabled=enabled), request_)
    verdict = seen["browserbanner"]
    assert verdict.status == status
    assert verdict.outdated is (status == "outdated")
    assert verdict.reason
    assert repr(verdict) == f"<LazyVerdict: {status}>"
    assert "browserbanner" not in given  # the server's own stays as it was
    with pytest.raises(AttributeError):
        _ = verdict.stauts


def test_the_verdict_is_worked_out_when_it_is_used_and_once(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bb = BrowserBanner(expose=True)
    asked: list[object] = []
    judge = bb.judge

    def spied(*given: Any) -> Any:
        asked.append(given)
        return judge(*given)

    monkeypatch.setattr(bb, "judge", spied)
    seen, _ = ask(bb, Request(user_agent=CURRENT))
    verdict = seen["browserbanner"]
    assert isinstance(verdict, LazyVerdict)
    assert asked == []
    assert (verdict.status, verdict.user_agent.family) == ("current", "chrome")
    assert len(asked) == 1


def test_without_it_a_current_visitor_s_request_is_the_server_s_own(ask: Any) -> None:
    seen, given = ask(BrowserBanner(), Request(user_agent=CURRENT))
    assert seen is given
    assert "browserbanner" not in seen


# -- nonces ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "nonce"),
    [
        ([], None),
        ([(b"content-security-policy", b"default-src 'self'")], None),
        ([(b"Content-Security-Policy", b"style-src 'self' 'nonce-abc123=='")], "abc123=="),
        ([(b"content-security-policy", b"script-src 'nonce-s'; style-src 'nonce-t'")], "t"),
        ([(b"content-security-policy", b"style-src 'nonce-t'; STYLE-SRC-ELEM 'nonce-e'")], "e"),
        ([(b"content-security-policy", b"default-src 'nonce-d'; img-src 'nonce-i'")], "d"),
        ([(b"content-security-policy", b"img-src 'nonce-i'")], None),
        ([(b"content-security-policy", b"default-src *"), (b"content-security-policy", b"script-src 'nonce-2'")], "2"),
        ([(b"content-security-policy-report-only", b"script-src 'nonce-r'")], "r"),
        (
            [(b"content-security-policy-report-only", b"style-src 'nonce-r'"),
             (b"content-security-policy", b"script-src 'nonce-s'")],
            "s",
        ),
        ([(b"content-security-policy", b"style-src 'nonce-\"><script>'")], None),
        ([(b"content-security-policy", b";;, 'nonce-a'")], None),
        ([(b"content-security-policy", b"style-src 'nonce-" + b"a" * 100_000)], None),
    ],
    ids=lambda value: repr(value)[:70],
)  # fmt: skip
def test_the_nonce_in_a_response_s_policy(headers: Any, nonce: str | None) -> None:
    assert nonce_in(headers) == nonce


def with_policy(*policies: str) -> Page:
    return PAGE._replace(headers=[*PAGE.headers, *(("Content-Security-Policy", policy) for policy in policies)])


def test_the_banner_has_the_nonce_of_the_page_s_policy_which_stays_as_it_was(drive: Driver) -> None:
    policy = "script-src 'nonce-abc123'; style-src 'nonce-abc123'"
    reply = drive(BrowserBanner(), with_policy(policy), Request())
    assert reply.body.count(b'nonce="abc123"') == 2
    assert reply.header("content-security-policy") == policy


def test_without_a_policy_there_is_no_nonce(drive: Driver) -> None:
    reply = drive(BrowserBanner(), PAGE, Request())
    assert b"nonce" not in reply.body
    assert reply.header("content-security-policy") is None


def test_the_site_s_function_finds_it_in_the_request_as_the_app_left_it() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        scope["state"] = {"nonce": "of-the-app"}
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.body", "body": b"<!doctype html><body>Hello"})

    def wsgi_app(environ: Any, start_response: Any) -> list[bytes]:
        environ["state"] = {"nonce": "of-the-app"}
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"<!doctype html><body>Hello"]

    sent: list[bytes] = []

    async def send(message: Any) -> None:
        sent.append(message.get("body", b""))

    bb = BrowserBanner(nonce=lambda request: request["state"]["nonce"])
    asyncio.run(BannerMiddleware(app, banner=bb)(asgi_scope(Request()), None, send))
    start = lambda *given: lambda data: None  # noqa: E731
    sent += WsgiMiddleware(wsgi_app, banner=bb)(wsgi_environ(Request()), start)
    assert b"".join(sent).count(b'nonce="of-the-app"') == 4


@pytest.mark.parametrize("given", [None, ""])
def test_where_it_finds_none_the_policy_is_read(drive: Driver, given: Any) -> None:
    reply = drive(BrowserBanner(nonce=lambda request: given), with_policy("style-src 'nonce-abc'"), Request())
    assert b'nonce="abc"' in reply.body


def test_a_nonce_is_escaped(drive: Driver) -> None:
    body = drive(BrowserBanner(nonce=lambda request: '"><script>'), PAGE, Request()).body
    assert b'nonce="&#34;&gt;&lt;script&gt;"' in body


def test_a_function_for_nonces_that_fails_costs_the_banner_and_one_line_in_the_log(
    drive: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(request: Any) -> str:
        raise LookupError("the site's own mistake")

    assert not shown(drive, BrowserBanner(nonce=fails))
    assert len(caplog.records) == 1
    assert "the site's own mistake" in caplog.text


def test_the_function_is_asked_for_pages_with_a_banner_only(drive: Driver) -> None:
    asked: list[object] = []
    bb = BrowserBanner(nonce=lambda request: asked.append(request))
    drive(bb, PAGE, Request(user_agent=CURRENT))
    drive(bb, PAGE._replace(headers=[("content-type", "image/png")]), Request())
    assert asked == []


# -- templates that place the banner -----------------------------------------------------------------------------------

HTML = (b"content-type", b"text/html")
ETAG = (b"etag", b'"a"')
PRIVATE = [HTML, (b"cache-control", b"private, no-cache"), (b"vary", b"User-Agent")]


def test_a_page_that_has_the_banner_already_changes_its_head_only() -> None:
    for status, headers in ((200, [HTML, ETAG]), (404, [HTML, ETAG]), (200, [(b"content-type", b"text/x"), ETAG])):
        editor = Editor(b"BANNER")
        assert editor.give_way()
        assert not editor.give_way()
        assert editor.start(status, headers) == [headers[0], *PRIVATE[1:]]
        assert editor.done
        assert editor.shown
        assert editor.feed(b"<!doctype html><body>", False).body == b"<!doctype html><body>"


def test_its_length_is_the_app_s() -> None:
    editor = Editor(b"BANNER")
    editor.give_way()
    assert (b"content-length", b"21") in (editor.start(200, [HTML, (b"content-length", b"21")]) or [])
    head = Editor(b"BANNER", method="HEAD")
    head.give_way()
    assert head.start(200, [HTML, (b"content-length", b"21")]) == PRIVATE
    assert not head.shown


@pytest.mark.parametrize("place", ["top", "template"])
def test_a_streamed_template_may_place_it_as_long_as_it_is_not_in(place: str) -> None:
    editor = Editor(b"BANNER", place=place)
    assert editor.start(200, [HTML, ETAG]) is None
    assert editor.feed(b"<!doctype html><title>", True) == (PRIVATE, b"<!doctype html><title>")
    assert editor.give_way()
    assert editor.feed(b"</title><body>BANNER", True) == (None, b"</title><body>BANNER")
    assert editor.done
    assert editor.shown


def test_a_streamed_template_may_place_it_in_the_first_piece() -> None:
    editor = Editor(b"BANNER", place="template")
    assert editor.start(200, [HTML, ETAG, (b"content-length", b"9")]) is None
    assert editor.give_way()
    assert editor.feed(b"<p>BANNER", False) == ([HTML, (b"content-length", b"9"), *PRIVATE[1:]], b"<p>BANNER")


def test_a_streamed_template_that_comes_later_places_none() -> None:
    editor = Editor(b"BANNER")
    editor.start(200, [HTML, ETAG])
    assert editor.feed(b"<!doctype html><body>", True).body == b"<!doctype html><body>BANNER"
    assert not editor.give_way()
    fragment = Editor(b"BANNER")
    fragment.start(200, [HTML, ETAG])
    assert fragment.feed(b"<p>", True) == ([HTML, ETAG], b"<p>")
    assert not fragment.give_way()  # its head, gone already, lets shared caches keep it


def test_place_template_puts_nothing_in_by_itself(drive: Driver) -> None:
    whole = PAGE._replace(chunks=[b"".join(PAGE.chunks)])
    reply, bare = (drive(bb, whole, Request()) for bb in (BrowserBanner(place="template"), None))
    assert reply.body == bare.body
    if drive.shows_the_end:
        assert reply.headers == bare.headers


def test_an_unplaced_stream_is_private_all_the_same_since_its_template_might_have_come_to_it() -> None:
    editor = Editor(b"BANNER", place="template")
    editor.start(200, [HTML, ETAG])
    assert editor.feed(b"<!doctype html><body>", True) == (PRIVATE, b"<!doctype html><body>")
    assert editor.finish() == (None, b"")
    assert not editor.shown


def test_the_page_in_hand_is_in_the_request_that_the_app_sees(ask: Any) -> None:
    seen, given = ask(BrowserBanner(), Request())
    placed = seen[MARK].place(seen)
    assert placed.startswith(b"<div id=bb ")
    assert seen[MARK].place(seen) == b""
    assert MARK not in given
    seen, _ = ask(BrowserBanner(), Request(user_agent=CURRENT))
    assert MARK not in seen


def test_a_banner_that_cannot_be_made_for_a_template_leaves_the_page_without(
    ask: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bb = BrowserBanner()
    seen, _ = ask(bb, Request(user_agent=IE))

    def fails(*given: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(bb, "render", fails)
    assert seen[MARK].place(seen) == b""
    assert len(caplog.records) == 1


@pytest.mark.parametrize("user_agent", [IE, CURRENT])
def test_nothing_of_a_request_waits_for_the_garbage_collector(ask: Any, user_agent: str) -> None:
    """Servers switch it off, and some hold a socket in the environ."""
    import gc

    from browserbanner._adapter import Page as AdapterPage

    def alive() -> set[int]:
        return {id(each) for each in gc.get_objects() if type(each) in (AdapterPage, LazyVerdict, Editor)}

    bb = BrowserBanner(expose=True, nonce=lambda request: None)
    ask(bb, Request(user_agent=user_agent))
    gc.collect()
    gc.disable()
    try:
        before = alive()  # other tests' fixtures hold some
        ask(bb, Request(user_agent=user_agent))
        assert alive() <= before
    finally:
        gc.enable()
