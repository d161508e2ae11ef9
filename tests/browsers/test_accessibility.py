"""WCAG 2.2 AA by axe-core, and what it cannot see: the keyboard, the focus, print."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browserbanner.debug import SAMPLES
from tests.browsers.browser import Browse
from tests.browsers.chromium import Chromium
from tests.browsers.engines import ENGINES
from tests.browsers.host_site import HostSite
from tests.visitors import CHROME_60_ON_WINDOWS_7

pytestmark = pytest.mark.long

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What is looked at: options, query, the part of the page that is ours.
SEEN = {
    "bar": ("bar/plain?browserbanner=outdated", "#bb"),
    "cards": ("cards/plain?browserbanner=outdated", "#bb"),
    "bottom": ("bottom/plain?browserbanner=outdated", "#bb"),
    "always-dark": ("dark/dark?browserbanner=outdated", "#bb"),
    "one": ("bar/plain?browserbanner=switch", "#bb"),
    "cannot-update": ("bar/plain?browserbanner=cannot-update", "#bb"),
    "webview": ("bar/plain?browserbanner=webview", "#bb"),
    "desktop-site": ("bar/plain?browserbanner=desktop-site", "#bb"),
    "block": ("block/plain?browserbanner=block", "html"),
    "block-in-an-app": ("block/plain", "html"),
}
#: The user agents of those that are not asked for by the query alone.
USER_AGENTS = {"one": CHROME_60_ON_WINDOWS_7, "block-in-an-app": SAMPLES["webview"]}
LOOKS: dict[str, dict[str, str]] = {
    "light": {"prefers_color_scheme": "light"},
    "dark": {"prefers_color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "forced-dark": {"forced_colors": "active", "prefers_color_scheme": "dark"},
}
#: Width and zoom: 320 px, 1440 px, and 1440 px at 200 %.
SIZES = ((320, 1), (1440, 1), (1440, 2))


# Texts in colours that are not the system's, where it forces them. (There axe-core 4.10 takes the page's for them: it asks
# for -webkit-text-fill-color.)
_OWN_COLOURS = """(function () {
  var named = ["CanvasText", "LinkText", "VisitedText", "ButtonText", "FieldText", "GrayText", "Canvas", "ButtonFace"];
  var probe = document.body.appendChild(document.createElement("i")), system = {}, found = [], i, all, style;
  for (i = 0; i < named.length; i++) { probe.style.color = named[i]; system[getComputedStyle(probe).color] = 1 }
  document.body.removeChild(probe);
  all = document.querySelectorAll("#bb, #bb *");
  for (i = 0; i < all.length; i++) {
    style = getComputedStyle(all[i]);
    if (!(style.color in system)) found.push(all[i].tagName + " " + style.color);
    if (!/, 0\\)$/.test(style.backgroundColor) && !(style.backgroundColor in system))
      found.push(all[i].tagName + " on " + style.backgroundColor)
  }
  return found
})()"""


@pytest.fixture(scope="module")
def hosts() -> Iterator[HostSite]:
    with HostSite() as running:
        yield running


def findings(browser: Chromium, part: str, *, colours: bool = True) -> list[str]:
    """What axe-core says is wrong, or could not tell for itself ("incomplete"), in that part of the page."""
    source = ENGINES["axe"].path()
    assert source is not None
    browser.js(Path(source).read_text(encoding="utf-8") + ";0")
    options = json.dumps(
        {
            "runOnly": {"type": "tag", "values": RULES},
            "resultTypes": ["violations", "incomplete"],
            "rules": {"color-contrast": {"enabled": colours}},
        }
    )
    found: Any = browser.result_of(
        f"axe.run({{include: [[{json.dumps(part)}]]}}, {options}).then(function (r) {{"
        " var said = function (kind) { return function (each) { return each.nodes.map(function (node) {"
        ' return kind + " " + each.id + ": " + node.target + ": " + node.failureSummary }) } };'
        ' return r.violations.map(said("violation")).concat(r.incomplete.map(said("incomplete"))) })'
    )
    return [text for each in found for text in each]


@pytest.mark.browser("chromium", "axe")
@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("seen", SEEN)
def test_axe_finds_nothing(seen: str, language: str, hosts: HostSite, browse: Browse, screenshots: Path) -> None:
    browser = browse("chromium", language, USER_AGENTS.get(seen, ""))
    assert isinstance(browser, Chromium)
    path, part = SEEN[seen]
    for look, features in LOOKS.items():
        browser.media(**features)
        for width, zoom in SIZES:
            browser.resize(width, 900, zoom)
            browser.goto(f"{hosts.address}/{path}")
            assert browser.js(f"document.querySelector('{part}').lang") == language
            said = findings(browser, part, colours="forced_colors" not in features)
            if browser.present("#bb summary"):
                browser.js("document.querySelector('#bb details').open = true")
                said += findings(browser, part, colours="forced_colors" not in features)
            if "forced_colors" in features:
                said += browser.js(_OWN_COLOURS)
            if seen == "bottom":
                # Above the page's own text it cannot tell the ground. The colours are the bar's.
                said = [each for each in said if not each.startswith("incomplete color-contrast")]
            assert said == [], (look, width, zoom)
            assert browser.js("document.documentElement.scrollWidth <= window.innerWidth"), (look, width, zoom)
            if language == "uk":
                browser.screenshot(screenshots / f"axe-{seen}-{look}-{width}-{zoom}.png")


@pytest.mark.browser("chromium", "axe")
def test_axe_would_find_something(hosts: HostSite, browse: Browse) -> None:
    browser = browse("chromium", "uk")
    assert isinstance(browser, Chromium)
    browser.goto(f"{hosts.address}/bar/plain?browserbanner=outdated")
    browser.js("document.querySelector('#bb .bb-p').style.color = '#ccd', document.querySelector('#bb').lang = 'xx'")
    said = " ".join(findings(browser, "#bb"))
    assert "violation color-contrast" in said
    assert "violation valid-lang" in said


@pytest.mark.browser("chromium")
@pytest.mark.parametrize("config", ["bar", "cards", "bottom", "block"])
def test_the_keyboard_reaches_everything_in_order_and_sees_where_it_is(
    config: str, hosts: HostSite, browse: Browse
) -> None:
    browser = browse("chromium", "uk")
    assert isinstance(browser, Chromium)
    browser.resize(1280, 800)
    browser.goto(f"{hosts.address}/{config}/plain?browserbanner={'block' if config == 'block' else 'outdated'}")
    assert browser.js("document.activeElement === document.body"), "focus is not stolen"
    browser.js("document.querySelectorAll('#bb details').forEach(function (each) { each.open = true })")
    stops = browser.js("document.querySelectorAll('#bb a, #bb summary, #bb button').length")
    assert stops >= 6, "the update, the others, the source, the close button"
    for at in range(stops):
        browser.press("Tab")
        assert browser.js(
            f"document.activeElement === document.querySelectorAll('#bb a, #bb summary, #bb button')[{at}]"
        ), "in the order in which it reads"
        assert browser.js("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert browser.js("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
        assert browser.js(
            "(function (r) { return r.height >= 24 && r.width >= 24 || document.activeElement.closest('.bb-src') !== null })"
            "(document.activeElement.getBoundingClientRect())"
        ), "large enough for a finger, or in a sentence"
    browser.press("Enter")
    if config == "block":
        browser.wait("!document.querySelector('.bb-page') && document.querySelector('h1')")
    else:
        browser.wait('!document.querySelector("#bb")')


@pytest.mark.browser("chromium")
@pytest.mark.parametrize("config", ["bar", "cards", "bottom"])
def test_it_is_not_printed(config: str, hosts: HostSite, browse: Browse) -> None:
    browser = browse("chromium", "uk")
    assert isinstance(browser, Chromium)
    browser.goto(f"{hosts.address}/{config}/plain?browserbanner=outdated")
    assert browser.js("document.getElementById('bb').offsetHeight") > 0
    browser.media("print")
    assert browser.js("document.getElementById('bb').offsetHeight") == 0
