"""Whose figures stand on the cards: the option shares, and countries of which there are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from browserbanner import BrowserBanner, ConfigurationError
from tests.visitors import IE_ON_WINDOWS_10


def html(bb: BrowserBanner, language: str = "en") -> str:
    banner = bb.banner_for({"User-Agent": IE_ON_WINDOWS_10, "Accept-Language": language})
    assert banner is not None
    return banner.html.decode("ascii")


def test_a_site_s_own_figures_stand_on_the_cards_and_say_whose_they_are(tmp_path: Path) -> None:
    """As ``browserbanner analyze --stats`` writes them."""
    stats = tmp_path / "browserslist-stats.json"
    stats.write_text(json.dumps({"chrome": {"109": 30, "150": 40}, "firefox": {"150": 10}, "and_chr": {"150": 20}}))
    sent = html(BrowserBanner(shares=stats))
    assert "<b>87.5%</b> of this site&#39;s visitors" in sent
    assert "<b>12.5%</b> of this site&#39;s visitors" in sent
    assert "people use this browser" not in sent
    assert "caniuse" not in sent
    assert "<b>87,5%</b>" in html(BrowserBanner(shares=stats), "uk")


@pytest.mark.parametrize("content", [None, "", "[]", '{"chrome": {"109": "many"}}'])
def test_figures_that_are_none_stop_the_start(tmp_path: Path, content: str | None) -> None:
    stats = tmp_path / "stats.json"
    if content is not None:
        stats.write_text(content)
    with pytest.raises(ConfigurationError, match="shares="):
        BrowserBanner(shares=stats)


def test_a_country_whose_browsers_are_not_all_counted_has_no_figures() -> None:
    """In Russia, 28 % are Yandex's and others that caniuse does not count: each share would be shown too large."""
    sent = html(BrowserBanner(country="RU"))
    assert "people use this browser" not in sent
    assert "caniuse" not in sent
