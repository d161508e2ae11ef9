"""Undoes caniuse-lite's two packings: what its own unpacker gives, or a refusal where that would guess or read on.

By keys (until 1.0.30001826): a version has a short key, and whatever belongs to it stands beside that. A group of keys
has one too, which begins with "_".
By places (since 1.0.30001827): whatever belongs to versions stands in the order of an agent's versions. Regions and
features are strings of tokens. A token is a character; it stands for its place in ``_ALPHABET``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from browserbanner._javascript import Literal
from browserbanner.browsers.refresh.errors import NotUnderstood

Support = Mapping[str, int]  # by version; caniuse's bits, of which 1 is "supported" and 4 "partly"

_ALPHABET = "".join(character for character in map(chr, range(32, 127)) if character not in '"\\')
_TOKEN = r"[ !#-[\]-~]"
# A number's last digit is one of the first 45 tokens; the digits before it are the next 22.
_NUMBER = r"[N-[\]-d]{0,7}[ !#-M]"
_SHARES = re.compile(
    rf"(?P<number>{_NUMBER})"
    r"|(?P<missing>[e-x])"  # 1 to 20 versions without data
    r"|(?P<zeros>[y-|])"  # 2 to 5 versions with a share of 0
    rf"|}}(?P<unit>{_NUMBER})"  # the unit from here on, 0 for the usual one
    r"|(?P<rest>~)"  # no data for the rest of the browser's versions
)
# A support value by its place in featureSupport.js, a token or two, and the number of versions in a row that have it.
_SUPPORT = re.compile(rf"(?P<place>[ !#-C]|[D-F]{_TOKEN})(?P<length>[G-[\]-~]{{0,4}})")
_USUAL_UNIT = 10_000
_PERCENT = 100_000  # usual units
_DAY = 86_400
_MOST_PLACES = 1000  # an agent has 164


class PackedAgent(NamedTuple):
    """A row of agents.js by its versions' names. ``places``: None for an empty one. Its values are as they stand."""

    places: list[str | None]
    usage: Mapping[str, Literal]
    dates: Mapping[str, Literal]  # epoch seconds


def as_object(value: Any) -> dict[str, Any]:
    """The value, which has to be an object."""
    if not isinstance(value, dict):
        raise NotUnderstood(f"an object is missing, found {str(value)[:40]!r}")
    return value


class ByKeys:
    """The packing by keys: data/browserVersions.js has the versions', data/versionGroups.js the groups'."""

    def __init__(self, versions: Mapping[str, str], groups: Mapping[str, str]) -> None:
        self._versions = versions
        self._groups = {f"_{key}": keys for key, keys in groups.items()}

    def agent(self, fields: Mapping[str, Literal]) -> PackedAgent:
        """A row of agents.js; an empty place has an empty key."""
        places = [None if key == "" else self._versions[str(key)] for key in _list(fields.get("C"))]
        usage, dates = (
            {self._versions[key]: value for key, value in as_object(fields.get(field)).items()} for field in "AF"
        )
        return PackedAgent(places, usage, dates)

    def region(self, packed: Literal) -> Literal:
        """A region as an object: it is one."""
        return packed

    def feature(self, packed: Any, _: Mapping[str, Sequence[str]]) -> dict[str, Support]:
        """A feature's support by browser."""
        return {
            browser: {version: int(support) for support, keys in rows.items() for version in self._expanded(keys)}
            for browser, rows in packed.items()
        }

    def _expanded(self, keys: str) -> Iterator[str]:
        for key in keys.split():
            if key in self._versions:
                yield self._versions[key]
            else:
                yield from self._expanded(self._groups[key])


class ByPlaces:
    """The packing by places.

    ``columns``: the versions that data/regionVersions.js lists, by browser; ``supports``: data/featureSupport.js.
    """

    def __init__(self, columns: Mapping[str, Sequence[str]], supports: Sequence[int] = ()) -> None:
        self._columns = columns
        self._supports = supports

    def agent(self, fields: Mapping[str, Literal]) -> PackedAgent:
        """A row of agents.js: strings of versions, and between them numbers of empty places."""
        places: list[str | None] = []
        for item in _list(fields.get("C")):
            if isinstance(item, str):
                places += item.split(" ")
            elif isinstance(item, int) and 0 < item <= _MOST_PLACES:
                places += [None] * item
            else:
                raise NotUnderstood(f"{str(item)[:40]!r} is no number of empty places")
            if len(places) > _MOST_PLACES:
                raise NotUnderstood(f"it has more than {_MOST_PLACES} places")
        versions = [version for version in places if version is not None]
        return PackedAgent(places, _in_order(versions, fields.get("A")), _dates(versions, fields.get("F")))

    def region(self, packed: Literal) -> Literal:
        """A region as an object, by browser and version; those without data are left out."""
        if not isinstance(packed, str):  # where its versions are not those that are listed
            return packed
        at, unit = 0, _USUAL_UNIT
        region: dict[str, Literal] = {}
        for browser, versions in self._columns.items():
            shares: list[float | None] = []
            while len(shares) < len(versions):
                found = _next(_SHARES, packed, at)
                at, token = found.end(), found[0]
                if found["number"]:
                    shares.append(_share(_number(token), unit))
                elif found["missing"]:
                    shares += [None] * (ord(token) - ord("e") + 1)
                elif found["zeros"]:
                    shares += [0.0] * (ord(token) - ord("y") + 2)
                elif found["unit"]:
                    unit = _number(found["unit"]) or _USUAL_UNIT
                else:
                    shares += [None] * (len(versions) - len(shares))
            if len(shares) > len(versions):
                raise NotUnderstood(f"{browser} has {len(versions)} versions, and more figures at character {at}")
            region[browser] = {v: share for v, share in zip(versions, shares, strict=True) if share is not None}
        if at != len(packed):
            raise NotUnderstood(f"it has more than its browsers' figures, from character {at} on")
        return region

    def feature(self, packed: Any, versions: Mapping[str, Sequence[str]]) -> dict[str, Support]:
        """A feature's support by browser; ``versions``: each browser's, in its order."""
        found: dict[str, Support] = {}
        if isinstance(packed, str):
            at = 0
            for browser, known in versions.items():
                found[browser], at = self._runs(packed, at, known)
            if at != len(packed):
                raise NotUnderstood(f"it has more than its browsers' support, from character {at} on")
            return found
        for browser, row in packed.items():  # where its browsers are not those that are listed
            if isinstance(row, str):
                found[browser], _ = self._runs(row, 0, versions[browser])
            else:  # where its versions are not the browser's
                found[browser] = {version: int(bits) for bits, names in row.items() for version in names.split()}
        return found

    def _runs(self, packed: str, at: int, versions: Sequence[str]) -> tuple[Support, int]:
        """A browser's versions by their support, and where the next browser begins."""
        support: dict[str, int] = {}
        begin = 0
        while begin < len(versions):
            found = _next(_SUPPORT, packed, at)
            at = found.end()
            length = 0
            for digit in found["length"]:
                length = length * 55 + _ALPHABET.index(digit) - 38 + 1
            end = begin + length if length else len(versions)
            if end > len(versions):
                raise NotUnderstood(f"a browser has {len(versions)} versions, and more at character {at}")
            place = _ALPHABET.index(found["place"][0])
            if place >= 35:
                place = 35 + (place - 35) * len(_ALPHABET) + _ALPHABET.index(found["place"][1])
            support |= dict.fromkeys(versions[begin:end], self._supports[place])
            begin = end
        return support, at


def _next(tokens: re.Pattern[str], packed: str, at: int) -> re.Match[str]:
    found = tokens.match(packed, at)
    if found is None:
        raise NotUnderstood(f"expected a token at character {at}, found {packed[at : at + 1] or 'the end'!r}")
    return found


def _number(tokens: str) -> int:
    leading = 0
    for token in tokens[:-1]:
        leading = leading * 22 + _ALPHABET.index(token) - 45
    return leading * 45 + _ALPHABET.index(tokens[-1])


def _share(number: int, unit: int) -> float:
    # Half up, as JavaScript rounds; whole numbers, which is what its floats are for all that can be a share.
    return (number * unit + _USUAL_UNIT // 2) // _USUAL_UNIT / _PERCENT


def _list(packed: Literal) -> list[Literal]:
    if not isinstance(packed, list):
        raise NotUnderstood("it has no list of versions")
    return packed


def _in_order(versions: Sequence[str], packed: Literal) -> Mapping[str, Literal]:
    if isinstance(packed, dict):  # where its versions are not the agent's
        return packed
    if not isinstance(packed, list) or len(packed) != len(versions):
        raise NotUnderstood(f"it has {len(versions)} versions, and not as many values")
    return dict(zip(versions, packed, strict=True))


def _dates(versions: Sequence[str], packed: Literal) -> Mapping[str, Literal]:
    """As days since the last date (before it, where less than 0); null for a version without a date."""
    if isinstance(packed, dict):
        return packed
    dates: dict[str, Literal] = {}
    day = 0
    for version, days in _in_order(versions, packed).items():
        if isinstance(days, int):
            day += days
            dates[version] = day * _DAY
        elif days is not None:
            raise NotUnderstood(f"{str(days)[:40]!r} is no number of days")
    return dates
