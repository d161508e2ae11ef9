"""``python -m scripts.evidence.install``: brings the dictionaries that the evidence looks words up in, from Debian.

They are hunspell's and voikko's. What is there already is kept; installing needs root.
"""

from __future__ import annotations

import sys

from scripts.evidence.spelling import DICTIONARIES
from tests.debian import CannotInstall, install_packages, missing_packages

PACKAGES = sorted({"hunspell", "libvoikko1", "voikko-fi", *(package for package, _ in DICTIONARIES.values())})


def main() -> int:
    try:
        if missing := missing_packages(PACKAGES):
            install_packages(missing)
    except CannotInstall as error:
        print(f"not installed: {error}", file=sys.stderr)
        return 1
    print(f"{len(PACKAGES)} packages of dictionaries are there")
    return 0


if __name__ == "__main__":
    sys.exit(main())
