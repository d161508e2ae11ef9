"""What belongs to one request: joined in, escaped, and never kept."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote

import pytest

from browserbanner.banner import CLOSE_SCRIPT
from browserbanner.banner.look import Look
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


@pytest.mark.parametrize("page", ["", "block", "about"])
@pytest.mark.parametrize("locale", ["uk", "ar", "en"])
def test_in_a_page_in_utf_8_the_same_is_said_in_fewer_bytes(render: Render, locale: str, page: str) -> None:
    visit = {"locale": locale, "page": page, "return_to": "/міст", "nonce": "ключ", "script_src": SCRIPT}
    for letters, references in zip(
        render(utf_8=True, **visit)[::3],
        render(**visit)[::3],
        strict=True,  # html and bare_html
    ):
        assert re.sub(r"&#([0-9]{3,});", lambda found: chr(int(found[1])), letters.decode()) == re.sub(
            r"&#([0-9]{3,});", lambda found: chr(int(found[1])), references.decode("ascii")
        )
        assert len(letters) <= len(references)
        assert locale == "en" or len(letters) < 0.85 * len(references)


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


def kept(renderer: BannerRenderer, look: Look) -> bytes:
    """All that is kept of a banner once it is rendered."""
    outline = renderer._outline(look, False)
    return b"".join(part for part in (*outline._whole, *outline._bare) if isinstance(part, bytes))


def test_what_is_kept_holds_nothing_of_one_request_and_nothing_that_a_visitor_can_make_up(
    data: BrowserData, render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    renderer = BannerRenderer(data)
    looks: list[Look] = []
    draw = renderer._outline

    def drawn(look: Look, utf_8: bool) -> Outline:
        looks.append(look)
        return draw(look, utf_8)

    monkeypatch.setattr(renderer, "_outline", drawn)
    webview = CHROME_60._replace(kind="webview", app="TheApp", os="android", os_version=(4321,))
    for visit in (
        {"user_agent": CHROME_60._replace(version=(6789, 1), os_version=(5432, 1))},
        {"user_agent": webview, "kind": "webview"},
    ):
        banner = render(renderer, nonce="TheNonce", action="/TheAction", script_src="/TheScript", **visit)
        assert b"TheNonce" in banner.html
        for secret in (
            b"TheNonce",
            b"TheAction",
            b"TheScript",
            b"6789",
            b"5432",
            b"4321",
            b"TheApp",
            "Україна".encode(),
        ):
            assert secret not in kept(renderer, looks[-1])


def test_made_up_versions_languages_and_countries_meet_the_banners_that_are_kept(
    data: BrowserData, render: Render
) -> None:
    """Incident: each major version and each country of the 250 was rendered again, 2.5 ms each."""
    renderer = BannerRenderer(data)
    countries = [*data.regions, "XX", None]
    for number in range(2000):
        version = CHROME_60._replace(version=(number,), os_version=(10, number))
        render(renderer, user_agent=version, advice="update", country=countries[number % len(countries)])
    # By country, only the order of the cards differs, and whether figures are the world's.
    assert renderer._outline.cache_info().misses <= 20


def test_what_is_kept_is_bounded_and_the_sheets_are_shared(data: BrowserData, render: Render) -> None:
    renderer = BannerRenderer(data)
    for number in range(1200):
        render(renderer, user_agent=CHROME_60._replace(version=(number,)), accept_language=f"uk, de;q=0.{number}")
    assert renderer._visitor.cache_info().currsize == renderer._visitor.cache_info().maxsize == 1024
    assert renderer._outline.cache_info().maxsize == 1024
    sheets = {id(renderer._sheets.sheet("bar", False)) for _ in range(2)}
    assert len(sheets) == 1


def test_one_rendering_serves_all_visitors_alike_each_with_their_own_slots(data: BrowserData, render: Render) -> None:
    renderer = BannerRenderer(data)
    first = render(renderer, nonce="one", return_to="/one")
    second = render(renderer, nonce="two", return_to="/two", user_agent=CHROME_60._replace(version=(61,)))
    changed = (
        first.html.replace(b'"one"', b'"two"').replace(b"/one", b"/two").replace(b"Chrome&#160;60", b"Chrome&#160;61")
    )
    assert changed == second.html
    assert renderer._outline.cache_info().misses == 1


@pytest.mark.parametrize("name", sorted(MARKS))
def test_no_mark_of_a_slot_is_left_in_a_banner(render: Render, name: str) -> None:
    for kind in ("outdated", "desktop-site"):
        banner = render(kind=kind, nonce="n")
        assert f"&#{ord(MARKS[name])};".encode() not in banner.html + banner.bare_html


def test_a_template_may_use_a_slot_twice_or_not_at_all() -> None:
    outline = Outline(f"<a{MARKS['nonce']}><b{MARKS['nonce']}>", b"")
    assert outline.fill({"nonce": b" n"}) == (b"<a n><b n>", b"<a n><b n>")
    assert Outline("plain", b"").fill({}) == (b"plain", b"plain")
