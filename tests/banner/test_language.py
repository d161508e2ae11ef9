"""Which language and which country a request asks for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner.banner.language import Languages
from browserbanner.banner.tools import BannerRenderer, country_of_language
from browserbanner.browsers import BrowserData
from browserbanner.errors import ConfigurationError
from browserbanner.options import Options

SERVED = ("de", "en", "es", "he", "no", "pt_BR", "sr_Latn", "uk", "zh_Hant")
DEFAULT = "tlh"  # Klingon, which none of these visitors reads


def chosen(header: str | None, available: tuple[str, ...]) -> str:
    return Languages((*available, DEFAULT), DEFAULT, None).read(header)[0]


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("uk", "uk"),
        ("uk-UA,uk;q=0.9,en-US;q=0.8,en;q=0.7", "uk"),
        ("UK-ua", "uk"),
        ("ukr", "uk"),
        # People write it for Ukrainian.
        ("ua", "uk"),
        ("ua-UA, ru;q=0.8", "uk"),
        # Quality decides, then the order.
        ("en;q=0.1,uk", "uk"),
        ("en;q=0.8, uk;q=0.9", "uk"),
        ("de, uk", "de"),
        ("uk ; q=0.5 , de ; q=0.6", "de"),
        ("uk;q=0, de", "de"),
        ("uk;q=2, de;q=0.1", "de"),
        ("uk;q=nonsense, de;q=0.1", "de"),
        # CLDR's parents and likely subtags.
        ("zh-TW", "zh_Hant"),
        ("zh-HK", "zh_Hant"),
        ("zh-Hant-MO", "zh_Hant"),
        ("zh-cmn-Hant", "zh_Hant"),
        ("pt", "pt_BR"),
        ("pt-PT", "pt_BR"),
        ("pt-AO", "pt_BR"),
        ("iw", "he"),
        ("iw-IL", "he"),
        ("sr-Latn", "sr_Latn"),
        ("sr-Latn-RS", "sr_Latn"),
        ("sh", "sr_Latn"),
        ("nb-NO", "no"),
        ("nn", "no"),
        ("es-MX", "es"),
        ("de-CH-1901", "de"),
        ("de-DE-u-co-phonebk", "de"),
        ("en-UK", "en"),
        # Another script is another text: the next range, or the default.
        ("zh-CN", DEFAULT),
        ("zh", DEFAULT),
        ("sr", DEFAULT),
        ("sr-Cyrl, de;q=0.1", "de"),
        # Wildcards mean that anything will do.
        ("*", DEFAULT),
        ("fr, *;q=0.5, uk;q=0.1", DEFAULT),
        ("en,*", "en"),
        ("uk-*", "uk"),
        # As real engines send it.
        ("en-US@posix", "en"),
        ("uk_UA.UTF-8", "uk"),
        ("C", DEFAULT),
        ("POSIX, uk", "uk"),
        ("", DEFAULT),
        (None, DEFAULT),
        ("fr-FR, fr;q=0.9", DEFAULT),
        # Garbage around a language does not hide it; in it, it is none.
        (";;,,==,uk", "uk"),
        ("\x00\xff, \u202e, uk", "uk"),
        ("<script>", DEFAULT),
        ("../../etc/passwd", DEFAULT),
        ("i-klingon, x-private, de", "de"),
    ],
)
def test_the_header_finds_the_language(header: str | None, locale: str) -> None:
    assert chosen(header, SERVED) == locale


@pytest.mark.parametrize("spelling", ["pt-BR", "pt_br", "PT_BR", "pt_Latn_BR"])
def test_the_servers_own_spelling_comes_back(spelling: str) -> None:
    assert chosen("pt-br", ("en", spelling)) == spelling


@pytest.mark.parametrize(
    ("header", "available", "locale"),
    [
        ("pt-PT", ("pt_BR", "pt_PT"), "pt_PT"),
        ("pt-AO", ("pt_BR", "pt_PT"), "pt_PT"),
        ("pt", ("pt_PT", "pt_BR"), "pt_BR"),
        # CLDR's plain English is that of the United States.
        ("en-AU", ("en_GB", "en_US"), "en_US"),
        ("en-AU", ("en_GB",), "en_GB"),
        ("en-AU", ("en_US", "en"), "en"),
        # A language that CLDR does not know is matched by its tags alone.
        ("qaa-AA", ("en", "qaa"), "qaa"),
        ("en-AU", ("en_001", "en"), "en_001"),
        ("es-MX", ("es", "es_419"), "es_419"),
        ("ca-valencia", ("ca", "ca_ES_valencia"), "ca"),
        ("zh-CN", ("zh_Hant", "zh_Hans"), "zh_Hans"),
        ("zh-SG", ("zh", "zh_Hant"), "zh"),
        # Norwegian by any of its names, and Cantonese, whose readers read Chinese in their script.
        *(((tag, ("nb", "en"), "nb")) for tag in ("no", "no-NO", "nb", "nb-NO", "nn", "nn-NO")),
        *(((tag, ("no", "en"), "no")) for tag in ("no", "nb-NO", "nn")),
        ("yue", ("zh_Hans", "zh_Hant"), "zh_Hant"),
        ("zh-yue-HK", ("zh_Hans", "zh_Hant"), "zh_Hant"),
        ("yue-CN", ("zh_Hant", "zh_Hans"), "zh_Hans"),
        ("yue", ("yue", "zh_Hant"), "yue"),
        ("yue", ("zh_Hans",), DEFAULT),
    ],
)
def test_the_nearest_of_several_varieties_wins(header: str, available: tuple[str, ...], locale: str) -> None:
    assert chosen(header, available) == locale


def test_ten_kilobytes_of_garbage_are_cut_and_what_stands_before_counts() -> None:
    assert chosen("uk," + "x" * 10_240, SERVED) == "uk"
    assert chosen("x" * 10_240, SERVED) == DEFAULT
    assert chosen("a-b," * 2_560 + "uk", SERVED) == DEFAULT


def test_a_served_name_that_is_no_language_is_never_chosen() -> None:
    assert chosen("uk", ("C", "!", "", "templates")) == DEFAULT


@given(st.text(max_size=200) | st.text(alphabet="abcuksrzhANTW-_,;=q.019* @", max_size=200))
def test_no_header_raises_and_the_answer_is_always_one_of_the_servers(header: str) -> None:
    locale = chosen(header, SERVED)
    assert locale in (*SERVED, DEFAULT)
    country = country_of_language(header, locale)
    assert country is None or (len(country) == 2 and country.isalpha() and country.isupper())


@pytest.mark.parametrize(
    ("header", "locale", "country"),
    [
        # The territory of the tag that was chosen.
        ("uk-UA,uk;q=0.9,en-US;q=0.8", "uk", "UA"),
        ("uk-PL", "uk", "PL"),
        ("pl-PL, en-GB;q=0.8", "en", "GB"),
        ("de-AT", "de", "AT"),
        ("en, en-IE;q=0.9", "en", "IE"),
        ("en-UK", "en", "GB"),
        ("pt-AO", "pt_BR", "AO"),
        # Of the locale, where the tag has none.
        ("pt", "pt_BR", "BR"),
        # The likely one, for languages of one country.
        ("uk", "uk", "UA"),
        ("ua", "uk", "UA"),
        (None, "uk", "UA"),
        (None, "pl", "PL"),
        (None, "cs", "CZ"),
        (None, "ja", "JP"),
        (None, "tr", "TR"),
        # The world, for the others.
        ("en", "en", None),
        (None, "en", None),
        (None, "de", None),
        (None, "es", None),
        (None, "ar", None),
        (None, "ro", None),
        ("es-419", "es", None),
        # A fixed language asks nothing of the header's others.
        ("uk-UA", "en", None),
        ("*", "en", None),
        ("garbage;;;", "uk", "UA"),
        (None, "no language at all", None),
    ],
)
def test_the_country_that_a_language_speaks_for(header: str | None, locale: str, country: str | None) -> None:
    assert country_of_language(header, locale) == country


# A site's languages


@pytest.mark.parametrize(
    ("accept", "page", "locale"),
    [
        # The page's own language, if the visitor lists it.
        ("de, uk;q=0.3", "uk", "uk"),
        ("de, uk-UA;q=0.3", "uk-UA", "uk"),
        ("de", "uk", "de"),
        # English is what templates declare by habit: it takes nobody's own language away.
        ("uk, en;q=0.5", "en", "uk"),
        ("uk, en-GB;q=0.5", "en-US", "uk"),
        ("en", "en", "en"),
        # "*" lists nothing, and lets the page decide.
        ("de, *;q=0.5", "uk", "de"),
        ("*", "uk", "uk"),
        ("*", None, "pl"),
        # Nobody asks for anything that there is: the page's, then the site's.
        (None, "uk", "uk"),
        ("eo", "uk", "uk"),
        ("eo", "eo", "pl"),
        ("eo", None, "pl"),
        # What declares several languages declares none; nor does garbage.
        ("de, uk;q=0.3", "uk, de", "de"),
        (None, "uk, de", "pl"),
        (None, "", "pl"),
        (None, "<html>", "pl"),
    ],
)
def test_the_pages_own_language_wins_where_the_visitor_lists_it(
    data: BrowserData, accept: str | None, page: str | None, locale: str
) -> None:
    renderer = BannerRenderer(data, Options(default_locale="pl"))
    assert renderer.languages.read(accept, page)[0] == locale


def test_a_site_speaks_only_the_languages_that_it_wants(data: BrowserData) -> None:
    renderer = BannerRenderer(data, Options(locales=("uk", "en-GB"), default_locale="uk"))
    assert renderer.languages.available == ("uk", "en")
    assert renderer.languages.read("de, en;q=0.1")[0] == "en"
    assert renderer.languages.read("de", "de")[0] == "uk"
    assert renderer.languages.fixed("de") is None
    assert renderer.languages.fixed("uk-UA") == "uk"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"locales": ["uk", "xx"], "default_locale": "uk"}, "locales='xx'"),
        ({"locales": ["uk"]}, "default_locale='en'"),
        ({"default_locale": "xx"}, "default_locale='xx'"),
    ],
)
def test_a_language_without_a_catalog_stops_the_start(data: BrowserData, settings: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(said)):
        BannerRenderer(data, Options(**settings))


@pytest.mark.parametrize(("tag", "locale"), [("pt-br", "pt_BR"), ("pt", "pt_BR"), ("zz", None), ("", None)])
def test_a_language_that_a_site_names_is_spelled_as_its_catalog(
    data: BrowserData, tag: str, locale: str | None
) -> None:
    assert BannerRenderer(data).languages.fixed(tag) == locale
