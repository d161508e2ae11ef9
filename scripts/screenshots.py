"""Take the pictures of README.md and README.uk.md: the demo site, as old Chromium's engine shows it to its visitor.

    python -m scripts.screenshots

The engine is one of those that the tests drive, `python -m tests.browsers.install chromium64` brings it. What is
written is docs/images/banner.png and banner.uk.png, with as few bytes as their colours need.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from tests.browsers.engines import start
from tests.browsers.story import CHROME_60_WINDOWS_10
from tests.demo_process import DemoProcess

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZE = (1000, 560)
COLOURS = 128  # letters have soft edges; with fewer they look rough


class Picture(NamedTuple):
    name: str
    language: str  # Accept-Language; its country is whose shares are shown
    title: str


PICTURES = (
    Picture("banner.png", "en-GB,en;q=0.9", "Your browser is out of date"),
    Picture("banner.uk.png", "uk-UA,uk;q=0.9", CHROME_60_WINDOWS_10.title),
)


def take(picture: Picture, site: str, path: Path) -> None:
    """The article with its banner opened. Raises AssertionError where it is not there or says something else."""
    visitor = CHROME_60_WINDOWS_10
    with start(visitor.engine, picture.language, visitor.user_agent) as browser:
        browser.resize(*SIZE)
        browser.goto(f"{site}/article")
        browser.click("#notice button")  # the site's own notice covers the last lines
        browser.wait('!document.getElementById("notice") && document.readyState === "complete"')
        if browser.text("#bb .bb-t") != picture.title:
            raise AssertionError(f"the banner's title is {browser.text('#bb .bb-t')!r}")
        browser.click("#bb summary")
        browser.wait('document.querySelector("#bb details").open')
        browser.js("document.activeElement.blur()")
        browser.screenshot(path)


def write(taken: Path, path: Path) -> None:
    """The same picture with a palette, packed as well as PNG can."""
    with Image.open(taken) as image:
        flat = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        flat.save(path, "PNG", optimize=True)


def main(folder: Path = FOLDER) -> int:
    with DemoProcess() as site, tempfile.TemporaryDirectory() as temporary:
        for picture in PICTURES:
            taken = Path(temporary) / picture.name
            take(picture, site.address, taken)
            write(taken, folder / picture.name)
            print(f"{folder / picture.name}: {(folder / picture.name).stat().st_size / 1024:.0f} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
