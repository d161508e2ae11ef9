"""``python -m tests.frameworks.run [--all] [SUITE...]``: other projects' own test suites, with the middleware between
their test clients and their apps.

Each suite runs alone, as a current Chrome, as Internet Explorer 11, and as Internet Explorer 11 with every answer made a
page inside of the middleware and an answer again outside. A test whose outcome then differs from the suite's own must
stand in ``differences.toml`` with the reason why that is right, and what stands there must still differ. A test that
differs is run once more, alone and with the middleware, since some of these tests depend on the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.frameworks.suites import CACHE, ROOT, SUITES, Suite, fetch
from tests.visitors import CURRENT, IE

HERE = Path(__file__).parent
VISITORS = {"alone": "", "chrome": CURRENT, "ie": IE, "pages": IE}


class Run(NamedTuple):
    """A run of a suite. ``visitor``: one of VISITORS."""

    suite: Suite
    visitor: str
    place: str

    def __str__(self) -> str:
        return f"{self.suite.name}, {self.visitor}" + (f", {self.place}" if len(self.suite.places) > 1 else "")


class Result(NamedTuple):
    """``outcomes``: by the test's id. ``banners``: the banners that were taken out of the pages made of answers."""

    outcomes: dict[str, str]
    pages: int
    banners: int


class Difference(NamedTuple):
    """A row of ``differences.toml``. ``test``: how the ids of the tests begin."""

    suite: str
    visitors: Sequence[str]
    test: str
    reason: str
    places: Sequence[str] = ("outermost", "innermost")

    def is_of(self, run: Run) -> bool:
        return self.suite == run.suite.name and run.visitor in self.visitors and run.place in self.places


def rows() -> list[Difference]:
    """All of ``differences.toml``."""
    table = tomllib.loads((HERE / "differences.toml").read_text(encoding="utf-8"))
    return [Difference(**row) for row in table["difference"]]


def known_differences(run: Run) -> list[Difference]:
    return [row for row in rows() if row.is_of(run)]


def start(run: Run, tests: Iterable[str] = ()) -> Result:
    """Run the suite, or some of its tests."""
    again = "-again" if tests else ""
    report = CACHE / f"{run.suite.name}-{run.visitor}-{run.place}{again}.json"
    report.unlink(missing_ok=True)
    environ = {
        **os.environ,
        "PYTHONPATH": f"{HERE}{os.pathsep}{ROOT}",
        "BETWEEN_SUITE": run.suite.name,
        "BETWEEN_USER_AGENT": VISITORS[run.visitor],
        "BETWEEN_PAGES": str(int(run.visitor == "pages")),
        "BETWEEN_PLACE": run.place,
        "BETWEEN_REPORT": str(report),
    }
    with report.with_suffix(".txt").open("wb") as output:
        subprocess.run(
            _command(run.suite, tests),
            cwd=run.suite.folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=1500,
            check=False,
        )
    if not report.exists():
        raise SystemExit(f"{run} did not come to its end: {report.with_suffix('.txt')}")
    return Result(**json.loads(report.read_text(encoding="utf-8")))


def _command(suite: Suite, tests: Iterable[str]) -> list[str]:
    if suite.labels:
        return [sys.executable, str(HERE / "django_suite.py"), "--parallel=1", *(tests or suite.labels.split())]
    # Not by `python -m`: the folder's own copy of the framework would be imported, and not the one that is installed.
    pytest = [str(Path(sys.executable).parent / "pytest"), "-q", "--tb=short", "--timeout=120", "-p", "plugin"]
    without = [
        word for plugin in ("faker", "benchmark", "rerunfailures", "cacheprovider") for word in ("-p", f"no:{plugin}")
    ]
    return [*pytest, *without, *suite.arguments, *(tests or ["tests"])]


def differing(result: Result, alone: Result) -> list[str]:
    tests = sorted(alone.outcomes.keys() | result.outcomes.keys())
    return [test for test in tests if alone.outcomes.get(test) != result.outcomes.get(test)]


def judge(run: Run, result: Result, alone: Result) -> Iterator[str]:
    """What is wrong: tests that differ for no known reason, twice, and reasons of tests that don't differ."""
    known = [row.test for row in known_differences(run)]
    found = differing(result, alone)
    strange = [test for test in found if not test.startswith(tuple(known))]
    if strange:
        again = differing(start(run, strange), start(run._replace(visitor="alone"), strange))
        yield from (f"{run}: {test} differs, and no reason is known" for test in strange if test in again)
    for row in known:
        if not any(test.startswith(row) for test in found):
            yield f"{run}: {row} differs no longer: take it out of differences.toml"
    if run.visitor == "pages" and result.banners < 0.8 * result.pages:
        yield f"{run}: only {result.banners} of {result.pages} pages got a banner"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.frameworks.run", description=__doc__)
    parser.add_argument("suite", nargs="*", choices=[*SUITES, []], help="its name")
    parser.add_argument("--all", action="store_true", help="those that take long, too")
    given = parser.parse_args(arguments)
    suites = [
        suite
        for suite in SUITES.values()
        if suite.name in given.suite or (not given.suite and (given.all or suite.short))
    ]
    for suite in suites:
        fetch(suite)
    runs = [Run(suite, "alone", suite.places[0]) for suite in suites]
    runs += [
        Run(suite, visitor, place)
        for suite in suites
        for visitor in VISITORS
        if visitor != "alone"
        for place in suite.places
    ]
    started = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = dict(zip(runs, pool.map(start, runs), strict=True))
    wrong: list[str] = []
    for run, result in results.items():
        alone = results[Run(run.suite, "alone", run.suite.places[0])]
        banners = f", {result.banners} banners in {result.pages} pages" if result.pages else ""
        print(f"{run!s:<34} {len(result.outcomes)} tests, {len(differing(result, alone))} differ{banners}", flush=True)
        wrong += [] if run.visitor == "alone" else judge(run, result, alone)
    print(*wrong, f"{len(runs)} runs in {time.monotonic() - started:.0f} s", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
