"""What brings Debian's packages here: what it says, and what it leaves alone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests import debian
from tests.debian import CannotInstall


def test_a_program_that_is_not_there_is_said_in_one_line() -> None:
    with pytest.raises(CannotInstall, match=r"^there is no no-such-program$"):
        debian.run("no-such-program")
    with pytest.raises(CannotInstall, match=r"^sh failed: why$"):
        debian.run("sh", "-c", "echo why >&2; exit 3")


def test_another_user_than_root_is_told_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(CannotInstall, match=r"^as root: apt-get install --no-install-recommends nginx wrk$"):
        debian.install_packages(["nginx", "wrk"])


def test_while_packages_are_installed_no_service_starts(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    with debian.no_services_started(policy):
        assert subprocess.run([policy], check=False).returncode == 101  # "forbidden", to invoke-rc.d
    assert not policy.exists()


def test_a_policy_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    policy.write_text("own")
    with debian.no_services_started(policy):
        assert policy.read_text() == "own"
    assert policy.read_text() == "own"
