"""A running app takes up a data pack that was replaced, without a restart, and never a broken one."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
from binascii import crc32
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browserbanner import BrowserBanner, ConfigurationError, asgi, wsgi
from browserbanner._adapter import MARK
from browserbanner.browsers import watch
from browserbanner.browsers.data import PACKAGED
from tests.injection.drivers import Request, asgi_scope, wsgi_environ

CHROME_120 = (
    b"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
)
CHROME_60 = b"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copy(PACKAGED, tmp_path / "pack.jsonl"))


@pytest.fixture
def minutes(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock by which the watch counts: a list with the minute in it."""
    now = [0.0]
    monkeypatch.setattr(watch.PackWatch.__init__, "__kwdefaults__", {"every": 60.0, "now": lambda: now[0] * 60})
    return now


def made_older(pack: Path, date: str) -> None:
    """Replace the pack by one of an earlier day, as a refresh does: another file, renamed into its place."""
    meta, rest = pack.read_text().split("\n", 1)
    fields = json.loads(meta)
    fields["date"] = date
    other = pack.with_name("other")
    other.write_text(json.dumps(fields) + "\n" + rest)
    os.replace(other, pack)


def test_a_replaced_pack_is_taken_up_on_a_miss_with_new_minimums_and_an_empty_cache(
    pack: Path, minutes: list[float]
) -> None:
    bb = BrowserBanner(data=pack, grace=0)
    assert bb.verdict_of(CHROME_120).outdated
    made_older(pack, "2025-06-01")
    assert bb.verdict_of(CHROME_120).outdated
    minutes[0] = 1.5
    bb.verdict_of(b"a miss")
    assert bb.data.date == "2025-06-01"
    assert not bb.verdict_of(CHROME_120).outdated


def test_it_is_taken_up_on_an_outdated_visit(pack: Path, minutes: list[float]) -> None:
    bb = BrowserBanner(data=pack)
    bb.verdict_of(CHROME_60)
    made_older(pack, "2025-06-01")
    minutes[0] = 1.5
    assert bb.banner_for({"User-Agent": CHROME_60.decode()}) is not None
    assert bb.data.date == "2025-06-01"


def test_visitors_who_were_met_are_judged_anew(pack: Path, minutes: list[float]) -> None:
    bb = BrowserBanner(data=pack, grace=0)
    for _ in range(2):
        assert bb.banner_for({"User-Agent": CHROME_120.decode()}) is not None
    made_older(pack, "2025-06-01")
    minutes[0] = 1.5
    assert bb.banner_for({"User-Agent": CHROME_120.decode()}) is None


def _over_asgi(bb: BrowserBanner) -> Callable[[Request], bool]:
    seen: list[bool] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(MARK in scope)

    middleware = asgi.BannerMiddleware(app, banner=bb)

    def carries_one(request: Request) -> bool:
        asyncio.run(middleware(asgi_scope(request), None, None))
        return seen[-1]

    return carries_one


def _over_wsgi(bb: BrowserBanner) -> Callable[[Request], bool]:
    seen: list[bool] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.append(MARK in environ)
        start_response("204 No Content", [])
        return []

    middleware = wsgi.BannerMiddleware(app, banner=bb)

    def carries_one(request: Request) -> bool:
        middleware(wsgi_environ(request), lambda *head: lambda data: None)
        return seen[-1]

    return carries_one


@pytest.mark.parametrize("over", [_over_asgi, _over_wsgi])
def test_a_browser_that_passed_is_judged_anew(
    over: Callable[[BrowserBanner], Callable[[Request], bool]], pack: Path, minutes: list[float]
) -> None:
    made_older(pack, "2025-06-01")
    bb = BrowserBanner(data=pack, grace=0)
    carries_one = over(bb)
    request = Request(user_agent=CHROME_120.decode())
    assert [carries_one(request) for _ in range(3)] == [False] * 3
    os.replace(shutil.copy(PACKAGED, pack.with_name("newer")), pack)
    minutes[0] = 1.5
    bb.verdict_of(b"a miss")
    assert carries_one(request)


def test_a_hit_on_a_current_browser_never_looks(pack: Path, minutes: list[float]) -> None:
    bb = BrowserBanner(data=pack)
    current = CHROME_120.replace(b"120", b"156")
    for _ in range(3):
        bb.verdict_of(current)
    made_older(pack, "2025-06-01")
    minutes[0] = 1.5
    for _ in range(3):
        assert bb.verdict_of(current).status == "current"
    assert bb.data.date != "2025-06-01"


def test_within_a_minute_nobody_looks(pack: Path, minutes: list[float]) -> None:
    bb = BrowserBanner(data=pack)
    made_older(pack, "2025-06-01")
    minutes[0] = 0.9
    bb.verdict_of(b"a miss")
    assert bb.data.date != "2025-06-01"


@pytest.mark.parametrize("broken", ["", "{}", "not a pack", '{"date": 1}\n'])
def test_a_broken_replacement_is_logged_once_and_ignored(
    broken: str, pack: Path, minutes: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    bb = BrowserBanner(data=pack)
    before = bb.data
    pack.write_text(broken)
    for minutes[0] in (1.5, 3, 4.5):
        bb.verdict_of(b"a miss %d" % int(minutes[0] * 10))
    assert bb.data is before
    assert len(caplog.records) == 1
    assert "not used" in caplog.text


_CELLS: dict[str, Callable[[dict[str, Any]], None]] = {
    "a release without a day": lambda core: core["releases"].update(opera="109"),
    "a day that is none": lambda core: core["releases"].update(samsung="30=soon"),
    "releases that are no text": lambda core: core["releases"].update(chrome=["109"]),
    "a version that is none": lambda core: core["bases"].update(uc="x=y"),
    "bases that are no text": lambda core: core["bases"].update(opera=["1"]),
    "no bases": lambda core: core.pop("bases"),
    "a Baseline without days": lambda core: core.update(baseline={}),
}


def _sealed(pack: Path, meta: bytes, body: bytes) -> None:
    """Replace the pack by one with this body, whose checksum is right."""
    other = pack.with_name("other")
    other.write_bytes(json.dumps({**json.loads(meta), "size": len(body), "crc32": crc32(body)}).encode() + b"\n" + body)
    os.replace(other, pack)


@pytest.mark.parametrize("spoil", _CELLS.values(), ids=_CELLS)
@pytest.mark.parametrize("policy", ["baseline widely available", "last 2 years"])
def test_a_pack_with_a_cell_that_makes_no_sense_stops_the_start_and_replaces_nothing(
    policy: str, spoil: Callable[[dict[str, Any]], None], pack: Path, minutes: list[float]
) -> None:
    bb = BrowserBanner(data=pack, policy=policy)
    before = bb.data
    meta, core, rest = pack.read_bytes().split(b"\n", 2)
    fields = json.loads(core)
    spoil(fields)
    _sealed(pack, meta, json.dumps(fields).encode() + b"\n" + rest)
    minutes[0] = 1.5
    for user_agent in (b"a miss", CHROME_60, CHROME_60 + b" OPR/47.0.2631.39"):
        assert bb.verdict_of(user_agent).advice in ("none", "update")
    assert bb.data is before
    with pytest.raises(ConfigurationError, match="not usable browser data"):
        BrowserBanner(data=pack, policy=policy)


@pytest.mark.parametrize("usage", [b'["world",{"chrome":7}]', b'["world",["chrome"]]', b'["world"]', b'["world",{'])
def test_shares_that_make_no_sense_stop_the_start_of_a_policy_by_shares_and_replace_nothing(
    usage: bytes, pack: Path, minutes: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    """Shares are read where a policy asks for them, and not with the rest: reading all takes as long as a start may."""
    bb = BrowserBanner(data=pack, policy="> 0.5%")
    before = bb.data
    meta, body = pack.read_bytes().split(b"\n", 1)
    _sealed(pack, meta, re.sub(rb'^\["world",.*$', usage, body, flags=re.MULTILINE))
    minutes[0] = 1.5
    assert bb.verdict_of(CHROME_60).outdated
    assert bb.data is before
    assert "not used" in caplog.text
    with pytest.raises(ConfigurationError, match=r"pack\.jsonl'\): must be browser data that makes sense"):
        BrowserBanner(data=pack, policy="> 0.5%")


def test_a_pack_that_is_whole_and_makes_no_sense_stops_the_start_and_replaces_nothing(
    pack: Path, minutes: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    bb = BrowserBanner(data=pack)
    before = bb.data
    made_older(pack, "soon")
    minutes[0] = 1.5
    assert bb.verdict_of(CHROME_60).outdated
    assert bb.data is before
    assert "not used" in caplog.text
    with pytest.raises(
        ConfigurationError, match=r"not usable browser data: it makes no sense .*'soon' is no date"
    ) as caught:
        BrowserBanner(data=pack)
    assert (caught.value.option, caught.value.value) == ("data", str(pack))


def test_a_replacement_under_which_the_policy_makes_no_sense_is_logged_and_ignored(
    pack: Path, minutes: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    bb = BrowserBanner(data=pack, policy={"chrome": 150})
    before = bb.data
    made_older(pack, "2022-01-01")  # when there was no Chrome 150
    minutes[0] = 1.5
    bb.verdict_of(b"a miss")
    assert bb.data is before
    assert "not used" in caplog.text


@pytest.mark.parametrize(("date", "lines"), [("2024-01-31", 1), ("2026-11-19", 0)])
def test_data_older_than_a_year_is_logged_once(
    date: str, lines: int, pack: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_older(pack, date)

    monkeypatch.setattr("browserbanner._knowledge.time.strftime", lambda *of: "2026-12-31")
    bb = BrowserBanner(data=pack)
    bb.verdict_of(CHROME_60)
    assert len(caplog.records) == lines
