"""Figures, months, lists and countries, as a language writes them. Source: CLDR, by Babel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from babel.dates import format_skeleton
from babel.lists import format_list
from babel.numbers import format_percent

from browserbanner.banner.language import cldr_locale

# The first digit of each of CLDR's numbering systems that a language may have by default. Babel writes these systems'
# signs, but not their digits.
_ZERO = {"arab": 0x660, "arabext": 0x6F0, "beng": 0x9E6, "deva": 0x966, "gujr": 0xAE6, "guru": 0xA66, "mymr": 0x1040,
         "tibt": 0xF20, "cakm": 0x11136, "olck": 0x1C50, "nkoo": 0x7C0, "mtei": 0xABF0, "adlm": 0x1E950}  # fmt: skip


@lru_cache(maxsize=4096)
def percent(value: float, locale: str) -> str:
    """A share, given in percent, as the language writes it: 84.93 is "84.93%", "84,93 %" or "۸۴٫۹۳٪"."""
    cldr = cldr_locale(locale)
    text = format_percent(
        Decimal(str(value)) / 100, locale=cldr, decimal_quantization=False, numbering_system="default"
    )
    signs = cldr.number_symbols.get(cldr.default_numbering_system, {})
    return own_digits(text.replace("%", signs.get("percentSign", "%")), locale)


@cache
def month(year_month: str, locale: str) -> str:
    """A month, given as "2026-10", in the form in which it stands alone: "October 2026"."""
    day = date.fromisoformat(f"{year_month}-01")
    return own_digits(format_skeleton("yMMMM", day, locale=cldr_locale(locale)), locale)


def listed(names: Sequence[str], locale: str) -> str:
    """Names in Latin letters as the language lists them: "Windows, macOS, and Linux"."""
    text = format_list(names, locale=cldr_locale(locale))
    # Two words for "and" change before some names. CLDR has one pattern for all; these are ICU's exceptions.
    language, last = locale.partition("_")[0], names[-1] if len(names) > 1 else ""
    if language == "he" and last:
        return text.replace(f"\u05d5{last}", f"\u05d5\u05be{last}")
    if language == "es" and last.startswith("i"):
        return text.replace(f" y {last}", f" e {last}")
    return text


def country_name(region: str | None, locale: str) -> str:
    """The name of a country, given as ISO 3166 has it: "UA" is "Ukraine"; "" for None."""
    return cldr_locale(locale).territories.get(region, region) if region else ""


def own_digits(text: str, locale: str) -> str:
    """The text with the digits that the language uses by default."""
    zero = _ZERO.get(cldr_locale(locale).default_numbering_system)
    return text if zero is None else text.translate({0x30 + digit: zero + digit for digit in range(10)})
