"""Build sdist and wheel, install the wheel in an empty environment outside of the checkout, and use it as people do.

    python -m scripts.try_wheel

What is proven: the sdist builds the same wheel as the checkout; the wheel carries every file that it needs (catalogs as
``.mo``, no ``.po``; the sdist the other way round); `browserbanner check` works and the Ukrainian banner renders, with
the run-time dependencies alone; `locales` and `preview` work with catalogs in a folder of their own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROME_60 = (
    "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36"
)
RENDER = f"""
import pathlib, sys
import browserbanner
from browserbanner import BrowserBanner
assert "site-packages" in browserbanner.__file__, browserbanner.__file__
headers = {{"User-Agent": {CHROME_60!r}, "Accept-Language": "uk"}}
banner = BrowserBanner().banner_for(headers, path="/page")
assert banner is not None and banner.locale == "uk", banner
pathlib.Path(sys.argv[1]).write_bytes(banner.html)
"""
PREVIEW = """
import subprocess, sys, urllib.request
command = [sys.executable, "-m", "browserbanner", "preview", "--port", "0", "--locales", sys.argv[1]]
process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
try:
    address = next(line.strip() for line in process.stdout if "http://" in line)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    page = opener.open(address + "/frame?language=sv", timeout=20).read()
    assert b'data-s="missing"' in page and b"Your browser is out of date" in page, page
    assert b'lang=uk' in opener.open(address + "/frame?language=uk", timeout=20).read()
finally:
    process.terminate()
    process.communicate()
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command in a plain environment and return what it printed; its failure ends this script."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, check=True, text=True, stdout=subprocess.PIPE
    ).stdout


def contents(wheel: Path) -> dict[str, int]:
    """The wheel's members and their checksums."""
    with zipfile.ZipFile(wheel) as archive:
        return {info.filename: info.CRC for info in archive.infolist()}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="browserbanner-wheel-") as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--outdir", folder / "a", ROOT, cwd=folder)  # the wheel by way of the sdist
        run(sys.executable, "-m", "build", "--wheel", "--outdir", folder / "b", ROOT, cwd=folder)
        wheel = next((folder / "a").glob("*.whl"))
        files = contents(wheel)
        if files != contents(next((folder / "b").glob("*.whl"))):
            raise SystemExit("the sdist builds another wheel than the checkout does")
        for source in sorted((ROOT / "locales").glob("*/LC_MESSAGES/browserbanner.po")):
            member = f"browserbanner/{source.relative_to(ROOT).with_suffix('.mo')}"
            if member not in files:
                raise SystemExit(f"the wheel lacks {member}")
        with tarfile.open(next((folder / "a").glob("*.tar.gz"))) as archive:
            sources = [name for name in archive.getnames() if "/locales/" in name]
        if any(name.endswith(".mo") for name in sources) or not any(
            name.endswith("/uk/LC_MESSAGES/browserbanner.po") for name in sources
        ):
            raise SystemExit(f"the sdist should carry catalogs as .po, and only so: {sources}")
        unwanted = [
            member for member in files if member.endswith((".po", ".pot", ".pyc")) or member.startswith("tests/")
        ]
        if unwanted:
            raise SystemExit(f"the wheel carries {unwanted}")

        environment = folder / "environment"
        venv.create(environment, with_pip=True)
        python = environment / "bin" / "python"
        run(
            python,
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "-c",
            ROOT / "constraints.txt",
            wheel,
            cwd=folder,
        )
        verdict = json.loads(run(environment / "bin" / "browserbanner", "check", "--json", CHROME_60, cwd=folder))
        if verdict["status"] != "outdated" or verdict["recommended"] != ["firefox"]:
            raise SystemExit(f"the installed `browserbanner check` says {verdict}")
        run(python, "-m", "browserbanner", "check", CHROME_60, cwd=folder)
        run(python, "-W", "error", "-c", RENDER, folder / "banner.html", cwd=folder)
        html = (folder / "banner.html").read_bytes()
        title = "Ваш браузер застарів".encode("ascii", "xmlcharrefreplace")
        if not html.isascii() or title not in html:
            raise SystemExit("the installed package does not render the Ukrainian banner")
        # What translators use, with catalogs of their own.
        command, catalogs = environment / "bin" / "browserbanner", folder / "catalogs"
        shutil.copytree(ROOT / "locales", catalogs)
        run(command, "locales", "new", "sv", "--locales", catalogs, cwd=folder)
        run(command, "locales", "check", "uk", "ar", "--locales", catalogs, cwd=folder)
        pip = (python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-c", ROOT / "constraints.txt")
        run(*pip, f"{wheel}[demo]", cwd=folder)
        run(python, "-c", PREVIEW, catalogs, cwd=folder)
        size = wheel.stat().st_size
        print(f"{wheel.name}: {size / 1024:.0f} KiB, {len(files)} files; check, Ukrainian, preview work installed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
