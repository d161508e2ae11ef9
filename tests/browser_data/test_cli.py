"""``browserbanner data refresh|show|verify``."""

from __future__ import annotations

import builtins
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browserbanner.browsers import BrowserData
from browserbanner.cli import main
from tests.browser_data.loopback import Registry

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_(*arguments: str) -> tuple[int, str, str]:
        status = main(["data", *arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run_


@pytest.fixture(params=["rich", "plain"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With rich, and as if it were not installed."""
    real: Any = builtins.__import__

    def importing(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "rich":
            raise ImportError(name)
        return real(name, *rest)

    if request.param == "plain":
        monkeypatch.setattr(builtins, "__import__", importing)


@pytest.mark.usefixtures("either")
def test_a_refresh_says_what_is_new(run: Run, registry: Registry, tmp_path: Path, data: BrowserData) -> None:
    path = tmp_path / "new.jsonl"
    status, out, err = run("refresh", "--to", str(path), "--registry", registry.base)
    assert status == 0
    assert out.splitlines() == [
        *(f"{source.package}: {source.version} ({source.date})" for source in data.sources),
        f"{path}: browser data of {data.date}",
    ]
    assert "caniuse-lite" in err
    assert run("refresh", "--to", str(path), "--registry", registry.base)[1] == f"{path}: up to date ({data.date})\n"


def test_a_refresh_from_tarballs(run: Run, archives: list[str], tmp_path: Path, committed: bytes) -> None:
    path = tmp_path / "new.jsonl"
    assert run("refresh", "--to", str(path), "--tarball", *archives[:1], "--tarball", *archives[1:])[0] == 0
    assert path.read_bytes() == committed


def test_check_says_what_would_change_and_fails_for_it(run: Run, archives: list[str], tmp_path: Path) -> None:
    path = tmp_path / "new.jsonl"
    status, out, _ = run("refresh", "--check", "--to", str(path), "--tarball", *archives)
    assert status == 1
    assert out.endswith(f"{path}: would change\n")
    assert not path.exists()


def test_check_is_content_where_nothing_would_change(run: Run, archives: list[str], pack: Path) -> None:
    status, out, _ = run("refresh", "--check", "--to", str(pack), "--tarball", *archives)
    assert status == 0
    assert "up to date" in out


def test_a_refresh_that_fails_says_why(run: Run, pack: Path) -> None:
    status, out, err = run("refresh", "--to", str(pack), "--tarball", "/no/such.tgz")
    assert (status, out) == (1, "")
    assert "the data was not refreshed: cannot read /no/such.tgz" in err


def test_only_of_what_is_no_source_is_asked_wrongly(run: Run, pack: Path) -> None:
    status, _, err = run("refresh", "--to", str(pack), "--only", "chrome")
    assert status == 2
    assert "'browser-compat-data'" in err


@pytest.mark.usefixtures("either")
def test_show_prints_shares_as_bars(run: Run, data: BrowserData) -> None:
    status, out, _ = run("show", "--region", "ua")
    shares = data.shares("UA", "desktop")
    assert status == 0
    assert shares is not None
    row = next(line for line in out.splitlines() if "Google Chrome" in line)
    assert f"{shares.percent['chrome']:.2f}" in row
    assert "█" * 30 in row
    assert "CC-BY-4.0" in out
    assert data.month in out


@pytest.mark.usefixtures("either")
def test_show_prints_versions_and_floors(run: Run, data: BrowserData) -> None:
    status, out, _ = run("show")
    newest = data.newest("chrome")
    assert status == 0
    assert newest is not None
    row = next(line for line in out.splitlines() if "chrome-android" in line)
    assert newest.date is not None
    assert newest.date in row


def test_bars_are_ascii_where_the_terminal_is(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", printed)
    assert main(["data", "show", "--region", "UA"]) == 0
    printed.seek(0)
    assert "#" * 30 in printed.read()


def test_show_of_a_region_without_data_lists_those_that_have(run: Run) -> None:
    status, out, err = run("show", "--region", "XX")
    assert (status, out) == (2, "")
    assert "AD, AE, AF" in err


def test_verify_is_content_with_good_data(run: Run, data: BrowserData) -> None:
    assert run("verify") == (0, f"the data of {data.date} is good: {len(data.regions)} regions\n", "")


def test_verify_names_a_file_that_is_no_data(run: Run, pack: Path) -> None:
    pack.write_bytes(b"{}")
    status, _, err = run("verify", "--data", str(pack))
    assert status == 2
    assert str(pack) in err


def test_verify_says_what_is_wrong(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("browserbanner.browsers.validate._REGIONS", 1000)
    status, out, _ = run("verify")
    assert status == 1
    assert out.endswith("1 problems\n")
