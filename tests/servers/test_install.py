"""What a run says where nginx is not there, what the installer refuses, and what a server's log may hold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import install
from tests.servers.servers import new_lines

HERE = Path(__file__).parent
TESTS = str(HERE / "test_nginx.py")
ONE = "test_a_file_that_nginx_sends_in_the_page_s_place_is_left_alone"


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "_PLACES", "/nowhere")


def run_without_nginx(tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """One of nginx's tests, on a machine that has none."""
    code = f"import sys, pytest, tests.servers.install as install; install._PLACES = '/nowhere'; sys.exit(pytest.main({[str(HERE / 'test_nginx.py'), '-k', ONE, '-p', 'no:cacheprovider']!r}))"
    environ = {**os.environ, "PATH": str(tmp_path), "CI": "", **env}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=environ, cwd=HERE.parents[1], capture_output=True, text=True, check=False)


def test_a_run_says_in_one_line_what_it_left_out_and_how_to_get_it(tmp_path: Path) -> None:
    result = run_without_nginx(tmp_path)
    assert result.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
    (line,) = [line for line in result.stdout.splitlines() if "LEFT OUT" in line]
    assert "2 tests" in line
    assert "make test-servers" in line
    assert "python -m tests.servers.install nginx" in line


@pytest.mark.long
def test_in_ci_a_missing_nginx_is_a_failure(tmp_path: Path) -> None:
    result = run_without_nginx(tmp_path, CI="true")
    assert result.returncode == pytest.ExitCode.TESTS_FAILED
    assert "nginx is not installed: python -m tests.servers.install nginx" in result.stdout


def test_a_program_that_nobody_knows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert install.main(["lighttpd"]) == 2
    assert "there are: nginx, varnish, wrk, apache2" in capsys.readouterr().err


@pytest.mark.usefixtures("nowhere")
def test_another_user_than_root_is_told_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert install.main([]) == 1
    said = capsys.readouterr().err
    assert said == (
        "nginx, varnish, wrk, apache2, php-fpm, caddy, systemd not installed: as root: apt-get install"
        " --no-install-recommends nginx varnish wrk apache2 php-fpm caddy systemd\n"
    )


def test_a_line_of_a_log_counts_as_known_whatever_its_numbers_are() -> None:
    bare = "[2026-11-25 00:46:06] [14294] [INFO] Listening at: http://127.0.0.1:39645\nBroken: /broken\n"
    same = "[2026-11-25 00:47:11] [14300] [INFO] Listening at: http://127.0.0.1:40001\nBroken: /broken\n"
    assert new_lines(same, bare) == []
    assert new_lines('  File "browserbanner/asgi.py", line 75\n' + same, bare) == []
    assert new_lines(same + "RuntimeError: something else\n", bare) == ["RuntimeError: something else"]
