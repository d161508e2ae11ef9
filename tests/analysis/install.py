"""``python -m tests.analysis.install``: brings what the long tests and the benchmark stand beside, from Debian: GoAccess,
and Java for Spark. What is there already is kept; installing needs root."""

from __future__ import annotations

import shutil
import sys

from tests.debian import CannotInstall, install_packages, missing_packages

#: Programs, and the packages that bring them.
PROGRAMS = {"goaccess": "goaccess", "java": "openjdk-17-jre-headless"}


def program(name: str) -> str:
    """Where a program lies. Raises FileNotFoundError, which says how to get it: nothing is skipped for want of it."""
    path = shutil.which(name)
    if path is None:
        raise FileNotFoundError(f"{name} is not installed: python -m tests.analysis.install")
    return path


def main() -> int:
    missing = [package for name, package in PROGRAMS.items() if shutil.which(name) is None]
    try:
        if missing_packages(missing):
            install_packages(missing)
        for name in PROGRAMS:
            print(f"{name:<12} {program(name)}")
    except (CannotInstall, FileNotFoundError) as error:
        print(f"not installed: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
