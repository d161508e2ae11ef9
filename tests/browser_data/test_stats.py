"""browserslist-stats.json: what `browserbanner analyze --stats` wrote, for queries and for the option ``shares``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from browserbanner import ConfigurationError
from browserbanner.analysis import analyze
from browserbanner.browsers import BrowserData, load_stats, read_site_shares
from browserbanner.policy import Policy
from tests.analysis.logs import hits, write

DATA = BrowserData.load()


def file(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "browserslist-stats.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def test_each_form_s_shares_add_up_to_a_hundred_and_the_largest_is_first(tmp_path: Path) -> None:
    stats = {"chrome": {"109": 10, "158": 20.5}, "firefox": {"140": 9.5}, "ios_saf": {"18.5": 3}, "and_chr": {"158": 1}}
    shares = read_site_shares(file(tmp_path, stats))
    assert shares["desktop"] == pytest.approx({"chrome": 76.25, "firefox": 23.75})
    assert shares["mobile"] == {"safari": 75.0, "chrome": 25.0}
    assert list(shares["desktop"]) == ["chrome", "firefox"]


def test_browserslist_s_other_form_is_read_too(tmp_path: Path) -> None:
    assert read_site_shares(file(tmp_path, {"dataByBrowser": {"ie": {"11": 5}}})) == {"desktop": {"ie": 100.0}}


def test_what_stands_beside_the_browsers_that_are_shown_does_not_matter(tmp_path: Path) -> None:
    stats = {"chrome": {"100": 50}, "total": 100, "node": {"20": None}, "op_mob": {}}
    assert read_site_shares(file(tmp_path, stats)) == {"desktop": {"chrome": 100.0}}


def test_what_analyze_writes_is_read(tmp_path: Path) -> None:
    report = analyze([str(write(tmp_path / "access.log", list(hits(2000))))], next_year=False)
    shares = read_site_shares(file(tmp_path, report.stats))
    assert set(shares) == {"desktop", "mobile"}
    assert all(sum(percent.values()) == pytest.approx(100) for percent in shares.values())


@pytest.mark.parametrize(
    ("content", "figures"),
    [
        ('{"chrome": {"109": null, "140": 60}}', {"chrome": {"109": None, "140": 60}}),
        ('{"chrome": {"140": 60}, "firefox": {"140": null}}', {"chrome": {"140": 60}, "firefox": {"140": None}}),
        ('{"chrome": {"140": 60}, "total": 100}', {"chrome": {"140": 60}}),
        ('{"chrome": {"140": 60}, "meta": {"end": "2026-11"}}', {"chrome": {"140": 60}}),
        ('{"chrome": {"140": 60}, "node": {"20": 1}}', {"chrome": {"140": 60}, "node": {"20": 1}}),
        ('{"chrome": {"140": true}}', None),
        ('{"chrome": {"140": 60}, "firefox": {"140": "5"}}', None),
        ('{"chrome": null}', None),
    ],
)
def test_a_query_and_the_option_shares_took_null_and_true_differently(
    content: str, figures: dict[str, dict[str, float | None]] | None, tmp_path: Path
) -> None:
    """The option refused null, which is no figure in what caniuse exports; a query took true for one percent."""
    path = file(tmp_path, content)
    (tmp_path / ".browserslistrc").write_text("> 0.5% in my stats")
    if figures is None:
        for read in (load_stats, read_site_shares, lambda path: Policy(path.parent / ".browserslistrc", data=DATA)):
            with pytest.raises(ValueError, match="is not of the form"):
                read(path)
    else:
        assert load_stats(path) == figures
        assert read_site_shares(path) == {"desktop": {"chrome": 100.0}}
        assert Policy(tmp_path / ".browserslistrc", data=DATA).minimums.by_family["chrome"] == (140,)


@pytest.mark.parametrize(
    "content",
    ["", "[", "[" * 100_000, "[]", "{}", '{"chrome": 5}', '{"chrome": {"109": "1%"}}', '{"chrome": {"109": -1}}',
     '{"chrome": {"109": NaN}}', '{"chrome": {"109": true}}', '{"chrome": {}}', '{"vivaldi": {"6": 5}}', '{"chrome": {"109": null}}'],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_with_its_name(content: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"shares='.*browserslist-stats\.json'.*analyze --stats"):
        read_site_shares(file(tmp_path, content))


def test_a_file_that_is_not_there_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="No such file"):
        read_site_shares(tmp_path / "none.json")
