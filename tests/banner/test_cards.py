"""Several browsers to choose from: their words, shares, links, limits and order."""

from __future__ import annotations

import re
from typing import Any

import pytest

from browserbanner import BrowserBanner, ConfigurationError
from browserbanner.banner.tools import BannerRenderer
from browserbanner.browsers import BrowserData
from browserbanner.options import Options
from tests.banner.visits import (
    CHROME_60,
    CHROME_ON_ANDROID,
    FIVE,
    FOUR,
    ON_ANDROID,
    SAFARI_ON_MAC,
    Document,
    Render,
    said,
)

NBSP = "\u00a0"
_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%s Safari/537.36"
_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%s Safari/537.36"
_ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%s Mobile Safari/537.36"


def test_ukrainians_read_what_the_original_page_said(render: Render) -> None:
    document = Document(render().html)
    assert said(document) == ("Ваш браузер застарів", f"Chrome{NBSP}60 може показувати цей сайт неправильно.")
    assert document.text("summary") == "Вибрати сучасний браузер"
    assert document.text(".bb-lead") == (
        "Для комфортної роботи в Мережі потрібен сучасний браузер. "
        f"Тут можна знайти останні версії для Windows{NBSP}10. "
        "Це безкоштовно, а закладки й паролі можна перенести."
    )
    assert document.texts(".bb-n") == ["Google Chrome", "Opera", "Mozilla Firefox", "Microsoft Edge"]
    assert document.texts(".bb-d") == ["Завантажити"] * 4
    assert set(document.texts(".bb-o")[:4]) == {
        f"Доступно для: Windows, macOS і LinuxWindows{NBSP}10 або новіша версія"
    }
    assert document.text(".bb-src").startswith("Частка серед комп’ютерів, Україна, ")
    assert document.text(".bb-src").endswith(": за даними StatCounter через caniuse.com, CC BY 4.0")
    assert document.text(".bb-x") == "Закрити"


@pytest.mark.parametrize(
    ("user_agent", "older"),
    [
        (_WINDOWS % "109.0.0.0", True),
        (_WINDOWS % "109.0.0.0 Edg/109.0.0.0", True),
        (_WINDOWS % "110.0.0.0", False),
        (_MAC % "116.0.0.0", True),
        (_MAC % "120.0.0.0", False),
        (_ANDROID % "119.0.0.0", True),
        (_ANDROID % "120.0.0.0", False),
    ],
)
def test_who_may_have_an_older_system_than_the_string_says_is_not_sent_away_from_the_cure(
    user_agent: str, older: bool
) -> None:
    """Chrome 109 was the last one for Windows 7, and says Windows 10 there: "Firefox, Windows 10 or later" is no cure."""
    banner = BrowserBanner().banner_for({"User-Agent": user_agent, "Accept": "text/html", "Accept-Language": "en"})
    assert banner is not None
    assert (b" or later" not in banner.html) is older
    assert b"Firefox" in banner.html


def test_the_english_read_the_same(render: Render) -> None:
    document = Document(render(locale="en").html)
    assert said(document) == ("Your browser is out of date", f"Chrome{NBSP}60 may not show this site properly.")
    assert document.text("summary") == "Choose a modern browser"
    assert document.text(".bb-lead") == (
        f"For comfortable browsing you need a modern browser. Here are the latest versions for Windows{NBSP}10. "
        "It costs nothing, and your bookmarks and passwords can come along."
    )
    assert document.texts(".bb-d") == ["Download"] * 4
    assert set(document.texts(".bb-o")[:4]) == {f"Available for: Windows, macOS, and LinuxWindows{NBSP}10 or later"}
    assert document.text(".bb-src").startswith("Share on computers, Ukraine, ")
    assert document.text(".bb-src").endswith(": StatCounter via caniuse.com, CC BY 4.0")
    assert document.text(".bb-x") == "Close"


def test_shares_are_the_datas_and_written_as_the_language_does(render: Render, data: BrowserData) -> None:
    shares = data.shares("UA", "desktop")
    assert shares is not None
    document = Document(render().html)
    shown = dict(zip(document.texts(".bb-n"), document.texts(".bb-sh"), strict=True))
    for family, name in (("chrome", "Google Chrome"), ("opera", "Opera"), ("edge", "Microsoft Edge")):
        figure = f"{round(shares.percent[family], 2):g}".replace(".", ",")
        assert shown[name] == f"{figure}% людей використовує цей браузер"


def test_a_share_has_a_comma_and_no_space_in_ukrainian(render: Render) -> None:
    for sentence in Document(render().html).texts(".bb-sh"):
        assert re.match(r"\d{1,2}(,\d{1,2})?% людей використовує цей браузер$", sentence), sentence


def test_the_month_and_the_country_stand_in_the_form_that_stands_alone(render: Render, data: BrowserData) -> None:
    months = [
        "січень",
        "лютий",
        "березень",
        "квітень",
        "травень",
        "червень",
        "липень",
        "серпень",
        "вересень",
        "жовтень",
        "листопад",
        "грудень",
    ]
    month = f"{months[int(data.month[5:]) - 1]} {data.month[:4]}\u202fр."
    assert f"Україна, {month}: " in Document(render().html).text(".bb-src")


def test_the_visitors_form_decides_whose_shares_they_are(render: Render, data: BrowserData) -> None:
    document = Document(render(user_agent=CHROME_ON_ANDROID, recommended=ON_ANDROID).html)
    assert document.text(".bb-src").startswith("Частка серед телефонів і планшетів, Україна, ")
    shares = data.shares("UA", "mobile")
    assert shares is not None
    assert document.texts(".bb-sh")[0].startswith(f"{round(shares.percent['chrome'], 2):g}%".replace(".", ","))


@pytest.mark.parametrize("country", ["XX", "zz", "\ue000"])
def test_a_country_without_data_is_the_world(render: Render, country: str) -> None:
    document = Document(render(country=country).html)
    assert document.text(".bb-src").startswith("Частка серед комп’ютерів у світі, ")
    phone = Document(render(country=country, user_agent=CHROME_ON_ANDROID, recommended=ON_ANDROID, locale="en").html)
    assert phone.text(".bb-src").startswith("Share on phones and tablets worldwide, ")


def test_browsers_stand_by_their_share_and_those_without_one_last(render: Render, data: BrowserData) -> None:
    document = Document(render(user_agent=CHROME_ON_ANDROID, recommended=("edge", "firefox", "chrome", "samsung")).html)
    shares = data.shares("UA", "mobile")
    assert shares is not None
    assert "edge" not in shares.percent
    assert document.texts(".bb-n")[0] == "Google Chrome"
    assert document.texts(".bb-n")[-1] == "Microsoft Edge"
    assert len(document.texts(".bb-sh")) == 3


def test_a_share_that_rounds_to_nothing_is_not_shown(render: Render, data: BrowserData) -> None:
    tiny = BannerRenderer(data, site_shares={"desktop": {"chrome": 99.996, "edge": 0.004}})
    document = Document(render(tiny, recommended=("edge", "chrome"), locale="en").html)
    assert document.texts(".bb-n") == ["Google Chrome", "Microsoft Edge"]
    assert document.texts(".bb-sh") == ["100% of this site's visitors"]


def test_links_are_the_datas_for_this_system_and_language(render: Render, data: BrowserData) -> None:
    for locale in ("uk", "en"):
        links = [a.attributes for a in Document(render(locale=locale).html).all(".bb-d")]
        official = {link.url for f in FOUR if (link := data.systems.download(f, "windows", locale))}
        assert {link["href"] for link in links} == official
        assert {link["rel"] for link in links} == {"noreferrer"}
        assert not [link for link in links if "target" in link]


def test_phones_are_sent_to_the_store(render: Render) -> None:
    document = Document(render(user_agent=CHROME_ON_ANDROID, recommended=ON_ANDROID).html)
    assert document.texts(".bb-d") == ["Відкрити в магазині"] * 5
    assert all(a.attributes["href"].startswith("https://play.google.com/") for a in document.all(".bb-d"))
    assert "Доступно для: Android і iOS" in document.texts(".bb-o")[0]


def test_safari_is_updated_with_its_system_and_is_on_one_only(render: Render) -> None:
    document = Document(render(user_agent=SAFARI_ON_MAC, recommended=FIVE).html)
    at = document.texts(".bb-n").index("Safari")
    assert document.texts(".bb-d")[at] == "Оновити"
    assert document.texts(".bb-o")[at].startswith("тільки для macOS")
    assert document.all(".bb-d")[at].attributes["href"].startswith("https://support.apple.com/")
    assert "Тут можна знайти останні версії для macOS." in document.text(".bb-lead")


def test_a_limit_is_told_only_where_the_newest_version_is_what_one_gets(render: Render) -> None:
    def limits(version: tuple[int, ...]) -> list[list[str]]:
        visitor = CHROME_ON_ANDROID._replace(os_version=version)
        document = Document(render(user_agent=visitor, recommended=("chrome", "firefox"), locale="en").html)
        return [re.findall("Android.[0-9]+ or later", card) for card in document.texts(".bb-o")[:2]]

    assert limits((12,)) == [[f"Android{NBSP}10 or later"], [f"Android{NBSP}8 or later"]]
    assert limits((9,)) == [[], [f"Android{NBSP}8 or later"]]  # Android 9 gets an older Chrome


def test_a_system_that_is_not_known_is_not_named(render: Render) -> None:
    document = Document(render(user_agent=CHROME_60._replace(os=None, os_version=())).html)
    assert document.text(".bb-lead") == (
        "Для комфортної роботи в Мережі потрібен сучасний браузер. Тут можна знайти останні версії. "
        "Це безкоштовно, а закладки й паролі можна перенести."
    )
    assert set(document.texts(".bb-o")[:4]) == {"Доступно для: Windows, macOS і Linux"}


def test_a_system_that_gets_no_card_is_told_the_rest(render: Render) -> None:
    document = Document(render(user_agent=CHROME_60._replace(os="freebsd", os_version=())).html)
    assert document.links() == []
    assert document.text(".bb-p") == f"Chrome{NBSP}60 може показувати цей сайт неправильно."


def test_a_site_chooses_the_browsers_and_their_order(render: Render, data: BrowserData) -> None:
    renderer = BannerRenderer(data, Options(browsers=("safari", "firefox", "chrome")))
    assert Document(render(renderer).html).texts(".bb-n") == ["Mozilla Firefox", "Google Chrome"]
    one = BannerRenderer(data, Options(browsers=("firefox",)))
    assert Document(render(one).html).text(".bb-d") == "Завантажити Mozilla Firefox"
    none = BannerRenderer(data, Options(browsers=("safari",)))
    assert Document(render(none).html).links() == []


def test_a_browser_without_a_download_page_cannot_be_chosen(data: BrowserData) -> None:
    with pytest.raises(ConfigurationError, match=r"'firefx'.*'firefox'"):
        BannerRenderer(data, Options(browsers=("firefx",)))


@pytest.mark.parametrize("hint", ["system-webview", "chrome-webview"])
def test_in_mainland_china_no_app_and_no_chromebook_leads_to_googles_addresses(render: Render, hint: str) -> None:
    in_app: dict[str, Any] = {
        "kind": "webview",
        "advice": "open-in-browser",
        "hint": hint,
        "user_agent": CHROME_ON_ANDROID,
    }
    chromebook: dict[str, Any] = {
        "advice": "update-os",
        "user_agent": CHROME_60._replace(os="chromeos"),
        "recommended": (),
    }
    for visit in (in_app, chromebook):
        assert b"google.com" not in render(country="CN", locale="zh_Hans", **visit).html
        assert b"google.com" in render(country="TW", locale="zh_Hant", **visit).html


@pytest.mark.parametrize("system", ["windows", "android"])
def test_in_ukraine_nobody_is_sent_to_yandex_which_is_blocked_there(render: Render, system: str) -> None:
    yandex = CHROME_60._replace(family="yandex", version=(22,), os=system, os_version=(10,))
    for country, led in (("UA", False), ("KZ", True)):
        html = render(country=country, user_agent=yandex, advice="update", recommended=("yandex", *FOUR)).html
        assert (b"browser.yandex.com" in html or b"com.yandex" in html) == led
        assert b"firefox" in html


def test_in_mainland_china_no_card_leads_to_googles_addresses(render: Render) -> None:
    computer = Document(render(country="CN", locale="en").html)
    assert set(computer.texts(".bb-n")) == {"Opera", "Mozilla Firefox", "Microsoft Edge"}
    phone = render(country="CN", user_agent=CHROME_ON_ANDROID, recommended=ON_ANDROID, locale="en").html
    assert b"play.google.com" not in phone
    taiwan = Document(render(country="TW", locale="en").html)
    assert "Google Chrome" in taiwan.texts(".bb-n")


def test_a_32_bit_linux_is_offered_what_is_made_for_it(render: Render) -> None:
    linux = CHROME_60._replace(os="linux", os_version=(), limit="32-bit")
    document = Document(render(user_agent=linux, recommended=("firefox",), locale="en").html)
    assert document.texts(".bb-n") in (["Mozilla Firefox"], [])
    assert b"google.com" not in render(user_agent=linux, recommended=("firefox",), locale="en").html
