"""``browserbanner data refresh|show|verify``."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

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
def either(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal, with rich, and as if it were not installed. ``capsys``: which has its stdout by then."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")  # no colours
    if request.param == "plain":
        monkeypatch.setitem(sys.modules, "rich", None)


@pytest.mark.usefixtures("either")
@pytest.mark.parametrize("terminal", [True, False])
def test_a_refresh_says_what_is_new(
    terminal: bool, run: Run, registry: Registry, tmp_path: Path, data: BrowserData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    path = tmp_path / "new.jsonl"
    status, out, err = run("refresh", "--to", str(path), "--registry", registry.base)
    assert status == 0
    assert out.splitlines() == [
        *(f"{source.package}: {source.version} ({source.date})" for source in data.sources),
        f"{path}: browser data of {data.date}",
    ]
    assert "caniuse-lite" in err
    assert all(err.splitlines()) or terminal  # no empty line in cron's mail
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
    assert (status, out) == (2, "")
    assert err == (
        "browserbanner data refresh: the data was not refreshed: cannot read /no/such.tgz: No such file or directory\n"
    )


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--registry", "foo"], 2),  # asked wrongly
        (["--tarball", __file__], 2),
        (["--only", "chrome"], 2),
        (["--registry", "http://127.0.0.1:9"], 1),  # asked rightly, and nobody answers
    ],
)
def test_a_refresh_exits_with_2_for_what_was_given_and_with_1_for_what_failed(
    arguments: list[str], status: int, run: Run, pack: Path
) -> None:
    assert run("refresh", "--to", str(pack), "--force", *arguments)[0] == status


def test_another_file_is_neither_overwritten_nor_is_that_advised(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "settings.py"
    path.write_text("DEBUG = True")
    status, _, err = run("refresh", "--to", str(path))
    assert status == 2
    assert err == (
        f"browserbanner: --to={str(path)!r}: is there and is no browser data: name another file, or delete it first\n"
    )
    status, _, err = run("verify", "--data", str(path))
    assert status == 2
    assert "not usable browser data" in err
    assert "data refresh" not in err
    assert path.read_text() == "DEBUG = True"


def test_only_of_what_is_no_source_is_asked_wrongly(run: Run, pack: Path) -> None:
    status, _, err = run("refresh", "--to", str(pack), "--only", "chrome")
    assert status == 2
    assert err.startswith("browserbanner: --only='chrome': must be one of: 'caniuse-lite', 'browser-compat-data', ")


@pytest.mark.usefixtures("either")
def test_show_prints_shares_as_bars(run: Run, data: BrowserData) -> None:
    region = next(region for region in data.regions if data.shares(region, "desktop"))
    status, out, _ = run("show", "--region", region.lower())
    shares = data.shares(region, "desktop")
    assert status == 0
    assert shares is not None
    row = next(line for line in out.splitlines() if "Google Chrome" in line)
    assert f"{shares.percent['chrome']:.2f}" in row
    assert "█" * 30 in row
    assert "CC-BY-4.0" in out
    assert data.month in out


@pytest.mark.usefixtures("either")
def test_show_prints_versions_and_minimums(run: Run, data: BrowserData) -> None:
    status, out, _ = run("show")
    newest = data.newest("chrome")
    assert status == 0
    assert newest is not None
    row = next(line for line in out.splitlines() if "chrome-android" in line)
    assert newest.date is not None
    assert newest.date in row


def test_bars_are_ascii_where_the_terminal_is(monkeypatch: pytest.MonkeyPatch, steady: Path) -> None:
    printed = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", printed)
    assert main(["data", "show", "--region", "UA", "--data", str(steady)]) == 0
    printed.seek(0)
    assert "#" * 30 in printed.read()


def test_a_region_without_data_is_refused_in_the_same_words_everywhere(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run("show", "--region", "XX")
    assert (status, out) == (2, "")
    assert err.startswith("browserbanner: --region='XX': must be one of: 'AD', 'AE', 'AF', ")
    main(["policy", "--region", "XX"])
    assert capsys.readouterr().err == err


def test_verify_is_content_with_good_data(run: Run, data: BrowserData) -> None:
    assert run("verify") == (0, f"the data of {data.date_and_age} is good: {len(data.regions)} regions\n", "")


def test_verify_names_a_file_that_is_no_data(run: Run, pack: Path) -> None:
    pack.write_bytes(b"{}")
    status, _, err = run("verify", "--data", str(pack))
    assert status == 2
    assert str(pack) in err


def test_verify_says_what_is_wrong(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("browserbanner.browsers.validate._REGIONS", 1000)
    status, out, _ = run("verify")
    assert status == 1
    assert out.endswith("\n1 problem\n")


def test_show_marks_the_limits_that_are_inferred(run: Run) -> None:
    _, out, _ = run("show")
    lines = [line.strip() for line in out.splitlines()]
    assert "windows, Microsoft Edge: 6.1: 109, 10: current" in lines
    assert any(line.startswith("macos, Opera: 10.6: 36*, ") for line in lines)


def test_show_says_where_too_little_is_counted_for_shares(run: Run) -> None:
    status, out, _ = run("show", "--region", "RU")
    assert status == 0
    assert "No shares, desktop, RU: fewer than 95 % of the page views are counted" in out
    assert "%  " not in out
