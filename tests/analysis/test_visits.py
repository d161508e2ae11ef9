"""What a log writes of a user agent and a day, and what it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner.analysis.fields import iso_date
from browserbanner.analysis.formats import as_sent
from browserbanner.analysis.judging import a_year_after


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("-", b""),
        ("", b""),
        ("plain", b"plain"),
        ("\\x22\\x5C\\xd0\\xAF", b'"\\\xd0\xaf'),
        ("a\x01b\x02c", b'a"b\\c'),
        ('\\"\\\\\\t', b'"\\\t'),
        ("\x02x41", b"\\x41"),
        ("\\q\\x4", b"\\q\\x4"),
        ("Я", "Я".encode()),
    ],
)
def test_backslashes_are_undone(written: str, sent: bytes) -> None:
    assert as_sent(written) == sent


def test_json_s_have_been_undone_already() -> None:
    assert as_sent("\\x22", escapes="none") == b"\\x22"


@given(st.text(st.characters(exclude_categories=[]), max_size=50))
def test_whatever_is_written_is_read_without_an_error(written: str) -> None:
    assert isinstance(as_sent(written), bytes)
    day = iso_date(written)
    assert day is None or len(day) == 10


@pytest.mark.parametrize(
    ("day", "iso"),
    [
        ("02/Nov/2026", "2026-11-02"), ("2026-11-02", "2026-11-02"), ("20759", "2026-11-02"), ("0", "1970-01-01"),
        ("31/Feb/2026", None), ("02/Nop/2026", None), ("", None), ("99999999999999", None), ("2026-13-01", None),
    ],
)  # fmt: skip
def test_days_are_iso_dates(day: str, iso: str | None) -> None:
    assert iso_date(day) == iso


@pytest.mark.parametrize(("day", "later"), [("2026-11-19", "2027-11-19"), ("2028-02-29", "2029-02-28")])
def test_a_year_later_is_a_day_that_there_is(day: str, later: str) -> None:
    assert a_year_after(day) == later
