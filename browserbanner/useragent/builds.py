"""Chromium's builds: which numbers can stand in one version, and which were drawn by chance."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final

from browserbanner.useragent.model import Version

# A build of each major version, the highest one known. Builds count up through all versions, about fifty to each. From
# 39 on by electron-to-chromium 1.5.492 (ISC), full-chromium-versions; before by the user agents of uap-core's tests
# (Apache-2.0). New versions need no row: they are never outdated.
_BUILDS: Final[dict[int, int]] = {
    11: 696, 18: 1025, 25: 1364, 26: 1410, 27: 1453, 28: 1500, 29: 1547, 30: 1599, 31: 1650, 32: 1700, 33: 1750,
    34: 1847, 35: 1916, 36: 1985, 38: 2125, 39: 2171, 40: 2214, 41: 2272, 42: 2311, 43: 2357, 44: 2403, 45: 2454,
    47: 2526, 49: 2623, 50: 2661, 51: 2704, 52: 2743, 53: 2785, 54: 2840, 56: 2924, 58: 3029, 59: 3071, 61: 3163,
    66: 3359, 69: 3497, 72: 3626, 73: 3683, 76: 3809, 78: 3905, 79: 3931, 80: 3987, 82: 4085, 83: 4103, 84: 4129,
    85: 4183, 86: 4234, 87: 4280, 89: 4389, 90: 4415, 91: 4472, 92: 4511, 93: 4577, 94: 4606, 95: 4629, 96: 4664,
    98: 4758, 99: 4767, 100: 4896, 102: 5005, 103: 5044, 104: 5112, 105: 5187, 106: 5249, 107: 5286, 108: 5359,
    110: 5481, 111: 5563, 112: 5615, 114: 5735, 116: 5845, 118: 5993, 119: 6045, 120: 6099, 121: 6159, 122: 6261,
    123: 6312, 124: 6367, 125: 6412, 126: 6478, 127: 6521, 128: 6613, 129: 6668, 130: 6723, 131: 6776, 132: 6834,
    133: 6920, 134: 6998, 135: 7049, 136: 7103, 137: 7151, 138: 7204, 139: 7219, 140: 7339, 141: 7390, 142: 7444,
    143: 7499, 144: 7559, 146: 7680, 147: 7727, 148: 7778, 149: 7827, 150: 7871, 151: 7900, 152: 7977,
}  # fmt: skip
# Up to which Chromium no WebView of an Android version goes back. An Android is not older than its own WebView: 37 in
# 5, 44 in 6, 51 in 7, 58 in 8, 66 in 9, 74 in 10, 83 in 11, 91 in 12, 101 in 13, 113 in 14, 124 in 15, 133 in 16
# (AOSP's external/chromium-webview, whose commits for 6 and 7 were seen; the others are from memory). Makers' first
# images were sometimes older, so the bounds are lower.
_OLDEST_ON_ANDROID: Final[dict[int, int]] = {
    5: 36, 6: 43, 7: 51, 8: 57, 9: 62, 10: 70, 11: 80, 12: 87, 13: 98, 14: 107, 15: 118, 16: 129,
}  # fmt: skip
_NEWEST_ANDROID: Final = max(_OLDEST_ON_ANDROID)
_MAJORS: Final = tuple(_BUILDS)
_AT: Final = tuple(_BUILDS.values())


def is_made_up(version: Version) -> bool:
    """Whether the number was drawn by chance: its build belongs to a version that is two or more majors away, and its
    fourth part, which counts the fixes in a release, has four digits.

    Either alone is left alone. Builds differ in forks and in what people write by hand; and Yandex's apps write four
    digits, behind the right build. Zeros, which the reduced user agent has, belong to every version.
    """
    if version[3:4] < (1000,):
        return False
    major, build = version[0], version[2]
    before = bisect_right(_MAJORS, major - 2) - 1
    if before >= 0 and build <= _AT[before]:
        return True
    after = bisect_left(_MAJORS, major + 2)
    return after < len(_MAJORS) and build >= _AT[after]


def is_older_than_android(chromium: Version, android: Version) -> bool:
    """Whether the Chromium is older than any that came with that version of Android: then a program made it up."""
    if not chromium or not android or chromium[0] >= _OLDEST_ON_ANDROID[_NEWEST_ANDROID]:
        return False
    return chromium[0] < _OLDEST_ON_ANDROID.get(min(android[0], _NEWEST_ANDROID), 0)
