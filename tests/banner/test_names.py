"""Systems and browsers are named as people know them."""

from __future__ import annotations

from pathlib import Path

import pytest

from browserbanner.banner import Visit, names
from browserbanner.banner.tools import BannerRenderer, extract_messages
from browserbanner.browsers import BrowserData
from browserbanner.options import Options
from browserbanner.useragent import UserAgent
from tests.banner.visits import Document

NBSP = "\u00a0"


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
    ("family", "name"),
    [
        ("chrome", "Chrome"),
        ("ie", "Internet Explorer"),
        ("edge", "Edge"),
        ("samsung", "Samsung Internet"),
        ("chromium", "Chromium"),
        ("safari", "Safari"),
        ("nobody-knows", None),
        (None, None),
    ],
)
def test_browsers_are_named_as_people_know_them(data: BrowserData, family: str | None, name: str | None) -> None:
    assert names.short_name(data, family) == name


@pytest.mark.parametrize(("version", "name"), [((60, 0), f"Chrome{NBSP}60"), ((), "Chrome")])
def test_a_sentence_names_the_browser_with_its_version_where_that_is_known(
    data: BrowserData, version: tuple[int, ...], name: str
) -> None:
    chrome = UserAgent("chrome", version, "blink", version, "windows", (10, 0), "desktop", "browser")
    banner = BannerRenderer(data).render(
        Visit("outdated", "switch", chrome, ("chrome",)), action="/", return_to="/", locale="en"
    )
    assert Document(banner.html).text(".bb-p") == f"{name} may not show this site properly."


def test_each_name_with_a_local_form_is_a_message_for_translators() -> None:
    asked = {message.id for message in extract_messages() if message.context == "name" and "%" not in str(message.id)}
    assert asked == names.LOCAL


def test_local_names_stand_in_sentences(data: BrowserData, tmp_path: Path) -> None:
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "browserbanner.po").write_text('msgctxt "name"\nmsgid "QQ Browser"\nmsgstr "QQ浏览器\ue000"\n', "utf-8")
    renderer = BannerRenderer(data, Options(locale_dirs=(tmp_path,)))
    qq = UserAgent("qq", (10,), "blink", (70,), "windows", (10, 0), "desktop", "browser")
    banner = renderer.render(
        Visit("outdated", "switch", qq, ("chrome",)),
        action="/",
        return_to="/",
        locale="zh_Hans",
    )
    assert "QQ浏览器\u00a010" in Document(banner.html).text(".bb-p")  # and no mark of a slot, whatever a catalog has
