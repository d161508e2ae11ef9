"""The page's layout survives the banner, whatever it is made of, and the banner survives the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browserbanner.debug import SAMPLES
from tests.browsers.browser import Browse, Browser
from tests.browsers.chromium import Chromium
from tests.browsers.engines import start
from tests.browsers.host_site import HOSTS, HostSite
from tests.browsers.story import VISITORS, Visitor, box, close_without_javascript, shown, shown_at
from tests.visitors import CHROME_60

pytestmark = pytest.mark.long

#: Pages that the banner lies over, since it cannot have a row of its own there.
OVER = frozenset(
    {
        "flex-row", "flex-row-centred", "flex-row-centred-short", "flex-row-centred-from-right-to-left",
        "flex-row-at-its-end", "flex-row-reverse", "flex-app-shell", "table-cells", "vertical", "vertical-left-to-right",
    }
)  # fmt: skip
#: Pages that put what they hold into the middle, or balance it in columns: how far each part moves is theirs to say.
BALANCED = frozenset(
    {"grid-centred", "centred-by-html", "grid-by-columns", "table-cell", "table-cells", "columns", "columns-by-width"}
)
WIDTHS = (320, 768, 800, 900, 1024, 1440)
#: By their names, the widths that their windows can have.
OLD_ENGINES: dict[str, tuple[int, ...]] = {
    "chromium64": (320, 800, 1440),
    "chromium49": (1280,),
    "phantomjs19": (800, 1280),
}
#: The frame is in the window: where the script has to see to that, a moment after the page has loaded.
WITHIN = """(function () {
  var r = document.querySelector("#bb .bb-in").getBoundingClientRect();
  return r.left >= -1 && r.top >= -1 && r.width > 200 && r.right <= document.documentElement.clientWidth + 1
})()"""
BOXES = """(function () {
  var names = ["#top", "#nav", "#main", "#h1", "#foot"], found = {}, i, e, r;
  for (i = 0; i < names.length; i++) if ((e = document.querySelector(names[i]))) {
    r = e.getBoundingClientRect(); found[names[i]] = [r.left, r.top, r.width, r.height] }
  return found
})()"""
#: In an app: what to tap there, and the link to the update. Left, top, size of letters, weight, line around it, ground.
IN_AN_APP = """(function () {
  return [".bb-how b", ".bb-also a"].map(function (css) {
    var e = document.querySelector("#bb " + css), r = e.getBoundingClientRect(), s = getComputedStyle(e);
    return [r.left, r.top, parseFloat(s.fontSize), s.fontWeight, s.borderTopWidth, s.backgroundColor]
  })
})()"""
SHIFT = """new Promise(function (done) {
  var shift = 0;
  new PerformanceObserver(function (list) { list.getEntries().forEach(function (each) { shift += each.value }) })
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(function () { setTimeout(function () { done(shift) }, 150) })
})"""


@pytest.fixture(scope="module")
def hosts() -> Iterator[HostSite]:
    with HostSite() as running:
        yield running


@pytest.fixture(scope="module")
def one_chromium() -> Iterator[Chromium]:
    """One for all the pages: it takes longer to start than to look at one."""
    with start("chromium", "uk") as browser:
        assert isinstance(browser, Chromium)
        yield browser


@pytest.fixture
def chromium(one_chromium: Chromium, hosts: HostSite) -> Chromium:
    """It has closed nothing, as far as cookies and this session say."""
    one_chromium.command("Network.clearBrowserCookies")
    one_chromium.goto(f"{hosts.address}/none/plain")
    one_chromium.js("sessionStorage.clear()")
    return one_chromium


def is_seen(browser: Browser, css: str) -> bool:
    """Whether the banner's element is what the window shows at its middle."""
    place = box(browser, css)
    return shown_at(browser, (place["left"] + place["right"]) / 2, (place["top"] + place["bottom"]) / 2) == "bb"


@pytest.mark.browser("chromium")
@pytest.mark.parametrize("config", ["bar", "cards", "bottom", "linked"])
@pytest.mark.parametrize("host", HOSTS)
def test_page_and_banner_survive_each_other(
    host: str, config: str, hosts: HostSite, chromium: Chromium, screenshots: Path
) -> None:
    browser = chromium
    for width in WIDTHS:
        if host in ("vertical", "vertical-left-to-right", "flex-app-shell") and (config, width) == ("cards", 320):
            continue  # higher than the window, which is all the height that there is on these pages
        browser.resize(width, 800)
        browser.goto(f"{hosts.address}/none/{host}")
        before: dict[str, list[float]] = browser.js(BOXES)
        wide = browser.js("document.documentElement.scrollWidth")
        browser.goto(f"{hosts.address}/{config}/{host}?browserbanner=outdated")
        if host in ("vertical-left-to-right", "centred-by-html", "grid-by-columns"):
            browser.wait(WITHIN)  # the script docks it
        elif host != "grid-centred":  # its middle moves while the page is still being read, with a banner and without
            # A busy machine paints a page that is half read, and its middle then moves, with a banner and without.
            shifts = [browser.result_of(SHIFT)]
            while shifts[-1] and len(shifts) < 3:
                browser.goto(f"{hosts.address}/{config}/{host}?browserbanner=outdated")
                shifts.append(browser.result_of(SHIFT))
            assert shifts[-1] == 0, "nothing moves after it was painted"
        browser.screenshot(screenshots / f"layout-{host}-{config}-{width}.png")
        after: dict[str, list[float]] = browser.js(BOXES)
        assert is_seen(browser, "#bb .bb-t b"), width
        if host == "css-blocked" or (host == "strict" and config != "linked"):
            continue  # attributes carry it: as wide as its words, in the flow
        frame = box(browser, "#bb .bb-in")
        assert is_seen(browser, "#bb .bb-x"), width
        assert frame["left"] >= 0, width
        assert frame["right"] <= width, width
        assert frame["bottom"] <= 801 or config == "cards", width
        assert browser.js("document.documentElement.scrollWidth") <= max(wide, width), width

        # Each part of the page is as wide and as far left as it was, and all move down alike.
        if host in BALANCED or (host in OVER and (config == "cards" or width == 320)):
            continue  # in a narrow window it is higher than some of these pages
        moved = set()
        for name, (left, top, across, height) in before.items():
            now = after[name]
            assert [round(now[0]), round(now[2])] == [round(left), round(across)], (name, width)
            if not (name in ("#nav", "#main") and host in ("flex-column", "grid", "grid-areas", "flex-row")):
                assert round(now[3]) == round(height), name
            if not (name == "#top" and host.startswith("fixed")) and name != "#foot":
                moved.add(round(now[1] - top))
        assert len(moved) == 1, moved
        if config == "bottom" or host in OVER:
            assert moved == {0}
        else:
            assert abs(moved.pop() - (frame["bottom"] - frame["top"])) <= 16, "by the banner's height, margins apart"


@pytest.mark.parametrize("engine", [pytest.param(e, marks=pytest.mark.browser(e)) for e in ("chromium", "chromium64")])
def test_a_banner_that_runs_the_other_way_than_the_page_makes_it_no_wider(
    engine: str, hosts: HostSite, browse: Browse
) -> None:
    """An Arabic banner docked at the wrong side of an English log-in page, which then scrolled sideways."""
    browser = browse(engine, "ar", CHROME_60 if engine == "chromium64" else "")
    for width in (320, 800, 1440):
        browser.resize(width, 800)
        for host in sorted(OVER | {"plain", "narrow", "rtl"}):
            browser.goto(f"{hosts.address}/none/{host}")
            wide = browser.js("Math.max(document.documentElement.scrollWidth, window.innerWidth)")
            browser.goto(f"{hosts.address}/bar/{host}?browserbanner=outdated")
            browser.wait(WITHIN)
            assert browser.js("document.getElementById('bb').dir") == "rtl"
            assert browser.js("document.documentElement.scrollWidth") <= wide, (host, width)
            assert is_seen(browser, "#bb .bb-x"), (host, width)


@pytest.mark.parametrize("engine", [pytest.param(e, marks=pytest.mark.browser(e)) for e in OLD_ENGINES])
def test_old_engines_too_show_all_of_it_within_the_window(engine: str, hosts: HostSite, browse: Browse) -> None:
    """As far as they do flex: Chromium 49 knows no sticky position, PhantomJS neither that nor flex."""
    browser = browse(engine, "uk", CHROME_60)
    for width in OLD_ENGINES[engine]:
        browser.resize(width, 800)
        for host in sorted((OVER | BALANCED | {"plain", "narrow", "narrow-at-the-left"}) - {"flex-row-centred-short"}):
            browser.goto(f"{hosts.address}/none/{host}")
            wide = browser.js("Math.max(document.documentElement.scrollWidth, window.innerWidth)")
            browser.goto(f"{hosts.address}/bar/{host}")
            browser.wait(WITHIN)
            assert browser.js("document.documentElement.scrollWidth") <= wide, (host, width)
            for part in ("#bb .bb-t b", "#bb .bb-x"):
                assert is_seen(browser, part), (host, width, part)


@pytest.mark.browser("chromium")
@pytest.mark.parametrize("host", HOSTS)
def test_the_list_opens_and_the_banner_closes_on_every_page(
    host: str, hosts: HostSite, chromium: Chromium, screenshots: Path
) -> None:
    browser = chromium
    browser.resize(1280, 800)
    browser.goto(f"{hosts.address}/bar/{host}?browserbanner=outdated")
    browser.click("#bb summary")
    browser.wait("document.querySelector('#bb details').open")
    browser.screenshot(screenshots / f"layout-{host}-bar-open.png")
    links: Any = browser.js("document.querySelectorAll('#bb .bb-d').length")
    assert links == 4
    assert shown(browser, "#bb .bb-c:last-child .bb-d") == "bb"
    browser.click("#bb .bb-x")
    browser.wait('!document.querySelector("#bb")')
    assert browser.present("#h1")


@pytest.mark.parametrize("engine", [pytest.param(e, marks=pytest.mark.browser(e)) for e in ("chromium", *OLD_ENGINES)])
@pytest.mark.parametrize("config", ["bar", "cards", "block"])
def test_in_an_app_no_update_looks_like_the_thing_to_do(
    config: str, engine: str, hosts: HostSite, browse: Browse, screenshots: Path
) -> None:
    """Two of two people who saw a button there tapped it, though the text above said what to tap."""
    browser = browse(engine, "en", SAMPLES["webview"])
    for width in OLD_ENGINES.get(engine, (320, 640, 1440)):
        browser.resize(width, 500)
        browser.goto(f"{hosts.address}/{config}/plain")
        browser.screenshot(screenshots / f"in-an-app-{config}-{engine}-{width}.png")
        (left, top, size, weight, *_), link = browser.js(IN_AN_APP)
        assert weight in ("600", "bold", "700")
        assert (link[0], link[2]) == (left, 13)
        assert (link[1] > top, size > 13) == (True, True), "below it, and smaller"
        assert (link[4], link[5]) == ("0px", "rgba(0, 0, 0, 0)"), "no button"
        assert browser.js("document.documentElement.scrollWidth") <= width


@pytest.mark.browser("chromium")
def test_a_header_that_is_fixed_over_a_padded_wrapper_comes_back_with_the_first_scroll(
    hosts: HostSite, browse: Browse
) -> None:
    browser = browse("chromium", "uk")
    assert isinstance(browser, Chromium)
    browser.resize(1280, 500)
    browser.goto(f"{hosts.address}/bar/fixed-padded-wrapper?browserbanner=outdated")
    assert shown_at(browser, 600, 20) == "bb"
    browser.js(f"window.scrollTo(0, {box(browser, '#bb')['bottom']})")
    assert shown_at(browser, 600, 20) == "top"


@pytest.mark.browser("chromium")
def test_without_javascript_a_page_that_takes_no_style_can_be_read_and_left(
    hosts: HostSite, browse: Browse, screenshots: Path
) -> None:
    browser = browse("chromium", "uk", javascript=False)
    browser.resize(1280, 800)
    browser.goto(f"{hosts.address}/cards/css-blocked?browserbanner=outdated")
    browser.screenshot(screenshots / "layout-without-css-and-javascript.png")
    assert "Google Chrome" in browser.text("#bb")
    close_without_javascript(browser)
    browser.wait('document.readyState === "complete" && document.querySelector("h1") && !document.querySelector("#bb")')


@pytest.mark.browser("chromium")
def test_the_linked_stylesheet_needs_no_inline_style_under_a_strict_policy(hosts: HostSite, browse: Browse) -> None:
    browser = browse("chromium", "uk")
    assert isinstance(browser, Chromium)
    browser.goto(f"{hosts.address}/linked/strict?browserbanner=outdated")
    assert browser.js("getComputedStyle(document.querySelector('#bb .bb-d')).borderTopStyle") == "solid"
    assert not browser.present("#bb style")
    browser.js("window.before = true")
    browser.click("#bb .bb-x")
    browser.wait('!document.querySelector("#bb")')
    assert browser.js("window.before === true"), "its script is allowed too"


@pytest.mark.browser("chromium")
def test_a_site_sets_colours_font_and_width_by_custom_properties(
    hosts: HostSite, chromium: Chromium, screenshots: Path
) -> None:
    chromium.resize(1280, 800)
    for scheme, accent, ground in (
        ("light", "rgb(160, 0, 80)", "rgb(255, 248, 240)"),
        ("dark", "rgb(255, 160, 200)", "rgb(0, 0, 0)"),
    ):
        chromium.media(prefers_color_scheme=scheme)
        chromium.goto(f"{hosts.address}/cards/themed?browserbanner=outdated")
        chromium.screenshot(screenshots / f"layout-themed-{scheme}.png")
        assert chromium.js("getComputedStyle(document.querySelector('#bb .bb-d')).color") == accent
        assert chromium.js("getComputedStyle(document.querySelector('#bb .bb-d')).borderTopColor") == accent
        assert chromium.js("getComputedStyle(document.querySelector('#bb')).backgroundColor") == ground
        assert "monospace" in chromium.js("getComputedStyle(document.querySelector('#bb')).fontFamily")
        assert box(chromium, "#bb .bb-in")["width"] == 1000


@pytest.mark.parametrize(
    "visitor", [pytest.param(each, marks=pytest.mark.browser(each.engine)) for each in VISITORS[4:7]]
)
def test_engines_without_custom_properties_keep_the_plain_values(
    visitor: Visitor, hosts: HostSite, browse: Browse
) -> None:
    browser = browse(visitor.engine, "uk", visitor.user_agent)
    browser.goto(f"{hosts.address}/bar/themed")
    seen = browser.js("getComputedStyle(document.querySelector('#bb')).backgroundColor")
    knows = visitor.engine.startswith("chromium")  # 49 is the first
    assert seen == ("rgb(255, 248, 240)" if knows else "rgb(243, 246, 250)")


@pytest.mark.parametrize(
    "visitor", [pytest.param(each, marks=pytest.mark.browser(each.engine)) for each in VISITORS[1:]]
)
def test_at_the_foot_of_the_window_old_browsers_show_it_too(
    visitor: Visitor, hosts: HostSite, browse: Browse, screenshots: Path
) -> None:
    browser = browse(visitor.engine, visitor.language, visitor.user_agent)
    browser.resize(1280, 800)
    browser.goto(f"{hosts.address}/bottom/plain")
    browser.screenshot(screenshots / f"bottom-{visitor.engine}-{visitor.browser.replace(' ', '-')}.png")
    title = box(browser, "#bb .bb-t")
    assert shown_at(browser, title["left"] + 8, (title["top"] + title["bottom"]) / 2) == "bb"
    assert browser.js("getComputedStyle(document.getElementById('bb')).visibility") == "visible"
    frame = box(browser, "#bb")
    assert abs(frame["bottom"] - browser.js("window.innerHeight")) <= 1
    assert shown_at(browser, 100, 20) == "top"
    browser.click("#bb .bb-x")
    browser.wait('!document.getElementById("bb")')
