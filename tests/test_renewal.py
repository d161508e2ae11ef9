"""The scheduled renewal: who gets another verdict by new data, and what a release of it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from browserbanner.browsers import BrowserData
from browserbanner.browsers.data import PACKAGED
from browserbanner.browsers.pack import Pack
from scripts import renew_data

DATA = BrowserData.load()


def as_of(day: str) -> BrowserData:
    """The packaged data as of another day."""
    pack = Pack.read(PACKAGED)
    pack.meta["date"] = day
    return BrowserData(pack)


def test_the_same_data_changes_nobody_s_verdict() -> None:
    assert renew_data.what_changes("baseline widely available", DATA, DATA).percent == 0


def test_a_week_s_new_data_changes_few_verdicts_and_says_whose() -> None:
    changed = renew_data.what_changes("last 2 years", as_of("2026-11-01"), as_of("2026-11-19"))
    assert 0 < changed.percent < 5
    assert all(row.endswith(": current -> outdated") for row in changed.who)


def test_a_jump_of_years_is_not_released_by_itself() -> None:
    assert renew_data.what_changes("baseline widely available", as_of("2024-01-01"), DATA).percent > renew_data.MOST


@pytest.mark.parametrize(("version", "following"), [("0.2.0", "0.2.1"), ("1.10.9", "1.10.10")])
def test_new_data_is_a_patch_version(version: str, following: str) -> None:
    assert renew_data.next_version(version) == following


def test_the_changelog_has_a_line_with_the_figure_above_the_last_release(tmp_path: Path) -> None:
    (tmp_path / "browserbanner").mkdir()
    (tmp_path / "browserbanner" / "__init__.py").write_text('__version__ = "0.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n- work\n\n## 0.2.0 - 2026-11-27\n\n- all\n")
    renew_data.raise_version("0.2.1", DATA, 0.211, tmp_path)
    assert (tmp_path / "browserbanner" / "__init__.py").read_text() == '__version__ = "0.2.1"\n'
    log = (tmp_path / "CHANGELOG.md").read_text()
    assert f"Browser data of {DATA.date}: 0.21 % of visitors get another verdict" in log
    assert log.index("- work") < log.index("## 0.2.1") < log.index("## 0.2.0")


def test_the_report_says_what_is_new_and_who_is_concerned() -> None:
    changed = [renew_data.Changed("defaults", 0.25, ["0.250 % chrome 124: current -> outdated"])]
    text = renew_data.report(["chrome: newest 157 -> 158"], changed, DATA)
    assert "- chrome: newest 157 -> 158" in text
    assert 'By "defaults", 0.250 % of visitors get another verdict.' in text
    assert "- 0.250 % chrome 124: current -> outdated" in text
