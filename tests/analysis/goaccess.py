"""GoAccess, asked for all that it counts in a log."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.analysis.install import program

_OPTIONS = ("--log-format=COMBINED", "--no-global-config", "--no-progress", "--max-items=100000")


def goaccess(log: Path) -> Any:
    """Its report on a combined log, as JSON. Raises FileNotFoundError where it is not installed."""
    out = log.with_name("goaccess.json")
    subprocess.run([program("goaccess"), str(log), *_OPTIONS, "-o", str(out)], check=True, capture_output=True)
    return json.loads(out.read_text("utf-8", "replace"))
