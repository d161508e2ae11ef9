"""The two READMEs say the same; their tables say what is so."""

from __future__ import annotations

import re
from typing import Any

import pytest

from browserbanner.browsers import BrowserData
from browserbanner.injection.scanner import LIMITS
from browserbanner.options import Options
from tests.docs.markdown import DOCUMENTS, Document

README, UKRAINIAN = DOCUMENTS["README.md"], DOCUMENTS["README.uk.md"]
IN_UKRAINIAN = [document for name, document in DOCUMENTS.items() if name.endswith(".uk.md")]


def test_both_have_the_same_headings_in_number_and_depth() -> None:
    assert [each.level for each in README.headings] == [each.level for each in UKRAINIAN.headings]


def test_both_have_the_same_code_with_comments_of_their_own() -> None:
    ours, theirs = ([(block.language, block.without_comments) for block in each.blocks] for each in (README, UKRAINIAN))
    assert ours == theirs


def test_both_have_tables_of_the_same_shape_with_the_same_code_in_them() -> None:
    assert _shapes(README) == _shapes(UKRAINIAN)


def _shapes(document: Document) -> list[list[list[list[str]]]]:
    """Of each cell, the code in it and its figures."""
    return [[[re.findall(r"`[^`]+`|\d+", cell) for cell in row] for row in table] for table in document.tables]


def test_both_have_lists_of_the_same_length() -> None:
    assert _items(README) == _items(UKRAINIAN)


def _items(document: Document) -> int:
    return len(re.findall(r"^(?:-|\d\.) ", document.text, re.MULTILINE))


def test_both_link_to_the_same_places_in_their_own_language_where_there_is_one() -> None:
    other = {"README.md": "README.uk.md", "docs/images/banner.uk.png": "docs/images/banner.png"}
    english = {link.target for link in README.links} | {"README.md"}
    assert {other.get(link.target, link.target) for link in UKRAINIAN.links} | {"README.md"} == english


@pytest.mark.parametrize("document", IN_UKRAINIAN, ids=lambda document: document.name)
def test_the_ukrainian_apostrophe_is_one_character_throughout(document: Document) -> None:
    letters = "[а-щьюяєіїґ]"
    assert re.findall(rf"(?i){letters}['ʼ`´]{letters}", document.text) == []


@pytest.mark.parametrize("document", [README, UKRAINIAN], ids=lambda document: document.name)
def test_the_table_of_options_has_their_names_and_defaults(document: Document) -> None:
    for names, defaults, _ in document.tables[0][1:]:
        for name, default in zip(_code(names), _code(defaults), strict=True):
            assert eval(default) == Options._field_defaults[name]


def _code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize("document", [README, UKRAINIAN], ids=lambda document: document.name)
def test_the_figures_in_the_text_are_those_of_the_options(document: Document) -> None:
    defaults: Any = Options._field_defaults
    for figure, what in (
        (defaults["grace"], "(?:days of it|днів до їхньої)"),
        (defaults["close_days"], r"(?:days, and|днів, і|days? \||днів \|)"),
        (LIMITS["top"] // 1024, "(?:KiB|КіБ)"),
    ):
        found = re.findall(rf"(\d+) {what}", document.text)
        assert found
        assert set(found) == {str(figure)}


def test_the_data_s_sources_and_licences_are_those_of_the_data() -> None:
    data = BrowserData.load()
    rows = DOCUMENTS["docs/data.md"].tables[1][1:]
    assert [(_code(name)[0], licence) for name, _, licence in rows] == [
        (source.package, source.licence) for source in data.sources
    ]
    assert f"{len(data.regions)} regions" in rows[0][1]
