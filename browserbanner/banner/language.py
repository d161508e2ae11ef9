"""Which language, and which country: RFC 4647 lookup over the request's Accept-Language, with CLDR's help.

Nothing here raises for what a request says; whatever cannot be understood is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from babel.core import Locale, UnknownLocaleError, get_global

from browserbanner.errors import ConfigurationError

_MAX_RANGES = 32  # of one header: what a request may make us do

_RANGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*\Z")
_QUALITY = re.compile(r"q=([01](?:\.[0-9]{0,3})?)\Z")

#: Codes that people write and no registry has: ``ua`` is the country; the language is ``uk``.
_SLIPS = {"ua": "uk"}

#: Whose readers read the other one, too, where there is none in their own: CLDR's language matching.
_RELATED = {"no": "nb", "nn": "nb", "yue": "zh"}


class _Tag(NamedTuple):
    language: str
    script: str | None = None
    territory: str | None = None
    variant: str | None = None


class Languages:
    """The languages of a site: which one a visitor reads, and whose country's figures they see. Immutable.

    ``available``: the languages that have a catalog, as those are spelled; ``wanted``: the option ``locales``, the
    languages that the site wants at all (None: all); ``default``: the option ``default_locale``.
    Raises ConfigurationError for a language that has no catalog, and for a default that is not wanted.
    """

    def __init__(self, available: Sequence[str], default: str, wanted: Sequence[str] | None) -> None:
        self.available: tuple[str, ...] = tuple(available)
        if wanted is not None:
            found = [(tag, self.fixed(tag)) for tag in wanted]
            for tag, locale in found:
                if locale is None:
                    raise self.refusal("locales", tag)
            self.available = tuple(dict.fromkeys(locale for _, locale in found if locale is not None))
        known = self.fixed(default)
        if known is None:
            raise self.refusal("default_locale", default)
        self.default: str = known

    def read(self, accept_language: str | None, page_language: str | None = None) -> tuple[str, str | None]:
        """The language of a banner, and the country (ISO 3166) that it speaks for: the first that the visitor names
        with it, else the one where it is at home; None: the world.

        RFC 4647 §3.4 lookup by quality: each range falls back to its CLDR parents, never across scripts (``zh-TW``
        finds ``zh_Hant``, not ``zh``), and to another territory's variety at last (``pt`` finds ``pt_BR``).

        The language is the page's, if the visitor lists it and it isn't English; else the visitor's; else the page's;
        else the site's default. ``page_language``: what the page declares, one tag; several ("uk, en") count for
        nothing. English is what templates declare by habit (``<html lang="en">``), so it takes nobody's own language
        away. Never raises.
        """
        listed = _negotiated(accept_language, self.available)
        page = None if page_language is None or "," in page_language else self.fixed(page_language.strip())
        if page is not None and page in listed and page.replace("-", "_").partition("_")[0].lower() != "en":
            locale = page
        else:
            first = next(iter(listed), "*")
            locale = first if first != "*" else page or self.default
        return locale, listed.get(locale) or _country_of(locale)

    def refusal(self, option: str, tag: str) -> ConfigurationError:
        """The error for a language that has no catalog. One that is written out in English is told its tag."""
        code = next((code for code, name in Locale("en").languages.items() if name.lower() == tag.lower()), None)
        if code is None or self.fixed(code) is None:
            return ConfigurationError.choice(option, tag, self.available)
        return ConfigurationError.expected(option, tag, f"a language's tag: {tag.title()} is {code!r}")

    def fixed(self, tag: str) -> str | None:
        """The catalog that suits a language tag, as it is spelled; None where there is none. Never raises."""
        if tag in self.available:
            return tag
        found = next(iter(_negotiated(tag, self.available)), "*")
        return None if found == "*" else found


def country_of_language(accept_language: str | None, locale: str) -> str | None:
    """The country (ISO 3166) that the chosen language speaks for, or None: the world.

    It is the territory of the first language tag in ``accept_language`` that leads to ``locale``, else of ``locale``
    itself, else CLDR's likely territory where the language is at home in one country only (``uk``: UA). Never raises.
    """
    return _negotiated(accept_language, (locale,)).get(locale) or _country_of(locale)


@lru_cache(maxsize=128)
def cldr_locale(locale: str) -> Locale:
    """CLDR's names and formats for a catalog's language. Never raises.

    Those of the language alone where CLDR does not know the variety (``de_DE_formal``), else the English ones.
    """
    spelled = locale.replace("-", "_")
    for one in (spelled, spelled.partition("_")[0]):
        try:
            return Locale.parse(one)
        except (ValueError, UnknownLocaleError):
            continue
    return Locale("en")


def _negotiated(header: str | None, available: tuple[str, ...]) -> dict[str, str | None]:
    """What a header asks for among the served locales, best first, "*" where it says so; for each the first territory
    that it names with it. It takes 20 to 60 µs: the renderer remembers what came of it."""
    listed: dict[str, str | None] = {}
    for wanted in _ranges(header or ""):
        tag = None if wanted == "*" else _parse(wanted)
        found = "*" if wanted == "*" else _best(tag, available) if tag else None
        if found is not None:
            territory = tag.territory if tag and tag.territory and tag.territory.isalpha() else None
            listed[found] = listed.get(found) or territory
    return listed


@lru_cache(maxsize=128)
def _country_of(locale: str) -> str | None:
    """The country of a served locale: its own territory, else where its language is at home."""
    tag = _parse(locale)
    if tag is None:
        return None
    return tag.territory if tag.territory and tag.territory.isalpha() else _home(tag)


def _ranges(header: str) -> list[str]:
    """The header's language ranges, best first; what is malformed or refused (``q=0``) left out."""
    ranges: list[tuple[float, str]] = []
    for item in header.split(",", _MAX_RANGES)[:_MAX_RANGES]:
        wanted, *parameters = item.replace(" ", "").replace("\t", "").split(";")
        # POSIX locales, as old engines pass them on: en-US@posix, uk_UA.UTF-8.
        wanted = re.split(r"[@.]", wanted, maxsplit=1)[0].removesuffix("-*")
        quality = next((each.lower() for each in parameters if each[:2].lower() == "q="), "q=1")
        found = _QUALITY.match(quality)
        if found and float(found[1]) > 0 and (wanted == "*" or _RANGE.match(wanted)):
            ranges.append((min(float(found[1]), 1.0), wanted))
    return [wanted for _, wanted in sorted(ranges, key=lambda pair: -pair[0])]


def _parse(text: str) -> _Tag | None:
    """A language tag's parts in canonical case, deprecated codes replaced; extensions and private use left out."""
    language, *rest = re.split(r"[-_]", text)
    language = _SLIPS.get(language.lower(), language.lower())
    if not re.match(r"[a-z]{2,8}\Z", language):
        return None
    script = territory = variant = None
    for index, part in enumerate(rest):
        if len(part) == 1:
            break
        if len(part) == 3 and part.isalpha() and index == 0:
            language = part.lower()  # RFC 5646 §4.5: the extended language subtag stands alone ("zh-yue": "yue")
        elif len(part) == 4 and part.isalpha() and script is None:
            script = part.title()
        elif (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit()):
            territory = territory or part.upper()
        elif variant is None:
            variant = part.lower()
    replaced = _cldr("language_aliases").get(language)
    if replaced:
        language, *implied = replaced.split("_")
        script = script or next((part for part in implied if len(part) == 4), None)
    if territory:
        others = _cldr("territory_aliases").get(territory, ())
        territory = others[0] if len(others) == 1 else territory
    return _Tag(language, script, territory, variant)


def _maximised(tag: _Tag) -> _Tag:
    """The tag with its likely script and territory (UTS 35, "Likely Subtags"), without its variant."""
    likely = _cldr("likely_subtags")
    language, script, territory, _ = tag
    for parts in ((language, script, territory), (language, territory), (language, script), (language,)):
        full = None if None in parts else likely.get("_".join(map(str, parts)))
        if full:
            _, likely_script, likely_territory = full.split("_")[:3]
            return _Tag(language, script or likely_script, territory or likely_territory)
    return _Tag(language, script, territory)


def _parents(tag: _Tag) -> Iterator[_Tag]:
    """The tag and what CLDR lets it inherit from, nearest first, without the root."""
    exceptions = _cldr("parent_exceptions")
    current: _Tag | None = tag
    while current is not None:
        yield current
        named = exceptions.get("_".join(part for part in current[:3] if part)) if current.variant is None else None
        if named:
            current = _parse(named)
        elif current.variant:
            current = current._replace(variant=None)
        elif current.territory:
            # "zh_TW" is "zh_Hant_TW": the script outlives the territory that implied it.
            script = _maximised(current).script
            current = _Tag(current.language, None if script == _maximised(_Tag(current.language)).script else script)
        else:
            current = None  # another script than the language's own inherits from the root


@lru_cache(maxsize=64)
def _served(available: tuple[str, ...]) -> dict[tuple[str | None, ...], str]:
    """The served locales by each key that a tag is looked up by: their own tag; the tag with its likely script and
    territory; language and script alone, for which a locale without a territory comes first."""
    tags = [(tag, spelled) for spelled in available if (tag := _parse(spelled)) is not None]
    served: dict[tuple[str | None, ...], str] = {}
    for tag, spelled in tags:
        served.setdefault(tag, spelled)
    for tag, spelled in tags:
        served.setdefault(_maximised(tag), spelled)
    for tag, spelled in sorted(tags, key=lambda pair: pair[0].territory is not None or pair[0].variant is not None):
        served.setdefault(_maximised(tag)[:2], spelled)
    return served


def _best(tag: _Tag, available: tuple[str, ...]) -> str | None:
    """The served locale that suits a tag: one of its own language, or one that CLDR lets it inherit from; else one of a
    language that its readers read, too."""
    served = _served(available)
    related = _RELATED.get(tag.language)
    for each in [tag] if related is None else [tag, _Tag(related, _maximised(tag).script)]:
        chain = [(one, _maximised(one)) for one in _parents(each)]
        keys = [*(key for pair in chain for key in pair), *(full[:2] for _, full in chain)]
        found = next((served[key] for key in keys if key in served), None)
        if found is not None:
            return found
    return None


def _home(tag: _Tag) -> str | None:
    """The likely territory, unless the language is official in another one, too, where half of the people know it."""
    likely = _maximised(_Tag(tag.language, tag.script)).territory
    for territory, languages in _cldr("territory_languages").items():
        facts = languages.get(tag.language) or languages.get(f"{tag.language}_{tag.script}")
        if (
            facts
            and territory != likely
            and facts["official_status"] in ("official", "de_facto_official")
            and facts["population_percent"] >= 50
        ):
            return None
    return likely if likely and likely.isalpha() else None


def _cldr(table: str) -> Any:
    """A table of CLDR's supplemental data, as Babel carries it."""
    return get_global(table)  # type: ignore[arg-type]
