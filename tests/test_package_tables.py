"""`make package` tries every extra and every command: a new one without its row would go out untried."""

from __future__ import annotations

import tomllib

from browserbanner.cli import make_parser
from scripts import try_package
from scripts.archives import ROOT


def test_every_extra_has_its_row() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        declared = tomllib.load(file)["project"]["optional-dependencies"]
    assert set(try_package.EXTRAS) == set(declared)


def test_every_command_is_tried() -> None:
    (commands,) = (action.choices for action in make_parser()._actions if action.choices)
    assert try_package.tried() == set(commands)


def test_every_python_that_is_promised_is_tried() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        classifiers = tomllib.load(file)["project"]["classifiers"]
    prefix = "Programming Language :: Python :: 3."
    assert [*try_package.PYTHONS] == [each.rpartition(" ")[2] for each in classifiers if each.startswith(prefix)]
