"""Write docs/options.md from the options' own descriptions, those beside the parameters in browserbanner/options.py.

python -m scripts.options_table            writes it
python -m scripts.options_table --check    says whether it is up to date, for CI
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import NamedTuple

from scripts.generated import write_or_check

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "browserbanner" / "options.py"
TABLE = ROOT / "docs" / "options.md"
HEAD = """\
# Options

<!-- Made by `python -m scripts.options_table` from browserbanner/options.py: edit the descriptions there. -->

Keyword arguments of `BrowserBanner(...)`. In Django each is a setting, `BROWSERBANNER_` and its name in capitals
(`BROWSERBANNER_POLICY`), which `python manage.py check` checks; functions may be named there by their dotted paths. A
value that cannot be meant is a `ConfigurationError`, raised where the `BrowserBanner` is made, which quotes it and
lists the good ones.

| option | default | meaning |
|---|---|---|
"""


class Option(NamedTuple):
    name: str
    default: str
    meaning: str


def options(source: str) -> list[Option]:
    """The fields of the class Options, with their defaults and descriptions as they are written there."""
    (found,) = (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == "Options")
    described = []
    for field, text in zip(found.body, found.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and field.value is not None:
            if not (isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)):
                raise SystemExit(f"{SOURCE.name}: the option {field.target.id} has no description")
            described.append(Option(field.target.id, ast.unparse(field.value), str(text.value.value)))
    return described


def table(source: str) -> str:
    """The whole document."""
    return HEAD + "".join(
        f"| `{option.name}` | {_code(option.default)} | {_markdown(option.meaning)} |\n" for option in options(source)
    )


def _code(default: str) -> str:
    plain = {"MappingProxyType({})": "{}", "frozenset({200})": "{200}"}
    return "`" + plain.get(default, default.replace("'", '"')) + "`"


def _markdown(meaning: str) -> str:
    return re.sub(r"\s+", " ", meaning).replace("``", "`").replace("|", "\\|").strip()


def main(arguments: list[str]) -> int:
    return write_or_check(arguments, TABLE, table(SOURCE.read_text(encoding="utf-8")), "scripts.options_table")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
