"""Which format a log has, by lines as their servers' documentation shows them, and as other writers of JSON do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from browserbanner.analysis import LogError
from tests.analysis.reading import Visits, visits_of
from tests.visitors import FIREFOX_140_ON_LINUX

CLF = '192.0.2.1 - - [02/Nov/2026:10:00:00 +0000] "GET /page HTTP/1.1" 200 512'
ALB = (
    "https 2026-11-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.086 0.048 0.037"
    ' 200 200 0 57 "GET https://www.example.com:443/page HTTP/1.1" "curl/7.46.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2'
    " arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067"
    ' "Root=1-58337281-1d84f3d73c47ec4e58577259" "www.example.com" "arn:aws:acm:us-east-2:123456789012:certificate/12345678" 1'
    ' 2026-11-02T22:22:48.364000Z "authenticate,forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_123456'
)


def read(tmp_path: Path, *lines: str) -> Visits:
    log = tmp_path / "access.log"
    log.write_text("".join(line + "\n" for line in lines), "utf-8")
    return visits_of([str(log)])


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("combined", f'{CLF} "https://example.org/" "{FIREFOX_140_ON_LINUX}"'),
        ("combined", f'{CLF} "-" "{FIREFOX_140_ON_LINUX}" 0.003 1234'),
        ("combined", f'{CLF} "-" "{FIREFOX_140_ON_LINUX}" "text/html" "gzip"'),
        ("combined", f'www.example.org - - [02/Nov/2026:10:00:00 +0000] "GET /page HTTP/1.1" 200 512 "-" "{FIREFOX_140_ON_LINUX}"'),
        ("combined", f'2001:db8::7 - a b [02/Nov/2026:10:00:00 +0000] "GET /page HTTP/1.1" 200 512 "-" "{FIREFOX_140_ON_LINUX}"'),
        ("forwarded", f'{CLF} "-" "{FIREFOX_140_ON_LINUX}" "203.0.113.195, 2001:db8:85a3::8a2e:370:7334"'),
        ("vhost", f'example.org:443 {CLF} "-" "{FIREFOX_140_ON_LINUX}"'),
        ("common", f'{CLF} "{FIREFOX_140_ON_LINUX}"'),
        ("vhost-common", f'example.org {CLF} "{FIREFOX_140_ON_LINUX}"'),
        ("alb", ALB),
    ],
)  # fmt: skip
def test_the_format_is_recognised(name: str, line: str, tmp_path: Path) -> None:
    found = read(tmp_path, line, line)
    assert list(found.formats) == [name]
    (count,) = found.agents.values()
    assert count == (2, 1)
    assert {day for _, day in found.days} == {"2026-11-02"}


def test_a_few_odd_lines_at_the_beginning_do_not_mislead(tmp_path: Path) -> None:
    found = read(tmp_path, "", "#comment", '{"a": 1}', *[f'{CLF} "-" "{FIREFOX_140_ON_LINUX}"'] * 3)
    assert (found.formats[0], found.malformed) == ("combined", 2)


TRAEFIK = {
    "ClientAddr": "192.0.2.1:4711", "ClientHost": "192.0.2.1", "DownstreamStatus": 200, "RequestMethod": "GET",
    "RequestPath": "/page", "StartUTC": "2026-11-02T10:00:00.1Z", "request_User-Agent": FIREFOX_140_ON_LINUX, "time": "2026-11-02T10:00:01Z",
}  # fmt: skip
GOOGLE = {
    "httpRequest": {"requestMethod": "GET", "requestUrl": "https://a.org/page", "status": 200, "userAgent": FIREFOX_140_ON_LINUX, "remoteIp": "192.0.2.1"},
    "timestamp": "2026-11-02T10:00:00.123Z",
}  # fmt: skip
OLD_CADDY = {
    "ts": 1793613600.5, "logger": "http.log.access.log0", "status": 200,
    "request": {"remote_addr": "192.0.2.1:41342", "method": "GET", "uri": "/page", "headers": {"User-Agent": [FIREFOX_140_ON_LINUX]}},
}  # fmt: skip


@pytest.mark.parametrize(
    "item",
    [
        {"time_local": "02/Nov/2026:10:00:00 +0000", "remote_addr": "192.0.2.1", "request": "GET /page HTTP/1.1", "status": 200, "http_user_agent": FIREFOX_140_ON_LINUX},
        {"msec": "1793613600.123", "remote_addr": "10.0.0.1", "http_x_forwarded_for": "192.0.2.1", "request_method": "GET", "request_uri": "/page", "status": "200", "http_user_agent": FIREFOX_140_ON_LINUX},
        {"@timestamp": "2026-11-02T10:00:00+00:00", "client_ip": "192.0.2.1", "method": "GET", "path": "/page", "status": 200, "user_agent": FIREFOX_140_ON_LINUX},
        {"ts": 1793613600123, "ip": "192.0.2.1", "verb": "GET", "url": "/page?x=1", "statusCode": 200, "userAgent": FIREFOX_140_ON_LINUX},
        {"nginx": {"time": "2026-11-02 10:00:00", "remote_addr": "192.0.2.1", "request": "GET /page HTTP/1.1", "status": 200, "http_user_agent": FIREFOX_140_ON_LINUX}},
        TRAEFIK,
        GOOGLE,
        OLD_CADDY,
    ],
    ids=["nginx", "nginx-forwarded", "logstash", "milliseconds", "nested", "traefik", "google", "caddy-2.4"],
)  # fmt: skip
def test_json_is_read_by_the_usual_names_of_its_fields(item: dict[str, Any], tmp_path: Path) -> None:
    other = json.loads(json.dumps(item).replace("/page", "/a.css"))
    found = read(tmp_path, json.dumps(item), json.dumps(item), json.dumps(other), '{"cut": ')
    assert found.formats == ("caddy" if item is OLD_CADDY else "json",)
    assert {key: tuple(count) for key, count in found.agents.items()} == {FIREFOX_140_ON_LINUX.encode(): (2, 1)}
    assert {day for _, day in found.days} == {"2026-11-02"}
    assert (found.other, found.malformed) == (1, 1)


def test_a_time_that_nobody_understands_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    item = {"time": "yesterday", "remote_addr": "192.0.2.1", "status": 200, "http_user_agent": FIREFOX_140_ON_LINUX}
    visits = read(tmp_path, json.dumps(item))
    assert set(visits.days) == {(FIREFOX_140_ON_LINUX.encode(), None)}
    assert visits.malformed == 0


@pytest.mark.parametrize("line", [CLF, '{"a": "b"}', "a,b,c", "\x00\x01", '["GET", "/"]', "#Software: Microsoft IIS"])
def test_what_has_no_user_agent_is_refused_with_its_beginning(line: str, tmp_path: Path) -> None:
    with pytest.raises(LogError, match="not recognised") as refused:
        read(tmp_path, line, line)
    assert repr(line[:100]) in str(refused.value)


def test_what_stands_in_an_address_s_place_and_is_none_tells_no_visitors_apart(tmp_path: Path) -> None:
    """A word before each line counted all as one visitor, and a time before it each page view as another."""
    for word in ("owner", "2026-11-02T10:00:00.123Z"):
        line = f'{word} bucket [02/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 512 "-" "{FIREFOX_140_ON_LINUX}"'
        assert list(read(tmp_path, line, line).agents.values()) == [(2, None)]


@pytest.mark.parametrize(
    ("beginning", "command"),
    [
        (b"\xfd7zXZ\0\0\x04", "xz -dc LOG"),
        (b"BZh91AY&SY", "bzip2 -dc LOG"),
        (b"\x04\x22\x4d\x18L@", "lz4 -dc LOG"),
        (b"PK\x03\x04\x14", "unzip -p LOG"),
        ("\ufeff192.0.2.1 - -".encode("utf-16-le"), "iconv -f UTF-16 -t UTF-8 LOG"),
        (b'[\n{"status": 200}]', "jq -c '.[]' LOG"),
    ],
)
def test_a_file_that_is_no_lines_says_what_makes_lines_of_it(beginning: bytes, command: str, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(beginning + bytes(100))
    with pytest.raises(LogError) as refused:
        visits_of([str(log)])
    assert f"`{command} | browserbanner analyze -`" in str(refused.value)


def test_ends_of_lines_and_byte_order_marks_of_windows_are_no_part_of_a_line(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(b"\xef\xbb\xbf" + f'{CLF} "-" "{FIREFOX_140_ON_LINUX}"\r\n'.encode() * 3)
    found = visits_of([str(log)])
    assert (found.agents, found.malformed) == ({FIREFOX_140_ON_LINUX.encode(): (3, 1)}, 0)
