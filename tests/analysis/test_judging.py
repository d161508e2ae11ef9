"""The analysis' judge says what a BrowserBanner says, although it puts together what no report tells apart."""

from __future__ import annotations

import pickle

import pytest

from browserbanner import BrowserBanner
from browserbanner.analysis.judging import Judge, browser_of, system_of
from browserbanner.analysis.stats import row_of
from browserbanner.policy import Policy, PolicyLike
from tests.analysis.logs import OLD, corpus

POLICIES: tuple[PolicyLike, ...] = (
    "baseline widely available",
    "last 3 versions, samsung >= 17, opera >= 90",
    {"chrome": "120.0.6099.130", "firefox": "115.3", "safari": "15.6.1", "yandex": "24.4", "uc": 13, "*": False},
)


@pytest.mark.parametrize("options", [{}, {"esr": False, "grace": 0}])
def test_every_string_s_group_has_its_own_verdicts_names_and_statistics(options: dict[str, object]) -> None:
    """A group's key leaves out Chromium's build, so that ten million strings are a few hundred groups."""
    judge = Judge(POLICIES, next_year=False, **options)
    banners = [BrowserBanner(policy=policy, **options) for policy in POLICIES]  # type: ignore[arg-type]
    agents = {row["user_agent"].encode() for name in ("real", "crawlers") for row in corpus(name)}.union(OLD)
    for agent in sorted(agents):
        group = judge.group(agent)
        verdicts = [banner.judge(agent) for banner in banners]
        user_agent = verdicts[0].user_agent
        assert group.outcomes == tuple((v.status, v.advice, v.corroborated is not None) for v in verdicts), agent
        assert group.browser == browser_of(user_agent, judge.data), agent
        assert group.system == system_of(user_agent), agent
        assert group.row == row_of(user_agent, judge.data), agent


def test_ten_million_builds_are_one_group() -> None:
    judge = Judge(next_year=False)
    chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{} Safari/537.36"
    builds = ("109.0.0.0", "109.0.5414.74", "109.0.5414.119")
    assert len({id(judge.group(chrome.format(build).encode())) for build in builds}) == 1


@pytest.mark.parametrize("as_object", [False, True])
def test_whom_only_a_patched_esr_spares_is_told_of_however_the_policy_is_given(as_object: bool) -> None:
    data = BrowserBanner().data
    policy: PolicyLike = Policy({"firefox": 128}, data=data) if as_object else {"firefox": 128}
    firefox = b"Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0"
    assert Judge([policy], next_year=False).group(firefox).doubt == "long-term"


def test_another_process_judges_by_a_policy_object_as_this_one_does() -> None:
    """Spark's executors got the object's words only: without its grace, and of a mapping none that are a query."""
    data = BrowserBanner().data
    for policy in (Policy("last 2 versions", data=data, grace=0), Policy({"chrome": 100, "ie": False}, data=data)):
        judge = Judge([policy], next_year=False)
        there = Judge(pickle.loads(pickle.dumps(judge.portable)), next_year=False)
        for version in (60, 99, 100, 150, 153, 154, 155, 156):
            chrome = f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36"
            assert there.group(chrome.encode()) == judge.group(chrome.encode())
