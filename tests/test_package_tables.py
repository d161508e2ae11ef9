"""`make package` tries every extra and every command: a new one without its row would go out untried."""

from __future__ import annotations

import tomllib

from browserbanner.cli import make_parser
from scripts import try_package
from scripts.archives import ROOT, sdist_files, wheel_files


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


def test_the_wheel_carries_compiled_catalogs_and_the_sdist_their_sources() -> None:
    wheel, sdist = wheel_files(), sdist_files()
    assert "browserbanner/locales/uk/LC_MESSAGES/browserbanner.mo" in wheel
    assert not [name for name in wheel if name.endswith((".po", ".pot", ".pyc")) or name.startswith("tests/")]
    assert "locales/uk/LC_MESSAGES/browserbanner.po" in sdist
    assert not [name for name in sdist if name.endswith((".mo", ".pyc"))]
    assert "browserbanner/py.typed" in wheel & sdist
