"""Systems and browsers are named as people know them."""

from __future__ import annotations

import pytest

from browserbanner.banner import names
from browserbanner.browsers import BrowserData

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
