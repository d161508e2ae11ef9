"""The logs of content delivery networks, load balancers and IIS: the same visits give the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from browserbanner import ConfigurationError
from browserbanner.analysis import LogError, Report, analyze, warnings
from tests.analysis.logs import HEADERS, OTHERS, Hit, hits, is_page, write
from tests.analysis.reading import visits_of


@pytest.fixture(scope="module")
def made() -> list[Hit]:
    return list(hits(2000, seed=5))


def figures(report: Report) -> dict[str, object]:
    """All of a report but what tells the logs apart."""
    said = report.as_json()
    del said["log"]
    return {**said, "stats": report.stats, "warnings": warnings(report)}


@pytest.fixture(scope="module")
def expected(made: list[Hit], tmp_path_factory: pytest.TempPathFactory) -> Report:
    return analyze([str(write(tmp_path_factory.mktemp("combined") / "access.log", made))])


@pytest.mark.parametrize("form", OTHERS)
def test_the_same_visits_give_the_same_figures(form: str, made: list[Hit], expected: Report, tmp_path: Path) -> None:
    report = analyze([str(write(tmp_path / "access.log", made, form))])
    assert report.log.formats == (OTHERS[form][0],)
    assert figures(report) == figures(expected)
    assert (report.log.other, report.log.malformed) == (expected.log.other, 0)
    assert report.log.lines == len(made)


@pytest.mark.parametrize("form", OTHERS)
def test_a_format_that_is_named_is_read_the_same(form: str, made: list[Hit], tmp_path: Path) -> None:
    log = write(tmp_path / "access.log.gz", made[:300], form)
    named, found = visits_of([str(log)], format=OTHERS[form][0]), visits_of([str(log)])
    assert named.agents == found.agents
    assert sum(count.views for count in named.agents.values()) == sum(map(is_page, made[:300]))


def w3c(tmp_path: Path, fields: str, *lines: str) -> Path:
    log = tmp_path / "u_ex261102.log"
    log.write_text("\n".join([f"#Fields: {fields}", *lines]) + "\n", "utf-8")
    return log


FIELDS = "date time cs-method cs-uri-stem c-ip cs(User-Agent) sc-status"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)", b"Mozilla/5.0 (Windows NT 10.0; Win64; x64)"),
        ("Mozilla/5.0%20(X11)%20a%2Bb", b"Mozilla/5.0 (X11) a+b"),
        ("Mozilla/5.0%2520(X11)", b"Mozilla/5.0 (X11)"),  # CloudFront until 2021
        ("Mozilla/5.0%20(c++;%20x)", b"Mozilla/5.0 (c++; x)"),
        ("curl/8.0", b"curl/8.0"),
        ("100%", b"100%"),
        ("%D0%AF", "Я".encode()),
        ("-", b""),
    ],
)
def test_spaces_that_were_written_otherwise_are_spaces_again(written: str, sent: bytes, tmp_path: Path) -> None:
    log = w3c(tmp_path, FIELDS, f"2026-11-02 10:00:00 GET / 192.0.2.1 {written} 200")
    assert set(visits_of([str(log)]).agents) == {sent}


def test_directives_in_the_middle_of_a_w3c_log_are_no_requests(tmp_path: Path) -> None:
    """IIS writes its directives again after each restart."""
    line = "2026-11-02 10:00:00 GET / 192.0.2.1 Mozilla/5.0+(X11) 200"
    log = w3c(tmp_path, FIELDS, line, "#Software: IIS", "#Date: 2026-11-02 11:00:00", f"#Fields: {FIELDS}", line)
    visits = visits_of([str(log)])
    assert (visits.agents[b"Mozilla/5.0 (X11)"].views, visits.other, visits.malformed) == (2, 0, 0)


def test_fields_that_change_on_the_way_are_a_warning(tmp_path: Path) -> None:
    line = "2026-11-02 10:00:00 GET / 192.0.2.1 curl/8.0 200"
    log = w3c(tmp_path, FIELDS, line, f"#Fields: {FIELDS} time-taken", f"{line} 15")
    report = analyze([str(log)])
    assert report.log.mixed
    assert any("#Fields change" in warning for warning in warnings(report))
    assert report.log.malformed == 1


def test_a_w3c_log_without_user_agents_is_refused(tmp_path: Path) -> None:
    log = w3c(tmp_path, "date time cs-method cs-uri-stem c-ip sc-status", "2026-11-02 10:00:00 GET / 192.0.2.1 200")
    with pytest.raises(LogError, match=r"have no user agent, cs\(User-Agent\)"):
        visits_of([str(log)])


def test_the_fields_may_be_given_where_the_log_lost_them(made: list[Hit], tmp_path: Path) -> None:
    log = write(tmp_path / "access.log", made[:200], "iis")
    header = HEADERS["iis"].splitlines()[-1].decode()
    log.write_bytes(log.read_bytes().removeprefix(HEADERS["iis"]))
    with pytest.raises(LogError, match="not recognised"):
        visits_of([str(log)])
    assert sum(count.views for count in visits_of([str(log)], pattern=header).agents.values()) == sum(
        map(is_page, made[:200])
    )
    with pytest.raises(ConfigurationError, match="User-Agent"):
        visits_of([str(log)], pattern="#Fields: date time")


def haproxy_lines(captured: Sequence[str]) -> str:
    begin = "10.0.1.2:33317 [02/Nov/2026:12:14:14.655] web app/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0"
    return "".join(f'{begin} {{{each}}} "GET / HTTP/1.1"\n' for each in captured)


def test_haproxy_without_captured_user_agents_says_what_to_configure(tmp_path: Path) -> None:
    log = tmp_path / "haproxy.log"
    log.write_text(haproxy_lines(["www.example.com"] * 3))
    with pytest.raises(LogError, match="capture request header User-Agent len 512"):
        visits_of([str(log)])


def test_haproxy_s_captured_headers_are_told_apart_by_their_values(tmp_path: Path) -> None:
    log = tmp_path / "haproxy.log"
    log.write_text(haproxy_lines([f"www.example.com|203.0.113.{at}|Mozilla/5.0 (X#7C) a#23b" for at in range(3)]))
    assert visits_of([str(log)]).agents == {b"Mozilla/5.0 (X|) a#b": (3, 3)}


@pytest.mark.parametrize("form", ["combined", "common"])
def test_a_syslog_header_before_each_line_is_left_out(form: str, made: list[Hit], tmp_path: Path) -> None:
    log = write(tmp_path / "access.log", made[:300], form)
    plain = visits_of([str(log)])
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(b"Nov  2 10:00:00 web1 nginx[17]: " + line for line in lines))
    assert visits_of([str(log)]).agents == plain.agents
