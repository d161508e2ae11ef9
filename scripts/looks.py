"""Take the pictures of docs/looks.md: the banner in each of its states, by a current Chromium.

    python -m scripts.looks

The engine is one of those that the tests drive: `python -m tests.browsers.install chromium` says where it is looked
for. What is written is docs/images/look-*.png, each with as few bytes as its colours need.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from browserbanner.banner import Visit
from browserbanner.banner.tools import BannerRenderer
from browserbanner.browsers import BrowserData
from browserbanner.options import Options
from browserbanner.useragent import UserAgent
from scripts.screenshots import FOLDER, write
from tests.browsers.browser import Browser
from tests.browsers.engines import start

WINDOWS = UserAgent("chrome", (60,), "blink", (60,), "windows", (10, 0), "desktop", "browser")
IE = WINDOWS._replace(family="ie", version=(11,), engine="trident", engine_version=(7, 0))
IPHONE = UserAgent("safari", (15,), "webkit", (15,), "ios", (15,), "phone", "browser")
FACEBOOK = UserAgent("webview", (80,), "blink", (80,), "android", (10,), "phone", "webview", "Facebook")
IN_AN_APP = {"kind": "webview", "advice": "open-in-browser", "hint": "system-webview"}
FOUR = ("chrome", "edge", "firefox", "opera")


class Look(NamedTuple):
    """``name``: of the picture; ``settings``: options; ``visit``: of its visitor; ``opened``: whether the list is;
    ``width``: of the window, px."""

    name: str
    settings: dict[str, Any]
    visit: dict[str, Any]
    opened: bool = False
    width: int = 960


LOOKS = (
    Look("update", {}, {}),
    Look("update-open", {}, {}, opened=True),
    Look("update-uk", {}, {"locale": "uk"}),
    Look("update-ar", {}, {"locale": "ar"}),
    Look("update-narrow", {}, {}, width=320),
    Look("choose", {}, {"user_agent": IE, "advice": "switch", "hint": "ie-mode"}, opened=True),
    Look("one", {}, {"user_agent": IE._replace(os_version=(6, 1)), "advice": "switch", "recommended": ("firefox",)}),
    Look("newest", {}, {"user_agent": WINDOWS._replace(family="opera", version=(999,)), "advice": "switch"}),
    Look("system", {}, {"user_agent": IPHONE, "advice": "update-os", "recommended": ()}, width=320),
    Look("app", {}, IN_AN_APP | {"user_agent": FACEBOOK}, width=320),
    Look("none", {}, {"user_agent": UserAgent(), "kind": "cannot-update", "advice": "none", "recommended": ()}),
    Look("computers", {}, {"user_agent": IPHONE, "kind": "desktop-site", "advice": "none"}, width=320),
    Look("cards", {"layout": "cards"}, {"user_agent": IE, "advice": "switch"}),
    Look("dark", {"theme": "dark"}, {}),
    Look("colours", {"colours": {"accent": "#8b1a1a", "bg": "#fbf6ee"}}, {}),
    Look("block", {"site_name": "The Lakeside Gazette"}, {"page": "block"}, width=720),
)


def html_of(look: Look, data: BrowserData) -> str:
    """The page with the banner, or the document itself."""
    visit: dict[str, Any] = {
        "kind": "outdated",
        "advice": "update",
        "user_agent": WINDOWS,
        "recommended": FOUR,
        "locale": "en",
        "country": {"uk": "UA", "ar": "EG"}.get(look.visit.get("locale", ""), "GB"),
        "action": "/close",
        "return_to": "/",
    }
    visit |= look.visit
    who = Visit(**{name: visit.pop(name) for name in Visit._fields if name in visit})
    html = BannerRenderer(data, Options(**look.settings)).render(who, **visit).html.decode("ascii")
    if look.opened:
        html = html.replace("<details>", "<details open>")
    return html if html.startswith("<!DOCTYPE") else f"<!DOCTYPE html><body style='margin:0'>{html}"


def take(look: Look, browser: Browser, data: BrowserData, temporary: Path) -> Path:
    """The picture as the browser writes it, as high as what there is to see."""
    page, taken = temporary / f"{look.name}.html", temporary / f"{look.name}.png"
    page.write_text(html_of(look, data), "ascii")
    browser.resize(look.width, 100)
    browser.goto(page.as_uri())
    height = int(
        browser.js("Math.ceil(document.getElementById('bb-t').closest('table').getBoundingClientRect().bottom)")
    )
    browser.resize(look.width, height + 1)
    browser.screenshot(taken)
    return taken


def main(folder: Path = FOLDER) -> int:
    data = BrowserData.load()
    with start("chromium") as browser, tempfile.TemporaryDirectory() as temporary:
        for look in LOOKS:
            path = folder / f"look-{look.name}.png"
            write(take(look, browser, data, Path(temporary)), path)
            print(f"{path}: {path.stat().st_size / 1024:.0f} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
