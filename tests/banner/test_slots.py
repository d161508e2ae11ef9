"""What belongs to one request: joined in, escaped, and never kept."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote

import pytest

from browserbanner.banner import CLOSE_SCRIPT
from browserbanner.banner.renderer import _Visit
from browserbanner.banner.slots import MARKS, Outline
from browserbanner.banner.tools import BannerRenderer
from browserbanner.browsers import BrowserData
from tests.banner.visits import CHROME_60, Document, Render

SCRIPT = "/_browserbanner/close.js"
HOSTILE = "/a?b=\"><script>alert('x')</script>&amp;c=\u0456\U0001f600\ud800"


def test_the_close_button_is_a_link_that_says_which_banner_and_the_way_back(render: Render) -> None:
    document = Document(
        render(kind="cannot-update", action="/app/_browserbanner/close", return_to="/app/page?a=1&b=2+3%20").html
    )
    (link,) = document.all(".bb-x")
    address, _, query = link.attributes["href"].partition("?")
    assert address == "/app/_browserbanner/close"
    assert parse_qsl(query) == [("kind", "cannot-update"), ("next", "/app/page?a=1&b=2+3%20")]
    assert link.attributes["id"] == "bb-x", "by which the script finds it"
    assert link.attributes["target"] == "_self", "routers of single-page apps leave such links alone"
    assert link.attributes["rel"] == "nofollow"


def test_the_page_gets_no_form_of_ours(render: Render) -> None:
    """Scripts that say document.forms[0], and tests that count inputs, meet the page's own."""
    for kind in ("outdated", "cannot-update", "webview", "desktop-site"):
        names = {element.name for element in Document(render(kind=kind, nonce="n", script_src=SCRIPT).html).elements}
        assert not names & {"form", "input", "button", "select", "textarea", "label", "fieldset"}


def test_a_way_back_that_is_too_long_for_an_address_is_left_to_the_referer(render: Render) -> None:
    for length, kept in ((1_400, True), (1_600, False)):
        (link,) = Document(render(return_to="/" + "a" * length).html).all(".bb-x")
        assert link.attributes["href"].endswith("aaa" if kept else "next=")
        assert len(link.attributes["href"]) < 2_083 - len("https://") - 253, (
            "Internet Explorer's longest, host included"
        )


def test_whatever_a_request_says_stays_inside_of_its_attribute(render: Render) -> None:
    banner = render(action=HOSTILE, return_to=HOSTILE, nonce=HOSTILE, script_src=HOSTILE, token=HOSTILE)
    assert b"<script>" not in banner.html
    document = Document(banner.html)
    plain = HOSTILE.replace("\ud800", "\ufffd")  # what a parser makes of half a character
    address, _, way_back = document.all(".bb-x")[0].attributes["href"].rpartition("?kind=outdated&next=")
    assert address == plain
    assert unquote(way_back) == HOSTILE.replace("\ud800", "?")
    assert document.all("style")[0].attributes["nonce"] == plain
    assert document.all("script")[0].attributes == {"nonce": plain, "src": plain, "async": ""}
    assert document.elements[0].attributes["data-engine"] == plain


def test_the_banner_carries_the_token_of_the_browser_that_it_was_made_for(render: Render) -> None:
    assert Document(render(token="Chrome/60.").html).elements[0].attributes["data-engine"] == "Chrome/60."
    assert "data-engine" not in Document(render().html).elements[0].attributes


def test_the_banner_is_ascii_whatever_the_language(render: Render) -> None:
    for locale in ("uk", "en"):
        banner = render(locale=locale, return_to="/міст", nonce="ключ", script_src=SCRIPT)
        assert banner.html.isascii()
        assert banner.bare_html.isascii()
        assert not re.search(rb"&#x|&(?!#[0-9]+;|amp;|lt;|gt;)", banner.html)


def test_the_style_carries_the_sites_nonce_and_none_otherwise(render: Render) -> None:
    assert Document(render(nonce="r4nd0m==").html).all("style")[0].attributes == {"nonce": "r4nd0m=="}
    assert Document(render().html).all("style")[0].attributes == {}


def test_without_a_nonce_there_is_no_inline_script(render: Render) -> None:
    assert b"<script" not in render().html
    document = Document(render(script_src="/_browserbanner/close.js?1").html)
    (script,) = document.all("script")
    assert script.attributes == {"src": "/_browserbanner/close.js?1", "async": ""}
    assert script.text == ""
    assert not re.search(rb"\son[a-z]+=|style=|javascript:", render().html)


def test_with_a_nonce_the_script_may_stand_inline(render: Render) -> None:
    (script,) = Document(render(nonce="n").html).all("script")
    assert script.attributes == {"nonce": "n"}
    assert script.text == CLOSE_SCRIPT


def test_the_bare_banner_has_nothing_that_a_foreign_base_address_could_turn(render: Render) -> None:
    banner = render(nonce="n", script_src="/_browserbanner/close.js")
    whole, bare = Document(banner.html), Document(banner.bare_html)
    assert "script" not in {element.name for element in bare.elements}
    assert bare.all(".bb-x") == []
    addresses = [e.attributes.get("href") or e.attributes.get("src") for e in bare.elements]
    assert all(address.startswith("https://") for address in addresses if address)
    assert bare.texts(".bb-n") == whole.texts(".bb-n")
    assert bare.all("style")[0].attributes == {"nonce": "n"}


def _visit(major: int = 60) -> _Visit:
    recommended = ("chrome", "edge", "firefox", "opera")
    return _Visit("outdated", "update", "chrome", major, "windows", (10, 0), "desktop", None, recommended, "uk", "UA")


def test_what_is_kept_holds_no_nonce_and_no_address(data: BrowserData, render: Render) -> None:
    renderer = BannerRenderer(data=data)
    render(renderer, nonce="TheNonce", action="/TheAction", return_to="/TheWayBack", script_src="/TheScript")
    outline = renderer._outline(_visit())
    assert renderer._outline.cache_info().hits == 1  # it is the one that was kept
    assert b"Google Chrome" in b"".join(outline._pieces)
    for secret in (b"TheNonce", b"TheAction", b"TheWayBack", b"TheScript"):
        assert secret not in b"".join((*outline._pieces, *outline._bare))


def test_one_rendering_serves_all_visitors_alike_each_with_their_own_slots(data: BrowserData, render: Render) -> None:
    renderer = BannerRenderer(data=data)
    first = render(renderer, nonce="one", return_to="/one")
    second = render(renderer, nonce="two", return_to="/two")
    assert first.html.replace(b'"one"', b'"two"').replace(b"/one", b"/two") == second.html
    assert renderer._outline.cache_info().misses == 1
    render(renderer, user_agent=CHROME_60._replace(version=(60, 1, 2, 3)))
    assert renderer._outline.cache_info().misses == 1
    render(renderer, user_agent=CHROME_60._replace(version=(61,)))
    assert renderer._outline.cache_info().misses == 2


def test_the_cache_is_bounded_and_the_sheets_are_shared(data: BrowserData, render: Render) -> None:
    renderer = BannerRenderer(data=data)
    for major in range(400):
        render(renderer, user_agent=CHROME_60._replace(version=(major,)), kind="cannot-update", recommended=())
    info = renderer._outline.cache_info()
    assert info.currsize == info.maxsize == 256
    one, two = renderer._outline(_visit(60)), renderer._outline(_visit(61))
    shared = set(map(id, one._pieces)) & set(map(id, two._pieces))
    assert any(len(piece) > 5000 for piece in one._pieces if id(piece) in shared)


@pytest.mark.parametrize("name", sorted(MARKS))
def test_no_mark_of_a_slot_is_left_in_a_banner(render: Render, name: str) -> None:
    for kind in ("outdated", "desktop-site"):
        banner = render(kind=kind, nonce="n")
        assert f"&#{ord(MARKS[name])};".encode() not in banner.html + banner.bare_html


def test_a_template_may_use_a_slot_twice_or_not_at_all() -> None:
    outline = Outline(f"<a{MARKS['nonce']}><b{MARKS['nonce']}>", b"")
    assert outline.fill({"nonce": b" n"}) == (b"<a n><b n>", b"<a n><b n>")
    assert Outline("plain", b"").fill({}) == (b"plain", b"plain")
