"""What each visitor is told, in the words of each kind of banner."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner import UserAgent
from browserbanner.banner import catalogs
from tests.banner.visits import (
    CHROME_60,
    CHROME_109_ON_WINDOWS_7,
    CHROME_ON_ANDROID,
    ON_ANDROID,
    SAFARI_ON_IPHONE,
    Document,
    Render,
    said,
)

NBSP = "\u00a0"


IE_11_ON_WINDOWS_7 = UserAgent("ie", (11, 0), "trident", (7, 0), "windows", (6, 1), "desktop", "browser")


# One, or none


def test_windows_7_is_told_of_the_one_browser_that_still_serves_it(render: Render) -> None:
    document = Document(render(user_agent=CHROME_109_ON_WINDOWS_7, advice="switch", recommended=("firefox",)).html)
    assert said(document) == (
        "Ваш браузер застарів",
        f"Chrome{NBSP}109 вже не оновлюється для Windows{NBSP}7, а Firefox оновлюється.",
    )
    link, source = document.links()  # what there is to do comes before the small print
    assert link.text == "Завантажити Firefox"
    assert link.attributes["href"] == "https://www.firefox.com/uk/"
    assert source.text == "caniuse.com"
    facts = document.texts(".bb-o")[0]
    assert facts.startswith("Firefox для старіших систем (Mozilla Firefox ESR) · ")
    assert "% людей використовує цей браузер (Firefox, усі версії)Доступно для: Windows, macOS і Linux" in facts
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
    assert document.text(".bb-p") == sentence.format("Firefox")


@pytest.mark.parametrize(
    ("user_agent", "sentence", "link"),
    [
        (
            SAFARI_ON_IPHONE,
            (
                f"Safari{NBSP}12 оновлюється разом із системою. Якщо пристрій це дозволяє, оновіть iOS "
                "до новішої версії."
            ),
            "Як оновити iOS",
        ),
        (
            SAFARI_ON_IPHONE._replace(form="tablet", version=(15,), os_version=(15, 8)),
            (
                f"Safari{NBSP}15 оновлюється разом із системою. Якщо пристрій це дозволяє, оновіть iPadOS "
                "до новішої версії."
            ),
            "Як оновити iPadOS",
        ),
        (
            SAFARI_ON_IPHONE._replace(family="chrome", version=(90, 0)),
            (
                "Браузери на цьому пристрої показують сторінки засобами системи. Якщо пристрій це дозволяє, оновіть iOS "
                "до новішої версії."
            ),
            "Як оновити iOS",
        ),
        (
            CHROME_60._replace(os="chromeos", os_version=()),
            (
                f"Chrome{NBSP}60 оновлюється разом із системою. Якщо пристрій це дозволяє, оновіть ChromeOS "
                "до новішої версії."
            ),
            "Як оновити ChromeOS",
        ),
    ],
)
def test_a_browser_that_comes_with_the_system_is_updated_with_it(
    render: Render, user_agent: UserAgent, sentence: str, link: str | None
) -> None:
    document = Document(render(user_agent=user_agent, advice="update-os", recommended=()).html)
    assert said(document) == ("Ваш браузер застарів", sentence)
    assert [a.text for a in document.links()] == ([] if link is None else [link])
    vendor = "https://support.google.com/" if user_agent.os == "chromeos" else "https://support.apple.com/"
    assert all(a.attributes["href"].startswith(vendor) for a in document.links())


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
    assert said(document) == (title, sentence)
    assert document.links() == []


@pytest.mark.parametrize(
    ("app", "locale", "sentence"),
    [
        ("LinkedIn", "uk", "Сторінку відкрито в застосунку LinkedIn, де деякі її частини можуть не працювати."),
        ("LinkedIn", "en", "You're viewing it inside LinkedIn, where some parts may not work."),
        (None, "uk", "Сторінку відкрито в застосунку, де деякі її частини можуть не працювати."),
        ("\ue000<b>\x01", "en", "You're viewing it inside <b>, where some parts may not work."),
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
    how = {
        "uk": "Торкніться \u22ee / \u22ef і виберіть пункт, що відкриває сторінку в браузері.",
        "en": "Tap \u22ee / \u22ef and choose to open it in your browser.",
    }[locale]
    assert said(document) == (title, sentence)
    assert document.text(".bb-how") == how
    assert document.links() == []


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
