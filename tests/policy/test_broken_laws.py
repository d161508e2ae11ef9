"""A refresh is refused where the new data breaks a law: what would then happen to visitors and sites is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browserbanner import BrowserBanner, ConfigurationError
from browserbanner.browsers import BrowserData
from browserbanner.browsers.data import PACKAGED
from browserbanner.browsers.pack import Pack
from browserbanner.browsers.refresh import RefreshError, refresh_data
from browserbanner.policy import Policy, broken_laws
from browserbanner.policy.browserslist.selectors import UNJUDGED
from browserbanner.policy.laws import RELATIVE, newest_visitors
from browserbanner.policy.policy import Policy as JudgingPolicy
from browserbanner.policy.policy import Rule
from tests.browser_data.npm_packages import CANIUSE, newer, packages, tarball

DATA = BrowserData.load()


def spoilt(
    change: Callable[[dict[str, Any]], object],
    change_agents: Callable[[dict[str, list[str]]], object] = lambda agents: None,
) -> BrowserData:
    pack = Pack.read(PACKAGED)
    change(pack.core)
    change_agents(pack.agents)
    return BrowserData(pack)


def test_the_packaged_data_keeps_the_laws() -> None:
    assert list(broken_laws(DATA, DATA)) == []
    assert list(broken_laws(None, DATA)) == []


@pytest.mark.parametrize("query", RELATIVE)
@pytest.mark.parametrize("lag", ["none", "mdn", "caniuse", "mapping"])
def test_no_relative_query_calls_a_newest_release_outdated_whatever_lags(query: str, lag: str) -> None:
    """With the packages of 2026-11-06, MDN lagged a week behind, and "last 2 versions" stopped sites at their start."""

    def behind(core: dict[str, Any]) -> None:
        if lag == "mdn":
            core["releases"] = {
                family: " ".join(row for row in rows.split() if row.partition("=")[2] < "2026-06-01")
                for family, rows in core["releases"].items()
            }
        if lag == "mapping":
            core["newest"] = {}

    def agents_behind(agents: dict[str, list[str]]) -> None:
        if lag == "caniuse":
            for name in ("chrome", "safari", "firefox", "samsung"):
                agents[name][0] = agents[name][0].rsplit(" ", 3)[0]

    data = spoilt(behind, agents_behind)
    policy = Policy(query, data=data, grace=0)
    for visitor in newest_visitors(data):
        assert not policy.judge(visitor).outdated, policy.judge(visitor).reason


def test_an_esr_that_would_end_early_is_said() -> None:
    before = spoilt(lambda core: core.update(esr="160"))
    assert list(broken_laws(before, DATA)) == [
        "Firefox ESR 160 would have ended on windows 10.0",
        "Firefox ESR 160 would have ended on macos ",
        "Firefox ESR 160 would have ended on linux ",
    ]


@pytest.mark.parametrize("day", ["2026-09-10", "2025-01-01", "2023-09-01"])
def test_an_esr_that_ended_on_its_last_day_stops_no_refresh(day: str) -> None:
    """Data of before 2026-09-29, when Firefox ESR 140 ended, could never be renewed again."""
    pack = Pack.read(PACKAGED)
    pack.meta["date"] = day
    assert list(broken_laws(BrowserData(pack), DATA)) == []


def test_a_refresh_logs_nothing_of_queries_that_no_site_has(caplog: pytest.LogCaptureFixture) -> None:
    data = spoilt(lambda core: core.update(baseline={"2000-01-01": {"chrome": "9999"}}))
    assert list(broken_laws(None, data)) == []
    assert not caplog.records


def test_a_newest_release_that_would_be_outdated_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(JudgingPolicy, "_decide", lambda self, ua: Rule("outdated", ""))
    assert next(broken_laws(None, DATA)).startswith('"last 1 version" would call the newest release outdated: ')


def test_a_query_or_a_statement_that_would_be_refused_is_said() -> None:
    data = BrowserData(Pack.read(PACKAGED))
    data.features.clear()
    data.agents().pop("samsung")
    problems = "\n".join(broken_laws(None, data))
    assert '"baseline widely available with downstream" would be refused' in problems
    assert "the statement of home-assistant would be refused: " in problems


@pytest.mark.parametrize("agent", sorted(UNJUDGED))
def test_a_browser_that_nobody_judges_and_that_caniuse_drops_stops_neither_a_site_nor_a_refresh(agent: str) -> None:
    """ "defaults" has "not dead", and that names baidu: without it no site would have started."""
    data = BrowserData(Pack.read(PACKAGED))
    place, newest = list(data.agents()).index(agent), data.agents()[agent].released[-1]
    for feature, packed in data.features.items():
        rows = packed.split(" ")
        data.features[feature] = " ".join(rows[:place] + rows[place + 1 :])
    data.agents().pop(agent)
    assert list(broken_laws(None, data)) == []
    for query in (
        "defaults",
        f"chrome >= 109, not {agent} {newest}, not {agent} <= 10",
        f"chrome 109, last 1 {agent} version",
    ):
        assert Policy(query, data=data).minimums.by_family == Policy(query, data=DATA).minimums.by_family


def test_a_line_without_a_release_is_nobody_s_newest() -> None:
    data = spoilt(
        lambda core: (core["releases"].pop("edge"), core["newest"].pop("edge")), lambda agents: agents.pop("edge")
    )
    assert "edge" not in {visitor.family for visitor in newest_visitors(data)}


def test_a_refresh_that_breaks_a_law_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path, archive = tmp_path / "pack.jsonl", tmp_path / "caniuse.tgz"
    path.write_bytes(Path(PACKAGED).read_bytes())
    archive.write_bytes(tarball(newer(packages(DATA), CANIUSE)))
    with pytest.raises(RefreshError, match="the new data cannot be true: all of it"):
        refresh_data(str(path), tarballs=[str(archive)], check=lambda old, new: ["all of it"])
    assert path.read_bytes() == Path(PACKAGED).read_bytes()


@pytest.mark.parametrize(("day", "used"), [("2036-01-01", False), ("2099-12-31", False), (DATA.date, True)])
def test_a_pack_from_the_future_is_refused(day: str, used: bool, tmp_path: Path) -> None:
    """A pack dated 2036 was taken, and called Chrome 150 outdated."""
    meta, rest = Path(PACKAGED).read_text("ascii").split("\n", 1)
    path = tmp_path / "pack.jsonl"
    path.write_text(json.dumps({**json.loads(meta), "date": day}) + "\n" + rest, "ascii")
    if used:
        assert BrowserBanner(data=path).data.date == day
    else:
        with pytest.raises(ConfigurationError, match=f"it is of {day}, and today is 20"):
            BrowserBanner(data=path)
