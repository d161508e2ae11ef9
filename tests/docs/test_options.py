"""docs/options.md says what the options say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from browserbanner.options import Options
from scripts.options_table import SOURCE, TABLE, options, table

ROOT = Path(__file__).parents[2]
DESCRIBED = options(SOURCE.read_text(encoding="utf-8"))


def test_the_table_is_what_the_options_say() -> None:
    done = subprocess.run([sys.executable, "-m", "scripts.options_table", "--check"], cwd=ROOT)
    assert done.returncode == 0


def test_every_option_is_described_once_and_every_description_is_an_option() -> None:
    assert tuple(option.name for option in DESCRIBED) == Options._fields
    assert all(option.meaning.strip().endswith((".", ".)")) for option in DESCRIBED)
    rows = re.findall(r"^\| `(\w+)` \|", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [option.name for option in DESCRIBED]


def test_an_option_without_a_description_stops_the_table() -> None:
    with pytest.raises(SystemExit, match="theme has no description"):
        table(
            'class Options:\n    policy: str = ""\n    """A policy."""\n    theme: str = "auto"\n    other: int = 1\n'
        )


def test_the_check_notices_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scripts import options_table

    monkeypatch.setattr(options_table, "TABLE", tmp_path / "options.md")
    assert options_table.main([]) == 0
    assert options_table.main(["--check"]) == 0
    (tmp_path / "options.md").write_text("old")
    assert options_table.main(["--check"]) == 1
