"""What ``browserbanner export static`` writes, in real browsers: old ones under the user agents of their time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browserbanner import BrowserBanner
from browserbanner.export import LOADER, static_files
from browserbanner.export.static import _SYSTEMS, _loader
from browserbanner.policy import FAMILIES
from browserbanner.presenter import Presenter
from browserbanner.useragent import product_tokens
from tests.browsers.browser import Browse
from tests.browsers.story import CHROME_60_WINDOWS_10, VISITORS, Visitor, shown, texts
from tests.export.test_patterns import POLICIES, REAL
from tests.server_process import Server
from tests.test_never_told import INCIDENTS
from tests.visitors import FIREFOX_115_ON_WINDOWS_7

SETTLED = 'document.readyState === "complete"'
_PAGE = '<!DOCTYPE html><html lang="en"><head><title>x</title>{}</head><body><p id="main">A page</p></body></html>'

# What some windows lack: private ones of old Safaris keep nothing in localStorage, sandboxed ones have no storage at all.
_WITHOUT = {
    "private": "Storage.prototype.setItem=function(){throw 1}",
    "sandboxed": "var errors=[];window.onerror=function(e){errors.push(e)};"
    'Object.defineProperty(window,"localStorage",{get:function(){throw 1}});'
    'Object.defineProperty(document,"cookie",{get:function(){throw 1},set:function(){throw 1}})',
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    (folder / "banners").mkdir()
    for name, content in static_files(BrowserBanner(locales=["uk", "en"])):
        (folder / "banners" / name).write_bytes(content)
    (folder / "page.html").write_text(_PAGE.format(f'<script src="banners/{LOADER}?v=1/2" async></script>'))
    for name, code in _WITHOUT.items():
        script = f'<script>{code}</script><script src="banners/{LOADER}" async></script>'
        (folder / f"{name}.html").write_text(_PAGE.format(script))
    (folder / "plain.html").write_text(_PAGE.format(""))
    with Server("-m", "http.server", "{port}", "--bind", "127.0.0.1", folder=folder) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.mark.parametrize(
    "visitor",
    [
        pytest.param(each, marks=pytest.mark.browser(each.engine), id=each.browser.replace(" ", "-"))
        for each in VISITORS
    ],
)
def test_an_old_browser_gets_the_banner_of_its_system_and_language_and_closes_it_for_good(
    visitor: Visitor, address: str, browse: Browse, screenshots: Path
) -> None:
    browser = browse(visitor.engine, visitor.language, visitor.user_agent)
    browser.resize(1280, 800)
    browser.goto(f"{address}/page.html")
    browser.wait('document.getElementById("bb")')
    browser.screenshot(screenshots / f"static-{visitor.engine}-{visitor.browser.replace(' ', '-')}.png")
    assert browser.js("document.body.firstElementChild.id") == "bb"
    spoken = str(browser.js('(navigator.languages&&navigator.languages[0]||navigator.language||"en").slice(0,2)'))
    if spoken == visitor.language[:2]:
        assert browser.text("#bb .bb-t") == visitor.title
    if len(visitor.recommended) > 1:
        assert set(visitor.recommended) <= set(texts(browser, "#bb .bb-n"))
    assert shown(browser, "#bb .bb-t") == shown(browser, "#bb .bb-x") == "bb"

    browser.click("#bb .bb-x")
    browser.wait('!document.getElementById("bb")')
    browser.goto(f"{address}/page.html")
    browser.wait(SETTLED)
    assert not browser.present("#bb")
    assert browser.present("#main")


@pytest.mark.parametrize(
    "engine", [pytest.param(name, marks=pytest.mark.browser(name)) for name in ("chromium", "firefox")]
)
def test_a_current_browser_loads_the_loader_and_nothing_else(engine: str, address: str, browse: Browse) -> None:
    browser = browse(engine, "uk")
    browser.goto(f"{address}/plain.html")
    plain = browser.js("document.body.innerHTML")
    browser.goto(f"{address}/page.html")
    browser.wait(SETTLED)
    loaded: Any = browser.js('performance.getEntriesByType("resource").map(function(e){return e.name}).join(" ")')
    assert loaded.replace(f" {address}/favicon.ico", "") == f"{address}/banners/{LOADER}?v=1/2"
    assert browser.js("document.body.innerHTML") == plain


@pytest.mark.browser("chromium64")
@pytest.mark.parametrize(("page", "stays_closed"), [("private", True), ("sandboxed", False)])
def test_a_banner_closes_where_local_storage_takes_nothing(
    page: str, stays_closed: bool, address: str, browse: Browse
) -> None:
    """Old Safaris' private windows read localStorage all the same, so the cookie that was kept there went unread."""
    browser = browse("chromium64", "uk", CHROME_60_WINDOWS_10.user_agent)
    browser.goto(f"{address}/{page}.html")
    browser.wait('document.getElementById("bb")')
    browser.click("#bb .bb-x")
    browser.wait('!document.getElementById("bb")')
    browser.goto(f"{address}/{page}.html?again")
    browser.wait(SETTLED if stays_closed else 'document.getElementById("bb")')
    assert browser.present("#bb") is not stays_closed


@pytest.mark.browser("chromium")
def test_a_current_browser_s_storage_is_not_asked(address: str, browse: Browse) -> None:
    """Where a page is sandboxed that is an error, which a site's own reports would show."""
    browser = browse("chromium", "uk")
    browser.goto(f"{address}/sandboxed.html")
    browser.wait(SETTLED)
    assert browser.js("errors.length") == 0


# The loader with another navigator: which file it would load, or "".
_TRIED = """(function(source, agents) {
  var call = "(window,document,navigator)", load = eval(source.slice(0, source.lastIndexOf(call))), loaded = [], i, got;
  var me = {src: "http://x/browserbanner.js", getAttribute: function () { return null },
            parentNode: {insertBefore: function (script) { got = script.src }}};
  var page = {getElementsByTagName: function () { return [me] },
              createElement: function () { return {setAttribute: function () {}} }};
  var view = {localStorage: {getItem: function () { return null }}};
  view.top = view.self = view;
  for (i = 0; i < agents.length; i++) { got = ""; load(view, page, agents[i]); loaded.push(got) }
  return loaded;
})"""


# With the versions of a policy's edge, and what lies far from it.
_CHROMIUMS = (20, 60, 89, 91, 100, 119, 121, 139, 141, 157)
_ANDROID = "Mozilla/5.0 (Linux; Android {}; K{}) AppleWebKit/537.36 (KHTML, like Gecko) {}Chrome/{}.0.0.0{} Mobile Safari/537.36"
MADE = [
    *(
        CHROME_60_WINDOWS_10.user_agent.replace("Chrome/60.0.3112.113", f"Chrome/{chromium}.0.0.0")
        + f" {token}/{own}.0"
        for family in FAMILIES
        for token in product_tokens(family)
        for chromium in _CHROMIUMS
        for own in (12, 18)
    ),
    *(
        _ANDROID.format(android, device, version, chromium, name)
        for android in ("4.4.2", "10")
        for device, version in (("", ""), ("; wv", "Version/4.0 "), (" Build/X", "Version/4.0 "))
        for chromium in _CHROMIUMS
        for name in ("", " UCBrowser/17.8", " MQQBrowser/6.2", " SamsungBrowser/20.0")
    ),
    "Mozilla/5.0 (Android 4.4; Mobile; rv:41.0) Gecko/41.0 Firefox/41.0",
    "Mozilla/5.0 (compatible; MSIE 11.0; Windows NT 6.1)",
    "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)",
]


@pytest.mark.browser("chromium64")
@pytest.mark.parametrize(
    "policy",
    [*POLICIES, {"webview": 120}, {"*": False, "chrome": 109}, {"chrome": 120}, "chrome >= 60", {"*": True, "ie": 11}],
    ids=str,
)
def test_under_no_policy_it_tells_a_current_browser(policy: Any, address: str, browse: Browse) -> None:
    """It told all Chromes under {"webview": 120}, everybody under {"*": False}, and Opera, Samsung Internet and UC
    under {"chrome": 109}: whom a server is asked about to be sure, was told where nobody is asked."""
    browser = browse("chromium64", "uk", CHROME_60_WINDOWS_10.user_agent)
    browser.goto(f"{address}/plain.html")
    strings = [*(user_agent for user_agent, _ in REAL), *MADE]
    navigators = [{"userAgent": each, "language": "uk"} for each in strings]
    banner = BrowserBanner(policy=policy)
    languages = Presenter(banner.options, banner.data).renderer.languages
    loader = _loader(banner, [(each, [0]) for each in _SYSTEMS], languages).decode("ascii")
    loaded: Any = browser.js(f"{_TRIED}({json.dumps(loader)},{json.dumps(navigators)})")
    told = [string for string, file in zip(strings, loaded, strict=True) if file]
    assert [each for each in told if banner.judge(each).status == "current"] == []
    assert told


@pytest.mark.parametrize(
    "engine", [pytest.param(name, marks=pytest.mark.browser(name)) for name in ("chromium64", "phantomjs19")]
)
def test_of_real_strings_it_tells_none_that_is_current_and_most_that_are_outdated(
    engine: str, address: str, browse: Browse
) -> None:
    banner = BrowserBanner(locales=["uk", "en"])
    loader = dict(static_files(banner))[LOADER].decode("ascii")
    browser = browse(engine, "uk", CHROME_60_WINDOWS_10.user_agent)
    browser.goto(f"{address}/plain.html")
    strings = [user_agent for user_agent, _ in REAL]
    navigators = [{"userAgent": each, "language": "uk"} for each in strings]
    loaded: Any = browser.js(f"{_TRIED}({json.dumps(loader)},{json.dumps(navigators)})")
    told = {user_agent: bool(file) for user_agent, file in zip(strings, loaded, strict=True)}
    verdicts = {user_agent: banner.judge(user_agent).status for user_agent in strings}
    assert [each for each in strings if told[each] and verdicts[each] == "current"] == []
    outdated = [each for each in strings if verdicts[each] == "outdated"]
    assert sum(told[each] for each in outdated) >= 0.9 * len(outdated)


@pytest.mark.browser("chromium64")
def test_nobody_is_told_who_was_told_in_error_before(address: str, browse: Browse) -> None:
    """Nor whoever has a Firefox ESR that is still patched on that system."""
    loader = dict(static_files(BrowserBanner(locales=["uk", "en"])))[LOADER].decode("ascii")
    browser = browse("chromium64", "uk", CHROME_60_WINDOWS_10.user_agent)
    browser.goto(f"{address}/plain.html")
    strings = [FIREFOX_115_ON_WINDOWS_7, *(each for some in INCIDENTS.values() for each in some)]
    navigators = [{"userAgent": each, "language": "uk"} for each in strings]
    loaded: Any = browser.js(f"{_TRIED}({json.dumps(loader)},{json.dumps(navigators)})")
    assert [string for string, file in zip(strings, loaded, strict=True) if file] == []


@pytest.mark.browser("chromium64")
def test_client_hints_of_a_newer_chromium_and_frames_silence_it_and_languages_are_matched(
    address: str, browse: Browse
) -> None:
    loader = dict(static_files(BrowserBanner(locales=["uk", "en", "pt-BR"])))[LOADER].decode("ascii")
    browser = browse("chromium64", "uk", CHROME_60_WINDOWS_10.user_agent)
    browser.goto(f"{address}/plain.html")
    old = {"userAgent": CHROME_60_WINDOWS_10.user_agent}
    newer = {"userAgentData": {"brands": [{"brand": "Not)A", "version": "8"}, {"brand": "Chromium", "version": "155"}]}}
    same = {"userAgentData": {"brands": [{"brand": "Chromium", "version": "60"}]}}
    languages = {
        "uk-UA": "uk", "UK": "uk", "pt-BR": "pt_BR", "pt": "pt_BR", "pt-PT": "pt_BR", "en-GB": "en", "tlh": "en",
        "": "en", "u)k": "en", "uk_UA.UTF-8": "uk",
    }  # fmt: skip
    navigators = [old | newer, old | same, *({**old, "language": each} for each in languages)]
    loaded: Any = browser.js(f"{_TRIED}({json.dumps(loader)},{json.dumps(navigators)})")
    file = "http://x/windows-1000-{}.js".format
    assert loaded == ["", file("en"), *map(file, languages.values())]


@pytest.mark.browser("chromium64")
def test_languages_lead_to_the_banner_that_a_server_would_send(address: str, browse: Browse) -> None:
    """Readers of zh-TW got simplified characters, and those of es-MX the Spanish of Spain."""
    banner = BrowserBanner(
        locales=[
            "zh-Hans",
            "zh-Hant",
            "pt-BR",
            "pt-PT",
            "es",
            "es-419",
            "sr-Latn",
            "sr-Cyrl",
            "nb",
            "he",
            "id",
            "uz",
            "en",
        ]
    )
    languages = Presenter(banner.options, banner.data).renderer.languages
    asked = [
        "zh",
        "zh-CN",
        "zh-TW",
        "zh-HK",
        "zh-MO",
        "zh-SG",
        "zh-Hant",
        "zh-hant-hk",
        "zh-Hans-TW",
        "yue",
        "es",
        "es-ES",
        "es-MX",
        "es-419",
        "es-AR",
        "es-US",
        "pt",
        "pt-BR",
        "pt-PT",
        "pt-AO",
        "pt-MZ",
        "sr",
        "sr-RS",
        "sr-ME",
        "sr-Latn",
        "sr-Latn-RS",
        "sr-Cyrl-BA",
        "sh",
        "no",
        "nn-NO",
        "nb-NO",
        "iw",
        "iw-IL",
        "he",
        "in",
        "in-ID",
        "id-ID",
        "uz",
        "uz-UZ",
        "uz-Cyrl",
        "uz-Cyrl-UZ",
        "en",
        "en-US",
        "en-Shaw",
        "EN-gb",
        "tlh",
        "tlh-Latn",
        "x-klingon",
        "de",
    ]
    loader = _loader(banner, [(_SYSTEMS[3], [0])], languages).decode("ascii")
    browser = browse("chromium64", "uk", CHROME_60_WINDOWS_10.user_agent)
    browser.goto(f"{address}/plain.html")
    navigators = [{"userAgent": CHROME_60_WINDOWS_10.user_agent, "languages": ["tlh", each]} for each in asked]
    loaded: Any = browser.js(f"{_TRIED}({json.dumps(loader)},{json.dumps(navigators)})")
    found = {each: re.findall(r"-(\w+)\.js", file) for each, file in zip(asked, loaded, strict=True)}
    assert found == {each: [languages.read(each)[0]] for each in asked}
