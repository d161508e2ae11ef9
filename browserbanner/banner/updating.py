"""What the browser or the app at hand calls it: how it is updated, and how a page is opened outside of an app.

Sources: ``menus.json``, which names the package, its version and the message of each word, and the vendors' pages about
updates; ``apps.json``, which names the page or the file that quotes the words.
"""

from __future__ import annotations

import json
import os
from typing import Any, Literal, NamedTuple, TypeAlias

from browserbanner.banner.cards import Card, is_reachable
from browserbanner.banner.model import Visit
from browserbanner.banner.names import short_name
from browserbanner.browsers import BrowserData

#: Android's own webview, which apps show pages with. It is updated in the store like a browser.
SYSTEM_WEBVIEW = "Android System WebView"


class Menu(NamedTuple):
    """Where a browser has its update: ``button`` opens its menu; ``path``: the words to choose there, in order."""

    button: str
    path: tuple[str, ...]


Action: TypeAlias = Literal["help", "update", "system"]


class Update(NamedTuple):
    """The link to an update. ``name``: of what, "" for the visitor's system; ``action``: "help" for a page that says
    how, "update" for a store or download page, "system" for a page about the system; ``menu``: the browser's own."""

    name: str
    url: str
    action: Action
    menu: Menu | None = None


class Opening(NamedTuple):
    """How a page is opened outside of an app: ``sign`` opens the app's menu; ``words``: what to choose there, None
    where no source has them in the language."""

    sign: str
    words: str | None


def _read(name: str) -> dict[str, list[dict[str, Any]]]:
    with open(os.path.join(os.path.dirname(__file__), name), encoding="ascii") as file:
        content: dict[str, list[dict[str, Any]]] = json.load(file)
    return content


_CONTENT = _read("menus.json")
#: The apps whose menu is known, by app and system.
APPS = {(row["app"], system): row for row in _read("apps.json")["apps"] for system in row["os"]}


def opening(app: str | None, system: str | None, locale: str) -> Opening | None:
    """How a page is opened outside of an app; None where its menu is not known."""
    row = APPS.get((app, system))
    return None if row is None else Opening(row["sign"], row["words"].get(locale, {}).get("text"))


_MENUS = {
    (row["family"], system, locale): Menu(row["button"], tuple(words))
    for row in _CONTENT["menus"]
    for system in row["os"]
    for locale, words in row["words"].items()
}
_HELP = {(row["family"], system): row for row in _CONTENT["help"] for system in row["os"]}


def menu(family: str, system: str, locale: str) -> Menu | None:
    """The way through the browser's menu in the words that it has in this language; None where none is known."""
    return _MENUS.get((family, system, locale))


def help_page(family: str, system: str, locale: str) -> str | None:
    """The address of the vendor's own page about updates, in this language where the vendor's form of that is known;
    None where no page is."""
    row = _HELP.get((family, system))
    if row is None:
        return None
    theirs = row.get("languages", {}).get(locale)
    page: str = row["localized"] if theirs else row["url"]
    return page.replace("{language}", theirs or locale.replace("_", "-"))


def update_link(data: BrowserData, visit: Visit, own: Card | None, locale: str, country: str | None) -> Update | None:
    """The banner's first link: how the browser, or the system that it comes with, is updated; None where no such page
    is known, or the country blocks it. ``own``: the visitor's browser, where it can be updated."""

    def in_store(family: str, system: str) -> str | None:
        link = data.systems.download(family, system, locale)
        return link and link.url

    name, page, way, system = "", None, None, visit.user_agent.os or ""
    action: Action = "update"
    if visit.kind == "outdated" and visit.advice == "update-os":
        action = "system"
        page = in_store("safari", "ios") if system == "ios" else help_page("chrome", system, locale)
    elif visit.kind == "webview" and visit.hint == "system-webview":
        name, page = SYSTEM_WEBVIEW, help_page("webview", "android", locale)
    elif visit.kind == "webview" and visit.hint == "chrome-webview":
        name, page = short_name(data, "chrome") or "", in_store("chrome", "android")
    elif own is not None:
        page = help_page(own.family, system, locale)
        action = "help" if page or own.action == "update" else "update"
        name, page, way = own.short_name, page or own.url, menu(own.family, system, locale)
    return Update(name, page, action, way) if page and is_reachable(page, country) else None
