"""Text browsers: the banner reads well as text, and a few keys close it for good."""

from __future__ import annotations

import pytest

from tests.browsers.terminal import Terminal, dump
from tests.demo_process import DemoProcess
from tests.visitors import IE_8, IE_ON_WINDOWS_10

TITLE = "Your browser is out of date"

each = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.browser(name)) for name in ("lynx", "w3m")]
)


@each
def test_a_text_browser_under_its_own_name_sees_no_trace_of_it(name: str, site: DemoProcess) -> None:
    page = dump(name, f"{site.address}/article")
    assert "The old observatory" in page
    assert page == dump(name, f"{site.plain}/article").replace(site.plain, site.address)


@each
def test_the_banner_reads_as_text_before_the_page(name: str, site: DemoProcess) -> None:
    text = " ".join(dump(name, f"{site.address}/article", "uk", IE_ON_WINDOWS_10).split())
    parts = [
        "Ваш браузер застарів",
        "Internet Explorer 11 може показувати цей сайт неправильно.",
        "Вибрати сучасний браузер",
        "Тут можна знайти останні версії для Windows 10.",
        "Google Chrome",
        "% людей",
        "Завантажити",
        "Доступно для: Windows,",
        "StatCounter",
        "Приозерна газета",
        "Стара обсерваторія",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert "Закрити" in text
    assert "{" not in text, "the stylesheet is not text"


@each
def test_a_few_keys_close_it_and_it_stays_closed(name: str, site: DemoProcess) -> None:
    with Terminal(name, f"{site.address}/article", "en", IE_8) as terminal:
        terminal.wait("Close")
        assert TITLE in terminal.screen()
        terminal.press("/Close\r")  # find it
        terminal.press("\r")  # follow it
        terminal.wait("Not shown again for 28 days")
        terminal.press({"lynx": "", "w3m": "/Close\r"}[name])  # lynx begins on it
        terminal.press("\r")  # press it
        terminal.wait("The Lakeside Gazette")
        assert TITLE not in terminal.screen()
        terminal.press({"lynx": "\x12", "w3m": "R"}[name])  # reload
        terminal.wait("The Lakeside Gazette")
        assert TITLE not in terminal.screen()
