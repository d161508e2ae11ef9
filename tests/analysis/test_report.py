"""The report's figures, against a log whose true counts are known: it was made of the shares of real browsers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from browserbanner import BrowserBanner, ConfigurationError
from browserbanner.analysis import Count, Report, analyze, summary
from tests import visitors
from tests.analysis.conftest import POLICIES
from tests.analysis.logs import Hit, is_page, write

CHROME_49_ON_XP = visitors.CHROME_49_ON_XP.encode()
CHROME_60 = visitors.CHROME_60.encode()
GOOGLEBOT = visitors.GOOGLEBOT.encode()


class Plain:
    """The week counted one request after another, each judged by itself."""

    def __init__(self, week: list[Hit], policy: str) -> None:
        bb = BrowserBanner(policy=policy)
        self.pages = [(hit, bb.judge(hit.agent)) for hit in week if is_page(hit)]
        self.people = [(hit, verdict) for hit, verdict in self.pages if verdict.status != "bot"]

    def count(self, *statuses: str) -> Count:
        chosen = [hit for hit, verdict in self.pages if verdict.status in statuses]
        return Count(len(chosen), len({(hit.address, hit.agent) for hit in chosen}))

    def advice(self, advice: str) -> Count:
        chosen = [hit for hit, verdict in self.people if verdict.outdated and verdict.advice == advice]
        return Count(len(chosen), len({(hit.address, hit.agent) for hit in chosen}))


@pytest.fixture(scope="module")
def plain(week: list[Hit]) -> list[Plain]:
    return [Plain(week, policy) for policy in POLICIES]


def test_page_views_and_visitors_are_the_true_ones_without_bots(
    report: Report, week: list[Hit], plain: list[Plain]
) -> None:
    assert report.bots == plain[0].count("bot")
    assert report.people == plain[0].count("current", "unknown", "outdated")
    assert report.people.views > 4000 < 10 * report.bots.views
    assert report.log.lines == len(week) + 5
    assert report.log.other == sum(not is_page(hit) for hit in week)
    assert (report.log.malformed, report.log.samples) == (5, ("<script>alert(1)</script>",) * 3)
    assert report.log.days == ("2026-11-01", "2026-11-07")


def test_every_policy_has_its_true_counts_side_by_side(report: Report, plain: list[Plain]) -> None:
    assert [outcomes.policy for outcomes in report.policies[:3]] == list(POLICIES)
    for outcomes, true in zip(report.policies[:3], plain, strict=True):
        for status in ("current", "unknown", "outdated"):
            assert getattr(outcomes, status) == true.count(status)
        assert outcomes.advice == {advice: true.advice(advice) for advice in outcomes.advice}
        assert outcomes.cannot_update == true.advice("none")
        assert outcomes.corroborated.views == sum(verdict.corroborated is not None for _, verdict in true.people)
    assert len({outcomes.outdated.views for outcomes in report.policies}) >= 3


def test_the_next_year_s_baseline_is_the_one_of_a_year_after_the_data(report: Report, week: list[Hit]) -> None:
    later = report.policies[3]
    assert (later.next_year, [outcomes.next_year for outcomes in report.policies[:3]]) == (True, [False] * 3)
    year, rest = int(report.data[:4]) + 1, report.data[4:]
    assert later.policy == f"baseline widely available on {year}{rest}"
    assert later.outdated == Plain(week, later.policy).count("outdated")
    assert later.outdated.views > report.policies[0].outdated.views


def test_the_parts_add_up_to_the_whole(report: Report) -> None:
    for parts in (report.families, report.browsers, report.systems, report.days):
        assert sum(part.whole.views for _, part in parts) == report.people.views
        for at, outcomes in enumerate(report.policies):
            assert sum(part.outdated[at].views for _, part in parts) == outcomes.outdated.views
    for parts in (report.families, report.browsers, report.systems):
        assert sum(part.whole.visitors or 0 for _, part in parts) == report.people.visitors
        views = [part.whole.views for _, part in parts]
        assert views == sorted(views, reverse=True)
    assert [day for day, _ in report.days] == [f"2026-11-0{day}" for day in range(1, 8)]


def test_browsers_and_systems_are_counted_by_their_names(report: Report, plain: list[Plain]) -> None:
    chrome = Counter(
        verdict.user_agent.version[0]
        for _, verdict in plain[0].people
        if verdict.user_agent.family == "chrome" and verdict.user_agent.os != "ios"
    )
    found = {
        browser.version[0]: part.whole.views
        for browser, part in report.browsers
        if browser.name == "Chrome" and not browser.on_ios
    }
    assert found == chrome
    systems = {system.name: part.whole.views for system, part in report.systems}
    assert systems["Windows 10 or 11"] == sum(
        verdict.user_agent.os == "windows" and verdict.user_agent.os_version == (10, 0)
        for _, verdict in plain[0].people
    )
    days = Counter(hit.moment.date().isoformat() for hit, _ in plain[0].people)
    assert {day: part.whole.views for day, part in report.days} == days


def small(tmp_path: Path, week: list[Hit], *agents: bytes, **options: object) -> Report:
    log = write(
        tmp_path / "small.log",
        [week[0]._replace(agent=agent, method="GET", target="/", status=200) for agent in agents],
    )
    return analyze([str(log)], **options)  # type: ignore[arg-type]


def test_who_cannot_update_is_said(tmp_path: Path, week: list[Hit]) -> None:
    report = small(tmp_path, week, CHROME_49_ON_XP, CHROME_60, CHROME_60, GOOGLEBOT, b"")
    (outcomes, _) = report.policies
    assert {advice: count.views for advice, count in outcomes.advice.items() if count.views} == {"none": 1, "update": 2}
    assert (report.people.views, report.bots.views) == (4, 1)
    assert outcomes.unknown.views == 1


def test_without_addresses_nobody_counts_visitors(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text('"a"\n"b"\n', "utf-8")
    report = analyze([str(log)], pattern='"$http_user_agent"', next_year=False)
    assert (report.people, report.estimated, report.days, report.log.days) == (Count(2, None), False, (), None)
    assert report.as_json()["visitors_counted"] is None
    assert report.policies[0].outdated == Count(0, None)


def test_a_policy_that_cannot_be_meant_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="chrme"):
        analyze([str(tmp_path / "gone.log")], policies=["chrme > 1"])
    with pytest.raises(ConfigurationError, match="grace"):
        analyze([str(tmp_path / "gone.log")], grace=-1)


def test_progress_is_told_up_to_the_end(week_log: Path) -> None:
    read: list[tuple[int, int | None]] = []
    judged: list[tuple[int, int]] = []
    analyze(
        [str(week_log)],
        progress=lambda done, whole: read.append((done, whole)),
        judging=lambda done, whole: judged.append((done, whole)),
    )
    size = week_log.stat().st_size
    assert read[-1] == (size, size)
    assert [done for done, _ in read] == sorted(done for done, _ in read)
    assert judged[-1][0] == judged[-1][1] > 200


def test_json_has_the_documented_fields(report: Report) -> None:
    said = report.as_json()
    documentation = (Path(__file__).parents[2] / "docs" / "analyze.md").read_text("utf-8")
    names = set(said) | set(said["log"]) | set(said["policies"][0]) | set(said["browsers"][0]) | set(said["systems"][0])
    assert {name for name in names if f"`{name}`" not in documentation} == set()
    assert said["schema"] == 2
    assert said["people"] == {"views": report.people.views, "visitors": report.people.visitors}


@pytest.mark.parametrize(
    ("agents", "sentence"),
    [
        ([CHROME_49_ON_XP], "This is 1 of 1 visitor."),
        ([CHROME_49_ON_XP, GOOGLEBOT], "This is 1 of 1 visitor."),
        ([CHROME_49_ON_XP, CHROME_60], "These are 2 of 2 visitors."),
    ],
)
def test_one_visitor_is_said_in_the_singular(
    agents: list[bytes], sentence: str, tmp_path: Path, week: list[Hit]
) -> None:
    made = [week[0]._replace(agent=agent, method="GET", target="/", status=200) for agent in agents]
    assert sentence in summary(analyze([str(write(tmp_path / "access.log", made))]))
