"""Statements of support that real projects have: ``statements.jsonl`` in the package, each with the project or package it is from.

``env``: the environment that is asked for; ``modules``: what the shared configs that it extends export;
``refused``: what is said of those few that say nothing which a visitor's browser could be held against.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browserbanner import BrowserBanner, ConfigurationError
from browserbanner.browsers import BrowserData
from browserbanner.policy import Policy
from browserbanner.policy.laws import rows

DATA = BrowserData.load()
ROWS = rows()
GOOD = [row for row in ROWS if "refused" not in row]

# The newest that each family has, by what is told apart in a user agent, and visitors who have just that.
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"
SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{} Safari/605.1.15"


def written(row: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The statement's file, with the modules beside it, and its environment."""
    for name, exported in row.get("modules", {}).items():
        module = folder / "node_modules" / name
        module.mkdir(parents=True)
        (module / "index.js").write_text(f"// shared\nmodule.exports = {exported};\n")
    monkeypatch.setenv("BROWSERSLIST_ENV", row.get("env", "production"))
    path = folder / str(row["file"])
    path.write_text(row["text"], "utf-8")
    return path


def test_there_are_at_least_a_hundred() -> None:
    assert len(GOOD) >= 100


@pytest.mark.parametrize("row", GOOD, ids=lambda row: row["source"])
def test_a_real_statement_starts_and_calls_no_newest_release_outdated(
    row: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bb = BrowserBanner(policy=written(row, tmp_path, monkeypatch))
    for family, template in (("chrome", CHROME), ("firefox", FIREFOX), ("safari", SAFARI)):
        newest = DATA.newest(family)
        assert newest is not None
        verdict = bb.judge(template.format(".".join(map(str, newest.version))))
        assert not verdict.outdated, verdict.reason


@pytest.mark.parametrize("row", [row for row in ROWS if "refused" in row], ids=lambda row: row["source"])
def test_a_statement_that_says_nothing_is_refused_with_the_file_and_the_reason(
    row: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(row, tmp_path, monkeypatch)
    for given in (path, str(path)):
        with pytest.raises(ConfigurationError) as refused:
            Policy(given, data=DATA)
        assert str(path) in str(refused.value)
        if row["source"] != "1stG":  # the module that it extends is in no test
            assert row["refused"] in str(refused.value)
