"""What each visitor is told, in the words of each kind of banner."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner.banner import BannerRenderer, cards, catalogs, names
from browserbanner.browsers import BrowserData
from browserbanner.errors import ConfigurationError
from browserbanner.useragent import UserAgent
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
)

NBSP = "\u00a0"
IE_11_ON_WINDOWS_7 = UserAgent("ie", (11, 0), "trident", (7, 0), "windows", (6, 1), "desktop", "browser")


def _say(document: Document) -> tuple[str, str]:
    return document.text(".bb-t"), document.text(".bb-p")


# Several browsers to choose from


def test_ukrainians_read_what_the_original_page_said(render: Render) -> None:
    document = Document(render().html)
    assert _say(document) == ("Ваш браузер застарів", f"Chrome{NBSP}60 може показувати цей сайт неправильно.")
    assert document.text("summary") == "Вибрати сучасний браузер"
    assert document.text(".bb-lead") == (
        "Для комфортної роботи в Мережі потрібен сучасний браузер. "
        f"Тут можна знайти останні версії для Windows{NBSP}10."
    )
    assert document.texts(".bb-n") == ["Google Chrome", "Opera", "Mozilla Firefox", "Microsoft Edge"]
    assert document.texts(".bb-d") == ["Завантажити"] * 4
    assert set(document.texts(".bb-o")[:4]) == {f"Доступно для: Windows, macOS, Linuxвід Windows{NBSP}10"}
    assert document.text(".bb-src").startswith("Частка серед комп'ютерів, Україна, ")
    assert document.text(".bb-src").endswith(": StatCounter через caniuse.com, CC BY 4.0")
    assert document.text("button") == "Закрити"


def test_the_english_read_the_same(render: Render) -> None:
    document = Document(render(locale="en").html)
    assert _say(document) == ("Your browser is out of date", f"Chrome{NBSP}60 may not show this site properly.")
    assert document.text("summary") == "Choose a modern browser"
    assert document.text(".bb-lead") == (
        f"For comfortable browsing you need a modern browser. Here are the latest versions for Windows{NBSP}10."
    )
    assert document.texts(".bb-d") == ["Download"] * 4
    assert set(document.texts(".bb-o")[:4]) == {f"Available for: Windows, macOS, LinuxWindows{NBSP}10 or later"}
    assert document.text(".bb-src").startswith("Share among computers, Ukraine, ")
    assert document.text(".bb-src").endswith(": StatCounter via caniuse.com, CC BY 4.0")
    assert document.text("button") == "Close"


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
    month = f"{months[int(data.month[5:]) - 1]} {data.month[:4]}"
    assert f"Україна, {month}: " in Document(render().html).text(".bb-src")


def test_the_visitors_form_decides_whose_shares_they_are(render: Render, data: BrowserData) -> None:
    document = Document(render(user_agent=CHROME_ON_ANDROID, recommended=ON_ANDROID).html)
    assert document.text(".bb-src").startswith("Частка серед телефонів і планшетів, Україна, ")
    shares = data.shares("UA", "mobile")
    assert shares is not None
    assert document.texts(".bb-sh")[0].startswith(f"{round(shares.percent['chrome'], 2):g}%".replace(".", ","))


@pytest.mark.parametrize("country", [None, "XX", "zz"])
def test_a_country_without_data_is_the_world(render: Render, country: str | None) -> None:
    document = Document(render(country=country).html)
    assert document.text(".bb-src").startswith("Частка серед комп'ютерів у світі, ")
    phone = Document(render(country=country, user_agent=CHROME_ON_ANDROID, recommended=ON_ANDROID, locale="en").html)
    assert phone.text(".bb-src").startswith("Share among phones and tablets worldwide, ")


def test_browsers_stand_by_their_share_and_those_without_one_last(render: Render, data: BrowserData) -> None:
    document = Document(render(user_agent=CHROME_ON_ANDROID, recommended=("edge", "firefox", "chrome", "samsung")).html)
    shares = data.shares("UA", "mobile")
    assert shares is not None
    assert "edge" not in shares.percent
    assert document.texts(".bb-n")[0] == "Google Chrome"
    assert document.texts(".bb-n")[-1] == "Microsoft Edge"
    assert len(document.texts(".bb-sh")) == 3


def test_a_share_that_rounds_to_nothing_is_not_shown(data: BrowserData) -> None:
    shares = data.shares("UA", "desktop")
    assert shares is not None
    tiny = shares._replace(percent={"chrome": 99.996, "edge": 0.004})
    made = cards.cards_for(data, ("edge", "chrome"), "windows", (10, 0), "desktop", "uk", tiny)
    assert [(card.family, card.percent) for card in made] == [("chrome", 100.0), ("edge", None)]


def test_links_are_the_datas_for_this_system_and_language(render: Render, data: BrowserData) -> None:
    for locale in ("uk", "en"):
        links = [a.attributes for a in Document(render(locale=locale).html).all(".bb-d")]
        official = {link.url for f in FOUR if (link := data.download(f, "windows", locale))}
        assert {link["href"] for link in links} == official
        assert {link["rel"] for link in links} == {"noopener noreferrer"}
        assert not [link for link in links if "target" in link]


def test_phones_are_sent_to_the_store(render: Render) -> None:
    document = Document(render(user_agent=CHROME_ON_ANDROID, recommended=ON_ANDROID).html)
    assert document.texts(".bb-d") == ["Відкрити в магазині"] * 5
    assert all(a.attributes["href"].startswith("https://play.google.com/") for a in document.all(".bb-d"))
    assert "Доступно для: Android, iOS" in document.texts(".bb-o")[0]


def test_safari_is_updated_with_its_system_and_is_on_one_only(render: Render) -> None:
    document = Document(render(user_agent=SAFARI_ON_MAC, recommended=FIVE).html)
    at = document.texts(".bb-n").index("Safari")
    assert document.texts(".bb-d")[at] == "Оновити"
    assert document.texts(".bb-o")[at].startswith("тільки для macOS")
    assert document.all(".bb-d")[at].attributes["href"].startswith("https://support.apple.com/")
    assert document.text(".bb-lead").endswith("останні версії для macOS.")


def test_a_limit_is_told_only_where_the_newest_version_is_what_one_gets(data: BrowserData) -> None:
    def limits(version: tuple[int, ...]) -> list[str | None]:
        made = cards.cards_for(data, ("chrome", "firefox"), "android", version, "mobile", "en", None)
        return [card.limit for card in made]

    assert limits((12,)) == [f"Android{NBSP}10", f"Android{NBSP}8"]
    assert limits((9,)) == [None, f"Android{NBSP}8"]  # Android 9 gets an older Chrome


def test_a_system_that_is_not_known_is_not_named(render: Render) -> None:
    document = Document(render(user_agent=CHROME_60._replace(os=None, os_version=())).html)
    assert document.text(".bb-lead") == (
        "Для комфортної роботи в Мережі потрібен сучасний браузер. Тут можна знайти останні версії."
    )
    assert set(document.texts(".bb-o")[:4]) == {"Доступно для: Windows, macOS, Linux"}


def test_a_system_that_gets_no_card_is_told_the_rest(render: Render) -> None:
    document = Document(render(user_agent=CHROME_60._replace(os="freebsd", os_version=())).html)
    assert document.all("a") == []
    assert document.text(".bb-p") == f"Chrome{NBSP}60 може показувати цей сайт неправильно."


def test_a_site_chooses_the_browsers_and_their_order(render: Render, data: BrowserData) -> None:
    renderer = BannerRenderer(data=data, browsers=("safari", "firefox", "chrome"))
    assert Document(render(renderer).html).texts(".bb-n") == ["Mozilla Firefox", "Google Chrome"]
    one = BannerRenderer(data=data, browsers=("firefox",))
    assert Document(render(one).html).text(".bb-d") == "Завантажити Mozilla Firefox"
    none = BannerRenderer(data=data, browsers=("safari",))
    assert Document(render(none).html).all("a") == []


def test_a_browser_without_a_download_page_cannot_be_chosen(data: BrowserData) -> None:
    with pytest.raises(ConfigurationError, match=r"'firefx'.*'firefox'"):
        BannerRenderer(data=data, browsers=("firefx",))


# One, or none


def test_windows_7_is_told_of_the_one_browser_that_still_serves_it(render: Render) -> None:
    document = Document(render(user_agent=CHROME_109_ON_WINDOWS_7, advice="switch", recommended=("firefox",)).html)
    assert _say(document) == (
        "Ваш браузер застарів",
        f"Chrome{NBSP}109 більше не оновлюється для Windows{NBSP}7, а Mozilla Firefox ESR оновлюється.",
    )
    (link,) = document.all("a")
    assert link.text == "Завантажити Mozilla Firefox ESR"
    assert "enterprise" in link.attributes["href"]
    assert document.all("details") == document.all(".bb-g") == []


@pytest.mark.parametrize(
    ("user_agent", "advice", "sentence"),
    [
        (IE_11_ON_WINDOWS_7, "switch", f"Internet Explorer{NBSP}11 is no longer updated for Windows{NBSP}7; {{}} is."),
        (CHROME_109_ON_WINDOWS_7, "update", f"Chrome{NBSP}109 may not show this site properly."),
        # Its vendor still makes it for this system, as far as we know: nothing is claimed.
        (
            CHROME_109_ON_WINDOWS_7._replace(family="yandex", version=(22,)),
            "switch",
            f"Yandex Browser{NBSP}22 may not show this site properly.",
        ),
        (CHROME_109_ON_WINDOWS_7._replace(family=None), "switch", "This browser may not show this site properly."),
        (
            CHROME_109_ON_WINDOWS_7._replace(family="nobody-knows"),
            "switch",
            "This browser may not show this site properly.",
        ),
        (CHROME_109_ON_WINDOWS_7._replace(version=()), "update", "Chrome may not show this site properly."),
    ],
)
def test_the_one_sentence_claims_only_what_is_known(
    render: Render, user_agent: UserAgent, advice: str, sentence: str
) -> None:
    document = Document(render(user_agent=user_agent, advice=advice, recommended=("firefox",), locale="en").html)
    assert document.text(".bb-p") == sentence.format("Mozilla Firefox ESR")


@pytest.mark.parametrize(
    ("user_agent", "sentence", "link"),
    [
        (
            SAFARI_ON_IPHONE,
            (
                f"Safari{NBSP}12 оновлюється разом із системою. Якщо пристрій це дозволяє, оновіть iOS: "
                "Параметри, Загальні, Оновлення ПЗ."
            ),
            "Як оновити iOS",
        ),
        (
            SAFARI_ON_IPHONE._replace(form="tablet", version=(15,), os_version=(15, 8)),
            (
                f"Safari{NBSP}15 оновлюється разом із системою. Якщо пристрій це дозволяє, оновіть iPadOS: "
                "Параметри, Загальні, Оновлення ПЗ."
            ),
            "Як оновити iPadOS",
        ),
        (
            SAFARI_ON_IPHONE._replace(family="chrome", version=(90, 0)),
            (
                "Браузери на цьому пристрої показують сторінки засобами системи. Якщо пристрій це дозволяє, оновіть iOS: "
                "Параметри, Загальні, Оновлення ПЗ."
            ),
            "Як оновити iOS",
        ),
        (
            CHROME_60._replace(os="chromeos", os_version=()),
            (
                f"Chrome{NBSP}60 оновлюється разом із системою. Якщо пристрій це дозволяє, оновіть ChromeOS: "
                "Налаштування, Про ChromeOS, Перевірити наявність оновлень."
            ),
            None,
        ),
    ],
)
def test_a_browser_that_comes_with_the_system_is_updated_with_it(
    render: Render, user_agent: UserAgent, sentence: str, link: str | None
) -> None:
    document = Document(render(user_agent=user_agent, advice="update-os", recommended=()).html)
    assert _say(document) == ("Ваш браузер застарів", sentence)
    assert document.texts("a") == ([] if link is None else [link])
    assert all(a.attributes["href"].startswith("https://support.apple.com/") for a in document.all("a"))


@pytest.mark.parametrize(
    ("locale", "title", "sentence"),
    [
        (
            "uk",
            "Для цього пристрою немає новіших браузерів",
            "Ви можете читати далі; деякі частини сайту можуть не працювати. На новішому пристрої все запрацює.",
        ),
        (
            "en",
            "There is no newer browser for this device",
            "You can go on reading; some parts may not work. On a newer device they will.",
        ),
    ],
)
def test_a_device_at_its_end_is_told_so_kindly(render: Render, locale: str, title: str, sentence: str) -> None:
    document = Document(render(kind="cannot-update", advice="none", recommended=(), locale=locale).html)
    assert _say(document) == (title, sentence)
    assert document.all("a") == []


@pytest.mark.parametrize(
    ("app", "locale", "sentence"),
    [
        ("Facebook", "uk", "Ви бачите її всередині Facebook, де деякі частини можуть не працювати."),
        ("Facebook", "en", "You see it inside Facebook, where some parts may not work."),
        (None, "uk", "Ви бачите її всередині застосунку, де деякі частини можуть не працювати."),
        ("\ue000<b>\x01", "en", "You see it inside <b>, where some parts may not work."),
    ],
)
def test_a_webview_is_told_to_open_the_browser(render: Render, app: str | None, locale: str, sentence: str) -> None:
    user_agent = CHROME_ON_ANDROID._replace(family="webview", kind="webview", app=app)
    document = Document(
        render(
            kind="webview", advice="open-in-browser", recommended=ON_ANDROID, user_agent=user_agent, locale=locale
        ).html
    )
    title = {"uk": "Відкрийте цю сторінку у своєму браузері", "en": "Open this page in your browser"}[locale]
    assert _say(document) == (title, sentence)
    assert document.all("a") == []


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("uk", "Цей сайт призначений для комп'ютерів, але ви можете вільно користуватися ним."),
        ("en", "This site is made for computers, but you are welcome to use it here."),
    ],
)
def test_phones_are_told_that_the_site_is_made_for_computers(render: Render, locale: str, sentence: str) -> None:
    banner = render(kind="desktop-site", advice="none", recommended=(), user_agent=CHROME_ON_ANDROID, locale=locale)
    document = Document(banner.html)
    assert document.all(".bb-t") == []
    (notice,) = document.all(".bb-p")
    assert notice.text == sentence
    assert notice.attributes["id"] == "bb-t"  # it is the region's label


# Names


@pytest.mark.parametrize(
    ("system", "version", "form", "name"),
    [
        ("windows", (5, 1), "desktop", f"Windows{NBSP}XP"),
        ("windows", (6, 0), "desktop", f"Windows{NBSP}Vista"),
        ("windows", (6, 1), "desktop", f"Windows{NBSP}7"),
        ("windows", (6, 2), "desktop", f"Windows{NBSP}8"),
        ("windows", (6, 3), "desktop", f"Windows{NBSP}8.1"),
        ("windows", (10, 0), "desktop", f"Windows{NBSP}10"),
        ("windows", (10,), "desktop", f"Windows{NBSP}10"),
        ("windows", (9, 9), "desktop", "Windows"),
        ("windows", (), "desktop", "Windows"),
        ("macos", (10, 13, 6), "desktop", f"macOS{NBSP}10.13"),
        ("macos", (13, 2), "desktop", f"macOS{NBSP}13"),
        ("macos", (), "desktop", "macOS"),
        ("linux", (), "desktop", "Linux"),
        ("chromeos", (), "desktop", "ChromeOS"),
        ("android", (7, 1), "phone", f"Android{NBSP}7"),
        ("ios", (12, 5), "phone", f"iOS{NBSP}12"),
        ("ios", (12, 5), "tablet", f"iOS{NBSP}12"),
        ("ios", (13,), "tablet", "iPadOS"),
        ("ios", (), "tablet", "iPadOS"),
        ("kaios", (3,), "phone", None),
        (None, (), "desktop", None),
    ],
)
def test_systems_are_named_as_their_vendors_write_them(
    system: str | None, version: tuple[int, ...], form: str, name: str | None
) -> None:
    assert names.system_name(system, version, form) == name


@pytest.mark.parametrize(
    ("family", "major", "name"),
    [
        ("chrome", 60, f"Chrome{NBSP}60"),
        ("ie", 11, f"Internet Explorer{NBSP}11"),
        ("edge", 18, f"Edge{NBSP}18"),
        ("samsung", 9, f"Samsung Internet{NBSP}9"),
        ("chromium", 70, f"Chromium{NBSP}70"),
        ("safari", None, "Safari"),
        ("nobody-knows", 1, None),
        (None, 1, None),
    ],
)
def test_browsers_are_named_as_people_know_them(
    data: BrowserData, family: str | None, major: int | None, name: str | None
) -> None:
    assert names.browser_name(data, family, major) == name


# Whatever the visitor is


@given(
    user_agent=st.builds(
        UserAgent,
        family=st.sampled_from(["chrome", "edge", "firefox", "safari", "opera", "ie", "yandex", "android", "x", None]),
        version=st.lists(st.integers(0, 9999), max_size=4).map(tuple),
        os=st.sampled_from(["windows", "macos", "linux", "chromeos", "android", "ios", "kaios", None]),
        os_version=st.lists(st.integers(0, 9999), max_size=3).map(tuple),
        form=st.sampled_from(["desktop", "phone", "tablet", "other"]),
        app=st.none() | st.text(max_size=20),
    ),
    kind=st.sampled_from(["outdated", "cannot-update", "webview", "desktop-site"]),
    advice=st.sampled_from(["update", "switch", "update-os", "open-in-browser", "none"]),
    recommended=st.lists(st.sampled_from(["chrome", "edge", "firefox", "opera", "safari", "samsung"]), unique=True),
    locale=st.sampled_from(catalogs.available_locales()),
    country=st.sampled_from(["UA", "US", "AQ", "XX", None]),
    nonce=st.none() | st.text(max_size=20),
    return_to=st.text(max_size=40),
)
def test_every_visitor_gets_a_well_formed_banner_in_ascii(
    render: Render,
    user_agent: UserAgent,
    kind: str,
    advice: str,
    recommended: list[str],
    locale: str,
    country: str | None,
    nonce: str | None,
    return_to: str,
) -> None:
    banner = render(
        user_agent=user_agent,
        kind=kind,
        advice=advice,
        recommended=tuple(recommended),
        locale=locale,
        country=country,
        nonce=nonce,
        return_to=return_to,
    )
    assert (banner.kind, banner.locale) == (kind, locale)
    for html in (banner.html, banner.bare_html):
        document = Document(html)
        assert document.unclosed == []
        assert document.elements[0].attributes["id"] == "bb"
        assert html.startswith(b"<div id=bb ")
        assert html.endswith(b"</div>")
