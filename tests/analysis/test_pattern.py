"""Patterns: what a server's configuration says of its log is read as it stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from browserbanner import ConfigurationError
from browserbanner.analysis.formats import format_of_pattern
from tests.analysis.reading import visits_of
from tests.visitors import FIREFOX_140_ON_LINUX as UA

AGENT = UA.encode()


def read(tmp_path: Path, pattern: str, *lines: str) -> tuple[dict[bytes, tuple[int, int | None]], set[str | None], int]:
    log = tmp_path / "access.log"
    log.write_text("".join(line + "\n" for line in lines), "utf-8")
    visits = visits_of([str(log)], pattern=pattern)
    agents = {agent: (count.views, count.visitors) for agent, count in visits.agents.items()}
    return agents, {day for _, day in visits.days}, visits.malformed


NGINX_MAIN = """log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';"""
APACHE_COMBINED = r'LogFormat "%h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\"" combined'
APACHE_VHOST = r'LogFormat "%v:%p %h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\"" vhost_combined'


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (NGINX_MAIN, f'10.0.0.1 - - [02/Nov/2026:10:00:00 +0200] "GET / HTTP/1.1" 200 5 "-" "{UA}" "192.0.2.1"'),
        (APACHE_COMBINED, f'192.0.2.1 - bob [02/Nov/2026:10:00:00 +0200] "GET / HTTP/1.1" 200 5 "-" "{UA}"'),
        (APACHE_VHOST, f'a.org:443 192.0.2.1 - bob [02/Nov/2026:10:00:00 +0200] "GET / HTTP/1.1" 200 5 "-" "{UA}"'),
        ('$remote_addr [$time_iso8601] "$request_method $uri" $status "$http_user_agent"', f'192.0.2.1 [2026-11-02T10:00:00+02:00] "GET /" 200 "{UA}"'),
        ('$msec|$status|"$http_user_agent"|$remote_addr', f'1793613600.123|200|"{UA}"|192.0.2.1'),
        ('${remote_addr}\t${time_iso8601}\t${http_user_agent}\t${status}', f"192.0.2.1\t2026-11-02T10:00:00+02:00\t{UA}\t200"),
        ("%a %{%Y-%m-%d}t %>s %m %U%q %{User-agent}i", f"192.0.2.1 2026-11-02 200 GET / {UA}"),
        ("%h %{sec}t %!304s <%{User-Agent}i>", f"192.0.2.1 1793613600 200 <{UA}>"),
        ("%h %t 100%% %{User-Agent}i", f"192.0.2.1 [02/Nov/2026:10:00:00 +0200] 100% {UA}"),
        ('"$http_user_agent" $time_local "$remote_addr"', f'"{UA}" 02/Nov/2026:10:00:00 +0200 "192.0.2.1"'),
    ],
)  # fmt: skip
def test_a_pattern_is_read_as_it_stands_in_a_configuration(tmp_path: Path, pattern: str, line: str) -> None:
    assert read(tmp_path, pattern, line, line, "junk") == ({AGENT: (2, 1)}, {"2026-11-02"}, 1)


def test_without_request_and_status_every_line_is_a_page_view(tmp_path: Path) -> None:
    assert read(tmp_path, '"$http_user_agent"', f'"{UA}"', f'"{UA}"') == ({AGENT: (2, None)}, {None}, 0)


def test_what_follows_a_pattern_in_its_lines_does_not_matter(tmp_path: Path) -> None:
    line = f'192.0.2.1 - - [02/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "{UA}" 0.003 "more"'
    assert read(tmp_path, APACHE_COMBINED, line) == ({AGENT: (1, 1)}, {"2026-11-02"}, 0)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "nginx's log_format"),
        ("no variable", "Apache's LogFormat"),
        ('$remote_addr "$request"', "with the user agent"),
        ("%h %t %r", "%{User-Agent}i"),
    ],
)
def test_a_pattern_that_says_no_user_agent_is_refused(pattern: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        format_of_pattern(pattern)
    assert said in str(refused.value)
    assert repr(pattern) in str(refused.value)
