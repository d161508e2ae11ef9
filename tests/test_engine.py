"""BrowserBanner: the contract that adapters and sites build on."""

from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner import BrowserBanner
from browserbanner.debug import SAMPLES
from browserbanner.policy import Policy
from tests.visitors import CHROME_60, CHROME_156, CHROME_156_ON_ANDROID, IE_ON_WINDOWS_10

TITLE = "Ваш браузер застарів".encode("ascii", "xmlcharrefreplace")
PERSON = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "uk,en;q=0.5"}


@pytest.fixture(scope="module")
def bb() -> BrowserBanner:
    return BrowserBanner()


# -- judging ---------------------------------------------------------------------------------------------------------


def test_text_and_bytes_are_judged_alike(bb: BrowserBanner) -> None:
    assert bb.judge(CHROME_60) is bb.judge(CHROME_60.encode())


@given(st.one_of(st.none(), st.text(), st.binary()))
def test_whatever_a_user_agent_says_nothing_is_raised_and_strangers_are_not_outdated(raw: str | bytes | None) -> None:
    verdict = ENGINE.judge(raw)
    assert not verdict.outdated
    assert verdict.reason


@given(st.dictionaries(st.sampled_from(["cookie", "accept-language", "sec-ch-ua", "host", "referer"]), st.text()))
def test_whatever_other_headers_say_nothing_is_raised(headers: dict[str, str]) -> None:
    banner = ENGINE.banner_for({"user-agent": CHROME_60, **headers})
    assert banner is None or banner.html.isascii()


@pytest.mark.parametrize(
    ("headers", "outdated"),
    [
        ({}, True),
        ({"Sec-CH-UA": '"Chromium";v="156", "Not.A/Brand";v="8"'}, False),
        ({"Sec-CH-UA": '"Chromium";v="60"'}, True),
        ({"Sec-CH-UA": "garbage"}, True),
        ({"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, False),
    ],
)
def test_headers_can_only_override_outdated(bb: BrowserBanner, headers: dict[str, str], outdated: bool) -> None:
    verdict = bb.judge(CHROME_60, headers)
    assert verdict.outdated is outdated
    assert verdict.status == ("outdated" if outdated else "unknown")
    assert bb.judge(CHROME_156, headers).status == "current"


def test_what_one_request_s_headers_said_is_not_remembered(bb: BrowserBanner) -> None:
    assert not bb.judge(CHROME_60, {"Sec-Fetch-Mode": "navigate"}).outdated
    assert bb.judge(CHROME_60, {}).outdated


def test_a_policy_object_is_taken_as_it_is() -> None:
    policy = Policy({"chrome": 50}, data=ENGINE.data)
    assert not BrowserBanner(policy=policy).judge(CHROME_60).outdated
    patched = "Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0"
    for esr in (True, False):
        policy = Policy({"firefox": 128}, data=ENGINE.data, esr=esr)
        assert BrowserBanner(policy=policy).judge(patched).outdated is not esr


# -- the banner ------------------------------------------------------------------------------------------------------


def banner_for(bb: BrowserBanner, headers: dict[str, str], **request: Any) -> bytes:
    banner = bb.banner_for({"User-Agent": CHROME_60, **PERSON, **headers}, **request)
    return b"" if banner is None else banner.html


def test_an_outdated_visitor_gets_the_banner_in_their_language(bb: BrowserBanner) -> None:
    banner = bb.banner_for({"User-Agent": CHROME_60, **PERSON})
    assert banner is not None
    assert (banner.kind, banner.locale) == ("outdated", "uk")
    assert banner.html.isascii()
    assert TITLE in banner.html


def test_a_current_visitor_gets_none(bb: BrowserBanner) -> None:
    assert bb.banner_for({"User-Agent": CHROME_156, **PERSON}) is None


@pytest.mark.parametrize(
    ("cookie", "shown"),
    [
        ("browserbanner=1.1.outdated", False),
        ("a=b; browserbanner=1.1.outdated; c=d", False),
        ("browserbanner=1.1.webview", True),
        ("browserbanner=1.2.outdated", True),
        ("browserbanner=", True),
        ("\x00;;==browserbanner", True),
    ],
)
def test_a_closed_banner_is_back_when_the_kind_or_the_campaign_changes(
    bb: BrowserBanner, cookie: str, shown: bool
) -> None:
    assert bool(banner_for(bb, {"Cookie": cookie})) is shown


@pytest.mark.parametrize("order", [(0, 1, 0, 1), (1, 0, 1, 0)])
def test_a_visitor_who_was_met_is_known_again_by_all_that_tells_of_them(order: tuple[int, ...]) -> None:
    bb = BrowserBanner()
    requests: tuple[dict[str, str], ...] = ({}, {"Sec-CH-UA": '"Chromium";v="156"'})
    for index in order:
        assert bool(banner_for(bb, requests[index])) is (index == 0)
    languages = ["uk", "en", "uk", "de,uk;q=0.5", "en"]
    shown = [bb.banner_for({"User-Agent": CHROME_60, "Accept-Language": each}) for each in languages]
    assert [banner and banner.locale for banner in shown] == ["uk", "en", "uk", "de", "en"]


def test_a_field_without_a_value_tells_too(bb: BrowserBanner) -> None:
    for _ in range(2):
        assert not banner_for(bb, {"Sec-Fetch-Mode": ""})
        assert banner_for(bb, {})


def test_a_visitor_who_was_met_is_in_the_country_that_each_request_names(steady: Path) -> None:
    bb = BrowserBanner(country_header="CF-IPCountry", locale="en", data=steady)
    ukraine, world, again = (banner_for(bb, {"CF-IPCountry": country}) for country in ("UA", "XX", "UA"))
    assert b"Ukraine" in ukraine == again
    assert world != ukraine


def test_a_function_of_the_site_s_is_asked_each_time_and_may_read_any_field() -> None:
    bb = BrowserBanner(locale=lambda request: request.headers.get("X-Language"))
    for language in ("uk", "en", "uk"):
        banner = bb.banner_for({"User-Agent": CHROME_60, **PERSON, "X-Language": language})
        assert banner is not None
        assert banner.locale == language


def test_exempt_paths_get_none() -> None:
    bb = BrowserBanner(exempt=["/api/*", "*.xml"])
    assert not banner_for(bb, {}, path="/api/users")
    assert not banner_for(bb, {}, path="/feed.xml")
    assert banner_for(bb, {}, path="/about")


def test_turned_off_there_is_none() -> None:
    bb = BrowserBanner(enabled=False, debug=True)
    assert not banner_for(bb, {}, query="browserbanner=outdated")


@pytest.mark.parametrize("kind", ["outdated", "cannot-update", "webview", "desktop-site"])
def test_the_debug_switch_shows_each_banner_to_anybody(kind: str) -> None:
    headers = {"User-Agent": CHROME_156, "Sec-Fetch-Mode": "navigate"}
    banner = BrowserBanner(debug=True).banner_for(headers, query=f"a=b&browserbanner={kind}")
    assert banner is not None
    assert banner.kind == kind
    assert BrowserBanner().banner_for(headers, query=f"a=b&browserbanner={kind}") is None


@pytest.mark.parametrize("name", SAMPLES)
def test_the_debug_switch_shows_what_that_visitor_really_gets(name: str) -> None:
    """?browserbanner=end-of-line and =system-webview said what no visitor of that device was told."""
    bb = BrowserBanner(debug=True, desktop_site=True)
    real = bb.banner_for({"User-Agent": SAMPLES[name], **PERSON})
    shown = bb.banner_for({"User-Agent": CHROME_156, **PERSON}, query=f"browserbanner={name}")
    assert real is not None
    assert shown is not None
    assert (shown.kind, visible(shown.html)) == (real.kind, visible(real.html))


def visible(html: bytes) -> str:
    """What is read of it: without style and script."""
    return re.sub(r"(?s)<(style|script).*?</\1>|<[^>]+>", " ", html.decode("ascii"))


def test_phones_are_told_of_a_site_for_computers_only_where_the_site_wants_that() -> None:
    banner = BrowserBanner(desktop_site=True).banner_for({"User-Agent": CHROME_156_ON_ANDROID})
    assert banner is not None
    assert banner.kind == "desktop-site"
    assert BrowserBanner().banner_for({"User-Agent": CHROME_156_ON_ANDROID}) is None


@pytest.mark.parametrize(
    ("options", "headers", "share"),
    [
        ({}, {}, "84,9%"),  # uk: Ukraine
        ({"country": "pl"}, {}, "56,"),  # Poland's figures in Ukrainian
        ({"country_header": "CF-IPCountry"}, {"CF-IPCountry": "PL"}, "56,"),
        ({"country_header": "CF-IPCountry"}, {"CF-IPCountry": "<script>"}, "84,9%"),
        ({}, {"Accept-Language": "en-US"}, "65."),
        ({}, {"Accept-Language": "en"}, "69."),  # the world
    ],
)
def test_the_share_is_that_of_the_visitor_s_country(
    options: Any, headers: dict[str, str], share: str, steady: Path
) -> None:
    # Internet Explorer's visitor is offered Chrome, whose share these are.
    bb = BrowserBanner(**options, data=steady)
    assert share.encode() in banner_for(bb, {"User-Agent": IE_ON_WINDOWS_10, **headers})


@pytest.mark.parametrize(
    ("options", "accept_language", "locale"),
    [
        ({}, "eo", "en"),
        ({"default_locale": "uk"}, "eo", "uk"),
        ({"locale": "uk"}, "en", "uk"),
        ({"locale": "ua"}, "en", "uk"),
        ({"locale": lambda request: request.headers.get("X-Language")}, "en", "uk"),
        ({"locale": lambda request: None}, "en", "en"),
    ],
)
def test_the_language_is_the_site_s_to_decide(options: dict[str, Any], accept_language: str, locale: str) -> None:
    headers = {"User-Agent": CHROME_60, "Accept-Language": accept_language, "X-Language": "uk"}
    banner = BrowserBanner(**options).banner_for(headers)
    assert banner is not None
    assert banner.locale == locale


def test_a_failing_function_of_the_site_s_costs_the_banner_and_one_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(headers: object) -> str:
        raise RuntimeError("the site's own\nmistake")

    assert BrowserBanner(locale=fail).banner_for({"User-Agent": CHROME_60}) is None
    lines = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(lines) == 1
    assert "mistake" in lines[0]
    assert "\n" not in lines[0]


@pytest.mark.parametrize("root_path", ["/app", "/app/", "/app//"])
def test_an_app_s_root_may_end_in_a_slash(bb: BrowserBanner, root_path: str) -> None:
    """The adapters knew; banner_for() wrote "/app//_browserbanner"."""
    banner = bb.banner_for({"User-Agent": IE_ON_WINDOWS_10}, path="/article", root_path=root_path)
    assert banner is not None
    assert b'href="/app/_browserbanner/close?kind=outdated&amp;next=/app/article"' in banner.html


def test_the_close_button_leads_back_to_the_page_below_the_app_s_root(bb: BrowserBanner) -> None:
    html = banner_for(bb, {}, path="/a b/<x>", query="q=1&r=%22", root_path="/app")
    next_page = b"/app/a%2520b/%253Cx%253E%3Fq%3D1%26r%3D%2522"
    assert b'href="/app/_browserbanner/close?kind=outdated&amp;next=' + next_page + b'"' in html


# -- the light hot path ----------------------------------------------------------------------------------------------

HEAVY = (
    "babel",
    "jinja2",
    "user_agents",
    "ua_parser",
    "prometheus_client",
    "importlib.resources",
    "gettext",
)


@pytest.mark.parametrize("adapter", ["asgi", "wsgi"])
def test_nothing_heavy_is_imported_before_the_first_outdated_visitor(adapter: str) -> None:
    script = (
        f"import sys, browserbanner.{adapter}\n"
        f"bb = browserbanner.BrowserBanner()\n"
        f"assert bb.judge({CHROME_156!r}).status == 'current'\n"
        f"assert bb.judge({CHROME_60!r}).outdated\n"
        f"print(*(set({HEAVY}) & set(sys.modules)))"
    )
    # -I -S: neither the environment's nor site's own imports, so that what is there is ours.
    path = f"import sys; sys.path[:] = {sys.path!r}\n"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", path + script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


ENGINE = BrowserBanner()


# -- immutable -------------------------------------------------------------------------------------------------------


def test_it_can_be_pickled_and_copied(bb: BrowserBanner) -> None:
    """A site's settings object that holds one is copied by its test client, and sent to worker processes."""
    given = BrowserBanner(policy={"ie": 11}, exempt=["/admin"])
    for copied in (copy.copy(given), copy.deepcopy(given), pickle.loads(pickle.dumps(given))):
        assert copied.options == given.options
        assert copied.judge(CHROME_60).status == "current"
    lies = bb.judge(CHROME_60, {"Sec-CH-UA": '"Chromium";v="156"'})
    assert lies.status == "unknown"
    for verdict in (bb.judge(CHROME_60), lies):
        assert pickle.loads(pickle.dumps(verdict)).reason == copy.deepcopy(verdict).reason == verdict.reason


def test_what_it_shows_is_what_a_site_needs(bb: BrowserBanner) -> None:
    shown = {name for name in dir(bb) if not name.startswith("_")}
    assert shown == {"banner_for", "data", "decide", "judge", "options", "policy", "warm_up"}
