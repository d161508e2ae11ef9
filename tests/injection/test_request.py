"""Which requests are for a page that somebody looks at, and what of them the app is to see.

What browsers send: MDN, "List of default Accept values" (CC BY-SA 2.5); what scripts send: their libraries' sources.
"""

from __future__ import annotations

import pytest

from browserbanner import BrowserBanner, Headers
from browserbanner.injection import asks_for_a_page
from tests.injection.drivers import Driver, Page, Request
from tests.visitors import CHROME_49_ON_XP, CHROME_60, CURRENT, IE, IE_8, IE_ON_WINDOWS_10, IPHONE_9, IPHONE_12

CHROME_78 = CHROME_60.replace("60.0.3112.113", "78.0.3904.108")
IE_9 = "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)"
FIREFOX_45 = "Mozilla/5.0 (Windows NT 6.1; rv:45.0) Gecko/20100101 Firefox/45.0"
EDGE_18 = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0.3282.140"
    " Safari/537.36 Edge/18.17763"
)
OPERA_12 = "Opera/9.80 (Windows NT 6.1; WOW64) Presto/2.12.388 Version/12.18"
ANDROID_2 = (
    "Mozilla/5.0 (Linux; U; Android 2.3.6; en-us; Nexus S) AppleWebKit/533.1 (KHTML, like Gecko) Version/4.0"
    " Mobile Safari/533.1"
)

LINK = {"Referer": "https://site.example/"}
CHROME_PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,image/apng,*/*;q=0.8"
PLUG_INS = (
    "image/jpeg, application/x-ms-application, image/gif, application/xaml+xml, image/pjpeg, application/x-ms-xbap,"
    " application/x-shockwave-flash, application/msword, */*"
)
#: What every browser sends with whatever it asks for.
BROWSER = {"Accept-Language": "uk", "Accept-Encoding": "gzip, deflate"}
FETCHED = {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors"}

#: Who asks, and with what.
PAGES: list[tuple[str, str, dict[str, str]]] = [
    # Browsers, by a link
    ("Chrome 60", CHROME_60, {"Accept": CHROME_PAGE, **LINK}),
    ("Chrome 49", CHROME_49_ON_XP, {"Accept": CHROME_PAGE.replace(",image/apng", ""), **LINK}),
    ("Chrome 60, in any case", CHROME_60, {"Accept": "TEXT/HTML,*/*", **LINK}),
    ("a Chromium with fetch metadata", CHROME_60, {"Accept": CHROME_PAGE, "Sec-Fetch-Dest": "document", **LINK}),
    ("Chrome 78", CHROME_78, {"Accept": CHROME_PAGE, "Sec-Fetch-Mode": "navigate", **BROWSER, **LINK}),
    ("Firefox 45", FIREFOX_45, {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", **LINK}),
    ("Safari", IPHONE_12, {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", **LINK}),
    ("EdgeHTML", EDGE_18, {"Accept": "text/html, application/xhtml+xml, application/xml; q=0.9, */*; q=0.8", **LINK}),
    ("Presto", OPERA_12, {"Accept": "text/html, application/xml;q=0.9, image/png, image/webp, */*;q=0.1", **LINK}),
    ("Android 2", ANDROID_2, {"Accept": "application/xml,application/xhtml+xml,text/html;q=0.9,*/*;q=0.5", **LINK}),
    ("Android's browser", ANDROID_2, {"Accept": "text/html,*/*;q=0.5", "X-Requested-With": "com.android.browser"}),
    ("a webview", CHROME_60, {"Accept": CHROME_PAGE, "X-Requested-With": "org.mozilla.focus ", **LINK}),
    ("IE 11", IE, {"Accept": "text/html, application/xhtml+xml, */*", **LINK}),
    ("IE 11 on Windows 10", IE_ON_WINDOWS_10, {"Accept": "text/html, application/xhtml+xml, image/jxr, */*", **LINK}),
    ("IE 9", IE_9, {"Accept": "text/html, application/xhtml+xml, */*", **LINK}),
    ("IE 8", IE_8, {"Accept": PLUG_INS, **LINK}),
    ("IE 8, reloading", IE_8, {"Accept": "*/*", **LINK}),
    ("IE 8 behind a proxy that strips it", IE_8, LINK),
    # Nobody says what it wants
    ("curl -A", IE, {"Accept": "*/*"}),
    ("curl -A", CHROME_60, {"Accept": "*/*"}),
    ("curl -A, in a language", CHROME_60, {"Accept": "*/*", "Accept-Language": "uk"}),
    ("a test client", CHROME_60, {"Accept": "*/*", "Accept-Encoding": "gzip, deflate"}),
    ("a CDN that forwards the user agent alone", CHROME_60, {}),
    ("a CDN that forwards all but Accept", CHROME_60, BROWSER),
    ("a CDN that forwards an empty field", CHROME_60, {"Accept": " "}),
    ("a test client", CHROME_60, {"Sec-Fetch-Dest": "document"}),
    ("a webview that says no more", CHROME_60, {"X-Requested-With": "com.android.browser"}),
    ("after a form, which old WebKit says to the page behind it too", CHROME_60, {"Accept": CHROME_PAGE, "Origin": "http://a.example"}),
    # Scripts that want a whole page, to show it as one
    ("a link that htmx boosts", CHROME_60, {"Accept": "*/*", "HX-Request": "true", "HX-Boosted": "true", **LINK}),
    ("with fetch metadata", CHROME_60, {"Accept": "*/*", "HX-Request": "true", "HX-Boosted": "true", **FETCHED}),
    ("a visit of Turbo Drive", CHROME_60, {"Accept": "text/html, application/xhtml+xml", **LINK}),
    (
        "the same with fetch metadata",
        CHROME_60,
        {"Accept": "text/html, application/xhtml+xml", "X-Turbo-Request-Id": "6f0c1c0e", **FETCHED, **LINK},
    ),
]  # fmt: skip

PARTS: list[tuple[str, str, dict[str, str]]] = [
    # What browsers load into a page
    ("a picture, Chrome 60", CHROME_60, {"Accept": "image/webp,image/apng,image/*,*/*;q=0.8", **LINK}),
    ("a stylesheet, Chrome 60", CHROME_60, {"Accept": "text/css,*/*;q=0.1", **LINK}),
    ("a script, Chrome 60", CHROME_60, {"Accept": "*/*", **LINK}),
    ("a picture, Safari", IPHONE_12, {"Accept": "image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5", **LINK}),
    ("a picture, old Safari", IPHONE_9, {"Accept": "*/*", **LINK}),
    ("a stylesheet, Safari", IPHONE_12, {"Accept": "text/css,*/*;q=0.1", **LINK}),
    ("a picture, Firefox 45", FIREFOX_45, {"Accept": "image/png,image/*;q=0.8,*/*;q=0.5", **LINK}),
    ("a picture, Firefox 47 to 63", FIREFOX_45.replace("45.0", "52.0"), {"Accept": "*/*", **LINK}),
    ("a stylesheet, Firefox 45", FIREFOX_45, {"Accept": "text/css,*/*;q=0.1", **LINK}),
    ("a stylesheet without a Referer", FIREFOX_45, {"Accept": "text/css,*/*;q=0.1"}),
    ("a film, Firefox 45", FIREFOX_45, {"Accept": "video/webm,video/ogg,video/*;q=0.9,*/*;q=0.5"}),
    ("a stylesheet, EdgeHTML", EDGE_18, {"Accept": "text/css, */*; q=0.1", **LINK}),
    ("a stylesheet, IE 11", IE, {"Accept": "text/css, */*", **LINK}),
    ("a script, IE 11", IE, {"Accept": "application/javascript, */*;q=0.8", **LINK}),
    ("a picture, IE 11", IE, {"Accept": "image/png, image/svg+xml, image/*;q=0.8, */*;q=0.5", **LINK}),
    ("a picture, IE 9", IE_9, {"Accept": "image/png, image/svg+xml, image/*;q=0.8, */*;q=0.5"}),
    ("a document for an add-on, IE 11", IE, {"Accept": "application/msword"}),
    ("a frame", CHROME_60, {"Accept": CHROME_PAGE, "Sec-Fetch-Dest": "iframe"}),
    ("an object", CHROME_60, {"Accept": CHROME_PAGE, "Sec-Fetch-Dest": "object"}),
    ("a field that a proxy emptied", CHROME_60, {"Accept": CHROME_PAGE, "Sec-Fetch-Dest": ""}),
    # What scripts ask for
    ("a fetch, old Chrome", CHROME_60, {"Accept": "*/*", **LINK}),
    ("a fetch without an Accept", CHROME_60, LINK),
    ("a script or a precache of a site that forbids the Referer", CHROME_60, {"Accept": "*/*", **BROWSER}),
    ("a fetch for HTML, Chrome 76 to 79", CHROME_78, {"Accept": "text/html", "Sec-Fetch-Mode": "cors"}),
    ("a precache, Chrome 76 to 79", CHROME_78, {"Accept": "*/*", "Sec-Fetch-Mode": "cors"}),
    ("a script, Chrome 76 to 79", CHROME_78, {"Accept": "*/*", "Sec-Fetch-Mode": "no-cors"}),
    ("a frame, Chrome 76 to 79", CHROME_78, {"Accept": CHROME_PAGE, "Sec-Fetch-Mode": "nested-navigate", **LINK}),
    ("a fetch with fetch metadata", CHROME_60, {"Accept": "*/*", **FETCHED}),
    ("a fetch for HTML with fetch metadata", CHROME_60, {"Accept": "text/html", **FETCHED}),
    ("a service worker's precache", CHROME_60, {"Accept": "*/*", "Referer": "https://site.example/sw.js"}),
    ("a prefetch, old Chrome", CHROME_60, {"Accept": "*/*", "Purpose": "prefetch", **LINK}),
    ("JSON", CHROME_60, {"Accept": "application/json, text/plain, */*"}),
    ("JSON, IE 11", IE, {"Accept": "application/json, text/javascript, */*; q=0.01"}),
    ("jQuery's load()", IE, {"Accept": "text/html, */*; q=0.01", "X-Requested-With": "XMLHttpRequest"}),
    ("a fetch that says so", CHROME_60, {"Accept": "text/html", "X-Requested-With": "fetch"}),
    ("Swup", CHROME_60, {"Accept": "text/html, application/xhtml+xml", "X-Requested-With": "swup"}),
    ("an empty X-Requested-With", CHROME_60, {"Accept": CHROME_PAGE, "X-Requested-With": ""}),
    ("htmx", CHROME_60, {"Accept": "*/*", "HX-Request": "true"}),
    ("htmx, for HTML by name", CHROME_60, {"Accept": "text/html", "HX-Request": "true"}),
    ("htmx, not boosted", CHROME_60, {"Accept": "text/html", "HX-Request": "true", "HX-Boosted": "false"}),
    ("Turbo's frame", CHROME_60, {"Accept": "text/html, application/xhtml+xml", "Turbo-Frame": "menu"}),
    (
        "Turbo's frame with fetch metadata",
        CHROME_60,
        {"Accept": "text/html", "Turbo-Frame": "menu", "X-Turbo-Request-Id": "6f0c1c0e", **FETCHED},
    ),
    ("Turbo's stream", CHROME_60, {"Accept": "text/vnd.turbo-stream.html, text/html, application/xhtml+xml"}),
    ("Turbo's stream, Trident", IE, {"Accept": "text/vnd.turbo-stream.html, text/html, */*"}),
    ("Unpoly", CHROME_60, {"Accept": "text/html", "X-Up-Version": "3.0.0", "X-Up-Target": "main"}),
    ("Unpoly, for no fragment", CHROME_60, {"Accept": "text/html", "X-Up-Version": "3.0.0"}),
    ("pjax", IE, {"Accept": "text/html, */*; q=0.01", "X-PJAX": "true", "X-PJAX-Container": "#main"}),
    ("Barba", CHROME_60, {"Accept": "text/html,application/xhtml+xml,application/xml", "X-Barba": "yes"}),
    ("Alpine AJAX", CHROME_60, {"Accept": "text/html", "X-Alpine-Request": "true"}),
    ("Datastar", CHROME_60, {"Accept": "text/event-stream, text/html, application/json", "Datastar-Request": "true"}),
    ("Intercooler", IE, {"Accept": "text/html, */*", "X-IC-Request": "true"}),
    ("Inertia", CHROME_60, {"Accept": "text/html, application/xhtml+xml", "X-Inertia": "true"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def engines(banner: BrowserBanner) -> dict[str, str | None]:
    """Each user agent's engine, as the middleware knows it."""
    return {agent: banner.judge(agent).user_agent.engine for _, agent, _ in (*PAGES, *PARTS)}


@pytest.mark.parametrize(("who", "agent", "headers"), PAGES, ids=[f"{who} {headers}"[:90] for who, _, headers in PAGES])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_request_for_a_page_passes(
    engines: dict[str, str | None], method: str, who: str, agent: str, headers: dict[str, str]
) -> None:
    assert asks_for_a_page(method, Headers({"User-Agent": agent, **headers}), engines[agent]), who


@pytest.mark.parametrize(("who", "agent", "headers"), PARTS, ids=[f"{who} {headers}"[:90] for who, _, headers in PARTS])
def test_a_request_for_a_part_of_a_page_does_not(
    engines: dict[str, str | None], who: str, agent: str, headers: dict[str, str]
) -> None:
    assert not asks_for_a_page("GET", Headers({"User-Agent": agent, **headers}), engines[agent]), who


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "get", ""])
def test_other_methods_do_not(method: str) -> None:
    assert not asks_for_a_page(method, Headers())
    assert not asks_for_a_page(method, Headers({"Accept": "text/html", "HX-Boosted": "true"}))


def test_case_25_a_frame_is_no_page_and_a_browser_without_fetch_metadata_may_get_one() -> None:
    assert not asks_for_a_page("GET", Headers({"Sec-Fetch-Dest": "iframe"}))
    assert asks_for_a_page("GET", Headers())


CONDITIONS = (
    ("accept-encoding", "gzip"),
    ("if-none-match", '"a"'),
    ("if-modified-since", "Thu, 26 Nov 2026 12:00:00 GMT"),
)
PAGE = Page([b"<!doctype html><body>Hello"])


def test_the_app_sees_neither_coding_nor_conditions_where_its_page_is_to_get_a_banner(drive: Driver) -> None:
    seen = drive(BrowserBanner(), PAGE, Request(headers=(*CONDITIONS, ("accept", "text/html, */*")))).seen
    assert {name: seen[name] for name, _ in CONDITIONS if name in seen} == {"accept-encoding": "identity"}


def test_pictures_that_old_internet_explorer_asks_for_as_for_pages_keep_their_304(drive: Driver) -> None:
    """It says "*/*" for everything. The app then answered 200 to each picture, on each visit."""
    seen = drive(BrowserBanner(), PAGE, Request(headers=(*CONDITIONS, ("accept", "*/*"), ("referer", "/")))).seen
    assert {name: seen.get(name) for name, _ in CONDITIONS} == {**dict(CONDITIONS), "accept-encoding": "identity"}


@pytest.mark.parametrize(
    "request_",
    [
        Request(headers=(*CONDITIONS, ("accept", "image/png, */*;q=0.5"))),
        Request(headers=(*CONDITIONS, ("accept", "text/html"), ("turbo-frame", "menu"))),
        Request(headers=(*CONDITIONS, ("accept", "text/html"), ("cookie", "browserbanner=1.1.outdated"))),
        Request(headers=(*CONDITIONS, ("accept", "text/html")), user_agent=CURRENT),
    ],
    ids=["a picture", "a part", "closed", "current"],
)
def test_everything_else_reaches_the_app_as_it_was_sent(drive: Driver, request_: Request) -> None:
    assert dict(CONDITIONS).items() <= drive(BrowserBanner(), PAGE, request_).seen.items()
