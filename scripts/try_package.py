"""Build sdist and wheel, install them in empty environments outside of the checkout, and use them as people do.

    python -m scripts.try_package [--to DIR]

What is proven, for each Python of :data:`PYTHONS` that this machine has: what the archives carry, to the file; that the
sdist builds the same wheel; that all works with the run-time dependencies alone, and without a warning; that each extra
brings what it promises, and its commands say so before; that an editable install sees an edit; and that nothing is left
when it is uninstalled.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scripts.archives import ROOT, build
from scripts.try_installed import CHROME_60

PYTHONS = ("3.11", "3.12", "3.13")
TRY = ROOT / "scripts" / "try_installed.py"


class Extra(NamedTuple):
    """``brings``: modules that are there with it and not without; ``commands``: what needs it, and says so without it;
    ``serves``: such commands that serve until Ctrl-C."""

    brings: tuple[str, ...]
    commands: tuple[tuple[str, ...], ...] = ()
    serves: tuple[tuple[str, ...], ...] = ()


#: What ``pip install 'browserbanner[NAME]'`` is for. tests/test_package_tables.py: each extra has its row, and each
#: command is tried here or in COMMANDS.
EXTRAS = {
    "fast": Extra(brings=("ua_parser_rs",)),
    "serve": Extra(brings=("uvicorn", "httptools"), serves=(("serve", "--port", "0"),)),
    "demo": Extra(
        brings=("starlette",),  # and uvicorn, which "serve" has brought
        serves=(("demo", "--port", "0"), ("preview", "--port", "0", "--locales", "catalogs")),
    ),
    "translate": Extra(brings=()),  # the same as "demo", by the translators' name for it
    "cli": Extra(brings=("rich", "shtab"), commands=tuple(("completion", shell) for shell in ("bash", "zsh", "fish"))),
    "analyze": Extra(brings=("duckdb",), commands=(("analyze", "access.log", "--html", "report.html"),)),
    "spark": Extra(brings=("pyspark",)),
}

#: What works with the run-time dependencies alone, in this order: catalogs of one's own are a folder "catalogs".
COMMANDS = (
    ("check", CHROME_60),
    ("check", "--json", CHROME_60),
    ("policy", "--region", "UA"),
    ("export", "nginx"),
    ("export", "static", "static", "--locales", "uk,en"),
    ("data", "show", "--region", "UA"),
    ("data", "verify"),
    ("locales", "new", "eo", "--locales", "catalogs"),
    ("locales", "check", "uk", "ar", "--locales", "catalogs"),
    ("locales", "extract", "--locales", "catalogs"),
    ("locales", "update", "--locales", "catalogs"),
    ("locales", "stats", "--locales", "catalogs"),
)
#: Frameworks whose integrations are modules of the package, and which a site has by itself.
FRAMEWORKS = ("django", "litestar")


class Environment:
    """An empty environment of a Python, in a folder that is not the checkout."""

    def __init__(self, interpreter: str, folder: Path) -> None:
        self.folder = folder
        subprocess.run([interpreter, "-m", "venv", str(folder / "venv")], check=True)
        self.python = folder / "venv" / "bin" / "python"
        shutil.copytree(ROOT / "locales", folder / "catalogs")
        line = f'192.0.2.1 - - [02/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "{CHROME_60}"'
        (folder / "access.log").write_text(line + "\n", "utf-8")

    def run(self, *command: object, fails: bool = False) -> str:
        """What a command printed. Ends this script where it fails, or where it does not though ``fails``."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
        words = [str(word) for word in command]
        done = subprocess.run(words, cwd=self.folder, env=plain, capture_output=True, text=True, encoding="utf-8")
        if bool(done.returncode) is not fails:
            raise SystemExit(f"{' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout + (done.stderr if fails else "")

    def pip(self, *arguments: object) -> None:
        """pip, with the versions that are pinned here."""
        self.run(self.python, "-m", "pip", "-q", "--disable-pip-version-check", *arguments)

    def install(self, *what: object) -> None:
        self.pip("install", "-c", ROOT / "constraints.txt", *what)

    def browserbanner(self, *arguments: str, fails: bool = False) -> str:
        """A command, with every warning an error."""
        return self.run(self.python, "-W", "error", "-m", "browserbanner", *arguments, fails=fails)

    def try_installed(self, *arguments: str) -> str:
        return self.run(self.python, "-P", "-W", "error", TRY, *arguments)

    def has(self, module: str) -> bool:
        script = f"import importlib.util as u, sys; print(u.find_spec({module!r}) is not None)"
        return self.run(self.python, "-c", script).strip() == "True"

    def leftovers(self) -> list[str]:
        """What in the environment has our name."""
        return sorted(str(path.relative_to(self.folder)) for path in (self.folder / "venv").rglob("*browserbanner*"))


def interpreters() -> Iterator[tuple[str, str | None]]:
    """Each version that is to be proven, and a Python of it on this machine, if there is one."""
    home = Path.home()
    for version in PYTHONS:
        candidates = [sys.executable, shutil.which(f"python{version}") or ""]
        candidates += map(str, sorted(home.glob(f".pyenv/versions/{version}.*/bin/python"), reverse=True))
        yield version, next((path for path in candidates if path and _is_python(path, version)), None)


def _is_python(path: str, version: str) -> bool:
    script = "import ensurepip, sys, venv; print('.'.join(map(str, sys.version_info[:2])))"
    try:
        done = subprocess.run([path, "-c", script], capture_output=True, text=True, timeout=30)
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.strip() == version


def try_wheel(environment: Environment, wheel: Path) -> None:
    """The wheel alone, then with each extra, then gone."""
    environment.install(wheel)
    verdict = json.loads(environment.browserbanner("check", "--json", CHROME_60))
    if (verdict["status"], verdict["recommended"]) != ("outdated", ["firefox"]):
        raise SystemExit(f"the installed `browserbanner check` says {verdict}")
    if environment.run(environment.python.with_name("browserbanner"), "check", CHROME_60) != environment.browserbanner(
        "check", CHROME_60
    ):
        raise SystemExit("`browserbanner` and `python -m browserbanner` differ")
    brought = {module for extra in EXTRAS.values() for module in extra.brings}
    environment.try_installed("imports", *FRAMEWORKS, *brought)
    environment.try_installed("banner", "banner.html")
    for command in COMMANDS:
        environment.browserbanner(*command)
    for name, extra in EXTRAS.items():
        _try_extra(environment, wheel, name, extra)
    environment.install(*FRAMEWORKS)
    environment.try_installed("imports")
    environment.pip("uninstall", "-y", "browserbanner")
    if left := environment.leftovers():
        raise SystemExit(f"uninstalled, there is still {', '.join(left)}")


def _try_extra(environment: Environment, wheel: Path, name: str, extra: Extra) -> None:
    if there := [module for module in extra.brings if environment.has(module)]:
        raise SystemExit(f"without the extra {name} there is {', '.join(there)} already")
    for command in (*extra.commands, *extra.serves):
        said = environment.browserbanner(*command, fails=True)
        if f"pip install 'browserbanner[{name}]'" not in said:
            raise SystemExit(f"without the extra {name} `browserbanner {' '.join(command)}` says {said}")
    environment.install(f"{wheel}[{name}]")
    if missing := [module for module in extra.brings if not environment.has(module)]:
        raise SystemExit(f"the extra {name} does not bring {', '.join(missing)}")
    for command in extra.commands:
        environment.browserbanner(*command)
    for command in extra.serves:
        environment.try_installed("serves", *command)


def try_editable(environment: Environment, sdist: Path) -> None:
    """A source tree, as the sdist has it, installed so that edits of it count."""
    with tarfile.open(sdist) as archive:
        archive.extractall(environment.folder, filter="data")
    tree = environment.folder / sdist.name.removesuffix(".tar.gz")
    environment.install("-e", tree)
    catalog = tree / "locales" / "uk" / "LC_MESSAGES" / "browserbanner.po"
    text = catalog.read_text("utf-8")
    catalog.write_text(text.replace("браузер", "переглядач"), "utf-8")
    script = (
        "import sys; from browserbanner import BrowserBanner; "
        "banner = BrowserBanner().banner_for({'User-Agent': sys.argv[1], 'Accept-Language': 'uk'}); "
        "sys.exit('переглядач'.encode('ascii', 'xmlcharrefreplace') not in banner.html)"
    )
    environment.run(environment.python, "-W", "error", "-c", script, CHROME_60)
    environment.browserbanner("check", CHROME_60)
    environment.pip("uninstall", "-y", "browserbanner")
    if left := environment.leftovers():
        raise SystemExit(f"uninstalled, there is still {', '.join(left)}")


def tried() -> set[str]:
    """The commands that the tables above try."""
    of_extras = [command for extra in EXTRAS.values() for command in (*extra.commands, *extra.serves)]
    return {command[0] for command in (*COMMANDS, *of_extras)}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--to", type=Path, metavar="DIR", help="where to put the archives once they are proven")
    target: Path | None = parser.parse_args().to
    with tempfile.TemporaryDirectory(prefix="browserbanner-package-") as name:
        folder = Path(name)
        sdist, wheel = build(folder)
        print(f"{wheel.name}: {wheel.stat().st_size / 1024:.0f} KiB, the same from sdist and checkout", flush=True)
        count = 0
        for version, interpreter in interpreters():
            if interpreter is None:
                print(f"Python {version}: there is none on this machine, so it is not tried")
                continue
            started = time.monotonic()
            for trial, subject in ((try_wheel, wheel), (try_editable, sdist)):
                with tempfile.TemporaryDirectory(prefix=f"browserbanner-{version}-") as place:
                    trial(Environment(interpreter, Path(place)), subject)
            count += 1
            print(
                f"Python {version}: wheel, extras, editable, uninstalled; {time.monotonic() - started:.0f} s",
                flush=True,
            )
        if count and target is not None:
            target.mkdir(parents=True, exist_ok=True)
            for archive in (sdist, wheel):
                shutil.copy(archive, target)
    return 0 if count else 1


if __name__ == "__main__":
    sys.exit(main())
