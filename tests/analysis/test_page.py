"""The report as a page: whole by itself, well-formed, and with nothing of a log in it that a browser would run."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest

from browserbanner.analysis import Report, analyze, as_html, notes, percent, summary
from tests.analysis.logs import Hit, write


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return as_html(report)


def test_it_is_well_formed(page: str) -> None:
    html5lib.HTMLParser(strict=True).parse(page)


def test_it_needs_no_script_and_no_network(page: str) -> None:
    assert re.findall(r"<script|\bon\w+=|javascript:|@import|url\(|\bsrc=|<link|<iframe|<object", page) == []
    assert re.findall(r'href="(?!#)', page) == []
    assert "http" not in page


def test_what_a_log_says_is_text(page: str) -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_it_has_the_figures_that_the_report_has(page: str, report: Report) -> None:
    text = "".join(html5lib.parse(page, namespaceHTMLElements=False).itertext())
    for sentence in (*summary(report), *notes(report)):
        assert sentence in text
    for outcomes in report.policies:
        assert outcomes.policy in text
        assert percent(outcomes.outdated.views, report.people.views) in text
    for browser, part in report.families[:10]:
        assert browser.name in text
        assert f"{part.whole.views:,}" in text
    for system, part in report.systems[:10]:
        assert system.name in text
        assert f"{part.whole.views:,}" in text
    for day, part in report.days:
        assert day in text
        assert f"{part.whole.views:,}" in text


def test_every_chart_stays_in_its_frame(page: str) -> None:
    document = html5lib.parse(page, namespaceHTMLElements=False)
    for svg in document.iter("{http://www.w3.org/2000/svg}svg"):
        _, _, width, height = map(float, svg.attrib["viewBox"].split())
        for rect in svg.iter("{http://www.w3.org/2000/svg}rect"):
            x, y, w, h = (float(rect.attrib.get(name, 0)) for name in ("x", "y", "width", "height"))
            assert -0.01 <= x <= x + w <= width + 0.01
            assert -0.01 <= y <= y + h <= height + 0.01


@pytest.mark.parametrize("days", [1, 2, 200])
def test_long_and_short_logs_have_a_page_too(days: int, week: list[Hit], tmp_path: Path) -> None:
    from datetime import timedelta

    made = [hit._replace(moment=week[0].moment + timedelta(days=at % days)) for at, hit in enumerate(week[:2000])]
    page = as_html(analyze([str(write(tmp_path / "a.log", made))]))
    html5lib.HTMLParser(strict=True).parse(page)
    assert page.count("<g><title>") == {1: 0, 2: 2, 200: 50}[days]


def test_a_log_without_people_has_a_page_that_says_so(week: list[Hit], tmp_path: Path) -> None:
    bot = week[0]._replace(
        agent=b"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        target="/",
        status=200,
        method="GET",
    )
    report = analyze([str(write(tmp_path / "a.log", [bot]))])
    assert summary(report) == ["Among 1 line there is no page view, bots left out."]
    html5lib.HTMLParser(strict=True).parse(as_html(report))


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 10, "0%"), (0, 0, "0%"), (1, 3, "33.3%"), (1, 100_000, "<0.1%"), (10, 10, "100%"), (99_999, 100_000, ">99.9%"), (1, 2, "50.0%")],
)  # fmt: skip
def test_shares_are_said_as_people_read_them(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said
