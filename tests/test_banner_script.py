"""``banner.js`` and the page beside it, over ASGI and WSGI: for pages that a CDN serves, judged by the same engine."""

from __future__ import annotations

import itertools
import re
from typing import Any

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from browserbanner import Banner, BrowserBanner, Event, Headers, Respond
from browserbanner import Request as AskedFor
from browserbanner.banner import embed_script
from browserbanner.useragent import Fallback
from tests.faults import fails
from tests.injection.drivers import DRIVERS, Driver, Page, Reply, Request
from tests.visitors import CURRENT, GOOGLEBOT, IE, IRON_37

SCRIPT = "/_browserbanner/banner.js"
PAGE = "/_browserbanner/banner"
APP = Page([b"the app's own"])
PERSON = (("accept", "*/*"), ("accept-language", "uk"))
BB = BrowserBanner()


def ask(drive: Driver, banner: BrowserBanner = BB, path: str = SCRIPT, headers: Any = PERSON, **more: Any) -> Reply:
    return drive(banner, APP, Request(path=path, headers=headers, **more))


def referred(page: str) -> Any:
    return (*PERSON, ("referer", f"http://example.org{page}"))


# -- the script ------------------------------------------------------------------------------------------------------


def test_an_old_browser_gets_a_script_with_its_banner_that_no_cache_keeps(drive: Driver) -> None:
    reply = ask(drive)
    assert reply.status == 200
    assert reply.header("content-type") == "text/javascript; charset=utf-8"
    assert reply.header("cache-control") == "private, no-store"
    assert reply.header("vary") == "User-Agent"
    assert reply.header("content-length") == str(len(reply.body))
    assert reply.body.isascii()
    assert "Ваш браузер застарів".encode("ascii", "xmlcharrefreplace") in reply.body
    assert reply.seen == {}, "the app is not asked"


@pytest.mark.parametrize(
    "user_agent", [CURRENT, GOOGLEBOT, "curl/8.5.0", None], ids=["current", "bot", "tool", "nobody"]
)
def test_everybody_else_gets_an_empty_one_that_their_own_cache_keeps_for_a_day(
    drive: Driver, user_agent: str | None
) -> None:
    reply = ask(drive, user_agent=user_agent)
    assert (reply.status, reply.body) == (200, b"")
    assert reply.header("cache-control") == "private, max-age=86400"
    assert reply.header("vary") == "User-Agent", "who updates the browser asks again"


@pytest.mark.parametrize(
    ("banner", "headers"),
    [
        (BB, (*PERSON, ("cookie", "browserbanner=1.1.outdated"))),
        (BB, (*PERSON, ("sec-ch-ua", '"Chromium";v="156"'))),
        (BrowserBanner(exempt=["/shop/*"]), referred("/shop/%D1%82?x=1")),
        (BrowserBanner(only=["/news/*"]), referred("/shop/")),
    ],
    ids=["closed", "overridden", "exempt", "not listed"],
)
def test_an_old_browser_that_is_to_get_none_now_may_get_one_next_time(
    drive: Driver, banner: BrowserBanner, headers: Any
) -> None:
    reply = ask(drive, banner, headers=headers)
    assert (reply.status, reply.body) == (200, b"")
    assert reply.header("cache-control") == "private, no-store"


def test_a_browser_that_only_the_fallback_names_needs_a_person_s_company(drive: Driver) -> None:
    alone, accompanied = (ask(drive, user_agent=IRON_37, headers=each) for each in ((), PERSON))
    assert alone.body == b""
    assert b"innerHTML" in accompanied.body
    assert alone.header("cache-control") == "private, no-store"


def test_over_its_budget_the_fallback_s_silence_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    banner = BrowserBanner()
    monkeypatch.setattr(banner, "_fallback", Fallback(clock=itertools.count().__next__))  # each look a second later
    replies = [ask(DRIVERS["wsgi"], banner, user_agent=f"{IRON_37} {number}", headers=()) for number in range(3)]
    assert [reply.body for reply in replies] == [b""] * 3
    assert replies[-1].header("cache-control") == "private, no-store"


def test_the_page_that_asks_is_known_by_its_referer(drive: Driver) -> None:
    banner = BrowserBanner(only=["/новини"])
    page = "/новини".encode().decode("latin-1")
    for root_path, referer, shown in (
        ("", "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8", True),
        ("/app", "/app/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8", True),
        ("/app", "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8", True),  # a page that lies beside the app
        ("", "/other", False),
    ):
        reply = ask(drive, banner, headers=referred(referer), root_path=root_path)
        assert bool(reply.body) is shown, (root_path, referer, page)


@pytest.mark.parametrize(
    "fields", [(), (("referer", "http://elsewhere.example/shop/a"),)], ids=["none", "another host's"]
)
def test_where_no_referer_says_which_page_asks_a_rule_for_some_pages_keeps_it_silent(
    drive: Driver, fields: tuple[tuple[str, str], ...]
) -> None:
    assert ask(drive, headers=(*PERSON, *fields)).body
    for rule in ({"exempt": ["/shop/*"]}, {"exempt": [lambda request: False]}, {"only": ["/*"]}):
        reply = ask(drive, BrowserBanner(**rule), headers=(*PERSON, *fields))
        assert (reply.body, reply.header("cache-control")) == (b"", "private, no-store")


def test_the_debug_switch_of_the_page_that_asks_works(drive: Driver) -> None:
    debug = BrowserBanner(debug=True)
    reply = ask(drive, debug, user_agent=CURRENT, headers=referred("/?browserbanner=webview"))
    assert "Відкрийте".encode("ascii", "xmlcharrefreplace") in reply.body
    silent = ask(drive, debug, user_agent=CURRENT, headers=referred("/"))
    assert (silent.body, silent.header("cache-control")) == (b"", "private, no-store")


def test_addresses_in_it_lie_below_the_app_s_root(drive: Driver) -> None:
    body = ask(drive, BrowserBanner(prefix="/-/bb"), path="/-/bb/banner.js", root_path="/app").body
    assert b'href=\\"/app/-/bb/close?kind=outdated&amp;next=' in body


def test_it_is_only_to_be_read(drive: Driver) -> None:
    reply = ask(drive, method="POST")
    assert (reply.status, reply.header("allow")) == (405, "GET, HEAD")
    head = ask(drive, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert int(head.header("content-length") or 0) > 1000


def test_switched_off_it_is_the_app_s_address(drive: Driver) -> None:
    assert ask(drive, BrowserBanner(enabled=False)).body == b"the app's own"


def test_hooks_hear_of_a_banner_that_went_out_in_it(drive: Driver) -> None:
    told: list[Event] = []
    banner = BrowserBanner(on_shown=told.append)
    for request in ({}, {"user_agent": CURRENT}, {"method": "HEAD"}):
        ask(drive, banner, **request)
    assert [(event.kind, event.locale, event.family) for event in told] == [("outdated", "uk", "ie")]


def test_whatever_fails_the_script_is_none_and_nothing_is_raised(
    drive: Driver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    banner = BrowserBanner()
    monkeypatch.setattr(banner._presenter, "page_banner", fails)
    reply = ask(drive, banner)
    assert (reply.status, reply.body) == (500, b"")
    assert len(caplog.records) == 1


@given(st.text(st.characters(codec="ascii")))
def test_whatever_the_banner_says_is_one_string_of_the_script(text: str) -> None:
    script = embed_script(Banner(text.encode(), "outdated", "en", b""), at_marker=False).decode("ascii")
    (literal,) = re.findall(r'(?s)e\.innerHTML="((?:[^"\\\n\r]|\\.)*)"\}catch', script)
    assert literal.replace("<\\/", "</").encode().decode("unicode_escape") == text
    assert "</script" not in script.lower()


# -- the page --------------------------------------------------------------------------------------------------------


def document(reply: Reply) -> Any:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(reply.body, transport_encoding="utf-8")
    assert not parser.errors
    return tree


@pytest.mark.parametrize(
    ("user_agent", "title"),
    [
        (IE, "Ваш браузер застарів"),
        (CURRENT, "Наскільки відомо цьому сайту, оновлення не потрібне"),
        (
            "Lynx/2.9.0dev.12 libwww-FM/2.14FM SSL-MM/1.4.1 GNUTLS/3.7.8",
            "Наскільки відомо цьому сайту, оновлення не потрібне",
        ),
        (
            "Mozilla/5.0 (Windows NT 5.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.112 Safari/537.36",
            "Для цього пристрою немає новіших браузерів",
        ),
    ],
)
def test_the_page_says_the_same_without_javascript_and_leads_back(drive: Driver, user_agent: str, title: str) -> None:
    reply = ask(drive, path=PAGE, user_agent=user_agent, headers=referred("/news?x=1&y=2"))
    assert reply.status == 200
    assert reply.header("cache-control") == "no-store"
    assert reply.header("x-robots-tag") == "noindex"
    assert reply.header("content-language") == "uk"
    tree = document(reply)
    assert tree.findtext(".//h1") == title
    assert tree.findall(".//form") == []
    back = tree.findall(".//*[@class='bb-one']/a")[-1]
    assert (back.get("href"), "".join(back.itertext())) == ("/news?x=1&y=2", "Назад до сторінки")


def test_who_can_update_nothing_is_not_told_that_the_site_is_closed(drive: Driver) -> None:
    xp = "Mozilla/5.0 (Windows NT 5.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.112 Safari/537.36"
    assert "Ви можете читати далі" in "".join(document(ask(drive, path=PAGE, user_agent=xp)).itertext())


@pytest.mark.parametrize("referer", [None, "http://elsewhere.example/a", "http://example.org/_browserbanner/banner"])
def test_from_nowhere_it_leads_to_the_home_page(drive: Driver, referer: str | None) -> None:
    headers = PERSON if referer is None else (*PERSON, ("referer", referer))
    tree = document(ask(drive, path=PAGE, headers=headers, root_path="/app"))
    assert tree.findall(".//*[@class='bb-one']/a")[-1].get("href") == "/app/"


def test_a_phone_on_a_site_for_computers_has_nothing_to_update(drive: Driver) -> None:
    phone = CURRENT.replace("Windows NT 10.0; Win64; x64", "Linux; Android 10; K").replace(" Safari", " Mobile Safari")
    reply = ask(drive, BrowserBanner(desktop_site=True), path=PAGE, user_agent=phone)
    assert document(reply).findtext(".//h1") == "Наскільки відомо цьому сайту, оновлення не потрібне"


def test_the_page_is_only_to_be_read(drive: Driver) -> None:
    assert ask(drive, path=PAGE, method="POST").status == 405


# -- both ------------------------------------------------------------------------------------------------------------


@given(
    name=st.sampled_from(["banner.js", "banner"]),
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT"]),
    user_agent=st.sampled_from([IE, CURRENT]) | st.text(max_size=60),
    referer=st.text(max_size=60).map(lambda text: "http://example.org/" + text) | st.text(max_size=60),
    headers=st.dictionaries(st.sampled_from(["cookie", "accept-language", "host", "sec-ch-ua"]), st.text(max_size=40)),
    root_path=st.text(max_size=10),
)
@example("banner", "GET", IE, "http://example.org/", {"accept-language": "sq"}, "")
@example("banner.js", "GET", IE, "http://example.org/", {"accept-language": "sq"}, "")
def test_no_request_raises_and_every_header_can_be_sent(
    name: str, method: str, user_agent: str, referer: str, headers: dict[str, str], root_path: str
) -> None:
    fields = Headers({"host": "example.org", **headers, "user-agent": user_agent, "referer": referer})
    decision = BB.decide(AskedFor(method, f"/_browserbanner/{name}", root_path, headers=fields))
    assert isinstance(decision, Respond)
    response = decision.response
    assert response.status in (200, 405)
    response.body.decode("ascii" if name == "banner.js" else "utf-8")  # the page says that it is UTF-8
    for key, value in response.headers:
        assert (key + value).isascii()
        assert (key + value).isprintable()
