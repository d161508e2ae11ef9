"""What browserbanner weighs and how long it takes to start, as docs/site-owner.md has it: ``python -m scripts.weight``

Installs the checkout with each extra into a new virtual environment, from the package index that pip is configured for.
Sizes are those of the files as installed, without compiled bytecode. Times are processor time, the median of nine
starts. Linux only, for the memory.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

EXTRAS = ("", "fast", "cli", "demo", "serve", "analyze", "spark")
STARTS = {
    "Python itself": "pass",
    "import browserbanner.asgi": "import browserbanner.asgi",
    "BrowserBanner() besides": "import browserbanner.asgi, browserbanner; browserbanner.BrowserBanner()",
    "warm_up() besides": "import browserbanner.asgi, browserbanner; browserbanner.BrowserBanner().warm_up()",
}
_MEMORY = "\nprint(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        print("| install | packages | MB |\n|---|---|---|")
        for extra in EXTRAS:
            place = Path(folder) / (extra or "base")
            installed = install(place, extra)
            packages = len(list(installed.glob("*.dist-info")))
            print(f"| `browserbanner{f'[{extra}]' if extra else ''}` | {packages} | {megabytes(installed):.0f} |")
        print("\n| start | ms | MB of memory |\n|---|---|---|")
        for name, (spent, memory) in starts(Path(folder) / "base" / "bin" / "python").items():
            print(f"| {name} | {spent:.0f} | {memory} |")
    return 0


def install(place: Path, extra: str) -> Path:
    """A new environment with the checkout in it; its site-packages."""
    venv.create(place, with_pip=False)
    wanted = f".[{extra}]" if extra else "."
    pip = [sys.executable, "-m", "pip", "--python", str(place / "bin" / "python"), "install", "-q", "--no-compile"]
    subprocess.run([*pip, wanted], check=True)
    return next(place.glob("lib/*/site-packages"))


def megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def starts(python: Path) -> dict[str, tuple[float, int]]:
    """By name: processor time in milliseconds, and most memory in MB. The first round compiles, and does not count."""
    spent: dict[str, list[float]] = {name: [] for name in STARTS}
    memory = {}
    for _ in range(10):
        for name, code in STARTS.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run([python, "-I", "-c", code + _MEMORY], capture_output=True, text=True, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent[name].append(1e3 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
            memory[name] = round(int(done.stdout) / 1024)
    return {name: (statistics.median(times[1:]), memory[name]) for name, times in spent.items()}


if __name__ == "__main__":
    sys.exit(main())
