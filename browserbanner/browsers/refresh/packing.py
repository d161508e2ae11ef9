"""Undoes caniuse-lite's two packings: what its own unpacker gives, or a refusal where that would guess or read on.

By keys (until 1.0.30001826): a version has a short key, and whatever belongs to it stands beside that.
By places (since 1.0.30001827): usage and dates stand in the order of an agent's versions; a region is a string, a token
a character, with a figure for each version that data/regionVersions.js lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from browserbanner._javascript import Literal

# A token is a character's place among printable ASCII without the quote and the backslash.
TOKENS = {character: token for token, character in enumerate(c for c in map(chr, range(32, 127)) if c not in '"\\')}
_LEADING = 45  # tokens below are a number's last digit; from here on, those that lead to it
_NO_DATA = 67  # 1 to 20 versions without data
_ZEROS = 87  # 2 to 5 versions with a share of 0
_UNIT = 91  # the number that follows is the unit from here on, 0 for the usual one
_USUAL_UNIT = 10_000
_PERCENT = 100_000  # usual units
_DAY = 86_400
_MOST_PLACES = 1000  # an agent has 164
_LARGEST_NUMBER = 10**10  # a whole country is 10**7 usual units


class NotPacked(ValueError):
    """The values are not packed in the way that is understood."""


class Packed(NamedTuple):
    """A row of agents.js by its versions' names. ``places``: None for an empty one. Its values are as they stand."""

    places: list[str | None]
    usage: Mapping[str, Literal]
    dates: Mapping[str, Literal]  # epoch seconds


class ByKeys:
    """The packing by keys, which are those of data/browserVersions.js."""

    def __init__(self, versions: Mapping[str, str]) -> None:
        self._versions = versions

    def agent(self, fields: Mapping[str, Literal]) -> Packed:
        """A row of agents.js; an empty place has an empty key."""
        places = [None if key == "" else self._version(key) for key in _list(fields.get("C"))]
        return Packed(places, self._named(fields.get("A"), "usage"), self._named(fields.get("F"), "dates"))

    def region(self, packed: Literal) -> Literal:
        """A region as an object: it is one."""
        return packed

    def _named(self, packed: Literal, what: str) -> dict[str, Literal]:
        if not isinstance(packed, dict):
            raise NotPacked(f"an object of its {what} is missing")
        return {self._version(key): value for key, value in packed.items()}

    def _version(self, key: Literal) -> str:
        if not isinstance(key, str) or key not in self._versions:
            raise NotPacked(f"nothing is known of {str(key)[:40]!r}")
        return self._versions[key]


class ByPlaces:
    """The packing by places; ``columns`` are the versions that data/regionVersions.js lists, by browser."""

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        self._columns = columns

    def agent(self, fields: Mapping[str, Literal]) -> Packed:
        """A row of agents.js: strings of versions, and between them numbers of empty places."""
        places: list[str | None] = []
        for item in _list(fields.get("C")):
            if isinstance(item, str):
                places += item.split(" ")
            elif isinstance(item, int) and 0 < item <= _MOST_PLACES:
                places += [None] * item
            else:
                raise NotPacked(f"{str(item)[:40]!r} is no number of empty places")
            if len(places) > _MOST_PLACES:
                raise NotPacked(f"it has more than {_MOST_PLACES} places")
        versions = [version for version in places if version is not None]
        return Packed(places, _in_order(versions, fields.get("A")), _dates(versions, fields.get("F")))

    def region(self, packed: Literal) -> Literal:
        """A region as an object, by browser and version; those without data are left out."""
        if not isinstance(packed, str):  # where its versions are not those that are listed
            return packed
        tokens = _Tokens(packed)
        unit = _USUAL_UNIT
        region: dict[str, Literal] = {}
        for browser, versions in self._columns.items():
            shares: list[float | None] = []
            while len(shares) < len(versions):
                token = tokens.take()
                if token < _NO_DATA:
                    shares.append(_share(tokens.number(token), unit))
                elif token < _ZEROS:
                    shares += [None] * (token - _NO_DATA + 1)
                elif token < _UNIT:
                    shares += [0.0] * (token - _ZEROS + 2)
                elif token == _UNIT:
                    unit = tokens.number(tokens.take()) or _USUAL_UNIT
                else:  # 92, the last one: no data for the rest of the browser's versions
                    shares += [None] * (len(versions) - len(shares))
            if len(shares) > len(versions):
                raise NotPacked(f"{browser} has {len(versions)} versions, and more figures at character {tokens.at}")
            region[browser] = {v: share for v, share in zip(versions, shares, strict=True) if share is not None}
        if tokens.at != len(packed):
            raise NotPacked(f"it has more than its browsers' figures, from character {tokens.at} on")
        return region


class _Tokens:
    __slots__ = ("_text", "at")

    def __init__(self, text: str) -> None:
        self._text = text
        self.at = 0

    def take(self) -> int:
        character = self._text[self.at : self.at + 1]
        if character not in TOKENS:
            raise NotPacked(f"expected a token at character {self.at}, found {character or 'the end'!r}")
        self.at += 1
        return TOKENS[character]

    def number(self, token: int) -> int:
        """The number that begins with this token."""
        leading = 0
        while token >= _LEADING:
            if token >= _NO_DATA:
                raise NotPacked(f"expected a digit at character {self.at - 1}")
            leading = leading * (_NO_DATA - _LEADING) + token - _LEADING
            if leading > _LARGEST_NUMBER:
                raise NotPacked(f"a number is too large at character {self.at - 1}")
            token = self.take()
        return leading * _LEADING + token


def _share(number: int, unit: int) -> float:
    # Half up, as JavaScript rounds; whole numbers, which is what its floats are for all that can be a share.
    return (number * unit + _USUAL_UNIT // 2) // _USUAL_UNIT / _PERCENT


def _list(packed: Literal) -> list[Literal]:
    if not isinstance(packed, list):
        raise NotPacked("it has no list of versions")
    return packed


def _in_order(versions: Sequence[str], packed: Literal) -> Mapping[str, Literal]:
    if isinstance(packed, dict):  # where its versions are not the agent's
        return packed
    if not isinstance(packed, list) or len(packed) != len(versions):
        raise NotPacked(f"it has {len(versions)} versions, and not as many values")
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
            raise NotPacked(f"{str(days)[:40]!r} is no number of days")
    return dates
