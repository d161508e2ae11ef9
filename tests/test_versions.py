"""Version arithmetic: parsing, comparing, formatting, and months back from a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner.versions import (
    Version,
    dotted,
    first_version,
    leading_version,
    parse_version,
    shift_months,
    significant,
)

VERSIONS = st.lists(st.integers(0, 99_999), min_size=1, max_size=5).map(tuple)


@given(VERSIONS)
def test_a_version_that_is_written_and_read_is_the_same(version: Version) -> None:
    text = dotted(version)
    assert (
        parse_version(text) == parse_version(text.encode()) == leading_version(text) == first_version(text) == version
    )


@pytest.mark.parametrize(("older", "newer"), [("9", "10"), ("17.5", "17.10"), ("17", "17.0.1"), ("15.4", "16")])
def test_versions_compare_by_their_numbers(older: str, newer: str) -> None:
    assert parse_version(older) < parse_version(newer)


@pytest.mark.parametrize("text", ["", "TP", "17.", "1.x", "all", ".5"])
def test_a_text_that_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        parse_version(text)


@pytest.mark.parametrize(
    ("text", "leading", "first"),
    [
        ("15.2-15.3", (15,), (15, 2)),
        ("17.5.beta", (17, 5), None),
        ("TP", (), None),
        ("all", (), None),
        ("", (), None),
        ("123456.1", (), (123456, 1)),
        ("\u0661.5", (), None),
    ],
)
def test_of_a_longer_text_the_beginning_counts(text: str, leading: Version, first: Version | None) -> None:
    assert leading_version(text) == leading
    assert first_version(text) == first


@pytest.mark.parametrize(
    ("version", "short"), [((17, 0), (17,)), ((17, 0, 1), (17, 0, 1)), ((0, 0), (0,)), ((), ()), ((4, 0, 0), (4,))]
)
def test_zeros_at_the_end_say_nothing(version: Version, short: Version) -> None:
    assert significant(version) == short


@pytest.mark.parametrize(
    ("day", "months", "shifted"),
    [
        ("2026-11-19", -30, "2024-05-19"),
        ("2026-08-31", -30, "2024-03-02"),
        ("2025-08-31", -30, "2023-03-03"),
        ("2026-06-30", -30, "2023-12-30"),
        ("2026-01-01", -1, "2025-12-01"),
        ("2026-01-31", 1, "2026-03-03"),
        ("2024-12-31", 2, "2025-03-03"),
    ],
)
def test_months_are_counted_as_javascript_does(day: str, months: int, shifted: str) -> None:
    assert shift_months(date.fromisoformat(day), months).isoformat() == shifted
