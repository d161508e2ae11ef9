"""Options, Django's settings and the documents say the same."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import override_settings

from browserbanner.integrations.django.checks import check_settings
from browserbanner.integrations.django.conf import given_options
from browserbanner.options import Options
from scripts.options_table import SOURCE, TABLE, options, table

ROOT = Path(__file__).parents[2]
APPS = (ROOT / "docs" / "apps.md").read_text(encoding="utf-8")
DESCRIBED = options(SOURCE.read_text(encoding="utf-8"))


def test_the_table_is_what_the_options_say() -> None:
    done = subprocess.run([sys.executable, "-m", "scripts.options_table", "--check"], cwd=ROOT)
    assert done.returncode == 0


def test_every_option_is_described_once_and_every_description_is_an_option() -> None:
    assert tuple(option.name for option in DESCRIBED) == Options._fields
    assert all(option.meaning.strip().endswith((".", ".)")) for option in DESCRIBED)
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \|", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(option.name, option.setting) for option in DESCRIBED]


@pytest.mark.parametrize("option", DESCRIBED, ids=lambda option: option.name)
def test_every_option_is_a_setting_of_django_s_with_the_same_default(option: object) -> None:
    name = option.name  # type: ignore[attr-defined]
    default = Options._field_defaults[name]
    with override_settings(**{option.setting: default}):  # type: ignore[attr-defined]
        assert given_options() == {name: default}
        assert check_settings() == []


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


def test_every_example_is_in_the_documents() -> None:
    named = set(re.findall(r"examples/(\w+\.py)", APPS))
    assert named == {path.name for path in (ROOT / "examples").glob("*.py")}


def test_the_documents_name_what_there_is() -> None:
    for block in re.findall(r"```python\n(.*?)```", APPS, re.DOTALL):
        ast.parse(block)
    for path in set(re.findall(r"browserbanner\.integrations(?:\.\w+)+", APPS)):
        assert _exists(path), path
    for setting in set(re.findall(r"BROWSERBANNER_[A-Z_]+[A-Z]", APPS)):
        assert setting.removeprefix("BROWSERBANNER_").lower() in Options._fields
    for keyword in set(re.findall(r"`(\w+)=", APPS)) - {"plugins", "middleware", "style"}:
        assert keyword in Options._fields, keyword


def _exists(path: str) -> bool:
    module, _, name = path.rpartition(".")
    try:
        importlib.import_module(path)
    except ModuleNotFoundError:
        return hasattr(importlib.import_module(module), name)
    return True
