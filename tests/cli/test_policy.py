"""``browserbanner policy``: a policy's minimum versions, and the page views below them."""

from __future__ import annotations

import json

import pytest

from browserbanner.browsers import BrowserData, Release
from browserbanner.cli import main
from browserbanner.versions import dotted

DATA = BrowserData.load()
UC = DATA.newest("uc") or Release((), None)
UC_S_CHROMIUM = DATA.chromium_base("uc", UC.version) or 0


def test_the_minimums_and_the_page_views_below_them_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "chrome >= 109, firefox >= 115", "--region", "UA", "--grace", "0"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith('"chrome >= 109, firefox >= 115", by browser data of 20')
    assert any(line.split() == ["Google", "Chrome", "109", "2023-01-10", "chrome", ">=", "109"] for line in lines)
    assert any(line.endswith("% of the page views in UA come from below") for line in lines)


def test_json_says_the_same_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "--region", "UA", "--region", "alt-eu", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["policy"] == "baseline widely available"
    assert {minimum["family"] for minimum in said["minimums"]} == {
        "chrome",
        "edge",
        "firefox",
        "ios",
        "safari",
        "uc",
        "qq",
    }
    assert set(said["below"]) == {"world", "UA", "alt-eu"}
    assert all(0 < share < 50 for share in said["below"].values())


def test_a_stricter_policy_has_more_page_views_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    below = []
    for query in ("chrome >= 50", "chrome >= 109", "chrome >= 140"):
        assert main(["policy", query, "--json"]) == 0
        below.append(json.loads(capsys.readouterr().out)["below"]["world"])
    assert below == sorted(set(below))


def test_a_region_is_written_as_one_likes_and_a_policy_as_a_mapping(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", '{"chrome": 109, "ie": false}', "--region", "ua", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert set(said["below"]) == {"world", "UA"}
    assert {row["family"]: row["minimum"] for row in said["minimums"]} == {
        "chrome": [109],
        "ie": False,
        "webview": [109],
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["policy", "last 2 versio"], "'last 2 versio' is not understood"),
        (["policy", "/tmp"], "policy='/tmp': is a folder: a path has to end in '.browserslistrc'"),
        (["policy", "--region", "XX"], "--region='XX': must be one of: 'AD', "),
        (["policy", "--grace", "-1"], "--grace='-1': must be a whole number of days, 0 or more"),
        (["policy", "--grace", "x"], "--grace='x': must be a whole number of days, 0 or more"),
        (["policy", "--data", "/nowhere"], "/nowhere"),
    ],
)
def test_an_invalid_argument_is_named_and_exits_with_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_a_stray_version_and_what_is_ignored_are_seen(capsys: pytest.CaptureFixture[str]) -> None:
    """ "Chrome 27, last 2 versions" supports every Chrome since 2013, and nobody saw why."""
    assert main(["policy", "Chrome 27, last 2 versions, node 18"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith(" days old)") or "days" not in lines[0]
    assert any(line.split() == ["Google", "Chrome", "27", "2013-05-21", "Chrome", "27"] for line in lines)
    assert any(line.startswith("Mozilla Firefox") and line.endswith("last 2 versions") for line in lines)
    assert lines[-1] == "Ignored, since it selects no visitor's browser: node 18"


def test_what_grace_softens_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Two versions are four weeks since browsers come out every two."""
    assert main(["policy", "last 2 versions"]) == 0
    assert "% of the page views of the world come from below; without grace, " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("last 2 versions", ": supported all the same."),
        (
            f"chrome >= {UC_S_CHROMIUM + 5}",
            f"is built on Chromium {UC_S_CHROMIUM}, below {UC_S_CHROMIUM + 5}: outdated.",
        ),
        (f"chrome >= {UC_S_CHROMIUM}", None),
    ],
)
def test_families_that_are_built_on_an_engine_below_the_minimum_are_named(
    query: str, said: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["policy", query]) == 0
    lines = [
        line
        for line in capsys.readouterr().out.splitlines()
        if line.startswith(f"UC Browser {dotted(UC.version)}, its newest")
    ]
    assert [line.endswith(said or "") for line in lines] == ([True] if said else [])


def test_what_is_said_of_a_newest_release_is_of_the_newest(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Samsung Internet 30 was called the newest release, when 31 was out, of whose Chromium nothing was known."""
    monkeypatch.setattr(BrowserData, "newest", lambda self, family: Release((9999,), self.date))
    assert main(["policy", "last 2 versions"]) == 0
    assert "its newest release" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("query", "shown"), [("safari >= 26, ios_saf >= 18.5", True), ("safari >= 17, ios_saf >= 17", False)]
)
def test_the_minimum_that_is_in_effect_for_macs_is_shown_where_iphones_have_a_lower_one(
    query: str, shown: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["policy", query]) == 0
    assert ("Safari on a Mac has iOS' minimum, 18.5" in capsys.readouterr().out) is shown
