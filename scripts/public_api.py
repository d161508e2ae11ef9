"""Write docs/api.md, the one list of what is public, from the code: names, signatures, first sentences, the commands.

    python -m scripts.public_api            writes it
    python -m scripts.public_api --check    says whether it is up to date, for CI

Public is what ``__all__`` of a module in :data:`MODULES` names, with its attributes that begin with no underscore; the
options; and the commands with theirs. Whoever changes one of these sees it in the list's diff, as the reviewer does.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, get_args

from browserbanner import cli
from scripts.generated import write_or_check

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "docs" / "api.md"

#: The modules that a site imports from. Whatever lies elsewhere is not public.
MODULES = (
    "browserbanner",
    "browserbanner.asgi",
    "browserbanner.wsgi",
    "browserbanner.analysis",
    "browserbanner.testing",
    "browserbanner.integrations.django",
    "browserbanner.integrations.jinja",
    "browserbanner.integrations.litestar",
    "browserbanner.integrations.nonces",
    "browserbanner.integrations.spark",
)

#: What only the middleware and those who write one for another protocol need.
FOR_ADAPTERS = {
    "Banner": ("bare_html",),
    "BrowserBanner": ("decide",),
    "ConfigurationError": ("choice", "expected"),
    "Verdict": ("actionable", "corroborated", "overridden"),
}  # fmt: skip

#: Types that the signatures name, and where each is written.
TYPES = {
    "EventName": "browserbanner/events.py",
    "Form": "browserbanner/useragent/model.py",
    "HeaderPairs": "browserbanner/request.py",
    "HeadersLike": "browserbanner/request.py",
    "Kind": "browserbanner/useragent/model.py",
    "PolicyLike": "browserbanner/policy/policy.py",
    "Progress": "browserbanner/analysis/duck.py",
    "Version": "browserbanner/versions.py",
}

HEAD = """\
# What is public

<!-- Made by `python -m scripts.public_api` from the code, which is where names and descriptions are edited. -->

What is listed here keeps its name and its meaning within a major version; names are added, and never changed. What is
listed as for adapters may change with a minor version. Everything else may change in any release.

- The options, keyword arguments of `BrowserBanner` and of both `BannerMiddleware`: [options.md](options.md).
- In Django: the settings (the same list), `{% load browserbanner %}{% browser_banner %}`, `request.browser_verdict`,
  and the checks `browserbanner.E001`, `E002` and `W001` to `W008`.
- The files: `locales/<language>/LC_MESSAGES/browserbanner.po` in the folders of the option `locale_dirs`, and the
  templates of the option `templates`.
- In the log: the logger `browserbanner`. In Prometheus: `browserbanner_shown_total` and `browserbanner_closed_total`.
"""


class Attribute(NamedTuple):
    """One line of the list. ``written``: as code; ``meaning``: a sentence, or nothing."""

    name: str
    written: str
    meaning: str

    @property
    def line(self) -> str:
        return f"- `{self.written}`" + (f": {self.meaning}" if self.meaning else "") + "\n"


def attributes(found: ast.ClassDef, source: list[str]) -> Iterator[Attribute]:
    """The public attributes, properties and methods of a class, as they are written there."""
    for node in found.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            if not node.target.id.startswith("_"):
                yield Attribute(node.target.id, f"{node.target.id}: {_type(node.annotation)}", "")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            decorators = {ast.unparse(each) for each in node.decorator_list}
            if node.name == "__init__" and "overload" not in decorators:
                yield from _assigned(node, source)
            elif not node.name.startswith("_"):
                is_value = "property" in decorators
                written = f"{node.name}: {_type(node.returns)}" if is_value else signature(node.name, node)
                yield Attribute(node.name, written, _sentence(ast.get_docstring(node)))


def _assigned(init: ast.FunctionDef | ast.AsyncFunctionDef, source: list[str]) -> Iterator[Attribute]:
    """Public attributes that a constructor makes, with the comment ``#:`` above them."""
    given = {each.arg: each.annotation for each in (*init.args.args, *init.args.kwonlyargs)}
    for node in init.body:
        if isinstance(node, ast.AnnAssign):
            target, annotation = node.target, node.annotation
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and given.get(node.value.id):
            target, annotation = node.targets[0], given[node.value.id]  # type: ignore[assignment]
        else:
            continue
        if isinstance(target, ast.Attribute) and not target.attr.startswith("_"):
            above = source[node.lineno - 2].strip()
            meaning = above.removeprefix("#: ") if above.startswith("#: ") else ""
            yield Attribute(target.attr, f"{target.attr}: {_type(annotation)}", meaning)


def signature(name: str, node: ast.FunctionDef | ast.AsyncFunctionDef, *, returns: bool = True) -> str:
    """A function's parameters and what it returns."""
    given = ast.unparse(node.args).replace("'", '"')
    given = re.sub(r"^(?:self|cls)(?:, )?", "", given)
    given = re.sub(r"(?<=[\w\]])=(?=[\w\"(])", " = ", given)
    prefix = "async " if isinstance(node, ast.AsyncFunctionDef) else ""
    return f"{prefix}{name}({given})" + (f" -> {_type(node.returns)}" if returns else "")


def _type(node: ast.expr | None) -> str:
    assert node is not None  # mypy is strict
    return re.sub(r"^Final\[(.*)\]$", r"\1", ast.unparse(node).replace("'", '"'))


def _sentence(text: str | None) -> str:
    """The first sentence of a docstring, as Markdown."""
    first = re.split(r"(?<=[.:])\s+(?=[A-Z`])|\n\n", (text or "").strip(), maxsplit=1)[0]
    return re.sub(r"\s+", " ", _markdown(first))


def _paragraph(text: str | None, at: int) -> str:
    return " ".join((text or "").split("\n\n")[at].split())


def _markdown(text: str | None) -> str:
    return re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text or "").replace("``", "`")


def described(module: str, name: str) -> Iterator[str]:
    """A public name's part of the list."""
    thing = getattr(importlib.import_module(module), name)
    if not (inspect.isclass(thing) or inspect.isfunction(thing)):
        if parts := get_args(thing):  # a type by another name
            yield f"- `{name}`: {' | '.join(getattr(each, '__name__', repr(each)) for each in parts)}\n"
        else:
            yield _value(module, name)
        return
    file = inspect.getsourcefile(thing)
    assert file is not None
    source = Path(file).read_text(encoding="utf-8")
    (node,) = (
        each
        for each in ast.parse(source).body
        if isinstance(each, ast.ClassDef | ast.FunctionDef) and each.name == thing.__name__
    )
    if isinstance(node, ast.FunctionDef):
        yield f"- `{signature(name, node)}`: {_sentence(ast.get_docstring(node))}\n"
        return
    bases = ", ".join(ast.unparse(base) for base in node.bases)
    yield f"\n### `class {name}{f'({bases})' if bases else ''}`\n\n{_markdown(ast.get_docstring(node))}\n"
    written_once = {each.name: each for each in reversed([*attributes(node, source.splitlines())])}
    found = [Attribute("", made, "") for made in _made_by(name, node)] + [*reversed(written_once.values())]
    for_adapters = [each for each in found if each.name in FOR_ADAPTERS.get(name, ())]
    if for_adapters != found:
        yield "\n"
    yield from (each.line for each in found if each not in for_adapters)
    if for_adapters:
        yield "\nFor adapters:\n\n"
        yield from (each.line for each in for_adapters)


def _value(module: str, name: str) -> str:
    """The line of a value, with its type and the text below it, as they are written in its module."""
    for node, below in pairwise(ast.parse(inspect.getsource(importlib.import_module(module))).body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            assert isinstance(below, ast.Expr)
            assert isinstance(below.value, ast.Constant)
            return f"- `{name}: {_type(node.annotation)}`: {_sentence(str(below.value.value))}\n"
    raise SystemExit(f"{module}: {name} has no type")


def _made_by(name: str, node: ast.ClassDef) -> list[str]:
    """How a site makes it; nothing for values that it only gets."""
    inits = [each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"]
    overloads = [each for each in inits if each.decorator_list]
    if name in ("Banner", "Event", "UserAgent", "Verdict", "BannerExtension"):
        return []
    return [signature(name, init, returns=False) for init in overloads or inits]


def types() -> Iterator[str]:
    """The types that signatures name."""
    for name, file in TYPES.items():
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        (value,) = (
            node.value
            for node in tree.body
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name
        )
        written = str(value.value) if isinstance(value, ast.Constant) else _type(value)
        yield f"- `{name} = {written}`\n"


def commands(parser: argparse.ArgumentParser, prog: str = "browserbanner") -> Iterator[str]:
    """The commands below a parser, each with what it takes."""
    for action in parser._actions:
        if not isinstance(action, argparse._SubParsersAction):
            continue
        helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, below in action.choices.items():
            taken = [_argument(each) for each in below._actions if each.dest != "help"]
            if any(isinstance(each, argparse._SubParsersAction) for each in below._actions):
                yield from commands(below, f"{prog} {name}")
            else:
                yield f"- `{' '.join((f'{prog} {name}', *taken))}`: {helps.get(name) or below.description}\n"


def _argument(action: argparse.Action) -> str:
    value = "" if action.nargs == 0 else (action.metavar or "|".join(action.choices or ()) or action.dest.upper())
    assert isinstance(value, str)
    if action.option_strings:
        return f"[{'|'.join(action.option_strings)}{' ' + value if value else ''}]"
    many = "…" if action.nargs in ("+", "*") else ""
    return f"[{value}{many}]" if action.nargs in ("?", "*") else f"{value}{many}"


def text() -> str:
    """The whole list."""
    parts = [HEAD]
    for module in MODULES:
        parts.append(f"\n## `{module}`\n")
        names: list[str] = importlib.import_module(module).__all__
        things = {name: getattr(importlib.import_module(module), name) for name in names}
        classes = [name for name in names if inspect.isclass(things[name])]
        lines = sorted(set(names) - set(classes), key=lambda name: (not inspect.isfunction(things[name]), name))
        if lines:
            parts.append("\n")
        for name in (*lines, *classes):  # a line behind a class would seem to be one of its attributes
            parts.extend(described(module, name))
    parts.append("\n## Types\n\n")
    parts.extend(types())
    statuses = _paragraph(inspect.getdoc(cli.main), 1)
    parts.append(
        f"\n## Commands\n\nExit status: {statuses} Ctrl-C ends `serve`, `demo` and `preview` with 0. `check --json` "
        "writes an object a line.\n\n"
    )
    parser = cli.make_parser()
    taken = " ".join(_argument(each) for each in parser._actions if each.option_strings and each.dest != "help")
    parts.append(
        f"- `{parser.prog} {taken}`: {next(each.help for each in parser._actions if each.dest == 'version')}\n"
    )
    parts.extend(commands(parser))
    return "".join(parts)


def main(arguments: list[str]) -> int:
    return write_or_check(arguments, LIST, text, "scripts.public_api")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
