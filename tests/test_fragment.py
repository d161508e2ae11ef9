"""``fragment``: the bare banner for a page that a server puts together (SSI, ESI), and nothing for everybody else."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner import BrowserBanner, Event, Headers, Respond
from browserbanner import Request as AskedFor
from tests.injection.drivers import Driver, Page, Reply, Request
from tests.visitors import BANNER, CHROME_60, CURRENT, GOOGLEBOT, IE

FRAGMENT = "/_browserbanner/fragment"
APP = Page([b"the app's own"])
PERSON = (("accept", "*/*"), ("accept-language", "uk"))
BB = BrowserBanner()


def ask(drive: Driver, query: str = "", banner: BrowserBanner = BB, headers: Any = PERSON, **more: Any) -> Reply:
    return drive(banner, APP, Request(path=FRAGMENT, query=query, headers=headers, **more))


def answer(query: str, banner: BrowserBanner = BB, method: str = "GET", **headers: str) -> Respond:
    fields = Headers({"user-agent": CHROME_60, "accept-language": "uk,en", **headers})
    decision = banner.decide(AskedFor(method, FRAGMENT, query=query, headers=fields))
    assert isinstance(decision, Respond)
    return decision


def text(query: str, banner: BrowserBanner = BB, **headers: str) -> str:
    return answer(query, banner, **headers).response.body.decode("ascii")


def declared(banner: str) -> str:
    """The language that a banner says it is in."""
    found = re.search(r'lang="?(\w+)', banner)
    assert found is not None
    return found[1]


def test_an_old_browser_gets_the_bare_banner_that_no_cache_keeps(drive: Driver) -> None:
    reply = ask(drive, "path=/news")
    assert (reply.status, reply.header("content-type")) == (200, "text/html; charset=utf-8")
    assert reply.body.startswith(BANNER)
    assert reply.body.endswith(b"</div>")
    assert reply.header("cache-control") == "private, no-store"
    assert reply.header("vary") == "User-Agent"
    assert reply.header("content-length") == str(len(reply.body))
    assert reply.seen == {}, "the app is not asked"


@pytest.mark.parametrize("user_agent", [CURRENT, GOOGLEBOT, "curl/8.5.0", None])
def test_everybody_else_gets_nothing(drive: Driver, user_agent: str | None) -> None:
    reply = ask(drive, "path=/news", user_agent=user_agent)
    assert (reply.status, reply.body, reply.header("content-length")) == (200, b"", "0")
    assert reply.header("cache-control") == "private, max-age=86400"


@pytest.mark.parametrize(
    ("query", "back"),
    [
        ("path=/a/b", "/a/b"),
        ("path=/a?b=1&c=2&path=/d", "/a?b=1&c=2&path=/d"),
        ("lang=uk&path=/a?lang=en", "/a?lang=en"),
        ("path=" + quote("/a?b=1&c=2", safe="") + "&lang=uk", "/a?b=1&c=2"),
        ("path=//evil.example/", ""),
        ("path=%2F%2Fevil.example/", ""),
        ("path=https://evil.example/", ""),
        ("path=/%5cevil.example", ""),
        ("path=", ""),
        ("", ""),
    ],
)
def test_the_way_back_is_the_including_page_or_unknown(query: str, back: str) -> None:
    """Where it isn't known, the home page; never another site."""
    found = re.search(r'id="?bb-x"?[^>]*href="?([^" >]*)', text(query))
    assert found is not None
    assert found[1].partition("next=")[2] == quote(back or "/", "/:@!$*,~")


def test_its_nonce_goes_to_style_and_script_and_nothing_else_can_be_put_there() -> None:
    assert text("nonce=r4nd0m%2B/w==&path=/").count('nonce="r4nd0m+/w=="') == 2
    assert "nonce" not in text("nonce=%22onload%3d1&path=/")
    assert "nonce" not in text("nonce=" + "a" * 257)


@pytest.mark.parametrize(
    ("query", "language"), [("lang=uk", "uk"), ("lang=pl", "uk"), ("lang=en", "uk"), ("", "uk"), ("lang=%00", "uk")]
)
def test_a_declared_language_counts_as_the_option_locale_says(query: str, language: str) -> None:
    assert declared(text(query)) == language


def test_with_locale_page_the_declared_language_is_the_banner_s() -> None:
    assert declared(text("lang=de", BrowserBanner(locale="page"))) == "de"


@pytest.mark.parametrize(
    ("query", "shown"),
    [("path=/shop/1", False), ("path=/shop", False), ("path=/news", True), ("", False)],
)
def test_exempt_is_about_the_including_page(query: str, shown: bool) -> None:
    """Where nobody says which page it is, one that is exempt may be meant."""
    assert bool(text(query, BrowserBanner(exempt=["/shop"]))) is shown


def test_a_closed_banner_stays_closed_and_no_cache_keeps_that() -> None:
    response = answer("path=/", cookie="browserbanner=1.1.outdated").response
    assert response.body == b""
    assert ("Cache-Control", "private, no-store") in response.headers


def test_hooks_are_told_of_a_banner_that_was_sent_and_not_of_a_head() -> None:
    told: list[Event] = []
    banner = BrowserBanner(on_shown=told.append)
    assert [event.name for event in answer("path=/", banner).events] == ["shown"]
    assert answer("path=/", banner, method="HEAD").events == ()
    assert answer("path=/", banner, method="POST").response.status == 405


@given(query=st.text(max_size=60), prefix=st.sampled_from(["path=/", "lang=", "nonce=", "path=%2F", ""]))
def test_whatever_is_asked_it_answers_with_the_banner_of_this_visitor(query: str, prefix: str) -> None:
    response = answer(prefix + query).response
    assert response.status == 200
    assert response.body.startswith(BANNER)
    assert response.body.count(b"<script") == 1
    assert re.findall(rb"<(?:form|iframe|object)\b", response.body) == []


def test_internet_explorer_gets_one_too() -> None:
    decision = BB.decide(AskedFor(path=FRAGMENT, query="path=/", headers=Headers({"user-agent": IE})))
    assert isinstance(decision, Respond)
    assert decision.response.body.startswith(BANNER)
