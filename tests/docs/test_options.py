"""docs/options.md says what the options say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from browserbanner.options import Options
from scripts.options_table import GROUPS, SOURCE, TABLE, TEN, options, table

ROOT = Path(__file__).parents[2]
DESCRIBED = options(SOURCE.read_text(encoding="utf-8"))


def test_the_table_is_what_the_options_say() -> None:
    done = subprocess.run([sys.executable, "-m", "scripts.options_table", "--check"], cwd=ROOT)
    assert done.returncode == 0


def test_every_option_is_described_once_and_every_description_is_an_option() -> None:
    assert tuple(option.name for option in DESCRIBED) == Options._fields
    assert all(option.meaning.strip().endswith((".", ".)")) for option in DESCRIBED)
    rows = re.findall(r"^\| `(\w+)` \|", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(Options._fields)


def test_the_ten_that_most_sites_want_come_first_and_are_options() -> None:
    names = [name for _, name in TEN]
    assert len(set(names)) == 10
    assert set(names) <= set(Options._fields)
    text = TABLE.read_text(encoding="utf-8")
    assert [text.index(f"| `{name}` |\n") for name in names] == sorted(text.index(f"| `{name}` |\n") for name in names)
    assert all(text.index(f"| `{name}` |\n") < text.index("\n## ") for name in names)


def test_every_option_is_in_one_group() -> None:
    grouped = [name for names in GROUPS.values() for name in names]
    assert len(set(grouped)) == len(grouped)
    assert set(Options._fields) <= set(grouped)


def test_an_option_without_a_description_or_a_group_stops_the_table() -> None:
    policy = 'class Options:\n    policy: str = ""\n    """A policy."""\n'
    with pytest.raises(SystemExit, match="theme has no description"):
        table(policy + '    theme: str = "auto"\n    other: int = 1\n')
    with pytest.raises(SystemExit, match="other is in none of the GROUPS"):
        table(policy + '    other: int = 1\n    """Another."""\n')


def test_the_check_notices_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scripts import options_table

    monkeypatch.setattr(options_table, "TABLE", tmp_path / "options.md")
    assert options_table.main([]) == 0
    assert options_table.main(["--check"]) == 0
    (tmp_path / "options.md").write_text("old")
    assert options_table.main(["--check"]) == 1


@pytest.mark.parametrize("arguments", [["--chekc"], ["--che"], ["check"], ["--check", "x"]])
def test_a_misspelt_check_writes_nothing(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was not exactly --check made the script write the file."""
    from scripts import options_table

    monkeypatch.setattr(options_table, "TABLE", tmp_path / "options.md")
    with pytest.raises(SystemExit) as ended:
        options_table.main(arguments)
    assert ended.value.code == 2
    assert not (tmp_path / "options.md").exists()
