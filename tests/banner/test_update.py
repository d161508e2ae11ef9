"""Update first: how the browser at hand is updated, in its own words, before any other is offered."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from browserbanner.banner import Visit, catalogs
from browserbanner.banner.tools import BannerRenderer
from browserbanner.banner.updating import APPS, help_page, menu
from browserbanner.browsers import BrowserData
from browserbanner.options import Layout, Options
from browserbanner.useragent import UserAgent, products
from tests.banner.visits import (
    CHROME_60,
    CHROME_109_ON_WINDOWS_7,
    CHROME_ON_ANDROID,
    FIVE,
    FOUR,
    ON_ANDROID,
    SAFARI_ON_IPHONE,
    SAFARI_ON_MAC,
    Document,
    Render,
    said,
)

NBSP = "\u00a0"
MENUS = Path(__file__).parents[2] / "browserbanner" / "banner" / "menus.json"
EDGE_PAGE = "microsoft-edge-update-settings-af8aaca2-1b69-4870-94fe-18822dbb7ef1"
FIREFOX_91 = CHROME_60._replace(family="firefox", version=(91,), engine="gecko", engine_version=(91,))
EDGE_100 = CHROME_60._replace(family="edge", version=(100,), engine_version=(100,))
OPERA_60 = CHROME_60._replace(family="opera", version=(60,), engine_version=(73,))


def test_chrome_is_told_how_to_update_in_its_own_menus_words(render: Render) -> None:
    english = Document(render(advice="update", locale="en").html)
    assert said(english) == (
        "Your browser is out of date",
        (
            f"Chrome{NBSP}60 may not show this site properly. "
            f"To update it, open its menu \u22ee and choose Help{NBSP}\u203a About Google Chrome."
        ),
    )
    assert english.text("summary") == "or choose another browser"
    ukrainian = Document(render(advice="update").html)
    assert said(ukrainian) == (
        "Ваш браузер застарів",
        (
            f"Chrome{NBSP}60 може показувати цей сайт неправильно. "
            f"Щоб оновити браузер, відкрийте його меню \u22ee і виберіть Довідка{NBSP}\u203a Про Google Chrome."
        ),
    )
    assert ukrainian.text("summary") == "або вибрати інший браузер"


@pytest.mark.parametrize(
    ("user_agent", "recommended", "link", "host"),
    [
        (CHROME_60, FOUR, "How to update Chrome", "https://support.google.com/"),
        (EDGE_100, FOUR, "How to update Edge", "https://support.microsoft.com/"),
        (FIREFOX_91, FOUR, "How to update Firefox", "https://support.mozilla.org/"),
        (FIREFOX_91._replace(os="linux", os_version=()), FOUR, "How to update Firefox", "https://support.mozilla.org/"),
        (OPERA_60, FOUR, "Update Opera", "https://www.opera.com/"),
        (CHROME_60._replace(family="vivaldi"), (*FOUR, "vivaldi"), "How to update Vivaldi", "https://help.vivaldi.com/"),
        (CHROME_60._replace(family="yandex", version=(21, 5)), (*FOUR, "yandex"), "Update Yandex Browser", "https://browser.yandex.com/"),
        (CHROME_ON_ANDROID._replace(family="brave"), (*ON_ANDROID, "brave"), "Update Brave", "https://play.google.com/"),
        (SAFARI_ON_MAC, FIVE, "How to update Safari", "https://support.apple.com/"),
        (CHROME_ON_ANDROID, ON_ANDROID, "Update Chrome", "https://play.google.com/"),
        (CHROME_ON_ANDROID._replace(family="samsung", version=(12,)), ON_ANDROID, "Update Samsung Internet", "https://play.google.com/"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("layout", ["bar", "cards"])
def test_the_first_link_leads_to_the_vendor_of_the_browser_at_hand(
    render: Render,
    data: BrowserData,
    user_agent: object,
    recommended: tuple[str, ...],
    link: str,
    host: str,
    layout: Layout,
) -> None:
    renderer = BannerRenderer(data, Options(layout=layout))
    document = Document(
        render(
            renderer, advice="update", user_agent=user_agent, recommended=recommended, locale="en", country="DE"
        ).html
    )
    first = document.links()[0]
    assert (first.text, first.attributes["href"].startswith(host)) == (link, True)
    assert len(document.all(".bb-c")) == len(recommended) - 1  # the others
    assert link.rpartition(" ")[2] not in " ".join(document.texts(".bb-n"))


@pytest.mark.parametrize("user_agent", [EDGE_100, OPERA_60, CHROME_60._replace(os="linux", os_version=())])
def test_where_no_source_has_the_menus_words_none_are_quoted(render: Render, user_agent: object) -> None:
    document = Document(render(advice="update", user_agent=user_agent, locale="en").html)
    assert document.text(".bb-p").endswith("may not show this site properly.")


def test_a_site_that_does_not_offer_the_browser_at_hand_offers_its_own_choice(
    render: Render, data: BrowserData
) -> None:
    document = Document(render(BannerRenderer(data, Options(browsers=("firefox", "edge"))), advice="update").html)
    assert document.text("summary") == "Вибрати сучасний браузер"
    assert document.texts(".bb-n") == ["Mozilla Firefox", "Microsoft Edge"]


def test_a_sites_own_browser_is_updated_where_the_site_says_and_stands_on_one_card(
    render: Render, data: BrowserData
) -> None:
    brave = {"name": "Brave", "link": "https://example.org/brave", "systems": ["windows"]}
    renderer = BannerRenderer(data, Options(extra_browsers={"brave": brave}))
    mine = CHROME_60._replace(family="brave")
    document = Document(
        render(renderer, advice="update", user_agent=mine, recommended=(*FOUR, "brave"), locale="en").html
    )
    assert (document.links()[0].text, document.links()[0].attributes["href"]) == ("Update Brave", brave["link"])
    assert "Brave" not in document.texts(".bb-n")


def test_where_only_the_browser_at_hand_can_be_had_there_is_one_link(render: Render) -> None:
    document = Document(render(advice="update", recommended=("chrome",), locale="en").html)
    (link,) = document.links()
    assert link.text == "How to update Chrome"
    assert document.all("details") == []


def test_a_browser_at_its_newest_release_is_not_called_out_of_date(render: Render, data: BrowserData) -> None:
    newest = data.newest("opera")
    assert newest is not None
    opera = OPERA_60._replace(version=newest.version)
    for advice in ("update", "switch"):
        document = Document(render(user_agent=opera, advice=advice, locale="en").html)
        assert said(document) == (
            "This site needs another browser",
            f"Opera{NBSP}{newest.version[0]} is up to date, but it cannot yet do all that this site needs.",
        )
        assert "Opera" not in document.texts(".bb-n")
        assert document.text("summary") == "Choose a modern browser"


def test_internet_explorer_is_out_of_date_though_it_is_its_newest(render: Render) -> None:
    """It is not made any more: its newest release says nothing."""
    ie = CHROME_60._replace(family="ie", version=(11,), engine="trident", engine_version=(7,))
    assert Document(render(user_agent=ie, locale="en").html).text(".bb-t") == "Your browser is out of date"


@pytest.mark.parametrize(
    ("visit", "sentence"),
    [
        (
            {"user_agent": CHROME_60._replace(family="ie", version=(11,), engine="trident"), "hint": "ie-mode"},
            "If you are using Microsoft Edge, leave its Internet Explorer mode.",
        ),
        (
            {"user_agent": SAFARI_ON_MAC, "recommended": FIVE, "hint": "ipad-or-mac"},
            "On an iPad, update to a newer version of iPadOS, if it offers one.",
        ),
        (
            {"user_agent": SAFARI_ON_IPHONE, "advice": "update-os", "recommended": (), "hint": "perhaps-end-of-line"},
            "If no update is offered, there is no newer browser for this device.",
        ),
        (
            {"user_agent": SAFARI_ON_IPHONE, "kind": "cannot-update", "advice": "none", "hint": "end-of-line"},
            "This device gets no newer version of iOS. You can go on reading",
        ),
        (
            {"user_agent": CHROME_ON_ANDROID, "kind": "webview", "advice": "open-in-browser", "hint": "system-webview"},
            "Update Android System WebView",
        ),
        (
            {"user_agent": CHROME_ON_ANDROID, "kind": "webview", "advice": "open-in-browser", "hint": "chrome-webview"},
            "Update Chrome",
        ),
    ],
    ids=lambda value: value["hint"] if isinstance(value, dict) else "",
)
def test_each_hint_has_its_sentence(render: Render, visit: dict[str, object], sentence: str) -> None:
    document = Document(render(locale="en", **visit).html)
    assert sentence in document.elements[0].text
    without = Document(render(locale="en", **visit | {"hint": None}).html)
    assert sentence not in without.elements[0].text


@pytest.mark.parametrize(
    "visit",
    [
        {},
        {"advice": "update"},
        {"user_agent": CHROME_109_ON_WINDOWS_7, "recommended": ("firefox",)},
        {"user_agent": CHROME_60._replace(family=None)},
        {"kind": "webview", "advice": "open-in-browser", "user_agent": CHROME_ON_ANDROID._replace(app="Facebook")},
        {"kind": "webview", "advice": "open-in-browser", "user_agent": CHROME_ON_ANDROID},
        {"kind": "cannot-update", "advice": "none", "recommended": ()},
    ],
)
def test_a_page_in_place_of_the_sites_does_not_say_that_the_site_may_be_wrong_here_and_there(
    render: Render, data: BrowserData, visit: dict[str, object]
) -> None:
    """Where nothing of the site is shown, "may not show this site properly" is untrue."""
    html = render(BannerRenderer(data), page="block", locale="en", **visit).html
    assert not re.search(rb"may not|some parts", html)


def test_each_offer_has_name_share_link_and_systems_also_where_there_is_one(render: Render) -> None:
    document = Document(render(user_agent=CHROME_109_ON_WINDOWS_7, recommended=("firefox",), locale="en").html)
    facts = document.texts(".bb-o")[0]
    assert re.match(
        r"Firefox for older systems \(Mozilla Firefox ESR\) · [\d.]+% of people use this browser "
        r"\(Firefox, all versions\)Available for: Windows, macOS, and Linux\. It costs nothing",
        facts,
    )
    assert document.text(".bb-src").startswith("Share on computers, Ukraine, ")


def test_firefox_esr_is_called_by_what_it_is_for_and_by_its_name(render: Render) -> None:
    old_mac = CHROME_60._replace(version=(116,), os="macos", os_version=(10, 14))
    document = Document(render(user_agent=old_mac, recommended=("firefox", "opera"), locale="en").html)
    assert "Firefox for older systems" in document.texts(".bb-n")
    at = document.texts(".bb-n").index("Firefox for older systems")
    assert document.texts(".bb-o")[at].startswith("Mozilla Firefox ESR · Firefox, all versions")


# In an app

IN_FACEBOOK = CHROME_ON_ANDROID._replace(family="webview", kind="webview", app="Facebook", os_version=(8,), wv=True)
IN_AN_APP = {"kind": "webview", "advice": "open-in-browser", "recommended": ON_ANDROID}


@pytest.mark.parametrize(
    ("user_agent", "locale", "how"),
    [
        (IN_FACEBOOK, "en", "Tap \u22ee and choose: Open in external browser"),
        (IN_FACEBOOK._replace(app="TikTok"), "en", "Tap \u22ef and choose: Open in browser"),
        # The sign is the same in every language; words that no source has in this one are not quoted.
        (IN_FACEBOOK, "uk", "Торкніться \u22ee і виберіть пункт, що відкриває сторінку в браузері."),
        (IN_FACEBOOK._replace(app="Instagram"), "en", "Tap \u22ee and choose to open it in your browser."),
        (IN_FACEBOOK._replace(app="WeChat"), "en", "Tap \u22ef and choose to open it in your browser."),
        # Of these nothing is known.
        (IN_FACEBOOK._replace(app="LinkedIn"), "en", "Tap \u22ee / \u22ef and choose to open it in your browser."),
        (IN_FACEBOOK._replace(app=None), "en", "Tap \u22ee / \u22ef and choose to open it in your browser."),
        (IN_FACEBOOK._replace(os="windows"), "en", "Tap \u22ee / \u22ef and choose to open it in your browser."),
    ],
)
def test_an_apps_visitor_is_told_its_sign_and_its_own_words(
    render: Render, user_agent: UserAgent, locale: str, how: str
) -> None:
    document = Document(render(user_agent=user_agent, locale=locale, **IN_AN_APP).html)
    assert document.text(".bb-how") == how
    assert how.count("\u22ee") + how.count("\u22ef") in (1, 2)


@pytest.mark.parametrize("hint", ["chrome-webview", "system-webview"])
@pytest.mark.parametrize(("layout", "page"), [("bar", ""), ("cards", ""), ("bar", "block")])
def test_in_an_app_what_to_tap_is_the_action_and_an_update_is_small_print_below_it(
    render: Render, data: BrowserData, hint: str, layout: Layout, page: str
) -> None:
    """Visitors who read "Tap \u22ee" and saw one button below it, "Update Chrome", took the button."""
    visit = IN_AN_APP | {"user_agent": IN_FACEBOOK, "hint": hint, "page": page, "locale": "en"}
    document = Document(render(BannerRenderer(data, Options(layout=layout)), **visit).html)
    (link,) = document.links()
    assert link.text.startswith("Update ")
    assert "bb-d" not in link.classes
    (how,) = document.all(".bb-how")
    (small,) = document.all("small")
    order = [document.elements.index(each) for each in (document.all(".bb-p")[0], how, small, link)]
    assert order == sorted(order)
    assert how.text in document.texts("b")
    assert document.all(".bb-one") == []


@given(app=st.text(max_size=20))
def test_made_up_apps_share_one_outline(app: str) -> None:
    """A look depends on closed sets: who makes up apps must not fill the memory."""
    data = BrowserData.load()
    renderer = BannerRenderer(data)
    visits = (Visit("webview", "open-in-browser", IN_FACEBOOK._replace(app=name)) for name in (app, "another"))
    looks = {renderer._looks.at(visit, "en", None)[0] for visit in visits}
    assert len(looks) == 1 or app in {known for known, _ in APPS}


@pytest.mark.parametrize(
    "row", json.loads(MENUS.with_name("apps.json").read_text("ascii"))["apps"], ids=lambda r: r["app"]
)
def test_each_app_is_one_that_is_named_and_its_words_have_a_source(row: dict[str, Any]) -> None:
    assert row["app"] in products._APPS
    assert row["sign"] in ("\u22ee", "\u22ef")
    assert row["sign_source"].startswith("https://")
    assert row["licence"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["verified_on"])
    assert "ios" not in row["os"]  # there it is the system that has to be updated
    for locale, word in row["words"].items():
        assert Locale.parse(locale)
        assert word["source"].startswith("https://")
        assert word["text"] == word["text"].strip()
        assert not re.search("[&<>%_]", word["text"])


# The words and their sources


def test_each_menus_words_say_where_they_come_from() -> None:
    content = json.loads(MENUS.read_text("ascii"))
    for row in content["menus"]:
        assert re.search(r"\d+\.\d.* \(Debian\)$", row["packages"])
        assert len(row["messages"]) == 2
        assert row["licence"]
        for words in row["words"].values():
            assert len(words) == len(row["messages"])
            assert all(word == word.strip() and not re.search("[&{}_]", word) for word in words)
    for row in content["help"]:
        assert row["url"].startswith("https://")
        assert row["source"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["verified_on"])


@pytest.mark.parametrize(
    ("family", "locale", "page"),
    [
        ("firefox", "en", "https://support.mozilla.org/en-US/kb/update-firefox-latest-release"),
        ("firefox", "uk", "https://support.mozilla.org/uk/kb/update-firefox-latest-release"),
        ("firefox", "zh_Hant", "https://support.mozilla.org/zh-TW/kb/update-firefox-latest-release"),
        # Mozilla's pages are not in these: the address without a language goes by what the browser asks for.
        ("firefox", "be", "https://support.mozilla.org/kb/update-firefox-latest-release"),
        ("firefox", "sr_Latn", "https://support.mozilla.org/kb/update-firefox-latest-release"),
        ("edge", "uk", f"https://support.microsoft.com/uk-ua/topic/{EDGE_PAGE}"),
        ("edge", "pt_PT", f"https://support.microsoft.com/pt-pt/topic/{EDGE_PAGE}"),
        ("edge", "ja", f"https://support.microsoft.com/topic/{EDGE_PAGE}"),
        ("chrome", "pt_BR", "https://support.google.com/chrome/answer/95414?hl=pt-BR"),
        ("vivaldi", "uk", "https://help.vivaldi.com/desktop/install-update/update-vivaldi/"),
    ],
)
def test_a_help_page_is_in_the_visitors_language_where_the_form_of_that_address_is_known(
    family: str, locale: str, page: str
) -> None:
    assert help_page(family, "windows", locale) == page


def test_a_help_page_with_a_language_is_the_same_page_in_that_language() -> None:
    for row in json.loads(MENUS.read_text("ascii"))["help"]:
        assert ("localized" in row) == ("languages" in row)
        for locale, theirs in row.get("languages", {}).items():
            assert row["localized"].replace("/{language}", "") == row["url"]
            assert locale in catalogs.available_locales()
            assert theirs.partition("-")[0] == {"nb": "no"}.get(locale, locale.partition("_")[0])


def test_a_languages_words_are_its_own_and_no_other_ones_are_taken() -> None:
    found = {locale: menu("chrome", "windows", locale) for locale in catalogs.available_locales()}
    assert found["en"]
    for locale, way in found.items():
        if way is None:
            continue  # no source: the link stands alone
        assert "Chrom" in way.path[1]  # Slovenian: "O Google Chromu"
        assert (way.path[0] == "Help") == (locale in ("en", "nl"))
    assert menu("chrome", "windows", "eo") is None
    assert menu("edge", "windows", "en") is None


@pytest.mark.parametrize(("family", "comes"), [("chrome", True), ("vivaldi", False), ("opera", False)])
def test_only_chrome_is_said_to_come_with_a_chromebook(render: Render, family: str, comes: bool) -> None:
    chromebook = CHROME_60._replace(family=family, os="chromeos", os_version=())
    document = Document(render(advice="update-os", user_agent=chromebook, recommended=(), locale="en").html)
    assert ("comes with the system" in said(document)[1]) == comes
    assert document.links()[0].text == "How to update ChromeOS"
