"""The page of figures that `make bench` writes: what stands in it, and what a figure beyond its limit does."""

from __future__ import annotations

import pytest

from benchmarks import figures
from benchmarks.figures import Figure, at_least, at_most, page


@pytest.fixture(autouse=True)
def of_this_run(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], Figure]:
    kept: dict[tuple[str, str], Figure] = {}
    monkeypatch.setattr(figures, "FIGURES", kept)
    monkeypatch.setattr(figures, "SLACK", 1.0)
    return kept


def test_a_figure_beyond_its_limit_fails_and_says_by_how_much() -> None:
    with pytest.raises(AssertionError, match=r"\| a scan \|  \| ≤ 20 ms \| 20.5 ms \|"):
        at_most(20, 20.5, "a scan", unit="ms")
    with pytest.raises(AssertionError, match=r"\| a log \| the peer \| ≥ 500,000 lines \| 499,000 lines \|"):
        at_least(500_000, 499_400, "a log", "the peer", "lines")
    at_most(20, 20, "a scan")
    at_least(20, 20, "a log")


def test_a_noisy_machine_gets_room_on_either_side_of_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "SLACK", 2.5)
    at_most(20, 50, "a scan")
    at_least(20, 8, "a log")
    with pytest.raises(AssertionError):
        at_most(20, 51, "a scan")
    with pytest.raises(AssertionError):
        at_least(20, 7.9, "a log")


def test_of_figures_with_the_same_words_the_page_has_the_worst() -> None:
    for value in (3, 7, 5):
        at_most(20, value, "a scan", "a peer")
        at_least(2, value, "a log", "a peer")
    rows = [line for line in page(0.5).splitlines() if line.startswith("| a ")]
    assert rows == ["| a scan | a peer | ≤ 20 times | 7 times |", "| a log | a peer | ≥ 2 times | 3 times |"]


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.9834, "0.983"), (1.0, "1"), (1.4371, "1.44"), (37.26, "37.3"), (131.7, "132"), (1_283_950.0, "1,280,000")],
)
def test_a_figure_has_as_many_digits_as_a_run_repeats(value: float, written: str) -> None:
    at_least(0, value, "it")
    assert page(0).endswith(f"| ≥ 0 times | {written} times |\n")


def test_the_page_names_the_machine_the_peers_and_the_command() -> None:
    at_least(0, 1, "it")
    text = page(1.26)
    assert "`make bench`" in text
    assert "processors, load 1.3 at the start" in text
    assert "Python 3." in text
    assert "user-agents 2." in text
