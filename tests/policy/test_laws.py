"""Laws: what holds of every policy and every version, checked on many."""

from __future__ import annotations

import itertools
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from browserbanner import ConfigurationError, UserAgent
from browserbanner.browsers import BrowserData
from browserbanner.browsers.data import PACKAGED
from browserbanner.policy import Policy
from browserbanner.useragent import Kind, Version

DATA = BrowserData.load()
POLICIES = [
    Policy(spec, data=DATA)
    for spec in (
        "baseline widely available",
        "last 2 versions",
        "last 2 years, not dead",
        "defaults",
        "> 0.5% in UA",
        "chrome >= 109, firefox >= 115",
        "safari >= 15.4, ie 11",
        {"chrome": 109, "safari": "15.4", "ie": False},
        {"firefox": 115, "*": False},
    )
]

# Browsers as the grammar names them: family, engine, system, its versions.
BROWSERS = [
    ("chrome", "blink", "windows", (10, 0)),
    ("chrome", "blink", "windows", (6, 1)),
    ("chrome", "blink", "android", (8, 0)),
    ("edge", "blink", "windows", (10, 0)),
    ("opera", "blink", "macos", (10, 13)),
    ("yandex", "blink", "windows", (6, 1)),
    ("yandex", "blink", "windows", (10, 0)),
    ("vivaldi", "blink", "windows", (10, 0)),
    ("samsung", "blink", "android", (10,)),
    ("uc", "blink", "android", (10,)),
    ("qq", "blink", "android", (10,)),
    ("webview", "blink", "android", (10,)),
    ("firefox", "gecko", "windows", (10, 0)),
    ("firefox", "gecko", "windows", (6, 1)),
    ("firefox", "gecko", "macos", (10, 13)),
    ("safari", "webkit", "macos", ()),
    ("safari", "webkit", "ios", (15, 4)),
    ("chrome", "webkit", "ios", (15, 4)),
    ("ie", "trident", "windows", (6, 1)),
]

policies = st.sampled_from(POLICIES)
browsers = st.sampled_from(BROWSERS)
versions = st.tuples(st.integers(1, 9999), st.integers(0, 99))


def user_agent(browser: tuple[str, str, str, Version], version: Version) -> UserAgent:
    family, engine, os, os_version = browser
    kind: Kind = "webview" if family == "webview" else "browser"
    return UserAgent(family, version, engine, version, os, os_version, "desktop", kind, None, "grammar")


def is_patched_esr(policy: Policy, ua: UserAgent) -> bool:
    return "ESR" in policy.reason(ua, "current")


@given(policies, browsers, versions, versions)
def test_a_higher_version_never_turns_current_into_outdated(
    policy: Policy, browser: tuple[str, str, str, Version], one: Version, other: Version
) -> None:
    low, high = sorted((one, other))
    lower = user_agent(browser, low)
    if policy.judge(lower).status == "current" and not is_patched_esr(policy, lower):
        assert policy.judge(user_agent(browser, high)).status == "current"


@given(policies, browsers, st.integers(0, 5000))
def test_a_version_above_the_newest_known_is_never_outdated(
    policy: Policy, browser: tuple[str, str, str, Version], above: int
) -> None:
    family, engine, os, _ = browser
    bases = DATA.chromium_bases(family)
    if bases and engine == "blink":  # numbers of its own, whatever Chromium stands beside them
        newer = (*max(bases)[:-1], max(bases)[-1] + 1 + above)
        old_chromium = user_agent(browser, (60, 0))._replace(version=newer)
        assert not policy.judge(old_chromium).outdated or not policy.minimums.others
    newest = DATA.newest("safari-ios" if os == "ios" else "chrome" if engine == "blink" else family)
    if newest is None or family == "ie" or not policy.minimums.others:
        return
    assert not policy.judge(user_agent(browser, (newest.version[0] + above, 99))).outdated


@example(
    POLICIES[-1], ("safari", "webkit", "macos", ()), (18, 5)
)  # updating Safari was advised where none is supported
@given(policies, browsers, versions)
def test_no_recommended_browser_is_outdated_under_the_same_policy_on_that_system(
    policy: Policy, browser: tuple[str, str, str, Version], version: Version
) -> None:
    verdict = policy.judge(user_agent(browser, version))
    _, _, os, os_version = browser
    for family in verdict.recommended:
        last = DATA.systems.last_for(os, os_version)[family]
        there = UserAgent(
            family,
            last.version,
            last.engine,
            last.engine_version,
            os,
            os_version,
            "desktop",
            "browser",
            None,
            "grammar",
        )
        assert not policy.judge(there).outdated, family


@given(policies, browsers, versions)
def test_only_the_outdated_get_advice_and_every_verdict_has_a_reason(
    policy: Policy, browser: tuple[str, str, str, Version], version: Version
) -> None:
    verdict = policy.judge(user_agent(browser, version))
    assert DATA.date in verdict.reason
    if not verdict.outdated:
        assert (verdict.advice, verdict.recommended) == ("none", ())
    assert (verdict.advice in ("update", "switch", "open-in-browser")) == bool(verdict.recommended)


@pytest.mark.parametrize("family", ["chrome", "firefox", "edge"])
def test_nobody_is_outdated_for_not_updating_within_the_grace(family: str) -> None:
    policy = Policy("last 2 versions", data=DATA, grace=180)
    since = (date.fromisoformat(DATA.date) - timedelta(days=180)).isoformat()
    within = [r for r in DATA.releases(family) if r.date is not None and since <= r.date <= DATA.date]
    assert len(within) > 2
    for release in within:
        engine = "gecko" if family == "firefox" else "blink"
        assert not policy.judge(user_agent((family, engine, "windows", (10, 0)), release.version)).outdated


@given(policies, browsers, versions)
def test_what_only_the_fallback_named_is_unknown_and_outdated_only_where_it_is_corroborated(
    policy: Policy, browser: tuple[str, str, str, Version], version: Version
) -> None:
    ua = user_agent(browser, version)
    named, guessed = policy.judge(ua), policy.judge(ua._replace(named_by="fallback"))
    assert not guessed.outdated
    assert (guessed.corroborated is not None) == named.outdated
    if guessed.corroborated is not None:
        assert guessed.corroborated.outdated


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BrowserData]:
    """The packaged data as of earlier days: the same releases, of which later ones are schedules then."""
    meta, rest = Path(PACKAGED).read_text().split("\n", 1)
    packs = {}
    for day in ("2025-01-15", "2025-12-01", "2026-06-30"):
        path = tmp_path_factory.mktemp("pack") / "pack.jsonl"
        path.write_text(json.dumps({**json.loads(meta), "date": day}) + "\n" + rest)
        packs[day] = BrowserData.load(path)
    return {**packs, DATA.date: DATA}


@pytest.mark.parametrize(
    "query",
    ["baseline widely available", "baseline newly available", "last 2 years", "last 1 year", "since 2021", "ie 11"],
)
@pytest.mark.parametrize("grace", [0, 180])
def test_a_minimum_never_rises_when_the_data_is_older(query: str, grace: int, older: dict[str, BrowserData]) -> None:
    minimums = [Policy(query, data=data, grace=grace).minimums.by_family for _, data in sorted(older.items())]
    for earlier, later in itertools.pairwise(minimums):
        for family in earlier.keys() & later.keys():
            assert (earlier[family] or ()) <= (later[family] or ()), family


@given(policies)
def test_whose_system_is_not_known_is_recommended_nothing(policy: Policy) -> None:
    ua = UserAgent("ie", (7, 0), "trident", (7, 0), None, (), "desktop", "browser", None, "grammar")
    assert (policy.advise(ua).advice, policy.advise(ua).recommended) == ("none", ())


@pytest.mark.parametrize(
    "query",
    [
        "> 60% in US",
        "> 60%",
        "cover 10%",
        "last 2 chrome versions and > 50%",
        "since 2040",
        "unreleased samsung versions",
        "last 2 chrome versions and chrome <= 100",
        "last 2 electron versions and chrome <= 100",
    ],
)
def test_a_share_that_no_version_has_any_more_stops_no_site(query: str, caplog: pytest.LogCaptureFixture) -> None:
    """ "> 7%" started with the data of 2026-10-23 and not with that of 2026-11-06: Chrome's versions became more.

    And "last 2 chrome versions and chrome <= 158" started until there was a Chrome 160.
    """
    policy = Policy(query, data=DATA)
    assert query in caplog.text
    assert {browser for browser in BROWSERS if policy.judge(user_agent(browser, (1, 0))).outdated} <= {BROWSERS[-1]}


@pytest.mark.parametrize("query", ["last 1 op_mob version", "android >= 5", "node 18", "op_mini all"])
def test_what_selects_nobody_by_any_data_is_refused(query: str) -> None:
    with pytest.raises(ConfigurationError, match="selects no browser that can be judged"):
        Policy(query, data=DATA)
