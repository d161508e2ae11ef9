"""Logs whose true counts are known, since they are made here: hits, and how each server writes them."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote_from_bytes

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


def _spaces(agent: bytes, space: bytes) -> bytes:
    """With something else for spaces, as IIS writes user agents ("+") and CloudFront does (all of it, "%20")."""
    if space == b"%20":
        return quote_from_bytes(agent, safe="/(),;:=+!*'@$&?._-").encode() or b"-"
    return agent.replace(b" ", space) or b"-"


def iis(hit: Hit) -> bytes:
    path, _, query = hit.target.partition("?")
    moment = hit.moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    begin = f"{moment} W3SVC1 10.0.0.4 {hit.method} {path} {query or '-'} 443 - {hit.address} "
    return begin.encode() + _spaces(hit.agent, b"+") + f" https://example.org/ {hit.status} 0 0 46".encode()


def cloudfront(hit: Hit) -> bytes:
    path, _, query = hit.target.partition("?")
    moment = hit.moment.astimezone(UTC).strftime("%Y-%m-%d\t%H:%M:%S")
    begin = f"{moment}\tFRA56-P1\t5120\t{hit.address}\t{hit.method}\td111111abcdef8.cloudfront.net\t{path}\t{hit.status}\t-\t"
    end = f"\t{query or '-'}\t-\tHit\tSOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ==\twww.example.com\thttps\t23\t0.001\t-"
    return begin.encode() + _spaces(hit.agent, b"%20") + end.encode()


def haproxy(hit: Hit) -> bytes:
    agent = b"".join(bytes([b]) if 32 <= b < 127 and b not in b'"#{|}' else b"#%02X" % b for b in hit.agent)
    begin = (
        f"<134>{hit.moment:%b %e %H:%M:%S} lb1 haproxy[14389]: {hit.address}:33317 [{hit.moment:%d/%b/%Y:%H:%M:%S}.655]"
        f" https-in~ static/srv1 10/0/30/69/109 {hit.status} 2750 - - ---- 1/1/1/1/0 0/0 {{www.example.com|"
    )
    return begin.encode() + agent + f'}} {{}} "{hit.method} {hit.target} HTTP/1.1"'.encode()


def cloudflare(hit: Hit) -> bytes:
    item = {
        "ClientIP": hit.address, "ClientRequestHost": "example.com", "ClientRequestMethod": hit.method,
        "ClientRequestURI": hit.target, "ClientRequestUserAgent": _text(hit.agent), "EdgeEndTimestamp": "2030-01-01T00:00:00Z",
        "EdgeResponseBytes": 5120, "EdgeResponseStatus": hit.status,
        "EdgeStartTimestamp": hit.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "RayID": "3a6050bcbe121a87",
    }  # fmt: skip
    return json.dumps(item, ensure_ascii=False).encode()


def front_door(hit: Hit) -> bytes:
    item = {
        "time": hit.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z"),
        "resourceId": "/SUBSCRIPTIONS/X/RESOURCEGROUPS/Y/PROVIDERS/MICROSOFT.CDN/PROFILES/Z",
        "category": "FrontDoorAccessLog",
        "operationName": "Microsoft.Cdn/Profiles/AccessLog/Write",
        "properties": {
            "trackingReference": "0tBmPXwAAAABmyL", "httpMethod": hit.method, "httpVersion": "2.0.0.0",
            "requestUri": f"https://www.example.com:443{hit.target}", "sni": "www.example.com", "requestBytes": "350",
            "responseBytes": "5120", "userAgent": _text(hit.agent), "clientIp": hit.address, "clientPort": "49836",
            "socketIp": "10.9.8.7", "timeToFirstByte": "0.1", "timeTaken": "0.1", "httpStatusCode": str(hit.status),
            "result": "N/A", "endpoint": "site.azurefd.net",
        },
    }  # fmt: skip
    return json.dumps(item, ensure_ascii=False).encode()


def fastly(hit: Hit) -> bytes:
    item = {
        "timestamp": hit.moment.strftime("%Y-%m-%dT%H:%M:%S+0000"), "client_ip": hit.address, "geo_country": "germany",
        "host": "www.example.com", "url": hit.target, "request_method": hit.method, "request_protocol": "HTTP/2",
        "request_referer": "", "request_user_agent": _text(hit.agent), "response_state": "HIT-CLUSTER",
        "response_status": hit.status, "response_reason": "OK", "fastly_server": "cache-fra1-FRA",
    }  # fmt: skip
    moment = hit.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"<134>{moment} cache-fra19120 access[482113]: ".encode() + json.dumps(item, ensure_ascii=False).encode()


def akamai(hit: Hit) -> bytes:
    item = {
        "version": 1, "cp": "1", "reqTimeSec": f"{hit.moment.timestamp():.3f}", "cliIP": hit.address, "statusCode": str(hit.status),
        "reqMethod": hit.method, "reqPath": hit.target, "UA": _spaces(hit.agent, b"%20").decode(),
    }  # fmt: skip
    return json.dumps(item).encode()


def cloudfront_json(hit: Hit) -> bytes:
    path, _, query = hit.target.partition("?")
    moment = hit.moment.astimezone(UTC)
    item = {
        "date": f"{moment:%Y-%m-%d}", "time": f"{moment:%H:%M:%S}", "x-edge-location": "FRA56-P1", "sc-bytes": "5120",
        "c-ip": hit.address, "cs-method": hit.method, "cs(Host)": "d1.cloudfront.net", "cs-uri-stem": path,
        "sc-status": str(hit.status), "cs(Referer)": "-", "cs(User-Agent)": _spaces(hit.agent, b"%20").decode(), "cs-uri-query": query or "-",
    }  # fmt: skip
    return json.dumps(item).encode()


def haproxy_json(hit: Hit) -> bytes:
    item = {"time": hit.moment.isoformat(), "client_ip": hit.address, "http_method": hit.method, "http_uri": hit.target, "status": hit.status, "ua": _text(hit.agent)}  # fmt: skip
    return json.dumps(item).encode()


def docker(hit: Hit) -> bytes:
    line = WRITERS["combined"](hit).decode() + "\n"
    return json.dumps({"log": line, "stream": "stdout", "time": "2030-01-01T00:00:00Z"}).encode()


def iis_in_another_order(hit: Hit) -> bytes:
    path, _, query = hit.target.partition("?")
    moment = hit.moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    begin = f"{moment} 0 {hit.status} - {hit.method} {path} {query or '-'} - "
    return begin.encode() + _spaces(hit.agent, b"+") + f" {hit.address} -\r".encode()


def envoy(hit: Hit) -> bytes:
    begin = f'[{hit.moment:%Y-%m-%dT%H:%M:%S}.123Z] "{hit.method} {hit.target} HTTP/1.1" {hit.status} - 0 5120 3 2 '
    return begin.encode() + f'"{hit.address}" "'.encode() + hit.agent + b'" "a-b-c" "www.example.com" "10.0.0.1:80"'


#: What stands at the beginning of a log.
HEADERS = {
    "iis-other-order": b"#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Fields: date time sc-win32-status "
    b"sc-status cs-username cs-method cs-uri-stem cs-uri-query cs(Referer) cs(User-Agent) c-ip cs(Cookie)\r\n",
    "iis": b"#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2026-11-01 00:00:00\n"
    b"#Fields: date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) "
    b"cs(Referer) sc-status sc-substatus sc-win32-status time-taken\n",
    "cloudfront": b"#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status "
    b"cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol "
    b"cs-bytes time-taken x-forwarded-for\n",
}

#: How others write lines, and the format that each is read as. IIS writes one sign for spaces and plus signs.
OTHERS: dict[str, tuple[str, Callable[[Hit], bytes]]] = {
    "iis": ("w3c", iis),
    "cloudfront": ("w3c", cloudfront),
    "haproxy": ("haproxy", haproxy),
    "cloudflare": ("json", cloudflare),
    "front-door": ("json", front_door),
    "fastly": ("json", fastly),
    "iis-other-order": ("w3c", iis_in_another_order),
    "akamai": ("json", akamai),
    "cloudfront-json": ("json", cloudfront_json),
    "haproxy-json": ("json", haproxy_json),
    "envoy": ("envoy", envoy),
    "docker": ("combined", docker),
    "kubernetes": ("combined", lambda hit: b"2030-01-01T00:00:00.123456789Z stdout F " + WRITERS["combined"](hit)),
    "rfc5424": (
        "combined",
        lambda hit: b"<134>1 2030-01-01T00:00:00.123Z web1 nginx 14389 - - " + WRITERS["combined"](hit),
    ),
}

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
    shares = list(accumulate(float(row["weight"]) for row in real))
    people = []
    for _ in range(visitors or max(50, number // 20)):
        address = ".".join(str(source.randrange(1, 255)) for _ in range(4))
        drawn = source.random()
        if drawn < crawlers:
            agent = source.choice(bots)
        elif drawn > 0.92:
            agent = source.choice(OLD)
        else:
            agent = source.choices(agents, cum_weights=shares)[0]
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
    writer = WRITERS[form] if form in WRITERS else OTHERS[form][1]
    lines = [writer(hit) for hit in made]
    for at, line in enumerate(extra):
        lines.insert((at * 7919) % (len(lines) + 1), line)
    content = HEADERS.get(form, b"") + b"".join(line + b"\n" for line in lines)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path
