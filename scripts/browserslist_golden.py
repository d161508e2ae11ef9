"""Ask the real browserslist what our browserslist language must answer, and keep its answers for the tests.

    python -m scripts.browserslist_golden            # writes tests/policy/data/browserslist.json
    python -m scripts.browserslist_golden --check    # only compares, and fails where it would write something else

Needs Node with npm. It installs browserslist, and the very versions of caniuse-lite, baseline-browser-mapping and
electron-to-chromium that the packaged browser data was made from, into a temporary folder (or takes those in
``--modules DIR``), and sets Node's clock to the data's date. Run it after a change of ``browserslist_queries.txt`` or
``browserslist_configs.json``, and after each refresh of the packaged data.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from browserbanner.browsers import BrowserData

BROWSERSLIST = "4.29.6"
HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "tests" / "policy" / "data"
GOLDEN = DATA / "browserslist.json"


def packages(data: BrowserData) -> dict[str, str]:
    """The npm packages that answer, with their versions."""
    versions = {source.package: source.version for source in data.sources}
    return {"browserslist": BROWSERSLIST} | {
        name: versions[name] for name in ("caniuse-lite", "baseline-browser-mapping", "electron-to-chromium")
    }


@contextmanager
def installed(wanted: dict[str, str], modules: Path | None) -> Iterator[Path]:
    """A folder whose node_modules holds these packages: the given one, checked, or a temporary one."""
    with tempfile.TemporaryDirectory(prefix="browserslist-") as temporary:
        folder = modules or Path(temporary)
        if modules is None:
            specs = [f"{name}@{version}" for name, version in wanted.items()]
            quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--no-package-lock"]
            subprocess.run(["npm", "install", *quiet, "--prefix", temporary, *specs], check=True, stdout=sys.stderr)
        for name, version in wanted.items():
            found = json.loads((folder / "node_modules" / name / "package.json").read_text("utf-8"))["version"]
            if found != version:
                raise SystemExit(f"{folder}: {name} is {found}, and {version} is needed")
        yield folder


def ask(folder: Path, date: str, queries: Sequence[object], configs: Sequence[object] = ()) -> dict[str, list[Any]]:
    """The real answers to queries and config files, as of a date."""
    unset = ("NODE_ENV", "BROWSERSLIST", "BROWSERSLIST_ENV", "BROWSERSLIST_CONFIG", "BROWSERSLIST_STATS")
    environment = {name: value for name, value in os.environ.items() if name not in unset} | {"TZ": "UTC"}
    asked = json.dumps({"date": date, "queries": list(queries), "configs": list(configs)})
    command = ["node", str(HERE / "browserslist_golden.cjs"), str(folder.resolve())]
    answered = subprocess.run(command, input=asked, capture_output=True, encoding="utf-8", env=environment, check=False)
    if answered.returncode:
        raise SystemExit(answered.stderr)
    answers: dict[str, list[Any]] = json.loads(answered.stdout)
    return answers


def queries() -> list[str | list[str]]:
    """The queries of ``browserslist_queries.txt``."""
    lines = (DATA / "browserslist_queries.txt").read_text("utf-8").splitlines()
    return [json.loads(line) if line[0] in '"[' else line for line in lines if line and not line.startswith("#")]


def golden(folder: Path, data: BrowserData) -> str:
    """The golden file's text: one answer a line."""
    configs = json.loads((DATA / "browserslist_configs.json").read_text("utf-8"))
    asked = queries()
    answers = ask(folder, data.date, asked, configs)
    head = {"made_by": "python -m scripts.browserslist_golden", "date": data.date, "packages": packages(data)}
    return (
        json.dumps(head)[:-1]
        + ',\n"queries": [\n'
        + ",\n".join(json.dumps(row) for row in zip(asked, answers["queries"], strict=True))
        + '\n],\n"configs": [\n'
        + ",\n".join(json.dumps(row) for row in zip(configs, answers["configs"], strict=True))
        + "\n]}\n"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the file would change")
    parser.add_argument("--modules", type=Path, metavar="DIR", help="take the node_modules in this folder")
    options = parser.parse_args(arguments)
    data = BrowserData.load()
    with installed(packages(data), options.modules) as folder:
        text = golden(folder, data)
    current = GOLDEN.read_text("utf-8") if GOLDEN.exists() else ""
    if text == current:
        print(f"{GOLDEN.name}: up to date ({len(queries())} queries, data of {data.date})")
        return 0
    if options.check:
        print(f"{GOLDEN.name}: not what browserslist {BROWSERSLIST} answers; run this without --check", file=sys.stderr)
        return 1
    GOLDEN.write_text(text, "utf-8")
    print(f"{GOLDEN.name}: written ({len(queries())} queries, data of {data.date})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
