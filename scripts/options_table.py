"""Write docs/options.md from the options' own descriptions, those beside the parameters in browserbanner/options.py,
in groups.

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

Keyword arguments of `BrowserBanner(...)`, and of each `BannerMiddleware` without `banner=`. They are typed: an editor
completes them, and `mypy --strict` finds a misspelt one. In Django each option is a setting, `BROWSERBANNER_` and its
name in capitals (`BROWSERBANNER_POLICY`). `python manage.py check` checks the settings, and a function may be named
there by its dotted path. An invalid value is a `ConfigurationError` where the `BrowserBanner` is made: it names the
value and the good ones.

The ten that most sites want:

| you want to | option |
|---|---|
"""
TABLE_HEAD = "| option | default | meaning |\n|---|---|---|\n"

#: What most sites want, and the options for it.
TEN = (
    ("say what the site supports", "policy"),
    ("leave pages out", "exempt"),
    ("begin with some pages", "only"),
    ("show one line, or a card for each browser", "layout"),
    ("always be light, or dark", "theme"),
    ("dock it at the bottom of the window", "position"),
    ("decide the language", "locale"),
    ("show a page of its own where the site cannot work", "block"),
    ("count what is shown", "on_shown"),
    ("see it before your visitors do", "debug"),
)
#: Every option, by what it is about.
GROUPS = {
    "Who gets a banner": ("policy", "grace", "esr", "data", "enabled", "desktop_site"),
    "Where": ("exempt", "only", "statuses", "place", "position"),
    "What it looks like": (
        "layout", "theme", "colours", "shares", "browsers", "extra_browsers", "country", "country_header", "templates",
    ),
    "Language": ("locale", "locales", "default_locale", "locale_dirs"),
    "The block page": ("block", "block_status", "block_continue", "site_name"),
    "Closing": ("close_days", "campaign", "cookie_name", "cookie_path", "cookie_domain"),
    "Hooks and verdicts": ("on_verdict", "on_shown", "on_closed", "counters", "expose"),
    "Advanced": ("nonce", "stylesheet", "origin", "prefix", "debug"),
}  # fmt: skip


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
    described = {option.name: option for option in options(source)}
    grouped = {name for names in GROUPS.values() for name in names}
    for name in described:
        if name not in grouped:
            raise SystemExit(f"{SOURCE.name}: the option {name} is in none of the GROUPS of scripts/options_table.py")
    text = HEAD + "".join(f"| {what} | `{name}` |\n" for what, name in TEN)
    for group, names in GROUPS.items():
        text += f"\n## {group}\n\n{TABLE_HEAD}" + "".join(_row(described[name]) for name in names if name in described)
    return text


def _row(option: Option) -> str:
    return f"| `{option.name}` | {_code(option.default)} | {_markdown(option.meaning)} |\n"


def _code(default: str) -> str:
    plain = {"MappingProxyType({})": "{}", "frozenset({200})": "{200}"}
    return "`" + plain.get(default, default.replace("'", '"')) + "`"


def _markdown(meaning: str) -> str:
    """From reStructuredText, on one line."""
    return re.sub(r":\w+:`", "`", re.sub(r"\s+", " ", meaning)).replace("``", "`").replace("|", "\\|").strip()


def main(arguments: list[str]) -> int:
    return write_or_check(arguments, TABLE, lambda: table(SOURCE.read_text("utf-8")), "scripts.options_table")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
