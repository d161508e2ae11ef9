"""What a report warns of: a log that was not understood must not look like a site without outdated visitors."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from browserbanner.analysis import Report, analyze, summary, warnings
from tests.analysis.logs import Hit, hits, write
from tests.visitors import CHROME_49_ON_XP, CHROME_156

CURRENT = CHROME_156.encode()
COMBINED = '{address} - - [02/Nov/2026:10:00:00 +0000] "{request}" {status} 5 "-" "{agent}"'


def analyzed(tmp_path: Path, *lines: str, **options: object) -> Report:
    log = tmp_path / "access.log"
    log.write_text("".join(line + "\n" for line in lines), "utf-8")
    return analyze([str(log)], next_year=False, **options)  # type: ignore[arg-type]


def line(agent: str, address: str = "192.0.2.1", request: str = "GET / HTTP/1.1", status: str = "200") -> str:
    return COMBINED.format(agent=agent, address=address, request=request, status=status)


def test_a_log_that_is_understood_has_none(week_log: Path) -> None:
    assert warnings(analyze([str(week_log)])) == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([line("-")] * 5, 'The user agent is empty or "-" in every line.'),
        ([line("secret")] * 2 + [line(CHROME_156)] * 6, "25.0% of the page views come from browsers that were not recognised"),
        ([line(CHROME_156.replace(" ", "+"))] * 5, '100% of the page views have user agents with "+" or "%20" for spaces'),
        ([line(CHROME_156.replace(" ", "%20"))] * 5, '100% of the page views have user agents with "+" or "%20" for spaces'),
        ([line(CHROME_156, request="GET /a.css HTTP/1.1")] * 5, "There is no page view in 5 lines"),
        ([line(CHROME_156, status="-")] * 5, 'The status is empty or "-" in every line.'),
        ([line(CHROME_156, address="-")] * 5, 'The address is empty or "-" in every line.'),
        ([line(CHROME_156, request="-")] * 5, 'The request is empty or "-" in every line.'),
        ([line(CHROME_156)] * 7 + ["junk"] * 2, "22.2% of the lines could not be read."),
        ([line(CHROME_156.replace("10.0", f"1{at}.0")[:109]) for at in range(9)], "have user agents of 109 bytes, and none has more"),
    ],
)  # fmt: skip
def test_what_makes_the_figures_doubtful_is_said(lines: list[str], said: str, tmp_path: Path) -> None:
    assert any(said in warning for warning in warnings(analyzed(tmp_path, *lines, format="combined")))


def test_of_strings_that_were_not_understood_nobody_says_that_none_is_outdated(tmp_path: Path) -> None:
    (first,) = summary(analyzed(tmp_path, line("secret"), line("other")))
    assert "not one comes from a browser that was recognised: it is not known whose are outdated" in first
    (first,) = summary(analyzed(tmp_path, line("secret"), *[line(CHROME_156)] * 9))
    assert "10.0% come from browsers that were not recognised; of the others none comes from" in first
    assert "none" in summary(analyzed(tmp_path, line(CHROME_156)))[0]


def test_an_address_that_is_never_there_is_no_visitor(tmp_path: Path) -> None:
    report = analyzed(tmp_path, *[line(CHROME_156, address="-")] * 5)
    assert report.people == (5, None)


def test_without_a_proxy_x_forwarded_for_is_always_empty_and_no_warning(tmp_path: Path) -> None:
    """nginx's "main" format writes it on every site."""
    made = [line(CHROME_156) + ' "-"'] * 5
    report = analyzed(tmp_path, *made, format="forwarded")
    assert (warnings(report), report.people) == ([], (5, 1))


def test_a_policy_says_whom_it_adds_and_whom_it_spares(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 2, tzinfo=UTC)
    made = [Hit(f"192.0.2.{at}", moment, agent) for at, agent in enumerate([CURRENT] * 3 + [CHROME_49_ON_XP.encode()])]
    log = str(write(tmp_path / "access.log", made))
    report = analyze([log], policies=[{"chrome": 100}, {"chrome": 157}, {"chrome": 40}], next_year=False)
    first, more, less = report.policies
    assert (first.added, first.spared) == ((0, 0), (0, 0))
    assert (more.added, more.spared) == ((3, 3), (0, 0))
    assert (less.added, less.spared) == ((0, 0), (1, 1))
    assert [outcomes.policy for outcomes in report.policies] == ["chrome >= 100", "chrome >= 157", "chrome >= 40"]


def test_the_figures_do_not_depend_on_the_order_of_the_lines(tmp_path: Path) -> None:
    made = list(hits(500))
    one = analyze([str(write(tmp_path / "a.log", made))])
    two = analyze([str(write(tmp_path / "b.log", made[::-1]))])
    assert {**one.as_json(), "log": None} == {**two.as_json(), "log": None}
