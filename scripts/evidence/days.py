"""The plural forms of "%(days)s days": their word for days is CLDR's for the number that each form is for."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations, product
from typing import Literal

from babel import Locale
from babel.dates import format_timedelta
from babel.units import format_unit

from scripts.evidence.catalogs import Text
from scripts.evidence.findings import Finding
from scripts.evidence.words import UNSPACED, folded, words

#: How alike two words are that are forms of one, at least.
_SAME_WORD = 0.6
#: How alike, at least, they are that may be forms of one.
_LIKE_WORD = 0.5


def check(language: str, texts: Iterable[Text]) -> Iterator[Finding]:
    """What is wrong, a function for each."""
    forms = [text for text in texts if text.number is not None]
    for one in (wrong_days, wrong_joint, unknown_days, exchanged_days, unlike_cldr, without_days):
        yield from one(language, forms)


def wrong_days(language: str, forms: Iterable[Text]) -> Iterator[Finding]:
    """A plural form with CLDR's word for days of another number than the form is for; or with its own twice."""
    units = words_for_days(language)
    for text in forms:
        own = _own(language, text, units)
        said = [folded(word) for word in words(text.text)]
        others = sorted(set(said) & set().union(*units.values()) - own)
        if others and not own & set(said):
            told = ", ".join(others)
            what = f"{text.text!r} is for {text.number}, and has the word for another number: {told}"
            yield Finding("plural", text.key, what, told)
        for word in sorted(own):
            if re.search(rf"(?<!\w){re.escape(word)}[\s-]+{re.escape(word)}(?!\w)", folded(text.text)):
                yield Finding("plural", text.key, f"{text.text!r} has {word!r} twice", word)


def wrong_joint(language: str, forms: Iterable[Text]) -> Iterator[Finding]:
    """A plural form whose word is joined to its number as CLDR does for another number: "28 zile", "2 de zile"."""
    locale = Locale.parse(language)
    joined = {locale.plural_form(number): tuple(map(folded, words(_days(number, locale)))) for number in range(201)}
    for text in forms:
        behind = tuple(map(folded, words(text.text.partition("%(days)s")[2])))
        own = joined[locale.plural_form(text.number or 0)]
        others = [said for said in joined.values() if said and behind[: len(said)] == said]
        if others and behind[: len(own)] != own:
            what = f"{text.text!r} is for {text.number}: CLDR has {' '.join(own)!r} behind that number"
            yield Finding("plural", text.key, what, " ".join(others[0]))


def unknown_days(language: str, forms: Iterable[Text]) -> Iterator[Finding]:
    """A plural form with none of CLDR's words for days, where another form has its own."""
    units = words_for_days(language)
    known = set().union(*units.values())
    said = {text: [folded(word) for word in words(text.text)] for text in forms if "%(days)s" in text.text}
    if not any(_own(language, text, units) & set(found) for text, found in said.items()):
        return
    for text, found in said.items():
        if not known & set(found):
            word = max(found, key=lambda word: _likeness([word], known), default="")
            what = f"{text.text!r} is for {text.number}, and has none of CLDR's words: {', '.join(sorted(known))}"
            yield Finding("plural", text.key, what, word)


def exchanged_days(language: str, forms: Iterable[Text]) -> Iterator[Finding]:
    """Two plural forms that would be nearer to CLDR's words for days if they changed places.

    For languages whose word takes another ending in the sentence than alone: Lithuanian "diena", "dieną" there. Where a
    form has CLDR's very word, `wrong_days` says more; where it has another word for days, nothing can be said.
    """
    units = words_for_days(language)
    known = set().union(*units.values())
    unlike = (text for text in forms if not known & set(map(folded, words(text.text))))
    for one, other in combinations(unlike, 2):
        kept, exchanged = (
            [_likeness(words(text.text), _own(language, like, units)) for text, like in pairs]
            for pairs in (((one, one), (other, other)), ((one, other), (other, one)))
        )
        if min(exchanged) > _SAME_WORD and sum(exchanged) > sum(kept) + 0.01:
            what = (
                f"{one.text!r} is for {one.number} and {other.text!r} for {other.number}: the other way round, probably"
            )
            yield Finding("plural", one.key, what)


def unlike_cldr(language: str, forms: Iterable[Text]) -> Iterator[Finding]:
    """Two plural forms that differ where CLDR's words are the same ("28 nap", "1 nap"), or the other way round."""
    units = words_for_days(language)
    for one, other in combinations([text for text in forms if "%(days)s" in text.text], 2):
        ours, theirs = _own(language, one, units), _own(language, other, units)
        if min(_likeness(words(one.text), ours), _likeness(words(other.text), theirs)) <= _LIKE_WORD:
            continue
        if (ours == theirs and one.text != other.text) or (not ours & theirs and one.text == other.text):
            what = f"{one.text!r} is for {one.number} and {other.text!r} for {other.number}"
            yield Finding("plural", other.key, f"{what}: CLDR has {sorted(ours)} and {sorted(theirs)}")


def without_days(language: str, forms: Iterable[Text]) -> Iterator[Finding]:
    """Plural forms none of which has a word like one of CLDR's for days; without plurals, one of these."""
    said, units = list(forms), words_for_days(language)
    known = frozenset[str]().union(*units.values())
    least = _LIKE_WORD if len(units) > 1 else 0.99
    if language in UNSPACED:
        has_one = any(word in text.text for text in said for word in known)
    else:
        has_one = any(_likeness(words(text.text), known) > least for text in said)
    if said and not has_one:
        what = f"{said[0].text!r} has no word for days such as CLDR's: {', '.join(sorted(known))}"
        yield Finding("plural", said[0].key, what)


@cache
def words_for_days(language: str) -> dict[str, frozenset[str]]:
    """CLDR's words for days, folded, by the category of their number: {"one": {"day"}, "other": {"days"}}.

    From "2 days", and from "in 2 days" without what "in 2 hours" has too: Swedish has "2 dygn", but "om 2 dagar".
    """
    locale = Locale.parse(language)
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for number in range(201):
        in_days, in_hours = (_later(number, unit, locale) for unit in ("day", "hour"))
        found[locale.plural_form(number)] |= _folded(_days(number, locale)) | (_folded(in_days) - _folded(in_hours))
    return found


def _days(number: int, locale: Locale) -> str:
    """ "2 days"."""
    days = format_unit(number, "duration-day", "long", locale=locale)
    if days.endswith("duration-day"):  # written as the short form, then
        days = format_unit(number, "duration-day", "short", locale=locale)
    return days


def _later(number: int, unit: Literal["day", "hour"], locale: Locale) -> str:
    """ "In 2 days"."""
    after = timedelta(days=number) if unit == "day" else timedelta(hours=number)
    return format_timedelta(after, unit, threshold=1000, add_direction=True, locale=locale)


def _folded(text: str) -> frozenset[str]:
    return frozenset(map(folded, words(text)))


def _own(language: str, text: Text, units: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """CLDR's words for the number that a form is for."""
    return units.get(Locale.parse(language).plural_form(text.number or 0), frozenset())


def _likeness(said: Iterable[str], known: Iterable[str]) -> float:
    """How like the most similar two words are, of a text and of CLDR's; 1 for the same."""
    ours, theirs = ([_without_accents(folded(word)) for word in some] for some in (said, known))
    return max((SequenceMatcher(None, one, other).ratio() for one, other in product(ours, theirs)), default=0.0)


def _without_accents(word: str) -> str:
    """A word without the signs above and below its letters: "dieną" is "diena"."""
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if unicodedata.combining(letter) < 200)
