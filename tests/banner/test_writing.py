"""Figures, months and lists are written as each language writes them: by CLDR, with its own digits."""

from __future__ import annotations

import pytest

from browserbanner.banner.writing import country_name, listed, month, own_digits, percent
from tests.banner.visits import CHROME_109_ON_WINDOWS_7, Document, Render

NBSP, NNBSP = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("locale", "figure", "october"),
    [
        ("en", "84.93%", "October 2026"),
        ("uk", "84,93%", f"жовтень 2026{NNBSP}р."),
        ("de", f"84,93{NBSP}%", "Oktober 2026"),
        ("fr", f"84,93{NBSP}%", "octobre 2026"),
        ("tr", "%84,93", "Ekim 2026"),
        ("ja", "84.93%", "2026年10月"),
        ("fa", "۸۴٫۹۳٪", "اکتبر ۲۰۲۶"),
        ("bn", "৮৪.৯৩%", "অক্টোবর ২০২৬"),
        ("de_DE_formal", f"84,93{NBSP}%", "Oktober 2026"),
        ("nobody_knows", "84.93%", "October 2026"),
    ],
)
def test_figures_and_months(locale: str, figure: str, october: str) -> None:
    assert (percent(84.93, locale), month("2026-10", locale)) == (figure, october)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "Windows, macOS, and Linux"),
        ("uk", "Windows, macOS і Linux"),
        ("cs", f"Windows, macOS a{NBSP}Linux"),
        ("zh_Hans", "Windows、macOS和Linux"),
    ],
)
def test_lists(locale: str, text: str) -> None:
    assert listed(["Windows", "macOS", "Linux"], locale) == text
    assert listed(["Windows"], locale) == "Windows"


@pytest.mark.parametrize(
    ("locale", "names", "text"),
    [
        ("es", ["Android", "iOS"], "Android e iOS"),
        ("es_419", ["macOS", "Android", "iOS"], "macOS, Android e iOS"),
        ("es", ["iOS", "Android"], "iOS y Android"),
        ("it", ["Android", "iOS"], "Android e iOS"),
        ("he", ["Windows", "macOS"], "Windows ו־macOS"),
        ("he", ["Windows", "\u200fmacOS\u200f"], "Windows ו־\u200fmacOS\u200f"),
    ],
)
def test_the_word_for_and_suits_the_name_behind_it(locale: str, names: list[str], text: str) -> None:
    assert listed(names, locale) == text
    assert listed(names[:1], locale) == names[0]


def test_countries_stand_alone_and_one_without_a_name_is_its_code() -> None:
    assert [country_name(region, "uk") for region in ("UA", "QX", None)] == ["Україна", "QX", ""]


@pytest.mark.parametrize(("locale", "text"), [("fa", "۲۸"), ("bn", "২৮"), ("ar", "28"), ("mr", "२८"), ("my", "၂၈")])
def test_counts_have_the_digits_of_the_language(locale: str, text: str) -> None:
    assert own_digits("28", locale) == text


@pytest.mark.parametrize(
    ("locale", "between"), [("en", ". "), ("uk", ". "), ("th", " "), ("ja", "。"), ("zh_Hans", "。"), ("zh_Hant", "。")]
)
def test_sentences_follow_each_other_as_in_the_language(render: Render, locale: str, between: str) -> None:
    text = Document(render(locale=locale).html).text(".bb-lead")
    assert between in text
    assert "。 " not in text


@pytest.mark.parametrize(
    ("locale", "end"), [("en", "Linux. It"), ("ja", "Linux。"), ("hi", "Linux। "), ("th", "Linux "), ("ur", "\u06d4 ")]
)
def test_the_list_of_systems_ends_as_sentences_do(render: Render, locale: str, end: str) -> None:
    facts = Document(
        render(user_agent=CHROME_109_ON_WINDOWS_7, recommended=("firefox",), advice="switch", locale=locale).html
    )
    assert end in facts.texts(".bb-o")[0]
