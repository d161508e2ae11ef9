"""The visitors of the story, and what a test reads off a page that carries a banner."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from browserbanner.banner import Kind
from tests.browsers.browser import Browser


class Visitor(NamedTuple):
    """An old engine under the user agent of the browser that it was, and what its user should read. ``recommended``: the
    names on the cards; ``leads_to``: the hosts of all links."""

    engine: str
    browser: str
    user_agent: str
    language: str
    kind: Kind
    title: str
    sentence: str
    recommended: tuple[str, ...] = ()
    leads_to: frozenset[str] = frozenset()


def chrome(system: str, version: str) -> str:
    return f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version} Safari/537.36"


FIREFOX = frozenset({"www.firefox.com", "caniuse.com"})
OTHERS = ("Microsoft Edge", "Mozilla Firefox", "Opera")
OTHERS_LEAD_TO = frozenset({"www.microsoft.com", "www.firefox.com", "www.opera.com", "caniuse.com"})
UPDATE_CHROME = "Щоб оновити браузер, відкрийте його меню ⋮ і виберіть Довідка › Про Google Chrome."

CHROME_60_WINDOWS_7 = Visitor(
    "chromium64",
    "Chrome 60 on Windows 7",
    chrome("Windows NT 6.1; Win64; x64", "60.0.3112.113"),
    "uk",
    "outdated",
    "Ваш браузер застарів",
    "Chrome 60 вже не оновлюється для Windows 7, а Firefox оновлюється.",
    leads_to=FIREFOX,
)
CHROME_60_WINDOWS_10 = Visitor(
    "chromium64",
    "Chrome 60 on Windows 10",
    chrome("Windows NT 10.0; Win64; x64", "60.0.3112.113"),
    "uk",
    "outdated",
    "Ваш браузер застарів",
    f"Chrome 60 може показувати цей сайт неправильно. {UPDATE_CHROME}",
    OTHERS,
    OTHERS_LEAD_TO | {"support.google.com"},
)
VISITORS = (
    CHROME_60_WINDOWS_7,
    CHROME_60_WINDOWS_10,
    Visitor(
        "chromium109",
        "Chrome 109 on Windows 7",
        chrome("Windows NT 6.1; Win64; x64", "109.0.0.0"),
        "en-GB,en;q=0.9",
        "outdated",
        "Your browser is out of date",
        "Chrome 109 is no longer updated for Windows 7; Firefox is.",
        leads_to=FIREFOX,
    ),
    Visitor(
        "chromium49",
        "Chrome 49 on Windows XP",
        chrome("Windows NT 5.1", "49.0.2623.112"),
        "uk-UA,uk;q=0.8",
        "cannot-update",
        "Для цього пристрою немає новіших браузерів",
        "Ви можете читати далі; деякі частини сайту можуть не працювати. На новішому пристрої все запрацює.",
    ),
    Visitor(
        "chromium49",
        "Chrome 49 on Windows 10",
        chrome("Windows NT 10.0; WOW64", "49.0.2623.112"),
        "uk-UA,uk;q=0.8",
        "outdated",
        "Ваш браузер застарів",
        f"Chrome 49 може показувати цей сайт неправильно. {UPDATE_CHROME}",
        OTHERS,
        OTHERS_LEAD_TO | {"support.google.com"},
    ),
    Visitor(
        "phantomjs19",
        "Safari 5.1 on Windows 7",
        "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534.57.2 (KHTML, like Gecko) Version/5.1.7 Safari/534.57.2",
        "uk",
        "outdated",
        "Ваш браузер застарів",
        "Safari 5 вже не оновлюється для Windows 7, а Firefox оновлюється.",
        leads_to=FIREFOX,
    ),
    Visitor(
        "phantomjs19",
        "Chrome 12 on Windows 10",
        "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/534.30 (KHTML, like Gecko) Chrome/12.0.742.112 Safari/534.30",
        "uk",
        "outdated",
        "Ваш браузер застарів",
        f"Chrome 12 може показувати цей сайт неправильно. {UPDATE_CHROME}",
        OTHERS,
        OTHERS_LEAD_TO | {"support.google.com"},
    ),
    Visitor(
        "safari16",
        "Safari 16 on macOS",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.3"
        " Safari/605.1.15",
        "en",
        "outdated",
        "Your browser is out of date",
        "Safari 16 may not show this site properly.",
        ("Google Chrome", *OTHERS),
        OTHERS_LEAD_TO | {"support.apple.com", "www.google.com"},
    ),
)

# Whether a point of the page shows the banner, the site's fixed header, or something else.
_SHOWN = """(function (x, y) {
  var e = document.elementFromPoint(x, y), name = e ? e.tagName : "nothing";
  for (; e; e = e.parentNode) if (e.id === "bb" || e.id === "top") return e.id;
  return name;
})"""


def shown_at(browser: Browser, x: float, y: float) -> str:
    """ "bb" for the banner, "top" for the fixed header, else the element's name."""
    return str(browser.js(f"{_SHOWN}({x}, {y})"))


def shown(browser: Browser, css: str) -> str:
    """What the window shows near the start of an element; one outside of the window is scrolled to its middle."""
    place = box(browser, css)
    if place["bottom"] > float(browser.js("window.innerHeight")) - 80:  # the cookie notice lies over the last lines
        browser.js(f"window.scrollBy(0, {place['top']} - window.innerHeight / 2)")
        place = box(browser, css)
    return shown_at(browser, place["left"] + 8, (place["top"] + place["bottom"]) / 2)


def box(browser: Browser, css: str) -> dict[str, float]:
    """Where an element is in the window, in CSS pixels."""
    found: Any = browser.js(
        f"(function(){{var r=document.querySelector({json.dumps(css)}).getBoundingClientRect();"
        "return {left:r.left,top:r.top,right:r.right,bottom:r.bottom,width:r.right-r.left,height:r.bottom-r.top}})()"
    )
    return {name: float(value) for name, value in found.items()}


def texts(browser: Browser, css: str) -> list[str]:
    """What each such element says, spaces collapsed."""
    found: Any = browser.js(
        f"(function(){{var n=document.querySelectorAll({json.dumps(css)}),t=[],i;"
        "for(i=0;i<n.length;i++)t.push(n[i].textContent);return t})()"
    )
    return [" ".join(str(text).split()) for text in found]


def links(browser: Browser) -> list[str]:
    """The addresses of the banner's links."""
    found: Any = browser.js(
        '(function(){var n=document.querySelectorAll("#bb a:not(.bb-x)"),t=[],i;'
        "for(i=0;i<n.length;i++)t.push(n[i].href);return t})()"
    )
    return [str(address) for address in found]


def close_without_javascript(browser: Browser) -> None:
    """The close button leads to a page with a form, whose button does it."""
    browser.click("#bb .bb-x")
    browser.wait('document.querySelector("#bb .bb-go button")')
    browser.click("#bb .bb-go button")
