"""The close button over ASGI and WSGI: a link to a page with a form, so that no page of the site gets a form of ours."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import html5lib
import pytest

from browserbanner import BrowserBanner
from browserbanner.events import Event
from tests.injection.drivers import Driver, Page, Reply, Request
from tests.visitors import CURRENT, IE

APP = Page([b"<!DOCTYPE html><html lang=uk><body><form id=own><input name=q></form></body></html>"])
PERSON = (("accept", "text/html"), ("accept-language", "uk"))
CLOSE = "/_browserbanner/close"
BB = BrowserBanner()


def ask(drive: Driver, banner: BrowserBanner = BB, path: str = "/", headers: Any = PERSON, **more: Any) -> Reply:
    return drive(banner, APP, Request(path=path, headers=headers, **more))


def document(reply: Reply) -> Any:
    return html5lib.parse(reply.body, transport_encoding="utf-8", namespaceHTMLElements=False)


def closing(drive: Driver, query: str, **more: Any) -> Reply:
    return ask(drive, path=CLOSE, query=query, **more)


def test_the_site_s_own_form_stays_the_document_s_first_and_only_one(drive: Driver) -> None:
    page = document(ask(drive))
    assert [link.get("href") for link in page.iter("a") if link.get("id") == "bb-x"] == [
        f"{CLOSE}?kind=outdated&next=/"
    ]
    assert [form.get("id") for form in page.iter("form")] == ["own"]
    assert [field.get("name") for field in page.iter("input")] == ["q"]
    assert list(page.iter("button")) == []


def test_the_link_leads_to_a_page_with_the_form_and_the_way_back(drive: Driver) -> None:
    reply = closing(drive, "kind=outdated&next=/news%3Fx%3D1%26y%3D2")
    assert reply.status == 200
    assert reply.header("cache-control") == "no-store"
    assert reply.header("x-robots-tag") == "noindex"
    assert reply.header("set-cookie") is None
    page = document(reply)
    assert page.findtext(".//h1") == "Не показувати 28 днів"
    (form,) = page.iter("form")
    assert form.get("method") == "post"
    assert form.get("action") == CLOSE
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert fields == {"kind": "outdated", "next": "/news?x=1&y=2"}
    assert [button.text for button in form.iter("button")] == ["Закрити"]
    (back,) = page.iter("a")
    assert back.get("href") == "/news?x=1&y=2"


def test_the_script_posts_the_link_s_own_query(drive: Driver) -> None:
    reply = closing(drive, "kind=webview&next=/news%3Fx%3D1", method="POST")
    assert (reply.status, reply.header("location")) == (303, "/news?x=1")
    assert (reply.header("set-cookie") or "").startswith("browserbanner=1.1.webview;")


def test_a_body_says_it_before_the_query_does(drive: Driver) -> None:
    reply = closing(drive, "kind=webview&next=/a", method="POST", body=b"kind=outdated&next=%2Fb")
    assert (reply.status, reply.header("location")) == (303, "/b")
    assert (reply.header("set-cookie") or "").startswith("browserbanner=1.1.outdated;")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("user_agent", [IE, CURRENT, None], ids=["old", "current", "nobody"])
def test_whoever_only_follows_the_link_changes_nothing(drive: Driver, method: str, user_agent: str | None) -> None:
    """Crawlers, prefetchers and ``<img>`` do: nothing is set, and no hook hears of it."""
    told: list[Event] = []
    banner = BrowserBanner(on_closed=told.append, on_shown=told.append)
    reply = closing(drive, "kind=outdated&next=/", banner=banner, method=method, user_agent=user_agent)
    assert (reply.status, reply.header("set-cookie"), told) == (200, None, [])


@pytest.mark.parametrize(
    "query", ["", "kind=", "kind=gate", "kind=fine", "kind=%00", "kind=outdated&kind=webview", "%"]
)
def test_a_query_that_no_banner_has_gets_no_page(drive: Driver, query: str) -> None:
    reply = closing(drive, query)
    assert (reply.status, reply.header("allow")) == (405, "POST")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example/",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\x09/evil.example",
        "/%5cx",
    ],
)
def test_nothing_leads_to_another_site(drive: Driver, elsewhere: str) -> None:
    reply = closing(drive, f"kind=outdated&next={quote(elsewhere)}")
    page = document(reply)
    addresses = [each.get("href") or each.get("action") for each in (*page.iter("a"), *page.iter("form"))]
    assert addresses == ["/", CLOSE]
    assert [field.get("value") for field in page.iter("input")] == ["outdated", "/"]


def test_below_a_mount_path_all_of_it_is_below_it(drive: Driver) -> None:
    page = document(closing(drive, "kind=outdated&next=/app/news", root_path="/app"))
    addresses = [each.get("href") or each.get("action") for each in (*page.iter("a"), *page.iter("form"))]
    assert addresses == ["/app/news", f"/app{CLOSE}"]


def test_the_banner_carries_the_engine_s_token_of_this_request(drive: Driver) -> None:
    assert b'data-engine="Trident/7.0"' in ask(drive).body
    later = ask(drive, user_agent=IE.replace("Trident/7.0; rv:11.0", "MSIE 7.0"))
    assert b"Trident/7.0" not in later.body


def test_a_sample_of_the_debug_switch_carries_none_since_another_browser_shows_it(drive: Driver) -> None:
    reply = ask(drive, BrowserBanner(debug=True), user_agent=CURRENT, query="browserbanner=outdated")
    assert b"id=bb-x" in reply.body
    assert b"data-engine" not in reply.body
