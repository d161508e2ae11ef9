"""Renew the packaged browser data, and say in figures what that changes. The workflow renew-data.yml runs it weekly.

    python -m scripts.renew_data --report build/renewal.md [--tarball PATH ...]

Refreshes the pack (the laws are checked before it is replaced), judges real visitors by the old and by the new data,
and writes a report. Where at most 0.5 % of them get another verdict, it raises the patch version and adds a line to the
changelog. To GITHUB_OUTPUT it writes ``status`` ("none": nothing new; "release"; "ask": a person has to look) and
``version``.

Visitors are weighted in two ways, of which the larger change counts: the strings of tests/useragent/data/real.jsonl.gz
with their shares, and the page views of the new data by browser and version.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from browserbanner import UserAgent, __version__
from browserbanner.browsers import BrowserData
from browserbanner.browsers.refresh import refresh_data
from browserbanner.policy import Policy, broken_laws, visitors_by_usage
from browserbanner.useragent import identify

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT / "tests" / "useragent" / "data" / "real.jsonl.gz"
MOST = 0.5  # percent
#: What most sites have: the default decides, the others are told.
POLICIES = ("baseline widely available", "defaults", "last 2 versions", "last 2 years")


class Changed(NamedTuple):
    """``percent``: of visitors with another verdict; ``who``: each with the old and the new one, largest first."""

    policy: str
    percent: float
    who: list[str]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--report", type=Path, required=True, help="the file to write what changed to")
    parser.add_argument("--tarball", nargs="+", default=[], help="npm packages to read instead of the registry's")
    options = parser.parse_args(arguments)
    old = BrowserData.load()
    done = refresh_data(tarballs=options.tarball, check=broken_laws)
    if not done.written:
        return _tell(options.report, "none", __version__, "Nothing is new.\n")
    changed = [what_changes(policy, old, done.data) for policy in POLICIES]
    status = "release" if changed[0].percent <= MOST else "ask"
    version = next_version(__version__)
    if status == "release":
        raise_version(version, done.data, changed[0].percent)
    return _tell(options.report, status, version, report(done.changes, changed, done.data))


def what_changes(policy: str, old: BrowserData, new: BrowserData) -> Changed:
    """Who gets another verdict by the new data than by the old: the larger part of the two ways to weigh."""
    judges = Policy(policy, data=old), Policy(policy, data=new)
    return max(
        (_changed(policy, *judges, each) for each in (_real(), visitors_by_usage(new, None))),
        key=lambda found: found.percent,
    )


def _changed(policy: str, before: Policy, after: Policy, visitors: Iterable[tuple[str, UserAgent, float]]) -> Changed:
    moved: dict[str, float] = {}
    for name, ua, share in visitors:
        was, now = before.judge(ua).status, after.judge(ua).status
        if was != now:
            moved[f"{name}: {was} -> {now}"] = moved.get(f"{name}: {was} -> {now}", 0.0) + share
    rows = sorted(moved.items(), key=lambda row: -row[1])
    return Changed(policy, sum(moved.values()), [f"{share:.3f} % {row}" for row, share in rows])


def _real() -> Iterator[tuple[str, UserAgent, float]]:
    rows = [json.loads(line) for line in gzip.decompress(REAL.read_bytes()).splitlines()]
    whole = sum(row["weight"] for row in rows)
    for row in rows:
        ua = identify(row["user_agent"].encode())
        if ua is not None:
            yield row["user_agent"], ua, row["weight"] * 100 / whole


def report(changes: Iterable[str], changed: Iterable[Changed], data: BrowserData) -> str:
    """What is new, and who gets another verdict, as Markdown."""
    lines = [f"Browser data of {data.date}.", "", *(f"- {change}" for change in changes), ""]
    for each in changed:
        lines.append(f'By "{each.policy}", {each.percent:.3f} % of visitors get another verdict.')
        lines += ["", *(f"- {row}" for row in each.who[:40]), ""]
    return "\n".join(lines)


def next_version(version: str) -> str:
    """The next patch version: 0.2.1 after 0.2.0."""
    major, minor, patch = version.split(".")[:3]
    return f"{major}.{minor}.{int(patch) + 1}"


def raise_version(version: str, data: BrowserData, percent: float, root: Path = ROOT) -> None:
    """Write the version into the package, and a line into the changelog."""
    line = re.compile(r'(?m)^__version__ = ".*"$')
    _edit(root / "browserbanner" / "__init__.py", lambda text: line.sub(f'__version__ = "{version}"', text))
    said = f"- Browser data of {data.date}: {percent:.2f} % of visitors get another verdict by the default policy."
    entry = f"## {version} - {date.today()}\n\n### Changed\n\n{said}\n\n"
    # Above the newest release's section, or at the end where there is none.
    _edit(root / "CHANGELOG.md", lambda text: re.sub(r"(?m)(?=^## [0-9]|\Z)", entry, text, count=1))


def _edit(path: Path, change: Callable[[str], str]) -> None:
    old = path.read_text("utf-8")
    new = change(old)
    if new == old:
        raise SystemExit(f"{path} has no place for the new version")
    path.write_text(new, "utf-8")


def _tell(path: Path, status: str, version: str, text: str) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    print(text, end="")
    print(f"status: {status}", file=sys.stderr)
    if output := os.environ.get("GITHUB_OUTPUT"):
        with open(output, "a", encoding="utf-8") as file:
            file.write(f"status={status}\nversion={version}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
