"""What was looked up by hand: limits, ESR and downloads, held against the data."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from browserbanner.browsers import BrowserData, problems_of
from browserbanner.browsers import curated as curated_files
from browserbanner.browsers.curated import rows
from browserbanner.versions import parse_version

ALL = {"windows", "macos", "linux", "chromeos", "android", "ios"}


def test_the_data_is_good(data: BrowserData) -> None:
    assert problems_of(data) == []


@pytest.mark.parametrize("name", ["systems", "patched", "downloads"])
def test_every_row_says_where_it_is_from_and_when_that_was_seen(name: str) -> None:
    for row in rows(name):
        assert row["source"]
        day = row["verified_on"]  # None: inferred
        assert day is None or date.fromisoformat(day).isoformat() == day


def test_limits_ascend_with_the_system(data: BrowserData) -> None:
    for system, family, steps in data.last_versions():
        versions = [parse_version(since) for since, *_ in steps]
        assert versions == sorted(set(versions)), (system, family)


def test_an_esr_ends_after_its_release(data: BrowserData) -> None:
    released = {release.version: release.date for release in data.releases("firefox")}
    for row in rows("patched"):
        if row["family"] == "firefox" and row["until"] is not None:
            assert (released[parse_version(row["line"])] or "") < date.fromisoformat(row["until"]).isoformat()


def test_a_download_is_an_https_address_with_a_known_action_and_there_is_one_for_every_language() -> None:
    general = {
        (row["family"], system, row.get("esr"))
        for row in rows("downloads")
        if row["language"] == "*"
        for system in row["os"]
    }
    for row in rows("downloads"):
        assert row["url"].startswith("https://")
        assert row["action"] in {"download", "store", "update"}
        assert general.issuperset((row["family"], system, row.get("esr")) for system in row["os"])


def test_whatever_is_made_for_a_system_can_be_had_there(data: BrowserData) -> None:
    for row in rows("systems"):
        if row["last"] == "current" and "limit" not in row and row["os"] != "chromeos":
            assert data.systems.download(row["family"], row["os"], "en") is not None, row


def last(data: BrowserData, system: str, version: tuple[int, ...]) -> dict[str, str]:
    """What can be offered there, short: "109", "current" or "115 ESR until 2027-03-31"."""
    said = {}
    for family, known in data.systems.last_for(system, version).items():
        if family in data.systems.unoffered:
            continue
        text = "current" if known.current else ".".join(map(str, known.version))
        said[family] = text if known.esr_until is None else f"{text} ESR until {known.esr_until}"
    return said


XP = {"chrome": "49", "firefox": "52", "opera": "36", "safari": "5.1"}
ESR_115 = "115 ESR until 2027-03-31"
SEVEN = {"chrome": "109", "edge": "109", "firefox": ESR_115, "opera": "95"}
CURRENT = {"chrome": "current", "edge": "current", "firefox": "current", "opera": "current"}


@pytest.mark.parametrize(
    ("system", "version", "expected"),
    [
        ("windows", (5, 1), XP),
        ("windows", (5, 2), XP),
        ("windows", (6, 0), XP),
        ("windows", (6, 1), SEVEN | {"safari": "5.1"}),
        ("windows", (6, 2), SEVEN),
        ("windows", (6, 3), SEVEN),
        ("windows", (10, 0), CURRENT),
        ("windows", (), CURRENT),
        ("macos", (10, 6, 8), {"chrome": "49", "firefox": "48", "opera": "36", "safari": "5.1"}),
        ("macos", (10, 9, 5), {"chrome": "67", "firefox": "78", "opera": "54", "safari": "9.1"}),
        ("macos", (10, 11), {"chrome": "103", "firefox": "78", "opera": "89", "safari": "11.1"}),
        (
            "macos",
            (10, 13, 6),
            {"chrome": "116", "edge": "116", "firefox": ESR_115, "opera": "102", "safari": "13.1"},
        ),
        (
            "macos",
            (10, 15),
            {"chrome": "128", "edge": "128", "firefox": "current", "opera": "114", "safari": "15.6"},
        ),
        ("macos", (12, 7), {"chrome": "150", "edge": "150", "firefox": "current", "opera": "134", "safari": "17.6"}),
        ("macos", (13,), CURRENT | {"safari": "18.6"}),
        ("macos", (14,), CURRENT | {"safari": "26.6"}),
        ("macos", (26,), CURRENT | {"safari": "current"}),
        ("macos", (27, 1), CURRENT | {"safari": "current"}),
        ("macos", (10, 16), CURRENT | {"safari": "current"}),
        ("macos", (), CURRENT | {"safari": "current"}),
        ("android", (2, 3), {}),
        ("android", (4, 0), {"chrome": "42", "firefox": "55"}),
        ("android", (4, 4), {"chrome": "81", "firefox": "68", "opera": "58"}),
        ("android", (7, 1), {"chrome": "119", "edge": "119", "firefox": "143", "opera": "79", "samsung": "24.0"}),
        ("android", (9,), {"chrome": "138", "edge": "138", "firefox": "current", "opera": "90", "samsung": "29.0"}),
        ("android", (10,), CURRENT | {"samsung": "current"}),
        ("android", (17,), CURRENT | {"samsung": "current"}),
        ("ios", (9, 3), {"safari": "9.3"}),
        ("ios", (12, 1), {"safari": "12.5"}),
        ("ios", (14, 8), {"safari": "15.8"}),
        ("ios", (15, 2), {"safari": "15.8", "firefox": "15.8"}),
        ("ios", (16, 7), {"safari": "16.7", "firefox": "16.7"}),
        ("ios", (17, 4), {"safari": "18.7", "firefox": "18.7", "chrome": "18.7", "opera": "18.7"}),
        (
            "ios",
            (26, 1),
            {"safari": "current", "firefox": "current", "chrome": "current", "edge": "current", "opera": "current"},
        ),
        ("linux", (), CURRENT),
        ("chromeos", (), {"chrome": "current"}),
        ("tizen", (5,), {}),
        ("kaios", (), {}),
    ],
)
def test_the_last_version_for_a_system(
    data: BrowserData, system: str, version: tuple[int, ...], expected: dict[str, str]
) -> None:
    assert last(data, system, version) == expected


def test_a_policy_can_judge_by_the_engine(data: BrowserData) -> None:
    seven = data.systems.last_for("windows", (6, 1))
    assert (seven["opera"].engine, seven["opera"].engine_version) == ("blink", (109,))
    assert (seven["firefox"].engine, seven["firefox"].esr) == ("gecko", (115,))
    phone = data.systems.last_for("ios", (15, 2))
    assert (phone["firefox"].engine, phone["firefox"].engine_version) == ("webkit", (15, 8))


def test_a_current_browser_is_at_its_newest(data: BrowserData) -> None:
    newest = data.newest("chrome-android")
    assert newest is not None
    assert data.systems.last_for("android", (14,))["chrome"].version == newest.version


@given(
    system=st.sampled_from(sorted(ALL)),
    versions=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 16)), min_size=2, max_size=2).map(sorted),
)
def test_a_newer_system_never_gets_an_older_browser(system: str, versions: list[tuple[int, int]]) -> None:
    # macOS 10.16 is no system: it is what 11 and all later ones call themselves to programs built for older ones.
    assume(system != "macos" or not any((10, 16) <= version < (11,) for version in versions))
    older, newer = (BrowserData.load().systems.last_for(system, version) for version in versions)
    for family in older.keys() & newer.keys():
        assert older[family].version <= newer[family].version
        assert newer[family].current or not older[family].current


@pytest.mark.parametrize("family", ["vivaldi", "brave", "yandex", "whale", "uc", "ecosia"])
def test_a_browser_that_only_its_owner_is_told_of_is_made_somewhere_and_can_be_had_there(
    data: BrowserData, family: str
) -> None:
    assert family in data.systems.unoffered
    assert family not in data.systems.oldest_current
    made = [
        system for system in ("windows", "macos", "linux", "android") if family in data.systems.last_for(system, ())
    ]
    assert made
    for system in made:
        assert data.systems.last_for(system, ())[family].current
        assert data.systems.download(family, system, "uk") is not None


def test_the_oldest_systems_that_get_everything(data: BrowserData) -> None:
    assert data.systems.oldest_current["chrome"] | {} == {
        "windows": (10,),
        "macos": (13,),
        "linux": (0,),
        "chromeos": (0,),
        "android": (10,),
        "ios": (17,),
    }
    assert data.systems.oldest_current["safari"].keys() == {"macos", "ios"}
    assert data.systems.oldest_current["samsung"].keys() == {"android"}
    assert "netscape" not in data.systems.oldest_current


@pytest.mark.parametrize(
    ("verified_on", "day", "is_patched"),
    [
        ("2026-11-23", "2026-09-29", True),
        ("2026-11-23", "2026-09-30", False),
        ("2026-09-28", "2026-09-30", True),  # nobody has looked since: Mozilla may have moved the end
        ("2026-09-28", "2030-01-01", True),
        ("2026-09-30", "2030-01-01", False),
    ],
)
def test_an_end_counts_only_as_far_as_somebody_looked(
    verified_on: str, day: str, is_patched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    patched = [{**row, "verified_on": verified_on} for row in curated_files.rows("patched")]
    systems = curated_files.rows("systems")
    monkeypatch.setattr(curated_files, "rows", {"patched": patched, "systems": systems}.__getitem__)
    data = BrowserData.load()
    data.date = day
    assert ((140,) in data.systems.patched_esr("windows", (10, 0))) is is_patched


def test_a_newer_pack_ends_no_esr() -> None:
    """A pack of 2027-04-01 told Firefox 115 on Windows 7, which Mozilla still patched, that there is nothing newer."""
    for day in (BrowserData.load().date, "2027-03-31", "2027-04-01", "2030-01-01"):
        data = BrowserData.load()
        data.date = day
        assert data.systems.patched_esr("windows", (6, 1)) == {(115,)}
        assert data.systems.patched_esr("windows", (10, 0)) == {(153,)}


def test_mdn_s_esr_counts_where_all_curated_lines_have_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    patched = [row | {"until": row["until"] or "2026-11-01"} for row in curated_files.rows("patched")]
    systems = curated_files.rows("systems")
    monkeypatch.setattr(curated_files, "rows", {"patched": patched, "systems": systems}.__getitem__)
    data = BrowserData.load()
    data.firefox_esr = "160"
    assert data.systems.patched_esr("linux", ()) == {(160,)}


def test_mdn_s_esr_adds_a_line_and_ends_none() -> None:
    data = BrowserData.load()
    data.firefox_esr = "160"
    assert data.systems.patched_esr("windows", (10, 0)) == {(153,), (160,)}
    assert data.systems.patched_esr("windows", (6, 1)) == {(115,)}
    data = BrowserData.load()
    data.firefox_esr = "115"
    assert data.systems.patched_esr("windows", (10, 0)) == {(153,)}


@pytest.mark.parametrize(
    ("family", "system", "language", "url"),
    [
        ("chrome", "windows", "uk", "https://www.google.com/intl/uk_ua/chrome/"),
        ("chrome", "macos", "uk-UA", "https://www.google.com/intl/uk_ua/chrome/"),
        ("chrome", "linux", "en_GB", "https://www.google.com/intl/en/chrome/"),
        ("chrome", "windows", "ja", "https://www.google.com/chrome/"),
        ("chrome", None, "", "https://www.google.com/chrome/"),
        ("edge", "windows", "uk", "https://www.microsoft.com/uk-ua/edge/download"),
        ("safari", "ios", "en", "https://support.apple.com/en-us/118575"),
        ("safari", "macos", "en", "https://support.apple.com/en-us/102665"),
        ("samsung", "android", "uk", "https://play.google.com/store/apps/details?id=com.sec.android.app.sbrowser"),
    ],
)
def test_a_link_is_in_the_visitor_s_language_where_there_is_one(
    data: BrowserData, family: str, system: str | None, language: str, url: str
) -> None:
    link = data.systems.download(family, system, language)
    assert link is not None
    assert link.url == url


@pytest.mark.parametrize(
    ("family", "system", "esr"),
    [
        ("safari", "windows", False),
        ("samsung", "ios", False),
        ("netscape", "windows", False),
        ("chrome", "windows", True),
    ],
)
def test_what_a_system_cannot_get_has_no_link(data: BrowserData, family: str, system: str, esr: bool) -> None:
    assert data.systems.download(family, system, "en", esr=esr) is None


@pytest.mark.parametrize("system", ["windows", "macos"])
def test_the_esr_comes_from_the_page_that_has_the_old_systems_line_and_not_the_newest_alone(
    data: BrowserData, system: str
) -> None:
    """Mozilla's page for enterprises has no ESR 115, which is what Windows 7 and macOS 10.14 can install."""
    for language, path in {"de": "", "en": "en-US/", "en-GB": "en-US/", "uk": "uk/", "uk-UA": "uk/"}.items():
        link = data.systems.download("firefox", system, language, esr=True)
        assert link is not None
        assert link.url == f"https://www.firefox.com/{path}"


def test_a_link_for_every_language_names_none(data: BrowserData) -> None:
    urls = [row["url"] for row in rows("downloads") if row["language"] == "*"]
    assert urls
    assert [url for url in urls if re.search(r"/[a-z]{2}([-_][a-z]{2})?/", url, re.IGNORECASE)] == []


@pytest.mark.parametrize(("system", "action"), [("windows", "download"), ("android", "store"), ("ios", "store")])
def test_a_link_says_what_it_leads_to(data: BrowserData, system: str, action: str) -> None:
    link = data.systems.download("firefox", system, "en")
    assert link is not None
    assert link.action == action


SYSTEM = {"os": "windows", "family": "chrome", "from": "6.1"}


@pytest.mark.parametrize(
    ("name", "row", "said"),
    [
        ("systems", SYSTEM | {"last": "8888"}, "chrome from windows 6.1 on: there is no version 8888"),
        ("systems", SYSTEM | {"last": "82"}, "chrome from windows 6.1 on: there is no version 82"),
        ("patched", {"family": "firefox", "line": "9999"}, "Firefox ESR 9999 is no release"),
    ],
)
def test_a_row_that_the_data_contradicts_is_found(
    data: BrowserData, monkeypatch: pytest.MonkeyPatch, name: str, row: dict[str, object], said: str
) -> None:
    real = rows
    monkeypatch.setattr("browserbanner.browsers.validate.rows", lambda asked: [row] if asked == name else real(asked))
    assert problems_of(data) == [said]


def test_the_files_are_read_as_ascii() -> None:
    for name in ("systems", "patched", "downloads"):
        assert curated_files.rows(name)
