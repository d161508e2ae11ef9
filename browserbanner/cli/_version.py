"""``browserbanner --version``: the package's version, and what else a report of a fault has to name."""

from __future__ import annotations

import argparse
import platform
from typing import Any

from browserbanner import __version__
from browserbanner.browsers import BrowserData
from browserbanner.errors import ConfigurationError


class ShowVersion(argparse.Action):
    """Says the versions, and ends."""

    def __call__(self, parser: argparse.ArgumentParser, *given: Any) -> None:
        try:
            data = BrowserData.load().date
        except ConfigurationError:
            data = "none"  # the package is broken, and that is when its version is asked for
        print(f"browserbanner {__version__} (browser data: {data}; Python {platform.python_version()})")
        parser.exit()
