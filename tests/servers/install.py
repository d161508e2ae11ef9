"""``python -m tests.servers.install [NAME...]``: brings nginx and wrk onto a Debian machine; without a name: both.

The servers themselves are Python's, and in the group "dev". What is there already is kept, and nothing is started.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from tests.debian import CannotInstall, install_packages

#: By the name of the program, which is the package's too: what it is for.
PROGRAMS = {"nginx": "the cache in front, in tests/servers", "wrk": "the load, in benchmarks/test_servers.py"}


_PLACES = "/usr/sbin:/usr/local/sbin"  # where only root looks, and where Debian keeps nginx


def find(name: str) -> str | None:
    """The program's path, or None where it is not installed."""
    return shutil.which(name) or shutil.which(name, path=_PLACES)


def main(names: Sequence[str]) -> int:
    unknown = [name for name in names if name not in PROGRAMS]
    if unknown:
        print(f"no program {', '.join(unknown)}; there are: {', '.join(PROGRAMS)}", file=sys.stderr)
        return 2
    missing = [name for name in names or PROGRAMS if find(name) is None]
    try:
        if missing:
            install_packages(missing)
    except CannotInstall as error:
        print(f"{', '.join(missing)} not installed: {error}", file=sys.stderr)
        return 1
    for name in names or PROGRAMS:
        print(f"{name:<12} {'installed' if name in missing else 'there already'}: {PROGRAMS[name]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
