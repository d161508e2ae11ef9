"""What the browser or the app at hand calls it: how it is updated, and how a page is opened outside of an app.

Sources: ``menus.json``, which names the package, its version and the message of each word, and the vendors' pages about
updates; ``apps.json``, which names the page or the file that quotes the words.
"""

from __future__ import annotations

import json
import os
from typing import Any, Literal, NamedTuple

#: Android's own webview, which apps show pages with. It is updated in the store like a browser.
SYSTEM_WEBVIEW = "Android System WebView"


class Menu(NamedTuple):
    """Where a browser has its update: ``button`` opens its menu; ``path``: the words to choose there, in order."""

    button: str
    path: tuple[str, ...]


class Update(NamedTuple):
    """The link to an update. ``name``: of what, "" for the visitor's system; ``action``: "help" for a page that says
    how, "update" for a store or download page, "system" for a page about the system; ``menu``: the browser's own."""

    name: str
    url: str
    action: Literal["help", "update", "system"]
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


def opening(app: str, system: str, locale: str) -> Opening:
    """How a page is opened outside of one of :data:`APPS`."""
    row = APPS[app, system]
    return Opening(row["sign"], row["words"].get(locale, {}).get("text"))


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
