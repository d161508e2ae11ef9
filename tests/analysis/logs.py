"""Logs whose true counts are known, since they are made here: hits, and how each server writes them."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tests.visitors import CHROME_49_ON_XP, CHROME_109_ON_WINDOWS_7

USER_AGENTS = Path(__file__).parents[1] / "useragent" / "data"


class Hit(NamedTuple):
    """A request. ``moment``: with its time zone; ``target``: path and query."""

    address: str
    moment: datetime
    agent: bytes
    method: str = "GET"
    target: str = "/"
    status: int = 200


def _nginx(agent: bytes) -> bytes:
    """As nginx writes a header: everything that is not plain ASCII, and both of its own marks, as \\xHH."""
    return b"".join(bytes([b]) if 32 <= b < 127 and b not in b'"\\' else b"\\x%02X" % b for b in agent) or b"-"


def _apache(agent: bytes) -> bytes:
    """As Apache does: its marks behind a backslash, control characters as C writes them, other bytes as \\xhh."""
    letters = {b: b"\\" + bytes([letter]) for b, letter in zip(b'\b\n\r\t\v"\\', b'bnrtv"\\', strict=True)}
    return b"".join(letters.get(b) or (bytes([b]) if 32 <= b < 127 else b"\\x%02x" % b) for b in agent) or b"-"


def _text(agent: bytes) -> str:
    return agent.decode("utf-8")


def _clf(hit: Hit) -> str:
    return hit.moment.strftime("%d/%b/%Y:%H:%M:%S %z")


def _begin(hit: Hit) -> bytes:
    return f'{hit.address} - - [{_clf(hit)}] "{hit.method} {hit.target} HTTP/1.1" {hit.status} 5120'.encode()


def nginx_json(hit: Hit) -> bytes:
    item = {
        "time_iso8601": hit.moment.isoformat(timespec="seconds"),
        "remote_addr": hit.address,
        "request": f"{hit.method} {hit.target} HTTP/1.1",
        "status": str(hit.status),
        "http_referer": "https://example.org/",
        "http_user_agent": _text(hit.agent),
    }
    return json.dumps(item, ensure_ascii=False).encode()


def caddy(hit: Hit) -> bytes:
    item = {
        "level": "info",
        "ts": hit.moment.timestamp(),
        "logger": "http.log.access",
        "msg": "handled request",
        "request": {
            "remote_ip": hit.address, "remote_port": "41342", "client_ip": hit.address, "proto": "HTTP/2.0",
            "method": hit.method, "host": "example.com", "uri": hit.target,
            "headers": {"User-Agent": [_text(hit.agent)], "Accept": ["*/*"]},
        },
        "duration": 0.0009,
        "size": 5120,
        "status": hit.status,
        "resp_headers": {"Server": ["Caddy"]},
    }  # fmt: skip
    return json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode()


def alb(hit: Hit) -> bytes:
    moment = hit.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return (
        (
            f"h2 {moment} app/my-loadbalancer/50dc6c495c0c9188 {hit.address}:2817 10.0.0.1:80 0.000 0.001 0.000"
            f' {hit.status} {hit.status} 34 366 "{hit.method} https://example.com:443{hit.target} HTTP/2.0" "'
        ).encode()
        + _apache(hit.agent)
        + b'" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:x "Root=1-5" "example.com" "-" 0'
    )


#: By the format's name: how a line of it is written.
WRITERS: dict[str, Callable[[Hit], bytes]] = {
    "combined": lambda hit: _begin(hit) + b' "https://example.org/?q=%22" "' + _nginx(hit.agent) + b'"',
    "forwarded": lambda hit: (
        _begin(hit._replace(address="10.0.0.7")) + b' "-" "' + _nginx(hit.agent) + f'" "{hit.address}, 10.0.0.9"'.encode()
    ),
    "vhost": lambda hit: b"example.com:443 " + _begin(hit) + b' "-" "' + _apache(hit.agent) + b'"',
    "common": lambda hit: _begin(hit) + b' "' + _apache(hit.agent) + b'"',
    "vhost-common": lambda hit: b"example.com " + _begin(hit) + b' "' + _nginx(hit.agent) + b'"',
    "alb": alb,
    "caddy": caddy,
    "json": nginx_json,
}  # fmt: skip

#: Those that can carry any bytes; JSON carries text.
ANY_BYTES = ("combined", "forwarded", "vhost", "common", "vhost-common", "alb")

_PATHS = ("/", "/news/", "/article/17", "/search?q=a.css", "/app.js", "/site.css?v=3", "/img/1.webp", "/feed.xml")
_PAGES = ("/", "/news/", "/article/17", "/search?q=a.css")


def is_page(hit: Hit) -> bool:
    """What the documentation calls a page view, said of the hits that are made here."""
    return hit.method == "GET" and hit.status in (200, 206, 304) and hit.target in _PAGES


#: Whom the real corpus, which is of this year, has too few of: outdated, each with other advice.
OLD = (
    CHROME_49_ON_XP.encode(),
    CHROME_109_ON_WINDOWS_7.encode(),
    b"Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
    b"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:78.0) Gecko/20100101 Firefox/78.0",
    b"Mozilla/5.0 (iPhone; CPU iPhone OS 14_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/14.0.3 Mobile/15E148 Safari/604.1",
    b"Mozilla/5.0 (Linux; Android 10; SM-A505F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/80.0.3987.99 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/260.0.0.42.118;]",
)


def corpus(name: str) -> list[dict[str, str]]:
    """The rows of a corpus of user agents: "real" or "crawlers"."""
    return [json.loads(line) for line in gzip.decompress((USER_AGENTS / f"{name}.jsonl.gz").read_bytes()).splitlines()]


def hits(
    number: int, *, seed: int = 1, days: int = 7, visitors: int | None = None, crawlers: float = 0.1
) -> Iterator[Hit]:
    """Requests as a site gets them: visitors of the real corpus by their shares, one in ten a crawler, and one in twelve with an old browser."""
    source = random.Random(seed)
    real, bots = corpus("real"), [row["user_agent"].encode() for row in corpus("crawlers")]
    agents = [row["user_agent"].encode() for row in real]
    shares = [float(row["weight"]) for row in real]
    people = []
    for _ in range(visitors or max(50, number // 20)):
        address = ".".join(str(source.randrange(1, 255)) for _ in range(4))
        drawn = source.random()
        if drawn < crawlers:
            agent = source.choice(bots)
        elif drawn > 0.92:
            agent = source.choice(OLD)
        else:
            agent = source.choices(agents, shares)[0]
        people.append((address, agent))
    begin = datetime(2026, 11, 1, tzinfo=UTC)
    for at in range(number):
        address, agent = source.choice(people)
        yield Hit(
            address,
            begin + timedelta(days=days) * (at / number),
            agent,
            source.choices(("GET", "POST", "HEAD"), (20, 1, 1))[0],
            source.choice(_PATHS),
            source.choices((200, 206, 304, 302, 404, 500), (40, 1, 3, 2, 2, 1))[0],
        )


def write(path: Path, made: Sequence[Hit], form: str = "combined", extra: Sequence[bytes] = ()) -> Path:
    """Write hits as a log, gzipped where its name says so; ``extra``: more lines, among the others."""
    lines = [WRITERS[form](hit) for hit in made]
    for at, line in enumerate(extra):
        lines.insert((at * 7919) % (len(lines) + 1), line)
    content = b"".join(line + b"\n" for line in lines)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path
