"""From what a site says to minimum versions: the oldest supported version of each family, in the units in which it is judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browserbanner import BrowserBanner, ConfigurationError, UserAgent
from browserbanner.browsers import BrowserData
from browserbanner.policy import FAMILIES, Policy
from browserbanner.policy.policy import PolicyLike
from browserbanner.useragent import fallback, identify
from browserbanner.useragent.products import FAMILIES as FAMILIES_BY_TOKEN

DATA = BrowserData.load()
WIN = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"


def named(raw: str) -> UserAgent:
    found = identify(raw.encode())
    assert found is not None
    return found


CHROME_100 = named(f"{WIN} Chrome/100.0.0.0 Safari/537.36")
EDGE_100 = named(f"{WIN} Chrome/100.0.0.0 Safari/537.36 Edg/100.0.0.0")
EDGE_18 = named(f"{WIN} Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763")
VIVALDI = named(f"{WIN} Chrome/98.0.4758.107 Safari/537.36 Vivaldi/5.1.2567.57")
FIREFOX_90 = named("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:90.0) Gecko/20100101 Firefox/90.0")
IE_11 = named("Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko")
IPHONE_14 = named(
    "Mozilla/5.0 (iPhone; CPU iPhone OS 14_8 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/14.1.2 Mobile/15E148 Safari/604.1"
)
CHROME_ON_IPHONE_14 = named(
    "Mozilla/5.0 (iPhone; CPU iPhone OS 14_8 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "CriOS/140.0.7339.101 Mobile/15E148 Safari/604.1"
)
OLD_CHROME_ON_ANDROID = named(
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/100.0.0.0 Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    ("policy", "outdated", "supported"),
    [
        # A mapping judges what it names, and nothing else.
        ({"chrome": 101}, [CHROME_100, OLD_CHROME_ON_ANDROID], [EDGE_100, FIREFOX_90, IE_11, IPHONE_14, VIVALDI]),
        ({"chrome": 100}, [], [CHROME_100]),
        ({"chrome": "100.0.4896.127"}, [], [CHROME_100]),  # minor versions are frozen at 0: majors count
        ({"safari": "15.4"}, [IPHONE_14, CHROME_ON_IPHONE_14], [CHROME_100]),
        ({"safari": "15.4", "ios": 14}, [], [IPHONE_14, CHROME_ON_IPHONE_14]),
        ({"ie": False}, [IE_11], [EDGE_18, FIREFOX_90]),
        ({"ie": 11}, [], [IE_11]),
        ({"ie": True, "*": False}, [CHROME_100, FIREFOX_90, IPHONE_14], [IE_11]),
        ({"chrome": 90, "*": False}, [IE_11, EDGE_100, FIREFOX_90], [CHROME_100]),
        ({"edge": 101}, [EDGE_100, EDGE_18], [CHROME_100]),
        # A query: derived browsers by their Chromium, phones by their engine's desktop browser, the dead always.
        (
            "chrome >= 99, firefox >= 91",
            [VIVALDI, FIREFOX_90, IE_11, EDGE_18],
            [CHROME_100, EDGE_100, OLD_CHROME_ON_ANDROID],
        ),
        ("chrome >= 101", [CHROME_100, EDGE_100, OLD_CHROME_ON_ANDROID], [FIREFOX_90, IPHONE_14]),
        ("> 0.0001%", [IE_11], []),  # selected by its usage, which does not mean it
        ("chrome >= 90, ie 11", [], [IE_11, CHROME_100]),
        ("chrome >= 90, edge >= 16", [], [EDGE_18]),
        ("ios_saf >= 15", [IPHONE_14, CHROME_ON_IPHONE_14], [CHROME_100]),
        (["chrome >= 101", "ios_saf >= 15"], [CHROME_100, IPHONE_14], []),
    ],
    ids=lambda value: str(value) if isinstance(value, str | dict) else "",
)
def test_a_policy_judges(policy: PolicyLike, outdated: list[UserAgent], supported: list[UserAgent]) -> None:
    made = Policy(policy, data=DATA, grace=0)
    assert [ua for ua in outdated if not made.judge(ua).outdated] == []
    assert [made.judge(ua).reason for ua in supported if made.judge(ua).outdated] == []


def test_the_default_s_minimums_are_baseline_s() -> None:
    minimums = Policy(data=DATA, grace=0).minimums.by_family
    baseline = DATA.baseline_widely_available()
    assert minimums == {
        "chrome": baseline["chrome"],
        "edge": baseline["edge"],
        "firefox": baseline["firefox"],
        "safari": baseline["safari"],
        "ios": baseline["safari-ios"],
        # Their newest releases are older Chromiums than that, and a newest release is never outdated.
        "uc": (data_base("uc"),),
        "qq": (data_base("qq"),),
    }


def data_base(family: str) -> int:
    """The newest Chromium in a family."""
    bases = DATA.chromium_bases(family)
    return bases[max(bases)]


def test_grace_lowers_a_minimum_to_the_first_release_within_it() -> None:
    strict, lenient = (Policy("last 1 version", data=DATA, grace=grace).minimums.by_family for grace in (0, 180))
    assert lenient["chrome"] is not False
    assert strict["chrome"] is not False
    assert lenient["chrome"] < strict["chrome"]


@pytest.mark.parametrize(("esr", "status"), [(True, "current"), (False, "outdated")])
def test_an_option_decides_whether_a_patched_esr_below_the_minimum_is_outdated(esr: bool, status: str) -> None:
    ua = named("Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0")
    verdict = Policy(data=DATA, esr=esr).judge(ua)
    assert verdict.status == status
    assert verdict.recommended == ()


@pytest.mark.parametrize(
    ("policy", "status"),
    [
        ("chrome >= 109", "outdated"),
        ("chrome >= 109, android >= 120", "outdated"),  # Android's name, but the WebView's versions
        ("chrome >= 109, android >= 4", "current"),
        ("chrome >= 109, android >= 4.4", "outdated"),
    ],
)
def test_who_asks_for_the_webview_by_androids_name_has_not_asked_for_androids_own_browser(
    policy: str, status: str
) -> None:
    android_4_1 = named(
        "Mozilla/5.0 (Linux; U; Android 4.1.2; uk-ua; GT-I9100 Build/JZO54K) AppleWebKit/534.30 (KHTML, like Gecko) "
        "Version/4.0 Mobile Safari/534.30"
    )
    assert Policy(policy, data=DATA).judge(android_4_1).status == status


@pytest.mark.parametrize(
    ("policy", "recommended"),
    [({"ie": False}, {"chrome", "edge", "firefox", "opera"}), ({"chrome": 109, "*": False}, {"chrome"})],
)
def test_what_a_mapping_does_not_name_is_recommended_only_where_it_would_be_fine(
    policy: PolicyLike, recommended: set[str]
) -> None:
    ie_11 = IE_11._replace(os_version=(10, 0))
    assert set(Policy(policy, data=DATA, esr=False).judge(ie_11).recommended) == recommended


def test_a_region_without_data_has_no_share_of_page_views_below() -> None:
    below = Policy("baseline widely available", data=DATA).explain("UA", "XX").below
    assert below.keys() == {None, "UA"}


def test_a_mapping_is_explained_as_it_was_given() -> None:
    rows = Policy({"chrome": 109, "ie": False, "firefox": True}, data=DATA).explain().minimums
    assert {row.family: (row.minimum, row.released) for row in rows} == {
        "chrome": ((109,), "2023-01-10"),
        "firefox": ((), None),
        "ie": (False, None),
        "webview": ((109,), "2023-01-10"),
    }


def test_a_minimum_s_day_is_that_of_the_chromium_that_it_is_held_against() -> None:
    """Whatever family it is of: Edge alone has Chromium's numbers and days of its own."""
    on_chromium = {"chrome": 109, "webview": 109, "brave": 109, "silk": 109, "chromium": 109}
    asked = {**on_chromium, "edge": 109, "yandex": "23.1", "uc": True, "opera": "95", "vivaldi": True, "ios": "16.4"}
    rows = Policy(asked, data=DATA).explain().minimums
    days = {row.family: row.released for row in rows}
    assert {days[family] for family in on_chromium} == {DATA.released("chrome", (109,))}
    assert days["edge"] == DATA.released("edge", (109,)) != days["chrome"]
    assert days["ios"] == DATA.released("safari-ios", (16, 4))
    assert days["uc"] is days["vivaldi"] is None
    for row in rows:
        if row.family in ("opera", "yandex"):
            assert isinstance(row.minimum, tuple)
            assert row.released == DATA.released("chrome", row.minimum) is not None
    # A clamped minimum of a query is in Chromium's versions, too.
    by_default = {row.family: row.released for row in Policy(data=DATA).explain().minimums}
    assert by_default["qq"] == DATA.released("chrome", (data_base("qq"),))
    # Opera 12 was on Presto: its number is none of Chromium's.
    assert [row.released for row in Policy({"opera": 12}, data=DATA).explain().minimums] == [None]


@pytest.mark.parametrize("options", [{"esr": False}, {"esr": "all"}, {"grace": 0}, {"grace": 180}])
def test_options_that_a_policy_has_already_are_refused_beside_it_and_both_are_named(options: dict[str, Any]) -> None:
    (option,) = options
    made = Policy("chrome >= 100", data=DATA)
    for make in (
        lambda: Policy(made, data=DATA, **options),
        lambda: BrowserBanner(policy=made, **options),
        lambda: BrowserBanner(policy=made, block=made, **options),
    ):
        with pytest.raises(ConfigurationError, match=rf"{option}=.*policy=<Policy 'chrome >= 100'>"):
            make()
    assert BrowserBanner(policy=made, block="chrome >= 50").policy.minimums == made.minimums


def test_grace_counts_for_the_policy_where_the_block_is_a_policy_object() -> None:
    """It was refused, with the advice to write it into the block's."""
    made = Policy("chrome >= 100", data=DATA)
    strict, lenient = (BrowserBanner(policy="last 2 versions", block=made, grace=days) for days in (0, 180))
    assert strict.policy.minimums.by_family["chrome"] != lenient.policy.minimums.by_family["chrome"]
    assert BrowserBanner(policy=made, block="last 2 versions", grace=0).policy.minimums == made.minimums


def test_a_policy_without_esr_accuses_an_esr_that_is_still_patched() -> None:
    patched = named("Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0")
    policy = Policy({"firefox": 128}, data=DATA)
    assert [each.judge(patched).status for each in (policy, policy.without_esr())] == ["current", "outdated"]


def test_a_bundler_s_config_is_read_by_its_path(tmp_path: Path) -> None:
    (tmp_path / ".browserslistrc").write_text("# what we support\nchrome >= 101\n")
    (tmp_path / "package.json").write_text('{"browserslist": ["chrome >= 99"]}')
    assert Policy(tmp_path / ".browserslistrc", data=DATA).judge(CHROME_100).outdated
    assert Policy(str(tmp_path / ".browserslistrc"), data=DATA).judge(CHROME_100).outdated
    assert not Policy(tmp_path / "package.json", data=DATA).judge(CHROME_100).outdated


def test_every_family_that_a_string_can_name_can_be_named_in_a_mapping() -> None:
    """`"*": False` called eleven of them outdated, and who wanted to let one pass was told that there is no such name."""
    by_rule = {"firefox", "safari", "webview", "android", "ie", "opera"}
    named = set(FAMILIES_BY_TOKEN.values()) | by_rule | set(fallback._FAMILIES.values())
    assert named - set(FAMILIES) == set()
    for family in named:
        Policy({"ie": False, family: True, "*": False}, data=DATA)


@pytest.mark.parametrize(
    ("family", "products"),
    [
        ("maxthon", "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 Maxthon/7.1"),
        ("iron", "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0 Safari/537.36 Iron/60.0"),
        ("waterfox", "Gecko/20100101 Firefox/91.0 Waterfox/91.1"),
        ("seamonkey", "Gecko/20100101 Firefox/52.0 SeaMonkey/2.49.1"),
        ("palemoon", "Gecko/20130830 Firefox/24.0 PaleMoon/24.0.1"),
    ],
)
def test_a_mapping_lets_a_browser_pass_or_none_of_it_by_the_name_that_only_the_fallback_knows(
    family: str, products: str
) -> None:
    string = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:91.0) {products}"
    person = {"Accept-Language": "uk", "Accept-Encoding": "gzip, deflate, br", "Accept": "text/html"}
    others: dict[str, object] = {"chrome": 109, "firefox": 115, "safari": 15, "*": False}
    for said, status in (({}, "outdated"), ({family: True}, "current"), ({family: False}, "outdated")):
        verdict = BrowserBanner(policy=others | said).judge(string, person)
        assert (verdict.user_agent.family, verdict.status) == (family, status)
    assert not BrowserBanner(policy={"firefox": 60, family: True}).judge(string, person).outdated
    with pytest.raises(ConfigurationError, match=rf"policy\['{family}'\]=7: must be True .* or False"):
        BrowserBanner(policy=others | {family: 7})


@pytest.mark.parametrize("query", ["chrome > 9000", "op_mini all", "chrome < 4"])
def test_a_policy_that_leaves_nothing_to_judge_is_refused(query: str) -> None:
    with pytest.raises(ConfigurationError):
        Policy(query, data=DATA)


@pytest.mark.parametrize("policy", [{"chrome": False}, {"firefox": 9999}, {"safari": False}])
def test_a_policy_that_would_accuse_the_newest_release_is_refused(policy: PolicyLike) -> None:
    with pytest.raises(ConfigurationError, match="newest"):
        Policy(policy, data=DATA)
