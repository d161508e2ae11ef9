"""What a statement takes from other files: shared configs, the site's own shares; and versions ahead of the data."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from browserbanner import ConfigurationError
from browserbanner.analysis.stats import browserslist_stats, row_of
from browserbanner.browsers import BrowserData
from browserbanner.policy import Policy
from browserbanner.policy.browserslist import Query
from browserbanner.policy.browserslist.config import line_of
from browserbanner.useragent import UserAgent
from browserbanner.versions import dotted

DATA = BrowserData.load()
NEWEST = int(DATA.agents()["chrome"].released[-1])
ANDROID = int(DATA.agents()["android"].released[-1])


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site's folder, below one that has node_modules."""
    for variable in ("BROWSERSLIST_ENV", "NODE_ENV", "BROWSERSLIST_STATS"):
        monkeypatch.delenv(variable, raising=False)
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def installed(folder: Path, package: str, files: dict[str, str]) -> None:
    where = folder / "node_modules" / package
    where.mkdir(parents=True)
    for name, text in files.items():
        (where / name).parent.mkdir(exist_ok=True)
        (where / name).write_text(text)


QUERY = "['ie 11']"


@pytest.mark.parametrize(
    ("name", "package", "files"),
    [
        ("browserslist-config-x", "browserslist-config-x", {"index.js": f"module.exports = {QUERY};"}),
        ("browserslist-config-x", "browserslist-config-x", {"index.js": f"export default {QUERY}"}),
        ("browserslist-config-x", "browserslist-config-x", {"index.json": '["ie 11"]'}),
        ("browserslist-config-x", "browserslist-config-x", {"package.json": '{"browserslist": "ie 11"}'}),
        (
            "browserslist-config-x",
            "browserslist-config-x",
            {"package.json": '{"main": "./lib.js"}', "lib.js": f"module.exports={QUERY}"},
        ),
        (
            "browserslist-config-x",
            "browserslist-config-x",
            {"package.json": '{"main": ["lib.js"]}', "index.json": '["ie 11"]'},
        ),
        (
            "browserslist-config-x",
            "browserslist-config-x",
            {"package.json": '{"main": "gone.js"}', "index.json": '["ie 11"]'},
        ),
        # As Wikimedia's.
        ("browserslist-config-x/modern", "browserslist-config-x", {"modern.json": '["ie 11"]'}),
        ("browserslist-config-x/old/one", "browserslist-config-x", {"old/one.js": f"module.exports = {QUERY}"}),
        ("@me/browserslist-config", "@me/browserslist-config", {"index.js": f"// ours\nmodule.exports = {QUERY}"}),
        ("@me/browserslist-config/old", "@me/browserslist-config", {"old.js": f"module.exports = {QUERY}"}),
        ("@me/browserslist-config-old", "@me/browserslist-config-old", {"index.js": f"module.exports = {QUERY}"}),
        (
            "browserslist-config-x",
            "browserslist-config-x",
            {"index.js": "module.exports = {production: ['ie 11'], development: ['ie 6']}"},
        ),
    ],
)
def test_a_shared_config_is_read_from_node_modules(name: str, package: str, files: dict[str, str], site: Path) -> None:
    installed(site.parent, package, files)
    query = Query([f"extends {name}", "chrome 109"], DATA, folder=str(site))
    assert query.selected.keys() == {("chrome", "109"), ("ie", "11")}
    assert query.named == {"ie", "chrome"}


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"index.js": "module.exports = require('./other')"}, "is a program, which is not run"),
        ({"index.js": "module.exports = 'ie 11'"}, "neither a list of queries nor environments"),
        ({"index.js": "module.exports = [11]"}, "must be a query or a list of them"),
        ({"index.json": "[" * 100_000}, "is no JSON"),
        ({"index.js": "module.exports = " + "[" * 100_000}, "is a program"),
        ({"package.json": '{"main": "../../../secret.js"}'}, 'has no "browserslist"'),
        ({"index.js": "module.exports = ['extends browserslist-config-x']"}, "extend each other"),
        ({"README": ""}, "is in no node_modules folder"),
    ],
)
def test_a_shared_config_that_cannot_be_read_is_refused_with_the_reason(
    files: dict[str, str], why: str, site: Path
) -> None:
    installed(site, "browserslist-config-x", files)
    (site.parent.parent / "secret.js").write_text("module.exports = ['ie 11']")
    file = site / ".browserslistrc"
    file.write_text("# ours\nextends browserslist-config-x\n")
    for given in (file, str(file)):
        with pytest.raises(ConfigurationError, match="line 2") as refused:
            Policy(given, data=DATA)
        assert why in str(refused.value)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("site/browserslist", "ie 11"),
        (".browserslistrc", "[production]\nie 11\n[development]\nie 6"),
        ("package.json", '{"browserslist": "ie 11"}'),
    ],
)
def test_browserslist_config_is_the_nearest_config_file(file: str, text: str, site: Path) -> None:
    (site / "package.json").write_text('{"name": "site"}')
    (site.parent / file).write_text(text)
    query = Query("browserslist config, chrome 109", DATA, folder=str(site))
    assert query.selected.keys() == {("chrome", "109"), ("ie", "11")}


def test_browserslist_config_without_a_file_is_the_defaults_and_within_itself_is_refused(site: Path) -> None:
    config = Query("browserslist config", DATA, folder=str(site))
    assert config.selected.keys() == Query("defaults", DATA).selected.keys()
    (site / ".browserslistrc").write_text("browserslist config")
    with pytest.raises(ConfigurationError, match="takes its queries from itself"):
        Query("browserslist config", DATA, folder=str(site))


STATS = {"chrome": {"109": 1.5, "150": 60, "151": None}, "and_chr": {"130": 5}, "safari": {"15.2-15.3": 0.4}}


@pytest.mark.parametrize(
    ("query", "file", "wrapped"),
    [
        ("> 0.5% in my stats", "site/browserslist-stats.json", False),
        ("> 0.5% in my stats", "browserslist-stats.json", True),
        (">0.5% in ./stats.json", "site/stats.json", False),
        (">= 0.5% in ../stats.json", "stats.json", False),
        (
            "> 0.5% in browserslist-config-x stats",
            "node_modules/browserslist-config-x/browserslist-stats.json",
            False,
        ),
        ("cover 66% in my stats", "site/browserslist-stats.json", False),
    ],
)
def test_the_site_s_own_shares_are_read(query: str, file: str, wrapped: bool, site: Path) -> None:
    path = site.parent / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"dataByBrowser": STATS} if wrapped else STATS))
    (site / ".browserslistrc").write_text(query)
    selected = Query(query, DATA, folder=str(site)).selected
    newest = DATA.agents()["and_chr"].released[-1]  # of which caniuse has one version: that is all of them
    assert selected.keys() == {("and_chr", newest), ("chrome", "150"), ("chrome", "109")}
    assert Policy(site / ".browserslistrc", data=DATA).minimums.by_family["chrome"] == (109,)


@pytest.mark.parametrize(
    "content", ["[]", '{"chrome": 5}', '{"chrome": {"109": "1%"}}', '{"chrome": {"109": 500}}', "{"]
)
def test_shares_that_make_no_sense_are_refused(content: str, site: Path) -> None:
    (site / "browserslist-stats.json").write_text(content)
    with pytest.raises(ConfigurationError, match=r"is no JSON|is not of the form"):
        Query("> 1% in my stats", DATA, folder=str(site))


def test_the_shares_that_analyze_writes_are_read(site: Path) -> None:
    visitor = UserAgent("chrome", (120,), "blink", (120,), "windows", (10,), "desktop", "browser", None, "grammar")
    (site / "browserslist-stats.json").write_text(json.dumps(browserslist_stats([(row_of(visitor, DATA), 3)], DATA)))
    assert Query("> 99% in my stats", DATA, folder=str(site)).selected.keys() == {("chrome", "120")}


@pytest.mark.parametrize("ahead", [1, 17, 30])
@pytest.mark.parametrize("template", ["chrome {}", "chrome >= {}", {"chrome": 0}, "Chrome {}, safari 17"])
def test_a_version_that_the_data_does_not_have_yet_is_clamped_to_the_newest(ahead: int, template: Any) -> None:
    version = NEWEST + ahead
    policy = template.format(version) if isinstance(template, str) else {"chrome": version}
    minimums = Policy(policy, data=DATA, grace=0).minimums
    assert minimums.by_family["chrome"] == (NEWEST,)


@pytest.mark.parametrize(
    "text", ["chrome >= {0} and chrome >= {1}", "chrome >= {0} and chrome < 999", "chrome {0} and > 1%"]
)
def test_a_statement_that_narrows_versions_that_the_data_does_not_have_yet_starts(text: str) -> None:
    """It selects nothing by this data, and does by later data: the start was refused."""
    assert Policy(text.format(NEWEST + 9, NEWEST + 2), data=DATA).minimums.by_family == {}


def test_versions_of_a_browser_without_releases_of_its_own_are_passed_over() -> None:
    assert Policy("android >= 999, chrome >= 100", data=DATA).minimums.by_family == {"chrome": (100,)}


@pytest.mark.parametrize(
    ("named", "stands_for"),
    [
        (f"android {ANDROID - 1}", ("android", str(ANDROID))),  # one row, which is renamed with each release
        ("op_mob 64", ("op_mob", DATA.agents()["op_mob"].released[-1])),
        (f"android {ANDROID + 3}", ("android", str(ANDROID + 3))),  # a newer caniuse's
        ("kaios 4.0", ("kaios", "4.0")),
        ("ios_saf 15.7", ("ios_saf", "15.6-15.8")),  # joined with others later
        ("samsung 5.1", ("samsung", "5.0-5.4")),
    ],
)
def test_what_browserslist_wrote_down_by_other_data_starts(named: str, stands_for: tuple[str, str]) -> None:
    """`npx browserslist > .browserslistrc` wrote "android 157", and data of before or after that day refused it."""
    assert Query(named, DATA).selected.keys() == {stands_for}
    assert Policy(f"{named}, chrome 109", data=DATA).minimums.by_family["chrome"] == (109,)


def test_a_shared_config_may_be_ahead_of_the_data(site: Path) -> None:
    """What a shared config asked for that is newer than the data was passed over."""
    exported = f"module.exports = ['chrome >= {NEWEST + 9}', 'firefox >= 100']"
    installed(site, "browserslist-config-x", {"index.js": exported})
    (site / ".browserslistrc").write_text("extends browserslist-config-x")
    assert Policy(site / ".browserslistrc", data=DATA, grace=0).minimums.by_family["chrome"] == (NEWEST,)


@pytest.mark.parametrize("text", ["node 18", "op_mini all", "chrome < 4"])
def test_a_file_that_selects_no_browser_is_named(text: str, site: Path) -> None:
    """The error said "policy='node 18'", and not in which file that stands."""
    (site / ".browserslistrc").write_text(text)
    with pytest.raises(ConfigurationError, match=r"\.browserslistrc': selects no browser that can be judged"):
        Policy(site / ".browserslistrc", data=DATA)


def test_a_file_that_went_away_has_no_lines(tmp_path: Path) -> None:
    assert line_of(str(tmp_path / ".browserslistrc"), "ie 11") is None


@pytest.mark.parametrize(
    "policy", [f"chrome {NEWEST + 40}", {"chrome": NEWEST + 40}, f"chrome >= {NEWEST + 40}", "ie 12"]
)
def test_a_version_that_nobody_will_have_soon_is_refused(policy: Any) -> None:
    with pytest.raises(ConfigurationError):
        Policy(policy, data=DATA)


@pytest.mark.parametrize(
    ("policy", "ios"),
    [
        ("safari >= 15.4", (15, 4)),
        ("chrome 109, Safari 15.6", (15, 6)),
        ("safari 15.4-17.0, last 2 years", (15, 4)),
        ("safari >= 15.4, ios >= 17", (17,)),
        ("safari >= 39", DATA.newest("safari-ios").version),  # type: ignore[union-attr]
        ("last 2 safari versions", None),
        ("last 2 safari versions, chrome 109", None),
        ("safari >= 15.4 and last 2 safari versions", None),
        ({"safari": "15.4"}, (15, 4)),
        ({"Safari": "15.4", "ios_saf": 17}, (17,)),
    ],
)
def test_numbers_for_safari_count_on_ios_where_ios_is_not_named(policy: Any, ios: tuple[int, ...] | None) -> None:
    assert Policy(policy, data=DATA, grace=0).minimums.by_family.get("ios") == ios


@pytest.mark.parametrize(
    ("named", "family"),
    [
        ("Chrome", "chrome"),
        ("and_chr", "chrome"),
        ("ChromeAndroid", "chrome"),
        ("ff", "firefox"),
        ("FirefoxAndroid", "firefox"),
        ("ios_saf", "ios"),
        ("iOS", "ios"),
        ("Edge", "edge"),
        ("OperaMobile", "opera"),
        ("and_uc", "uc"),
    ],
)
def test_a_mapping_takes_browserslist_s_names(named: str, family: str) -> None:
    assert family in Policy({named: 100 if family not in ("ios", "uc") else 15}, data=DATA).minimums.by_family


def test_a_mapping_that_names_a_family_twice_has_to_say_the_same() -> None:
    assert Policy({"chrome": 109, "and_chr": 109}, data=DATA).minimums.by_family["chrome"] == (109,)
    with pytest.raises(ConfigurationError, match="for 'chrome', which it stands for"):
        Policy({"chrome": 109, "and_chr": 110}, data=DATA)


@pytest.mark.parametrize(("wrong", "right"), [("chorme", "chrome"), ("fierfox", "firefox"), ("sumsung", "samsung")])
def test_a_misspelt_browser_gets_a_suggestion(wrong: str, right: str) -> None:
    for policy in ({wrong: 100}, f"{wrong} >= 100"):
        with pytest.raises(ConfigurationError, match=f"did you mean '{right}'"):
            Policy(policy, data=DATA)


def test_what_selects_nobody_s_browser_is_ignored_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "browserbanner"):
        policy = Policy("chrome 109, node 18, maintained node versions", data=DATA)
    assert [record.getMessage() for record in caplog.records] == [
        "policy: node 18, maintained node versions selects no visitor's browser and is ignored"
    ]
    assert policy.explain().ignored == ("node 18", "maintained node versions")
    with pytest.raises(ConfigurationError, match="node 18 selects no visitor's browser"):
        Policy("node 18", data=DATA)


def test_each_minimum_names_the_clause_that_it_comes_from() -> None:
    """A stray "Chrome 27" lowered the minimum and nobody saw it."""
    rows = {row.family: row.clause for row in Policy("Chrome 27, last 2 versions", data=DATA).explain().minimums}
    assert rows["chrome"] == "Chrome 27"
    assert rows["firefox"] == "last 2 versions"


@pytest.mark.parametrize("query", ["electron 13.0", "electron >= 13 and electron <= 13.1"])
def test_electron_is_the_chromium_in_it(query: str) -> None:
    assert DATA.electron["13.0"] == "91"
    assert Policy(query, data=DATA, grace=0).minimums.by_family["chrome"] == (91,)


def test_baseline_with_downstream_and_kaios_is_one_clause() -> None:
    written = "baseline widely available with downstream and kaios"
    meant = "baseline widely available with downstream including kaios"
    assert Query(written, DATA).selected.keys() == Query(meant, DATA).selected.keys()
    assert not Query("baseline 2023 with downstream and kaios > 79", DATA).selected


@pytest.mark.parametrize("family", ["uc", "qq", "yandex", "opera", "samsung", "edge"])
@pytest.mark.parametrize("query", ["last 1 version", "baseline newly available", "last 1 chrome version"])
def test_the_newest_release_of_a_chromium_is_never_outdated_by_a_relative_query(family: str, query: str) -> None:
    newest = DATA.newest(family)
    assert newest is not None
    bases = DATA.chromium_bases(family)
    base = (DATA.chromium_base(family, newest.version) or bases[max(bases)],) if bases else newest.version
    ua = UserAgent(family, newest.version, "blink", base, "android", (), "phone", "browser", None, "grammar")
    verdict = Policy(query, data=DATA, grace=0).judge(ua)
    assert not verdict.outdated, f"{dotted(newest.version)}: {verdict.reason}"
