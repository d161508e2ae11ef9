"""Packs as caniuse-lite is packed since 1.0.30001827: usage and dates in the order of versions, a region as a string."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import gcd

from browserbanner.browsers import Agent

ALPHABET = "".join(character for character in map(chr, range(32, 127)) if character not in '"\\')
Usage = Mapping[str, Mapping[str, float]]

_DAY = 86_400


def agent_row(agent: Agent, shares: Mapping[str, float]) -> dict[str, object]:
    """A row of agents.js."""
    versions = [*agent.released, *agent.unreleased]
    in_order = list(shares.values()) if list(shares) == _in_javascript_order(versions) else None
    return {
        "A": shares if in_order is None else [shares[version] for version in versions],
        "B": "webkit",
        "C": [2, " ".join(versions), *([3 - len(agent.unreleased)] if len(agent.unreleased) < 3 else [])],
        "E": agent.name,
        "F": _dates(agent, versions),
    }


def _dates(agent: Agent, versions: Sequence[str]) -> object:
    if any(epoch % _DAY for epoch in agent.release_date.values()):
        return agent.release_date
    days: list[int | None] = []
    before = 0
    for version in versions:
        epoch = agent.release_date.get(version)
        days.append(None if epoch is None else epoch // _DAY - before)
        before = before if epoch is None else epoch // _DAY
    return days


def columns_of(agents: Mapping[str, Agent], regions: Iterable[Usage]) -> dict[str, list[str]]:
    """What regionVersions.js lists: each browser's versions, and what else any region has, in JavaScript's order."""
    columns: dict[str, dict[str, None]] = {}
    for region in regions:
        for browser, shares in region.items():
            columns.setdefault(browser, dict.fromkeys(agents[browser].released)).update(dict.fromkeys(shares))
    return {browser: _in_javascript_order(versions) for browser, versions in columns.items()}


def write_region(columns: Mapping[str, Sequence[str]], usage: Usage) -> str | None:
    """A region's string; None where its browsers and versions are not in the columns' order."""
    text, unit = "", 1
    for browser, versions in columns.items():
        shares = usage.get(browser, {})
        if list(usage) != list(columns) or list(shares) != [version for version in versions if version in shares]:
            return None
        figures = [round(shares[version] * 100_000) if version in shares else None for version in versions]
        step = gcd(*(figure or 0 for figure in figures)) or 1
        if step != unit:
            text, unit = text + ALPHABET[91] + write_number(0 if step == 1 else step * 10_000), step
        text += _figures(figures, unit)
    return text


def _figures(figures: Sequence[int | None], unit: int) -> str:
    text, left = "", len(figures)
    for figure, run in groupby(figures):
        length = len(list(run))
        left -= length
        if figure is None and left == 0:
            text += ALPHABET[92]
        elif figure is None:
            text += ALPHABET[86] * (length // 20) + (ALPHABET[66 + length % 20] if length % 20 else "")
        elif figure == 0:
            text += ALPHABET[90] * (length // 5) + ("", ALPHABET[0], *ALPHABET[87:90])[length % 5]
        else:
            text += write_number(figure // unit) * length
    return text


def write_number(number: int) -> str:
    """A number's tokens: the last digit to the base of 45, those before it to the base of 22."""
    number, last = divmod(number, 45)
    text = ALPHABET[last]
    while number:
        number, digit = divmod(number, 22)
        text = ALPHABET[45 + digit] + text
    return text


def _in_javascript_order(versions: Iterable[str]) -> list[str]:
    return sorted(versions, key=lambda version: (0, int(version)) if version.isdecimal() else (1, 0))


def write_feature(support: Iterable[Mapping[str, str]]) -> str:
    """A feature's support, browser after browser: y, n and a are the first three support values."""
    packed = ""
    for versions in support:
        runs = [(letter, len(list(run))) for letter, run in groupby(versions.values())]
        for number, (letter, length) in enumerate(runs):
            packed += ALPHABET["yna".index(letter)] + ("" if number == len(runs) - 1 else _length(length))
    return packed


def _length(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number - 1, 55)
        digits = ALPHABET[38 + digit] + digits
    return digits
