"""``python -m tests.servers.install [NAME...]``: brings nginx, Varnish and others onto a Debian machine; without a name: all.

The servers themselves are Python's, and in the group "dev". What is there already is kept, and nothing is started.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.debian import CannotInstall, install_packages

#: By the name of Debian's package: what it is for.
PROGRAMS = {
    "nginx": "the cache in front, in tests/servers",
    "varnish": "another cache in front",
    "wrk": "the load, in benchmarks/test_servers.py",
    "apache2": "a site that is no Python app, in examples/deploy",
    "php-fpm": "another such site",
    "caddy": "what `browserbanner export caddy` is for",
    "systemd": "systemd-analyze, which looks at the service",
}

#: The package's program, where it has another name.
_PROGRAM = {"varnish": "varnishd", "php-fpm": "php-fpm?.?", "systemd": "systemd-analyze"}

_PLACES = "/usr/sbin:/usr/local/sbin"  # where only root looks, and where Debian keeps servers


def find(name: str) -> str | None:
    """The path of that package's program, or None where it is not installed."""
    program = _PROGRAM.get(name, name)
    if "?" in program:  # its version is in its name
        return next((str(path) for place in _PLACES.split(":") for path in Path(place).glob(program)), None)
    return shutil.which(program) or shutil.which(program, path=_PLACES)


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
