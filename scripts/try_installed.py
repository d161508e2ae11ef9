"""What `make package` has an environment's own Python do with the package installed in it. Standard library only.

python -P -W error scripts/try_installed.py imports [PACKAGE...]    import every module; these packages may be missing
python -P -W error scripts/try_installed.py banner FILE             write the Ukrainian banner into a file
python -P -W error scripts/try_installed.py serves COMMAND...       start it, get its first page, Ctrl-C
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import browserbanner

CHROME_60 = (
    "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36"
)


def imports(may_be_missing: list[str]) -> str:
    count = 0
    for module in pkgutil.walk_packages(browserbanner.__path__, "browserbanner."):
        if module.name == "browserbanner.__main__":
            continue
        try:
            importlib.import_module(module.name)
            count += 1
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in may_be_missing:
                raise
    return f"{count} modules"


def banner(target: str) -> str:
    headers = {"User-Agent": CHROME_60, "Accept-Language": "uk"}
    made = browserbanner.BrowserBanner().banner_for(headers, path="/page")
    assert made is not None
    assert made.locale == "uk"
    title = "Ваш браузер застарів".encode("ascii", "xmlcharrefreplace")
    assert made.html.isascii()
    assert title in made.html
    Path(target).write_bytes(made.html)
    return f"{len(made.html)} bytes"


def serves(command: list[str]) -> str:
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "browserbanner", *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if "Ctrl-C" in line:
                break
        found = re.search(r"http://[^\s/]+", said)
        assert found, said
        path, expected = ("/health", b"ok") if command[0] == "serve" else ("/", b"<html")
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(found[0] + path, timeout=20) as page:
            assert expected in page.read()
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=20)
        assert (process.returncode, rest) == (0, "\nStopped.\n"), rest
    finally:
        process.kill()
        process.communicate()
    return found[0]


if __name__ == "__main__":
    assert "site-packages" in (browserbanner.__file__ or "") or "--editable" in sys.argv, browserbanner.__file__
    given = [argument for argument in sys.argv[2:] if argument != "--editable"]
    print({"imports": imports, "banner": lambda names: banner(*names), "serves": serves}[sys.argv[1]](given))
