"""What must be true of a pack: each case makes one thing untrue, and names what is said about it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from browserbanner.browsers import BrowserData
from browserbanner.browsers.pack import Pack
from browserbanner.browsers.validate import problems_of

Spoil = Callable[[Pack], None]


def meta(key: str, value: object) -> Spoil:
    return lambda pack: pack.meta.update({key: value})


def releases(family: str, packed: str) -> Spoil:
    return lambda pack: pack.core["releases"].update({family: packed})


def bases(family: str, packed: str) -> Spoil:
    return lambda pack: pack.core["bases"].update({family: packed})


def minimums(key: str, value: object) -> Spoil:
    return lambda pack: pack.core.update({key: value})


def timeline(change: Callable[[dict[str, dict[str, str]]], object]) -> Spoil:
    def spoil(pack: Pack) -> None:
        change(pack.core["baseline"])

    return spoil


def agents(before: str, after: str) -> Spoil:
    def spoil(pack: Pack) -> None:
        text = json.dumps(pack.agents)
        assert before in text
        pack.agents = json.loads(text.replace(before, after, 1))

    return spoil


def region(name: str, usage: bytes) -> Spoil:
    return lambda pack: pack._rows.update({name: usage})


def only_few_days(days: dict[str, Any]) -> None:
    for day in list(days)[20:]:
        del days[day]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (meta("date", "2020-01-01"), "is not its newest source's"),
        (meta("date", "2999-01-01"), "the date 2999-01-01 is in the future"),
        (releases("edge", "12="), "edge: no release has a date"),
        (releases("edge", "12=2015-07-29 13=2015-07-28"), "edge: dates go backwards"),
        (region("UA", b'["UA",{"chrome":["109",["many"]]}]'), "what usage needs cannot be read"),
        (minimums("esr", "9999"), "Firefox ESR 9999 is no release"),
        (bases("opera", ""), "opera: no Chromium base is known"),
        (bases("opera", "15=28 16=27"), "opera: bases go backwards, from 28 ((15,)) to 27 ((16,))"),
        (bases("opera", "15=9999"), "opera (15,): its Chromium cannot be 9999"),
        (timeline(only_few_days), "at least 50 are expected"),
        (timeline(lambda days: days.update({"2016-01-01": {}})), "Baseline's days go backwards"),
        (timeline(lambda days: days.update({"2099-01-01": {"chrome": "1"}})), "Baseline: chrome goes back"),
        (
            timeline(lambda days: days.update({"2016-01-01": {"chrome": "9999"}})),
            "chrome has no minimum version, or one above",
        ),
        (agents('"and_chr"', '"and_chrome"'), "caniuse's browsers are missing: and_chr"),
        (agents(" 108 109 110 ", " 108 107 110 "), "go backwards"),
        (region("world", b'["world",{"chrome":["109",[50]]}]'), "shares add up to less than 80 % in the world"),
        (region("world", b'["world",{"chrome":["109 110",[60,60]]}]'), "the shares of the world add up to 120.0 %"),
        (
            region("alt-ww", b'["alt-ww",{"chrome":["109",[90]]}]'),
            " % in the world, and 0.0 % in alt-ww",
        ),
    ],
)
def test_what_cannot_be_true_is_said(committed: bytes, spoil: Spoil, said: str) -> None:
    pack = Pack(committed, "spoilt")
    spoil(pack)
    problems = problems_of(BrowserData(pack), curated=False)
    assert any(said in problem for problem in problems), problems


def test_regions_with_few_counted_browsers_are_fine_as_long_as_they_are_few(committed: bytes) -> None:
    pack = Pack(committed, "spoilt")
    for region in pack.regions[:40]:
        pack._rows[region] = b'["%b",{"chrome":["109",[50]]}]' % region.encode()
    assert any("less than 80 %" in problem for problem in problems_of(BrowserData(pack), curated=False))
