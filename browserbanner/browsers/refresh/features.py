"""Undoes caniuse-lite's two packings of a feature: which version of which browser supports it.

By keys (until 1.0.30001826): ``{"1":"A _B"}``, the keys of the versions by their support, where ``_B`` stands for a
group of keys. By places (since 1.0.30001827): a string of support values in the order of a browser's versions, each
with the number of versions in a row that have it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from browserbanner.browsers.refresh.packing import TOKENS, NotPacked

_POPULAR = 35  # tokens below are a support value's place in featureSupport.js; from here on, two tokens are
_LENGTH = 38  # from here on, digits of a number of versions
_BASE = 55

Support = Mapping[str, int]  # by version; caniuse's bits, of which 1 is "supported" and 4 "partly"
PackedSupport = Any  # what a feature's file has under "A"


def by_keys(packed: PackedSupport, versions: Mapping[str, str], groups: Mapping[str, str]) -> dict[str, Support]:
    """Support by browser's key; ``versions`` and ``groups``: what a version's key and a group's stand for."""
    return {
        browser: {
            version: int(support) for support, keys in rows.items() for version in _versions(keys, versions, groups, 0)
        }
        for browser, rows in packed.items()
    }


def _versions(keys: str, versions: Mapping[str, str], groups: Mapping[str, str], depth: int) -> list[str]:
    if depth > 200:
        raise NotPacked("groups of versions contain each other")
    found: list[str] = []
    for key in keys.split():
        if key in versions:
            found.append(versions[key])
        elif key[:1] == "_" and key[1:] in groups:
            found += _versions(groups[key[1:]], versions, groups, depth + 1)
        else:
            raise NotPacked(f"nothing is known of the version {key[:40]!r}")
    return found


def by_places(
    packed: PackedSupport, versions: Mapping[str, Sequence[str]], supports: Sequence[int]
) -> dict[str, Support]:
    """Support by browser's key; ``versions``: each browser's, in its order; ``supports``: featureSupport.js."""
    found: dict[str, Support] = {}
    if isinstance(packed, str):
        at = 0
        for browser, known in versions.items():
            found[browser], at = _in_order(packed, at, known, supports)
        return found
    for browser, row in packed.items():  # where its browsers are not those that are listed
        if isinstance(row, str):
            found[browser], _ = _in_order(row, 0, versions[browser], supports)
        else:  # where its versions are not the browser's
            found[browser] = {version: int(support) for support, names in row.items() for version in names.split()}
    return found


def _in_order(packed: str, at: int, versions: Sequence[str], supports: Sequence[int]) -> tuple[Support, int]:
    """A browser's versions by their support, and where the next browser begins."""
    found: dict[str, int] = {}
    begin = 0
    while begin < len(versions):
        place, at = _token(packed, at), at + 1
        if _POPULAR <= place < _LENGTH:
            place, at = _POPULAR + (place - _POPULAR) * len(TOKENS) + _token(packed, at), at + 1
        if not 0 <= place < len(supports):
            raise NotPacked(f"expected a support value at character {at - 1}")
        length = 0
        while length <= len(versions) and (digit := _token(packed, at)) >= _LENGTH:
            length, at = length * _BASE + digit - _LENGTH + 1, at + 1
        end = begin + length if length else len(versions)
        if end > len(versions):
            raise NotPacked(f"a browser has {len(versions)} versions, and more at character {at}")
        found |= dict.fromkeys(versions[begin:end], supports[place])
        begin = end
    return found, at


def _token(packed: str, at: int) -> int:
    return TOKENS.get(packed[at : at + 1], -1)  # -1 at the end, and for what is no token


def runs(support: Support, versions: Sequence[str]) -> str:
    """Support as the pack has it: y, a (partly) or n, and how many versions in a row; of the last run, no number.

    ``"n3y"``: none of the first three versions, and all later ones.
    """
    letters = ["y" if bits & 1 else "a" if bits & 4 else "n" for bits in (support.get(v, 2) for v in versions)]
    packed, begin = "", 0
    for end in range(1, len(letters) + 1):
        if end == len(letters):
            packed += letters[begin]
        elif letters[end] != letters[begin]:
            packed += f"{letters[begin]}{end - begin}"
            begin = end
    return packed
