"""What the data answers, by its laws and by facts that do not change any more."""

from __future__ import annotations

import json
from binascii import crc32
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner import ConfigurationError
from browserbanner.browsers import BrowserData, Release
from browserbanner.browsers.refresh import refresh_data
from tests.browser_data.npm_packages import CANIUSE, Members, literal, tarball

MAIN = ("chrome", "edge", "firefox", "safari", "safari-ios", "opera", "samsung")


def test_it_says_what_it_is_made_of(data: BrowserData) -> None:
    assert [source.package for source in data.sources] == [
        "caniuse-lite",
        "@mdn/browser-compat-data",
        "baseline-browser-mapping",
        "electron-to-chromium",
    ]
    assert [source.licence for source in data.sources] == ["CC-BY-4.0", "CC0-1.0", "Apache-2.0", "ISC"]
    assert data.date == max(source.date for source in data.sources)
    assert data.month < data.date[:7]


@pytest.mark.parametrize("family", [*MAIN, "chrome-android", "firefox-android", "opera-android", "webview"])
def test_the_newest_release_is_out_on_the_data_s_date(data: BrowserData, family: str) -> None:
    newest = data.newest(family)
    assert newest is not None
    assert newest.date is not None
    assert newest.date <= data.date
    later = [release for release in data.releases(family) if release.version > newest.version]
    assert all(release.date is None or release.date > data.date for release in later)


def test_releases_ascend(data: BrowserData) -> None:
    for family in MAIN:
        versions = [release.version for release in data.releases(family)]
        assert versions == sorted(set(versions))


def test_a_family_without_data_has_no_releases(data: BrowserData) -> None:
    assert data.releases("netscape") == ()
    assert data.newest("netscape") is None
    assert data.released("netscape", (4,)) is None
    assert data.chromium_base("netscape", (4,)) is None


@pytest.mark.parametrize(
    ("family", "version", "day"),
    [
        ("chrome", (109,), "2023-01-10"),
        ("chrome", (109, 0, 5414, 120), "2023-01-10"),
        ("firefox", (115, 14), "2023-07-04"),
        ("firefox", (3, 6), "2010-01-21"),
        ("safari", (17, 5), "2024-05-13"),
        ("safari", (17,), "2023-09-18"),
        ("safari", (17, 7), None),
        ("safari-ios", (15, 8, 3), None),
        ("samsung", (27, 0), "2024-11-06"),
        ("samsung", (27,), "2024-11-06"),
        ("chrome", (9999,), None),
        ("chrome", (), None),
    ],
)
def test_the_day_of_a_release(data: BrowserData, family: str, version: tuple[int, ...], day: str | None) -> None:
    assert data.released(family, version) == day


@pytest.mark.parametrize(
    ("family", "version", "base"),
    [
        ("opera", (111,), 125),
        ("opera", (111, 0, 5168), 125),
        ("opera", (95,), 109),
        ("opera", (12,), None),
        ("opera", (9999,), None),
        ("opera-android", (83,), 126),
        ("samsung", (27, 0), 125),
        ("samsung", (27,), 125),
        ("yandex", (24, 7, 3), 126),
        ("chrome", (109,), None),
    ],
)
def test_the_chromium_of_a_derived_browser(
    data: BrowserData, family: str, version: tuple[int, ...], base: int | None
) -> None:
    assert data.chromium_base(family, version) == base


# Baseline: baseline-browser-mapping 2.11.39's own answers for days long past.
@pytest.mark.parametrize(
    ("on", "minimums"),
    [
        ("2019-07-29", {"chrome": (53,), "edge": (14,), "firefox": (49,), "safari": (10,), "safari-ios": (10,)}),
        ("2020-12-31", {"chrome": (66,), "edge": (17,), "firefox": (60,), "safari": (11, 1), "safari-ios": (11, 3)}),
        ("2022-08-31", {"chrome": (80,), "edge": (80,), "firefox": (68,), "safari": (13,), "safari-ios": (13,)}),
        ("2024-02-29", {"chrome": (89,), "edge": (89,), "firefox": (91,), "safari": (14, 1), "safari-ios": (14, 5)}),
    ],
)
def test_baseline_on_a_day(data: BrowserData, on: str, minimums: dict[str, tuple[int, ...]]) -> None:
    answered = data.baseline_widely_available(on)
    assert {family: answered[family] for family in minimums} == minimums


def test_baseline_counts_from_the_data_s_date(data: BrowserData) -> None:
    assert data.baseline_widely_available() == data.baseline_widely_available(data.date)


def test_before_baseline_every_version_is_fine(data: BrowserData) -> None:
    assert set(data.baseline_versions("2015-07-28").values()) == {"0"}
    assert set(data.baseline_widely_available("2017-12-31").values()) == {(0,)}


def test_derived_minimums_stand_on_the_chromium_minimum(data: BrowserData) -> None:
    minimums = data.baseline_widely_available()
    for family in ("opera", "opera-android", "samsung"):
        base = data.chromium_base(family, minimums[family])
        assert base is not None
        assert base >= minimums["chrome"][0]


@given(days=st.lists(st.dates(date(2005, 1, 1), date(2040, 1, 1)), min_size=2, max_size=2).map(sorted))
def test_minimums_never_go_down(days: list[date]) -> None:
    data = BrowserData.load()
    earlier, later = (data.baseline_widely_available(str(day)) for day in days)
    assert all(minimum <= later[family] for family, minimum in earlier.items())


# Shares


@pytest.fixture(scope="module")
def simple(npm: dict[str, Members], committed: bytes, tmp_path_factory: pytest.TempPathFactory) -> BrowserData:
    """The packaged data, but for one country with figures that are easily added up."""
    folder = tmp_path_factory.mktemp("simple")
    keys = {name: key for key, name in _names(npm[CANIUSE]).items()}
    region = {
        keys["chrome"]: {"109": 25, "157": 27.5, "_": "4 5"},
        keys["firefox"]: {"160": 17.5},
        keys["safari"]: {"_": "4"},
        keys["opera"]: {"139": 0},
        keys["and_chr"]: {"0": 20},
        keys["ios_saf"]: {"17.5": 3, "27.0": 1.5},
        keys["samsung"]: {"30": 0.5},
    }
    licence = npm[CANIUSE]["package.json"].replace(b"1.0.", b"9.0.")
    members = npm[CANIUSE] | {
        "package.json": licence,
        "data/regions/UA.js": f"module.exports={literal(region)}".encode(),
    }
    (folder / "caniuse.tgz").write_bytes(tarball(members))
    (folder / "pack.jsonl").write_bytes(committed)
    refresh_data(str(folder / "pack.jsonl"), tarballs=[str(folder / "caniuse.tgz")])
    return BrowserData.load(folder / "pack.jsonl")


def _names(members: Members) -> dict[str, str]:
    from browserbanner._javascript import read_module

    names = read_module(members["data/browsers.js"].decode())
    assert isinstance(names, dict)
    return {key: str(name) for key, name in names.items()}


def test_a_share_is_a_family_s_part_of_the_visitors_with_the_same_form(simple: BrowserData) -> None:
    desktop, mobile = simple.shares("UA", "desktop"), simple.shares("UA", "mobile")
    assert desktop is not None
    assert mobile is not None
    assert desktop.percent == {"chrome": 75.0, "firefox": 25.0}
    assert mobile.percent == {"chrome": 80.0, "safari": 18.0, "samsung": 2.0}
    assert list(mobile.percent) == ["chrome", "safari", "samsung"]
    assert desktop.region == "UA"


def test_an_evergreen_browser_s_share_is_its_newest_version_s(simple: BrowserData) -> None:
    usage = simple.usage("UA")
    assert usage is not None
    assert usage[f"and_chr {simple.agents()['and_chr'].released[-1]}"] == 20.0
    assert usage["opera 139"] == 0.0
    assert "safari 4" not in usage


def test_shares_add_up_in_every_country(data: BrowserData) -> None:
    for region in (None, *data.regions):
        for form in ("desktop", "mobile"):
            shares = data.shares(region, form)
            if shares is not None:
                assert sum(shares.percent.values()) == pytest.approx(100)
                assert all(percent > 0 for percent in shares.percent.values())


def test_where_less_than_95_percent_are_counted_there_are_no_shares(data: BrowserData) -> None:
    """Russia's page views are 28 % Yandex's and others', which caniuse does not count: Chrome has no 70 % there."""
    without = {region for region in data.regions if data.shares(region, "desktop") is None}
    assert without == {region for region in data.regions if sum((data.usage(region) or {}).values()) < 95}
    assert "RU" in without
    assert len(without) < len(data.regions) / 2
    assert data.shares(None, "mobile") is not None


def test_a_country_where_nothing_was_counted_has_no_shares(data: BrowserData) -> None:
    empty = [region for region in data.regions if not any((data.usage(region) or {}).values())]
    assert all(data.shares(region, "desktop") is None for region in empty)


@pytest.mark.parametrize("region", ["UA", "ua", "alt-eu", "ALT-EU", None])
def test_a_region_is_found_in_any_case(data: BrowserData, region: str | None) -> None:
    assert data.page_views(region)["chrome"] > 10
    assert data.usage(region) == data.usage(region and region.upper())


@pytest.mark.parametrize("region", ["XX", "", "world", '"', "alt-xx", "україна", "UA\n"])
def test_a_region_without_data_has_no_shares(data: BrowserData, region: str) -> None:
    assert data.shares(region, "desktop") is None
    assert data.usage(region) is None


def test_every_continent_is_there(data: BrowserData) -> None:
    continents = {region for region in data.regions if region.startswith("alt-")}
    assert continents >= {"alt-af", "alt-an", "alt-as", "alt-eu", "alt-na", "alt-oc", "alt-sa"}
    assert len(data.regions) > 220


# Loading


def test_a_pack_elsewhere_is_loaded(pack: Path, data: BrowserData) -> None:
    assert BrowserData.load(pack).newest("chrome") == data.newest("chrome")
    assert BrowserData.load(str(pack)).date == data.date


def broken(committed: bytes) -> dict[str, bytes]:
    head, _, body = committed.partition(b"\n")
    return {
        "empty": b"",
        "html": b"<!doctype html>",
        "truncated": committed[:-1],
        "half": committed[: len(committed) // 2],
        "changed": committed.replace(b"109=", b"108=", 1),
        "another format": head.replace(b'"format":2', b'"format":3') + b"\n" + body,
        "no sources": head.replace(b'"sources"', b'"origins"') + b"\n" + body,
        "binary": bytes(range(256)),
        "a list": b"[]\n[]\n",
    }


@pytest.mark.parametrize("how", list(broken(b"")))
def test_a_file_that_is_no_whole_pack_is_refused(pack: Path, committed: bytes, how: str) -> None:
    pack.write_bytes(broken(committed)[how])
    with pytest.raises(ConfigurationError) as refused:
        BrowserData.load(pack)
    assert refused.value.option == "data"
    if how != "no sources":
        assert str(pack) in str(refused.value)


def core_changed(committed: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The pack with another second line, and the size and the checksum of that."""
    meta, core, rest = committed.split(b"\n", 2)
    changed = json.loads(core)
    change(changed)
    body = json.dumps(changed).encode() + b"\n" + rest
    return json.dumps(json.loads(meta) | {"size": len(body), "crc32": crc32(body)}).encode() + b"\n" + body


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda core: core["releases"].update(edge="12=2015-07-29 13=soon"), "Invalid isoformat string: 'soon'"),
        (lambda core: core["releases"].update(edge="12=2015-07-29 13=20230101"), "'20230101' is no date"),
        (lambda core: core["releases"].update(edge="twelve=2015-07-29"), "'twelve'"),
        (lambda core: core["releases"].update(edge=12), "'int' object"),
        (lambda core: core["bases"].update(opera="15=new"), "'new'"),
        (lambda core: core.update(esr="new"), "'new'"),
        (lambda core: core.pop("baseline"), "'baseline'"),
        (lambda core: core.pop("releases"), "'releases'"),
        (lambda core: core["baseline"].update({"2016-01-01": {"chrome": "new"}}), "'new'"),
    ],
)
def test_a_whole_pack_with_a_value_that_makes_no_sense_is_refused_at_the_start(
    change: Callable[[dict[str, Any]], object], said: str, pack: Path, committed: bytes
) -> None:
    pack.write_bytes(core_changed(committed, change))
    with pytest.raises(ConfigurationError) as refused:
        BrowserData.load(pack)
    assert f"data={str(pack)!r}: not usable browser data: it makes no sense (" in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize("path", ["/no/such/pack", "/", "a\0b"])
def test_a_file_that_cannot_be_read_is_refused(path: str) -> None:
    with pytest.raises(ConfigurationError, match="no browser data there"):
        BrowserData.load(path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(ConfigurationError, match="larger than"):
        BrowserData.load(path)


@pytest.mark.parametrize(
    ("content", "advised"),
    [
        (None, "to make it: browserbanner data refresh --to 'FOLDER/a file'"),
        (b"", "to make it again: browserbanner data refresh --to 'FOLDER/a file'"),
        (b'{"format":1,"date":"2026', "to make it again: browserbanner data refresh --to 'FOLDER/a file'"),
        (b"root:x:0:0:root:/root:/bin/bash\n", None),
        (b"{}", None),
    ],
)
def test_a_refresh_is_advised_for_a_missing_or_broken_pack_and_never_over_another_file(
    content: bytes | None, advised: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "a file"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigurationError) as refused:
        BrowserData.load(path)
    if advised is None:
        assert "data refresh" not in str(refused.value)
    else:
        assert str(refused.value).endswith(advised.replace("FOLDER", str(tmp_path)))


@pytest.mark.parametrize("path", ["", "/", "/etc/passwd/x"])
def test_no_refresh_is_advised_where_none_could_write(path: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        BrowserData.load(path)
    assert "data refresh" not in str(refused.value)


def test_a_release_is_a_version_and_a_day(data: BrowserData) -> None:
    assert Release((109,), "2023-01-10") in data.releases("chrome")


def test_agents_are_in_caniuse_s_order(data: BrowserData) -> None:
    agents = data.agents()
    assert list(agents)[:5] == ["ie", "edge", "firefox", "chrome", "safari"]
    chrome = agents["chrome"]
    assert len(chrome.unreleased) == 3
    assert chrome.release_date["109"] == 1673308800
    assert agents["op_mini"].released == ("all",)


def test_names_are_written_as_their_vendors_write_them(data: BrowserData) -> None:
    assert data.name("chrome") == "Google Chrome"
    assert data.name("netscape") == "netscape"
