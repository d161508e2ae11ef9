"""Debian's packages, for what tests and benchmarks need beside Python: installed by the ordinary client."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path


class CannotInstall(Exception):
    """Why something cannot be brought here; one line."""


def missing_packages(names: Sequence[str]) -> list[str]:
    """Those of Debian's packages that are not installed; none on another system, where nobody can tell."""
    if shutil.which("dpkg-query") is None:
        return []
    status = ("dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n")
    known = subprocess.run([*status, *names], capture_output=True, text=True, check=False).stdout
    installed = {line.split()[0] for line in known.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in installed]


def install_packages(names: Sequence[str]) -> None:
    """Install them, of today's versions: a browser of last spring is not the current one. Raises CannotInstall, which says
    what to run as root."""
    command = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *names)
    if os.geteuid() != 0:
        raise CannotInstall(f"as root: apt-get install --no-install-recommends {' '.join(names)}")
    _renew_lists()
    with no_services_started():
        run(*command)


@cache
def _renew_lists() -> None:
    # Without them what there is serves, if it serves: a mirror may be away.
    with suppress(CannotInstall):
        run("apt-get", "update", "-qq")


@contextmanager
def no_services_started(policy: Path = Path("/usr/sbin/policy-rc.d")) -> Iterator[None]:
    """A web server that is installed for its program does not begin to serve (invoke-rc.d(8) asks this file)."""
    if policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()


def run(*command: str) -> None:
    """Run a command. Raises CannotInstall, with the last line that it said."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        result = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise CannotInstall(f"there is no {command[0]}") from None
    if result.returncode:
        said = (result.stderr or result.stdout).strip().splitlines()
        raise CannotInstall(f"{command[0]} failed: {said[-1] if said else result.returncode}")
