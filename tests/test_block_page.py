"""The block page: a visitor whom the site does not serve gets it in place of the app's page; everybody else gets the app's."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import html5lib
import pytest

from browserbanner import BrowserBanner, ConfigurationError
from browserbanner.presenter import Presenter
from tests.faults import fails
from tests.injection.drivers import DRIVERS, Driver, Page, Reply, Request
from tests.visitors import CHROME_60, CURRENT, FACEBOOK_ON_ANDROID_10, GOOGLEBOT, IE, IPHONE_9

BLOCKING = BrowserBanner(block={"ie": False, "chrome": 49, "*": True}, site_name="Вісник <Подністров'я>")
PASSABLE = BrowserBanner(block={"ie": False}, block_continue=True, exempt=["/files/*"])
APP = Page([b"<!doctype html><title>News</title><body>Hello"])
PERSON = (("accept", "text/html,application/xhtml+xml,*/*"), ("accept-language", "uk"))
CHROME_40 = CHROME_60.replace("60.0.3112.113", "40.0.2214.93")


def ask(drive: Driver, banner: BrowserBanner = BLOCKING, headers: Any = PERSON, **request: Any) -> Reply:
    return drive(banner, APP, Request(headers=headers, **request))


def is_block_page(reply: Reply) -> bool:
    assert (b"bb-page" in reply.body) == (b"Hello" not in reply.body)
    return b"bb-page" in reply.body


def test_an_old_browser_gets_the_page_of_ours_and_the_app_is_not_asked(drive: Driver) -> None:
    reply = ask(drive)
    assert reply.status == 406
    assert reply.seen == {}
    assert reply.header("cache-control") == "no-store"
    assert reply.header("content-type") == "text/html; charset=utf-8"
    assert reply.header("content-length") == str(len(reply.body))
    assert reply.header("content-language") == "uk"
    assert is_block_page(reply)


def test_it_is_a_complete_document_without_a_parse_error(drive: Driver) -> None:
    body = ask(drive).body
    assert "застарів" in body.decode("utf-8")
    assert body.startswith(b"<!DOCTYPE html><html lang=uk dir=ltr>")
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    document = parser.parse(body, transport_encoding="utf-8")
    assert not parser.errors
    assert document.findtext(".//title") == "Ваш браузер застарів"
    assert document.findtext(".//h1") == "Ваш браузер застарів"
    assert "Вісник <Подністров'я>" in "".join(document.itertext())
    assert document.find(".//meta[@name='robots']").get("content") == "noindex"
    assert document.find(".//form") is None
    assert document.find(".//script") is None
    assert len(document.findall(".//*[@role='main']")) == 1


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        ({"user_agent": CURRENT}, "a current browser"),
        ({"user_agent": GOOGLEBOT}, "a crawler"),
        ({"user_agent": "curl/8.5.0"}, "a tool"),
        ({"user_agent": None}, "nobody says who"),
        ({"user_agent": CHROME_60}, "outdated, but not blocked"),
        ({"headers": (("accept", "*/*"),)}, "perhaps a picture"),
        ({"headers": ()}, "no Accept"),
        ({"headers": (*PERSON, ("x-requested-with", "XMLHttpRequest"))}, "a script"),
        ({"headers": (*PERSON, ("sec-fetch-mode", "navigate"))}, "the user agent lies"),
        ({"headers": (*PERSON, ("hx-request", "true"))}, "a part of a page"),
        ({"method": "POST"}, "a form was sent"),
        ({"path": "/files/firefox.exe", "banner": PASSABLE}, "an exempt path"),
        ({"banner": BrowserBanner()}, "no block page"),
        ({"banner": BrowserBanner(block={"ie": False}, enabled=False)}, "switched off"),
        ({"banner": BrowserBanner(block={"ie": False}, policy="ie 11, chrome > 0")}, "supported by the policy itself"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_everybody_else_gets_the_app(drive: Driver, request_: dict[str, Any], why: str) -> None:
    reply = ask(drive, **request_)
    assert not is_block_page(reply), why
    assert reply.status == 200


def test_what_only_the_fallback_could_name_is_never_blocked(drive: Driver) -> None:
    strange = "Mozilla/5.0 (X11; U; Linux i686; de) Gecko/20090101 Strange/1.0 Firefox/3.0"
    assert not is_block_page(ask(drive, BrowserBanner(block={"*": False}), user_agent=strange))


def test_an_older_chrome_than_the_minimum_is_blocked(drive: Driver) -> None:
    assert is_block_page(ask(drive, user_agent=CHROME_40))


def test_head_gets_the_same_head_and_no_body(drive: Driver) -> None:
    whole, head = ask(drive), ask(drive, method="HEAD")
    assert head.body == b""
    assert (head.status, head.headers) == (whole.status, whole.headers)


def test_the_status_is_the_sites(drive: Driver) -> None:
    assert ask(drive, BrowserBanner(block={"ie": False}, block_status=403)).status == 403


def test_who_continues_gets_the_app_with_a_banner_from_then_on(drive: Driver) -> None:
    page = ask(drive, PASSABLE, path="/стаття", query="a=1&b=2", root_path="/news")
    document = html5lib.parse(page.body, namespaceHTMLElements=False)
    form: Any = document.find(".//form")
    assert form.get("action") == "/news/_browserbanner/continue"
    assert "".join(form.find("button").itertext()) == "Усе одно продовжити"
    (field,) = form.findall("input")
    assert field.get("name") == "next"

    body = b"next=%2Fnews%2Fa%3Fb%3D2"
    form_headers = (*PERSON, ("content-type", "application/x-www-form-urlencoded"))
    lenient = drive if drive.shows_the_end else DRIVERS["wsgi"]  # the validator wants a Content-Type without content
    sent = ask(lenient, PASSABLE, form_headers, method="POST", path="/_browserbanner/continue", body=body)
    assert (sent.status, sent.header("location")) == (303, "/news/a?b=2")
    cookie = sent.header("set-cookie") or ""
    assert cookie.startswith("browserbanner-continue=1.1; Path=/; Max-Age=2419200; ")
    assert "SameSite=Lax" in cookie

    passed = ask(drive, PASSABLE, (*PERSON, ("cookie", cookie.partition(";")[0])))
    assert passed.status == 200
    assert b"id=bb " in passed.body
    # Closing the banner then does not bring the block page back.
    closed = (*PERSON, ("cookie", "browserbanner=1.1.outdated; browserbanner-continue=1.1"))
    assert ask(drive, PASSABLE, closed).body == APP.chunks[0]


@pytest.mark.parametrize(
    "cookie",
    ["browserbanner-continue=1.2", "browserbanner-continue=2.1", "browserbanner-continue", "browserbanner=1.1.continue",
     "xbrowserbanner-continue=1.1"],
)  # fmt: skip
def test_another_campaigns_cookie_or_a_strange_one_does_not_pass(drive: Driver, cookie: str) -> None:
    assert is_block_page(ask(drive, PASSABLE, (*PERSON, ("cookie", cookie))))


def test_where_the_site_does_not_allow_it_nobody_continues(drive: Driver) -> None:
    assert is_block_page(ask(drive, BLOCKING, (*PERSON, ("cookie", "browserbanner-continue=1.1"))))
    form_headers = (*PERSON, ("content-type", "application/x-www-form-urlencoded"))
    assert ask(drive, BLOCKING, form_headers, method="POST", path="/_browserbanner/continue").status == 404


def test_our_own_addresses_are_never_behind_the_block_page(drive: Driver) -> None:
    assert ask(drive, path="/_browserbanner/close.js").status == 200


@pytest.mark.parametrize(
    ("user_agent", "title", "sentence"),
    [
        (
            CHROME_40.replace("Windows NT 10.0; Win64; x64", "Windows NT 5.1"),
            "There is no newer browser for this device",
            "This site needs a newer browser. On a newer device it will open.",
        ),
        (
            FACEBOOK_ON_ANDROID_10,
            "Open this page in your browser",
            "This site does not open in Facebook. Tap \u22ee and choose: Open in external browser",
        ),
        (IPHONE_9, "Your browser is out of date", "Safari 9 comes with the system."),
    ],
    ids=["cannot-update", "webview", "ios"],
)
def test_who_cannot_update_in_place_is_told_kindly(drive: Driver, user_agent: str, title: str, sentence: str) -> None:
    banner = BrowserBanner(block="last 2 years")
    reply = ask(drive, banner, (("accept", "text/html"), ("accept-language", "en")), user_agent=user_agent)
    text = " ".join(
        " ".join(html5lib.parse(reply.body, namespaceHTMLElements=False).itertext()).replace("\xa0", " ").split()
    )
    assert is_block_page(reply)
    assert title in text
    assert sentence in text


def test_whatever_fails_the_visitor_passes(drive: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    banner = BrowserBanner(block={"ie": False})
    for name in ("block_page", "wanted_locale"):
        monkeypatch.setattr(Presenter, name, fails)
        assert ask(drive, banner).status == 200


def test_the_debug_switch_shows_it() -> None:
    drive = DRIVERS["wsgi"]
    debug = BrowserBanner(block={"ie": False}, debug=True)
    assert is_block_page(ask(drive, debug, user_agent=CURRENT, query="browserbanner=block"))
    assert not is_block_page(ask(drive, debug, user_agent=CURRENT, query="browserbanner=outdated"))


def test_the_debug_switch_says_where_there_is_no_block_page() -> None:
    """It showed the ordinary bar."""
    reply = ask(DRIVERS["wsgi"], BrowserBanner(debug=True), user_agent=CURRENT, query="browserbanner=block")
    assert (reply.status, reply.body) == (400, b"browserbanner=block: there is no block page: set the option block\n")


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ((("accept", "*/*"),), b"Accept does not name text/html"),
        ((), b"Accept does not name text/html"),
    ],
    ids=["for anything", "without Accept"],
)
def test_the_debug_switch_says_why_it_does_not_show_the_block_page(headers: Any, why: bytes) -> None:
    """It showed the ordinary bar."""
    debug = BrowserBanner(block={"ie": False}, block_continue=True, debug=True)
    reply = ask(DRIVERS["wsgi"], debug, headers, user_agent=CURRENT, query="browserbanner=block")
    assert reply.status == 400
    assert reply.body.startswith(b"browserbanner=block: ")
    assert why in reply.body


def test_who_continues_past_the_block_page_that_the_debug_switch_shows_comes_to_the_page() -> None:
    """Its button leads back to the same address, which was answered with 400: the demo's, too."""
    debug = BrowserBanner(block={"ie": False}, block_continue=True, debug=True)
    continued = (*PERSON, ("cookie", "browserbanner-continue=1.1"))
    reply = ask(DRIVERS["wsgi"], debug, continued, user_agent=CURRENT, query="browserbanner=block")
    assert (reply.status, reply.body) == (200, b"".join(APP.chunks))


def test_a_page_that_others_serve_gets_no_bar_where_the_block_page_is_asked_for() -> None:
    debug = BrowserBanner(block={"ie": False}, debug=True)
    assert debug.banner_for({"user-agent": CURRENT}, query="browserbanner=outdated") is not None
    assert debug.banner_for({"user-agent": CURRENT}, query="browserbanner=block") is None


def test_the_debug_switch_shows_the_block_page_to_whom_the_named_visitor_is_blocked() -> None:
    """``browserbanner-as`` showed the bar, which that visitor does not get."""
    debug = BrowserBanner(block={"ie": False}, debug=True)
    for user_agent, blocked in ((IE, True), (CHROME_60, False), (CURRENT, False)):
        query = "browserbanner-as=" + quote(user_agent)
        assert is_block_page(ask(DRIVERS["wsgi"], debug, user_agent=CURRENT, query=query)) is blocked


@pytest.mark.parametrize("query", ["browserbannerx=block", "a=browserbanner", "browserbanner-=block"])
def test_a_query_that_only_looks_like_the_debug_switch_is_the_apps(query: str) -> None:
    reply = ask(DRIVERS["wsgi"], BrowserBanner(block={"ie": False}, debug=True), user_agent=CURRENT, query=query)
    assert (reply.status, reply.body) == (200, APP.chunks[0])


@pytest.mark.parametrize(("options", "listed"), [({"block": {"ie": False}}, True), ({}, False)])
def test_the_debug_switch_lists_the_block_page_only_where_there_is_one(options: Any, listed: bool) -> None:
    """Who followed the list was told that there was none."""
    reply = ask(DRIVERS["wsgi"], BrowserBanner(debug=True, **options), user_agent=CURRENT, query="browserbanner=x")
    assert reply.status == 400
    assert reply.body.startswith(b"browserbanner=x: there is no such banner; there are: outdated, ")
    assert (b", block;" in reply.body) is listed


def test_a_bad_policy_for_the_block_page_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"^block='chrme >= 3': .*no browser") as caught:
        BrowserBanner(block="chrme >= 3")
    assert caught.value.option == "block"
