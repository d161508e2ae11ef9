"""``browserbanner analyze``: what it prints, writes, refuses, and what Ctrl-C leaves."""

from __future__ import annotations

import fcntl
import gzip
import io
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from browserbanner.analysis import analyze
from browserbanner.cli import main
from tests.analysis.logs import hits, write

COMMAND = (sys.executable, "-m", "browserbanner", "analyze")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("logs") / "access.log", list(hits(5000)), extra=[b"junk \x1b[31m"])


def test_a_plain_sentence_comes_first_then_tables_with_bars(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["analyze", str(log), "--policy", "baseline widely available", "--policy", "last 5 years", "--top", "3"])
        == 0
    )
    said = capsys.readouterr()
    lines = said.out.splitlines()
    report = analyze([str(log)], policies=["baseline widely available", "last 5 years"])
    assert lines[0].startswith(f"Of {report.people.views:,} page views from 2026-11-01 to 2026-11-07, bots left out, ")
    assert 'come from browsers that "baseline widely available" calls outdated; ' in lines[0]
    assert lines[1].startswith(
        f"These are {report.policies[0].outdated.visitors:,} of {report.people.visitors:,} visitors"
    )
    for title in (
        "Policies",
        "What the outdated can do",
        "Outdated browsers, 3 of ",
        "Browsers, 3 of ",
        "Systems, 3 of ",
    ):
        assert any(line.startswith(title) for line in lines), title
    assert any(line.startswith("last 5 years ") for line in lines)
    assert "█" in said.out
    assert "1 line could not be read." in lines
    assert said.err == ""


def test_nothing_of_a_log_commands_the_terminal(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", str(log)]) == 0
    said = capsys.readouterr().out
    assert "junk \\x1b[31m" in said
    assert "\x1b" not in said


def test_json_is_the_whole_report_and_nothing_else(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "--json", "--no-next-year", "--policy", "chrome >= 109", str(log)]) == 0
    said = json.loads(capsys.readouterr().out)
    made = analyze([str(log)], policies=["chrome >= 109"], next_year=False).as_json()
    assert said == json.loads(json.dumps(made))
    assert [outcomes["policy"] for outcomes in said["policies"]] == ["chrome >= 109"]


def test_a_policy_may_be_a_mapping_and_an_esr_outdated(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "--json", "--no-esr", "--policy", '{"chrome": 109, "firefox": 116}', str(log)]) == 0
    said = json.loads(capsys.readouterr().out)
    made = analyze([str(log)], policies=[{"chrome": 109, "firefox": 116}], esr=False).as_json()
    assert said == json.loads(json.dumps(made))
    assert said["policies"][0]["policy"] == "chrome >= 109, firefox >= 116"


def test_all_requests_count_where_that_is_asked_for(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "--json", "--all-requests", str(log)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["people"]["views"] + said["bots"]["views"] == 5000
    assert main(["analyze", "--all-requests", str(log)]) == 0
    assert capsys.readouterr().out.startswith("Of ")


def test_a_page_and_the_bundler_s_statistics_are_written(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, stats = tmp_path / "report.html", tmp_path / "browserslist-stats.json"
    page.write_text("old")
    assert main(["analyze", str(log), "--html", str(page), "--stats", str(stats)]) == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert 0 < sum(sum(versions.values()) for versions in json.loads(stats.read_text()).values()) <= 100.001
    assert sorted(tmp_path.iterdir()) == [stats, page]
    assert capsys.readouterr().err.splitlines() == [f"{page}: written", f"{stats}: written"]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["/nowhere/access.log"], 2, "/nowhere/access.log: No such file or directory"),
        (["LOG", "--policy", "chrme > 1"], 2, "chrme"),
        (["LOG", "--grace", "-1"], 2, "--grace='-1': must be a whole number of days, 0 or more"),
        (["LOG", "--grace", "x"], 2, "--grace='x': must be a whole number of days, 0 or more"),
        (["LOG", "--format", "iis"], 2, "--format='iis': must be one of"),
        (["LOG", "--pattern", "$remote_addr"], 2, "with the user agent"),
        (["LOG", "--data", "/nowhere"], 2, "/nowhere"),
        (["LOG", "--top", "0"], 2, "--top=0: must be a whole number, 1 or more"),
        (["LOG", "--top", "x"], 2, "--top='x': must be a whole number, 1 or more"),
        (["LOG", "--html", "/dev/full"], 1, "browserbanner: /dev/full: No space left on device"),
        (["LOG", "--html", "/nowhere/x.html"], 2, "there is no folder /nowhere"),
        (["LOG", "--stats", "/"], 2, "/: is a folder"),
        (["LOG", "--html", "a\0b"], 2, "is no path"),
        (["LOG", "-"], 2, "read alone"),
    ],
)  # fmt: skip
def test_what_is_invalid_or_cannot_be_read_is_said_in_a_line(
    arguments: list[str], status: int, said: str, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", *(str(log) if argument == "LOG" else argument for argument in arguments)]) == status
    output = capsys.readouterr()
    assert said in output.err
    assert len(output.err.splitlines()) == 1
    assert output.out == ""


@pytest.mark.parametrize("option", ["--html", "--stats"])
@pytest.mark.parametrize("name", ["access.log", "folder/../access.log", "link.log", "hard.log"])
def test_the_log_was_overwritten_by_its_own_report(
    option: str, name: str, log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`analyze --html access.log access.log` left a page where the log had been."""
    (tmp_path / "folder").mkdir()
    content = log.read_bytes()
    (tmp_path / "access.log").write_bytes(content)
    (tmp_path / "link.log").symlink_to("access.log")
    (tmp_path / "hard.log").hardlink_to(tmp_path / "access.log")
    path = str(tmp_path / name)
    assert main(["analyze", option, path, str(tmp_path / "acc*.log")]) == 2
    assert capsys.readouterr().err == f"browserbanner: {option}={path!r}: is a log that is read: name another file\n"
    assert (tmp_path / "access.log").read_bytes() == content


def test_what_else_is_read_is_overwritten_by_no_report(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy, page = tmp_path / ".browserslistrc", str(tmp_path / "page.html")
    policy.write_text("last 2 years")
    assert main(["analyze", str(log), "--policy", str(policy), "--stats", str(policy)]) == 2
    assert "is a policy: name another file" in capsys.readouterr().err
    assert policy.read_text() == "last 2 years"
    with log.open("rb") as given:
        done = subprocess.run([*COMMAND, "-", "--html", str(log)], stdin=given, capture_output=True, check=False)
    assert (done.returncode, b"is a log that is read" in done.stderr) == (2, True)
    assert main(["analyze", str(log), "--html", page, "--stats", f"{tmp_path}/./page.html"]) == 2
    assert "is what --html writes: name another file" in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == [policy]


def test_just_after_a_rotation_the_empty_log_stopped_the_analysis(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """access.log* has an empty file then, and a server that nobody visited leaves packed ones."""
    packed = bytes.fromhex("28b52ffd 24 00 010000 99e9d851")  # what zstd makes of nothing
    for name, content in (("access.log", b""), ("access.log.2.gz", gzip.compress(b"")), ("access.log.3.zst", packed)):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "access.log.1").write_bytes(log.read_bytes())
    names = [str(tmp_path / name) for name in ("access.log", "access.log.2.gz", "access.log.3.zst")]
    assert main(["analyze", f"{tmp_path}/access.log*"]) == 0
    said = capsys.readouterr()
    assert f"{', '.join(names)}: are empty, left out." in said.out
    assert said.err == ""
    assert main(["analyze", "--json", f"{tmp_path}/access.log*"]) == 0
    report, alone = json.loads(capsys.readouterr().out), analyze([str(log)]).as_json()
    assert report["log"]["empty"] == names
    assert report["people"] == json.loads(json.dumps(alone["people"]))
    assert report["log"]["size"] == alone["log"]["size"]
    for given in ([], ["--format", "combined"]):
        assert main(["analyze", *given, *names]) == 2
        assert capsys.readouterr().err == f"browserbanner analyze: {', '.join(names)}: all of them are empty\n"


def test_a_log_that_was_not_understood_is_shouted_about_and_strict_fails(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """IIS's log read with --pattern said "none comes from a browser that ... calls outdated": every string was unknown."""
    page, bad = tmp_path / "page.html", tmp_path / "bad.log"
    bad.write_text(
        '192.0.2.1 [02/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 "Mozilla/5.0+(Windows+NT+5.1)+Chrome/49"\n' * 9
    )
    given = ["--pattern", '$remote_addr [$time_local] "$request" $status "$http_user_agent"', str(bad)]
    assert main(["analyze", "--strict", "--html", str(page), *given]) == 3
    said = capsys.readouterr().out
    assert said.startswith("WARNING: 100% of the page views come from browsers that were not recognised")
    assert 'user agents with "+" or "%20" for spaces' in said
    assert "none comes from" not in said + page.read_text("utf-8")
    assert page.read_text("utf-8").index("Read this first") < page.read_text("utf-8").index("not one comes from")
    assert main(["analyze", *given]) == 0
    assert main(["analyze", "--strict", str(log)]) == 0
    assert "WARNING" not in capsys.readouterr().out.splitlines()[-1]


def test_an_empty_log_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "access.log").touch()
    assert main(["analyze", str(tmp_path / "access.log")]) == 2
    assert capsys.readouterr().err == f"browserbanner analyze: {tmp_path / 'access.log'}: is empty\n"


def run(*arguments: str, given: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONWARNINGS": "error", **more}
    return subprocess.run([*COMMAND, *arguments], input=given, capture_output=True, env=environment, check=False)


def run_here(
    *arguments: str, given: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    """The same without a process: exit status, and both outputs."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    return main(["analyze", *arguments]), *capsys.readouterr()


def test_standard_input_may_be_a_pipe(log: Path) -> None:
    done = run("--json", "-", given=gzip.compress(log.read_bytes()))
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["people"] == json.loads(json.dumps(analyze([str(log)]).as_json()["people"]))


@pytest.mark.parametrize(
    "pack",
    [
        bytes,
        gzip.compress,
        lambda log: gzip.compress(log[:50_000]) + gzip.compress(log[50_000:]),
        lambda log: gzip.compress(log[:50_000]) + bytes(200_000) + gzip.compress(log[50_000:]) + bytes(512),
    ],
)
def test_standard_input_is_read_plain_and_gzipped(
    pack: Callable[[bytes], bytes], log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content = log.read_bytes()
    status, out, err = run_here("--json", "-", given=pack(content), monkeypatch=monkeypatch, capsys=capsys)
    assert (status, err) == (0, "")
    said, expected = json.loads(out), analyze([str(log)]).as_json()
    assert said["log"].pop("names") == ["-"]
    assert said["log"].pop("size") == len(content)
    del expected["log"]["names"], expected["log"]["size"]
    assert said == json.loads(json.dumps(expected))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "-: standard input is empty"),
        (b"\x28\xb5\x2f\xfd rest", "`zstd -dc LOG | browserbanner analyze -`"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-10], "-: standard input ends within a gzip stream"),
        (b"\x1f\x8b\x08" + b"\xff" * 100, "-: standard input is no whole gzip stream"),
        (b"a poem\nby nobody\n", "-: its format is not recognised"),
    ],
)
def test_standard_input_that_cannot_be_read_is_said_in_a_line(
    given: bytes, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run_here("-", given=given, monkeypatch=monkeypatch, capsys=capsys)
    assert status == 2
    assert said in err
    assert len(err.splitlines()) == 1


def test_without_duckdb_it_says_what_to_install(log: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.modules['duckdb'] = None\nfrom browserbanner.cli import main\nsys.exit(main(['analyze', {str(log)!r}]))"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "browserbanner analyze: needs duckdb: pip install 'browserbanner[analyze]'\n"


def test_without_rich_tables_are_plain_also_on_a_terminal(log: Path) -> None:
    script = f"import sys; sys.modules['rich'] = None\nfrom browserbanner.cli import main\nsys.exit(main(['analyze', {str(log)!r}]))"
    status, said = on_a_terminal([sys.executable, "-c", script])
    assert status == 0
    assert "page views  share" in said
    assert "MB/s" in said


def test_other_commands_import_no_package_that_only_it_needs() -> None:
    script = (
        "import sys\nfrom browserbanner.cli import main\nmain(['check', 'x'])\n"
        "print(*sorted({'duckdb', 'rich', 'pyspark'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == ""


def on_a_terminal(command: list[str], columns: int = 120) -> tuple[int, str]:
    """A command's exit status, and all that it showed on a terminal so wide."""
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env={**os.environ, "TERM": "xterm-256color"}
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            block = os.read(controller, 65536)
        except OSError:  # Linux's way to say that nobody holds the other end
            break
        if not block:
            break
        shown += block
    os.close(controller)
    return process.wait(), shown.decode("utf-8", "replace")


def test_on_a_terminal_there_is_a_progress_bar_and_tables_are_drawn(log: Path) -> None:
    status, said = on_a_terminal([*COMMAND, str(log)])
    assert status == 0
    assert "reading" in said
    assert "┏━" in said
    assert "Of " in said
    quiet = on_a_terminal([*COMMAND, "--quiet", str(log)])
    assert "reading" not in quiet[1]


def test_ctrl_c_ends_it_soon_and_leaves_no_report(log: Path, tmp_path: Path) -> None:
    """Standard input that never ends: it is interrupted while DuckDB reads."""
    page = tmp_path / "report.html"
    process = subprocess.Popen(
        [*COMMAND, "-", "--html", str(page)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    content = log.read_bytes()
    for _ in range(100_000_000 // len(content)):  # past the beginning that is read before DuckDB is asked
        process.stdin.write(content)
    process.stdin.flush()
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130, err
    assert (out, err) == (b"", b"browserbanner analyze: interrupted; no report was written\n")
    assert list(tmp_path.iterdir()) == []
